"""Functions: f(X), f X without brackets, and those that take dimensions."""
from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from matcalc import dims
from matcalc.diagnostics import Label, MatcalcError, fault
from matcalc.dims import DimError
from matcalc.expr import OPS, Op
from matcalc.ops import FUNCTIONS
from matcalc.ops.several import SEVERAL
from matcalc.shape import SCALAR, Shape, Signature
from matcalc.syntax import indices, named, norms, words
from matcalc.syntax.context import Context
from matcalc.syntax.sums import spread
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed

ROUND = str.maketrans("[]{}", "()()")
SQUARE_BY_DEFAULT = frozenset({"ones", "zeros", "commutation"})
"""Functions of two dimensions that take one for both."""
BY_ROWS = frozenset({"softmax", "log_softmax"})
"""Functions of all entries, which of a matrix papers mean by rows."""


_CALLS = {"norm": "norms are norm(x), norm(x, p), norm(X, 'fro') and norm(X, 'nuc')",
          "sum": "sum(X) adds all entries, rowsum(X) and colsum(X) those of rows and columns; there are no indices"}
"""How functions are called that other languages give more arguments."""

COUNTED = {**dict.fromkeys(("eigval", "eigvec", "eigproj", "resolvent"), "eigenvalue"),
           **dict.fromkeys(("sval", "lsvec", "rsvec"), "singular value")}
"""Functions whose last argument counts what a matrix has as many of as its smaller size."""


