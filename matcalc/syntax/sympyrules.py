"""What each of SymPy's nodes is here: tables by the name of its class."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError, visible
from matcalc.dims import Dim, DimError
from matcalc.expr import OPS, Expr
from matcalc.shape import FUNCTION, SCALAR, Shape
from matcalc.syntax.declare import is_name
from matcalc.syntax.entrywise import multiplied, num, over, plus, power, spread

if TYPE_CHECKING:
    from matcalc.syntax.fromsympy import Conversion

Rule = Callable[["Conversion", Any, "list[Expr]"], Expr]


def no_counterpart(name: str, e: Any) -> MatcalcError:
    """The refusal of a node, by its name in SymPy."""
    return MatcalcError("unsupported", f"SymPy's {visible(name)} has no counterpart here", hint=HINTS.get(name))


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


def _product(_: Conversion, e: Any, args: list[Expr]) -> Expr:
    """A product of scalars, its negative powers below a line."""
    above, below = [], []
    for a, made in zip(e.args, args, strict=True):
        if getattr(a, "is_Pow", False) and a.exp.is_Rational and a.exp < 0 and made.op.name in ("div", "hdiv", "epow"):
            below.append(made.args[-1] if made.op.name != "epow" else power(made.args[0], num(-made.data)))
        else:
            above.append(made)
    return over(multiplied(above), multiplied(below)) if below else multiplied(above)


def _matrices(_: Conversion, e: Any, args: list[Expr]) -> Expr:
    """A product of matrices, scalars in front."""
    matrices = [made for a, made in zip(e.args, args, strict=True) if getattr(a, "is_Matrix", False)]
    scalars = [made for a, made in zip(e.args, args, strict=True) if not getattr(a, "is_Matrix", False)]
    product = OPS["matmul"](*matrices) if len(matrices) > 1 else matrices[0]
    return multiplied([*scalars, product])


def _matrix_power(_: Conversion, e: Any, args: list[Expr]) -> Expr:
    k = e.exp
    if k.is_Integer:
        return OPS["inv"](args[0]) if k == -1 else OPS["power"](args[0], data=int(k))
    if k.is_Rational and 2 * k == 1:
        return OPS["sqrtm"](args[0])
    if not k.is_integer:
        raise MatcalcError("unsupported", f"the power {visible(str(k))} of a matrix is not known to be an integer",
                           hint=f'Symbol("{visible(str(k))}", integer=True)')
    return OPS["mpower"](args[0], data=dim_of(k))


def _element(_: Conversion, e: Any, args: list[Expr]) -> Expr:
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


def _name(c: Conversion, e: Any, args: list[Expr]) -> Expr:
    """A scalar, or the size of a matrix as a number. Raises MatcalcError for one that does not commute."""
    if e.name in c.sizes:
        return OPS["dim"](data=dim_of(e))
    if not e.is_commutative:
        raise MatcalcError("unsupported", f"{visible(e.name)} does not commute, and is no MatrixSymbol",
                           hint=f'MatrixSymbol("{visible(e.name)}", m, n)')
    words = [word for word, holds in (("positive", e.is_positive), ("nonnegative", e.is_nonnegative)) if holds]
    return c.add(e.name, SCALAR, words[:1], e)


def _matrix(c: Conversion, e: Any, args: list[Expr]) -> Expr:
    return c.add(str(e.name), shape_of(e), (), e)


def _applied(c: Conversion, e: Any, args: list[Expr]) -> Expr:
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
    def rule(c: Conversion, e: Any, args: list[Expr]) -> Expr:
        shape = next((a.shape for a in args if not a.is_scalar), SCALAR)
        out, *rest = [spread(a, shape) for a in args]
        for a in rest:
            out = OPS[op](out, a)
        return out
    return rule


def _polygamma(c: Conversion, e: Any, args: list[Expr]) -> Expr:
    if e.args[0] not in (0, 1):
        raise no_counterpart(f"polygamma({e.args[0]}, x)", e)
    return OPS["trigamma" if e.args[0] == 1 else "digamma"](args[1])


def _diagonal(c: Conversion, e: Any, args: list[Expr]) -> Expr:
    """The diagonal of a square matrix, as a matrix. Raises ShapeMismatch for others."""
    return OPS["diag"](OPS["diagpart"](args[0]))


ELEMENTWISE = {
    **{name: name for name in ("exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh",
                               "cosh", "tanh", "asinh", "acosh", "atanh", "sign", "erf", "erfc", "digamma")},
    "Abs": "abs", "loggamma": "lgamma", "Heaviside": "step", "trigamma": "trigamma",
}
"""SymPy's functions of a number, and ours."""

RULES: dict[str, Rule] = {
    "Rational": lambda c, e, args: num(Fraction(int(e.p), int(e.q))),
    "Float": lambda c, e, args: num(Fraction(repr(float(e)))),
    "Exp1": lambda c, e, args: OPS["exp"](num(1)),
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
    "MutableDenseMatrix": "matrices of numbers: use a MatrixSymbol",
    "Sum": "a 1×1 product is a scalar as it is, without [0, 0]; write other sums as products with OneMatrix",
    "BlockMatrix": "write the blocks as products with symbols",
}
"""What to do instead."""
