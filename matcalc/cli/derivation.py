"""A derivation written out: lines with their reasons, an `align*`, or JSON."""
from __future__ import annotations

from typing import Any

from matcalc.derivative import Derivative

WIDE = 64
"""Columns of a formula up to which the reason stands beside it; else below."""

_SPECIAL = set("\\{}$&#^_~%")


def as_text(d: Derivative, *, color: bool = False) -> str:
    """A line for each step, the equals signs below each other, and the reason behind."""
    dim, off = ("\x1b[2m", "\x1b[0m") if color else ("", "")
    rows = [(s.left[0], s.text.removeprefix(s.left[0]).strip(), _reason(s.why, s.identity)) for s in d.steps]
    left = min(max((len(row[0]) for row in rows), default=0), WIDE // 2)
    right = max((len(row[1]) for row in rows if len(row[1]) <= WIDE), default=0)
    out = []
    for lhs, rhs, reason in rows:
        line = f"{lhs:>{left}} {rhs}"
        if not reason:
            out.append(line)
        elif len(rhs) <= WIDE and len(lhs) <= left:
            out.append(f"{lhs:>{left}} {rhs:<{right}}   {dim}{reason}{off}")
        else:
            out += [line, f"{'':>{left}}   {dim}{reason}{off}"]
    return "\n".join(out)


def _reason(why: str, identity: str) -> str:
    return f"{why}: {identity}" if why and identity else why or identity


def as_latex(d: Derivative) -> str:
    r"""An `align*`, with the reasons that are plain words."""
    plain = [s.why if s.why.isascii() and not _SPECIAL & set(s.why) else "" for s in d.steps]
    rows = [s.latex + (rf" && \text{{{why}}}" if why else "") for s, why in zip(d.steps, plain, strict=True)]
    return "\\begin{align*}\n" + " \\\\\n".join(f"  {row}" for row in rows) + "\n\\end{align*}"


def fields(d: Derivative) -> list[dict[str, Any]]:
    """For JSON."""
    return [{"text": s.text, "latex": s.latex, "why": s.why, "identity": s.identity,
             "certificate": s.certificate.to_json() if s.certificate is not None else None} for s in d.steps]
