"""How text is shown: in which signs, in which colours, and how wide."""
from __future__ import annotations

from matcalc.cli import lines
from matcalc.cli.ascii import to_ascii
from matcalc.cli.formulas import formula
from matcalc.styles import painter

UNBOUNDED = 1_000_000
"""Columns where nothing is broken."""


class Look:
    """Colour or not, ASCII or not, and the columns there are: None where lines may be as long as they are."""

    __slots__ = ("ascii_only", "language", "paint", "width")

    def __init__(self, *, color: bool = False, ascii_only: bool = False, width: int | None = None):
        self.paint, self.ascii_only = painter(color=color), ascii_only
        self.width = width or UNBOUNDED
        self.language = "ascii" if ascii_only else "text"

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
        shown = lines.wrapped(self.signs(text), self.width - indent)
        return _hanging([formula(line, self.paint) for line in shown], lead, indent + lines.HANG)

    def equation(self, name: str, text: str, wide: int, *, lead: str = "", indent: int = 0) -> list[str]:
        """`name = text`, the names that stand below each other of `wide` columns."""
        lead += self.label(lines.right(self.signs(name), wide) + " =") + " "
        return self.formula(text, lead=lead, indent=indent + wide + 3)

    def prose(self, text: str, role: str, *, lead: str = "", indent: int = 0) -> list[str]:
        """Words behind a lead of `indent` columns."""
        shown = lines.filled(self.signs(text), self.width - indent)
        return _hanging([self.paint(line, role) for line in shown], lead, indent)


def _hanging(shown: list[str], lead: str, indent: int) -> list[str]:
    return [lead + shown[0], *(" " * indent + line for line in shown[1:])]
