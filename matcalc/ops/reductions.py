"""From matrices to numbers, columns and rows."""
from __future__ import annotations

from fractions import Fraction

from matcalc import dims
from matcalc.build import T, dim, epow, eye, fn, had, inner, inv, mm, neg, num, ones, scale, sub, total, tr, vec, zeros
from matcalc.expr import Expr, Notation, Op

HALF = Fraction(1, 2)


def _call(name: str) -> Notation:
    return Notation(name + "({0})")


def _method(name: str) -> Notation:
    return Notation("{0:50}." + name + "()", 50)


def _latex(name: str) -> Notation:
    return Notation(r"\operatorname{{" + name + r"}}\left({0}\right)")


TR = Op("tr", "n,n -> 1,1", linear=True, transpose=lambda e, i, g: scale(g, eye(e.args[0].rows)),
        matrix=lambda e, i: T(vec(eye(e.args[0].rows))), text=_call("tr"), latex=_latex("tr"), numpy=_method("trace"))
SUM = Op("sum", "m,n -> 1,1", linear=True, transpose=lambda e, i, g: scale(g, ones(*e.args[0].shape)),
         matrix=lambda e, i: T(vec(ones(*e.args[0].shape))),
         text=_call("sum"), latex=_latex("sum"), numpy=_method("sum"))
ROWSUM = Op("rowsum", "m,n -> m,1", normal=lambda a: mm(a, ones(a.cols, "1")),
            text=_call("rowsum"), latex=_latex("rowsum"), numpy=Notation("{0:50}.sum(1, keepdims=True)", 50))
COLSUM = Op("colsum", "m,n -> 1,n", normal=lambda a: mm(ones("1", a.rows), a),
            text=_call("colsum"), latex=_latex("colsum"), numpy=Notation("{0:50}.sum(0, keepdims=True)", 50))
MEAN = Op("mean", "m,n -> 1,1", normal=lambda a: scale(epow(dim(dims.mul(*a.shape)), -1), total(a)),
          text=_call("mean"), latex=_latex("mean"), numpy=_method("mean"))
DET = Op("det", "n,n -> 1,1", differential=lambda y, i, da: tr(mm(fn("adj", y.args[0]), da)),
         text=_call("det"), latex=Notation(r"\det\left({0}\right)"), numpy=_call("np.linalg.det"),
         source="Magnus & Neudecker, ch. 8.3; Matrix Cookbook eq. 46")
LOGDET = Op("logdet", "n,n -> 1,1", differential=lambda y, i, da: tr(mm(inv(y.args[0]), da)),
            text=_call("logdet"), latex=Notation(r"\log\left|\det\left({0}\right)\right|", 45),
            numpy=Notation("np.linalg.slogdet({0})[1]", 50, cost=2),
            source="Magnus & Neudecker, ch. 8.3; Matrix Cookbook eq. 43")
NORM = Op("norm", "m,n -> 1,1", differential=lambda y, i, da: scale(epow(y, -1), inner(y.args[0], da)),
          text=Notation("‖{0}‖"), latex=Notation(r"\left\|{0}\right\|"), numpy=_call("np.linalg.norm"),
          source="Matrix Cookbook eq. 129 and 132")
"""The Frobenius norm of a matrix, the Euclidean norm of a vector."""
NORM1 = Op("norm1", "m,n -> 1,1", normal=lambda a: total(fn("abs", a)),
           text=Notation("‖{0}‖_1"), latex=Notation(r"\left\|{0}\right\|_{{1}}"),
           numpy=Notation("np.sum(np.abs({0}))", cost=2))
"""The sum of the absolute values of the entries."""
LOGSUMEXP = Op("logsumexp", "m,n -> 1,1", normal=lambda a: fn("log", total(fn("exp", a))),
               text=_call("logsumexp"), latex=_latex("logsumexp"),
               numpy=Notation("np.logaddexp.reduce({0}, None)", cost=3))
SOFTMAX = Op("softmax", "m,n -> m,n", normal=lambda a: scale(epow(total(fn("exp", a)), -1), fn("exp", a)),
             text=_call("softmax"),
             latex=lambda e: _latex("softmax") if "1" in e.shape else Notation(
                 r"\frac{{\exp\left({0}\right)}}{{\operatorname{{sum}}\left(\exp\left({0}\right)\right)}}", 41),
             numpy=Notation("np.exp({0:10} - np.logaddexp.reduce({0}, None))", cost=4))
