"""The p-norm of a column, and the norms that are its limits."""
from __future__ import annotations

from matcalc.build import add, epow, fn, had, inner, neg, norm, num, raised, scale, sub, total
from matcalc.expr import Expr, Notation, Op

WORDS = frozenset({"F", "fro", "Fro", "inf", "nuc"})
"""What below a norm is no number: symbols of these names are written as arguments."""


def _power_of_entries(x: Expr, p: Expr) -> Expr:
    """|x|^p"""
    return raised(fn("abs", x), p)


def _by_entries(y: Expr, da: Expr) -> Expr:
    """‖x‖^(1 − p) Σ xᵢ |xᵢ|^(p − 2) dxᵢ"""
    x, p = y.args
    return scale(raised(y, sub(num(1), p)), inner(had(x, _power_of_entries(x, sub(p, num(2)))), da))


def _by_order(y: Expr, da: Expr) -> Expr:
    """‖x‖/p (Σ |xᵢ|^p log|xᵢ| / ‖x‖^p − log ‖x‖) dp"""
    x, p = y.args
    logs = inner(_power_of_entries(x, p), fn("log", fn("abs", x)))
    mean = scale(logs, raised(y, neg(p)))
    return scale(y, epow(p, -1), add(mean, neg(fn("log", y))), da)


def _normal(x: Expr, p: Expr) -> Expr:
    """The norms of order 1 and 2, and absolute values, are those that they are."""
    if x.is_scalar:
        return fn("abs", x)
    if p in (num(1), num(2)):
        return total(fn("abs", x)) if p is num(1) else norm(x)
    return PNORM.reduced(PNORM(x, p))


def is_plain(p: Expr) -> bool:
    """Whether an order can stand below the norm: a whole number, or a letter or word."""
    if p.op.name == "num":
        return bool(p.data.denominator == 1)
    name = p.data[0] if p.op.name == "sym" else p.data if p.op.name == "dim" else ""
    return name.isalpha() and name not in WORDS


def _text(e: Expr) -> Notation:
    return Notation("‖{0}‖_{1}" if is_plain(e.args[1]) else "norm({0}, {1})")


def _latex(e: Expr) -> Notation:
    plain = r"\left\|{0}\right\|_{{{1}}}"
    return Notation(plain if is_plain(e.args[1]) else r"\operatorname{{norm}}\left({0}, {1}\right)")


PNORM = Op("pnorm", "n,1 1,1 -> 1,1", normal=_normal, text=_text, latex=_latex,
           differential=lambda y, i, da: (_by_order if i else _by_entries)(y, da),
           numpy=Notation("np.sum(np.abs({0})**{1:50})**(1 / {1:21})", 40, cost=5),
           source="Boyd & Vandenberghe, Convex Optimization, A.1.2")
"""‖x‖_p = (Σ |xᵢ|^p)^(1/p)"""
NORM_INF = Op("norm_inf", "n,1 -> 1,1", normal=lambda a: fn("max", fn("abs", a)), text=Notation("‖{0}‖_∞"),
              latex=Notation(r"\left\|{0}\right\|_{{\infty}}"), numpy=Notation("np.max(np.abs({0}))", cost=2))
"""The largest absolute value of the entries."""
