"""What conditions say, taken apart, and what follows from what.

A fact is a requirement of a normal expression. Conditions that say the same come apart into the same facts.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from matcalc import properties
from matcalc.build import T, add, eye, fn, had, like, mm, neg, num, sym
from matcalc.expr import Expr, rebuild
from matcalc.ops.term import join, split
from matcalc.present.terms import squared

POSITIVE, NONZERO, SOME, NONSINGULAR = "> 0", "≠ 0", "not zero", "nonsingular"
INSIDE, ABOVE = "in (−1, 1)", "> 1"
Fact = tuple[str, Expr]
"""Of every entry, or of a matrix; that a matrix is `not zero` means that some entry is not."""


def apart(needs: str, e: Expr) -> list[Fact]:
    """Facts that are together the same as a requirement of a normal expression; none for what always holds."""
    return list(dict.fromkeys(_APART[needs](e))) if needs in _APART else [(needs, e)]


def minimal(facts: Iterable[Fact]) -> list[Fact]:
    """Those that do not follow from others; of two that follow from each other the first."""
    kept = list(dict.fromkeys(facts))
    for fact in reversed(kept.copy()):
        others = [f for f in kept if f != fact]
        if _follows(fact, others):
            kept = others
    return kept


def _follows(fact: Fact, others: Sequence[Fact]) -> bool:
    weaker = set(others)
    left = list(others)
    while left:
        new = set(_weaker(left.pop())) - weaker
        weaker |= new
        left += new
    return fact in weaker or (fact[0] in _BY_SIGN and _BY_SIGN[fact[0]](_with(weaker, fact[1])))


def _with(facts: Iterable[Fact], e: Expr) -> Expr:
    """The expression with positive symbols for what is known to be positive."""
    given = {a: f"positive {i}" for i, (needs, a) in enumerate(facts) if needs == POSITIVE}

    def put(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node in given:
            return sym(given[node], node.shape, ("positive",))
        return node.op.build(*args, data=node.data) if args else node

    return rebuild(e, put)


def _signed(e: Expr) -> bool:
    return properties.positive(e) or properties.positive(neg(e))


_BY_SIGN = {POSITIVE: properties.positive, NONZERO: _signed}


# ---- what follows from one fact
def _weaker(fact: Fact) -> Iterator[Fact]:
    needs, e = fact
    if needs == POSITIVE:
        yield from apart(NONZERO, e)
    elif needs == NONZERO:
        yield from apart(SOME, e)
    elif needs == INSIDE:
        for a in (add(like(e), neg(had(e, e))), add(like(e), e), add(like(e), neg(e))):
            yield from apart(POSITIVE, a)
    elif needs == ABOVE:
        for a in (e, add(had(e, e), like(e, -1)), add(e, like(e, -1))):
            yield from apart(POSITIVE, a)
    elif needs in _AVOIDS:
        yield from apart(NONZERO, fn(_AVOIDS[needs], e))
    elif needs in _REGULAR:
        yield from apart(NONSINGULAR, e)


_AVOIDS = {"≠ π/2 + kπ": "cos", "≠ kπ": "sin"}
_REGULAR = ("positive definite", "without eigenvalues ≤ 0")


# ---- requirements taken apart
def _nonzero(e: Expr) -> Iterator[Fact]:
    """No entry is 0: of a product each factor, of a determinant the matrix, of xᵀ S x the vector."""
    root = _root(e)
    if _signed(e):
        return
    if root is not None:
        yield from _some(root)
    elif e.op.name == "det":
        yield from _nonsingular(e.args[0])
    elif e.op.name in ("term", "hadpow", "transpose", "vec", "unvec", "abs", "sign", "cbrt"):
        for a in e.args:
            yield from _nonzero(a)
    elif e.op.name == "raised":
        yield from _nonzero(e.args[0])
    else:
        yield _fact(NONZERO, e)


def _some(e: Expr) -> Iterator[Fact]:
    """Some entry is not 0."""
    if e.is_scalar:
        yield from _nonzero(e)
    elif e.op.name in ("transpose", "vec", "unvec", "diag", "kron") or (e.op.name == "hadpow" and len(e.args) == 1):
        for a in e.args:
            yield from _some(a)
    elif e.op.name == "term":
        _, powers, body = split(e)
        for a in (*(x for x, _ in powers), *(() if body is None else (body,))):
            yield from _some(a)
    elif e.op.name == "matmul" and any(a.cols == b.rows == "1" for a, b in pairwise(e.args)):
        i = next(i for i, a in enumerate(e.args) if a.cols == "1") + 1
        yield from _some(mm(*e.args[:i]))
        yield from _some(mm(*e.args[i:]))
    elif not (_signed(e) or properties.nonsingular(e)):
        yield _fact(SOME, e)


def _root(e: Expr) -> Expr | None:
    """x where e is 0 for x = 0 only: ‖x‖, xᵀ x, xᵀ S x with definite S, sums of absolute values or even powers."""
    if e.op.name in ("norm", "norm_inf", "pnorm", "nuc", "smax"):
        return e.args[0]
    if (x := squared(e)) is not None:
        return x
    if e.op.name == "sum" and (e.args[0].op.name == "abs" or _even(e.args[0])):
        return e.args[0].args[0]
    if e.is_scalar and e.op.name == "matmul" and len(e.args) % 2:
        half = len(e.args) // 2
        left, middle, right = mm(*e.args[:half]), e.args[half], mm(*e.args[half + 1:])
        return right if T(left) is right and properties.definite(middle) else None
    return None


def _even(e: Expr) -> bool:
    return e.op.name == "hadpow" and len(e.args) == 1 and e.data[0] > 0 and e.data[0] % 2 == 0


def _positive(e: Expr) -> Iterator[Fact]:
    """Every entry is positive: factors that cannot be negative must not be 0, of the others the product counts."""
    if properties.positive(e):
        return
    if properties.nonnegative(e) or (e.is_scalar and properties.semidefinite(e)):
        yield from _nonzero(e)
    elif e.op.name in ("term", "hadpow"):
        yield from _positive_product(*_powers(e))
    elif e.op.name in ("transpose", "vec", "unvec"):
        yield from _positive(e.args[0])
    elif e.op.name == "det" and properties.semidefinite(e.args[0]):
        yield from _nonsingular(e.args[0])
    else:
        yield _fact(POSITIVE, e)


def _positive_product(coefficient: Fraction, powers: Iterable[tuple[Expr, Fraction]]) -> Iterator[Fact]:
    odd = []
    for x, k in powers:
        if k.denominator != 1:
            yield from _positive(x)
        elif k % 2 and not properties.nonnegative(x):
            odd.append(x)
        else:
            yield from _nonzero(x)
    if coefficient > 0 and len(odd) == 1:
        yield from _positive(odd[0])
    elif odd or coefficient < 0:
        yield _fact(POSITIVE, had(num(1 if coefficient > 0 else -1), *odd))


def _powers(e: Expr) -> tuple[Fraction, list[tuple[Expr, Fraction]]]:
    """The coefficient and the factors of a product of scalars or entries."""
    if e.op.name == "hadpow":
        return Fraction(1), list(zip(e.args, e.data, strict=True))
    c, powers, body = split(e)
    return c, [*powers, *(() if body is None else [(body, Fraction(1))])]


def _nonsingular(e: Expr) -> Iterator[Fact]:
    """Of products, powers and roots the factors; of a diagonal matrix the entries."""
    name = e.op.name
    if properties.nonsingular(e):
        return
    if e.is_scalar:
        yield from _nonzero(e)
    elif name in ("inv", "transpose", "adj", "sqrtm", "power", "mpower") or (
            name == "kron" and all(a.rows == a.cols for a in e.args)):
        for a in e.args:
            yield from _nonsingular(a)
    elif name == "matmul":
        for block in properties.square_blocks(e):
            whole = mm(*block)
            yield from _nonsingular(whole) if len(block) < len(e.args) else (_fact(NONSINGULAR, whole),)
    elif name == "diag":
        yield from _nonzero(e.args[0])
    elif name == "term":
        _, powers, body = split(e)
        for x, _ in powers:
            yield from _nonzero(x)
        if body is not None:
            yield from _nonsingular(body)
    else:
        turned = list(_turned(e))
        scalar = next((a for a in turned if a.is_scalar), None)
        if scalar is not None:
            yield from _nonzero(scalar)
        else:
            yield min((_fact(NONSINGULAR, a) for a in turned), key=lambda fact: fact[1].key)


def _turned(e: Expr) -> Iterator[Expr]:
    """A sum, and I + B A for I + A B, which is singular where that is (Sylvester's determinant identity)."""
    yield e
    if e.op.name == "add" and len(e.args) == 2:
        for one, other in (e.args, e.args[::-1]):
            c, powers, body = split(one)
            d, factors, chain = split(other)
            if body is not None and chain is not None and body.op.name == "eye" and chain.op.name == "matmul":
                for i in range(1, len(chain.args)):
                    turned = mm(*chain.args[i:], *chain.args[:i])
                    yield add(join(c, powers, eye(turned.rows)), join(d, factors, turned))


def same(needs: str, e: Expr) -> tuple[Expr, ...]:
    """The matrices among A, Aᵀ, −A and −Aᵀ of which a requirement of A is the same."""
    if needs in (NONZERO, SOME, NONSINGULAR):
        return e, T(e), neg(e), T(neg(e))
    return (e, T(e)) if needs == POSITIVE else (e,)


def _fact(needs: str, e: Expr) -> Fact:
    return needs, min(same(needs, e), key=lambda a: a.key)


def _rank(needs: str) -> Callable[[Expr], Iterator[Fact]]:
    """x yᵀ has all the rank that it can have, and one singular value, where neither is 0."""
    def take(e: Expr) -> Iterator[Fact]:
        if e.op.name == "matmul" and any(a.cols == "1" for a in e.args):
            yield from _some(e)
        else:
            yield needs, e
    return take


_APART: dict[str, Callable[[Expr], Iterator[Fact]]] = {
    NONZERO: _nonzero, SOME: _some, POSITIVE: _positive, NONSINGULAR: _nonsingular,
    **{needs: _rank(needs) for needs in ("of full rank", "with a simple largest singular value")}}
