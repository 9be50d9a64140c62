"""Absolute values beside what they are of, and norms of multiples."""
from __future__ import annotations

from fractions import Fraction

from matcalc.build import add, fn, had, num, ones, raised, scale
from matcalc.expr import Expr
from matcalc.ops.hadamard import HADPOW, of_powers
from matcalc.ops.pnorm import PNORM
from matcalc.ops.term import TERM, Powers, join, scalar_power, split
from matcalc.rules.engine import on


def _gathered(factors: Powers) -> list[tuple[Expr, Fraction]] | None:
    """uᵃ |u|ᵇ of whole a and b as |u|^(a + b) for even a, as u |u|^(a + b − 1) for odd a; |u|² as u²."""
    for x, b in factors:
        if x.op.name != "abs" or b.denominator != 1:
            continue
        u = x.args[0]
        a = dict(factors).get(u, Fraction(0))
        if a.denominator != 1:
            continue
        odd, both = a % 2, a + b
        kept = (both, Fraction(0)) if both % 2 == odd else (odd, both - odd)
        if kept != (a, b):
            return [*((y, k) for y, k in factors if y not in (u, x)), (u, kept[0]), (x, kept[1])]
    return None


@on(HADPOW)
def entries_and_absolute_values(e: Expr) -> Expr | None:
    """abs(A).^2 = A.^2; A∘abs(A).^2 = A.^3; A.^2∘abs(A) = abs(A).^3; A.^3∘abs(A) = A∘abs(A).^3"""
    new = _gathered(tuple(zip(e.args, e.data, strict=True)))
    return of_powers(new) if new else None


@on(TERM)
def scalar_and_absolute_value(e: Expr) -> Expr | None:
    """abs(s)^2 = s^2 for scalar s; s abs(s)^2 = s^3 for scalar s; s^2 abs(s) = abs(s)^3 for scalar s"""
    c, powers, body = split(e)
    new = _gathered(tuple(powers))
    return scale(join(c, [], body), *(scalar_power(x, k) for x, k in new)) if new else None


@on(HADPOW)
def entries_and_powers_of_absolute_values(e: Expr) -> Expr | None:
    """A.^2∘abs(A).^s = abs(A).^(s + 2) for scalar s; A.^3∘abs(A).^s = A∘abs(A).^(s + 2) for scalar s"""
    powers = dict(zip(e.args, e.data, strict=True))
    for x in e.args:
        if not _is_power_of_absolute_value(x, powers):
            continue
        u = x.args[0].args[0]
        k = powers.get(u, Fraction(0))
        if k.denominator == 1 and k not in (0, 1):
            del powers[x]
            return had(of_powers([*powers.items(), (u, k % 2 - k)]), _more(x, k - k % 2))
    return None


@on(HADPOW)
def square_of_sign(e: Expr) -> Expr | None:
    """sign(A).^2 = ones(n, n); A∘sign(A).^2 = A; A ./ sign(A) = abs(A); sign(A).^3∘B = sign(A)∘B"""
    powers = [(x, k % 2 if x.op.name == "sign" and k.denominator == 1 else k)
              for x, k in zip(e.args, e.data, strict=True)]
    return of_powers([(ones(*e.shape), Fraction(1)), *powers]) if tuple(k for _, k in powers) != e.data else None


@on(HADPOW)
def sign_and_absolute_value(e: Expr) -> Expr | None:
    """abs(A)∘sign(A) = A; abs(A).^s∘sign(A) = A∘abs(A).^(s - 1) for scalar s"""
    powers = dict(zip(e.args, e.data, strict=True))
    for sign in (x for x, k in powers.items() if x.op.name == "sign" and k == 1):
        u = sign.args[0]
        size = fn("abs", u)
        rest = [(u, Fraction(1)), *((x, k) for x, k in powers.items() if x is not sign)]
        if size in powers:
            return of_powers([*rest, (size, Fraction(-1))])
        for x in powers:
            if _is_power_of_absolute_value(x, powers) and x.args[0] is size:
                return had(of_powers([p for p in rest if p[0] is not x]), _more(x, -1))
    return None


def _is_power_of_absolute_value(x: Expr, powers: dict[Expr, Fraction]) -> bool:
    """Whether a factor is |A|^s, once, with a scalar s."""
    return x.op.name == "raised" and powers[x] == 1 and x.args[0].op.name == "abs" and x.args[1].is_scalar


def _more(x: Expr, by: Fraction | int) -> Expr:
    """a^(s + by) for a^s."""
    return raised(x.args[0], add(x.args[1], num(by)))


@on(PNORM, "term")
def norm_of_multiple(e: Expr) -> Expr | None:
    """‖-2 u‖_3 = 2 ‖u‖_3; norm(-u, s) = norm(u, s) for scalar s"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(fn("abs", join(c, powers)), PNORM.build(body, e.args[1]))
