"""What routines of linear algebra in programs mean, in NumPy: programs are compared with the answers they come from.

A factorisation's value is its matrix: what is taken from it is worked out anew, in another way than emitted code does.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matcalc.certify import spectral
from matcalc.certify.number import Array, Numeric, real, scalar
from matcalc.expr import Expr


def _of(run: Callable[..., Array]) -> Numeric:
    """Of the arguments alone."""
    return real(lambda np, e, size, *args: run(np, *args))


def _logdet(np: Any, a: Array) -> Array:
    return scalar(np, np.linalg.slogdet(a)[1])


def _triangle(np: Any, e: Expr, size: Any, a: Array, b: Array) -> Array:
    return np.linalg.solve(np.tril(a) if e.data else np.triu(a), b)


def _eigenvector(np: Any, e: Expr, size: Any, a: Array) -> Array:
    return spectral.eigenvector(np, a if e.data else -a)


def _polar(np: Any, a: Array) -> Array:
    u, _, v = np.linalg.svd(a, full_matrices=False)
    return u @ v


def _commuted(np: Any, e: Expr, size: Any, a: Array) -> Array:
    """Column by column: K(m, n) vec(B) = vec(Bᵀ)."""
    m, n = map(size, e.data)
    return np.stack([v.reshape(m, n, order="F").T.ravel(order="F") for v in a.T], axis=1)


def _eye_commuted(np: Any, e: Expr, size: Any, a: Array) -> Array:
    m, n, count = map(size, e.data)
    return np.vstack([block[np.arange(m * n).reshape(n, m).ravel(order="F")] for block in np.split(a, count)])


def _kron_blocks(np: Any, e: Expr, size: Any, a: Array) -> Array:
    p, q = map(size, e.data)
    return np.block([[np.diag(a[i * q + j]) for j in range(q)] for i in range(p)])


def _eye_blocks(np: Any, e: Expr, size: Any, a: Array) -> Array:
    p, q = map(size, e.data)
    zero = np.zeros((p, q))
    return np.block([[v.reshape(p, q) if i == j else zero for j in range(a.shape[1])] for i, v in enumerate(a.T)])


ROUTINE_NUMBERS: dict[str, Numeric] = {
    "row_max": _of(lambda np, a: a.max(1, keepdims=True)), "col_max": _of(lambda np, a: a.max(0, keepdims=True)),
    "entry": real(lambda np, e, size, a: scalar(np, a[e.data])),
    "dot": _of(lambda np, a, b: scalar(np, (a * b).sum())),
    "dot_t": _of(lambda np, a, b: scalar(np, np.trace(a @ b))),
    "solve": _of(lambda np, a, b: np.linalg.solve(a, b)),
    "lu": _of(lambda np, a: a), "lu_solve": _of(lambda np, a, b: np.linalg.solve(a, b)),
    "lu_solve_t": _of(lambda np, a, b: np.linalg.solve(a.T, b)), "lu_logdet": _of(_logdet),
    "lu_inv": _of(lambda np, a: np.linalg.inv(a)),
    "chol_factor": _of(lambda np, a: np.linalg.cholesky(a)),
    "chol_solve": _of(lambda np, a, b: np.linalg.solve(a @ a.T, b)),
    "chol_logdet": _of(lambda np, a: _logdet(np, a @ a.T)), "chol_inv": _of(lambda np, a: np.linalg.inv(a @ a.T)),
    "tri_solve": real(_triangle),
    "eigh": _of(lambda np, a: a),
    "eigh_value": real(lambda np, e, size, a: scalar(np, np.linalg.eigvalsh(a)[e.data])),
    "eigh_vector": real(_eigenvector), "eigh_resolvent": _of(lambda np, a: spectral.resolvent(np, a)),
    "svd": _of(lambda np, a: a), "svd_value": _of(lambda np, a: scalar(np, np.linalg.norm(a, 2))),
    "svd_left": _of(lambda np, a: spectral.singular_vectors(np, a, 1)[0]),
    "svd_right": _of(lambda np, a: spectral.singular_vectors(np, a, 1)[1]),
    "svd_sum": _of(lambda np, a: scalar(np, np.linalg.norm(a, "nuc"))), "svd_polar": _of(_polar),
    "commuted": real(_commuted), "eye_commuted": real(_eye_commuted),
    "eye_times": real(lambda np, e, size, a, b: np.kron(np.eye(size(e.data)), a) @ b),
    "kron_times": real(lambda np, e, size, a, b: np.kron(a, np.eye(size(e.data))) @ b),
    "kron_eye": real(lambda np, e, size, a: np.kron(a, np.eye(size(e.data)))),
    "kron_blocks": real(_kron_blocks), "eye_blocks": real(_eye_blocks),
    "eye_kron": real(lambda np, e, size, a: np.kron(np.eye(size(e.data)), a)),
}
"""By operator."""
