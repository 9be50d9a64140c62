"""Functions over arrays by their names in NumPy, SciPy, JAX and PyTorch."""
from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.shape import SCALAR
from matcalc.syntax.arrayvalues import Value
from matcalc.syntax.exponents import constant, is_constant
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import leaf

if TYPE_CHECKING:
    from matcalc.syntax.arraycode import Code

Call = Callable[["Code", Tree, "list[Value]", Mapping[str, ast.expr]], Value]


def _entries(op: str) -> Call:
    return lambda c, at, args, kw: c.arrays.entries(op, args[0], at)


def _whole(op: str, axes: int | None = None) -> Call:
    """A function of a matrix."""
    return lambda c, at, args, kw: c.arrays.value(c.arrays.apply(op, at, args[0].typed), axes)


def _of_matrix(op: str) -> Call:
    """A function that is another of an array of one dimension."""
    def call(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
        if c.arrays.is_line(args[0]):
            raise c.fault(at, f"{op} is read of a matrix")
        return Value(c.arrays.apply(op, at, args[0].typed), 2)
    return call


def _of_line(op: str) -> Call:
    """A function of Python's, which goes along the rows of a matrix."""
    def call(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
        if not c.arrays.is_line(args[0]):
            raise c.fault(at, f"Python's {op} takes the rows of a matrix one by one", hint=f"write np.{op}(…)")
        return Value(c.arrays.apply(op, at, args[0].typed))
    return call


def _combined(op: str) -> Call:
    return lambda c, at, args, kw: c.arrays.combined(op, args[0], args[1], at)


def _along(op: str, rows: str, columns: str, *, scalar: bool = True) -> Call:
    """A function of all entries, or along an axis; `rows` is that of the entries of each row."""
    def call(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
        a, axis, keep = args[0], c.integer(kw.get("axis") or kw.get("dim")), c.truth(kw.get("keepdims"))
        keep = keep or c.truth(kw.get("keepdim"))
        if (axis is None and scalar) or (c.arrays.is_line(a) and axis in (0, None)) or (a.axes == 1 and axis == -1):
            if keep and c.arrays.is_line(a):
                raise c.fault(at, "keepdims of all entries makes an array of them", hint="leave keepdims out")
            return Value(c.arrays.apply(op, at, a.typed), a.axes if not scalar else 0)
        if c.arrays.is_line(a) or axis not in (0, 1, -1):
            raise c.fault(at, f"there is no axis {axis} here", hint="axes are 0 and 1, of matrices")
        if not rows:
            raise c.fault(at, f"{op} is read of all entries, and of those along an axis it has no name here")
        out = c.arrays.apply(columns if axis == 0 else rows, at, a.typed)
        if keep or not scalar:
            return Value(out, 2)
        return c.arrays.line(out, at) if axis == 0 else Value(out, 1)
    return call


def _product(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """np.dot: a product of numbers as well."""
    a, b = args
    if c.arrays.is_scalar(a) or c.arrays.is_scalar(b):
        return c.arrays.multiplied(a, b, at)
    return c.arrays.product(a, b, at)


def _inner(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """The sum of all products of entries."""
    a, b = args
    return Value(c.arrays.apply("frob", at, a.typed, b.typed))


def _lines_alone(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    if not all(map(c.arrays.is_line, args)):
        raise c.fault(at, "np.inner of matrices is A @ B.T", hint="write A @ B.T")
    return _inner(c, at, args, kw)


def _outer(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    x, y = args
    if not all(map(c.arrays.is_line, args)):
        raise c.fault(at, "an outer product is read of two vectors")
    return Value(c.arrays.apply("matmul", at, x.typed, c.arrays.apply("transpose", at, y.typed)), 2)


def _diag(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """Of a vector the diagonal matrix, of a matrix its diagonal."""
    return (_spanned if c.arrays.is_line(args[0]) else _diagonal)(c, at, args, kw)


def _spanned(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """np.diagflat: the diagonal matrix of a vector."""
    if not c.arrays.is_line(args[0]):
        raise c.fault(at, "a diagonal matrix is made of a vector here")
    return Value(c.arrays.apply("diag", at, args[0].typed), 2)


def _diagonal(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """np.diagonal: the diagonal of a matrix."""
    if c.arrays.is_line(args[0]):
        raise c.fault(at, "a vector has no diagonal")
    return Value(c.arrays.apply("diagpart", at, args[0].typed), 1)


def _kron(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """np.kron; beside a matrix an array of one dimension is a row, and so is x.T, and a column is none."""
    a, b = args
    lines = [v for v in args if c.arrays.is_line(v)]
    if len(lines) == 2 and a.turned == b.turned:
        return Value(c.arrays.apply("kron", at, a.typed, b.typed), max(a.axes, b.axes), turned=a.turned)
    if not all(v.turned and v.axes == 0 for v in lines):
        raise c.fault(at, "a vector in np.kron is a row to NumPy if it has one dimension, and a column if it has two",
                      hint="write x[:, None] or x[None, :]")
    return Value(c.arrays.apply("kron", at, c.arrays.settled(a), c.arrays.settled(b)), 2)


def _solution(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """A⁻¹ B"""
    a, b = args
    return Value(c.arrays.apply("matmul", at, c.arrays.apply("inv", at, a.typed), b.typed), b.axes)


def _norm(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """np.linalg.norm(x, ord)."""
    a, given = args[0], kw.get("ord")
    if "axis" in kw or "dim" in kw:
        raise c.fault(at, "norms of rows and columns have no name", hint="write np.sqrt(np.sum(A**2, axis=1))")
    order: object = given.value if isinstance(given, ast.Constant) else "" if given is not None else None
    if given is not None and c.name_of(given)[1] == "inf":
        order = "inf"
    line = c.arrays.is_line(a)
    names = _OF_LINES if line else _OF_MATRICES
    if order not in names:
        if line and isinstance(order, (int, float)) and order > 1:
            p = c.value(given).typed if given is not None else a.typed
            return Value(c.arrays.apply("pnorm", at, a.typed, p))
        raise c.fault(at, "norms are read of order 1, 2, np.inf, 'fro' and 'nuc', of vectors of any number above 1")
    out = a.typed
    for op in names[order]:
        out = c.arrays.apply(op, at, out)
    return Value(out)


def _norm_of_entries(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """torch.norm(x, p), which is that of all entries of a matrix."""
    given = kw.get("p")
    if c.arrays.is_line(args[0]) or given is None or getattr(given, "value", 0) in ("fro", "nuc"):
        return _norm(c, at, args, {} if given is None else {"ord": given})
    if getattr(given, "value", 0) != 2:
        raise c.fault(at, "torch.norm of a matrix is that of its entries", hint="torch.linalg.norm is the matrix norm")
    return _norm(c, at, args, {})


_OF_LINES: dict[object, tuple[str, ...]] = {None: ("norm",), 2: ("norm",), "fro": ("norm",), 1: ("norm1",),
                                            "inf": ("norm_inf",)}
_OF_MATRICES: dict[object, tuple[str, ...]] = {
    None: ("norm",), "fro": ("norm",), "nuc": ("nuc",), 2: ("smax",), 1: ("abs", "colsum", "max"),
    "inf": ("abs", "rowsum", "max")}
"""Orders of norms, and the functions that they are, the first first."""


def _matrix_power(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    a, k = args
    found = constant(c.ctx, k.typed) if is_constant(k.typed) else None
    if found is None or found.denominator != 1:
        raise c.fault(at, "the exponent of a matrix is a whole number here")
    return Value(c.arrays.apply("power", at, a.typed, data=int(found)), 2)


def _like(op: str) -> Call:
    def call(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
        shape = c.ctx.shape(args[0].typed)
        return Value(leaf(op, shape, shape, at), args[0].axes, turned=args[0].turned)
    return call


def _clip(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    x, low, high = args
    return c.arrays.combined("minimum", c.arrays.combined("maximum", x, low, at), high, at)


def _softplus(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """np.logaddexp(0, x)"""
    zero, x = args
    if zero.typed.op.name != "num" or zero.typed.data:
        raise c.fault(at, "logaddexp is read with 0 before the comma", hint="write np.log(np.exp(a) + np.exp(b))")
    return c.arrays.entries("softplus", x, at)


def _flat(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """x.ravel() of a vector."""
    if not c.arrays.is_line(args[0]):
        raise c.fault(at, "the entries of a matrix row by row have no name here", hint="A.T.ravel() is vec(A) there")
    return Value(args[0].typed.at(at), 1)


def _same(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    return Value(args[0].typed.at(at), args[0].axes, turned=args[0].turned)


def _number(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    if not c.arrays.is_scalar(args[0]):
        raise c.fault(at, "this is no number")
    return _same(c, at, args, kw)


def _squeezed(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    """A column or row as an array of one dimension."""
    a = args[0]
    shape = c.ctx.shape(a.typed)
    if shape[0] == "1" != shape[1]:
        return c.arrays.line(a.typed, at)
    return Value(a.typed.at(at), 1 if shape[1] == "1" else a.axes)


def _square(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    return c.arrays.raised(args[0], c.arrays.number(2, at), at)


def _negative(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    return c.arrays.entries("neg", args[0], at)


def _sums(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    a = args[0]
    if c.ctx.shape(a.typed) == SCALAR:
        return _same(c, at, args, kw)
    return _along("sum", "rowsum", "colsum")(c, at, args, kw)


def _turned(c: Code, at: Tree, args: list[Value], kw: Mapping[str, ast.expr]) -> Value:
    return c.arrays.transposed(args[0], at)


_ENTRYWISE = {"abs": "abs", "absolute": "abs", "fabs": "abs", "arcsin": "asin", "arccos": "acos", "arctan": "atan",
              "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "expit": "sigmoid", "gammaln": "lgamma",
              "loggamma": "lgamma", "psi": "digamma", "ndtr": "normcdf", "swish": "silu", "heaviside": "step"}
_PLAIN = [name for name in ELEMENTWISE if name not in ("elu", "gelu", "leaky_relu", "logit", "step", "square", "cube",
                                                       "normpdf", "normcdf", "trigamma")]

CALLS: dict[str, tuple[int, Call]] = {
    **{name: (1, _entries(name)) for name in _PLAIN}, **{name: (1, _entries(op)) for name, op in _ENTRYWISE.items()},
    "logit": (1, _entries("logit")), "square": (1, _square), "negative": (1, _negative),
    **dict.fromkeys(("matmul", "mm", "mv"), (2, lambda c, at, args, kw: c.arrays.product(args[0], args[1], at))),
    "dot": (2, _product),
    "vdot": (2, _inner), "inner": (2, _lines_alone), "outer": (2, _outer), "kron": (2, _kron),
    "multiply": (2, lambda c, at, args, kw: c.arrays.multiplied(args[0], args[1], at)),
    "divide": (2, lambda c, at, args, kw: c.arrays.divided(args[0], args[1], at)),
    **dict.fromkeys(("power", "pow"), (2, lambda c, at, args, kw: c.arrays.raised(args[0], args[1], at))),
    "add": (2, _combined("add")), "subtract": (2, _combined("sub")), "maximum": (2, _combined("maximum")),
    "minimum": (2, _combined("minimum")), "arctan2": (2, _combined("atan2")), "hypot": (2, _combined("hypot")),
    "clip": (3, _clip), "logaddexp": (2, _softplus),
    "sum": (1, _sums), "mean": (1, _along("mean", "rowmean", "colmean")),
    "var": (1, _along("var", "", "")), "std": (1, _along("std", "", "")),
    "max": (1, _along("max", "", "")), "min": (1, _along("min", "", "")),
    "amax": (1, _along("max", "", "")), "amin": (1, _along("min", "", "")),
    "logsumexp": (1, _along("logsumexp", "row_logsumexp", "col_logsumexp")),
    "softmax": (1, _along("softmax", "row_softmax", "col_softmax", scalar=False)),
    "log_softmax": (1, _along("log_softmax", "row_log_softmax", "col_log_softmax", scalar=False)),
    "trace": (1, _whole("tr", 0)), "det": (1, _whole("det", 0)), "logdet": (1, _whole("logdet", 0)),
    **dict.fromkeys(("inv", "inverse"), (1, _whole("inv", 2))), "pinv": (1, _whole("pinv", 2)),
    "cholesky": (1, _whole("chol", 2)),
    "expm": (1, _whole("expm", 2)), "logm": (1, _whole("logm", 2)), "sqrtm": (1, _whole("sqrtm", 2)),
    "tril": (1, _of_matrix("tril")), "triu": (1, _of_matrix("triu")),
    "matrix_power": (2, _matrix_power), "solve": (2, _solution), "norm": (1, _norm),
    "torch.norm": (1, _norm_of_entries), **{f"builtins.{op}": (1, _of_line(op)) for op in ("sum", "max", "min")},
    "diag": (1, _diag), "diagonal": (1, _diagonal), "diagflat": (1, _spanned),
    "transpose": (1, _turned), "t": (1, _turned),
    "ones_like": (1, _like("ones")), "zeros_like": (1, _like("zeros")),
    "ravel": (1, _flat), "flatten": (1, _flat), "copy": (1, _same), "asarray": (1, _same), "array": (1, _same),
    "float": (1, _number), "item": (1, _number), "squeeze": (1, _squeezed),
}
"""By name: how many arguments are arrays, and what is made of them."""

OPTIONS = {"norm": ("ord",), "torch.norm": ("p",),
           **dict.fromkeys(("sum", "mean", "var", "std", "max", "min", "amax", "amin", "logsumexp", "softmax",
                            "log_softmax"), ("axis", "keepdims", "dim", "keepdim"))}
"""The further arguments of functions, those that stand without names first."""

METHODS = frozenset({"sum", "mean", "var", "std", "max", "min", "dot", "trace", "transpose", "t", "diagonal", "copy",
                     "ravel", "flatten", "item", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu", "sin", "cos",
                     "det", "logdet", "inverse", "norm", "softmax", "log_softmax", "logsumexp", "square", "matmul",
                     "squeeze", "pow", "mm", "mv", "torch.norm"})
"""What may stand behind a dot."""
