"""Rewrites that multiply out, where likes then meet or inverses cancel."""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from matcalc.build import T, add, diag, epow, fn, had, mm, neg, scale, vec
from matcalc.expr import Expr
from matcalc.ops.hadamard import HADPOW, factors, of_powers, outer
from matcalc.ops.products import MATMUL
from matcalc.ops.structure import DIAG, DIAGPART
from matcalc.ops.sums import ADD
from matcalc.ops.term import TERM, join, split
from matcalc.rewrite import rewrites

MOST_TERMS = 6


def expand(e: Expr) -> list[Expr] | None:
    """The terms of e after multiplying out one sum in it, if there are few."""
    c, powers, body = split(e)
    out = _expand_body(body) if body is not None else None
    if out is not None:
        return [scale(join(c, powers), t) for t in out]
    for base, k in powers:
        if k == 1 and (inner := _few(list(base.args)) if base.op is ADD else _expand_body(base)) is not None:
            rest = join(c, [p for p in powers if p[0] is not base], body)
            return [scale(t, rest) for t in inner]
    return None


def _few(terms: list[Expr]) -> list[Expr] | None:
    return terms if len(terms) <= MOST_TERMS else None


def _expand_body(e: Expr) -> list[Expr] | None:
    name = e.op.name
    if name == "add":
        return _few(list(e.args))
    if name in ("matmul", "kron"):
        for i, f in enumerate(e.args):
            if f.op is ADD:
                return _few([e.op.build(*e.args[:i], t, *e.args[i + 1:]) for t in f.args])
    if name == "hadpow":
        for i, (f, k) in enumerate(zip(e.args, e.data, strict=True)):
            if f.op is ADD and k == 1:
                rest = [(x, q) for j, (x, q) in enumerate(zip(e.args, e.data, strict=True)) if j != i]
                return _few([of_powers([(t, Fraction(1)), *rest]) for t in f.args])
    if name == "vec" and e.args[0].op is ADD:
        return _few([vec(t) for t in e.args[0].args])
    return None


@rewrites(ADD)
def multiply_out_a_term(e: Expr) -> Iterator[Expr]:
    """A (B + C) - A B = A C"""
    if len(e.args) > MOST_TERMS:
        return
    for i, x in enumerate(e.args):
        terms = expand(x)
        if terms is not None:
            yield add(*terms, *e.args[:i], *e.args[i + 1:])


@rewrites(MATMUL, HADPOW, TERM)
def multiply_out(e: Expr) -> Iterator[Expr]:
    """A (inv(A) + B) = eye(n) + A B"""
    terms = expand(e)
    if terms is not None:
        yield add(*terms)


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
