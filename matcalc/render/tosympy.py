"""Expressions in SymPy, as its objects and as Python source text that makes them: one table gives both.

A row of the table computes with whatever stands for SymPy: the module itself, or one that writes what is called
(`algebra.Namespace`). What is 1×1 here is a scalar there, so that a product that is one stands in a trace.
"""
from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError
from matcalc.dims import Dim
from matcalc.expr import Expr, walk
from matcalc.ops.rankone import SVDSUM
from matcalc.render.algebra import Code, Namespace
from matcalc.render.names import identifier, safe_names
from matcalc.shape import Shape

Row = Callable[..., Any]


class _Writer:
    """What rows use: `s` is SymPy, or stands for it; `entry` is the variable of functions of entries."""

    def __init__(self, s: Any, entry: Any, names: Mapping[str, Any]):
        self.s, self.entry, self.names = s, entry, names

    def size(self, dim: Dim) -> Any:
        """A dimension as a number."""
        parts = [reduce(mul, [*([] if monomial and c == 1 else [self.number(Fraction(c))]),
                              *(self.names[n] for n in monomial)]) for monomial, c in dims.terms(dim)]
        return reduce(add, parts)

    def number(self, value: Any) -> Any:
        """A rational number."""
        if value.denominator == 1:
            return self.s.Integer(int(value)) if not isinstance(self.s, Namespace) else int(value)
        return self.s.Rational(value.numerator, value.denominator)

    def each(self, a: Any, e: Expr, f: Callable[[Any, Any], Any]) -> Any:
        """A function of a scalar, or of each entry."""
        return f(self.s, a) if e.is_scalar else a.applyfunc(self.s.Lambda(self.entry, f(self.s, self.entry)))

    def total(self, a: Any, shape: Shape) -> Any:
        """The sum of the entries: tr(11ᵀ A)."""
        return a if shape == ("1", "1") else self.s.Trace(self.ones(shape[::-1]) * a)

    def ones(self, shape: Shape) -> Any:
        """A matrix of ones."""
        return self.s.OneMatrix(self.size(shape[0]), self.size(shape[1]))

    def times(self, shape: Shape, *factors: Any) -> Any:
        """The product of the entries."""
        return reduce(mul, factors) if shape == ("1", "1") else self.s.HadamardProduct(*factors)

    def power(self, a: Any, e: Expr, k: Any) -> Any:
        """A power of a scalar, or of each entry."""
        return a ** k if e.is_scalar else self.s.HadamardPower(a, k)


def _scaled(e: Expr, factors: Sequence[Any], product: Callable[[list[Any]], Any]) -> Any:
    """The scalars among the factors, times the product of the matrices, where there are any."""
    scalars = [f for f, a in zip(factors, e.args, strict=True) if a.is_scalar]
    matrices = [f for f, a in zip(factors, e.args, strict=True) if not a.is_scalar]
    return reduce(mul, [*scalars, product(matrices)] if matrices else scalars)


def _matmul(w: _Writer, e: Expr, *factors: Any) -> Any:
    return _scaled(e, factors, lambda found: w.s.Trace(reduce(mul, found)) if e.is_scalar else reduce(mul, found))


def _kron(w: _Writer, e: Expr, *factors: Any) -> Any:
    return _scaled(e, factors, lambda found: w.s.KroneckerProduct(*found) if len(found) > 1 else found[0])


def _khatri_rao(w: _Writer, e: Expr, a: Any, b: Any) -> Any:
    """(A ⊗ 1) ∘ (1 ⊗ B)"""
    x, y = e.args
    left = a if y.rows == "1" else w.s.KroneckerProduct(a, w.ones((y.rows, "1")))
    return w.times(e.shape, left, b if x.rows == "1" else w.s.KroneckerProduct(w.ones((x.rows, "1")), b))


def _exponentials(w: _Writer, e: Expr, a: Any) -> Any:
    return w.each(a, e.args[0], lambda s, t: s.exp(t))


def _softmax(w: _Writer, e: Expr, a: Any) -> Any:
    return _exponentials(w, e, a) / w.total(_exponentials(w, e, a), e.args[0].shape)


def _log_of_sum(w: _Writer, e: Expr, a: Any) -> Any:
    return w.s.log(w.total(_exponentials(w, e, a), e.args[0].shape))


def _mean(w: _Writer, a: Any, shape: Shape) -> Any:
    return w.total(a, shape) / w.size(dims.mul(*shape))


