"""The order of a norm as NumPy and MATLAB write it: norm(x, inf), norm(X, ord='fro')."""
from __future__ import annotations

from collections.abc import Container, Iterator

from matcalc.syntax.tree import Tree

KEYWORDS = frozenset({"ord", "p"})
INFINITE = frozenset({"inf", "Inf", "infty"})


def plain(tokens: list[Tree], known: Container[str]) -> list[Tree]:
    """The tokens without the keyword before an order, its word for infinity as a text, the p_p of ‖x‖^p_p in two."""
    if any(t.kind == "NORM" for t in tokens):
        tokens = list(_below(tokens, known))
    if not any(t.text == "norm" for t in tokens):
        return tokens
    out: list[Tree] = []
    calls: list[bool] = []  # for each open bracket, whether it is that of a norm
    for i, token in enumerate(tokens):
        if token.kind == "LPAR":
            calls.append(bool(out) and out[-1].text == "norm" and "norm" not in known)
        elif token.kind == "RPAR" and calls:
            calls.pop()
        if not calls or not calls[-1]:
            out.append(token)
            continue
        before, after = tokens[i - 1], tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if after == "EQUAL" and token.text in KEYWORDS and before.kind == "COMMA":
            continue
        if token.kind == "EQUAL" and before.text in KEYWORDS:
            continue
        infinite = token.text in INFINITE and token.text not in known and before.kind in ("COMMA", "EQUAL")
        out.append(Tree("STRING", token.start, token.end, text=f'"{token.text}"') if infinite else token)
    return out


def _below(tokens: list[Tree], known: Container[str]) -> Iterator[Tree]:
    """The word p_p behind ‖x‖^ as a name and an index."""
    before: list[str] = ["", ""]
    for token in tokens:
        letter, _, at = token.text.partition("_")
        if token.kind == "WORD" and before == ["NORM", "POW"] and letter == at and token.text not in known:
            middle = token.start + len(letter)
            yield Tree("WORD", token.start, middle, text=letter)
            yield Tree("SUBSCRIPT", middle, token.end, text=token.text[len(letter):])
        else:
            yield token
        before = [before[1], token.kind]
