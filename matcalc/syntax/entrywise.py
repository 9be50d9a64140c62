"""Sums, products and powers of scalars, and of arrays entry by entry, as written."""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matcalc.expr import OPS, Expr
from matcalc.shape import SCALAR, Shape


def num(value: Fraction | int) -> Expr:
    """A number."""
    return OPS["num"](data=Fraction(value))


def times(a: Expr, b: Expr) -> Expr:
    """a b, where either is a scalar; of two arrays the product of their entries."""
    if a.op.name == "num" and abs(a.data) == 1:
        return b if a.data == 1 else OPS["neg"](b)
    if a.op.name == "num" and a.data < 0:
        return OPS["neg"](times(num(-a.data), b))
    if a.is_scalar or b.is_scalar:
        return OPS["scale"](a, b) if a.is_scalar else OPS["scale"](b, a)
    return OPS["hadamard"](a, b)


def over(a: Expr, b: Expr) -> Expr:
    """a / b, of arrays entry by entry."""
    return OPS["div"](a, b) if b.is_scalar else OPS["hdiv"](spread(a, b.shape), b)


def spread(a: Expr, shape: Shape) -> Expr:
    """A scalar as an array that has it in each entry."""
    return a if a.shape == shape else times(a, OPS["ones"](data=shape))


def plus(terms: Sequence[Expr]) -> Expr:
    """The sum, what is taken away last; a scalar is added to each entry of an array."""
    shape = next((t.shape for t in terms if not t.is_scalar), SCALAR)
    ups, downs = [t for t in terms if t.op.name != "neg"], [t for t in terms if t.op.name == "neg"]
    if not ups:
        ups, downs = downs[:1], downs[1:]
    out, *more = [spread(t, shape) for t in ups]
    out = OPS["add"](out, *more) if more else out
    for t in downs:
        out = OPS["sub"](out, spread(t.args[0], shape))
    return out


def power(base: Expr, k: Expr) -> Expr:
    """A power of a scalar or of each entry; the exponent is a number or an expression."""
    if k.op.name == "neg" and k.args[0].op.name == "num":
        k = num(-k.args[0].data)
    if k.op.name != "num":
        return OPS["raised"](base, k)
    if k.data == -1:
        return over(num(1), base)
    return OPS["sqrt"](base) if k.data == Fraction(1, 2) else OPS["epow"](base, data=k.data)


def multiplied(factors: Sequence[Expr]) -> Expr:
    """The product of factors, a sign in front of all."""
    out: Expr | None = None
    negative = False
    for f in reversed(factors):
        if f.op.name == "num" and f.data < 0:
            negative, f = not negative, num(-f.data)
        out = f if out is None else times(f, out)
    out = out or num(1)
    return OPS["neg"](out) if negative else out