def _variance(w: _Writer, e: Expr, a: Any) -> Any:
    shape = e.args[0].shape
    if e.args[0].is_scalar:
        return w.number(0)
    return _mean(w, w.s.HadamardPower(a - _mean(w, a, shape) * w.ones(shape), 2), shape)


def _symbol(w: _Writer, e: Expr) -> Any:
    return w.names[e.data[0]]


def _unknown(w: _Writer, e: Expr, a: Any) -> Any:
    name, order = e.data
    if order:
        raise MatcalcError("unsupported", f"SymPy has no matrix of values of {name}{chr(39) * order}")
    return w.each(a, e, lambda s, t: s.Function(name)(t))


def _called(name: str) -> Callable[[Any, Any], Any]:
    """A function of SymPy's own."""
    return lambda s, t: getattr(s, name)(t)


def _of_entries(f: Callable[[Any, Any], Any]) -> Row:
    return lambda w, e, a: w.each(a, e, f)


ENTRIES: dict[str, Callable[[Any, Any], Any]] = {
    **{name: _called(f) for name, f in {
        **{name: name for name in ("exp", "log", "sin", "cos", "tan", "cot", "asin", "acos", "atan", "sinh", "cosh",
                                   "tanh", "asinh", "acosh", "atanh", "sqrt", "sign", "erf", "digamma", "sec", "csc",
                                   "erfc")},
        "abs": "Abs", "lgamma": "loggamma"}.items()},
    "step": lambda s, t: (1 + s.sign(t)) / 2, "relu": lambda s, t: s.Max(t, 0),
    "sigmoid": lambda s, t: 1 / (1 + s.exp(-t)), "softplus": lambda s, t: s.log(1 + s.exp(t)),
    "normcdf": lambda s, t: (1 + s.erf(t / s.sqrt(2))) / 2,
    "normpdf": lambda s, t: s.exp(-t**2 / 2) / s.sqrt(2 * s.pi),
    "cbrt": lambda s, t: s.sign(t) * s.Abs(t)**s.Rational(1, 3), "trigamma": lambda s, t: s.polygamma(1, t),
    "elu": lambda s, t: s.Max(t, 0) + s.exp(s.Min(t, 0)) - 1,
    "log1p": lambda s, t: s.log(1 + t), "expm1": lambda s, t: s.exp(t) - 1,
    "log2": lambda s, t: s.log(t) / s.log(2), "log10": lambda s, t: s.log(t) / s.log(10),
    "square": lambda s, t: t**2, "cube": lambda s, t: t**3, "reciprocal": lambda s, t: 1 / t,
    "logit": lambda s, t: s.log(t) - s.log(1 - t), "gelu": lambda s, t: t * (1 + s.erf(t / s.sqrt(2))) / 2,
    "silu": lambda s, t: t / (1 + s.exp(-t)), "leaky_relu": lambda s, t: s.Max(t, t / 100),
    "huber1": lambda s, t: s.Min(s.Abs(t), 1)**2 / 2 + s.Max(s.Abs(t) - 1, 0),
}
"""Functions of a scalar or of each entry."""

