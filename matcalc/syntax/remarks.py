"""Words beside a formula, `where`, `A symmetric`, `(square A)`: what is understood of them, and what is refused."""
from __future__ import annotations

from collections.abc import Collection, Iterator

from matcalc.diagnostics import MatcalcError, fault
from matcalc.properties import ASSUMPTIONS
from matcalc.syntax import words
from matcalc.syntax.latex import single
from matcalc.syntax.surroundings import TEXTS
from matcalc.syntax.tree import Tree, closing

JOINING = frozenset({"where", "with", "and", "let"})
"""Words between an expression and its definitions."""

PROPERTIES = {**{word: word for word in ASSUMPTIONS}, "invertible": "nonsingular", "antisymmetric": "skew",
              "square": "", "constant": ""}
"""Words for what is assumed of a symbol; what they say beyond its shape."""
_FILLING = frozenset({"is", "are", "a", "an", "the", "matrix", "matrices", "real", "and", "for", "all", "both"})


def texts(tokens: list[Tree], source: str) -> list[tuple[int, int]]:
    r"""Where an expression is cut: at `\text{where}`, and on both sides of words that are no name, as empty cuts."""
    out = []
    for i, token in enumerate(tokens):
        end = closing(tokens, i + 1) if token.text in TEXTS else 0
        inside = [t.text for t in tokens[i + 2:end] if t.kind == "WORD"]
        if not inside:
            continue
        if JOINING.issuperset(inside):
            out.append((i, end + 1))
        elif len(inside) > 1 and not (PROPERTIES.keys() | _FILLING).issuperset(inside):
            out += [(i, i), (end + 1, end + 1)]
    return out


def read(tokens: list[Tree], source: str, known: Collection[str],
         notes: dict[str, None]) -> dict[str, tuple[str, ...]] | None:
    """What a clause assumes of symbols; None for one that is a formula. Raises MatcalcError `syntax`."""
    said = [t for t in tokens if t.kind == "WORD" and t.text not in _FILLING]
    properties = [PROPERTIES[t.text] for t in said if t.text in PROPERTIES and t.text not in known]
    text = source[tokens[0].start:tokens[-1].end]
    if not properties:
        if tokens[0].text in TEXTS and len(said) > 1 and closing(tokens, 1) == len(tokens) - 1:
            raise _unknown(tokens, source)
        return None
    names = [name for name in _symbols(tokens, known) if name]
    others = [t for t in tokens if t.kind not in ("WORD", "COMMAND", "LPAR", "RPAR", "SUBSCRIPT")]
    if others or not names:
        raise _unknown(tokens, source)
    assumed = tuple(filter(None, properties))
    notes[f"{text} is read as a remark" + ("" if assumed else ", and left out")] = None
    return {name: assumed for name in names if assumed}


def _symbols(tokens: list[Tree], known: Collection[str]) -> Iterator[str]:
    """The symbols that a remark is about."""
    for token in tokens:
        if token.kind == "WORD" and token.text not in PROPERTIES and token.text not in _FILLING:
            if token.text not in known and not words.is_symbol(token.text):
                return
            yield token.text
        elif token.kind == "COMMAND" and token.text[1:] in words.GREEK_NAMES:
            yield single(token.text, known)


def _unknown(tokens: list[Tree], source: str) -> MatcalcError:
    text = source[tokens[0].start:tokens[-1].end]
    return fault("syntax", f"the remark {text} is not understood", source, tokens[0].span,
                 hint='leave it out; what is assumed of a symbol is declared: -d "A: n x n symmetric"')
