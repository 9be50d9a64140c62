"""Powers whose exponents hold symbols: of scalars and entries, of square matrices, and of e."""
from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from matcalc import dims
from matcalc.diagnostics import Span, fault, visible
from matcalc.dims import Dim
from matcalc.expr import OPS
from matcalc.shape import SCALAR
from matcalc.syntax import limits
from matcalc.syntax.context import Context
from matcalc.syntax.runs import bracketed
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, node, postorder

_BEFORE_OPERAND = (r"\^\s*(?:t|\{\s*t\s*\})\s*"
                   r"(?:[^\W\d_]|[(\[]|\\(?!right|r?[vV]ert|rangle|end|c?dot|times|odot|otimes)[A-Za-z])")
"""A power of t that something is multiplied by, side by side."""


def of_entries(ctx: Context, tree: Tree, base: Typed, k: Typed) -> Typed:
    """A.^k entry by entry, where either may be a scalar; an undeclared k of an array rather is one."""
    if not ctx.is_scalar(base) and not any(t.op.name == "sym" and "1" not in ctx.shape(t) for t in postorder(k)):
        wants_scalar(ctx, k)
    if SCALAR not in (ctx.shape(base), ctx.shape(k)):
        ctx.unifier.unify_shapes(base.shape, k.shape)  # where that fails, the operator says why
    return ctx.apply(OPS["raised"], (base, k), tree)


def power(ctx: Context, tree: Tree, base: Typed, k: Typed) -> Typed:
    """a^k of a scalar, a column or a row; A^k of a square matrix, for a positive integer k."""
    shape = ctx.shape(base)
    if "1" in shape:
        kind = "column" if shape[1] == "1" else "row"
        if shape != SCALAR and re.search(_BEFORE_OPERAND, ctx.source) and _transposes(ctx, k):
            ctx.note(f"{ctx.text(tree)} is read as the transpose: {ctx.text(base)} is a {kind}")
            return ctx.apply(OPS["transpose"], (base,), tree)
        for part in (base, k):
            wants_scalar(ctx, part)
        ctx.exponents.add(ctx.text(k))
        if shape != SCALAR:
            ctx.note(f"{ctx.source[tree.start:tree.end]} is taken entry by entry: {ctx.text(base)} is a {kind}")
        return of_entries(ctx, tree, base, k)
    if not ctx.unifier.unify(*shape):
        if _transposes(ctx, k):
            ctx.note(f"{ctx.text(tree)} is read as the transpose: only a square matrix has powers")
            return ctx.apply(OPS["transpose"], (base,), tree)
        raise ctx.mismatch("only a square matrix has powers", [(base, "")],
                           f"for the power of each entry write {bracketed(ctx.text(base))}.^{bracketed(ctx.text(k))}")
    if ctx.wrt & {t.data[0] for t in postorder(k) if t.op.name == "sym"}:
        return _real(ctx, tree, base, k)
    exponent = _dimension(ctx, k)
    for name in sorted(dims.names(exponent)):
        ctx.note(f"{name} is a positive integer: it is the exponent of a matrix")
    return ctx.apply(OPS["mpower"], (base,), tree, exponent)


def _transposes(ctx: Context, k: Typed) -> bool:
    """Whether an exponent is an undeclared t that stands nowhere but in exponents; it is taken from the symbols."""
    if k.op.name != "sym" or k.data[0] != "t" or "t" in {*ctx.shapes, *ctx.wrt, *ctx.exponents}:
        return False
    used = re.findall(r"(\^\{?\s*)?(?<![A-Za-z\\])t(?![A-Za-z])", ctx.source)
    if not all(used):
        return False
    ctx.symbols.pop("t", None)
    return True


def wants_scalar(ctx: Context, part: Typed) -> None:
    """An undeclared vector with a power, or in an exponent, is rather a scalar."""
    for symbol in postorder(part):
        if symbol.op.name == "sym" and not ctx.is_scalar(symbol) and symbol.data[0] not in ctx.shapes:
            ctx.suspects[symbol.data[0]] = None
            ctx.penalty += not ctx.is_scalar(part)