"""The exponentials of the entries divided by their sum; in LaTeX the name of a matrix would be read by rows."""


# ---- extreme entries
MAX = Op("max", "m,n -> 1,1", differential=lambda y, i, da: inner(fn("onehot_max", y.args[0]), da),
         text=_call("max"), latex=Notation(r"\max\left({0}\right)"), numpy=_method("max"),
         source="Boyd & Vandenberghe, Convex Optimization, 3.2.3")
"""The largest entry."""
MIN = Op("min", "m,n -> 1,1", normal=lambda a: neg(fn("max", neg(a))), text=_call("min"),
         latex=Notation(r"\min\left({0}\right)"), numpy=_method("min"))
ONEHOT_MAX = Op("onehot_max", "m,n -> m,n", differential=lambda y, i, da: zeros(*y.shape), text=_call("onehot_max"),
                latex=Notation(r"\operatorname{{onehot}}_{{\max}}\left({0}\right)"),
                numpy=Notation("({0:21} == np.max({0})).astype(float)", 50, cost=3),
                source="Boyd & Vandenberghe, Convex Optimization, 3.2.3")
"""1 at the largest entry, 0 elsewhere."""
ONEHOT_MIN = Op("onehot_min", "m,n -> m,n", normal=lambda a: fn("onehot_max", neg(a)), text=_call("onehot_min"),
                latex=Notation(r"\operatorname{{onehot}}_{{\min}}\left({0}\right)"),
                numpy=Notation("({0:21} == np.min({0})).astype(float)", 50, cost=3))

# ---- statistics
VAR = Op("var", "m,n -> 1,1", differential=lambda y, i, da: inner(_deviation(y.args[0]), da),
         text=_call("var"), latex=_latex("var"), numpy=_call("np.var"), source="Magnus & Neudecker, ch. 13.9")
"""The mean of the squared deviations from the mean: divided by the number of entries, as NumPy does."""
STD = Op("std", "m,n -> 1,1", normal=lambda a: epow(fn("var", a), HALF), text=_call("std"), latex=_latex("std"),
         numpy=_call("np.std"))
"""The root of `var`."""
ROWMEAN = Op("rowmean", "m,n -> m,1", normal=lambda a: scale(epow(dim(a.cols), -1), fn("rowsum", a)),
             text=_call("rowmean"), latex=_latex("rowmean"), numpy=Notation("{0:50}.mean(1, keepdims=True)", 50))
COLMEAN = Op("colmean", "m,n -> 1,n", normal=lambda a: scale(epow(dim(a.rows), -1), fn("colsum", a)),
             text=_call("colmean"), latex=_latex("colmean"), numpy=Notation("{0:50}.mean(0, keepdims=True)", 50))
ENTROPY = Op("entropy", "m,n -> 1,1", normal=lambda p: neg(total(had(p, fn("log", p)))), text=_call("entropy"),
             latex=_latex("entropy"), numpy=Notation("-np.sum({0:20} * np.log({0}))", 29, cost=4))
CROSS_ENTROPY = Op("cross_entropy", "m,n m,n -> 1,1", normal=lambda p, q: neg(total(had(p, fn("log", q)))),
                   text=Notation("cross_entropy({0}, {1})"),
                   latex=Notation(r"\operatorname{{crossentropy}}\left({0}, {1}\right)"),
                   numpy=Notation("-np.sum({0:20} * np.log({1}))", 29, cost=4))
"""−Σ pᵢ log qᵢ"""
KL = Op("kl", "m,n m,n -> 1,1", normal=lambda p, q: total(had(p, sub(fn("log", p), fn("log", q)))),
        text=Notation("kl({0}, {1})"),
        latex=Notation(r"\operatorname{{kl}}\left({0}, {1}\right)"),
        numpy=Notation("np.sum({0:20} * np.log({0:20} / {1:21}))", cost=4))
"""Σ pᵢ log(pᵢ/qᵢ), the divergence of Kullback and Leibler."""


def _deviation(a: Expr) -> Expr:
    """2 (a − mean(a)) / n, for n entries."""
    n = dim(dims.mul(*a.shape))
    return scale(num(2), epow(n, -1), sub(a, scale(fn("mean", a), ones(*a.shape))))
