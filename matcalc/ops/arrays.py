"""What array code does and mathematics has no word for: spreading, picking, sums of squares. Code alone holds these."""
from __future__ import annotations

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import Notation, Op
from matcalc.ops.inverses import OTHERS
from matcalc.shape import Shape, ShapeMismatch, show


def spread(data: object, a: Shape, b: Shape) -> Shape:
    """Of entries that go together, where a side of 1 is repeated. Raises ShapeMismatch."""
    if any(x != y and "1" not in (x, y) for x, y in zip(a, b, strict=True)):
        raise ShapeMismatch("neither side can be spread over the other", {0: f"this is {show(a)}",
                                                                          1: f"this is {show(b)}"})
    rows, cols = (y if x == "1" else x for x, y in zip(a, b, strict=True))
    return rows, cols


def _block(data: tuple[Dim, Dim, Dim], of: Shape) -> Shape:
    return data[:2]


SPREAD_ADD = Op("spread_add", spread, numpy=Notation("{0:10} + {1:11}", 10), samples=("m,n", "1,n"))
SPREAD_SUB = Op("spread_sub", spread, numpy=Notation("{0:10} - {1:11}", 10), samples=("m,1", "1,n"))
SPREAD_MUL = Op("spread_mul", spread, numpy=Notation("{0:20} * {1:21}", 20), samples=("m,1", "m,n"))
SPREAD_DIV = Op("spread_div", spread, numpy=Notation("{0:20} / {1:21}", 20), samples=("m,n", "1,n"))
SPREAD_MAX = Op("spread_max", spread, numpy=Notation("np.maximum({0}, {1})"), samples=("m,n", "m,1"))
SPREAD_MIN = Op("spread_min", spread, numpy=Notation("np.minimum({0}, {1})"), samples=("1,1", "m,n"))
"""Entry by entry, a row, a column or a number over the whole of the other."""

TAKE_COL = Op("take_col", "m,n -> m,1", numpy=lambda e: Notation(f"{{0:50}}[:, [{e.data - 1}]]", 50))
TAKE_ROW = Op("take_row", "m,n -> 1,n", numpy=lambda e: Notation(f"{{0:50}}[[{e.data - 1}], :]", 50))
"""One column or row; data is its number, from 1."""

SUMSQ = Op("sumsq", "m,n -> 1,1", numpy=Notation("np.sum({0:50}**2)", cost=2))
"""The sum of the squares of the entries."""
ROW_DOTS = Op("row_dots", "m,n m,n -> m,1", numpy=Notation("({0:20} * {1:21}).sum(1, keepdims=True)", 50, cost=2))
"""The inner product of each row with the row of the other: diag(A Bᵀ)."""
INNER_TRACE = Op("inner_trace", _block, samples=("m*p,n*p",), numpy=Notation(
    "np.einsum('ikjk->ij', {0:50}.reshape({data[0]}, {data[2]}, {data[1]}, {data[2]}))", cost=2))
OUTER_TRACE = Op("outer_trace", _block, samples=("m*p,n*p",), numpy=Notation(
    "np.einsum('ikil->kl', {0:50}.reshape({data[2]}, {data[0]}, {data[2]}, {data[1]}))", cost=2))
"""Of A ⊗ B with B, or A, square: tr(B) A and tr(A) B, linear in the whole. Data: the result's sides, and that of the
square one."""

DIAGONAL_ROWS = Op("diagonal_rows", lambda data: (data, dims.mul(data, data)), numpy=Notation(
    "np.eye({cols})[::{data}+1]", 50, cost=4))
DIAGONAL_COLUMNS = Op("diagonal_columns", lambda data: (dims.mul(data, data), data), numpy=Notation(
    "np.eye({rows})[:, ::{data}+1]", 50, cost=4))
"""The matrix P with diag(A) = P vec(A), and its transpose; data is the side of A."""

SIGMOID_NEG = Op("sigmoid_neg", "m,n -> m,n", numpy=Notation("1/(1 + np.exp({0}))", 20, cost=3))
"""σ(−A)"""
RSV_ROW = Op("rsv_row", "m,n -> 1,n", numpy=Notation("np.linalg.svd({0})[2][:1]", 50, cost=3))
"""The first right singular vector as a row."""
COFACTORS = Op("cofactors", "n,n -> n,n", source="adj(A)ᵀ = det(U V) U adj(S) V, with A = U S V", numpy=Notation(
    f"(lambda u, s, v: np.linalg.det(u @ v) * (u * {OTHERS} @ v))(*np.linalg.svd({{0}}))", 50, cost=4))
"""adj(A)ᵀ, of singular matrices too."""

ARRAYS = {op.name: op for op in (
    SPREAD_ADD, SPREAD_SUB, SPREAD_MUL, SPREAD_DIV, SPREAD_MAX, SPREAD_MIN, TAKE_COL, TAKE_ROW, SUMSQ, ROW_DOTS,
    INNER_TRACE, OUTER_TRACE, DIAGONAL_ROWS, DIAGONAL_COLUMNS, SIGMOID_NEG, RSV_ROW, COFACTORS)}
"""By name."""
