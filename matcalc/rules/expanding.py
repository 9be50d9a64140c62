"""Rewrites that multiply out, where likes then meet or inverses cancel."""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from matcalc.build import T, add, diag, epow, fn, had, mm, neg, scale, total
from matcalc.dims import degree
from matcalc.expr import Expr, remembered
from matcalc.ops.hadamard import HADPOW, factors, of_powers, outer
from matcalc.ops.kronecker import KRON
from matcalc.ops.products import MATMUL
from matcalc.ops.structure import DIAG, DIAGPART, VEC
from matcalc.ops.sums import ADD
from matcalc.ops.term import TERM, join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.rewrite import rewrites

MOST_TERMS = 6


class Expansion(NamedTuple):
    """The terms of an expression after multiplying one sum in it out, and their size where no factors meet."""

    terms: list[Expr]
    apart: int

    @property
    def meets(self) -> bool:
        """Whether that may make it cheaper: factors have met, so that terms are smaller than their factors; or a term
        is thin inside, whose work may be of a lower degree."""
        return sum(map(size, self.terms)) < self.apart or any(map(_is_thin, self.terms))


def expansion(e: Expr) -> Expansion | None:
    """How one sum in e is multiplied out, if there is one of few terms. Nodes remember it."""
    if "expansion" not in e.memo:
        e.memo["expansion"] = _expanded(e)
    found: Expansion | None = e.memo["expansion"]
    return found


def _expanded(e: Expr) -> Expansion | None:
    c, powers, body = split(e)
    if body is not None and (inside := _sum_in(body)) is not None:
        rest = join(c, powers)
        terms = [scale(rest, t) for t in _distributed(body, inside)]
    else:
        found = next(((x, inside) for x, k in powers if k == 1 and (inside := _sum_in(x)) is not None), None)
        if found is None:
            return None
        base, inside = found
        rest = join(c, [p for p in powers if p[0] is not base], body)
        terms = [scale(t, rest) for t in _distributed(base, inside)]
    return Expansion(terms, len(terms) * (size(e) - size(inside)) + size(inside))


def expand(e: Expr) -> list[Expr] | None:
    """The terms of e after multiplying out one sum in it, if there is one of few terms."""
    found = expansion(e)
    return None if found is None else found.terms


def _sum_in(e: Expr) -> Expr | None:
    """The sum of few terms that is multiplied out first: a factor of e, or e itself."""
    found = e
    if e.op in (MATMUL, KRON, VEC):
        found = next((a for a in e.args if a.op is ADD), e)
    elif e.op is HADPOW:
        found = next((a for a, k in zip(e.args, e.data, strict=True) if a.op is ADD and k == 1), e)
    return found if found.op is ADD and len(found.args) <= MOST_TERMS else None


def _distributed(e: Expr, inside: Expr) -> list[Expr]:
    """The expression with each term of a sum, its factor or itself, in the place of the sum."""
    if e is inside:
        return list(e.args)
    i = e.args.index(inside)
    if e.op is HADPOW:
        rest = [*zip(e.args, e.data, strict=True)]
        del rest[i]
        return [of_powers([(t, Fraction(1)), *rest]) for t in inside.args]
    return [e.op.build(*e.args[:i], t, *e.args[i + 1:]) for t in inside.args]


def size(e: Expr) -> int:
    """How many leaves and functions are in e, shared ones each time."""
    found: int = remembered(e, "size", lambda node: (node.op not in _JOINS) + sum(a.memo["size"] for a in node.args))
    return found


def collected(terms: list[Expr]) -> int:
    """The size of the sum of some terms, which is that of all of them where no two are alike and none is a sum or 0."""
    like = {split(t)[1:] for t in terms}
    inside = [body if body is not None else powers[0][0] if powers else None for powers, body in like]
    plain = len(like) == len(terms) and all(x is not None and x.op.name not in _COLLECTING for x in inside)
    return sum(map(size, terms)) if plain else size(add(*terms))


_COLLECTING = ("add", "zeros", "sigmoid")
"""Terms of a sum that may become less with others."""
_JOINS = (ADD, MATMUL, TERM, HADPOW, KRON, TRANSPOSE, DIAGPART)
"""What is not counted; of A∘I = Diag(diag A) the identity only."""


def _is_thin(e: Expr) -> bool:
    """Whether e is a product whose factors meet in a dimension of a lower degree than one of its sides."""
    body = split(e)[2]
    if body is None or body.op is not MATMUL:
        return False
    return min(degree(a.cols) for a in body.args[:-1]) < max(degree(body.rows), degree(body.cols))


@rewrites(ADD)
def multiply_out_a_term(e: Expr) -> Iterator[Expr]:
    """A (B + C) - A B = A C"""
    if len(e.args) > MOST_TERMS:
        return
    for i, x in enumerate(e.args):
        found = expansion(x)
        if found is not None:
            others = e.args[:i] + e.args[i + 1:]
            terms = [*found.terms, *others]
            if found.meets or collected(terms) < found.apart + sum(map(size, others)):
                yield add(*terms)


