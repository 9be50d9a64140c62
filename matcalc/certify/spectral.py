"""Eigenvectors, singular vectors and polar factors in NumPy, with signs that do not depend on the algorithm.

Each raises LinAlgError where what it computes is not a smooth function of the matrix.
"""
from __future__ import annotations

from typing import Any

Array = Any
GAP = 1e-5
"""Two values that differ by less, compared with the largest, count as one."""


def eigenvector(np: Any, a: Array, number: int = 1) -> Array:
    """The eigenvector, of length 1, of an eigenvalue by its place among real parts; its largest entry is positive."""
    values, vectors = np.linalg.eigh(a) if np.array_equal(a, a.T) else np.linalg.eig(a)
    order = np.argsort(-values.real)
    _alone(np, values.real[order], number, np.abs(values).max())
    at = order[number - 1]
    if values[at].imag != 0:
        raise np.linalg.LinAlgError("the eigenvalue is not real")
    v = vectors[:, [at]].real
    return v if _largest(np, v) >= 0 else -v


def eigenvalue(np: Any, a: Array, number: int = 1) -> Array:
    """That eigenvalue's real part. Raises LinAlgError where the matrix has not so many."""
    if number > len(a):
        raise np.linalg.LinAlgError("there are not so many eigenvalues")
    return np.sort(np.linalg.eigvals(a).real)[-number].reshape(1, 1)


def projector(np: Any, a: Array, number: int = 1) -> Array:
    """The projector v wᵀ / (wᵀ v) on that eigenvector, along the others."""
    v, w = eigenvector(np, a, number), eigenvector(np, a.T, number)
    return v @ w.T / (w.T @ v)


def resolvent(np: Any, a: Array, number: int = 1) -> Array:
    """(λI − A + sP)⁻¹ − P/s, with λ that eigenvalue, P its projector, and s of the size of A."""
    p, s = projector(np, a, number), np.abs(a).max() or 1.0
    return np.linalg.inv(eigenvalue(np, a, number) * np.eye(len(a)) - a + s * p) - p / s


def singular_vectors(np: Any, a: Array, number: int = 1) -> tuple[Array, Array]:
    """The left and right vectors of a singular value by its place; their largest entries have a positive sum."""
    u, s, v = np.linalg.svd(a)
    _alone(np, np.append(s, 0), number, s[0])
    left, right = u[:, [number - 1]], v[[number - 1]].T
    sign = 1.0 if _largest(np, left) + _largest(np, right) >= 0 else -1.0
    return sign * left, sign * right


def singular_value(np: Any, a: Array, number: int = 1) -> Array:
    """That singular value. Raises LinAlgError where the matrix has not so many."""
    values = np.linalg.svd(a, compute_uv=False)
    if number > len(values):
        raise np.linalg.LinAlgError("there are not so many singular values")
    return values[number - 1].reshape(1, 1)


def polar(np: Any, a: Array) -> Array:
    """U Vᵀ of the singular value decomposition U S Vᵀ."""
    u, _, v = np.linalg.svd(a, full_matrices=False)
    return u @ v


def _alone(np: Any, values: Array, number: int, scale: Any) -> None:
    """Raises LinAlgError where there is no value at this place, or one beside it is the same."""
    near = values[max(number - 2, 0):number + 1]
    if number > len(values) or (len(near) > 1 and not np.diff(-near).min() > GAP * scale):
        raise np.linalg.LinAlgError("a spectral value is multiple, zero or missing")


def _largest(np: Any, v: Array) -> Any:
    return v.ravel()[np.argmax(np.abs(v))]
