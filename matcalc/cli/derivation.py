"""A derivation written out: lines with their reasons, an `align*`, or JSON."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcalc.cli import lines
from matcalc.cli.look import Look
from matcalc.derivative import Derivative
from matcalc.wraps import align, derivation, in_rows, plain

WIDE = 64
"""Columns of a formula up to which the reason stands beside it; else below."""
REASON = 30
"""Columns that reasons get beside the formulas at least; where there are fewer, all stand below."""
GAP, BELOW = 3, 7
"""The columns before a reason that stands beside, and after the left side to one that stands below."""


def as_text(d: Derivative, look: Look | None = None) -> str:
    """A line for each step, the equals signs below each other, and the reason behind, or below where that is wide."""
    look = look or Look()
    rows = [(look.signs(s.left[0]), look.signs(s.text.removeprefix(s.left[0]).strip()), s.why, s.identity)
            for s in d.steps]
    left = min(max((lines.columns(row[0]) for row in rows), default=0), WIDE // 2, look.width // 4)
    right = max((size for row in rows if (size := lines.columns(row[1])) <= WIDE), default=0)
    beside = left + 1 + right + GAP
    out = []
    for lhs, rhs, why, identity in rows:
        wide = lines.columns(lhs) > left or lines.columns(rhs) > WIDE
        shown = _equation(lhs, rhs, left, look)
        if not why and not identity:
            out += shown
        elif wide or look.width - beside < REASON:
            out += [*shown, *_reason(why, identity, look, " " * (left + BELOW), left + BELOW)]
        else:
            out += _reason(why, identity, look, shown[0] + " " * (right - lines.columns(rhs) + GAP), beside)
    return "\n".join(out)


def _equation(lhs: str, rhs: str, left: int, look: Look) -> list[str]:
    """`lhs = rhs`, in a line each where the left side is long and both have no room in one."""
    head = lines.right(lhs, left)
    if lines.columns(lhs) > left and lines.columns(lhs) + 1 + lines.columns(rhs) > look.width:
        above = [look.label(line) for line in lines.wrapped(lhs, look.width)]
        return [*above, *look.formula(rhs, lead=" " * (left + 1), indent=left + 1)]
    return look.formula(rhs, lead=look.label(head) + " ", indent=lines.columns(head) + 1)


def _reason(why: str, identity: str, look: Look, lead: str, indent: int) -> list[str]:
    """What was done, and the identity that allows it: in one line if that has room, else the identity below."""
    told = f"{why}: {identity}" if why and identity else why or identity
    if look.columns(told) <= look.width - indent:
        return look.prose(told, "reason", lead=lead, indent=indent)
    out = look.prose(f"{why}:" if identity else why, "reason", lead=lead, indent=indent) if why else []
    rule = lines.wrapped(look.signs(identity), look.width - indent) if identity else []
    return [*out, *((" " * indent if out or i else lead) + look.paint(line, "reason") for i, line in enumerate(rule))]


def as_latex(d: Derivative) -> str:
    r"""An `align*`, with the reasons that are plain words."""
    return align([s.latex + (rf" && \text{{{why}}}" if (why := plain(s.why)) else "") for s in d.steps])


def wrapped(found: Sequence[Derivative], language: str, wrap: str) -> str:
    """Derivations in rows that fit a page, reasons in rows of their own, or in a document."""
    lines = [[(s.written(language), s.why) for s in d.steps] for d in found]
    if wrap == "standalone":
        return derivation([line for each in lines for line in each], language, wrap)
    return "\n".join(derivation(each, language, wrap) for each in lines)


def rows(d: Derivative) -> list[str]:
    """A derivation as rows of an `align*` that fit a page."""
    return [row for s in d.steps for row in in_rows(*s.written("latex"), s.why)]


def fields(d: Derivative) -> list[dict[str, Any]]:
    """For JSON."""
    return [{"text": s.text, "latex": s.latex, "why": s.why, "identity": s.identity,
             "certificate": s.certificate.to_json() if s.certificate is not None else None} for s in d.steps]
