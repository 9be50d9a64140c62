"""Functions of a matrix agree with another implementation, and with what defines them."""
import numpy as np
import pytest

from matcalc.certify import matrixfunctions

linalg = pytest.importorskip("scipy.linalg")


def matrix(scale, shift=0.0, seed=1):
    return scale * np.random.default_rng(seed).standard_normal((5, 5)) + shift * np.eye(5)


@pytest.mark.parametrize("scale", [0.0, 1e-3, 1.0, 30.0])
def test_the_exponential(scale):
    a = matrix(scale)
    np.testing.assert_allclose(matrixfunctions.expm(np, a), linalg.expm(a), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("shift", [4.0, 30.0])
def test_the_square_root_and_the_logarithm(shift):
    a = matrix(1.0, shift)
    root = matrixfunctions.sqrtm(np, a)
    np.testing.assert_allclose(root @ root, a, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(root, np.real(linalg.sqrtm(a)), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(matrixfunctions.logm(np, a), np.real(linalg.logm(a)), rtol=1e-9, atol=1e-11)


def test_a_matrix_with_a_negative_eigenvalue_has_no_principal_root():
    with pytest.raises(np.linalg.LinAlgError):
        matrixfunctions.sqrtm(np, -np.diag([1.0, 2.0]))


def test_the_adjugate_of_a_regular_and_of_a_singular_matrix():
    a = matrix(1.0)
    np.testing.assert_allclose(matrixfunctions.adjugate(np, a), np.linalg.det(a) * np.linalg.inv(a))
    singular = np.array([[1.0, 2], [2, 4]])
    np.testing.assert_allclose(matrixfunctions.adjugate(np, singular), [[4, -2], [-2, 1]], atol=1e-12)
    np.testing.assert_allclose(matrixfunctions.adjugate(np, np.array([[3.0]])), [[1]])
