"""Products that a target's compiler does better as rows."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc.expr import OPS, Expr, rebuild
from matcalc.lowering.scalars import flip

TARGETS = ("jax",)
"""On a CPU, XLA takes twice the time for the transpose of a matrix by a column that a row by the matrix takes."""


def as_rows(roots: Sequence[Expr], target: str) -> list[Expr]:
    """A'v = (v'A)'"""
    return [rebuild(e, _turned) for e in roots] if target in TARGETS else list(roots)


def _turned(e: Expr, args: tuple[Expr, ...]) -> Expr:
    if e.op.name == "matmul" and len(args) == 2 and args[0].op.name == "transpose" and e.cols == "1" != e.rows:
        return flip(OPS["matmul"](flip(args[1]), args[0].args[0]))
    return e.op(*args, data=e.data) if args else e
