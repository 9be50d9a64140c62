"""The Python interface: `diff` takes what a person would type and gives a certified `Derivative`."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matcalc import certify, derive, numbers
from matcalc.calculus.linear import NotDifferentiable
from matcalc.conditions import conditions
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr
from matcalc.present import CODE, TEXT, code
from matcalc.render import write
from matcalc.shape import Shape, show
from matcalc.syntax import Reading, read

Shapes = Mapping[str, "Shape | Sequence[str] | str"]
Assumptions = Mapping[str, Sequence[str]]

KINDS = ("gradient", "jacobian", "hessian")
FORMS = ("auto", "matrix", "kronecker", "svd", "differential", "index")
LAYOUTS = ("mixed", "numerator", "denominator")
STRUCTURES = ("tangent", "entries")


class Derivative:
    """A derivative and all that is known of it.

    kind         gradient, jacobian, hessian or differential
    shape        of the answer, dimensions as strings
    reading      the expression as understood, brackets and all
    expr         the answer as written, an Expr
    conditions   what must hold for it, in words
    certificate  how it was checked; None where that was not wanted
    notes        what was assumed, and other readings
    """

    __slots__ = ("_f", "_normal", "_wrt", "certificate", "conditions", "expr", "form", "kind", "layout", "notes", "reading",
                 "structured", "symbols", "wrt")

    def __init__(self, reading: Reading, wrt: str, kind: str, form: str, layout: str, structured: str | None, normal: Expr,
                 certificate: certify.Certificate | None):
        self._f, self._normal, self._wrt = reading.expr, normal, wrt
        self.symbols, self.notes, self.reading = reading.symbols, reading.notes, write(reading.expr, "text")
        self.wrt, self.kind, self.form, self.layout, self.structured = wrt, kind, form, layout, structured
        self.expr = TEXT.shown(normal)
        self.certificate = certificate
        self.conditions = conditions(reading.expr, self.expr)

    @property
    def shape(self) -> Shape:
        return self._normal.shape

    @property
    def text(self) -> str:
        """The answer in matcalc's own syntax; it parses back."""
        return write(self.expr, "text")

    @property
    def latex(self) -> str:
        """The answer as one LaTeX formula, without delimiters."""
        return write(self.expr, "latex")

    @property
    def numpy(self) -> str:
        """NumPy source: statements, the last of which is the answer, an expression."""
        return write(code(CODE.shown(self._normal)), "numpy")

    def to_numpy(self) -> Callable[..., Any]:
        """A function of keyword arrays, columns as (n, 1), that returns a 2-d array.

        It takes every declared symbol, used or not; sizes come from the arrays, or as keywords (`n=4`).
        """
        return numbers.function(CODE.shown(self._normal), {name: s.shape for name, s in self.symbols.items()})

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"

    def __repr__(self) -> str:
        return f"<{self.kind} by {self.wrt}, {show(self.shape)}: {self.text}>"


def diff(expr: str, wrt: str, shapes: Shapes | None = None, assume: Assumptions | None = None, *, kind: str | None = None,
         form: str = "auto", layout: str = "mixed", order: int = 1, structured: str | bool = False, certified: bool = True,
         origin: Mapping[str, str] | None = None) -> Derivative:
    """The derivative of an expression by a symbol, in closed form and certified.

    Raises MatcalcError: what cannot be read, has no derivative, or could not be certified.
    """
    reading = read(expr, shapes=shapes, assume=assume, wrt=(wrt,), origin=origin)
    f = reading.expr
    if kind is None:
        kind = "gradient" if f.is_scalar else "jacobian"
    if kind in ("gradient", "hessian") and not f.is_scalar:
        raise MatcalcError("shape-mismatch", f"a {kind} needs a scalar function, and this one is {show(f.shape)}", source=expr,
                           hint="ask for the jacobian")
    symbol = reading.symbols[wrt]
    x = derive.variable(symbol.name, symbol.shape, symbol.assume)
    structure = _structure(structured, symbol.assume)
    try:
        answer = derive.derive(f, x, kind)
    except NotDifferentiable as e:
        raise MatcalcError("unsupported", str(e), source=expr) from None
    if structure:
        answer = derive.by_entries(answer, structure)
    certificate = None
    if certified:
        certificate = certify.certify_derivative(f, [x], TEXT.shown(answer), kind, structured="entries" if structure else None)
        if not certificate.holds:
            raise MatcalcError("not-certified", f"the answer could not be certified and is withheld: {certificate.detail}", source=expr)
    return Derivative(reading, wrt, kind, form, layout, structure, answer, certificate)


def _structure(structured: str | bool, assume: tuple[str, ...]) -> str | None:
    if not structured:
        return None
    known = ("symmetric", "diagonal", "skew")
    if structured in known:
        return str(structured)
    return next((word for word in known if word in assume or (word == "symmetric" and {"spd", "psd"} & set(assume))), None)
