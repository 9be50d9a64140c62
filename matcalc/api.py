"""The Python interface: `diff` takes what a person would type and gives a certified `Derivative`."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc import derive, forms
from matcalc import structured as sets
from matcalc.build import T
from matcalc.calculus.linear import NotDifferentiable
from matcalc.certificates import Problem
from matcalc.derivative import Derivative
from matcalc.derive import NoSuchForm
from matcalc.diagnostics import MatcalcError, did_you_mean
from matcalc.expr import Expr, walk
from matcalc.shape import Shape, show
from matcalc.syntax import Reading, read

Shapes = Mapping[str, "Shape | Sequence[str] | str"]
Assumptions = Mapping[str, Sequence[str]]

KINDS = ("gradient", "jacobian", "hessian")
FORMS = ("auto", "matrix", "kronecker", "svd", "differential", "index")
LAYOUTS = ("mixed", "numerator", "denominator")
FACTORS = 500
"""Factors of one product."""


def diff(expr: str, wrt: str | Sequence[str], shapes: Shapes | None = None, assume: Assumptions | None = None, *,
         kind: str | None = None, form: str = "auto", layout: str = "mixed", order: int = 1,
         structured: str | bool = False, certify: bool = True,
         origin: Mapping[str, str] | None = None) -> Derivative | list[Derivative]:
    """The derivative of an expression, in closed form and certified; a list of them for a list of variables.

    expr        as a person would type it; definitions may precede it
    shapes      of symbols: "m x n" or ("m", "n"); what is left out is inferred
    assume      words about symbols: symmetric, spd, positive ...
    kind        gradient, jacobian or hessian; None takes the gradient of a scalar, else the Jacobian
    form        auto, matrix, kronecker, svd, differential or index
    layout      mixed: a gradient has the variable's shape, a Jacobian is d vec(Y)/d vec(X)ᵀ; numerator: a gradient
                is transposed; denominator: a Jacobian is
    order       1, or 2 for a Hessian
    structured  False: the variable's entries are free. "entries" or "tangent": the derivative on the set that is
                assumed of it; a structure's name or True means entries

    Raises MatcalcError: what cannot be read, has no derivative, or could not be certified.
    """
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    for value, known, what in ((form, FORMS, "form"), (layout, LAYOUTS, "layout"), (kind, (*KINDS, None), "kind")):
        if value not in known:
            hint = did_you_mean(str(value), [k for k in known if k])
            raise MatcalcError("usage", f"there is no {what} {value!r}", hint=hint)
    reading = read(expr, shapes=shapes, assume=assume, wrt=names, origin=origin)
    _refuse_long_products(reading.expr, expr)
    kind = _kind(reading, expr, kind, form, order)
    out = [_one(reading, expr, name, kind, form, layout, structured, certify) for name in names]
    return out[0] if isinstance(wrt, str) else out


def _refuse_long_products(f: Expr, source: str) -> None:
    """Raise MatcalcError `limit` for a product that no answer of bearable length exists for."""
    if any(len(e.args) > FACTORS and e.op.name != "add" for e in walk(f)):
        raise MatcalcError("limit", f"a product has more than {FACTORS} factors, which is the limit", source=source)


def _kind(reading: Reading, source: str, kind: str | None, form: str, order: int) -> str:
    f = reading.expr
    if order not in (1, 2) or (order == 2 and kind not in (None, "hessian")):
        raise MatcalcError("unsupported", f"there is no {kind or 'derivative'} of order {order} here", source=source)
    if form == "differential":
        return "differential"
    if kind is None:
        kind = "hessian" if order == 2 else "gradient" if f.is_scalar and form in ("auto", "matrix") else "jacobian"
    if kind in ("gradient", "hessian") and not f.is_scalar:
        raise MatcalcError("shape-mismatch", f"a {kind} needs a scalar function, and this one is {show(f.shape)}",
                           source=source, hint="ask for the jacobian")
    return kind


def _one(reading: Reading, source: str, name: str, kind: str, form: str, layout: str, structured: str | bool,
         certify: bool) -> Derivative:
    symbol = reading.symbols[name]
    structure, manner = sets.asked(structured, symbol.assume, name)
    x = derive.variable(symbol.name, symbol.shape, symbol.assume)
    dx = forms.change(x, reading.symbols)
    try:
        derived = derive.derive(reading.expr, x, kind, form, dx)
        if structure:
            derived = sets.restricted(derived, x, structure, manner, kind, form)
    except (NotDifferentiable, NoSuchForm) as e:
        raise MatcalcError("unsupported", str(e), source=source) from None
    assume = {name: (structure,)} if structure and structured not in sets.MANNERS else None
    turned = (layout, kind) in TURNED
    problem = Problem(reading.expr, x, kind, dx, manner if structure else None, assume, turned)
    of = structure and f"{manner} of {structure} {name}"
    return Derivative(reading, problem, form, layout, of, derived.map(T) if turned else derived, certify=certify)


TURNED = (("numerator", "gradient"), ("denominator", "jacobian"))
"""Layouts, and kinds of derivative in them, that are the transpose of the mixed layout's."""
