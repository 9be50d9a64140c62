"""Scalar functions of each entry: the derivative, given the result and the argument, and notations."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from matcalc.build import add, epow, fn, had, like, neg, num, scale, sub, zeros
from matcalc.expr import OPS, Expr, Notation, Op

HALF = Fraction(1, 2)


def _function(name: str, derivative: Callable[[Expr, Expr], Expr] | None, *,
              latex: str | Callable[[Expr], Notation] = "",
              numpy: str | Notation | Callable[[Expr], Notation] = "",
              normal: Callable[[Expr], Expr] | None = None, source: str = "elementary calculus") -> Op:
    """`derivative` maps the result y and the argument a to the derivative at a; None where it has no name."""
    tex = latex if callable(latex) else Notation(latex or rf"\operatorname{{{{{name}}}}}\left({{0}}\right)")
    code = Notation(numpy or f"np.{name}({{0}})") if isinstance(numpy, str) else numpy
    return Op(name, "m,n -> m,n", normal=normal,
              differential=lambda y, i, da: None if derivative is None else had(derivative(y, y.args[0]), da),
              text=Notation(name + "({0})"), latex=tex, numpy=code, source=source)


def _defined(name: str, normal: Callable[[Expr], Expr], *, latex: str = "", numpy: str | Notation = "") -> Op:
    """A function made of others, which stand for it in answers."""
    return _function(name, None, normal=normal, latex=latex, numpy=numpy, source="its definition")


def _bars(e: Expr) -> Notation:
    """Bars round a scalar or vector; round a matrix they would be a determinant."""
    return Notation(r"\left|{0}\right|" if "1" in e.shape else r"\operatorname{{abs}}\left({0}\right)")


def _step_numpy(e: Expr) -> Notation:
    """Of an array, or of a number, whose comparison is one of Python's."""
    return _STEP_OF_NUMBER if e.args[0].op.name in ("num", "dim", "const") else _STEP


_STEP, _STEP_OF_NUMBER = Notation("({0:21} > 0).astype(float)", 50, cost=2), Notation("float({0:21} > 0)", cost=2)


def _standard(name: str) -> str:
    return rf"\{name}\left({{0}}\right)"


def _code(form: str, precedence: int, cost: int) -> Notation:
    return Notation(form, precedence, cost=cost)


def _one_plus(a: Expr, sign: int, k: Fraction | int) -> Expr:
    """(1 ± a²)^k"""
    return epow(add(like(a), scale(num(sign), epow(a, 2))), k)


