"""The number 1 where only a column of ones makes sense."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matcalc.syntax.atoms import as_column, column_of_ones
from matcalc.syntax.context import Context
from matcalc.syntax.runs import OPERATORS
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Choice


def with_columns(ctx: Context, tree: Tree, ops: Sequence[str],
                 operands: list[list[Choice]]) -> list[list[Choice]]:
    """1 1', 1'X 1 and 1 b' hold columns of ones: beside a row or matrix a number 1 would say nothing."""
    out = list(operands)
    for i, (one, *others) in enumerate(operands):
        if set(ops[max(i - 1, 0):i + 1]) <= {"TIMES"}:
            as_column(ctx, one.typed)
        if one.tree.kind == "number" and ctx.text(one.typed) == "1" and not others:
            row = i + 1 < len(operands) and ops[i] == "TIMES" and _is_ones_row(operands[i + 1][0])
            if row or _takes_ones(ctx, tree, ops, operands, i):
                out[i] = [Choice(column_of_ones(ctx, one.tree), one.tree)]
                if not row:
                    ctx.note(f"1 in {ctx.text(tree)} is read as a column of ones")
    return out


def _is_ones_row(choice: Choice) -> bool:
    """1'"""
    return (choice.tree.kind == "transpose" and choice.tree.children[0].kind == "number" and bool(choice.typed.args)
            and choice.typed.args[0].op.name == "ones")


def _takes_ones(ctx: Context, tree: Tree, ops: Sequence[str], operands: list[list[Choice]], i: int) -> bool:
    """Whether what stands side by side with a number 1 is a matrix or row before it, or begins a row behind it."""
    beside = {child.start for before, child in pairwise(tree.children)
              if before.kind not in OPERATORS and child.kind not in OPERATORS}
    first, last = i, i
    while first > 0 and ops[first - 1] == "TIMES":
        first -= 1
    while last < len(ops) and ops[last] == "TIMES":
        last += 1
    cols = [ctx.shape(operands[k][0].typed)[1] for k in range(first, last + 1)]
    if i > first:
        ours = operands[i][0].tree.start in beside or any(_is_ones_row(operands[k][0]) for k in range(first, i))
        return ours and cols[i - first - 1] != "1"
    follows = i < last and operands[i + 1][0].tree.start in beside
    return follows and ctx.shape(operands[i + 1][0].typed)[0] == "1" and cols[1] != "1" and cols[-1] != "1"
