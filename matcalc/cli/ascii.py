"""Answers in ASCII: every sign that the text notation uses has a spelling that is read the same."""
from __future__ import annotations

import unicodedata

from matcalc.answers import Formulated
from matcalc.render.languages import ACCENTS, LETTERS

SIGNS = {
    "ᵀ": "'", "∘": " .* ", "⁻¹": "^-1", "⁻ᵀ": "^-T", "⁺": "^+", "‖": "||", "²": "^2", "³": "^3", "·": "*", "×": " x ",
    "−": "-", "Σₖ": "sum_k", "ₖ": "_k", "⊗": "(x)", "∂": "d", "≤": "<=", "≥": ">=", "≠": "!=", "…": "...", "→": "->",
    "⊤": "T", "⊘": " ./ ", "∗": "*", "∞": "inf", "∈": "in", "𝟏": "1",
}
"""From sign to spelling; longer signs count first."""


def ascii_text(d: Formulated) -> str:
    """The answer in ASCII; it parses back, as the text does."""
    return to_ascii(d.answer.written("ascii"))


def to_ascii(text: str) -> str:
    """Any text in ASCII, signs spelled out; a sign that no table holds is told by its Unicode name."""
    if text.isascii():
        return text
    for sign in sorted(SIGNS, key=len, reverse=True):
        text = text.replace(sign, SIGNS[sign])
    return "".join(c if c.isascii() else LETTERS.get(c) or _spelled(c) for c in text)


def _spelled(c: str) -> str:
    if c in ACCENTS:
        return f"_{ACCENTS[c]}"
    plain = unicodedata.normalize("NFKD", c)
    return plain if plain.isascii() else unicodedata.name(c, "?").lower().replace(" ", "_")
