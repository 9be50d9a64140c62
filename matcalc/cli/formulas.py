"""Formulas in colour: names, functions, numbers and operators are told apart by how they are written."""
from __future__ import annotations

import re

from matcalc.styles import Paint, plain

_LETTER = r"(?![ᵀⁿ²³¹⁰-⁹])[\w\u0300-\u036f\u20d0-\u20ff]"
_TOKEN = re.compile(rf"(?P<function>[^\W\d]\w*'*(?=\())|(?P<number>(?<!\w)[0-9]+(?:\.[0-9]+)?)"
                    rf"|(?P<operator>Σₖ(?!\w))|(?P<symbol>(?![\d_])(?:{_LETTER})+)")


def formula(text: str, paint: Paint) -> str:
    """A formula in matcalc's syntax, each sign in the style of its role."""
    if paint is plain:
        return text
    out, at = [], 0
    for token in _TOKEN.finditer(text):
        out += [paint(text[at:token.start()], "operator"), paint(token[0], str(token.lastgroup))]
        at = token.end()
    return "".join([*out, paint(text[at:], "operator")])
