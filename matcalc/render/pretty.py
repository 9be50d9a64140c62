"""Formulas in two dimensions, for terminals: what is to be drawn, in marks that `boxes` lays out."""
from __future__ import annotations

from matcalc.render.formulas import Formulas
from matcalc.render.languages import ACCENTS, GREEK, LETTERS

OPEN, NEXT, CLOSE = "\x02", "\x1f", "\x03"
"""Round a part that is drawn in a way of its own, and between its parts; the first character names the way. No name
or number holds these."""

_CHARACTERS = dict(zip(GREEK, LETTERS, strict=True))
_ACCENTS = {mark: accent for accent, mark in ACCENTS.items()}
_BOLD = {"0": "𝟎", "1": "𝟏"}


def _drawn(way: str, *parts: str) -> str:
    return f"{OPEN}{way}{NEXT.join(parts)}{CLOSE}"


class Drawn:
    """The marks of drawings: text, and parts with the name of what draws them."""

    brackets = "(", ")"
    plain = "(", ")"
    tall: tuple[str, ...] = ()
    times = " "
    gap = apart = " "
    comma = ", "

    def number(self, digits: str) -> str:
        """As it is."""
        return digits

    def letter(self, name: str) -> str:
        """As it is, Greek as such."""
        return _CHARACTERS.get(name, name)

    def word(self, name: str) -> str:
        """As it is."""
        return name

    def function(self, name: str) -> str:
        """As it is."""
        return name

    def bold(self, digit: str) -> str:
        """The digit that is bold in itself."""
        return _BOLD[digit]

    def accent(self, letter: str, mark: str) -> str:
        """The letter with a combining mark."""
        return letter + _ACCENTS[mark]

    def row(self, *parts: str) -> str:
        """Side by side."""
        return "".join(parts)

    def sign(self, sign: str) -> str:
        """As it is."""
        return sign

    def between(self, sign: str) -> str:
        """With blanks round it."""
        return f" {sign} "

    def sub(self, base: str, index: str) -> str:
        """An index below."""
        return _drawn("_", base, index)

    def sup(self, base: str, script: str) -> str:
        """An exponent above."""
        return _drawn("^", base, script)

    def both(self, base: str, index: str, script: str) -> str:
        """An exponent above an index."""
        return self.sup(self.sub(base, index), script)

    def primes(self, base: str, count: int) -> str:
        """Primes."""
        return base + "'" * count

    def fenced(self, bar: str, inside: str) -> str:
        """Bars as tall as what is inside."""
        return _drawn(bar, inside)

    def fraction(self, top: str, bottom: str) -> str:
        """One above the other."""
        return _drawn("/", top, bottom)

    def root(self, inside: str, degree: str = "") -> str:
        """A root."""
        return _drawn("√", inside, degree)

    def total(self, letters: list[str]) -> str:
        """The sign of a sum with its letters below."""
        return _drawn("∑", ",".join(letters)) + " "

    def text(self, words: str) -> str:
        """Words with blanks round them."""
        return f"  {words} "


LANGUAGE = Formulas("pretty", Drawn())
"""Not to be read as it is: `boxes.draw` makes lines of it."""
