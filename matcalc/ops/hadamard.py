"""Elementwise products: a Hadamard product is a multiset of bases and exponents; division is a negative exponent."""
from __future__ import annotations

from fractions import Fraction

from matcalc import properties
from matcalc.build import T, diag, diagpart, had, inner, mm, num, ones, scale, total, tr, vec, zeros
from matcalc.expr import Expr, Notation, Op, whole
from matcalc.ops.term import ONE, join, scalar_power, split
from matcalc.shape import Shape

Factor = tuple[Expr, Fraction]


def product(*factors: Expr) -> Expr:
    """The Hadamard product; scalars scale."""
    return of_powers([(e, ONE) for e in factors])


def power(a: Expr, *, data: Fraction) -> Expr:
    """The elementwise power, of a scalar its power."""
    return of_powers([(a, Fraction(data))])


def of_powers(factors: list[Factor]) -> Expr:
    """The Hadamard product of elementwise powers."""
    scalars: list[Expr] = []
    gathered: dict[Expr, Fraction] = {}
    shape: Shape = ("1", "1")
    stack = [*reversed(factors)]
    while stack:
        e, k = stack.pop()
        if e.is_scalar:
            scalars.append(scalar_power(e, k))
            continue
        shape = e.shape
        if e.op.name == "term" and (opened := _opened(e, k)):
            scalars.append(opened[0])
            stack.append((opened[1], k))
        elif e.op is HADPOW and (k.denominator == 1 or all(properties.positive(x) for x in e.args)):
            stack.extend((x, q * k) for x, q in zip(e.args, e.data, strict=True))
        elif e.op.name != "ones":
            gathered[e] = gathered[e] + k if e in gathered else k
    powers = {e: k for e, k in gathered.items() if k}
    if shape == ("1", "1"):
        return scale(*scalars)
    if any(e.op.name == "zeros" and k > 0 for e, k in powers.items()):
        return zeros(*shape)
    return scale(*scalars, _node(powers, shape))


def _opened(e: Expr, k: Fraction) -> tuple[Expr, Expr] | None:
    """The scalar part of a term, to the power k, and its matrix, where (s A)^k = s^k A^k holds."""
    c, powers, body = split(e)
    assert body is not None
    scalar = join(c, powers)
    if k.denominator == 1 or properties.positive(scalar):
        return scalar_power(scalar, k), body
    return None


def _node(powers: dict[Expr, Fraction], shape: Shape) -> Expr:
    if not powers:
        return ones(*shape)
    bases = sorted(powers, key=lambda e: e.key)
    if len(bases) == 1 and powers[bases[0]] == 1:
        return bases[0]
    return HADPOW.reduced(HADPOW(*bases, data=tuple(powers[e] for e in bases)))


def factors(e: Expr) -> tuple[Factor, ...]:
    """The bases and exponents of any matrix."""
    return tuple(zip(e.args, e.data, strict=True)) if e.op is HADPOW else ((e, ONE),)


def weight(e: Expr, i: int) -> Expr:
    """What the change of base i is multiplied by, entry by entry."""
    k = e.data[i]
    rest = [(x, q - (j == i)) for j, (x, q) in enumerate(factors(e))]
    return scale(num(k), of_powers([(ones(*e.shape), Fraction(1)), *rest]))


HADPOW = Op("hadpow", lambda data, *shapes: shapes[0], plain=lambda data: tuple(map(whole, data)),
            normal=lambda *args, data: of_powers(list(zip(args, data, strict=True))),
            linear=lambda e, i: e.data[i] == 1, differential=lambda e, i, da: had(weight(e, i), da),
            transpose=lambda e, i, g: had(g, weight(e, i)), matrix=lambda e, i: diag(vec(weight(e, i))))
"""Data: the exponents. Only in the normal form."""

_BY_ENTRIES, _BY_QUOTIENT = Notation("{0:30} ./ {1:31}", 30), Notation("{0:30} ./ ({1})", 30)
"""X ./ Y / s is a quotient by s."""

HADAMARD = Op("hadamard", "m,n m,n -> m,n", fold=True, normal=product,
              text=Notation(join="∘", precedence=30, crowded=41),
              latex=Notation(join=r" \circ ", precedence=30, crowded=41),
              numpy=Notation(join=" * ", precedence=20))
HDIV = Op("hdiv", "m,n m,n -> m,n", normal=lambda a, b: of_powers([(a, Fraction(1)), (b, Fraction(-1))]),
          text=lambda e: _BY_QUOTIENT if e.args[1].op.name == "div" else _BY_ENTRIES,
          latex=Notation(r"{0:30} \oslash {1:31}", 30),
          numpy=Notation("{0:20} / {1:21}", 20))
EPOW = Op("epow", "m,n -> m,n", normal=power, plain=whole,
          text=Notation("{0:91}.^{data}", 90, scalar="{0:91}^{data}"),
          latex=Notation(r"{0:91}^{{\circ {data}}}", 90, scalar="{0:91}^{{{data}}}"),
          numpy=Notation("{0:50}**{data}", 40))
"""An elementwise power, and the power of a scalar; data is the exponent, a Fraction."""


def frobenius(a: Expr, b: Expr) -> Expr:
    """A : B, as vᵀB u, tr(B) or a sum where A is an outer product, the identity or ones."""
    if a.is_scalar:
        return scale(a, b)
    for g, m in ((a, b), (b, a)):
        c, powers, body = split(g)
        found = _against(body, m) if body is not None else None
        if found is not None:
            return scale(join(c, powers), found)
    if a.cols == "1":
        return mm(T(a), b)
    if a.rows == "1":
        return mm(a, T(b))
    (c, p, x), (d, q, y) = split(a), split(b)
    assert x is not None
    assert y is not None
    product_inside = "matmul" in (x.op.name, y.op.name) and "hadpow" not in (x.op.name, y.op.name)
    value = tr(mm(T(x), y)) if product_inside else total(had(x, y))
    return scale(join(c * d, [*p, *q]), value)


def _against(g: Expr, m: Expr) -> Expr | None:
    """G : M for a G of special form."""
    match g.op.name:
        case "ones":
            return total(m)
        case "eye":
            return tr(m)
        case "zeros":
            return num(0)
        case "diag":
            return inner(g.args[0], diagpart(m))
    sides = outer(g)
    return mm(T(sides[0]), m, sides[1]) if sides else None


def outer(e: Expr) -> tuple[Expr, Expr] | None:
    """Columns u, v with e = u vᵀ, where e is such a product."""
    if e.op.name != "matmul" or e.is_scalar:
        return None
    for i in range(1, len(e.args)):
        if e.args[i].rows == "1":
            return mm(*e.args[:i]), T(mm(*e.args[i:]))
    return None


FROB = Op("frob", "m,n m,n -> 1,1", normal=frobenius,
          text=Notation("{0:21} : {1:21}", 20), latex=Notation("{0:21} : {1:21}", 20),
          numpy=Notation("np.sum({0:20} * {1:21})"))
