"""SymPy's matrix expressions as expressions: node by node, by tables, and never through text."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from matcalc.diagnostics import MatcalcError, did_you_mean, visible
from matcalc.expr import OPS, Expr
from matcalc.shape import FUNCTION, Shape, ShapeMismatch, show
from matcalc.syntax import Reading, Symbol
from matcalc.syntax.declare import assumption, assumptions, consistent, is_name, normalise, spelled
from matcalc.syntax.sources import Source
from matcalc.syntax.sympyrules import ARGUMENTS, ELEMENTWISE, LEAVES, RULES, SHAPED, no_counterpart
from matcalc.syntax.unrolled import Steps, unrolled

Part = tuple[Any, "Expr | None", Any]
"""A node, and inside a function of entries what stands for its variable, and that variable."""


class FromSympy(Source):
    """An expression of SymPy's."""

    __slots__ = ("given",)

    def __init__(self, given: Any):
        if type(given).__hash__ is None:
            raise no_counterpart(type(given).__name__, given)
        super().__init__("")
        self.given = given

    def read(self, shapes: Mapping[str, Any] | None, assume: Mapping[str, Sequence[str] | str] | None,
             wrt: Sequence[str], origin: Mapping[str, str] | None) -> Reading:
        """The expression with its symbols. Raises MatcalcError: `unsupported` names what has no counterpart."""
        given, words = normalise(shapes)
        assumed = assumptions(assume, words)
        found = Conversion(self.given, given, assumed, origin or {})
        try:
            expr = unrolled(found.steps, (self.given, None, None))
        except ShapeMismatch as e:
            raise MatcalcError("shape-mismatch", e.message, hint=e.hint) from None
        consistent({name: s.shape for name, s in found.symbols.items()}, assumed)
        for name in (*wrt, *given):
            if name not in found.symbols and name in given:
                found.add(name, given[name], ())
        for name in wrt:
            if name not in found.symbols:
                raise MatcalcError("unknown-name", f"{visible(name)} does not occur in the expression, and is not "
                                   "declared", hint=did_you_mean(name, found.symbols))
        return Reading(expr, found.symbols, (), {}, found.originals)


class Conversion:
    """The symbols met on the way.

    sizes      names that are sizes of matrices somewhere: as numbers they are these
    originals  SymPy's own symbols by name, for the way back
    """

    def __init__(self, root: Any, shapes: Mapping[str, Shape], assume: Mapping[str, Sequence[str]],
                 origin: Mapping[str, str]):
        self.shapes, self.assume, self.origin = shapes, assume, origin
        self.symbols: dict[str, Symbol] = {}
        self.originals: dict[str, Any] = {}
        self.sizes = _sizes(root)

    def steps(self, part: Part) -> Steps[Expr]:
        """The conversion of one node: its arguments, then itself. Raises MatcalcError `unsupported`."""
        e, entries, variable = part
        if variable is not None and e == variable:
            assert entries is not None
            return entries
        name = _kind(e)
        if name == "ElementwiseApplyFunction":
            inner = yield e.expr, entries, variable
            bound, body = _lambda(e.function)
            out: Expr = yield body, inner, bound
            return out
        rule = RULES.get(name)
        if rule is None:
            raise no_counterpart(name, e)
        args: list[Expr] = []
        for a in () if name in LEAVES else e.args[:ARGUMENTS.get(name, len(e.args))]:
            args.append((yield a, entries, variable))
        if name in ELEMENTWISE and variable is None and not all(a.is_scalar for a in args):
            raise MatcalcError("unsupported", f"SymPy's {name} of a matrix is no function of its entries",
                               hint=f"for each entry: X.applyfunc({name})")
        return rule(self, e, args)

    def add(self, name: str, shape: Shape, words: Sequence[str], original: Any = None) -> Expr:
        """The symbol of this name. Raises MatcalcError where it cannot be one, or is another already."""
        plain = spelled(name)
        if not is_name(plain):
            raise MatcalcError("unsupported", f"{visible(name)!r} cannot be the name of a symbol here",
                               hint="give the symbol another name")
        if original is not None and (known := self.originals.setdefault(plain, original)) != original:
            raise MatcalcError("unsupported", f"two symbols are called {visible(name)}: {_told(known)} and "
                               f"{_told(original)}", hint="give one another name")
        if plain in self.shapes and self.shapes[plain] != shape:
            raise MatcalcError("shape-mismatch", f"{visible(name)} is {show(shape)}, and declared as "
                               f"{show(self.shapes[plain])}")
        if shape == FUNCTION:
            self.symbols[plain] = Symbol(plain, shape, (), True, "SymPy")
            return OPS["num"](data=Fraction(0))
        found = tuple(sorted({*words, *map(assumption, self.assume.get(plain, ()))}))
        self.symbols[plain] = Symbol(plain, shape, found, True, self.origin.get(plain, "SymPy"))
        return OPS["sym"](data=(plain, shape, found))


def _told(symbol: Any) -> str:
    shape = getattr(symbol, "shape", None)
    return "a scalar" if shape is None else f"a matrix of {shape[0]}×{shape[1]}"


def _kind(e: Any) -> str:
    """The name of the class that tells what a node is."""
    if getattr(e, "is_Rational", False):
        return "Rational"
    if getattr(e, "is_Float", False):
        return "Float"
    if type(e).__name__ == "Dummy":
        return "Symbol"
    return "AppliedUndef" if any(c.__name__ == "AppliedUndef" for c in type(e).__mro__) else type(e).__name__


def _sizes(root: Any) -> set[str]:
    """The names in the shapes of all matrices."""
    out: set[str] = set()
    stack, seen = [root], set()
    while stack:
        e = stack.pop()
        if e in seen:
            continue
        seen.add(e)
        if type(e).__name__ in SHAPED:
            out |= {s.name for size in e.shape for s in size.free_symbols}
        stack += e.args
    return out


def _lambda(function: Any) -> tuple[Any, Any]:
    """The variable and the body of a function of entries, which may be a class such as `sin`."""
    if type(function).__name__ == "Lambda":
        if len(function.variables) == 1:
            return function.variables[0], function.expr
        raise MatcalcError("unsupported", "a function of entries has one variable")
    from sympy import Dummy

    entry = Dummy("entry")
    return entry, function(entry)