def _real(ctx: Context, tree: Tree, base: Typed, k: Typed) -> Typed:
    """A^t = expm(t log A) for an exponent that is differentiated by (Higham, Functions of Matrices, ch. 7)."""
    if not ctx.unifier.unify_shapes(k.shape, SCALAR):
        raise ctx.mismatch("the exponent of a matrix is a scalar", [(k, "")])
    log = node("logm", (base,), base.shape, start=tree.start, end=tree.end)
    product = node("scale", (k, log), base.shape, start=tree.start, end=tree.end)
    return ctx.apply(OPS["expm"], (product,), tree)


def _dimension(ctx: Context, k: Typed) -> Dim:
    """An exponent as a polynomial in integers. Raises MatcalcError, also where the kinds of symbols must change."""
    made: dict[int, Dim] = {}
    for t in postorder(k):
        how = _POLYNOMIAL.get(t.op.name)
        if how is not None:
            made[id(t)] = how(*(made[id(a)] for a in t.args))
        elif t.op.name == "dim":
            made[id(t)] = _name(ctx, t)
        elif t.op.name == "num" and t.data.denominator == 1:
            made[id(t)] = str(t.data)
        else:
            if t.op.name == "sym" and (t.data[0] not in ctx.shapes or ctx.shape(t) == SCALAR):
                ctx.retry[t.data[0]] = "integer"
            raise fault("unsupported", "the exponent of a matrix must be an integer, or a sum of products of names",
                        ctx.source, Span(k.start, k.end), hint="a real power of A is expm(t logm(A))")
    return made[id(k)]


def _name(ctx: Context, t: Typed) -> Dim:
    """A name that is an integer. Raises MatcalcError `unsupported` where it has an accent, as no dimension has."""
    try:
        return dims.parse(t.data)
    except dims.DimError:
        raise fault("unsupported", f"{visible(t.data)} is no name of an integer", ctx.source, Span(t.start, t.end),
                    hint="write a letter without an accent") from None


_POLYNOMIAL: dict[str, Callable[..., Dim]] = {
    "neg": lambda a: dims.mul("-1", a), "add": dims.add, "sub": lambda a, b: dims.add(a, b, -1),
    "scale": dims.mul, "matmul": dims.mul,
}
"""What may stand in the exponent of a matrix."""


def is_constant(t: Typed) -> bool:
    """Whether an exponent is made of numbers alone."""
    return all(part.op.name == "num" or part.op.name in _ARITHMETIC or _is_whole_power(part) for part in postorder(t))


def _is_whole_power(t: Typed) -> bool:
    return t.op.name == "epow" and t.data.denominator == 1


def constant(ctx: Context, t: Typed) -> Fraction:
    """The value of a constant exponent. Raises MatcalcError `syntax` where it divides by zero."""
    values: dict[int, Fraction] = {}
    for part in postorder(t):
        taken = [values[id(a)] for a in part.args]
        values[id(part)] = part.data if part.op.name == "num" else _value(ctx, t, part, taken)
    return values[id(t)]


def _value(ctx: Context, whole: Typed, part: Typed, taken: list[Fraction]) -> Fraction:
    try:
        out = _power(ctx, whole, taken[0], part.data) if _is_whole_power(part) else _ARITHMETIC[part.op.name](*taken)
    except ZeroDivisionError:
        raise fault("syntax", "an exponent divides by zero", ctx.source, Span(whole.start, whole.end)) from None
    if max(abs(out.numerator), out.denominator) > 10 ** limits.DIGITS:
        raise fault("limit", "an exponent is too large", ctx.source, Span(whole.start, whole.end))
    return out


def _power(ctx: Context, whole: Typed, base: Fraction, k: Fraction) -> Fraction:
    """A number to an integer power. Raises MatcalcError `limit` before it is worked out."""
    if abs(k) * max(abs(base.numerator), base.denominator).bit_length() > limits.DIGITS * 4:
        raise fault("limit", "an exponent is too large", ctx.source, Span(whole.start, whole.end))
    return base ** int(k)


_ARITHMETIC: dict[str, Callable[..., Fraction]] = {
    "neg": lambda a: -a,
    "add": lambda *terms: sum(terms, Fraction(0)),
    "sub": lambda a, b: a - b,
    "scale": lambda a, b: a * b,
    "div": lambda a, b: a / b,
}
"""What may stand in an exponent."""
