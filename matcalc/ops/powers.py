"""Powers whose exponents are expressions: of entries and scalars, to the power of entries and scalars."""
from __future__ import annotations

from matcalc.build import add, fn, had, like, raised
from matcalc.expr import Expr, Notation, Op
from matcalc.shape import SCALAR, Shape, ShapeMismatch, show

_ATOMS = ("sym", "const")


def _shape(data: object, base: Shape, exponent: Shape) -> Shape:
    """That of both, of which a scalar stands for a matrix of equal entries. Raises ShapeMismatch."""
    if SCALAR not in (base, exponent) and base != exponent:
        blame = {i: f"this is {show(shape)}" for i, shape in enumerate((base, exponent))}
        raise ShapeMismatch("a base and its exponents must have the same shape, or one is a scalar", blame)
    return exponent if base == SCALAR else base


def _differential(y: Expr, i: int, da: Expr) -> Expr:
    """d(a^b) = b a^(b − 1) da + log(a) a^b db"""
    a, b = y.args
    return had(b, raised(a, lowered(b)), da) if i == 0 else had(fn("log", a), y, da)


def lowered(b: Expr, by: int = -1) -> Expr:
    """An exponent less 1, or more an integer."""
    return add(b, like(b, by))


def _text(e: Expr) -> Notation:
    """The exponent in brackets, unless it is one word."""
    b = e.args[1]
    word = str(b.data).isalnum() if b.op.name in ("num", "dim") else b.op.name in _ATOMS
    power = "{1}" if word else "({1})"
    return Notation("{0:91}.^" + power, 90, scalar="{0:91}^" + power)


RAISED = Op("raised", _shape, differential=_differential, text=_text,
            latex=Notation(r"{0:91}^{{\circ {1:41}}}", 90, scalar="{0:91}^{{{1}}}"),
            numpy=Notation("{0:50}**{1:50}", 40), samples=("m,n", "m,n"),
            source="elementary calculus: a^b = exp(b log a)")
"""a^b entry by entry, where either may be a scalar that stands for all entries."""


def is_integer(b: Expr) -> bool:
    """Whether an exponent is a polynomial in dimensions with integer coefficients."""
    if b.op.name == "num":
        return bool(b.data.denominator == 1)
    if b.op.name == "term":
        coefficient, exponents, _ = b.data
        if coefficient.denominator != 1 or any(k < 0 or k.denominator != 1 for k in exponents):
            return False
    return b.op.name == "dim" or (b.op.name in ("add", "sub", "neg", "scale", "term") and all(map(is_integer, b.args)))
