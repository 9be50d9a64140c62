"""Where expressions come from: the command line, `@file`, or `-` for stdin, an expression a line."""
from __future__ import annotations

import sys
from collections.abc import Iterator

from matcalc.diagnostics import MatcalcError, visible
from matcalc.syntax.textfile import read_text

LONGEST = 2_000_000
"""Bytes of a line that are kept; more than any expression may have."""


class Line:
    """An expression, and where it stood: a file and a line's number, None where it was given as an argument."""

    __slots__ = ("number", "text", "where")

    def __init__(self, text: str, number: int | None = None, where: str = "<stdin>"):
        self.text, self.number, self.where = text, number, where

    @property
    def prefix(self) -> str:
        """What messages about it begin with."""
        return "" if self.number is None else f"{self.where}:{self.number}: "

    @property
    def legible(self) -> str:
        """The text. Raises MatcalcError `bad-file` where bytes were no UTF-8."""
        if not self.text.isascii() and any("\udc80" <= c <= "\udcff" for c in self.text):
            raise MatcalcError("bad-file", "this is not UTF-8 text")
        return self.text


def expressions(given: str) -> Iterator[Line]:
    """The expressions that EXPR stands for. Raises MatcalcError `bad-file`, `syntax`."""
    if given == "-":
        return _lines(stdin(), "<stdin>")
    if given.startswith("@"):
        return _lines(read_text(given[1:]).split("\n"), given[1:])
    if not given.strip():
        raise MatcalcError("syntax", "there is no expression", hint="matcalc diff \"x'A x\" --wrt x")
    return iter([Line(given)])


def single(given: str) -> Line:
    """The one expression that an operand stands for. Raises MatcalcError `bad-file`, `syntax`, `usage`."""
    first, *others = expressions(given)
    if others:
        raise MatcalcError("usage", f"one expression is wanted here, and {visible(first.where)} holds "
                           f"{len(others) + 1}", hint="matcalc diff takes several")
    return first


def whole(given: str) -> Line:
    """What EXPR stands for as one text, of several lines perhaps. Raises MatcalcError `bad-file`."""
    if given == "-":
        return Line("".join(stdin()))
    return Line(read_text(given[1:])) if given.startswith("@") else Line(given)


def _lines(lines: Iterator[str] | list[str], where: str) -> Iterator[Line]:
    """The lines that hold something; blank ones and # comments are skipped."""
    found = False
    for number, line in enumerate(lines, 1):
        text = line.strip("\ufeff \t\r\n\x00" if number == 1 else " \t\r\n")
        if text and not text.startswith("#"):
            found = True
            yield Line(text, number, visible(where))
    if not found:
        raise MatcalcError("usage", f"{visible(where).strip('<>')} holds no expression",
                           hint="write an expression a line")


def stdin() -> Iterator[str]:
    """Lines as they come, so that a program may ask and wait for the answer. Raises MatcalcError `usage`."""
    if sys.stdin is None:
        raise MatcalcError("usage", "stdin is closed, and EXPR is -")
    buffer = sys.stdin.buffer
    while line := buffer.readline(LONGEST):
        while len(line) == LONGEST and (rest := buffer.readline(LONGEST)):
            if rest.endswith(b"\n"):  # what is cut off is not read: the line is too long as it is
                break
        yield line.decode("utf-8", "surrogateescape")
