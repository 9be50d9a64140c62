"""Long formulas in LaTeX and Typst, cut into rows at the operators that bind least.

What is cut is source text that `write` gave: brackets that do not grow may stand open at the end of a row, groups,
scripts and brackets that grow may not.
"""
from __future__ import annotations

import re

WIDE = 75
"""Characters on a line of a page, about."""

_TOKENS = {
    "latex": re.compile(r"\\(?:mathrm|operatorname|text|mathbf)\{[^{}]*\}|\\[A-Za-z]+|\\.|\s+|."),
    "typst": re.compile(r'op\("[^"]*"\)|"[^"]*"|[A-Za-z][A-Za-z.]+|\\.|\s+|.'),
}
_LOOSENESS = {"+": 0, "-": 0, ":": 1, r"\circ": 2, "∘": 2, r"\otimes": 2, "⊗": 2, r"\oslash": 2, "⊘": 2}
_FACTORS = 3
"""How tightly operators bind, factors side by side the most."""
_OPEN, _CLOSED = ("(", "{", r"\left", r"\lvert", r"\lVert"), (")", "}", r"\right", r"\rvert", r"\rVert")


class _Token:
    """A piece of source with the width that it is set in, its depth, and how loose the operator there is, if any.

    closed  whether it stands inside of what no row may end in
    free    whether it is a bracket that may stand open at the end of a row
    """

    __slots__ = ("closed", "depth", "free", "loose", "text", "width")

    def __init__(self, text: str, depth: int, closed: bool, loose: int | None, free: bool):
        self.text, self.width = text, _width(text.strip())
        self.depth, self.closed, self.loose, self.free = depth, closed, loose, free


def rows(formula: str, language: str, wide: int = WIDE) -> list[str]:
    """The formula in one row, or in as many as it takes; each but the first begins with an operator or a factor."""
    if language == "latex" and _extent(formula) > wide:
        formula = _loosened(formula, wide)
    left, out = _tokens(formula, language), []
    while (end := _cut(left, wide)) is not None:
        out.append(_row(left[:end], language))
        left = left[end:]
    return [*out, _row(left, language)]


def _row(tokens: list[_Token], language: str) -> str:
    """The source of a row. Typst takes brackets for pairs, which those that stand open are not."""
    texts = [t.text for t in tokens]
    if language == "typst":
        unpaired: list[int] = []
        for i, t in enumerate(tokens):
            if t.free:
                pairs = t.text == ")" and unpaired and tokens[unpaired[-1]].text == "("
                unpaired = unpaired[:-1] if pairs else [*unpaired, i]
        for i in unpaired:
            texts[i] = "\\" + texts[i]
    return "".join(texts).strip()


def _loosened(latex: str, wide: int) -> str:
    """The formula with what is too wide for a row so that rows may end in it: a fraction as a multiple of its
    numerator, brackets that grow as large ones."""
    start = 0
    while found := _WIDENING.search(latex, start):
        at, start = found.start(), found.end()
        if latex.startswith(r"\frac", at):
            middle = _matching(latex, at + 5, "{", "}")
            end = _matching(latex, middle, "{", "}")
            top, bottom = latex[at + 6:middle - 1], latex[middle:end]
            if _extent(top) > wide:
                latex = rf"{latex[:at]}\frac{{1}}{bottom} \biggl({top}\biggr){latex[end:]}"
                start = at
        elif _extent(latex[at + 6:(end := _matching(latex, at, r"\left", r"\right")) - 6]) > wide:
            latex = rf"{latex[:at]}\biggl({latex[at + 6:end - 6]}\biggr){latex[end + 1:]}"
    return latex


_WIDENING = re.compile(r"\\frac\{|\\left\(")


def _matching(latex: str, at: int, opening: str, closing: str) -> int:
    """The place behind what closes what is opened here."""
    depth = 0
    for found in re.compile(f"{re.escape(opening)}|{re.escape(closing)}").finditer(latex, at):
        depth += 1 if found[0] == opening else -1
        if not depth:
            return found.end()
    return len(latex)


def _extent(formula: str) -> float:
    """About how many characters wide a formula of LaTeX is."""
    return sum(_width(token.strip()) for token in _TOKENS["latex"].findall(formula))


def _cut(tokens: list[_Token], wide: int) -> int | None:
    """Where the first row ends: at the loosest operator, of equal ones the last that leaves it short enough."""
    if sum(t.width for t in tokens) <= wide:
        return None
    places: list[tuple[int, int, int]] = []
    width = 0.0
    for i, t in enumerate(tokens):
        if t.loose is not None and not t.closed and width > wide / 4:
            if width > wide and places:
                break
            places.append((t.depth, t.loose, -i))
        width += t.width
    return -min(places)[2] if places else None


def _tokens(formula: str, language: str) -> list[_Token]:
    """The pieces of a formula; spaces between factors count as operators."""
    out: list[_Token] = []
    depth = closed = 0
    before = last = ""
    groups: list[bool] = []
    texts = _TOKENS[language].findall(formula)
    tall = _tall(texts) if language == "typst" else ()
    for i, (text, following) in enumerate(zip(texts, [*texts[1:], ""], strict=True)):
        bare = text.strip()
        free = bare == "(" and i not in tall and _may_stand_open(last, before, language)
        if bare == "(":
            groups.append(free)
        elif bare == ")":
            free = bool(groups) and groups.pop()
        if bare in _CLOSED:
            depth, closed = (depth - 1, closed) if free else (depth, closed - 1)
        out.append(_Token(text, depth, closed > 0, _loose(text, before, following.strip()), free))
        if bare in _OPEN:
            depth, closed = (depth + 1, closed) if free else (depth, closed + 1)
        before, last = bare or before, text
    return out


def _tall(texts: list[str]) -> set[int]:
    """The brackets round fractions: they grow, as only pairs do."""
    out: set[int] = set()
    open_now: list[int] = []
    for i, text in enumerate(texts):
        if text == "(":
            open_now.append(i)
        elif text == ")" and open_now:
            open_now.pop()
        elif text in ("frac", r"\frac"):
            out.update(open_now)
    return out


def _may_stand_open(last: str, before: str, language: str) -> bool:
    """Whether a bracket belongs to no command: in Typst those of calls, indices and exponents stand close."""
    return before != r"\left" and (language == "latex" or last.isspace() or last in ("", "(", "-"))


def _loose(text: str, before: str, following: str) -> int | None:
    """How loosely an operator binds, or the space between two factors; None for what is neither."""
    if before in ("", ",", *_OPEN, *_LOOSENESS):
        return None
    if text.isspace():
        called = following == "(" and len(before) > 1 and not before.startswith("\\")
        return None if called or following in ("", ",", *_LOOSENESS, *_CLOSED) else _FACTORS
    return _LOOSENESS.get(text)


def _width(token: str) -> float:
    """About how many characters a piece is set in."""
    word = re.fullmatch(r'\\(?:mathrm|operatorname|text|mathbf)\{([^{}]*)\}|op\("([^"]*)"\)|"([^"]*)"', token)
    if word:
        return len(next(filter(None, word.groups()), ""))
    if token in ("", "{", "}", "^", "_", r"\left", r"\right", r"\frac", "frac", ","):
        return 0
    return 3 if token in _LOOSENESS else 1
