"""An expression and what stands beside it: taking them apart is loaded where a sign shows that there is something."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib import import_module

from matcalc.properties import ASSUMPTIONS
from matcalc.syntax.tree import Tree

EQUALS = frozenset({r"\coloneqq", r"\triangleq", r"\doteq", r"\equiv", r"\eqqcolon"})
"""Commands that define."""
TEXTS = frozenset({r"\text", r"\textrm", r"\textit", r"\textnormal", r"\mbox", r"\hbox"})
"""Commands for words."""
_SIGNS = EQUALS | TEXTS | {"=", *ASSUMPTIONS}


class Parts:
    """An expression, the definitions beside it, and what remarks assume of symbols."""

    __slots__ = ("assume", "definitions", "tokens")

    def __init__(self, tokens: list[Tree], definitions: Sequence[list[Tree]] = (),
                 assume: dict[str, tuple[str, ...]] | None = None):
        """What `take_apart` found."""
        self.tokens, self.definitions, self.assume = tokens, definitions, assume or {}

    def joined(self, tokens: list[Tree]) -> list[Tree]:
        """The tokens of the expression, as they are by now, with the definitions behind them."""
        out, sign = list(tokens), Tree("WORD", 0, 0, text="where")
        for definition in self.definitions:
            at = definition[0].start
            out += [Tree(sign.kind, at, at, text=sign.text), *definition]
            sign = Tree("COMMA", 0, 0, text=",")
        return out


def take_apart(tokens: list[Tree], source: str, known: Collection[str], notes: dict[str, None]) -> Parts:
    """The expression without a name in front, and what stands beside it. Raises MatcalcError, as `clauses` does."""
    if not any(token.text in _SIGNS for token in tokens):
        return Parts(tokens)
    found: Parts = import_module("matcalc.syntax.clauses").take_apart(tokens, source, known, notes)
    return found
