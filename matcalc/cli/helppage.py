"""What --help says, in colour: headings, and the names of options and commands."""
from __future__ import annotations

import re
from collections.abc import Iterable

import click

from matcalc.styles import Paint

NARROW, COLUMN = 60, 6
"""A terminal of fewer columns has what is said of an option below it, in this column."""

_HEADING = re.compile(r"( *)((?:Usage|Options|Commands|Examples|Environment):)(.*)")
_NAMED = re.compile(r"( {2,4})(-\S(?:.*?\S)?(?=  |$)|[A-Z_]{2,}(?:, [A-Z_]+)*(?=  )|[a-z]+(?=  ))(.*)")
"""An option or variable, or a command, in a column of its own."""


def painted(text: str, paint: Paint) -> str:
    """The page in colour."""
    return "\n".join(_line(line, paint) for line in text.split("\n"))


def _line(line: str, paint: Paint) -> str:
    for pattern, role in ((_HEADING, "title"), (_NAMED, "function")):
        if (found := pattern.fullmatch(line)) is not None:
            return found[1] + paint(found[2], role) + found[3]
    return line


class Narrow(click.HelpFormatter):
    """The page where two columns have no room beside each other."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = COLUMN, col_spacing: int = 0) -> None:
        """Each term, and below it what it is."""
        super().write_dl(list(rows), COLUMN - self.current_indent, 0)


def fit(ctx: click.Context, width: int | None) -> None:
    """Have the page of a context fit a terminal of that width."""
    if width is not None and width < NARROW:
        ctx.formatter_class, ctx.terminal_width = Narrow, width - 1
