"""Scalar functions of each entry: the derivative, given the result and the argument, and notations."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from matcalc.build import add, epow, fn, had, like, neg, num, scale, sub, zeros
from matcalc.expr import OPS, Expr, Notation, Op

HALF = Fraction(1, 2)


def _function(name: str, derivative: Callable[[Expr, Expr], Expr], *, latex: str = "", numpy: str | Notation = "",
              normal: Callable[[Expr], Expr] | None = None, source: str = "elementary calculus") -> Op:
    """`derivative` maps the result y and the argument a to the derivative at a."""
    tex = latex or rf"\operatorname{{{{{name}}}}}\left({{0}}\right)"
    code = numpy if isinstance(numpy, Notation) else Notation(numpy or f"np.{name}({{0}})")
    return Op(name, "m,n -> m,n", differential=lambda y, i, da: had(derivative(y, y.args[0]), da), normal=normal,
              text=Notation(name + "({0})"), latex=Notation(tex), numpy=code, source=source)


def _standard(name: str) -> str:
    return rf"\{name}\left({{0}}\right)"


def _one_plus(a: Expr, sign: int, k: Fraction | int) -> Expr:
    """(1 ± a²)^k"""
    return epow(add(like(a), scale(num(sign), epow(a, 2))), k)


ELEMENTWISE: dict[str, Op] = {op.name: op for op in (
    _function("exp", lambda y, a: y, latex=_standard("exp")),
    _function("log", lambda y, a: epow(a, -1), latex=_standard("log")),
    _function("sin", lambda y, a: fn("cos", a), latex=_standard("sin")),
    _function("cos", lambda y, a: neg(fn("sin", a)), latex=_standard("cos")),
    _function("tan", lambda y, a: _one_plus(y, 1, 1), latex=_standard("tan")),
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
    _function("abs", lambda y, a: fn("sign", a), latex=r"\left|{0}\right|"),
    _function("sign", lambda y, a: zeros(*a.shape)),
    _function("step", lambda y, a: zeros(*a.shape), numpy=Notation("({0:21} > 0).astype(float)", 50, cost=2)),
    _function("relu", lambda y, a: fn("step", a), numpy="np.maximum({0}, 0)"),
    _function("sigmoid", lambda y, a: had(y, sub(like(y), y)), latex=r"\sigma\left({0}\right)",
              numpy=Notation("1/(1 + np.exp(-{0:30}))", 20, cost=4)),
    _function("softplus", lambda y, a: fn("sigmoid", a), numpy="np.logaddexp(0, {0})"),
    _function("erf", lambda y, a: _gaussian(a), numpy="scipy.special.erf({0})", source="DLMF 7.2.1"),
)}
"""Every elementwise function, by name."""


def _gaussian(a: Expr) -> Expr:
    """erf′(a) = 2 π^(−1/2) exp(−a²)"""
    return scale(num(2), epow(OPS["const"](data="pi"), -HALF), fn("exp", neg(epow(a, 2))))