ROWS: dict[str, Row] = {
    "num": lambda w, e: w.number(e.data), "dim": lambda w, e: w.size(e.data), "const": lambda w, e: w.s.pi,
    "sym": _symbol, "eye": lambda w, e: w.s.Identity(w.size(e.data)), "ones": lambda w, e: w.ones(e.shape),
    "zeros": lambda w, e: w.s.ZeroMatrix(w.size(e.rows), w.size(e.cols)),
    "add": lambda w, e, *a: reduce(add, a), "sub": lambda w, e, a, b: a - b,
    "neg": lambda w, e, a: -a, "scale": lambda w, e, a, b: a * b, "div": lambda w, e, a, b: a / b,
    "hadamard": lambda w, e, *a: w.times(e.shape, *a),
    "hdiv": lambda w, e, a, b: a / b if e.is_scalar else w.times(e.shape, a, w.s.HadamardPower(b, -1)),
    "epow": lambda w, e, a: w.power(a, e, w.number(e.data)), "raised": lambda w, e, a, k: w.power(a, e, k),
    "frob": lambda w, e, a, b: a * b if e.args[0].is_scalar else w.s.Trace(a.T * b),
    "kron": _kron, "khatri_rao": _khatri_rao, "matmul": _matmul, "transpose": lambda w, e, a: a.T,
    "power": lambda w, e, a: a ** e.data, "mpower": lambda w, e, a: a ** w.size(e.data),
    "inv": lambda w, e, a: w.s.Inverse(a), "invt": lambda w, e, a: w.s.Inverse(a).T,
    "sqrtm": lambda w, e, a: a ** w.s.Rational(1, 2), "tr": lambda w, e, a: w.s.Trace(a),
    "det": lambda w, e, a: w.s.Determinant(a),
    "logdet": lambda w, e, a: w.s.log(w.s.Abs(w.s.Determinant(a))),
    "sum": lambda w, e, a: w.total(a, e.args[0].shape), "mean": lambda w, e, a: _mean(w, a, e.args[0].shape),
    "rowsum": lambda w, e, a: a * w.ones((e.args[0].cols, "1")),
    "colsum": lambda w, e, a: w.ones(("1", e.args[0].rows)) * a,
    "rowmean": lambda w, e, a: a * w.ones((e.args[0].cols, "1")) / w.size(e.args[0].cols),
    "colmean": lambda w, e, a: w.ones(("1", e.args[0].rows)) * a / w.size(e.args[0].rows),
    "var": _variance, "std": lambda w, e, a: w.s.sqrt(_variance(w, e, a)),
    "norm": lambda w, e, a: w.s.sqrt(w.s.Trace(a.T * a)),
    "norm1": lambda w, e, a: w.total(w.each(a, e.args[0], lambda s, t: s.Abs(t)), e.args[0].shape),
    "pnorm": lambda w, e, a, p: w.total(w.each(a, e.args[0], lambda s, t: s.Abs(t)**p), e.args[0].shape) ** (1 / p),
    "softmax": _softmax, "logsumexp": _log_of_sum,
    "log_softmax": lambda w, e, a: a - _log_of_sum(w, e, a) * w.ones(e.shape),
    "diag": lambda w, e, a: w.s.DiagMatrix(a if e.args[0].cols == "1" else a.T),
    "diagpart": lambda w, e, a: w.s.DiagonalOf(a),
    "maximum": lambda w, e, a, b: w.s.Max(a, b) if e.is_scalar else (
        a + b + w.each(a - b, e, lambda s, t: s.Abs(t))) / 2,
    "minimum": lambda w, e, a, b: w.s.Min(a, b) if e.is_scalar else (
        a + b - w.each(a - b, e, lambda s, t: s.Abs(t))) / 2,
    "unknown": _unknown, **{name: _of_entries(f) for name, f in ENTRIES.items()},
}
"""By operator: what it is in SymPy, of the writer, the node, and the arguments in SymPy."""

OF_SCALARS: dict[str, Row] = {
    **dict.fromkeys(("transpose", "tr", "det", "diag", "diagpart", "sum", "rowsum", "colsum", "mean", "rowmean",
                     "colmean", "nuc", "vec", "unvec", "vech"), lambda w, e, a: a),
    **dict.fromkeys(("inv", "invt", "pinv"), lambda w, e, a: 1 / a),
    **dict.fromkeys(("norm", "norm_inf", "smax"), lambda w, e, a: w.s.Abs(a)),
    "logdet": lambda w, e, a: w.s.log(w.s.Abs(a)), "expm": lambda w, e, a: w.s.exp(a),
    "logm": lambda w, e, a: w.s.log(a), "sqrtm": lambda w, e, a: w.s.sqrt(a),
    "eye": lambda w, e: w.number(1), "ones": lambda w, e: w.number(1), "zeros": lambda w, e: w.number(0),
    "atan2": lambda w, e, a, b: w.s.atan2(a, b), "hypot": lambda w, e, a, b: w.s.sqrt(a**2 + b**2),
}
"""What an operator is where its arguments and its value are 1×1, if that differs."""

LACKS = frozenset({
    "pinv", "adj", "einsum", "unit", "blockdot", "blocksum", "commutation", "duplication", "elimination", "symmetrizer",
    "sylvester", "svdsum", "max", "min", "onehot_max", "onehot_min", "entropy", "cross_entropy", "kl", "norm_inf",
    "clip", "huber", "atan2", "hypot", "leaky_relu_by", "row_softmax", "row_logsumexp", "row_log_softmax",
    "col_softmax", "col_logsumexp", "col_log_softmax", "lmax", "lmin", "evec_max", "evec_min", "eproj_max",
    "resolvent_max", "eigval", "eigvec", "eigproj", "resolvent", "smax", "lsv", "rsv", "sval", "lsvec", "rsvec", "nuc",
    "polar", "vec", "unvec", "vech", "tril", "triu", "halftril", "chol",
    *(f"{head}{name}" for name in ("expm", "logm", "sinm", "cosm", "sinhm", "coshm") for head in ("", "frechet_")),
    *(f"frechet_{name}{tail}" for name in ("expm", "logm", "sinm", "cosm", "sinhm", "coshm", "power")
      for tail in ("", "_pair", "_triple")),
})
"""Operators that SymPy's matrix expressions have no counterpart of."""

