"""Scalar multiples: a term of the normal form is a rational, a multiset of scalar powers, and at most one matrix.

Scalars never sit inside products, so that `xᵀ(2A)x` and `2(xᵀAx)` are one node.
"""
from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from matcalc import properties
from matcalc.build import eye, inner, num, scale, vec, zeros
from matcalc.expr import Expr, Notation, Op, whole
from matcalc.ops.leaves import NUM, UNITY
from matcalc.shape import Shape

Powers = tuple[tuple[Expr, Fraction], ...]
Split = tuple[Fraction, Powers, Expr | None]
ONE = Fraction(1)
MOST_BITS = 512
"""Powers of numbers that are longer stay powers."""


def split(e: Expr) -> Split:
    """The coefficient, the scalar powers and the matrix of any normal expression."""
    if e.op is TERM:
        found: Split = e.memo["split"]
        return found
    if e.op.name == "num":
        return e.data, (), None
    return (ONE, ((e, ONE),), None) if e.is_scalar else (ONE, (), e)


def join(coefficient: Fraction | int, powers: dict[Expr, Fraction] | Iterable[tuple[Expr, Fraction]],
         body: Expr | None = None) -> Expr:
    """The term with these parts; the parts may themselves be terms."""
    if body is not None and not powers and (coefficient is ONE or coefficient == 1):
        return body
    coefficient = Fraction(coefficient) if isinstance(coefficient, int) else coefficient
    gathered = {**powers} if isinstance(powers, dict) else gather(powers)
    if body is not None and (body.op is TERM or body.is_scalar):
        c, inside, body = split(body)
        coefficient = times(coefficient, c)
        gathered = gather(inside, gathered)
    for base in [b for b, k in gathered.items() if b.op in (TERM, NUM) and k.denominator == 1]:
        c, inside, _ = split(base)
        k = gathered[base]
        if not _evaluable(c, k):
            continue
        del gathered[base]
        coefficient *= c ** int(k)
        gather([(x, times(k, q)) for x, q in inside], gathered)
    return _node(coefficient, {x: k for x, k in gathered.items() if k}, body)


def gather(powers: Iterable[tuple[Expr, Fraction]], into: dict[Expr, Fraction] | None = None) -> dict[Expr, Fraction]:
    """The sum of what stands with each expression, added to what there is."""
    out = {} if into is None else into
    for base, k in powers:
        out[base] = out[base] + k if base in out else k
    return out


def times(a: Fraction, b: Fraction) -> Fraction:
    """The product; most coefficients are 1, and multiplying fractions takes long."""
    return b if a is ONE else a if b is ONE else a * b


def _node(coefficient: Fraction, powers: dict[Expr, Fraction], body: Expr | None) -> Expr:
    one = coefficient is ONE or coefficient == 1
    if not (one or coefficient) or (body is not None and body.op.name == "zeros"):
        return zeros(*(body.shape if body is not None else ("1", "1")))
    if not powers and (body is None or one):
        return num(coefficient) if body is None else body
    if body is None and one and len(powers) == 1:
        ((base, k),) = powers.items()
        if k is ONE or k == 1:
            return base
    bases = sorted(powers, key=lambda x: x.key) if len(powers) > 1 else [*powers]
    exponents = tuple(powers[x] for x in bases)
    e = TERM(*bases, *(() if body is None else (body,)), data=(coefficient, exponents, body is not None))
    if "split" not in e.memo:
        e.memo["split"] = (coefficient, tuple(zip(bases, exponents, strict=True)), body)
    return TERM.reduced(e) if powers else e


def multiple(c: Fraction, e: Expr) -> Expr:
    """c e for a rational c."""
    k, powers, body = split(e)
    return e if c is ONE else _node(times(c, k), dict(powers), body)


def product(*factors: Expr, data: tuple[Fraction, tuple[Fraction, ...], bool] | None = None) -> Expr:
    """The product of scalars and at most one matrix; with data, of the powers that it names."""
    if data is not None:
        return join(data[0], list(zip(factors, data[1], strict=False)), factors[-1] if data[2] else None)
    coefficient, body = ONE, None
    powers: list[tuple[Expr, Fraction]] = []
    rest = [e for e in factors if e is not UNITY]
    if len(rest) == 1:
        return rest[0]
    if len(rest) == 2 and rest[0].op is NUM:
        return multiple(rest[0].data, rest[1])
    for e in rest:
        c, inside, matrix = split(e)
        coefficient = times(coefficient, c)
        powers += inside
        body = matrix if body is None else body
    return join(coefficient, powers, body)


