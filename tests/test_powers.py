"""Powers with symbols for exponents: of scalars, entries and square matrices, by base and exponent."""
import numpy as np
import pytest

import matcalc
from matcalc import certify
from matcalc.syntax import read

SHAPES = {"X": "n x n", "A": "n x n", "B": "n x n", "Y": "m x n", "x": "n x 1", "y": "n x 1", "c": "n x 1",
          "a": "scalar", "b": "scalar", "p": "scalar"}

TABLE = """
tr(X^k) ; X ; k (X^(k-1))'
tr(A X^k) ; X ; frechet_power(X, A, k)'
tr((A X)^k) ; X ; k (A (X A)^(k-1))'
tr((Y' Y)^k) ; Y ; 2 k Y (Y' Y)^(k-1)
tr(inv(X)^k) ; X ; -k (inv(X)^(k+1))'
tr(inv(X^k)) ; X ; -k (inv(X)^(k+1))'
x' X^k y ; X ; frechet_power(X', x y', k)
x' X^k x ; x ; (X^k + (X^k)') x
det(X^k) ; X ; k det(X)^(k-1) adj(X)'
logdet(X^k) ; X ; k inv(X)'
tr(X^(2k-1)) ; X ; (2k-1) (X^(2k-2))'
k tr(X^k) ; X ; k*k (X^(k-1))'
tr(X^k X) ; X ; (k + 1) (X^k)'
tr(X^p) ; p ; tr(expm(p logm(X)) logm(X))
a^b ; a ; b a^(b - 1)
a^b ; b ; a^b log(a)
a^(b/2) ; a ; b a^(b/2 - 1)/2
sqrt(sqrt(2) a) ; a ; 2^(1/4)/(2 sqrt(a))
(sqrt(3) a b)^(1/3) ; a ; b 3^(1/6)/(3 (a b)^(2/3))
sum(Y.^p) ; Y ; p Y.^(p - 1)
sum(Y.^p) ; p ; sum(Y.^p∘log(Y))
c' (x.^p) ; x ; p c∘x.^(p - 1)
c' (x^p) ; p ; c' (x.^p∘log(x))
c' (x.^y) ; x ; c∘y∘x.^(y - 1)
c' (x.^y) ; y ; c∘x.^y∘log(x)
c' (2.^x) ; x ; log(2) c∘2.^x
c' (a.^x) ; x ; log(a) c∘a.^x
c' (a.^x) ; a ; c' (x∘a.^(x - 1))
e^(x' A x) ; x ; exp(x' A x) (A + A') x
c' e^(-x) ; x ; -c∘exp(-x)
sum(Y.^p)^(1/2) ; Y ; p Y.^(p - 1)/(2 sum(Y.^p)^(1/2))
a^b a^p/a ; a ; (b + p - 1) a^(b + p - 2)
"""
CASES = [[part.strip() for part in line.split(";")] for line in TABLE.strip().splitlines()]


def diff(expr: str, wrt: str, **given: object) -> matcalc.Derivative:
    return matcalc.diff(expr, wrt, shapes=SHAPES, **given)


@pytest.mark.parametrize(("expr", "wrt", "expected"), CASES)
def test_a_derivative_is_that_of_the_literature_and_no_longer(expr, wrt, expected):
    d = diff(expr, wrt)
    assert d.certificate.holds
    shapes = {name: s.shape for name, s in d.symbols.items()} | ({"size_of_k": ("k", "1")} if "k" in expr else {})
    wanted = read(expected, shapes=shapes).expr
    assert certify.equal(d.expr, wanted), d.text
    assert len(d.text) <= len(expected) + 6, d.text


@pytest.mark.parametrize(("expr", "wrt"), [case[:2] for case in CASES if case[1] not in ("p", "b")])
def test_a_hessian_is_certified(expr, wrt):
    assert diff(expr, wrt, kind="hessian").certificate.holds


@pytest.mark.parametrize(("expr", "wrt", "words"), [
    ("a^b", "a", "a > 0"), ("sum(Y.^p)", "Y", "entries of Y > 0"), ("tr(X^p)", "p", "X without eigenvalues ≤ 0")])
def test_what_must_hold_is_said(expr, wrt, words):
    assert diff(expr, wrt).conditions == (words,)


def test_the_exponent_of_a_matrix_is_an_integer_and_said_to_be_one():
    d = diff("x' X^k y", "X")
    assert "k is a positive integer: it is the exponent of a matrix" in d.notes
    assert d.conditions == ()
    assert "k" not in d.symbols


@pytest.mark.parametrize("k", [1, 2, 5])
def test_the_code_of_a_power_takes_its_exponent(k):
    rng = np.random.default_rng(1)
    x, u, v = rng.standard_normal((3, 3)), rng.standard_normal((3, 1)), rng.standard_normal((3, 1))
    d = diff("x' X^k y", "X")
    want = sum(np.linalg.matrix_power(x.T, i) @ u @ v.T @ np.linalg.matrix_power(x.T, k - 1 - i) for i in range(k))
    np.testing.assert_allclose(d.to_numpy()(X=x, x=u, y=v, k=k), want)
    np.testing.assert_allclose(eval(d.numpy, {"np": np, "X": x, "x": u, "y": v, "k": k}), want)
