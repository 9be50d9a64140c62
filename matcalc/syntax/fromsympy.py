"""SymPy's matrix expressions as expressions: node by node, by tables, and never through text."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError, did_you_mean, visible
from matcalc.dims import Dim, DimError
from matcalc.expr import OPS, Expr
from matcalc.shape import FUNCTION, SCALAR, Shape, ShapeMismatch, show
from matcalc.syntax import Reading, Symbol
from matcalc.syntax.declare import assumption, assumptions, is_name, normalise, spelled
from matcalc.syntax.sources import Source
from matcalc.syntax.unrolled import Steps, unrolled

Rule = Callable[["_Conversion", Any, "list[Expr]"], Expr]
Part = tuple[Any, "Expr | None", Any]
"""A node, and inside a function of entries what stands for its variable, and that variable."""


class FromSympy(Source):
    """An expression of SymPy's."""

    __slots__ = ("given",)

    def __init__(self, given: Any):
        if type(given).__hash__ is None:
            raise _no_counterpart(type(given).__name__, given)
        super().__init__("")
        self.given = given

    def read(self, shapes: Mapping[str, Any] | None, assume: Mapping[str, Sequence[str] | str] | None,
             wrt: Sequence[str], origin: Mapping[str, str] | None) -> Reading:
        """The expression with its symbols. Raises MatcalcError: `unsupported` names what has no counterpart."""
        given, words = normalise(shapes)
        assumed = {name: (*words.get(name, ()), *more) for name, more in assumptions(assume, words).items()}
        found = _Conversion(self.given, given, assumed, origin or {})
        try:
            expr = unrolled(found.steps, (self.given, None, None))
        except ShapeMismatch as e:
            raise MatcalcError("shape-mismatch", e.message, hint=e.hint) from None
        for name in (*wrt, *given):
            if name not in found.symbols and name in given:
                found.add(name, given[name], ())
        for name in wrt:
            if name not in found.symbols:
                raise MatcalcError("unknown-name", f"{visible(name)} does not occur in the expression, and is not "
                                   "declared", hint=did_you_mean(name, found.symbols))
        return Reading(expr, found.symbols, (), {}, found.originals)


class _Conversion:
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
        """The conversion of one node: its arguments, then itself."""
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
            raise _no_counterpart(name, e)
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


def _no_counterpart(name: str, e: Any) -> MatcalcError:
    return MatcalcError("unsupported", f"SymPy's {visible(name)} has no counterpart here", hint=HINTS.get(name))


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


def dim_of(size: Any) -> Dim:
    """A size as a dimension. Raises MatcalcError `unsupported` for what is no polynomial in names."""
    try:
        return dims.parse(_polynomial(size))
    except DimError:
        raise MatcalcError("unsupported", f"{visible(str(size))} is no size that is known here",
                           hint="sizes are polynomials in symbols") from None


def _polynomial(size: Any) -> Dim:
    if size.is_Rational:
        return str(size)
    if size.is_Symbol:
        if not is_name(str(size.name)):
            raise DimError
        return str(size.name)
    parts = [_polynomial(a) for a in size.args]
    if size.is_Add:
        out = parts[0]
        for part in parts[1:]:
            out = dims.add(out, part)
        return out
    if size.is_Mul:
        return dims.mul(*parts)
    if size.is_Pow and size.exp.is_Integer and 0 < size.exp < 10:
        return dims.mul(*parts[:1] * int(size.exp))
    raise DimError


def shape_of(e: Any) -> Shape:
    """The shape of a matrix of SymPy's."""
    return dim_of(e.shape[0]), dim_of(e.shape[1])


def symbol_shape(symbol: Any) -> Shape:
    """The shape of a symbol of SymPy's: a MatrixSymbol's own, else a scalar's."""
    return shape_of(symbol) if hasattr(symbol, "shape") else SCALAR


def _lambda(function: Any) -> tuple[Any, Any]:
    """The variable and the body of a function of entries, which may be a class such as `sin`."""
    if type(function).__name__ == "Lambda":
        if len(function.variables) == 1:
            return function.variables[0], function.expr
        raise MatcalcError("unsupported", "a function of entries has one variable")
    from sympy import Dummy

    entry = Dummy("entry")
    return entry, function(entry)


# ---- numbers and products, of scalars or entry by entry
def _num(value: Fraction | int) -> Expr:
    return OPS["num"](data=Fraction(value))


def times(a: Expr, b: Expr) -> Expr:
    """a b, where either is a scalar; of two arrays the product of their entries."""
    if a.op.name == "num" and abs(a.data) == 1:
        return b if a.data == 1 else OPS["neg"](b)
    if a.op.name == "num" and a.data < 0:
        return OPS["neg"](times(_num(-a.data), b))
    if a.is_scalar or b.is_scalar:
        return OPS["scale"](a, b) if a.is_scalar else OPS["scale"](b, a)
    return OPS["hadamard"](a, b)


