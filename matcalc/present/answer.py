"""An answer as written: an expression, and the definitions it uses."""
from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from matcalc.expr import Expr, rebuild, walk
from matcalc.ops.leaves import SYM
from matcalc.ops.rankone import SVDSUM
from matcalc.present.code import code
from matcalc.present.effort import effort
from matcalc.present.facing import faced
from matcalc.present.naming import Definitions, named
from matcalc.present.view import View
from matcalc.render import languages, write

if TYPE_CHECKING:
    from matcalc.render.target import Script

DEFINITION = 2
"""The effort of a name and a sign of equality."""


class Answer:
    """An expression as written, which may use the names in `where`, (name, expression) pairs in order of use."""

    __slots__ = ("expr", "where")

    def __init__(self, expr: Expr, where: Definitions):
        self.expr, self.where = expr, where

    @classmethod
    def of(cls, normal: Expr, definitions: Definitions, view: View) -> Answer:
        """A normal expression and definitions, as a view shows them."""
        return cls(view.shown(normal), [(name, view.shown(e)) for name, e in definitions])

    @property
    def whole(self) -> Expr:
        """The expression with its definitions put in, as shared nodes."""
        if not self.where:
            return self.expr
        of: dict[str, Expr] = {}

        def put(node: Expr, args: tuple[Expr, ...]) -> Expr:
            if node.op is SYM:
                return of.get(node.data[0], node)
            return node.op(*args, data=node.data) if args else node

        for name, e in self.where:
            of[name] = rebuild(e, put)
        return rebuild(self.expr, put)

    def inlined(self) -> Answer:
        """The answer with definitions that are used once put in their place."""
        uses: dict[str, int] = {}
        for root in (self.expr, *(e for _, e in self.where)):
            for node in walk(root):
                for a in node.args:
                    if a.op is SYM:
                        uses[a.data[0]] = uses.get(a.data[0], 0) + 1
        once = {name: e for name, e in self.where if uses.get(name, 0) <= 1}

        def put(node: Expr, args: tuple[Expr, ...]) -> Expr:
            if node.op is SYM and node.data[0] in once:
                return rebuild(once[node.data[0]], put)
            return node.op(*args, data=node.data) if args else node

        return Answer(rebuild(self.expr, put), [(name, rebuild(e, put)) for name, e in self.where if name not in once])

    def faced(self, typed: Expr) -> Answer:
        """The answer with differences of which only the square counts turned as in what was typed."""
        expr, *parts = faced([self.expr, *(e for _, e in self.where)], [typed])
        return Answer(expr, [(name, e) for (name, _), e in zip(self.where, parts, strict=True)])

    @property
    def effort(self) -> int:
        """What it costs to read, definitions and all."""
        return sum(effort(e) for e in (self.expr, *(e for _, e in self.where))) + DEFINITION * len(self.where)

    @property
    def decomposed(self) -> Expr | None:
        """The matrix whose singular triples the answer sums over."""
        return next((e.args[0] for e in walk(self.expr) if e.op is SVDSUM), None)

    def definitions(self, language: str) -> list[tuple[str, str]]:
        """(name, right-hand side) of all that is defined, names as in text."""
        head = []
        if (matrix := self.decomposed) is not None:
            head = [(write(matrix, language), languages.named(language).said.triples)]
        return head + [(name, write(e, language)) for name, e in self.where]

    @property
    def text(self) -> str:
        """In matcalc's own syntax; it parses back."""
        return self.written("text")

    @property
    def latex(self) -> str:
        """One LaTeX formula."""
        return self.written("latex")

    def written(self, language: str) -> str:
        """In a language of formulas, definitions after it."""
        how, where, expr = languages.named(language), self.where_written(language), write(self.expr, language)
        return how.beside(expr, how.said.gap, where) if where else expr

    def equations(self, language: str) -> list[tuple[str, str]]:
        """Both sides of each definition."""
        names = {name: write(_symbol(name), language) for name, _ in self.where}
        return [(names.get(name, name), right) for name, right in self.definitions(language)]

    def where_written(self, language: str) -> str:
        """`where` and the definitions, in a row; empty without any."""
        how, parts = languages.named(language), []
        for left, right in self.equations(language):
            parts += [how.said.comma, left, how.said.equals, right]
        return how.beside(how.said.where, *parts[1:]) if parts else ""

    def script(self, target: str) -> Script:
        """Statements in a programming language, and the answer. Raises MatcalcError `unsupported`."""
        where = [] if self.decomposed is not None else self.where
        expr = self.expr if where else self.whole
        return languages.target(target).script([(name, code(e)) for name, e in where], [code(expr)])


def _symbol(name: str) -> Expr:
    """A symbol for its name alone."""
    return SYM(data=(name, ("1", "1"), ()))


def answer(normal: Expr, view: View, taken: AbstractSet[str]) -> Answer:
    """A normal expression as a view shows it, repeated parts named; `taken` are names with a meaning already."""
    return Answer.of(*named(normal, view, taken), view)


def easiest(options: Sequence[Expr], view: View, taken: AbstractSet[str]) -> Answer:
    """The answer of several equal normal expressions that is easiest to read; of equally easy ones the first."""
    answers = [answer(e, view, taken) for e in options]
    return min(answers, key=lambda a: a.effort) if len(answers) > 1 else answers[0]
