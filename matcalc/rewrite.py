"""Simplification: rewrites that make an expression cheaper as shown, applied to each node, arguments first.

A rewrite proposes equal expressions; one is taken only where it is strictly cheaper, so the order of the
rewrites does not matter for termination.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable

from matcalc.expr import Expr, Op, walk
from matcalc.present import CODE

Rewrite = Callable[[Expr], Iterable[Expr]]
REWRITES: dict[Op, list[Rewrite]] = {}
"""Rewrites by the operator at the head; their docstrings state them."""
ROUNDS = 12


def rewrites(*ops: Op) -> Callable[[Rewrite], Rewrite]:
    """Register a rewrite for these head operators. Its docstring states the identity, as for `rules.engine.on`."""
    def add(rule: Rewrite) -> Rewrite:
        for op in ops:
            REWRITES.setdefault(op, []).append(rule)
        return rule
    return add


def simplify(e: Expr) -> Expr:
    """An equal normal expression, no dearer than e."""
    for node in walk(e, known=_done):
        args = tuple([a.memo["simple"] for a in node.args])
        new = node if args == node.args else node.op.build(*args, data=node.data)
        new = _improve(new)
        node.memo["simple"] = new
        new.memo.setdefault("simple", new)
    found: Expr = e.memo["simple"]
    return found


def _done(e: Expr) -> bool:
    return "simple" in e.memo


def _improve(e: Expr) -> Expr:
    for _ in range(ROUNDS):
        best, least = e, CODE.cost(e)
        for rule in REWRITES.get(e.op, ()):
            for new in rule(e):
                if new is not e and (price := CODE.cost(new)) < least:
                    best, least = new, price
        if best is e:
            return e
        e = _inside(best, least)
    return e


def _inside(e: Expr, price: tuple[int, int]) -> Expr:
    """The expression with its new arguments simplified, unless that made it dearer."""
    if not e.args or all(_done(a) and a.memo["simple"] is a for a in e.args):
        return e
    new = e.op.build(*map(simplify, e.args), data=e.data)
    return new if CODE.cost(new) <= price else e
