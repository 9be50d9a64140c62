"""Gradients: the cotangent 1 of a scalar moves down to the variables, each shared node visited once."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.build import T, add, num, scale, zeros
from matcalc.calculus.linear import dependent_upright, pull, upright
from matcalc.expr import Expr
from matcalc.journal import Journal

Simplifier = Callable[[Expr], Expr]


Shares = list[tuple[int, Expr]]
"""Cotangents of the arguments of a node, by their numbers; arguments that are equal may share one."""


def shares(e: Expr, g: Expr, moving: list[int]) -> Shares:
    """The cotangents of the arguments that move, given that of the node. Raises NotDifferentiable."""
    first = period(e, g)
    times = num(max(1, len(e.args)) // first)
    return [(i, scale(times, pull(e, i, g))) for i in moving if i < first]


def period(e: Expr, g: Expr) -> int:
    """After how many factors a power of a product begins again, whose cotangent commutes: d tr(Wᵏ) = k tr(Wᵏ⁻¹ dW)."""
    n = len(e.args)
    body = g.args[-1] if g.op.name == "term" else g
    if e.op.name != "matmul" or body.op.name != "eye":
        return n or 1
    return next(p for p in range(1, n + 1) if n % p == 0 and e.args[p:] == e.args[:n - p])


def gradient(f: Expr, xs: Sequence[Expr], simplify: Simplifier, journal: Journal | None = None,
             share: Callable[[Expr, Expr, list[int]], Shares] = shares) -> list[Expr]:
    """The gradients of a scalar with respect to symbols, each of its symbol's shape (Magnus & Neudecker, ch. 5 and 9).

    Cotangents accumulate at a node, which stands for its transpose too, and are simplified there: that keeps the
    cost linear in the number of nodes, and brings out common factors. `share` gives the arguments of a node their
    cotangents. Raises NotDifferentiable.
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
        nodes = [upright(a) for a in e.args]
        given = share(e, g, [i for i, node in enumerate(nodes) if node in inside])
        moves = [(nodes[i], ga if nodes[i] is e.args[i] else T(ga)) for i, ga in given]
        for a, ga in moves:
            cotangents.setdefault(a, []).append(ga)
        if journal is not None:
            journal.move(e, g, moves)
    return [found[x] if x in found else zeros(*x.shape) for x in xs]
