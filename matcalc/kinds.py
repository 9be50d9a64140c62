"""Which derivative is asked for: kinds, orders and forms, and what goes together."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from matcalc.diagnostics import MatcalcError, did_you_mean
from matcalc.expr import Expr
from matcalc.shape import show

KINDS = ("gradient", "jacobian", "hessian")
FORMS = ("auto", "matrix", "kronecker", "svd", "differential", "index")
LAYOUTS = ("mixed", "numerator", "denominator")
HIGHEST = 6
"""The highest order: a pair of an einsum's letters for each."""

ARRAYS = ("jacobian", "hessian", "derivative")
"""Kinds of derivative that are matrices whose columns are the entries of the last variable."""
TURNED = (("numerator", "gradient"), ("denominator", "jacobian"))
"""Layouts, and kinds of derivative in them, that are the transpose of the mixed layout's."""


def known(form: str, layout: str, kind: str | None) -> None:
    """Raise MatcalcError `usage` for a word that there is not."""
    for value, words, what in ((form, FORMS, "form"), (layout, LAYOUTS, "layout"), (kind, (*KINDS, None), "kind")):
        if value not in words:
            hint = did_you_mean(str(value), [word for word in words if word])
            raise MatcalcError("usage", f"there is no {what} {value!r}", hint=hint)


def order_of(kind: str | None, order: int) -> int:
    """How often is derived. Raises MatcalcError `usage`, `unsupported`, `limit`."""
    if order < 1:
        raise MatcalcError("usage", f"there is no derivative of order {order}")
    if order > HIGHEST:
        raise MatcalcError("limit", f"derivatives go up to order {HIGHEST}")
    if kind == "hessian" and order <= 2:
        return 2
    if kind is not None and order > 1:
        raise MatcalcError("unsupported", f"there is no {kind} of order {order}", hint="leave out the kind")
    return order


def refuse_gradient(f: Expr, instead: str) -> None:
    """Refuse the gradient of what is no scalar; `instead` asks for its Jacobian. Raises MatcalcError."""
    if not f.is_scalar:
        raise MatcalcError("shape-mismatch", f"a gradient needs a scalar function, and this one is {show(f.shape)}",
                           hint=f"ask for the jacobian: {instead}")


def kind_of(f: Expr, kind: str | None, form: str, order: int, *, directed: bool, paired: bool) -> str:
    """The kind of derivative, in the words of `derive`: `directed` in a direction, `paired` with a cotangent.

    Raises MatcalcError.
    """
    if kind == "gradient":
        refuse_gradient(f, "--kind jacobian")
    if kind == "gradient" and form in ("kronecker", "svd", "index"):
        raise MatcalcError("unsupported", f"a gradient has the shape of the variable, and no {form} form",
                           hint="the Jacobian of a scalar has: --kind jacobian")
    if directed:
        if order > 2 or form not in ("auto", "matrix"):
            raise MatcalcError("unsupported", "a derivative in a direction is of first or second order, and has no "
                               "other form", hint="--form differential is one in the direction dX, of any order")
        return "jvp" if order == 1 else "hvp"
    if form == "differential":
        return "hvp" if kind == "hessian" and f.is_scalar else "differential"
    if order > 1:
        return "hessian" if order == 2 else "derivative"
    if kind == "jacobian" or not f.is_scalar or form not in ("auto", "matrix"):
        return kind or "jacobian"
    return "vjp" if paired else "gradient"


def blocks(names: Sequence[str], kind: str, order: int) -> Iterator[tuple[str, ...]]:
    """The variable of each differentiation, for each answer: of arrays all blocks, but one of two that are mirrored."""
    if kind in ARRAYS:
        return combinations_with_replacement(names, order)
    return ((name,) * order for name in names)


def settled(kind: str, form: str, levels: Sequence[Expr], several: bool) -> str:
    """The kind, where it is left open: of an array that more than two indices number, the differential is shown."""
    is_open = kind == "derivative" and form == "auto" and not several
    return "differential" if is_open and not levels[0].is_scalar else kind
