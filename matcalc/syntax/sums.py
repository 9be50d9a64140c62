"""Sums, signs and Frobenius products."""
from __future__ import annotations

from fractions import Fraction

from matcalc.expr import OPS
from matcalc.shape import SCALAR, Shape
from matcalc.syntax import counts
from matcalc.syntax.context import Context
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, is_number, node, postorder


def total(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A sum; a scalar among matrices is added to each entry, and a note says so."""
    minus = [False, *(child.kind == "MINUS" for child in tree.children if child.kind in ("PLUS", "MINUS"))]
    shape = _common_shape(ctx, args)
    terms = [_spread(ctx, t, shape) for t in args]
    if any(term is not arg for term, arg in zip(terms, args, strict=True)):
        _suspect(ctx, args)
    out, plus = terms[0], [terms[0]]
    for term, negative in zip(terms[1:], minus[1:], strict=True):
        if negative:
            out = node("sub", (_added(plus, shape), term), shape, start=tree.start, end=term.end)
            plus = [out]
        else:
            plus.append(term)
    out = _added(plus, shape)
    out.start, out.end = tree.start, tree.end
    return out


def _added(terms: list[Typed], shape: Shape) -> Typed:
    return terms[0] if len(terms) == 1 else node("add", terms, shape)


def _common_shape(ctx: Context, terms: list[Typed]) -> Shape:
    """The shape of the terms that are no scalars."""
    first: Typed | None = None
    for term in terms:
        if ctx.is_scalar(term):
            continue
        if first is None:
            first = term
            continue
        mark = ctx.unifier.mark()
        if not ctx.unifier.unify_shapes(first.shape, term.shape):
            ctx.unifier.undo(mark)
            raise ctx.mismatch("the terms of a sum must have the same shape", [(first, ""), (term, "")],
                               ctx.one_of(ctx.shape(first), ctx.shape(term)))
    return ctx.shape(first) if first is not None else SCALAR


def _spread(ctx: Context, term: Typed, shape: Shape) -> Typed:
    """The term, or, if only it is a scalar, a matrix that has it in each entry."""
    if shape != SCALAR and ctx.is_scalar(term):
        ctx.note(f"{ctx.text(term)} is added to each entry")
    return spread(ctx, term, shape)


def spread(ctx: Context, term: Typed, shape: Shape) -> Typed:
    """A scalar as a matrix of this shape that has it in each entry; what is none as it is."""
    if shape == SCALAR or not ctx.is_scalar(term):
        return term
    ones = Typed(OPS["ones"], (), shape, shape, term.start, term.end)
    if term.op.name == "num" and term.data == Fraction(1):
        return ones
    return node("scale", (term, ones), shape)


def _suspect(ctx: Context, terms: list[Typed]) -> None:
    """Where a scalar meets matrices in a sum, an undeclared symbol that is a term by itself may be of another kind."""
    if all(is_number(t) for t in terms if ctx.is_scalar(t)):
        return
    loose = [counts.carriers(ctx, t) for t in terms if not ctx.is_scalar(t)]
    if loose and all(loose):
        counts.tell(ctx, set().union(*loose))
        return
    for term in terms:
        if term.op.name == "sym" and term.data[0] not in ctx.shapes:
            others = (t for t in terms if t is not term)
            if not any(part.op is term.op and part.data == term.data for t in others for part in postorder(t)):
                ctx.suspects[term.data[0]] = None
                ctx.penalty += 1


def negative(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A leading minus."""
    return Typed(OPS["neg"], (args[0],), None, ctx.shape(args[0]), tree.start, tree.end)


def positive(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A leading plus, which says nothing."""
    return args[0].at(tree)


def frobenius(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A : B, from the left."""
    out = args[0]
    for arg in args[1:]:
        out = ctx.apply(OPS["frob"], (out, arg), out)
        out.end = arg.end
    return out


SUMS = {"sum": total, "neg": negative, "plus": positive, "frob": frobenius}
