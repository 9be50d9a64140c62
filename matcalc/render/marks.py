"""The marks of which formulas are made; each language of formulas has its own."""
from __future__ import annotations

from typing import Protocol


class Marks(Protocol):
    """What a language writes for the parts of a formula; all take and give source text, templates included."""

    brackets: tuple[str, str]
    """That grow with what is inside."""
    plain: tuple[str, str]
    """That do not."""
    tall: tuple[str, ...]
    """What is in the source of all that brackets must grow for."""
    times: str
    """Between factors."""
    gap: str
    """Between factors of which one is a word."""
    apart: str
    """Between factors of which one is a differential."""
    comma: str

    def number(self, digits: str) -> str:
        """A whole number."""

    def letter(self, name: str) -> str:
        """One letter as variables are set, or Greek by its English name."""

    def word(self, name: str) -> str:
        """A name of several letters, or a letter that is set upright as one."""

    def function(self, name: str) -> str:
        """The name of a function, of several letters."""

    def bold(self, digit: str) -> str:
        """0 or 1 as a matrix."""

    def accent(self, letter: str, mark: str) -> str:
        """A letter with a hat, tilde, bar, dot, ddot or check."""

    def row(self, *parts: str) -> str:
        """Parts side by side, as one thing."""

    def sign(self, sign: str) -> str:
        """An operator before its operand, or in a small formula."""

    def between(self, sign: str) -> str:
        """An operator between operands."""

    def sub(self, base: str, index: str) -> str:
        """An index."""

    def sup(self, base: str, script: str) -> str:
        """An exponent, or a mark in its place."""

    def both(self, base: str, index: str, script: str) -> str:
        """An index, and an exponent above it."""

    def primes(self, base: str, count: int) -> str:
        """Primes, as of a derivative."""

    def fenced(self, bar: str, inside: str) -> str:
        """Bars | or ‖ round something."""

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction."""

    def root(self, inside: str, degree: str = "") -> str:
        """A root, square unless a degree is given."""

    def total(self, letters: list[str]) -> str:
        """The sign of a sum over letters."""
