"""Gradients: the cotangent 1 of a scalar moves down to the variables, each shared node visited once."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.build import T, add, num, zeros
from matcalc.calculus.linear import dependent_upright, pull, upright
from matcalc.expr import Expr
from matcalc.journal import Journal

Simplifier = Callable[[Expr], Expr]


def gradient(f: Expr, xs: Sequence[Expr], simplify: Simplifier, journal: Journal | None = None) -> list[Expr]:
    """The gradients of a scalar with respect to symbols, each of its symbol's shape (Magnus & Neudecker, ch. 5 and 9).

    Cotangents accumulate at a node, which stands for its transpose too, and are simplified there: that keeps the
    cost linear in the number of nodes, and brings out common factors. Raises NotDifferentiable.
    """
    order = dependent_upright(f, *xs)
    inside = set(order)
    cotangents: dict[Expr, list[Expr]] = {f: [num(1)]}
    found: dict[Expr, Expr] = {}
    for e in reversed(order):
        g = simplify(add(*cotangents.pop(e)))
        if e in xs:
            found[e] = g
            continue
        moves = []
        for i, a in enumerate(e.args):
            node = upright(a)
            if node in inside:
                ga = pull(e, i, g)
                moves.append((node, ga if node is a else T(ga)))
        for a, ga in moves:
            cotangents.setdefault(a, []).append(ga)
        if journal is not None:
            journal.move(e, g, moves)
    return [found.get(x, zeros(*x.shape)) for x in xs]