def over(a: Expr, b: Expr) -> Expr:
    """a / b, of arrays entry by entry."""
    return OPS["div"](a, b) if b.is_scalar else OPS["hdiv"](spread(a, b.shape), b)


def spread(a: Expr, shape: Shape) -> Expr:
    """A scalar as an array that has it in each entry."""
    return a if a.shape == shape else times(a, OPS["ones"](data=shape))


def plus(terms: Sequence[Expr]) -> Expr:
    """The sum, what is taken away last; a scalar is added to each entry of an array."""
    shape = next((t.shape for t in terms if not t.is_scalar), SCALAR)
    ups, downs = [t for t in terms if t.op.name != "neg"], [t for t in terms if t.op.name == "neg"]
    if not ups:
        ups, downs = downs[:1], downs[1:]
    out, *more = [spread(t, shape) for t in ups]
    out = OPS["add"](out, *more) if more else out
    for t in downs:
        out = OPS["sub"](out, spread(t.args[0], shape))
    return out


def power(base: Expr, k: Expr) -> Expr:
    """A power of a scalar or of each entry; the exponent is a number or an expression."""
    if k.op.name == "neg" and k.args[0].op.name == "num":
        k = _num(-k.args[0].data)
    if k.op.name != "num":
        return OPS["raised"](base, k)
    if k.data == -1:
        return over(_num(1), base)
    return OPS["sqrt"](base) if k.data == Fraction(1, 2) else OPS["epow"](base, data=k.data)


def _product(_: _Conversion, e: Any, args: list[Expr]) -> Expr:
    """A product of scalars, its negative powers below a line."""
    above, below = [], []
    for a, made in zip(e.args, args, strict=True):
        if getattr(a, "is_Pow", False) and a.exp.is_Rational and a.exp < 0 and made.op.name in ("div", "hdiv", "epow"):
            below.append(made.args[-1] if made.op.name != "epow" else power(made.args[0], _num(-made.data)))
        else:
            above.append(made)
    return over(_multiplied(above), _multiplied(below)) if below else _multiplied(above)


def _multiplied(factors: Sequence[Expr]) -> Expr:
    """The product of factors, a sign in front of all."""
    out: Expr | None = None
    negative = False
    for f in reversed(factors):
        if f.op.name == "num" and f.data < 0:
            negative, f = not negative, _num(-f.data)
        out = f if out is None else times(f, out)
    out = out or _num(1)
    return OPS["neg"](out) if negative else out


def _matrices(_: _Conversion, e: Any, args: list[Expr]) -> Expr:
    """A product of matrices, scalars in front."""
    matrices = [made for a, made in zip(e.args, args, strict=True) if getattr(a, "is_Matrix", False)]
    scalars = [made for a, made in zip(e.args, args, strict=True) if not getattr(a, "is_Matrix", False)]
    product = OPS["matmul"](*matrices) if len(matrices) > 1 else matrices[0]
    return _multiplied([*scalars, product])


def _matrix_power(_: _Conversion, e: Any, args: list[Expr]) -> Expr:
    k = e.exp
    if k.is_Integer:
        return OPS["inv"](args[0]) if k == -1 else OPS["power"](args[0], data=int(k))
    if k.is_Rational and 2 * k == 1:
        return OPS["sqrtm"](args[0])
    if not k.is_integer:
        raise MatcalcError("unsupported", f"the power {visible(str(k))} of a matrix is not known to be an integer",
                           hint=f'Symbol("{visible(str(k))}", integer=True)')
    return OPS["mpower"](args[0], data=dim_of(k))


def _element(_: _Conversion, e: Any, args: list[Expr]) -> Expr:
    """An entry with numbers for indices, from 0: eᵢᵀ A eⱼ."""
    a = args[0]
    if a.is_scalar:
        return a
    if not all(k.is_Integer and k >= 0 for k in e.args[1:3]):
        raise MatcalcError("unsupported", "an entry of a matrix has numbers for indices here",
                           hint="sums over entries: OneMatrix(1, n)*X")
    i, j = (int(k) + 1 for k in e.args[1:3])
    out = a if a.rows == "1" else OPS["matmul"](OPS["transpose"](OPS["unit"](data=(i, a.rows))), a)
    return out if a.cols == "1" else OPS["matmul"](out, OPS["unit"](data=(j, a.cols)))


def _name(c: _Conversion, e: Any, args: list[Expr]) -> Expr:
    """A scalar, or the size of a matrix as a number. Raises MatcalcError for one that does not commute."""
    if e.name in c.sizes:
        return OPS["dim"](data=dim_of(e))
    if not e.is_commutative:
        raise MatcalcError("unsupported", f"{visible(e.name)} does not commute, and is no MatrixSymbol",
                           hint=f'MatrixSymbol("{visible(e.name)}", m, n)')
    words = [word for word, holds in (("positive", e.is_positive), ("nonnegative", e.is_nonnegative)) if holds]
    return c.add(e.name, SCALAR, words[:1], e)


