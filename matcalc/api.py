"""The Python interface: `diff` takes what a person would type and gives a certified `Derivative`."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, overload

from matcalc import derive, forms, kinds
from matcalc import structured as sets
from matcalc.calculus.linear import NotDifferentiable
from matcalc.certificates import Problem
from matcalc.derivative import Derivative, Derivatives
from matcalc.derive import NoSuchForm
from matcalc.diagnostics import Label, MatcalcError, Span, bounded
from matcalc.expr import OPS, Expr, walk
from matcalc.shape import Shape, show
from matcalc.syntax import Reading, Symbol, read
from matcalc.syntax.beside import shapes_of, summand
from matcalc.syntax.declare import is_name
from matcalc.syntax.sources import Given, is_one, text_of, variables

Shapes = Mapping[str, "Sequence[Any] | str"]
Assumptions = Mapping[str, Sequence[str]]

FACTORS = 500
"""Factors of one product."""


if TYPE_CHECKING:
    from sympy import Basic

    class Asking(TypedDict, total=False):
        """What else is asked of a derivative: the keywords of `diff`."""

        kind: str | None
        form: str
        layout: str
        order: int
        structured: str | bool
        direction: Given | None
        cotangent: Given | None
        certify: bool
        origin: Mapping[str, str] | None


@overload
def diff(expr: Given, wrt: list[str] | list[Given] | tuple[Given, ...], shapes: Shapes | None = None,
         assume: Assumptions | None = None, **asked: Unpack[Asking]) -> Derivatives: ...
@overload
def diff(expr: Given, wrt: str | Basic, shapes: Shapes | None = None, assume: Assumptions | None = None,
         **asked: Unpack[Asking]) -> Derivative: ...
@bounded
def diff(expr: Given, wrt: Given | Sequence[Given], shapes: Shapes | None = None, assume: Assumptions | None = None, *,
         kind: str | None = None, form: str = "auto", layout: str = "mixed", order: int = 1,
         structured: str | bool = False, direction: Given | None = None, cotangent: Given | None = None,
         certify: bool = True, origin: Mapping[str, str] | None = None) -> Derivative | Derivatives:
    """The derivative of an expression, in closed form and certified; a list of them for a list of variables, whose
    `text` and `latex` name what the answers share once.

    expr        as a person would type it; definitions may precede it. Or an expression of SymPy's with MatrixSymbols,
                or Python code over arrays, see `from_numpy`
    wrt         the name of a symbol, or one of SymPy's
    shapes      of symbols: "m x n" or ("m", "n"); what is left out is inferred
    assume      words about symbols: symmetric, spd, positive ...
    kind        gradient, jacobian or hessian; None takes the gradient of a scalar, else the Jacobian. A hessian is the
                Jacobian of vec(gradient); that of a matrix Y is the Jacobian of vec(Jacobian), which has a row for each
                entry of Y and each of X. By several variables it is all blocks ∂²f/∂x∂y, x not after y in the list
    form        auto, matrix, kronecker, svd, differential or index. The differential of a scalar's hessian is the map
                from dX to the change of the gradient
    layout      mixed: a gradient has the variable's shape, a Jacobian is d vec(Y)/d vec(X)ᵀ; numerator: a gradient
                is transposed; denominator: a Jacobian is
    order       of higher order: the Jacobian of vec of the derivative before, column-major; from the third on `auto`
                gives the differential of that order instead, unless the variable is a scalar, or there are several
    structured  False: the variable's entries are free. Else the derivative on the set that is assumed of it:
                "entries", by its free entries; "tangent", in its tangent space, Frobenius metric; "vech", by vech X;
                "affine-invariant" of spd and "canonical" of orthogonal X, the gradient in that metric. A structure's
                name or True means entries
    direction   V, of the variable's shape: the change of the function when X changes by V (JVP), of a hessian the
                change of the gradient (Hessian-vector product), of the variable's shape
    cotangent   G, of the function's shape: the gradient of G : Y (VJP), and what else is asked for of that scalar

    Raises MatcalcError: what cannot be read, has no derivative, or could not be certified.
    """
    names, shapes_given = variables(wrt)
    kinds.known(form, layout, kind)
    order = kinds.order_of(kind, order)
    shapes = {**shapes_given, **(shapes or {})}
    reading = read(expr, shapes=shapes, assume=assume, wrt=names, origin=origin)
    source = text_of(expr)
    _refuse_long_products(reading.expr, source)
    f, along = reading.expr, None
    if cotangent is not None:
        reading, g = _beside(reading, cotangent, f.shape, names, "cotangent", assume, origin)
        f = OPS["scale" if f.is_scalar else "frob"](g, f)
    if direction is not None:
        if len(names) > 1:
            raise MatcalcError("usage", "a direction is that of one variable, and there are several",
                               hint="ask for one after the other")
        shape = reading.symbols[names[0]].shape
        reading, along = _beside(reading, direction, shape, names, "direction", assume, origin)
    try:
        kind = kinds.kind_of(f, kind, form, order, directed=along is not None, paired=cotangent is not None)
        asked = _Asked(reading, f, kind, form, layout, structured, along, cotangent=None if cotangent is None else g)
        out = [asked.derivative(levels, several=len(names) > 1, certify=certify)
               for levels in kinds.blocks(names, kind, order)]
    except NotDifferentiable as e:
        labels = [Label(Span(*at.span())) for at in re.finditer(rf"(?<!\w){re.escape(e.op)}(?!\w)", source)]
        raise MatcalcError("unsupported", str(e), source=source, labels=labels[:1]) from None
    except NoSuchForm as e:
        raise MatcalcError("unsupported", str(e), source=source,
                           hint=f"ask for another form: --form {e.instead}" if e.instead else None) from None
    except MatcalcError as e:
        e.source = e.source or source
        raise
    return out[0] if is_one(wrt) else Derivatives(out)


def _refuse_long_products(f: Expr, source: str) -> None:
    """Raise MatcalcError `limit` for a product that no answer of bearable length exists for."""
    if any(len(e.args) > FACTORS and e.op.name != "add" for e in walk(f)):
        raise MatcalcError("limit", f"a product has more than {FACTORS} factors, which is the limit", source=source)


def _beside(reading: Reading, source: Given, shape: Shape, fixed: Sequence[str], what: str, assume: Assumptions | None,
            origin: Mapping[str, str] | None) -> tuple[Reading, Expr]:
    """A direction or cotangent of that shape, and the reading with its symbols. Raises MatcalcError."""
    shapes: dict[str, Any] = shapes_of(reading)
    name = source if isinstance(source, str) and is_name(source) else ""
    if name and name not in shapes:
        shapes[name] = shape
    where = {**dict.fromkeys(shapes, "the expression"), **(origin or {})}
    found = summand(source, shape, shapes, assume, where)
    if moving := [name for name in fixed if any(e.op.name == "sym" and e.data[0] == name for e in walk(found.expr))]:
        raise MatcalcError("usage", f"the {what} is held fixed and holds the variable {moving[0]}",
                           source=text_of(source), hint="give a symbol for its value")
    new = {name: s for name, s in found.symbols.items() if name not in reading.symbols}
    notes = list(found.notes)
    if name in new:
        new[name] = Symbol(name, shape, new[name].assume, False, "assumed")
        notes.append(f"assumed: {name} is {'a scalar' if shape == ('1', '1') else show(shape)}")
    merged = Reading(reading.expr, {**reading.symbols, **new}, tuple(dict.fromkeys((*reading.notes, *notes))),
                     reading.definitions, {**reading.originals, **found.originals})
    return merged, found.expr


class _Asked:
    """What is asked of a function f, for whatever variables."""

    def __init__(self, reading: Reading, f: Expr, kind: str, form: str, layout: str, structured: str | bool,
                 along: Expr | None, cotangent: Expr | None):
        self.reading, self.f, self.kind, self.form, self.layout = reading, f, kind, form, layout
        self.structured, self.along, self.cotangent = structured, along, cotangent

    def derivative(self, names: Sequence[str], *, several: bool, certify: bool) -> Derivative:
        """The derivative by these variables, one for each order. Raises MatcalcError, NotDifferentiable, NoSuchForm."""
        levels = [derive.variable(s.name, s.shape, s.assume) for s in map(self.reading.symbols.__getitem__, names)]
        x, form = levels[0], self.form
        structure, manner = sets.asked(self.structured, x)
        kind = kinds.settled(self.kind, form, levels, several)
        along = forms.change(x, self.reading.symbols) if self.along is None else self.along
        derived = derive.derive(self.f, levels, kind, form, along, self.reading.symbols)
        if structure:
            derived = sets.restricted(derived, self.f, levels, structure, manner, kind, form, along)
        assume = {names[0]: (structure,)} if structure and self.structured not in sets.MANNERS else None
        turned = (self.layout, kind) in kinds.TURNED
        problem = Problem(self.f, levels, kind, along, manner if structure else None, assume, turned=turned)
        of = structure and sets.told(structure, manner, names[0])
        return Derivative(self.reading, problem, form, self.layout, of, derived.turned if turned else derived,
                          cotangent=self.cotangent, certify=certify)
