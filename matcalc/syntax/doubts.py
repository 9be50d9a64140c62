"""Notes on what fits and is yet hardly meant: matrices of one column, letters that became scalars, x'x/2n."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from matcalc.expr import Expr, walk
from matcalc.shape import SCALAR, Shape
from matcalc.syntax.atoms import conventional_kind
from matcalc.syntax.context import Context
from matcalc.syntax.tree import Tree, postorder
from matcalc.syntax.typed import Choice


def tell(ctx: Context, trees: Iterable[Tree]) -> None:
    """Add the notes to the context of a finished reading."""
    nodes = [node for tree in trees for node in postorder(tree)]
    runs = [node for node in nodes if node.kind == "run"]
    for name, count in Counter(node.text for node in nodes if node.kind == "NAME").items():
        if name in ctx.shapes or name not in ctx.symbols or name in ctx.counts:
            continue
        shape = ctx.shape(ctx.symbols[name])
        if conventional_kind(name) == "matrix" and "1" in shape:
            meant = next(filter(None, map(_meant, runs)), "")
            ctx.note(f"{name} is taken as a {_kind(shape)}: no other matrix fits{_proposal(meant)}")
        elif count > 1 and ctx.kinds.get(name) == "scalar":
            meant = next(filter(None, (_meant(run) for run in runs if _letter(run.children[0]) == name)), "")
            ctx.note(f"{name} is taken as a scalar: no column fits{_proposal(meant)}")


def tell_quotients(ctx: Context, tree: Tree, ops: Sequence[str], operands: list[list[Choice]]) -> None:
    """Notes on x'x/2n, which goes from the left, where what stands behind the 2 may have been meant to divide, and on
    x ./ y / 2, where / binds tighter.
    """
    for i in (i for i, op in enumerate(ops[:-1]) if op == "HDIV" and ops[i + 1] == "DIV"):
        under, by = (ctx.text(operands[at][0].typed) for at in (i + 1, i + 2))
        ctx.note(f"./ {under} / {by} is read as ./ ({under} / {by})")
    slashes = [child.end for child in tree.children if child.kind == "DIV"]
    at = [i for i, op in enumerate(ops) if op == "DIV"]
    for slash, i in zip(slashes, at, strict=True):
        divisor, *behind = (choices[0] for choices in operands[i + 1:i + 3])
        beside = behind and ops[i + 1] == "TIMES" and behind[0].tree.start - divisor.tree.end <= (
            divisor.tree.start - slash) and not ctx.source[divisor.tree.end:behind[0].tree.start].strip()
        if beside and _divides(ctx, behind[0]):
            text = ctx.source[tree.start:behind[0].tree.end]
            head, under = ctx.source[tree.start:slash], ctx.source[divisor.tree.start:behind[0].tree.end]
            done = ctx.source[tree.start:divisor.tree.end]
            ctx.note(f"{text} is read as ({done}) {ctx.text(behind[0].typed)}; to divide by both write {head}({under})")


OF_MATRICES = {"exp": "expm", "log": "logm", "sqrt": "sqrtm"}
"""Functions of each entry, and those of a square matrix that are written alike."""


def entrywise(expr: Expr) -> list[str]:
    """Notes on functions of a square matrix that are taken entry by entry."""
    found = {e.op.name: None for e in walk(expr)
             if e.op.name in OF_MATRICES and e.args and e.rows == e.cols and not e.is_scalar}
    return [f"{name} is of each entry; of a square matrix as a whole it is {OF_MATRICES[name]}" for name in found]


def _divides(ctx: Context, choice: Choice) -> bool:
    """Whether something is a name that is a scalar, or may well become one."""
    t = choice.typed
    undeclared = t.op.name == "sym" and t.data[0] not in ctx.shapes and conventional_kind(t.data[0]) != "matrix"
    return choice.tree.kind == "name" and (ctx.is_scalar(t) or undeclared)


def _kind(shape: Shape) -> str:
    return "scalar" if shape == SCALAR else "column" if shape[1] == "1" else "row"


def _proposal(meant: str) -> str:
    return f"; did you mean {meant}?" if meant else ""


def _meant(run: Tree) -> str:
    """x' A x for the product x A x or x' A x' of three names."""
    letters = [_letter(part) for part in run.children]
    if len(letters) == 3 and letters[0] == letters[2] and all(letters):
        return f"{letters[0]}' {letters[1]} {letters[0]}"
    return ""


def _letter(tree: Tree) -> str:
    """The name in a name or a transposed name."""
    inside = tree.children[0] if tree.kind == "transpose" else tree
    return inside.children[0].text if inside.kind == "name" else ""
