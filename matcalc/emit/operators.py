"""A derivative as an operator: what does not depend on the direction is computed once, the rest at each product."""
from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from matcalc.emit.work import operations
from matcalc.expr import Expr, rebuild, walk
from matcalc.lowering import Program
from matcalc.ops.leaves import SYM

Bindings = Sequence[tuple[str, Expr]]


class Hoisted:
    """A program in two parts: `fixed` bindings, then those and the results that move with a direction."""

    __slots__ = ("fixed", "moving", "results")

    def __init__(self, fixed: Bindings, moving: Bindings, results: Sequence[Expr]):
        self.fixed, self.moving, self.results = list(fixed), list(moving), list(results)

    def needed(self, result: Expr) -> list[tuple[str, Expr]]:
        """The moving bindings that a result uses."""
        wanted = {e.data[0] for e in walk(result) if e.op is SYM}
        out = []
        for name, e in reversed(self.moving):
            if name in wanted:
                wanted |= {node.data[0] for node in walk(e) if node.op is SYM}
                out.append((name, e))
        return out[::-1]


def hoisted(program: Program, directions: Collection[str], names: Iterator[str]) -> Hoisted:
    """The program with all that does not depend on a direction bound before, under new names."""
    moves = set(directions)
    fixed: list[tuple[str, Expr]] = []
    moving: list[tuple[str, Expr]] = []
    known: dict[Expr, Expr] = {}

    def bound(e: Expr) -> Expr:
        if e not in known:
            name = next(names)
            fixed.append((name, e))
            known[e] = SYM(data=(name, e.shape, ()))
        return known[e]

    def split(e: Expr) -> Expr:
        """The expression with names for its largest parts that do not move."""
        above = _moving(e, moves)

        def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
            if node not in above or not args:
                return node
            new = [bound(a) if a not in above and operations(a) else b for a, b in zip(node.args, args, strict=True)]
            return node.op(*new, data=node.data)
        return rebuild(e, visit) if e in above else e

    for name, e in program.bindings:
        if e in _moving(e, moves):
            moves.add(name)
            moving.append((name, split(e)))
        else:
            fixed.append((name, e))
    return Hoisted(fixed, moving, [split(e) for e in program.results])


def _moving(root: Expr, names: Collection[str]) -> set[Expr]:
    """The nodes that are, or hold, a symbol that moves."""
    found: set[Expr] = set()
    for node in walk(root):
        if (node.op is SYM and node.data[0] in names) or any(a in found for a in node.args):
            found.add(node)
    return found
