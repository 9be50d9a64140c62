"""LaTeX that people paste. What its commands mean is loaded where there are any."""
from __future__ import annotations

from collections.abc import Collection
from types import ModuleType

from matcalc.diagnostics import MatcalcError
from matcalc.syntax.lexer import lex
from matcalc.syntax.tokens import joined
from matcalc.syntax.tree import Tree


def translate(tokens: list[Tree], source: str, known: Collection[str]) -> list[Tree]:
    """The tokens with commands replaced; a Greek letter is spelled as it is declared. Raises MatcalcError `syntax`."""
    if not any(token.kind == "COMMAND" or token.text[:2] == "_{" for token in tokens):
        return tokens
    done: list[Tree] = _translation().Translation(tokens, source, known).run()
    return done


def name(text: str, known: Collection[str]) -> str:
    """The name that a text stands for, in LaTeX too: mu for \\mu; the text itself where it is no single name."""
    return (single(text, known) if set("\\${") & set(text) else "") or text


def single(text: str, known: Collection[str]) -> str:
    """The one name that a text is, with fonts or without; '' where it is none."""
    try:
        tokens = list(joined(translate(lex(text), text, known)))
    except MatcalcError:
        tokens = []
    return tokens[0].text if len(tokens) == 1 and tokens[0].kind == "WORD" else ""


def kind(token: Tree) -> str:
    """The kind of a token, or of the one that a command stands for."""
    return token.kind if token.kind != "COMMAND" else str(_translation().kind(token))


def is_fraction(token: Tree) -> bool:
    """Whether a token is \\frac in one of its spellings."""
    return token.kind == "COMMAND" and token.text[1:] in _translation().FRACTIONS


def _translation() -> ModuleType:
    from matcalc.syntax import translation

    return translation
