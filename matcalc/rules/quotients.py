"""Elementwise functions that meet: sinh by cosh, sin by cos, and what is 0 or 1 absorbed."""
from __future__ import annotations

from fractions import Fraction

from matcalc.build import fn
from matcalc.expr import Expr
from matcalc.ops.hadamard import HADPOW, of_powers
from matcalc.ops.term import TERM, join, split
from matcalc.rules.engine import on

QUOTIENTS = (("sinh", "cosh", "tanh"), ("sin", "cos", "tan"))
"""Numerator, denominator, and the function that is their quotient."""

BINARY = ("step", "eye", "unit", "onehot_max")
"""Operators whose values have no entries but 0 and 1."""

Powers = dict[Expr, Fraction]


@on(HADPOW)
def quotient_by_entries(e: Expr) -> Expr | None:
    """sinh(A) ./ cosh(A) = tanh(A); sin(A) ./ cos(A) = tan(A); relu(A)∘step(A) = relu(A); step(A)∘step(A) = step(A);
    eye(n)∘eye(n) = eye(n)"""
    new = _met(dict(zip(e.args, e.data, strict=True)))
    return None if new is None else of_powers(list(new.items()))


@on(TERM)
def quotient_of_scalars(e: Expr) -> Expr | None:
    """sinh(s)/cosh(s) = tanh(s); sin(s)/cos(s) = tan(s); relu(s) step(s) = relu(s); step(s)^2 = step(s)"""
    c, powers, body = split(e)
    new = _met(dict(powers))
    return None if new is None else join(c, new, body)


def _met(powers: Powers) -> Powers | None:
    """The factors with one meeting carried out; None where nothing meets."""
    for base, k in powers.items():
        if base.op.name in BINARY and (new := _absorbed(powers, base, k)) is not None:
            return new
        for numerator, denominator, quotient in QUOTIENTS:
            if base.op.name == numerator and k > 0:
                under = fn(denominator, base.args[0])
                shared = min(k, -powers.get(under, Fraction(0)))
                if shared > 0:
                    found = fn(quotient, base.args[0])
                    return {**powers, base: k - shared, under: powers[under] + shared,
                            found: powers.get(found, Fraction(0)) + shared}
    return None


def _absorbed(powers: Powers, base: Expr, k: Fraction) -> Powers | None:
    """A step beside the same ramp; zeros and ones to a power."""
    if k > 0 and base.op.name == "step" and powers.get(fn("relu", base.args[0]), 0) > 0:
        return {x: q for x, q in powers.items() if x is not base}
    return {**powers, base: Fraction(1)} if k > 1 else None
