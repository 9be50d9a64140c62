"""A constant that a claim must be multiplied by: its sign and its size, in words."""
from __future__ import annotations

from matcalc.build import neg, num, scale
from matcalc.expr import OPS, Expr
from matcalc.judge.verdict import Diagnosis, Explanation
from matcalc.ops.term import split
from matcalc.present import TEXT
from matcalc.render import write


def multiplied(k: Expr) -> Explanation:
    """Nothing where the constant is 1; else the sign, or the factor, or both."""
    negative = split(k)[0] < 0
    size = neg(k) if negative else k
    factor = () if size is num(1) else (Diagnosis("factor", factor=write(TEXT.shown(size))),)
    return (*([Diagnosis("sign")] if negative else []), *factor)


def times(k: Expr, e: Expr) -> Expr:
    """The expression as written, multiplied by a normal constant."""
    return e if k is num(1) else OPS["scale"](TEXT.shown(scale(k)), e)