ELEMENTWISE: dict[str, Op] = {op.name: op for op in (
    _function("exp", lambda y, a: y, latex=_standard("exp")),
    _function("log", lambda y, a: epow(a, -1), latex=_standard("log")),
    _function("sin", lambda y, a: fn("cos", a), latex=_standard("sin")),
    _function("cos", lambda y, a: neg(fn("sin", a)), latex=_standard("cos")),
    _function("tan", lambda y, a: _one_plus(y, 1, 1), latex=_standard("tan")),
    _function("cot", lambda y, a: neg(_one_plus(y, 1, 1)), latex=_standard("cot"),
              numpy=_code("1 / np.tan({0})", 20, 2)),
    _function("asin", lambda y, a: _one_plus(a, -1, -HALF), latex=_standard("arcsin"), numpy="np.arcsin({0})"),
    _function("acos", lambda y, a: neg(_one_plus(a, -1, -HALF)), latex=_standard("arccos"),
              numpy="np.arccos({0})"),
    _function("atan", lambda y, a: _one_plus(a, 1, -1), latex=_standard("arctan"), numpy="np.arctan({0})"),
    _function("sinh", lambda y, a: fn("cosh", a), latex=_standard("sinh")),
    _function("cosh", lambda y, a: fn("sinh", a), latex=_standard("cosh")),
    _function("tanh", lambda y, a: _one_plus(y, -1, 1), latex=_standard("tanh")),
    _function("asinh", lambda y, a: _one_plus(a, 1, -HALF), numpy="np.arcsinh({0})"),
    _function("acosh", lambda y, a: epow(sub(epow(a, 2), like(a)), -HALF), numpy="np.arccosh({0})"),
    _function("atanh", lambda y, a: _one_plus(a, -1, -1), numpy="np.arctanh({0})"),
    _function("sqrt", lambda y, a: scale(num(HALF), epow(a, -HALF)), latex=r"\sqrt{{{0}}}",
              normal=lambda a: epow(a, HALF)),
    _function("abs", lambda y, a: fn("sign", a), latex=_bars),
    _function("sign", lambda y, a: zeros(*a.shape)),
    _function("step", lambda y, a: zeros(*a.shape), numpy=_step_numpy),
    _function("relu", lambda y, a: fn("step", a), numpy="np.maximum({0}, 0)"),
    _function("sigmoid", lambda y, a: had(y, sub(like(y), y)), latex=r"\sigma\left({0}\right)",
              numpy=Notation("1/(1 + np.exp(-{0:30}))", 20, cost=4)),
    _function("softplus", lambda y, a: fn("sigmoid", a), numpy="np.logaddexp(0, {0})"),
    _function("erf", lambda y, a: _gaussian(a), numpy="scipy.special.erf({0})", source="DLMF 7.2.1"),
    _function("normcdf", lambda y, a: fn("normpdf", a), latex=r"\Phi\left({0}\right)",
              numpy="scipy.special.ndtr({0})", source="DLMF 7.18.1"),
    _function("normpdf", lambda y, a: neg(had(a, y)), latex=r"\operatorname{{normpdf}}\left({0}\right)",
              numpy=_code("np.exp(-{0:50}**2/2)/np.sqrt(2*np.pi)", 20, 7), source="DLMF 7.18.1"),
    _function("cbrt", lambda y, a: scale(num(Fraction(1, 3)), epow(y, -2)), latex=r"\sqrt[3]{{{0}}}"),
    _function("lgamma", lambda y, a: fn("digamma", a), latex=r"\log\Gamma\left({0}\right)",
              numpy="scipy.special.gammaln({0})", source="DLMF 5.2.2"),
    _function("digamma", lambda y, a: fn("trigamma", a), latex=r"\operatorname{{digamma}}\left({0}\right)",
              numpy="scipy.special.digamma({0})", source="DLMF 5.15"),
    _function("trigamma", None, latex=r"\psi_{{1}}\left({0}\right)",
              numpy="scipy.special.polygamma(1, {0})", source="DLMF 5.15"),
    _function("elu", lambda y, a: fn("exp", neg(fn("relu", neg(a)))),
              numpy=_code("np.where({0:21} > 0, {0}, np.expm1(np.minimum({0}, 0)))", 50, 4),
              source="Clevert, Unterthiner & Hochreiter 2016, eq. 15"),
    _defined("log1p", lambda a: fn("log", add(like(a), a))),
    _defined("expm1", lambda a: sub(fn("exp", a), like(a))),
    _defined("log2", lambda a: _by_log(a, 2), latex=r"\log_{{2}}\left({0}\right)"),
    _defined("log10", lambda a: _by_log(a, 10), latex=r"\log_{{10}}\left({0}\right)"),
    _defined("square", lambda a: epow(a, 2)),
    _defined("cube", lambda a: epow(a, 3), numpy=_code("{0:50}**3", 40, 1)),
    _defined("reciprocal", lambda a: epow(a, -1), numpy=_code("1 / {0:21}", 20, 1)),
    _defined("sec", lambda a: epow(fn("cos", a), -1), latex=_standard("sec"), numpy=_code("1 / np.cos({0})", 20, 2)),
    _defined("csc", lambda a: epow(fn("sin", a), -1), latex=_standard("csc"), numpy=_code("1 / np.sin({0})", 20, 2)),
    _defined("logit", lambda a: sub(fn("log", a), fn("log", sub(like(a), a))),
             numpy=_code("np.log({0}) - np.log1p(-{0:30})", 10, 4)),
    _defined("erfc", lambda a: sub(like(a), fn("erf", a)), numpy="scipy.special.erfc({0})"),
    _defined("gelu", lambda a: had(a, fn("normcdf", a)), numpy=_code("{0:20} * scipy.special.ndtr({0})", 20, 2)),
    _defined("silu", lambda a: had(a, fn("sigmoid", a)), numpy=_code("{0:20} / (1 + np.exp(-{0:30}))", 20, 4)),
    _defined("leaky_relu", lambda a: _leaky(a, num(Fraction(1, 100))),
             latex=r"\operatorname{{LeakyReLU}}\left({0}\right)",
             numpy=_code("np.maximum({0}, 0.01 * {0:21})", 100, 2)),
)}
"""Every elementwise function, by name."""


def _gaussian(a: Expr) -> Expr:
    """erf′(a) = 2 π^(−1/2) exp(−a²)"""
    return scale(num(2), epow(OPS["const"](data="pi"), -HALF), fn("exp", neg(epow(a, 2))))


def _by_log(a: Expr, base: int) -> Expr:
    """log(a) / log(base)"""
    return scale(epow(fn("log", num(base)), -1), fn("log", a))


def _leaky(a: Expr, slope: Expr) -> Expr:
    """max(a, 0) − slope max(−a, 0)"""
    return sub(fn("relu", a), scale(slope, fn("relu", neg(a))))
