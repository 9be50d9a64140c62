"""Transposes, inverses, powers and the subscripts of norms."""
from __future__ import annotations

import re
from fractions import Fraction

from matcalc import dims
from matcalc.diagnostics import Label, MatcalcError, Span, fault
from matcalc.dims import DimError
from matcalc.expr import OPS
from matcalc.ops import FUNCTIONS
from matcalc.shape import SCALAR
from matcalc.syntax import exponents, limits, norms, weights
from matcalc.syntax.atoms import as_column, column_of_ones
from matcalc.syntax.context import Context
from matcalc.syntax.runs import bracketed, unbracketed
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed

SUPERSCRIPTS = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "-+01234567890123456789")

TIME = frozenset("t")
"""Undeclared letters that are numbers in the exponential of A t."""


def transpose(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A'. The transpose of the number 1 is a row of ones."""
    inside = args[0]
    if inside.op.name == "num" and inside.data == 1 and tree.children[0].kind == "number":
        inside = column_of_ones(ctx, tree.children[0])
    as_column(ctx, inside)
    if inside.op.name == "sym" and ctx.is_scalar(inside) and inside.data[0] not in ctx.shapes:
        if inside.data[0] in ctx.kinds:
            raise ctx.mismatch("an undeclared letter that is transposed is no scalar", [(inside, "")])
        ctx.suspects[inside.data[0]] = None
        ctx.penalty += 1
    return ctx.apply(OPS["transpose"], (inside,), tree)


def inverse(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A^-1 of a square matrix."""
    if ctx.is_scalar(args[0]):
        return ctx.apply(OPS["epow"], args, tree, Fraction(-1))
    return ctx.apply(OPS["inv"], args, tree)


def inverse_transpose(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A^-T, the transpose of the inverse."""
    return ctx.apply(OPS["invt"], args, tree)


def pseudo_inverse(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A^+."""
    return known(ctx, "pinv", "pseudo-inverses", args[0], tree)


def known(ctx: Context, function: str, what: str, arg: Typed, tree: Tree) -> Typed:
    """A function that may be missing from the table. Raises MatcalcError `unsupported` where it is."""
    if function not in FUNCTIONS:
        raise fault("unsupported", f"{what} have no rule here", ctx.source, tree.span)
    return ctx.apply(FUNCTIONS[function][0], (arg,), tree)


def superscript(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A², A⁻¹."""
    _tell_called(ctx, tree, args[0])
    text = tree.children[1].text.translate(SUPERSCRIPTS)
    if len(text) > limits.DIGITS:
        raise _too_large(ctx, tree)
    return raised(ctx, tree, args[0], Fraction(text))


def power(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A^k; e^x of an undeclared e is the exponential."""
    base, k = args
    _tell_called(ctx, tree, base)
    if exponents.is_constant(k):
        _tell_tower(ctx, tree)
        value = exponents.constant(ctx, k)
        if value < 0 and base.op.name == "num" and not base.data:
            raise fault("unsupported", "this divides by zero", ctx.source, tree.span)
        return raised(ctx, tree, base, value)
    if base.op.name == "sym" and base.data[0] == "e" and "e" not in ctx.names.known:
        return _exponential(ctx, tree, base, k)
    _tell_tower(ctx, tree)
    return exponents.power(ctx, tree, base, k)


def _tell_called(ctx: Context, tree: Tree, base: Typed) -> None:
    """A note on log (x)^2, whose space may tell that x is squared and not the logarithm.

    Raises MatcalcError `ambiguous-reading` for tr (A)^-1 of a matrix A, but in LaTeX, where spaces say nothing. The
    determinant of a power is the power of the determinant.
    """
    called = tree.children[0]
    if called.kind != "call" or base.op.name == "det":
        return
    name, bracket = called.children[:2]
    text = ctx.source[name.start:name.end]
    gap = ctx.source[name.end:bracket.start]
    if not gap.isspace():
        return
    inside, power = ctx.source[bracket.start:called.end], ctx.source[called.end:tree.end]
    raised, of_power = f"({text}{inside}){power}", f"{text}({inside}{power})"
    if "\\" not in ctx.source and any("1" not in ctx.shape(arg) for arg in base.args):
        raise fault("ambiguous-reading", f"{text}{gap}{inside}{power} is {raised} to some and {of_power} to others",
                    ctx.source, tree.span, hint=f"write {raised} or {of_power}")
    ctx.note(f"{ctx.text(tree)} is read as {raised}, not as {of_power}")


def _tell_tower(ctx: Context, tree: Tree) -> None:
    """A note on x^2^3, which goes from the right as in mathematics and most languages."""
    base, sign, exponent = tree.children
    inner = exponent
    while inner.kind == "neg":
        inner = inner.children[-1]
    if inner.kind in ("power", "dotpower", "superscript"):
        under, over = ctx.source[base.start:base.end], ctx.source[exponent.start:exponent.end]
        ctx.note(f"{ctx.text(tree)} is read as {under}{sign.text}({over})")


def entry_power(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A.^k, entry by entry."""
    _tell_tower(ctx, tree)
    if exponents.is_constant(args[1]):
        return ctx.apply(OPS["epow"], (args[0],), tree, exponents.constant(ctx, args[1]))
    return exponents.of_entries(ctx, tree, *args)


def _exponential(ctx: Context, tree: Tree, base: Typed, k: Typed) -> Typed:
    """e^x. Raises MatcalcError `unsupported` for a matrix, whose exponential is not that of its entries."""
    ctx.symbols.pop("e", None)
    text = unbracketed(ctx.text(k))
    if k.op.name == "matmul" and k.args[-1].op.name == "sym" and k.args[-1].data[0] in ctx.countable & TIME:
        ctx.retry[k.args[-1].data[0]] = "scalar"
    if ctx.retry or "1" not in ctx.shape(k):
        raise ctx.mismatch("the exponential of a matrix is that of each entry to some, a power series to others",
                           [(k, "")], f"write exp({text}) for each entry, expm({text}) for the series")
    ctx.note(f"{ctx.text(tree)} is read as exp({text})")
    return ctx.apply(OPS["exp"], (k,), tree)


def raised(ctx: Context, tree: Tree, base: Typed, k: Fraction) -> Typed:
    """A power of a scalar, an integer power of a square matrix, or, on a column or row, of each entry."""
    shape = ctx.shape(base)
    if tree.children[0].kind == "weighted" and base.op.name == "sqrt":
        return weights.raised(ctx, tree, base.args[0], k)
    if shape == SCALAR:
        return ctx.apply(OPS["epow"], (base,), tree, k)
    text = ctx.text(base)
    if "1" in shape:
        kind = "column" if shape[1] == "1" else "row"
        ctx.note(f"{ctx.text(tree)} is taken entry by entry: {text} is a {kind}")
        return ctx.apply(OPS["epow"], (base,), tree, k)
    if abs(k) == Fraction(1, 2) and ctx.unifier.unify(*shape):
        return _root(ctx, tree, base, k)
    if k.denominator != 1:
        raise ctx.mismatch(f"a matrix has no power {k} here", [(base, "")],
                           f"for the power of each entry write {bracketed(text)}.^({k})")
    if abs(k) > limits.POWER:
        raise _too_large(ctx, tree)
    if not ctx.unifier.unify(*shape):
        raise ctx.mismatch("only a square matrix has powers", [(base, "")],
                           f"for the power of each entry write {bracketed(text)}.^{k}")
    if k == -1:
        return ctx.apply(OPS["inv"], (base,), tree)
    if k == 0:
        size = ctx.shape(base)[0]
        return Typed(OPS["eye"], (), size, (size, size), tree.start, tree.end)
    return base.at(tree) if k == 1 else ctx.apply(OPS["power"], (base,), tree, int(k))


def _root(ctx: Context, tree: Tree, base: Typed, k: Fraction) -> Typed:
    """The square root of a matrix, or its inverse."""
    root = ctx.apply(OPS["sqrtm"], (base,), tree)
    text = f"sqrtm({unbracketed(ctx.text(base))})"
    ctx.note(f"{ctx.text(tree)} is read as {text if k > 0 else f'inv({text})'}")
    return root if k > 0 else ctx.apply(OPS["inv"], (root,), tree)


def _too_large(ctx: Context, tree: Tree) -> MatcalcError:
    return fault("limit", f"a power is larger than {limits.POWER:,}, which is the limit", ctx.source, tree.span)


def subscript(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """‖X‖_F, ‖X‖_1, also behind a power (‖X‖^2_F); 1_n is a column of n ones."""
    base, which = args[0], unbracketed(tree.children[1].text.translate(SUPERSCRIPTS).lstrip("_"))
    if tree.children[0].kind in ("ones", "number") and re.fullmatch(r"0\d*", which):
        grouped = (re.compile(r"\w+").match(ctx.source, tree.start) or [ctx.text(base)])[0]
        raise fault("syntax", "digits are not grouped by _", ctx.source, Span(tree.start, tree.start + len(grouped)),
                    hint=f"write {grouped.replace('_', '')}")
    if tree.children[0].kind == "ones" or (tree.children[0].kind == "number" and base.data == 1):
        return column_of_ones(ctx, tree, ctx.size(_size(ctx, tree, which)))
    bare, power_of = norms.under(tree, base)
    if tree.children[0].kind == "inner" and which == "F":
        return base.at(tree)
    if bare.op.name != "norm" or "norm" not in (tree.children[0].kind, tree.children[0].children[0].kind):
        inside = ctx.text(args[0])
        bars = tree.children[0].kind == "bars"
        hint = f"write ‖{inside[1:-1]}‖_{which}" if bars else f"an entry is unit(i, n)' {inside}"
        raise MatcalcError("syntax", "a subscript belongs to a name or a norm", source=ctx.source,
                           labels=[Label(tree.children[1].span)], hint=hint)
    return norms.with_power(norms.below(ctx, tree, bare, which), power_of, tree)


def _size(ctx: Context, tree: Tree, text: str) -> str:
    """The dimension in an index. Raises MatcalcError `wrong-arguments`."""
    try:
        return dims.parse(text)
    except DimError as e:
        raise fault("wrong-arguments", str(e), ctx.source, tree.children[1].span) from None


POSTFIX = {"transpose": transpose, "inverse_transpose": inverse_transpose, "superscript": superscript,
           "pinv": pseudo_inverse,
           "subscript": subscript, "weighted": weights.weighted, "power": power, "dotpower": entry_power}
