r"""What TeX makes of braces and bars: {a \over b}, \left|\left| x \right|\right|, braces that are raised, unseen."""
from __future__ import annotations

from collections.abc import Container, Sequence

from matcalc.diagnostics import Span, fault
from matcalc.syntax import words
from matcalc.syntax.commands import SIGNS
from matcalc.syntax.tree import Tree

POWERS = frozenset({"POW", "DOTPOW"})
RAISED = POWERS | {"TRANSPOSE", "INVTRANSPOSE", "SUPERSCRIPT", "PINV"}
"""What stands behind an operand that is raised to something."""


LONG = 200
"""Tokens in braces that are looked through."""


def unfolded(tokens: list[Tree], source: str) -> list[Tree]:
    r"""The tokens with {{a}/{b}} for {a \over b}, also between other brackets or none. Raises MatcalcError `syntax`."""
    at = 0
    while (at := next((i for i in range(at, len(tokens)) if tokens[i].text == r"\over"), -1)) >= 0:
        over = tokens[at]
        begin, end = _edge(tokens, at, -1), _edge(tokens, at, 1)
        left, right = tokens[begin:at], tokens[at + 1:end]
        if not left or not right or r"\over" in [token.text for token in right]:
            raise fault("syntax", "a fraction has two parts", source, over.span, "", r"write \frac{a}{b}")
        fraction = [*_braced(left), Tree("DIV", over.start, over.end, text="/"), *_braced(right)]
        tokens = [*tokens[:begin], *_braced(fraction), *tokens[end:]]
    return tokens


def _edge(tokens: Sequence[Tree], at: int, step: int) -> int:
    """Where the group round a token begins, or ends: the place beside the bracket that is not closed."""
    depth = 0
    while 0 <= at < len(tokens):
        kind = SIGNS.get(tokens[at].text[1:], (tokens[at].kind,))[0]
        depth += step * ((kind == "LPAR") - (kind == "RPAR"))
        if depth < 0:
            return at + (step < 0)
        at += step
    return at + (step < 0)


def _braced(tokens: list[Tree]) -> list[Tree]:
    start, end = tokens[0].start, tokens[-1].end
    return [Tree("LPAR", start, start, text="{"), *tokens, Tree("RPAR", end, end, text="}")]


def paired(tokens: list[Tree]) -> list[Tree]:
    r"""The tokens with the bars of a norm for \left|\left| and the \right|\right| that close them."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for i, token in enumerate(tokens):
        if token.text.startswith(r"\left") and token.kind == "COMMAND" and token.text.rstrip(" .") == r"\left":
            stack.append(i)
        elif token.kind == "COMMAND" and token.text.rstrip(" .") == r"\right" and stack:
            closing[stack.pop()] = i
    out = list(tokens)
    for i, end in closing.items():
        inner = closing.get(i + 2, end)
        bars = tokens[i + 1:i + 4:2] + tokens[inner + 1:end + 2:2]
        if end == inner + 2 and len(bars) == 4 and all(bar.kind == "BAR" for bar in bars):
            for k in (i, inner):
                first, last = tokens[k], tokens[k + 3]
                out[k + 1:k + 4] = [Tree("COMMAND", first.start, first.start, text=r"\,")] * 3
                out[k] = Tree("NORM", first.start, last.end, text="‖")
    return out


def bare(rest: list[Tree], behind: Container[str] = RAISED) -> bool:
    """Whether the braces that follow, on a stack, were taken off: they are raised, and TeX shows it of their end."""
    depth = 0
    for i in range(len(rest) - 1, max(0, len(rest) - LONG), -1):
        depth += (rest[i].text == "{") - (rest[i].text == "}")
        if not depth:
            if rest[i - 1].kind not in behind or rest[-1].text != "{":
                return False
            del rest[i], rest[-1]
            return True
    return False


def refuse(tokens: list[Tree], source: str) -> None:
    """Raises MatcalcError `syntax` for {A B}^T, which TeX prints as A B^T."""
    opened: list[int] = []
    for i, token in enumerate(tokens):
        if token.kind == "LPAR":
            opened.append(i)
        elif token.kind == "RPAR" and opened:
            begin = opened.pop()
            raised = tokens[i + 1:] and tokens[i + 1].kind in RAISED
            hidden = raised and source[token.start:token.end] == "}" and not _is_part(tokens, begin)
            if hidden and _is_long(tokens[begin + 1:i]):
                inside, power = source[tokens[begin].end:token.start], _power(tokens[i + 1:], source)
                raise fault("syntax", "braces do not show in LaTeX: what is raised here?", source,
                            Span(tokens[begin].start, token.end + len(power)),
                            hint=f"write ({inside}){power} or {inside}{power}")


def _power(tokens: Sequence[Tree], source: str) -> str:
    """The source of what something is raised to."""
    end = 1 if tokens[0].kind not in POWERS else _operand(tokens, 1 + (tokens[1:2] != [] and tokens[1].kind == "MINUS"))
    return source[tokens[0].start:tokens[min(end, len(tokens)) - 1].end]


def _is_part(tokens: Sequence[Tree], begin: int) -> bool:
    """Whether braces hold an exponent or what a function is of."""
    before = tokens[begin - 1] if begin else None
    return before is not None and (before.kind in POWERS or words.function(before.text) is not None)


def _is_long(tokens: Sequence[Tree]) -> bool:
    """Whether tokens are more than one operand with what is behind it."""
    at = _operand(tokens, 0)
    while at < len(tokens) and (tokens[at].kind in RAISED or tokens[at].kind == "SUBSCRIPT"):
        raised = tokens[at].kind in POWERS
        at += 1
        if raised:
            at += at < len(tokens) and tokens[at].kind == "MINUS"
            at = _operand(tokens, at)
    return at < len(tokens)


def _operand(tokens: Sequence[Tree], at: int) -> int:
    """Where the operand that begins at a place ends: a name, a call, or what stands in brackets or bars."""
    if at < len(tokens) and tokens[at].kind == "WORD" and words.function(tokens[at].text) is not None:
        at += tokens[at + 1:at + 2] != [] and tokens[at + 1].kind == "LPAR"
    if at < len(tokens) and tokens[at].kind in ("NORM", "BAR"):
        return next((i for i in range(at + 1, len(tokens)) if tokens[i].kind == tokens[at].kind), len(tokens)) + 1
    closes = {"LPAR": "RPAR", "LANGLE": "RANGLE"}.get(tokens[at].kind if at < len(tokens) else "")
    if closes is None:
        return at + 1
    opens, depth = tokens[at].kind, 0
    for i in range(at, len(tokens)):
        depth += (tokens[i].kind == opens) - (tokens[i].kind == closes)
        if not depth:
            return i + 1
    return len(tokens)
