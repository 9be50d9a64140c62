"""Long sums in MathML, cut into rows before their signs: browsers break no lines in formulas."""
from __future__ import annotations

import re

WIDE = 60
"""Characters on a line of a page of HTML, about: the column that Pandoc sets has 36em."""
_TAG = re.compile(r"<(/?)(\w+)[^>]*?(/?)>")
_SIGN = re.compile(r"<mo>([+−])</mo>")


def rows(formula: str, wide: int = WIDE) -> list[str]:
    """The formula in one row, or a sum in as many as it takes; each but the first begins with a sign."""
    terms = _terms(formula)
    if sum(map(_width, terms)) <= wide:
        return [formula]
    out: list[list[str]] = [[]]
    for term in terms:
        if out[-1] and sum(map(_width, out[-1])) + _width(term) > wide:
            out.append([])
        out[-1].append(term)
    return [f"<mrow>{_leading(''.join(row)) if i else ''.join(row)}</mrow>" for i, row in enumerate(out)]


def _leading(row: str) -> str:
    """A row whose sign is between operands, of which the first is in the row above."""
    return _SIGN.sub(r'<mo form="infix">\1</mo>', row, count=1) if _SIGN.match(row) else row


def _terms(formula: str) -> list[str]:
    """The terms of a sum, each with its sign; a formula that is no sum is one."""
    parts = _children(formula)
    if not any(map(_SIGN.fullmatch, parts[1:])):
        return [formula]
    out = [] if _SIGN.fullmatch(parts[0]) else _terms(parts[0])
    for part in parts[len(out) > 0:]:
        if _SIGN.fullmatch(part):
            out.append(part)
        else:
            out[-1] += part
    return out


def _children(element: str) -> list[str]:
    """The elements in a row; the element itself where it is none."""
    if not element.startswith("<mrow>") or not element.endswith("</mrow>"):
        return [element]
    out, depth, start = [], 0, 6
    for tag in _TAG.finditer(element, 6, len(element) - 7):
        depth += -1 if tag[1] else 0 if tag[3] else 1
        if not depth:
            out.append(element[start:tag.end()])
            start = tag.end()
    return out


def _width(formula: str) -> float:
    """About how many characters wide it is: of a fraction the wider part, which is half or more."""
    text = re.sub(r"<mfrac>|<mo>\u2062</mo>", "", formula)
    return len(_TAG.sub("", text)) * (0.7 if "<mfrac>" in formula else 1)
