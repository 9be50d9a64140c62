"""Differentials of symbols in formulas, whose powers have brackets: dx^2 is the change of x^2 to some."""
from __future__ import annotations

from matcalc.expr import Expr
from matcalc.notation import Notation
from matcalc.render.languages import cut, is_letter

POWERS = frozenset({"epow", "raised", "power", "mpower"})
"""Operators that raise their first argument."""


def is_change(e: Expr) -> bool:
    """Whether a node is a differential: dX, its transpose, d(A X)."""
    e = e.args[0] if e.op.name == "transpose" else e
    head = cut(e.data[0])[0] if e.op.name == "sym" else ""
    return e.op.name == "differential" or (head[:1] == "d" and len(head) > 1 and is_letter(head[1:]))


def is_raised(e: Expr) -> bool:
    """Whether a node is a power of one."""
    return e.op.name in POWERS and e.args[0].op.name == "sym" and is_change(e.args[0])


def raised(e: Expr, notation: Notation) -> Notation:
    """The notation of a node, with brackets round the base where that is a differential under a power."""
    if not is_raised(e):
        return notation
    form, scalar = ((text or notation.form).replace("{0:91}", "({0})") for text in (notation.form, notation.scalar))
    return Notation(form, notation.precedence, scalar=scalar)
