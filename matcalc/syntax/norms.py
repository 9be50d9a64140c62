"""Norms by their order: ‖x‖_p, ‖X‖_F, norm(x, p), norm(X, 'fro')."""
from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from matcalc.diagnostics import MatcalcError, fault
from matcalc.expr import OPS
from matcalc.ops import FUNCTIONS
from matcalc.shape import SCALAR
from matcalc.syntax.atoms import name
from matcalc.syntax.context import Context
from matcalc.syntax.exponents import constant, is_constant, wants_scalar
from matcalc.syntax.tokens import as_declared
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, node, number

FROBENIUS, NUCLEAR, LARGEST = "F", "*", "∞"
WORDS = {**dict.fromkeys(("F", "fro", "Fro", "frob"), FROBENIUS), **dict.fromkeys(("*", "nuc"), NUCLEAR),
         **dict.fromkeys(("∞", "inf", "Inf", "infty", "infinity"), LARGEST)}
"""Orders that are no numbers, and what they mean."""

MIXED = frozenset({"2,1", "21"})
"""Orders of the norms of columns, or rows, and of the column of these."""
_NUMBER = r"\d+(?:\.\d+|/[1-9]\d*)?"

INDUCED = {"1": ("max", "colsum", "abs"), LARGEST: ("max", "rowsum", "abs"), "2": ("smax",)}
"""What norm(X, order) of a matrix is, the outermost function first: the largest of ‖X x‖ / ‖x‖ in vector norms of
that order (Golub & Van Loan, Matrix Computations, 2.3.2)."""


def call(ctx: Context, tree: Tree, args: Sequence[Typed]) -> Typed:
    """norm(x, order), as in NumPy and MATLAB. Raises MatcalcError `wrong-arguments`, `unsupported`."""
    x, text = args[0], next((child for child in tree.children if child.kind == "STRING"), None)
    if text is not None:
        word = text.text.strip("\"'")
        if word not in WORDS:
            raise fault("wrong-arguments", f"there is no norm of order {word}", ctx.source, text.span,
                        hint="orders are numbers, inf, 'fro' and 'nuc'")
        order: str | Typed = WORDS[word]
    else:
        order = args[1]
    if "1" in ctx.shape(x):
        return of_vector(ctx, tree, x, order)
    key = order if isinstance(order, str) else str(constant(ctx, order)) if is_constant(order) else ""
    if key in (FROBENIUS, NUCLEAR):
        return ctx.apply(OPS["norm" if key == FROBENIUS else "nuc"], (x,), tree)
    if key not in INDUCED:
        raise _no_rule(ctx, tree, x, ctx.source[tree.start:tree.end])
    functions = INDUCED[key]
    called = "(".join(functions) + f"({ctx.text(x)}" + ")" * len(functions)
    ctx.note(f"{ctx.text(tree)} is {called}, the norm of a matrix as an operator"
             + (f"; for the sum of absolute values write norm1({ctx.text(x)})" if key == "1" else ""))
    out = x
    for function in reversed(functions):
        out = ctx.apply(FUNCTIONS[function][0], (out,), tree)
    return out


def below(ctx: Context, tree: Tree, bare: Typed, which: str) -> Typed:
    """‖x‖_which, without the power that it may have. Raises MatcalcError `ambiguous-norm`, `unsupported`."""
    x = bare.args[0]
    word = WORDS.get(which, which)
    if "1" in ctx.shape(x) or word in (FROBENIUS, NUCLEAR):
        return of_vector(ctx, tree, x, word if word in (FROBENIUS, NUCLEAR, LARGEST) else _order(ctx, tree, which))
    text = ctx.text(x)
    if word == "1":
        return ctx.apply(OPS["norm1"], (x,), tree)
    if word == "2":
        raise ctx.mismatch(f"‖{text}‖_2 of a matrix is the spectral norm to some and the Frobenius norm to others",
                           [(x, "")], f"write smax({text}) for the spectral norm, ‖{text}‖_F for the Frobenius norm",
                           code="ambiguous-norm")
    if word == LARGEST:
        raise ctx.mismatch(f"‖{text}‖_∞ of a matrix is its largest entry to some and its largest row sum to others",
                           [(x, "")], f"write max(abs({text})) for the entry, max(rowsum(abs({text}))) for the row sum",
                           code="ambiguous-norm")
    if word in MIXED:
        raise ctx.mismatch(f"‖{text}‖_{{{which}}} adds the norms of the columns to some, those of the rows to others",
                           [(x, "")], f"write sum(sqrt(colsum({text}.^2))) or sum(sqrt(rowsum({text}.^2)))",
                           code="ambiguous-norm")
    raise _no_rule(ctx, tree, x, f"‖{text}‖_{which}")


def under(tree: Tree, base: Typed) -> tuple[Typed, Typed | None]:
    """What an index stands below, without its power, and that power if it has one: ‖x‖^2_p."""
    has_power = base.op.name in ("epow", "raised") and tree.children[0].kind in ("power", "superscript")
    return (base.args[0], base) if has_power else (base, None)


def with_power(norm: Typed, power: Typed | None, tree: Tree) -> Typed:
    """A norm to the power of another."""
    if power is None:
        return norm
    return node(power.op.name, (norm, *power.args[1:]), SCALAR, power.data, start=tree.start, end=tree.end)


def of_vector(ctx: Context, tree: Tree, x: Typed, order: str | Typed) -> Typed:
    """The norm of a column or row; Frobenius and nuclear norms of anything."""
    if order in (FROBENIUS, NUCLEAR):
        return ctx.apply(OPS["norm" if order == FROBENIUS else "nuc"], (x,), tree)
    column = x if ctx.shape(x)[1] == "1" else ctx.apply(OPS["transpose"], (x,), x)
    if isinstance(order, str):
        return ctx.apply(OPS["norm_inf"], (column,), tree)
    p = constant(ctx, order) if is_constant(order) else None
    if p is None:
        wants_scalar(ctx, order)
        return ctx.apply(OPS["pnorm"], (column, order), tree)
    if p <= 0:
        raise fault("unsupported", f"there is no norm of order {p}", ctx.source, tree.span)
    if p in (1, 2):
        return ctx.apply(OPS["norm1" if p == 1 else "norm"], (x,), tree)
    return ctx.apply(OPS["pnorm"], (column, number(p, tree)), tree)


def _order(ctx: Context, tree: Tree, text: str) -> Typed:
    """The order below a norm: a number or a name."""
    if re.fullmatch(_NUMBER, text):
        return number(Fraction(text), tree)
    if not text.isalpha():
        raise fault("unsupported", f"the order {text} of a norm is neither a number nor a name", ctx.source,
                    tree.children[1].span, hint="orders are numbers, names, F, * and ∞; for xᵀ A x write ‖x‖_A^2")
    at, text = tree.children[1], as_declared(text, ctx.names.known)
    return name(ctx, Tree("name", at.start, at.end, [Tree("NAME", at.start, at.end, text=text)]), [])


def _no_rule(ctx: Context, tree: Tree, x: Typed, what: str) -> MatcalcError:
    text = ctx.text(x)
    return fault("unsupported", f"the norm {what} of a matrix has no rule here", ctx.source, tree.span,
                 hint=f"of entries it is sum(abs({text}).^p)^(1/p); others are ‖{text}‖_F, ‖{text}‖_1 (of entries), "
                      f"‖{text}‖_* (nuclear) and smax({text}) (spectral)")
