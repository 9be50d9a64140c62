"""Softmax and log Σ exp of each row or each column."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.build import T, fn, had, mm, ones, sub
from matcalc.expr import Expr, Notation, Op


def spread_sums(a: Expr) -> Expr:
    """A 1 1ᵀ, with each row's sum in all of its entries."""
    return mm(a, ones(a.cols, "1"), ones("1", a.cols))


def _of_rows(a: Expr) -> Expr:
    """Of a single row it is the softmax, of rows of one entry each 1."""
    if a.cols == "1":
        return ones(*a.shape)
    return fn("softmax", a) if a.rows == "1" else ROW_SOFTMAX.reduced(ROW_SOFTMAX(a))


def _sums_of_rows(a: Expr) -> Expr:
    if a.cols == "1":
        return a
    return fn("logsumexp", a) if a.rows == "1" else ROW_LOGSUMEXP.reduced(ROW_LOGSUMEXP(a))


def _logs_of_rows(a: Expr) -> Expr:
    """A − log Σ exp of each row."""
    return sub(a, mm(fn("row_logsumexp", a), ones("1", a.cols)))


def _flipped(name: str) -> Callable[[Expr], Expr]:
    """What a function of rows does to columns."""
    return lambda a: T(fn(name, T(a)))


def _latex(name: str) -> str:
    """The function, with the word for rows or columns as its index."""
    which, _, function = name.partition("_") if name != "log_softmax" else ("", "", name)
    written = rf"\operatorname{{{{{function.replace('_', '')}}}}}"
    return written + (rf"_{{{{\mathrm{{{{{which}}}}}}}}}" if which else "")


def _op(name: str, signature: str, normal: Callable[[Expr], Expr], numpy: Notation,
        differential: Callable[..., Expr] | None = None) -> Op:
    return Op(name, signature, normal=normal, differential=differential, text=Notation(name + "({0})"), numpy=numpy,
              latex=Notation(_latex(name) + r"\left({0}\right)"),
              source="Boyd & Vandenberghe, Convex Optimization, 3.1.5")


def _divided(axis: int) -> Notation:
    return Notation(f"np.exp({{0:10}} - np.logaddexp.reduce({{0}}, {axis}, keepdims=True))", cost=4)


def _summed(axis: int) -> Notation:
    return Notation(f"np.logaddexp.reduce({{0}}, {axis}, keepdims=True)", cost=3)


def _logged(axis: int) -> Notation:
    return Notation(f"{{0:10}} - np.logaddexp.reduce({{0}}, {axis}, keepdims=True)", 10, cost=4)


ROW_SOFTMAX = _op("row_softmax", "m,n -> m,n", _of_rows, _divided(1),
                  lambda y, i, da: had(y, sub(da, spread_sums(had(y, da)))))
"""The exponentials of the entries divided by their row's sum."""
ROW_LOGSUMEXP = _op("row_logsumexp", "m,n -> m,1", _sums_of_rows, _summed(1),
                    lambda y, i, da: mm(had(fn("row_softmax", y.args[0]), da), ones(da.cols, "1")))
ROW_LOG_SOFTMAX = _op("row_log_softmax", "m,n -> m,n", _logs_of_rows, _logged(1))
COL_SOFTMAX = _op("col_softmax", "m,n -> m,n", _flipped("row_softmax"), _divided(0))
COL_LOGSUMEXP = _op("col_logsumexp", "m,n -> 1,n", _flipped("row_logsumexp"), _summed(0))
COL_LOG_SOFTMAX = _op("col_log_softmax", "m,n -> m,n", _flipped("row_log_softmax"), _logged(0))
LOG_SOFTMAX = Op("log_softmax", "m,n -> m,n", normal=lambda a: fn("log", fn("softmax", a)),
                 text=Notation("log_softmax({0})"),
                 latex=lambda e: Notation(_latex("log_softmax") + r"\left({0}\right)") if "1" in e.shape else Notation(
                     r"{0:10} - \operatorname{{logsumexp}}\left({0}\right)", 10),
                 numpy=Notation("{0:10} - np.logaddexp.reduce({0}, None)", 10, cost=4), source=ROW_SOFTMAX.source)
"""In LaTeX the name of a matrix would be read by rows."""

ALONG = {op.name: op for op in (ROW_SOFTMAX, ROW_LOGSUMEXP, ROW_LOG_SOFTMAX, COL_SOFTMAX, COL_LOGSUMEXP,
                                COL_LOG_SOFTMAX, LOG_SOFTMAX)}
"""By name."""