def scalar_power(e: Expr, k: Fraction) -> Expr:
    """(c x^p y^q)^k: taken apart where that is sound for every sign, or the factors are known to be positive."""
    c, powers, _ = split(e)
    if k == 0:
        return num(1)
    if k.denominator == 1:
        return join(c ** int(k), [(x, q * k) for x, q in powers]) if _evaluable(c, k) else join(1, {e: k})
    if c <= 0:
        return num(0) if c == 0 and k > 0 else join(1, {e: k})
    exact = rational_power(c, k)
    outside: list[tuple[Expr, Fraction]] = [(num(c), k)] if exact is None else []
    outside += [(x, q * k) for x, q in powers if properties.positive(x)]
    rest = [(x, q) for x, q in powers if not properties.positive(x)]
    if len(rest) == 1 and rest[0][1] == 1:
        outside.append((rest[0][0], k))
    elif rest:
        outside.append((join(1, rest), k))
    return join(exact if exact is not None else 1, outside)


def _evaluable(c: Fraction, k: Fraction) -> bool:
    """Whether an integer power of a rational exists and is of a size that people would look at."""
    bits = c.numerator.bit_length() + c.denominator.bit_length() - 1
    return (c != 0 or k > 0) and abs(k) * bits <= MOST_BITS + abs(k)


def rational_power(c: Fraction, k: Fraction) -> Fraction | None:
    """c^k where that is rational, for positive c."""
    if not _evaluable(c, k):
        return None
    roots = []
    for part in (c.numerator, c.denominator):
        root = round(part ** (1 / k.denominator))
        if root ** k.denominator != part:
            return None
        roots.append(root)
    return Fraction(roots[0], roots[1]) ** k.numerator


def has_body(e: Expr) -> bool:
    """Whether a term has a matrix, its last argument."""
    return bool(e.data[2])


def exponent(e: Expr, i: int) -> Fraction:
    """The exponent of argument i of a term, 1 for its matrix."""
    exponents: tuple[Fraction, ...] = e.data[1]
    return exponents[i] if i < len(exponents) else ONE


def without(e: Expr, i: int, power: Fraction | int = 0) -> Expr:
    """The scalar part of a term with the base of argument i to another power."""
    c, powers, _ = split(e)
    return join(c, {**dict(powers), e.args[i]: Fraction(power)} if i < len(powers) else powers)


def body(e: Expr) -> Expr:
    """The matrix of a term, 1 where it has none."""
    return e.args[-1] if has_body(e) else num(1)


def _differential(e: Expr, i: int, da: Expr) -> Expr:
    k = exponent(e, i)
    return scale(num(k), without(e, i, k - 1), da, body(e))


def _transpose(e: Expr, i: int, g: Expr) -> Expr:
    if has_body(e) and i == len(e.args) - 1:
        return scale(without(e, i), g)
    return scale(without(e, i), inner(g, body(e)))


def _matrix(e: Expr, i: int) -> Expr:
    if has_body(e) and i == len(e.args) - 1:
        return scale(without(e, i), eye(vec(e.args[i]).rows))
    return scale(without(e, i), vec(body(e)))


def _shape(data: tuple[Fraction, tuple[Fraction, ...], bool], *shapes: Shape) -> Shape:
    return shapes[-1] if data[2] else ("1", "1")


TERM = Op("term", _shape, normal=product, linear=lambda e, i: exponent(e, i) == 1, differential=_differential,
          transpose=_transpose, matrix=_matrix,
          plain=lambda data: (whole(data[0]), tuple(map(whole, data[1])), data[2]))
"""Data: (coefficient, exponents of the scalars, whether the last argument is a matrix). Only in the normal form. Its
rules are identities of scalars."""

SCALE = Op("scale", "1,1 m,n -> m,n", normal=product,
           text=Notation("{0:41} {1:40}", 40), latex=Notation("{0:41} {1:40}", 40),
           numpy=Notation("{0:20} * {1:21}", 20))
DIV = Op("div", "m,n 1,1 -> m,n", normal=lambda a, s: scale(a, scalar_power(s, Fraction(-1))),
         text=Notation("{0:40} / {1:41}", 40), latex=Notation(r"\frac{{{0}}}{{{1}}}", 41),
         numpy=Notation("{0:20} / {1:21}", 20))