@rewrites(MATMUL, HADPOW, TERM)
def multiply_out(e: Expr) -> Iterator[Expr]:
    """A (inv(A) + B) = eye(n) + A B"""
    found = None if _is_multiple(e) else expansion(e)
    if found is not None and (found.meets or collected(found.terms) < found.apart):
        yield add(*found.terms)


def _is_multiple(e: Expr) -> bool:
    """Whether this is a rational times a product, which is multiplied out before it if at all, or times a sum, which
    stands so in the normal form."""
    _, powers, body = split(e)
    if body is not None:
        return not powers and (e.op is TERM or body.op is ADD)
    return len(powers) == 1 and powers[0][1] == 1 and powers[0][0].op is ADD


@rewrites(ADD)
def sigmoids_meet(e: Expr) -> Iterator[Expr]:
    """(1 - A)∘sigmoid(B) - A∘sigmoid(-B) = sigmoid(B) - A"""
    found = {x for a in e.args for x, k in _elementwise(a) if x.op.name == "sigmoid" and k == 1}
    for s in found:
        other = fn("sigmoid", neg(s.args[0]))
        if other in found:
            yield add(*(t for a in e.args for t in _without(a, other, s)))


def _elementwise(term: Expr) -> list[tuple[Expr, Fraction]]:
    _, powers, body = split(term)
    return list(powers) if body is None else list(factors(body))


def _without(term: Expr, sigmoid: Expr, complement: Expr) -> list[Expr]:
    """The summands of a term in which σ(u) is written as 1 − σ(−u)."""
    terms = [term]
    if any(x is sigmoid and k == 1 for x, k in _elementwise(term)):
        rest = had(term, epow(sigmoid, -1))
        terms = [rest, neg(had(rest, complement))]
    return [t for x in terms for t in (expand(x) or [x])]


@rewrites(MATMUL)
def multiply_inverse_in(e: Expr) -> Iterator[Expr]:
    """inv(A) (A + B) C = (eye(n) + inv(A) B) C"""
    f = e.args
    for i, (a, b) in enumerate(pairwise(f)):
        if a.op.name == "inv" and b.op is ADD:
            yield mm(*f[:i], add(*(mm(a, t) for t in b.args)), *f[i + 2:])
        if b.op.name == "inv" and a.op is ADD:
            yield mm(*f[:i], add(*(mm(t, b) for t in a.args)), *f[i + 2:])


@rewrites(MATMUL)
def multiply_vector_in(e: Expr) -> Iterator[Expr]:
    """(eye(n) - A) u v' = (u - A u) v'; u v' (A - eye(n)) = u (v' A - v')"""
    f = e.args
    for i, (a, b) in enumerate(pairwise(f)):
        if a.op is ADD and b.cols == "1":
            yield mm(*f[:i], add(*(mm(t, b) for t in a.args)), *f[i + 2:])
        if b.op is ADD and a.rows == "1":
            yield mm(*f[:i], add(*(mm(a, t) for t in b.args)), *f[i + 2:])


@rewrites(HADPOW)
def outer_product_as_diagonals(e: Expr) -> Iterator[Expr]:
    """(u v')∘A = diag(u) A diag(v)"""
    for x, k in zip(e.args, e.data, strict=True):
        sides = outer(x) if k == 1 else None
        if sides:
            rest = of_powers([(y, q) for y, q in zip(e.args, e.data, strict=True) if y is not x])
            yield mm(diag(sides[0]), rest, diag(sides[1]))


@rewrites(DIAGPART)
def diagonal_around_a_diagonal(e: Expr) -> Iterator[Expr]:
    """diag(A diag(v) B) = (A∘B') v"""
    f = e.args[0].args if e.args[0].op is MATMUL else ()
    for i in range(1, len(f) - 1):
        if f[i].op is DIAG:
            yield mm(had(mm(*f[:i]), T(mm(*f[i + 1:]))), f[i].args[0])


@rewrites(MATMUL)
def outer_product_inside(e: Expr) -> Iterator[Expr]:
    """((u v')∘A) w = diag(u) A (v∘w)"""
    for i, f in enumerate(e.args):
        if f.op is HADPOW:
            for new in outer_product_as_diagonals(f):
                yield mm(*e.args[:i], new, *e.args[i + 1:])


@rewrites(MATMUL)
def powers_in_a_scalar_product(e: Expr) -> Iterator[Expr]:
    """((A u)∘v)' A u = sum((A u).^2∘v)"""
    if e.is_scalar:
        for x, rest in ((e.args[0], e.args[1:]), (e.args[-1], e.args[:-1])):
            if x.op is HADPOW and T(mm(*rest)) in x.args:
                yield total(had(x, T(mm(*rest))))