def _matrix(c: _Conversion, e: Any, args: list[Expr]) -> Expr:
    return c.add(str(e.name), shape_of(e), (), e)


def _applied(c: _Conversion, e: Any, args: list[Expr]) -> Expr:
    """A function without a definition, of a scalar or of entries."""
    name = str(type(e).__name__)
    if len(args) != 1:
        raise MatcalcError("unsupported", f"{visible(name)} has several arguments")
    c.add(name, FUNCTION, (), e.func)
    return OPS["unknown"](args[0], data=(name, 0))


def _each(op: str) -> Rule:
    return lambda c, e, args: OPS[op](*args)


def _several(op: str) -> Rule:
    """A function of two arguments that takes any number of them in SymPy."""
    def rule(c: _Conversion, e: Any, args: list[Expr]) -> Expr:
        shape = next((a.shape for a in args if not a.is_scalar), SCALAR)
        out, *rest = [spread(a, shape) for a in args]
        for a in rest:
            out = OPS[op](out, a)
        return out
    return rule


def _polygamma(c: _Conversion, e: Any, args: list[Expr]) -> Expr:
    if e.args[0] not in (0, 1):
        raise _no_counterpart(f"polygamma({e.args[0]}, x)", e)
    return OPS["trigamma" if e.args[0] == 1 else "digamma"](args[1])


def _diagonal(c: _Conversion, e: Any, args: list[Expr]) -> Expr:
    """The diagonal of a square matrix, as a matrix. Raises ShapeMismatch for others."""
    return OPS["diag"](OPS["diagpart"](args[0]))


ELEMENTWISE = {
    **{name: name for name in ("exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh",
                               "cosh", "tanh", "asinh", "acosh", "atanh", "sign", "erf", "erfc", "digamma")},
    "Abs": "abs", "loggamma": "lgamma", "Heaviside": "step", "trigamma": "trigamma",
}
"""SymPy's functions of a number, and ours."""

RULES: dict[str, Rule] = {
    "Rational": lambda c, e, args: _num(Fraction(int(e.p), int(e.q))),
    "Float": lambda c, e, args: _num(Fraction(repr(float(e)))),
    "Exp1": lambda c, e, args: OPS["exp"](_num(1)),
    "Pi": lambda c, e, args: OPS["const"](data="pi"),
    "Symbol": _name, "MatrixSymbol": _matrix, "AppliedUndef": _applied,
    "Identity": lambda c, e, args: OPS["eye"](data=dim_of(e.shape[0])),
    "ZeroMatrix": lambda c, e, args: OPS["zeros"](data=shape_of(e)),
    "OneMatrix": lambda c, e, args: OPS["ones"](data=shape_of(e)),
    "Add": lambda c, e, args: plus(args), "MatAdd": lambda c, e, args: plus(args),
    "Mul": _product, "MatMul": _matrices, "MatPow": _matrix_power,
    "Pow": lambda c, e, args: power(*args),
    "HadamardPower": lambda c, e, args: power(*args),
    "HadamardProduct": _each("hadamard"), "KroneckerProduct": _each("kron"), "Transpose": _each("transpose"),
    "Inverse": _each("inv"), "Trace": _each("tr"), "Determinant": _each("det"), "DiagMatrix": _each("diag"),
    "DiagonalOf": _each("diagpart"), "DiagonalMatrix": _diagonal, "DotProduct": _each("frob"),
    "MatrixElement": _element, "Max": _several("maximum"), "Min": _several("minimum"), "atan2": _several("atan2"),
    "polygamma": _polygamma, **{name: _each(op) for name, op in ELEMENTWISE.items()},
}
"""By the name of SymPy's class: how a node is made of the node and its converted arguments."""

LEAVES = frozenset({"Rational", "Float", "Exp1", "Pi", "Symbol", "MatrixSymbol", "Identity", "ZeroMatrix", "OneMatrix"})
SHAPED = frozenset({"MatrixSymbol", "Identity", "ZeroMatrix", "OneMatrix"})
ARGUMENTS = {"MatrixElement": 1, "MatPow": 1, "Heaviside": 1, "Inverse": 1}
"""How many arguments are expressions, where the others are not."""
HINTS = {
    "Adjoint": "matrices are real here: write X.T", "conjugate": "numbers are real here",
    "ImaginaryUnit": "numbers are real here", "ImmutableDenseMatrix": "matrices of numbers: use a MatrixSymbol",
    "MutableDenseMatrix": "matrices of numbers: use a MatrixSymbol", "Sum": "write sums as products with OneMatrix",
    "BlockMatrix": "write the blocks as products with symbols",
}
"""What to do instead."""
