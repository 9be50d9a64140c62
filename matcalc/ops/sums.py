"""Sums: like terms collected, the rational content and the sign taken out, so that x − a and a − x are one node."""
from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from matcalc.build import eye, neg, vec, zeros
from matcalc.expr import Expr, Notation, Op
from matcalc.ops.term import ONE, join, multiple, split, times


def total(*summands: Expr) -> Expr:
    """The sum in normal form."""
    if len(summands) == 1:
        return summands[0]
    shape = summands[0].shape
    gathered: dict[Expr, Fraction] = {}
    stack = [(e, ONE) for e in reversed(summands)]
    while stack:
        e, k = stack.pop()
        if e.op is ADD:
            stack.extend((x, k) for x in reversed(e.args))
            continue
        c, powers, body = split(e)
        if body is not None and body.op is ADD and not powers:
            stack.append((body, times(k, c)))
        elif body is None and len(powers) == 1 and powers[0][1] == 1 and powers[0][0].op is ADD:
            stack.append((powers[0][0], times(k, c)))
        elif e.op.name != "zeros":
            like = e if c is ONE else join(ONE, powers, body)
            gathered[like] = gathered[like] + times(c, k) if like in gathered else times(c, k)
    terms = sorted(((e, k) for e, k in gathered.items() if k), key=lambda t: t[0].key)
    if not terms:
        return zeros(*shape)
    if len(terms) == 1:
        return multiple(terms[0][1], terms[0][0])
    content = _content([k for _, k in terms])
    if content is not ONE:
        terms = [(e, k / content) for e, k in terms]
    return multiple(content, ADD.reduced(ADD(*[multiple(k, e) for e, k in terms])))


def _content(coefficients: list[Fraction]) -> Fraction:
    """The greatest common divisor, with the sign of the first coefficient."""
    bottom = lcm(*[c.denominator for c in coefficients])
    top = gcd(*[c.numerator * (bottom // c.denominator) for c in coefficients])
    top = -top if coefficients[0].numerator < 0 else top
    return ONE if top == bottom else Fraction(top, bottom)


ADD = Op("add", "m,n m,n -> m,n", fold=True, normal=total, linear=True, differential=lambda e, i, da: da,
         transpose=lambda e, i, g: g, matrix=lambda e, i: eye(vec(e).rows),
         text=Notation(join=" + ", precedence=10, inner=10), latex=Notation(join=" + ", precedence=10, inner=10),
         numpy=Notation(join=" + ", precedence=10, inner=10))
SUB = Op("sub", "m,n m,n -> m,n", normal=lambda a, b: total(a, neg(b)),
         text=Notation("{0:10} - {1:11}", 10), latex=Notation("{0:10} - {1:11}", 10),
         numpy=Notation("{0:10} - {1:11}", 10))
NEG = Op("neg", "m,n -> m,n", normal=neg,
         text=Notation("-{0:20}", 10), latex=Notation("-{0:20}", 10), numpy=Notation("-{0:30}", 29))
