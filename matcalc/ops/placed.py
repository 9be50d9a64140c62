"""Statements that change an array in its place, as operators whose first argument is the array: NumPy's alone."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matcalc.dims import Dim
from matcalc.expr import Expr, Notation, Op
from matcalc.ops.arrays import spread
from matcalc.shape import Shape


def _own(data: object, a: Shape, *others: Shape) -> Shape:
    return a


def _put(name: str, form: str, count: int = 2) -> Op:
    return Op(name, _own, numpy=Notation(form), samples=("m,n",) * count)


PUT_ADD = _put("put_add", "{0} += {1}")
PUT_SUB = _put("put_sub", "{0} -= {1}")
PUT_MUL = _put("put_mul", "{0} *= {1}")
PUT_DIV = _put("put_div", "{0} /= {1}")
PUT_FROM = _put("put_from", "np.subtract({1}, {0}, out={0})")
PUT_INTO = _put("put_into", "np.divide({1}, {0}, out={0})")
"""A becomes B − A, B ./ A."""
PUT_MAX = _put("put_max", "np.maximum({0}, {1}, out={0})")
PUT_MIN = _put("put_min", "np.minimum({0}, {1}, out={0})")
PUT_CALL = _put("put_call", "np.{data}({0}, out={0})", 1)
"""A function of each entry; data is NumPy's name of it."""
PUT_DIAGONAL = _put("put_diagonal", "{0}.ravel('K')[::len({0}) + 1] += {1}")
"""A becomes A + s I, whichever way A lies in memory."""
TOTAL = Op("total", "m,n -> 1,1", numpy=Notation("{0:50}.sum()", 50))
LARGEST = Op("largest", "m,n -> 1,1", numpy=Notation("{0:50}.max()", 50))
DIAGONAL_TOTAL = Op("diagonal_total", "n,n -> 1,1", numpy=Notation("{0:50}.trace()", 50))
"""What NumPy's functions do by way of Python."""
UNBUFFERED = Op("unbuffered", spread, numpy=Notation("unbuffered(np.{data}, {0}, {1})"), samples=("m,1", "1,n"))
PUT_UNBUFFERED = _put("put_unbuffered", "unbuffered(np.{data}, {0}, {1}, {0})")
"""A function of two arrays, one of them spread over the other; data is NumPy's name of it."""
COPY = Op("copy", "m,n -> m,n", numpy=Notation("{0:50}.copy()", 50))
AS_ARRAY = Op("as_array", "1,1 -> 1,1", numpy=Notation("np.float64({0})"))
"""A number of Python's as one of the arrays' own."""

BLOCKS = Op("blocks", lambda data: data[0], numpy=Notation("np.zeros(({data[1]}, {data[2]}, {data[3]}, {data[4]}))"))
"""Zeros in rows of blocks; data is the shape as a matrix, and rows and columns of blocks and in a block in turn."""
PUT_KRON_EYE = _put("put_kron_eye", "np.einsum('iaja->ija', {0})[...] = {1:50}[:, :, None]")
PUT_EYE_KRON = _put("put_eye_kron", "np.einsum('aiaj->aij', {0})[...] = {1}")
PUT_KRON_BLOCKS = _put("put_kron_blocks",
                       "np.einsum('iaja->ija', {0})[...] = {1:50}.reshape({data[0]}, {data[1]}, -1)")
PUT_EYE_BLOCKS = _put("put_eye_blocks",
                      "np.einsum('aiaj->ija', {0})[...] = {1:50}.reshape({data[0]}, {data[1]}, -1)")
UNBLOCK = Op("unblock", "m,n -> m,n", numpy=Notation("{0:50}.reshape({rows}, {cols})", 50))
"""The array of blocks as a matrix."""

FILLED: dict[str, tuple[Op, Callable[[Any, Expr], tuple[Dim, ...]]]] = {
    "eye_kron": (PUT_EYE_KRON, lambda n, a: (n, a.rows, n, a.cols)),
    "kron_eye": (PUT_KRON_EYE, lambda n, a: (a.rows, n, a.cols, n)),
    "kron_blocks": (PUT_KRON_BLOCKS, lambda data, c: (data[0], c.cols, data[1], c.cols)),
    "eye_blocks": (PUT_EYE_BLOCKS, lambda data, c: (c.cols, data[0], c.cols, data[1])),
}
"""Matrices of blocks most of whose entries are 0: what writes the others, and the sides of the array of the blocks."""

PLACED = {op.name: op for op in (
    PUT_ADD, PUT_SUB, PUT_MUL, PUT_DIV, PUT_FROM, PUT_INTO, PUT_MAX, PUT_MIN, PUT_CALL, PUT_DIAGONAL,
    PUT_UNBUFFERED, PUT_KRON_EYE, PUT_EYE_KRON, PUT_KRON_BLOCKS, PUT_EYE_BLOCKS)}
"""Statements by name."""
CODE_ONLY = {**PLACED, **{op.name: op for op in (
    TOTAL, LARGEST, DIAGONAL_TOTAL, UNBUFFERED, COPY, AS_ARRAY, BLOCKS, UNBLOCK)}}
"""All that stands in such programs alone."""
VIEWS = frozenset({"transpose", "vec", "unvec", "diagpart", "commuted", "mpower", "unblock"})
"""Operators whose arrays may be those of their arguments."""
