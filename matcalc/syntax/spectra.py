"""Refuses λ_1(A) and σ_min(A), which are a number of a spectrum to some and a product to others."""
from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

from matcalc.diagnostics import Span, fault
from matcalc.render.languages import cut
from matcalc.syntax import words
from matcalc.syntax.tree import Tree

SPECTRA = {**dict.fromkeys(("λ", "lambda"), ("eigval", "an eigenvalue")),
           **dict.fromkeys(("σ", "sigma"), ("sval", "a singular value"))}
"""By the letter: the function that is meant, and what it is."""
ALONE = {**dict.fromkeys(("ρ", "rho"), ("the spectral radius", "it has no rule here")),
         **dict.fromkeys(("κ", "kappa"), ("the condition number", "write smax(A) smax(inv(A))"))}
"""By the letter: what it is of one matrix in brackets, and what to write for it."""


def refuse(tokens: list[Tree], source: str, known: Container[str]) -> None:
    """Raises MatcalcError `ambiguous-function` for such a letter with a number, or `min`, beside a bracket of matrices.

    A space before the bracket tells the product.
    """
    for i, (word, after) in enumerate(pairwise(tokens)):
        letter, at = cut(word.text)
        if word.text in ALONE and after.kind == "LPAR":
            _refuse_alone(tokens[i:i + 4], source, known)
        between = source[word.end:after.start]
        if (word.kind != "WORD" or after.kind != "LPAR" or letter not in SPECTRA or word.text in known
                or between not in ("", "\\left") or words.function(word.text) or not (at.isdecimal() or at == "min")):
            continue
        end = next((k for k in range(i + 2, len(tokens)) if tokens[k].kind == "RPAR"), len(tokens) - 1)
        inside = [t.text for t in tokens[i + 2:end] if t.kind == "WORD"]
        function, what = SPECTRA[letter]
        if function == "sval" and at.isdecimal() and not all(text[0].isupper() for text in inside):
            raise fault("unknown-function", f"there is no function {word.text}, and {word.text} is not declared",
                        source, word.span, hint=f'for a function of each entry declare it: -d "{word.text}: function"; '
                        "for the product write a space before the bracket")
        if inside and all(text[0].isupper() for text in inside):
            matrix, number = _plain(source[after.end:tokens[end].start]), at if at.isdecimal() else "n"
            text = _plain(source[word.start:tokens[end].end])
            raise fault("ambiguous-function", f"{text} is {what} to some and a product to others", source,
                        Span(word.start, tokens[end].end),
                        hint=f"write {function}({matrix}, {number}), or a space before the bracket for the product")


def _refuse_alone(tokens: list[Tree], source: str, known: Container[str]) -> None:
    """Raises MatcalcError for ρ(A), where ρ is not declared: nobody puts one name in brackets for a product."""
    word, opened, name, *closed = tokens
    if (word.text in known or [t.kind for t in closed] != ["RPAR"] or name.kind != "WORD" or not name.text[0].isupper()
            or source[word.end:opened.start] not in ("", "\\left")):
        return
    what, instead = ALONE[word.text]
    raise fault("ambiguous-function", f"{_plain(source[word.start:closed[0].end])} is {what} to some and a product to "
                "others", source, Span(word.start, closed[0].end),
                hint=f"{instead}; for the product write a space before the bracket")


def refuse_size(token: Tree, source: str, symbols: Container[str]) -> None:
    """Raises MatcalcError `unknown-size` for a symbol in the place of a size: D_x is a derivative to most."""
    if token.text in symbols:
        raise fault("unknown-size", f"{token.text} is a symbol, and no size", source, token.span,
                    hint=f"name the size otherwise; to derive by {token.text}: --wrt {token.text}")


def _plain(text: str) -> str:
    """Without the sizes of brackets in LaTeX."""
    return text.replace("\\left", "").replace("\\right", "")
