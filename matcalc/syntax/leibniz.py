"""The sign of a derivative before an expression, d/dx or ∇ₓ, which says no more than what is asked for: left out."""
from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from matcalc.diagnostics import Span, fault
from matcalc.syntax import latex
from matcalc.syntax.tree import Tree, closing

NABLAS = frozenset({"∇", r"\nabla"})
PARTIALS = frozenset({"∂", r"\partial", "d", r"\mathrm{d}", r"\text{d}", r"\rm d"})
_BARS = frozenset({"BAR", "NORM"})


class Sign:
    """A sign of a derivative: the variable as written, '' where it has none, what it stands before, and its extent.

    whole   it brings its operand along, as in ∂(x'x)/∂x
    """

    __slots__ = ("body", "span", "variable", "whole")

    def __init__(self, variable: str, body: list[Tree], span: Span, whole: bool = False):
        """What was found at the beginning of an expression."""
        self.variable, self.body, self.span, self.whole = variable, body, span, whole


def strip(tokens: list[Tree], source: str, wrt: Sequence[str], known: Collection[str],
          notes: dict[str, None]) -> list[Tree]:
    """The tokens without a sign of a derivative by the variable that is asked for.

    Raises MatcalcError `syntax` where it is by another one, or stands before a sum.
    """
    found = _sign(tokens, source, known) if wrt else None
    if found is None or not found.body:
        return tokens
    text = source[found.span.start:found.span.end]
    variable = latex.name(found.variable, known) if found.variable else wrt[0]
    if variable == wrt[0].lower() and variable not in known and not any(t.text == variable for t in found.body):
        notes[f"{variable} is taken for vec {wrt[0]}"] = None
        variable = wrt[0]
    if variable not in wrt or len(wrt) > 1:
        raise fault("syntax", f"{text} is by {variable}, and the derivative by {', '.join(wrt)} is asked for", source,
                    found.span, hint="leave it out, and say with --wrt what to derive by")
    if not found.whole and is_sum(found.body):
        raise fault("syntax", f"{text} before a sum is of the first term to some, of all to others", source, found.span,
                    hint=f"leave it out, and give --wrt {variable}")
    left = "is read as its function" if found.whole else "is left out"
    notes[f"{text} {left}: the derivative by {variable} is what is asked for"] = None
    return found.body


def differentiates(tokens: list[Tree], source: str) -> bool:
    """Whether a stretch is, or has in it, the sign of a derivative."""
    return bool(tokens) and (any(t.text in NABLAS or t.text in ("∂", r"\partial") for t in tokens)
                             or begins(tokens, source))


def begins(tokens: list[Tree], source: str) -> bool:
    """Whether a stretch begins with the sign of a derivative."""
    return bool(tokens) and _sign(tokens, source, ()) is not None


def _sign(tokens: list[Tree], source: str, known: Collection[str]) -> Sign | None:
    """The sign that an expression begins with."""
    texts = [t.text for t in tokens[:5]]
    first = tokens[0]
    if first.text in NABLAS:
        below = len(tokens) > 1 and tokens[1].kind == "SUBSCRIPT"
        body = tokens[1 + below:]
        return None if body and body[0].kind in ("POW", "SUPERSCRIPT") else Sign(
            _inside(tokens[1].text[1:]) if below else "", body, Span(first.start, tokens[below].end))
    if latex.is_fraction(first):
        return _fraction(tokens, source)
    if first.text not in PARTIALS or "d" in known or len(tokens) < 3:
        return None
    if texts[1] == "/":
        variable, length = _variable(tokens[2:4])
        return Sign(variable, tokens[2 + length:], Span(first.start, tokens[1 + length].end)) if length else None
    end = closing(tokens, 1)
    if end and end + 1 < len(tokens) and tokens[end + 1].kind == "DIV":
        variable, length = _variable(tokens[end + 2:end + 4])
        if length and end + 2 + length == len(tokens):
            return Sign(variable, tokens[2:end], Span(first.start, tokens[-1].end), whole=True)
    return None


def _inside(index: str) -> str:
    """An index without its braces."""
    return index[1:-1] if index.startswith("{") else index


def _variable(tokens: Sequence[Tree]) -> tuple[str, int]:
    """The x of dx or ∂x, and how many tokens it is; 0 where there is none."""
    if not tokens:
        return "", 0
    text = tokens[0].text
    if text == "∂" and len(tokens) > 1 and tokens[1].kind == "WORD":
        return tokens[1].text, 2
    return (text[1:], 1) if tokens[0].kind == "WORD" and text[0] == "d" and len(text) > 1 else ("", 0)


def _fraction(tokens: list[Tree], source: str) -> Sign | None:
    r"""\frac{\partial}{\partial X} f and \frac{\partial f}{\partial X}."""
    end = closing(tokens, 1)
    last = closing(tokens, end + 1) if end else 0
    if not last:
        return None
    under = source[tokens[end + 1].end:tokens[last].start].strip()
    over = source[tokens[1].end:tokens[end].start].strip()
    d = next((d for d in sorted(PARTIALS, key=len, reverse=True) if under.startswith(d)), "")
    variable = _bare(under.removeprefix(d))
    top = next((p for p in sorted(PARTIALS, key=len, reverse=True) if over.startswith(p)), "")
    if not d or not top or not variable or r"\partial" in variable:
        return None
    span = Span(tokens[0].start, tokens[last].end)
    if over == top:
        return Sign(variable, tokens[last + 1:], span)
    if top == "d" and tokens[2].text != "d":
        return None
    at = source.index(top, tokens[1].end) + len(top)
    body = [t for t in tokens[2:end] if t.start >= at]
    return Sign(variable, body, span, whole=True) if last + 1 == len(tokens) else None


_VEC = re.compile(r"\\(?:operatorname|text|mbox|mathrm)\s*\{\s*vec\s*\}|vec\b")


def _bare(variable: str) -> str:
    """A variable without brackets round it, and the X of vec X: the Jacobian by either is the same."""
    text = _VEC.sub("", variable.strip().replace(r"\left", "").replace(r"\right", ""), count=1).strip()
    return text[1:-1].strip() if text[:1] == "(" and text[-1:] == ")" else text


def is_sum(tokens: Sequence[Tree]) -> bool:
    """Whether a plus or minus stands outside all brackets and bars, but for a sign at the beginning."""
    depth, bars = 0, 0
    for i, token in enumerate(tokens):
        kind = latex.kind(token)
        depth += (kind == "LPAR") - (kind == "RPAR")
        bars += kind in _BARS
        if i and kind in ("PLUS", "MINUS") and depth <= 0 and bars % 2 == 0:
            return True
    return False
