"""What must hold for an expression and its derivative to be defined, in words."""
from __future__ import annotations

from matcalc.expr import Expr, walk
from matcalc.properties import nonnegative, nonsingular, positive
from matcalc.render import write


def conditions(f: Expr, answer: Expr) -> tuple[str, ...]:
    """The conditions of a function and its derivative, both as written, each once, those of the function first."""
    found: dict[str, None] = {}
    for e in walk(f, answer):
        words = _condition(e)
        if words is not None:
            found[words] = None
    return tuple(found)


def _condition(e: Expr) -> str | None:
    if e.op.name not in _OPS:
        return None
    a = e.args[-1]
    if e.op.name in ("inv", "invt", "logdet"):
        return None if nonsingular(a) else f"{write(a)} nonsingular"
    needs = _OPS[e.op.name]
    if e.op.name == "epow":
        needs = "≠ 0" if e.data.denominator == 1 and e.data < 0 else "> 0" if e.data.denominator != 1 else ""
    if e.op.name == "power":
        return f"{write(a)} nonsingular" if e.data < 0 and not nonsingular(a) else None
    if not needs or positive(a) or (needs == "≥ 0" and nonnegative(a)):
        return None
    who = write(a) if a.is_scalar or e.op.name == "norm" else f"entries of {write(a)}"
    return f"{who} {needs}"


_OPS = {"inv": "", "invt": "", "logdet": "", "power": "", "epow": "", "log": "> 0", "sqrt": "> 0", "norm": "≠ 0", "abs": "≠ 0",
        "sign": "≠ 0", "step": "≠ 0", "relu": "≠ 0", "norm1": "≠ 0", "div": "≠ 0", "hdiv": "≠ 0", "asin": "in (−1, 1)",
        "acos": "in (−1, 1)", "atanh": "in (−1, 1)", "acosh": "> 1", "tan": "≠ π/2 + kπ"}
"""What the last argument of an operator must satisfy."""
