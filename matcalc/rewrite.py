"""Simplification: rewrites that make an expression cheaper as shown, applied to each node, arguments first.

A rewrite proposes equal expressions; one is taken only where it is strictly cheaper, so the order of the
rewrites does not matter for termination.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from matcalc.expr import Expr, Op, pending, walk
from matcalc.present import CODE, TEXT
from matcalc.present.view import View

Rewrite = Callable[[Expr], Iterable[Expr]]


class Table(dict[Op, list[Rewrite]]):
    """Rewrites by the operator at the head; their docstrings state them. Nodes remember what they propose."""

    __slots__ = ("memo",)

    def __init__(self, memo: str, rules: Mapping[Op, list[Rewrite]] | None = None):
        """The name under which it is remembered, and the rewrites."""
        super().__init__(rules or {})
        self.memo = memo

    def proposed(self, e: Expr) -> Sequence[Expr]:
        """What the rewrites make of a node: stages choose among the same, each by its own view."""
        found: Sequence[Expr] | None = e.memo.get(self.memo)
        if found is None:
            found = e.memo[self.memo] = [new for rule in self.get(e.op, ()) for new in rule(e)]
        return found


REWRITES = Table("rewritten")
LAST = Table("rewritten at last")
"""Those of answers alone."""
ROUNDS = 12


def rewrites(*ops: Op) -> Callable[[Rewrite], Rewrite]:
    """Register a rewrite for these head operators. Its docstring states the identity, as for `rules.engine.on`."""
    def add(rule: Rewrite) -> Rewrite:
        for op in ops:
            REWRITES.setdefault(op, []).append(rule)
        return rule
    return add


def at_last(*ops: Op) -> Callable[[Rewrite], Rewrite]:
    """Register a rewrite of answers: one whose result is not to be differentiated again."""
    def add(rule: Rewrite) -> Rewrite:
        for op in ops:
            LAST.setdefault(op, []).append(rule)
        return rule
    return add


class Stage:
    """Simplification by some tables of rewrites, as a view sees it; nodes remember the results under a name."""

    __slots__ = ("busy", "memo", "tables", "view")

    def __init__(self, memo: str, view: View, *tables: Table):
        """The name, the view and the tables."""
        self.memo, self.view, self.tables = memo, view, tables
        self.busy: set[Expr] = set()

    def __call__(self, e: Expr) -> Expr:
        """An equal normal expression, no dearer than e."""
        known: Expr | None = e.memo.get(self.memo)
        if known is not None:
            return known
        for node in pending(e, self.memo, self.busy):
            new = self._simplified(node)
            node.memo[self.memo] = new
            new.memo.setdefault(self.memo, new)
        found: Expr = e.memo.get(self.memo, e)
        return found

    def _simplified(self, node: Expr) -> Expr:
        """A node whose arguments are, but for those under way: a sum may be part of the candidate for its negative."""
        args = tuple([a.memo.get(self.memo, a) for a in node.args])
        if args != node.args:
            return self._improve(node, node.op.build(*args, data=node.data))
        return self._improve(node, node) if any(table.proposed(node) for table in self.tables) else node

    def _improve(self, node: Expr, e: Expr) -> Expr:
        """The cheapest of a node, which is e with its arguments simplified."""
        started = {node, e} - self.busy
        self.busy |= started
        try:
            return self._cheapest(e)
        finally:
            self.busy -= started

    def _cheapest(self, e: Expr) -> Expr:
        worth, e = self.view.worth, self._inside(e)
        for _ in range(ROUNDS):
            best = e
            for table in self.tables:
                for new in table.proposed(e):
                    if new is not best and worth(new) < worth(best):
                        best = new
            if best is e:
                return e
            e = self._inside(best)
        return e

    def _inside(self, e: Expr) -> Expr:
        """The expression with its new arguments simplified, unless that made it dearer."""
        if e.args == tuple([a.memo.get(self.memo) for a in e.args]):
            return e
        new = e.op.build(*map(self, e.args), data=e.data)
        return new if new is e or self.view.worth(new) <= self.view.worth(e) else e


simplify = Stage("simple", CODE, REWRITES)
"""An equal normal expression, no dearer: what the calculus goes on with."""
clear = Stage("clear", TEXT, REWRITES, LAST)
"""An equal normal expression, no longer to read."""
_finished = Stage("finished", CODE, REWRITES, LAST)


def finish(e: Expr) -> Expr:
    """An answer with the rewrites that come last, where one of them fits."""
    return _finished(e) if any(LAST.proposed(node) for node in walk(e)) else e
