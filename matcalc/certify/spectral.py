"""Eigenvectors, singular vectors and polar factors in NumPy, with signs that do not depend on the algorithm.

Each raises LinAlgError where what it computes is not a smooth function of the matrix.
"""
from __future__ import annotations

from typing import Any

Array = Any
GAP = 1e-5
"""Two values that differ by less, compared with the largest, count as one."""


def eigenvector(np: Any, a: Array) -> Array:
    """The eigenvector of the eigenvalue with the largest real part, of length 1; its largest entry is positive."""
    values, vectors = np.linalg.eigh(a) if np.array_equal(a, a.T) else np.linalg.eig(a)
    order = np.argsort(-values.real)
    _apart(np, values.real[order[:2]], np.abs(values).max())
    if values[order[0]].imag != 0:
        raise np.linalg.LinAlgError("the largest eigenvalue is not real")
    v = vectors[:, order[:1]].real
    return v if _largest(np, v) >= 0 else -v


def projector(np: Any, a: Array) -> Array:
    """The projector v wᵀ / (wᵀ v) on that eigenvector, along the others."""
    v, w = eigenvector(np, a), eigenvector(np, a.T)
    return v @ w.T / (w.T @ v)


def resolvent(np: Any, a: Array) -> Array:
    """(λI − A + P)⁻¹ − P, with λ that eigenvalue and P its projector."""
    p, eye = projector(np, a), np.eye(len(a))
    return np.linalg.inv(np.linalg.eigvals(a).real.max() * eye - a + p) - p


def singular_vectors(np: Any, a: Array) -> tuple[Array, Array]:
    """The left and right singular vectors of the largest singular value; their largest entries have a positive sum."""
    u, s, v = np.linalg.svd(a)
    _apart(np, s[:2], s[0])
    left, right = u[:, :1], v[:1].T
    sign = 1.0 if _largest(np, left) + _largest(np, right) >= 0 else -1.0
    return sign * left, sign * right


def polar(np: Any, a: Array) -> Array:
    """U Vᵀ of the singular value decomposition U S Vᵀ."""
    u, _, v = np.linalg.svd(a, full_matrices=False)
    return u @ v


def _apart(np: Any, values: Array, scale: Any) -> None:
    if len(values) > 1 and not abs(values[0] - values[1]) > GAP * scale:
        raise np.linalg.LinAlgError("a spectral value is multiple or zero")


def _largest(np: Any, v: Array) -> Any:
    return v.ravel()[np.argmax(np.abs(v))]
