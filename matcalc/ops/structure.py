"""Operators that rearrange entries: diagonals, vec and its inverse."""
from __future__ import annotations

from matcalc import dims
from matcalc.build import T, diag, diagpart, eye, khatri_rao, unvec, vec
from matcalc.expr import Expr, Notation, Op
from matcalc.ops.term import join, split
from matcalc.shape import Shape, ShapeMismatch, show


def _diag_shape(data: object, shape: Shape) -> Shape:
    if shape[1] == "1":
        return shape[0], shape[0]
    if shape[0] == "1":
        return shape[1], shape[1]
    raise ShapeMismatch("Diag takes a vector", {0: f"this is {show(shape)}"})


def _unvec_shape(data: Shape, shape: Shape) -> Shape:
    if shape != (dims.mul(*data), "1"):
        message = f"unvec to {show(data)} needs a column of {dims.mul(*data)} entries"
        raise ShapeMismatch(message, {0: f"this is {show(shape)}"})
    return data


def outside(op: Op, a: Expr, data: Shape | None = None) -> Expr:
    """A linear operator of one argument applied behind the scalars of its argument."""
    c, powers, body = split(a)
    if body is None:
        return a
    return join(c, powers, op.reduced(op(body, data=data)))


def _selection(n: str) -> Expr:
    """The matrix I ⊙ I with vec(Diag v) = (I ⊙ I) v (Magnus & Neudecker, ch. 3, exercise on Ψ)."""
    return khatri_rao(eye(n), eye(n))


DIAG: Op = Op("diag", _diag_shape, normal=lambda v: outside(DIAG, T(v) if v.rows == "1" else v), linear=True,
              transpose=lambda e, i, g: diagpart(g), matrix=lambda e, i: _selection(e.rows),
              text=Notation("diag({0})"), latex=Notation(r"\operatorname{{Diag}}\left({0}\right)"),
              numpy=Notation("np.diagflat({0})"), samples=("n,1",))
"""The diagonal matrix of a vector."""
DIAGPART: Op = Op("diagpart", "n,n -> n,1", normal=lambda a: outside(DIAGPART, a), linear=True,
                  transpose=lambda e, i, g: diag(g), matrix=lambda e, i: T(_selection(e.rows)),
                  text=Notation("diag({0})"), latex=Notation(r"\operatorname{{diag}}\left({0}\right)"),
                  numpy=Notation("np.diag({0})[:, None]", 50, cost=2))
"""The diagonal of a square matrix, a column."""
VEC: Op = Op("vec", "m,n -> m*n,1", normal=lambda a: outside(VEC, a), linear=True,
             transpose=lambda e, i, g: unvec(g, *e.args[0].shape), matrix=lambda e, i: eye(e.rows),
             text=Notation("vec({0})"), latex=Notation(r"\operatorname{{vec}}\left({0}\right)"),
             numpy=Notation("{0:50}.reshape(-1, 1, order='F')", 50, cost=2))
"""The columns of a matrix, one below the other."""
UNVEC: Op = Op("unvec", _unvec_shape, normal=lambda v, data: outside(UNVEC, v, data), linear=True,
               transpose=lambda e, i, g: vec(g), matrix=lambda e, i: eye(e.args[0].rows),
               text=Notation("unvec({0}, {data[0]}, {data[1]})"),
               latex=Notation(r"\operatorname{{unvec}}_{{{data[0]} \times {data[1]}}}\left({0}\right)"),
               numpy=Notation("{0:50}.reshape(({data[0]}, {data[1]}), order='F')", 50), samples=("m*n,1",))
"""The matrix whose vec is a column; data is the matrix's shape."""
