"""Pairs brackets and bars with a stack: a bar closes where an operand precedes and that bar is open."""
from __future__ import annotations

from matcalc.diagnostics import Label, MatcalcError, fault
from matcalc.syntax.tree import Tree

OPERAND_ENDS = frozenset({"NAME", "NUMBER", "ONES", "RPAR", "RBAR", "RNORM", "RANGLE", "TRANSPOSE", "SUPERSCRIPT",
                          "INVTRANSPOSE", "PINV", "SUBSCRIPT"})
"""Tokens after which a bar can close."""

CLOSER = {"LPAR": "RPAR", "LANGLE": "RANGLE", "LBAR": "RBAR", "LNORM": "RNORM", "WEIGHT": "RPAR"}
_TWIN = dict(zip("([{（［｛<⟨〈", ")]}）］｝>⟩〉", strict=True))


def pair(tokens: list[Tree], source: str) -> list[Tree]:
    """The tokens with bars told into opening and closing ones.

    Where `||` read as norms does not pair, it is read as two bars. Raises MatcalcError `unclosed-bracket`.
    """
    try:
        return _pair(tokens, source)
    except MatcalcError:
        if not any(t.kind == "NORM" and len(t.text) == 2 for t in tokens):
            raise
        halved = [bar for t in tokens for bar in (_halves(t) if t.kind == "NORM" and len(t.text) == 2 else [t])]
        try:
            return _pair(halved, source)
        except MatcalcError:
            pass
        raise


def _halves(norm: Tree) -> list[Tree]:
    return [Tree("BAR", norm.start, norm.start + 1, text="|"), Tree("BAR", norm.start + 1, norm.end, text="|")]


def _pair(tokens: list[Tree], source: str) -> list[Tree]:
    out: list[Tree] = []
    stack: list[Tree] = []
    rest = tokens[::-1]
    while rest:
        token = rest.pop()
        operand = bool(out) and out[-1].kind in OPERAND_ENDS
        innermost = stack[-1].kind if stack else ""
        kind = token.kind
        if kind == "NORM" and operand and innermost == "LBAR" and len(token.text) == 2:
            rest += _halves(token)[::-1]
            continue
        if kind in ("BAR", "NORM"):
            closes = operand and innermost == "L" + kind
            kind = ("R" if closes else "L") + kind
        if kind in CLOSER:
            stack.append(Tree(kind, token.start, token.end, text=token.text))
        elif kind in CLOSER.values():
            _close(stack, token, kind, source)
        out.append(Tree(kind, token.start, token.end, text=token.text))
    if stack:
        raise _unclosed(stack[-1], source)
    return out


def _close(stack: list[Tree], token: Tree, kind: str, source: str) -> None:
    if not stack and token.text == ">":
        raise fault("syntax", "a relation is no part of an expression", source, token.span, hint=RELATION)
    if not stack:
        raise fault("unclosed-bracket", f"the {_word(token)} at column {_column(token, source)} closes nothing",
                    source, token.span)
    opened = stack.pop()
    if CLOSER[opened.kind] != kind:
        raise _unclosed(opened, source)
    if _TWIN.get(opened.text, token.text) != token.text and kind in ("RPAR", "RANGLE") and opened.text in "([{<⟨":
        message = f"the bracket `{opened.text}` at column {_column(opened, source)} is closed by `{token.text}`"
        raise MatcalcError("unclosed-bracket", message, source=source, labels=[Label(token.span),
                                                                                  Label(opened.span, "opened here")])


RELATION = "write one expression, without a relation"


def _unclosed(opened: Tree, source: str) -> MatcalcError:
    if opened.text == "<" and source[:opened.start].strip() and "," not in source[opened.end:]:
        return fault("syntax", "a relation is no part of an expression", source, opened.span, hint=RELATION)
    return fault("unclosed-bracket", f"the {_word(opened)} opened at column {_column(opened, source)} is not closed",
                 source, opened.span, "opened here")


def _word(token: Tree) -> str:
    return "bar" if "BAR" in token.kind or "NORM" in token.kind else "bracket"


def _column(token: Tree, source: str) -> int:
    return token.start - (source.rfind("\n", 0, token.start) + 1) + 1
