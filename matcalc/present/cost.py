"""What an expression as written costs: operations, then length."""
from __future__ import annotations

from matcalc.expr import Expr, remembered
from matcalc.notation import notation_of

Cost = tuple[int, int]
SHORT_DECIMALS = (1, 2, 4, 5, 8, 10, 20, 25, 50, 100)
_SIZED = ("eye", "ones", "zeros")
"""Leaves whose code computes their sizes."""


def measure(e: Expr, field: str) -> Cost:
    """(operations, length) in the language whose notations stand in this field of a record.

    In text a transpose is no operation, and a function is one. Shared parts count each time.
    """
    memo = "cost." + field
    if memo not in e.memo:
        remembered(e, memo, lambda node: _node(node, field, [a.memo[memo] for a in node.args]))
    operations, length, _ = e.memo[memo]
    return operations, length


Measured = tuple[int, int, int]
"""Operations, length, precedence."""


def _node(e: Expr, field: str, args: list[Measured]) -> Measured:
    name = e.op.name
    if not args:
        return _leaf(e, name, field)
    notation = notation_of(e, field)
    joins = len(args) - 1 if notation.join is not None else 1
    each = notation.cost if field == "numpy" else int(name != "transpose")
    operations = each * joins + sum([a[0] for a in args])
    if notation.join is not None:
        length = len(notation.join.strip()) * joins + sum([_bracketed(a, notation.inner) for a in args])
    else:
        length, places, others = notation.widths(scalar=e.is_scalar)
        length += sum([_bracketed(args[i], need) for i, need in places])
        length += others * len(str(e.data)) if others else 0
    return operations, length, notation.precedence


def _bracketed(written: Measured, need: int) -> int:
    return written[1] + (2 if written[2] < need else 0)


def _leaf(e: Expr, name: str, field: str) -> Measured:
    if name == "num":
        short = e.data.denominator in SHORT_DECIMALS
        return int(not short and field == "numpy"), len(str(e.data)), 100 if e.data.denominator == 1 else 40
    if name == "sym":
        return 0, len(e.data[0]), 100
    if name in ("dim", "const"):
        operations = e.data.count("*") + e.data.count("+") + e.data.count("-", 1)
        return operations, len(e.data), 100 if e.data.isalnum() else 10
    if field != "numpy":
        return 0, len(name) + len(str(e.data)), 100
    notation = notation_of(e, "numpy")
    operations = notation.cost + (sum(d.count("*") + d.count("+") for d in e.data) if name in _SIZED else 0)
    return operations, len(notation.form), notation.precedence