RESERVED = frozenset({*keyword.kwlist, "sp"})


def to_sympy(e: Expr, originals: Mapping[str, Any] | None = None) -> Any:
    """The expression in SymPy; `originals` are its symbols by name where there are some.

    Raises MatcalcError `unsupported` for what SymPy lacks.
    """
    import sympy

    known = originals or {}
    names: dict[str, Any] = {name: sympy.Symbol(name, integer=True, positive=True) for name in _sizes([e])}
    names |= {name: symbol for name, symbol in known.items() if name not in names}
    writer = _Writer(sympy, sympy.Symbol(_entry(names)), names)
    for name, shape, words in _symbols([e]):
        if name not in known:
            names[name] = _declared(writer, name, shape, words)
    return _made(writer, e)


def source(definitions: Sequence[tuple[str, Expr]], result: Expr, originals: Mapping[str, Any] | None = None) -> str:
    """Python source text that makes the expression: symbols, definitions, and the result, which ends it."""
    bound = dict(definitions)
    roots = [*bound.values(), result]
    sizes = _sizes(roots)
    free = [row for row in _symbols(roots) if row[0] not in bound]
    plain = safe_names([*sizes, *(name for name, _, _ in free), *bound], identifier, RESERVED)
    names: dict[str, Any] = {name: Code(word) for name, word in plain.items()}
    writer = _Writer(Namespace("sp"), Code(_entry(plain.values())), names)
    whole = writer.s.symbols if len(sizes) > 1 else writer.s.Symbol
    left = ", ".join(plain[name] for name in sizes)
    lines = [f"{left} = {whole(' '.join(sizes), integer=True, positive=True)}"] if sizes else []
    lines += [f"{plain[name]} = {_declared(writer, name, shape, words)}" for name, shape, words in free]
    body = [f"{plain[name]} = {_made(writer, e)}" for name, e in definitions]
    body.append(str(_made(writer, result)))
    if any("sp.Lambda(" in line for line in body):
        lines.append(f"{writer.entry} = {writer.s.Symbol(str(writer.entry))}")
    return "\n".join(["import sympy as sp", "", *lines, *body])


def _entry(taken: Iterable[str]) -> str:
    """A name for the variable of functions of entries."""
    used = set(taken)
    return next(name for name in ("t", "u", "z", *(f"t{i}" for i in range(len(used) + 1))) if name not in used)


def _declared(w: _Writer, name: str, shape: Shape, words: Sequence[str]) -> Any:
    if shape != ("1", "1"):
        return w.s.MatrixSymbol(name, w.size(shape[0]), w.size(shape[1]))
    word = next((word for word in ("positive", "nonnegative") if word in words), "real")
    return w.s.Symbol(name, **{word: True})


def _sizes(roots: Sequence[Expr]) -> list[str]:
    """The names of dimensions, sorted."""
    return sorted({name for e in walk(*roots) for dim in (*e.shape, *([e.data] if e.op.name in ("dim", "mpower") else
                                                                     [])) for name in dims.names(dim)})


def _symbols(roots: Sequence[Expr]) -> list[tuple[str, Shape, Sequence[str]]]:
    return list(dict.fromkeys(e.data for e in walk(*roots) if e.op.name == "sym"))


def _made(w: _Writer, root: Expr) -> Any:
    """Fold the table over the expression. Raises MatcalcError `unsupported`."""
    done: dict[Expr, Any] = {}
    for e in walk(root):
        scalars = e.is_scalar and all(a.is_scalar for a in e.args)
        row = (OF_SCALARS.get(e.op.name) if scalars else None) or ROWS.get(e.op.name)
        if row is None:
            told = "a sum over singular triples" if e.op is SVDSUM else e.op.name
            raise MatcalcError("unsupported", f"SymPy's matrix expressions have nothing for {told}",
                               hint="another form of the derivative may do without: --form")
        done[e] = row(w, e, *[done[a] for a in e.args])
    return done[root]

