"""An answer as written: an expression, and the definitions it uses."""
from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from matcalc.expr import Expr, rebuild
from matcalc.ops.leaves import SYM
from matcalc.present.naming import named
from matcalc.present.view import View
from matcalc.render import write


class Answer:
    """A normal expression as a view shows it. `expr` may use the names in `where`, (name, expression) in order."""

    __slots__ = ("expr", "where")

    def __init__(self, normal: Expr, view: View, taken: AbstractSet[str]):
        body, definitions = named(normal, view, taken)
        self.expr = view.shown(body)
        self.where = [(name, view.shown(e)) for name, e in definitions]

    @property
    def whole(self) -> Expr:
        """The expression with its definitions put in, as shared nodes."""
        of: dict[str, Expr] = {}

        def put(node: Expr, args: tuple[Expr, ...]) -> Expr:
            if node.op is SYM:
                return of.get(node.data[0], node)
            return node.op(*args, data=node.data) if args else node

        for name, e in self.where:
            of[name] = rebuild(e, put)
        return rebuild(self.expr, put)

    @property
    def length(self) -> int:
        """Characters of all that is written."""
        return sum(len(write(e)) + len(name) for name, e in (("", self.expr), *self.where))


def shortest(options: Sequence[Expr], view: View, taken: AbstractSet[str]) -> Answer:
    """The answer of several equal normal expressions: the first, unless another is shorter where names are needed."""
    first = Answer(options[0], view, taken)
    if not first.where:
        return first
    return min((first, *(Answer(e, view, taken) for e in options[1:])), key=lambda a: a.length)
