"""Local rules of lowering: each makes array code of one node, whose arguments are lowered already."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from matcalc.build import T, normalize
from matcalc.expr import OPS, Expr, walk
from matcalc.present import code

Rule = Callable[[Expr, "Lowering"], Expr | None]
RULES: dict[str, list[Rule]] = {}
"""By the operator's name. Docstrings state the identities."""
MOST = 32
"""So many rules in a row apply to one node."""


def lowers(*names: str) -> Callable[[Rule], Rule]:
    """Register a rule for nodes of these operators."""
    def add(rule: Rule) -> Rule:
        for name in names:
            RULES.setdefault(name, []).append(rule)
        return rule
    return add


class Lowering:
    """Applies the rules, and knows what the lowered nodes are in mathematics.

    full  matrices that are known to have full column rank, as normal expressions
    """

    __slots__ = ("_of", "full")

    def __init__(self, given: Iterable[Expr] = ()):
        """The functions that are given to be defined tell what is invertible."""
        self._of: dict[Expr, Expr] = {}
        self.full = {x for f in given for e in walk(normalize(f)) if e.op.name == "inv"
                     for x in (_gram(e.args[0]),) if x is not None}

    def __call__(self, roots: Sequence[Expr], prepared: Callable[[Expr], Expr]) -> list[Expr]:
        """The array code of expressions as written, once it is prepared as a whole; products not yet in order."""
        for e in walk(*roots):
            self._of.setdefault(code(e), e)
        wanted = [prepared(code(e)) for e in roots]
        done: dict[Expr, Expr] = {}
        for e in walk(*wanted):
            done[e] = self.make(e.op.name, *(done[a] for a in e.args), data=e.data) if e.args else self._settled(e)
            self._of[done[e]] = self._of.get(e, e)
        return [done[e] for e in wanted]

    def make(self, name: str, *args: Expr, data: Any = None) -> Expr:
        """A node of lowered arguments, by the rules."""
        return self._settled(OPS[name](*args, data=data))

    def _settled(self, e: Expr) -> Expr:
        for _ in range(MOST):
            new = next((new for rule in RULES.get(e.op.name, ()) if (new := rule(e, self)) is not None), None)
            if new is None:
                return e
            self._of.setdefault(new, self._of.get(e, e))
            e = new
        return e

    def normal(self, e: Expr) -> Expr:
        """What a lowered node is, in the normal form."""
        return normalize(self._of.get(e, e))

    def symmetric(self, e: Expr) -> bool:
        """Whether a lowered node is known to be its transpose."""
        if e.rows != e.cols:
            return False
        normal = self.normal(e)
        return T(normal) is normal

    def keep(self, new: Expr, old: Expr) -> None:
        """A node that stands for another is the same in mathematics."""
        self._of[new] = self._of.get(old, old)


def _gram(e: Expr) -> Expr | None:
    """X, where e is Xᵀ X."""
    two = e.op.name == "matmul" and len(e.args) == 2 and T(e.args[0]) is e.args[1]
    return e.args[1] if two else None