def apply_call(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """f(X, ...)."""
    name = tree.children[0].text
    if name.rstrip("'") in ctx.names.functions:
        return _declared(ctx, name, args, tree)
    if name in words.WITH_TEXT:
        return indices.call(ctx, tree, args)
    if name == "norm" and len(_arguments(tree)) + any(child.kind == "STRING" for child in tree.children) == 2:
        return norms.call(ctx, tree, args)
    text = next((child for child in tree.children if child.kind == "STRING"), None)
    if text is not None:
        raise fault("wrong-arguments", f"{name} takes no text in quotes", ctx.source, text.span)
    if name in words.SIZED:
        return _constant(ctx, tree, name)
    if name in words.PRODUCTS:
        return named.call(ctx, tree, name, args)
    if name in words.WITH_SIZES:
        return _with_sizes(ctx, tree, name, args)
    return call(ctx, name, args, tree)


def apply_bare(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A function and its operand side by side."""
    name = tree.children[0].text
    if name not in FUNCTIONS:
        raise MatcalcError("wrong-arguments", f"{name} takes its arguments in brackets", source=ctx.source,
                           labels=[Label(tree.children[0].span)])
    return call(ctx, name, args, tree)


def call(ctx: Context, name: str, args: Sequence[Typed], tree: Tree) -> Typed:
    """The first operator of this name that fits, without forcing a dimension to be 1 if one can."""
    ops = [op for op in FUNCTIONS[name] if takes(op, len(args))]
    if not ops:
        wanted = arity(FUNCTIONS[name][0])
        example = f"write {name}({', '.join('ABCDE'[:wanted])})" if 1 < wanted < 6 else None
        raise fault("wrong-arguments", f"{name} takes {_count(wanted)}, not {len(args)}", ctx.source, tree.span,
                    hint=_CALLS.get(name) or example)
    if name == "log" and args[0].op.name == "abs" and args[0].args[0].op.name == "det":
        return ctx.apply(OPS["logdet"], args[0].args[0].args, tree)
    if name in BY_ROWS and "1" not in ctx.shape(args[0]):
        ops = _by_rows(ctx, name, ctx.text(args[0]), ops)
    errors: list[MatcalcError] = []
    for strict in (True, False) if len(ops) > 1 else (False,):
        for op in ops:
            mark = ctx.mark()
            try:
                out = ctx.apply(op, _spread(ctx, op, args), tree)
            except MatcalcError as e:
                errors.append(e)
            else:
                if not (strict and ctx.unifier.forced_since(mark[0])):
                    return out
            ctx.undo(mark)
    raise errors[-1]


def _by_rows(ctx: Context, name: str, text: str, ops: list[Op]) -> list[Op]:
    """The operator meant by softmax of a matrix: in LaTeX that of each row, as in papers; else that of all entries."""
    if "\\" in ctx.source:
        function = name.removeprefix("log_")
        ctx.note(f"{name}({text}) is of each row; over all entries {function} is exp({text})/sum(exp({text}))")
        return list(FUNCTIONS[f"row_{name}"])
    ctx.note(f"{name}({text}) is over all entries; over those of each row it is row_{name}({text})")
    return ops


def _declared(ctx: Context, name: str, args: Sequence[Typed], tree: Tree) -> Typed:
    """A declared function or a derivative of it."""
    if len(args) != 1:
        raise fault("wrong-arguments", f"{name} takes one argument, not {len(args)}", ctx.source, tree.span)
    base = name.rstrip("'")
    return ctx.apply(OPS["unknown"], args, tree, (base, len(name) - len(base)))


def _spread(ctx: Context, op: Op, args: Sequence[Typed]) -> Sequence[Typed]:
    """The arguments, and of a function of the entries of several arrays a number as an array of it."""
    shape = next((ctx.shape(a) for a in args if not ctx.is_scalar(a)), SCALAR)
    return args if op.name not in SEVERAL or shape == SCALAR else [spread(ctx, a, shape) for a in args]


def takes(op: Op, count: int) -> bool:
    """Whether an operator can have this many arguments."""
    return count >= 2 if op.fold else count == arity(op)


@lru_cache(maxsize=256)
def arity(op: Op) -> int:
    """How many arguments an operator takes, from its samples, its signature or its text."""
    if op.samples:
        return len(op.samples)
    if isinstance(op.signature, Signature):
        return len(op.signature.inputs)
    return len(set(re.findall(r"\{(\d)", getattr(op.text, "form", ""))))


def _count_of(what: str, n: int) -> str:
    return f"{n} {what}" + "s" * (n != 1)


def _count(n: int) -> str:
    return "one argument" if n == 1 else f"{n} arguments"


def _with_sizes(ctx: Context, tree: Tree, name: str, args: list[Typed]) -> Typed:
    """eye(n), ones(m, n), unit(i, n), unvec(x, m, n): operators whose data are dimensions."""
    op, expressions, sizes = words.WITH_SIZES[name]
    given = [dimension(ctx, part) for part in _arguments(tree)[expressions:]]
    if len(given) == 1 and sizes == 2 and name in SQUARE_BY_DEFAULT:
        given *= 2
    if name == "eye" and len(given) == 2 and given[0] == given[1]:
        given = given[:1]
    if name == "unit" and len(given) == 1:
        given.append(ctx.unifier.fresh())
    if len(given) != sizes or len(args) != expressions:
        raise fault("wrong-arguments", f"{name} takes {_count(expressions + sizes)}, not {len(_arguments(tree))}",
                    ctx.source, tree.span)
    if name == "unit":
        return _unit(ctx, tree, op, given)
    data = given[0] if sizes == 1 else tuple(given)
    if name == "unvec":
        ctx.unifier.unify_shapes(args[0].shape, (dims.mul(*given), "1"))  # where that fails, the operator says why
    if name in COUNTED:
        _check_number(ctx, tree, name, given[0], args[0])
    return ctx.apply(op, args, tree, data)


def _check_number(ctx: Context, tree: Tree, name: str, number: str, arg: Typed) -> None:
    """Raises MatcalcError `wrong-arguments` for the fifth eigenvalue of a matrix that has three."""
    sizes = [int(dim) for dim in ctx.shape(arg) if dim.isdigit()]
    if number.isdigit() and sizes and int(number) > min(sizes):
        count, size = _count_of(COUNTED[name], min(sizes)), ctx.show(ctx.shape(arg))
        raise fault("wrong-arguments", f"{ctx.text(arg)} has {count}, and number {number} is asked for", ctx.source,
                    tree.span, f"{ctx.text(arg)} is {size}")


def _unit(ctx: Context, tree: Tree, op: Op, given: list[str]) -> Typed:
    index, size = given
    if not index.isdigit() or not 1 <= int(index) <= (int(size) if size.isdigit() else int(index)):
        raise fault("wrong-arguments", f"unit(i, n) takes a number from 1 to n, not {index}", ctx.source, tree.span)
    return Typed(op, (), (int(index), size), (size, "1"), tree.start, tree.end)


def _arguments(tree: Tree) -> list[Tree]:
    return [child for child in tree.children if child.kind[0].islower()]


def dimension(ctx: Context, tree: Tree) -> str:
    """A dimension as an argument. Raises MatcalcError `wrong-arguments`."""
    text = ctx.source[tree.start:tree.end]
    try:
        dim = dims.parse(text.translate(ROUND))
    except DimError as e:
        raise fault("wrong-arguments", str(e), ctx.source, tree.span) from None
    if dim.startswith("-") or dim == "0":
        raise fault("wrong-arguments", f"a dimension is at least 1, not {dim}", ctx.source, tree.span)
    return dim


def _constant(ctx: Context, tree: Tree, name: str) -> Typed:
    """vector(1), matrix(0): ones or zeros of the shape that fits."""
    parts = _arguments(tree)
    text = ctx.source[parts[0].start:parts[0].end] if len(parts) == 1 else ""
    if text not in ("0", "1"):
        raise fault("wrong-arguments", f"{name} takes 0 or 1", ctx.source, tree.span)
    shape: Shape = (ctx.unifier.fresh(), ctx.unifier.fresh() if name == "matrix" else "1")
    return Typed(OPS["ones" if text == "1" else "zeros"], (), shape, shape, tree.start, tree.end)
