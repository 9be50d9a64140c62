"""MathML Core, presentation markup: each part of a formula is one element."""
from __future__ import annotations

from matcalc.render.formulas import Formulas
from matcalc.render.languages import GREEK, LETTERS, VARIANTS, Said

_CHARACTERS = dict(zip((*GREEK, *VARIANTS), (*LETTERS, *"εϑϖϱςφ"), strict=True)) | {"epsilon": "ϵ", "phi": "ϕ"}
"""Of epsilon and phi the shapes that LaTeX takes for these names."""
_MARKS = {"hat": "^", "tilde": "~", "bar": "¯", "dot": "˙", "ddot": "¨", "check": "ˇ"}
_BOLD = {"0": "𝟎", "1": "𝟏"}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_THIN = "0.1667em"
_LETTERS, _TIGHT = frozenset("⊤∞∗"), frozenset("/∘")
"""Signs in exponents and indices that are no operators there, or that have no room round them."""
_ROOM = {":": ' lspace="0.2778em" rspace="0.2778em"'}
"""Signs with other room around them than a browser's dictionary gives."""
_PRIMES = "′″‴"


class Elements:
    """The marks of MathML."""

    brackets = "<mrow><mo>(</mo>", "<mo>)</mo></mrow>"
    plain = '<mrow><mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo></mrow>'
    tall: tuple[str, ...] = "<mfrac>", "<munder>"
    times = "<mo>\u2062</mo>"
    gap = apart = f'<mspace width="{_THIN}"/>'
    comma = "<mo>,</mo>"

    def number(self, digits: str) -> str:
        """A whole number."""
        return f"<mn>{digits}</mn>"

    def letter(self, name: str) -> str:
        """One letter, or Greek by its name, whose capitals are upright."""
        if name in _CHARACTERS:
            return f"<mi>{_CHARACTERS[name]}</mi>" if name.islower() else self.word(_CHARACTERS[name])
        return f"<mi>{escaped(name)}</mi>"

    def word(self, name: str) -> str:
        """A word is upright by itself, one letter where it is asked for."""
        return f"<mi>{escaped(name)}</mi>" if len(name) > 1 else f'<mi mathvariant="normal">{escaped(name)}</mi>'

    def function(self, name: str) -> str:
        """The name of a function."""
        return self.word(name)

    def bold(self, digit: str) -> str:
        """The digit that is bold in itself."""
        return f"<mn>{_BOLD[digit]}</mn>"

    def accent(self, letter: str, mark: str) -> str:
        """A mark over a letter."""
        return f'<mover accent="true">{letter}<mo>{_MARKS[mark]}</mo></mover>'

    def row(self, *parts: str) -> str:
        """Parts in one element."""
        return f"<mrow>{''.join(parts)}</mrow>"

    def sign(self, sign: str) -> str:
        """An operator."""
        if sign in _LETTERS:
            return f"<mi>{sign}</mi>"
        return f'<mo lspace="0" rspace="0">{sign}</mo>' if sign in _TIGHT else f"<mo>{escaped(sign)}</mo>"

    def between(self, sign: str) -> str:
        """An operator; browsers know the room that it has."""
        return f"<mo{_ROOM.get(sign, '')}>{escaped(sign)}</mo>"

    def sub(self, base: str, index: str) -> str:
        """An index."""
        return f"<msub>{base}{index}</msub>"

    def sup(self, base: str, script: str) -> str:
        """An exponent."""
        return f"<msup>{base}{script}</msup>"

    def both(self, base: str, index: str, script: str) -> str:
        """An index, and an exponent above it."""
        return f"<msubsup>{base}{index}{script}</msubsup>"

    def primes(self, base: str, count: int) -> str:
        """Primes, or the order in brackets."""
        if count < 4:
            return self.sup(base, f"<mo>{_PRIMES[count - 1]}</mo>")
        return self.sup(base, self.row("<mo>(</mo>", self.number(str(count)), "<mo>)</mo>"))

    def fenced(self, bar: str, inside: str) -> str:
        """Bars that grow."""
        return (f'<mrow><mo fence="true" form="prefix">{bar}</mo>{inside}'
                f'<mo fence="true" form="postfix">{bar}</mo></mrow>')

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction."""
        return f"<mfrac>{top}{bottom}</mfrac>"

    def root(self, inside: str, degree: str = "") -> str:
        """A root."""
        return f"<mroot>{inside}{degree}</mroot>" if degree else f"<msqrt>{inside}</msqrt>"

    def total(self, letters: list[str]) -> str:
        """The sign of a sum, its letters below it."""
        below = self.row(*(piece for c in letters for piece in (self.comma, self.letter(c)))) if letters[1:] else ""
        below = below.replace(self.comma, "", 1) if below else self.letter(letters[0])
        return f"<munder><mo>∑</mo>{below}</munder>"


def escaped(text: str) -> str:
    """The text as the content of an element."""
    return text.translate(_ESCAPES)


_SAID = Said('<mspace width="1em"/>', '<mtext>where</mtext><mspace width="0.5em"/>',
             '<mo>,</mo><mspace width="0.2778em"/>', "<mo>=</mo>",
             "<mrow><munder><mo>∑</mo><mi>k</mi></munder><msub><mi>σ</mi><mi>k</mi></msub><msub><mi>u</mi><mi>k</mi></msub>"
             "<msubsup><mi>v</mi><mi>k</mi><mi>⊤</mi></msubsup></mrow>")
LANGUAGE = Formulas("mathml", Elements(), _SAID)
"""Presentation markup of one element, to stand in `<math>`."""
