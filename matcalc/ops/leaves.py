"""Leaves: numbers, symbols, sizes, and the constant matrices."""
from __future__ import annotations

from fractions import Fraction

from matcalc import dims
from matcalc.build import add, eye, num, ones, scale, unit, zeros
from matcalc.dims import Dim
from matcalc.expr import Expr, Notation, Op, whole
from matcalc.shape import Shape


def _dim(*, data: Dim) -> Expr:
    """A polynomial in dimensions as an expression: names become DIM leaves."""
    return add(num(0), *(scale(num(c), *(DIM(data=name) for name in names)) for names, c in dims.terms(data)))


def _ones_latex(shape: Shape) -> Notation:
    """A column, a row, or a column times a row."""
    column, row = r"\mathbf{{1}}_{{{data[0]}}}", r"\mathbf{{1}}_{{{data[1]}}}^{{\top}}"
    if shape[1] == "1":
        return Notation(column)
    return Notation(row, 90) if shape[0] == "1" else Notation(f"{column} {row}", 40)


NUM = Op("num", lambda data: ("1", "1"), plain=whole)
"""A rational number; data is a Fraction."""
UNITY = NUM(data=Fraction(1))
"""The number 1, which is one node."""

CONST = Op("const", lambda data: ("1", "1"), text=Notation("{data}"), latex=Notation("\\{data}"),
           numpy=Notation("np.{data}", cost=0))
"""A named constant; data is its name: `pi`."""

SYM = Op("sym", lambda data: data[1])
"""A symbol; data is (name, shape, assumptions), the assumptions a sorted tuple of words."""

DIM = Op("dim", lambda data: ("1", "1"), normal=_dim)
"""A dimension used as a number; data is the dimension."""

EYE = Op("eye", lambda data: (data, data), normal=lambda data: eye(data), text=Notation("eye({data})"),
         latex=Notation("I_{{{data}}}"), numpy=Notation("np.eye({data})"))
"""The identity matrix; data is its size."""

ONES = Op("ones", lambda data: data, normal=lambda data: ones(*data), text=Notation("ones({data[0]}, {data[1]})"),
          latex=lambda e: _ones_latex(e.data),
          numpy=Notation("np.ones(({data[0]}, {data[1]}))"))
"""A matrix of ones; data is its shape."""

ZEROS = Op("zeros", lambda data: data, normal=lambda data: zeros(*data),
           text=Notation("zeros({data[0]}, {data[1]})"),
           latex=Notation(r"\mathbf{{0}}_{{{data[0]} \times {data[1]}}}"),
           numpy=Notation("np.zeros(({data[0]}, {data[1]}))"))
"""A matrix of zeros; data is its shape."""

UNIT = Op("unit", lambda data: (data[1], "1"), normal=lambda data: unit(*data),
          text=Notation("unit({data[0]}, {data[1]})"), latex=Notation(r"\mathrm{{e}}_{{{data[0]}}}"),
          numpy=lambda e: Notation(f"np.eye({{data[1]}})[:, [{e.data[0] - 1}]]", 50, cost=2))
"""A column of the identity matrix; data is (index from 1, size)."""
