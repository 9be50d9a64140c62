"""The operators of array code in NumPy, each written again: what emitted programs are compared with."""
from __future__ import annotations

from typing import Any

from matcalc.certify.matrixfunctions import adjugate
from matcalc.certify.number import Array, Numeric, call, real, scalar
from matcalc.certify.spectral import singular_vectors
from matcalc.expr import Expr


def _blocks(np: Any, e: Expr, size: Any, a: Array, inner: bool) -> Array:
    """The traces of blocks, or the sum of the blocks on the diagonal."""
    rows, cols, n = map(size, e.data)
    if inner:
        return np.array([[np.trace(a[i * n:i * n + n, j * n:j * n + n]) for j in range(cols)] for i in range(rows)])
    return sum(a[k * rows:k * rows + rows, k * cols:k * cols + cols] for k in range(n))


def _diagonal(np: Any, n: int) -> Array:
    """The matrix P with diag(A) = P vec(A)."""
    return np.array([np.outer(row, row).ravel() for row in np.eye(n)])


ARRAY_NUMBERS: dict[str, Numeric] = {
    "spread_add": Numeric(lambda np, e, size, a, b: a + b), "spread_sub": Numeric(lambda np, e, size, a, b: a - b),
    "spread_mul": Numeric(lambda np, e, size, a, b: a * b), "spread_div": Numeric(lambda np, e, size, a, b: a / b),
    "spread_max": real(lambda np, e, size, a, b: np.maximum(a, b)),
    "spread_min": real(lambda np, e, size, a, b: np.minimum(a, b)),
    "take_col": Numeric(lambda np, e, size, a: a[:, e.data - 1:e.data]),
    "take_row": Numeric(lambda np, e, size, a: a[e.data - 1:e.data]),
    "sumsq": call(lambda np, a: scalar(np, (a * a).sum())),
    "row_dots": Numeric(lambda np, e, size, a, b: np.diag(a @ b.T)[:, None]),
    "inner_trace": Numeric(lambda np, e, size, a: _blocks(np, e, size, a, True)),
    "outer_trace": Numeric(lambda np, e, size, a: _blocks(np, e, size, a, False)),
    "diagonal_rows": Numeric(lambda np, e, size: _diagonal(np, size(e.data))),
    "diagonal_columns": Numeric(lambda np, e, size: _diagonal(np, size(e.data)).T),
    "sigmoid_neg": call(lambda np, a: 1 / (1 + np.exp(a))),
    "rsv_row": real(lambda np, e, size, a: singular_vectors(np, a, 1)[1].T),
    "cofactors": call(lambda np, a: adjugate(np, a).T),
}
"""By the operator's name."""
