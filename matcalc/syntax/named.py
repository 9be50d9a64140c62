"""Products by name, as NumPy and PyTorch have them: matmul(A, B), dot(x, y), outer(x, y), multiply(A, B)."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.diagnostics import fault
from matcalc.expr import OPS
from matcalc.syntax.context import Context
from matcalc.syntax.runs import Builder, bracketed
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed

Made = tuple[Typed, str]


def call(ctx: Context, tree: Tree, name: str, args: Sequence[Typed]) -> Typed:
    """The product, with a note that says which. Raises MatcalcError `wrong-arguments`, or `shape-mismatch`."""
    if len(args) != 2:
        raise fault("wrong-arguments", f"{name} takes 2 arguments, not {len(args)}", ctx.source, tree.span)
    out, text = _MADE[name](ctx, *args)
    ctx.note(f"{ctx.text(tree)} is read as {text}")
    return out.at(tree)


def _text(ctx: Context, *parts: Typed) -> list[str]:
    return [bracketed(ctx.text(part)) for part in parts]


def _turned(ctx: Context, a: Typed) -> Typed:
    return ctx.apply(OPS["transpose"], (a,), a)


def _matrix(ctx: Context, a: Typed, b: Typed) -> Made:
    """A B; a column before a matrix would be a row to those whose vectors have one dimension."""
    if ctx.shape(a)[1] == "1" and not ctx.is_scalar(a) and ctx.shape(b)[0] != "1" and not ctx.is_scalar(b):
        one, other = _text(ctx, a, b)
        raise ctx.mismatch("a column stands before a matrix", [(a, ""), (b, "")], f"write {one}' {other}",
                           code="wrong-arguments")
    return Builder(ctx, ()).times(a, b), "{} {}".format(*_text(ctx, a, b))


def _inner(ctx: Context, a: Typed, b: Typed) -> Made:
    """xᵀ y of columns; of others the matrix product."""
    if ctx.shape(a)[1] == ctx.shape(b)[1] == "1" and not ctx.is_scalar(a) and not ctx.is_scalar(b):
        return Builder(ctx, ()).times(_turned(ctx, a), b), "{}' {}".format(*_text(ctx, a, b))
    return _matrix(ctx, a, b)


def _outer(ctx: Context, a: Typed, b: Typed) -> Made:
    """x yᵀ of columns."""
    for part in (a, b):
        if ctx.shape(part)[1] != "1":
            raise ctx.mismatch("an outer product is one of two columns", [(part, "")], code="wrong-arguments")
    return Builder(ctx, ()).times(a, _turned(ctx, b)), "{} {}'".format(*_text(ctx, a, b))


def _entries(ctx: Context, a: Typed, b: Typed) -> Made:
    """A∘B, or a multiple."""
    if ctx.is_scalar(a) or ctx.is_scalar(b):
        return _matrix(ctx, a, b)
    return ctx.apply(OPS["hadamard"], (a, b), a), "{}∘{}".format(*_text(ctx, a, b))


_MADE: dict[str, Callable[[Context, Typed, Typed], Made]] = {"matmul": _matrix, "dot": _inner, "outer": _outer,
                                                            "multiply": _entries}
