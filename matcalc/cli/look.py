"""How text is shown: in which signs, in which colours, and how wide."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Self

from matcalc.cli import lines
from matcalc.cli.ascii import to_ascii
from matcalc.cli.formulas import formula
from matcalc.cli.terminal import Terminal
from matcalc.present import Answer
from matcalc.styles import painter

Spelling = Callable[[str], str]
"""From a language to a formula in it."""
_BELOW = 4
"""Columns before what stands below a lead that is too long."""
UNBOUNDED = 1_000_000
"""Columns where nothing is broken."""


class Look:
    """Colour or not, ASCII or not, and the columns there are: None where lines may be as long as they are."""

    __slots__ = ("ascii_only", "language", "paint", "width")

    def __init__(self, *, color: bool = False, ascii_only: bool = False, width: int | None = None):
        self.paint, self.ascii_only = painter(color=color), ascii_only
        self.width = width or UNBOUNDED
        self.language = "ascii" if ascii_only else "text"

    @classmethod
    def on(cls, terminal: Terminal, *, ascii_only: bool) -> Self:
        """What a person sees on stdout, in ASCII where no other signs are wanted, or can be shown."""
        return cls(color=terminal.out_color, ascii_only=ascii_only or not terminal.signs, width=terminal.width)

    def signs(self, text: str) -> str:
        """The text in the signs that can be shown."""
        return to_ascii(text) if self.ascii_only else text

    def columns(self, text: str) -> int:
        """The columns that a text takes."""
        return lines.columns(self.signs(text))

    def label(self, text: str) -> str:
        """A label, in its style."""
        return self.paint(self.signs(text), "label")

    def formula(self, text: str, *, lead: str = "", indent: int = 0) -> list[str]:
        """A formula behind a lead of `indent` columns, the lines after the first below its beginning."""
        above, lead, indent = self._placed(text, lead, indent)
        shown = lines.wrapped(self.signs(text), self.width - indent)
        return above + _hanging([formula(line, self.paint) for line in shown], lead, indent + lines.HANG)

    def head(self, name: str, wide: int, lead: str = "") -> str:
        """`name =` behind a lead, the names that stand below each other of `wide` columns."""
        return lead + self.label(lines.right(self.signs(name), wide) + " =") + " "

    def equation(self, name: str, of: Spelling, wide: int, *, lead: str = "", indent: int = 0) -> list[str]:
        """`name = formula`."""
        return self.formula(of(self.language), lead=self.head(name, wide, lead), indent=indent + wide + 3)

    def definitions(self, answer: Answer, lead: Callable[[int], str], indent: int) -> list[str]:
        """What an answer is defined by, an equation each behind a lead, the first being 0."""
        names = [self.signs(name) for name, _ in answer.definitions(self.language)]
        wide = max(map(lines.columns, names), default=0)
        return [line for i, name in enumerate(names) for line in self.equation(
            lines.left(name, wide), partial(_definition, answer, i), wide, lead=lead(i), indent=indent)]

    def prose(self, text: str, role: str, *, lead: str = "", indent: int = 0) -> list[str]:
        """Words behind a lead of `indent` columns."""
        above, lead, indent = self._placed(text, lead, indent)
        shown = lines.filled(self.signs(text), self.width - indent)
        return above + _hanging([self.paint(line, role) for line in shown], lead, indent)

    def _placed(self, text: str, lead: str, indent: int) -> tuple[list[str], str, int]:
        """The lines above, the lead and the indent: what leaves too little room behind it stands above."""
        if self.width - indent >= min(lines.LEAST, self.columns(text)):
            return [], lead, indent
        return [lead.rstrip()] if lead.strip() else [], " " * _BELOW, _BELOW


def _definition(answer: Answer, i: int, language: str) -> str:
    return answer.definitions(language)[i][1]


def spaced(shown: list[str]) -> list[str]:
    """The lines without empty ones at the beginning, at the end, or twice."""
    kept = [line for i, line in enumerate(shown) if line or (i and shown[i - 1])]
    return kept[not (kept and kept[0]):len(kept) - (not (kept and kept[-1]))]


def _hanging(shown: list[str], lead: str, indent: int) -> list[str]:
    return [lead + shown[0], *(" " * indent + line for line in shown[1:])]
