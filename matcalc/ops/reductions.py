"""From matrices to numbers, columns and rows."""
from __future__ import annotations

from matcalc import dims
from matcalc.build import T, dim, epow, eye, fn, inner, inv, mm, ones, scale, total, tr, vec
from matcalc.expr import Notation, Op


def _call(name: str) -> Notation:
    return Notation(name + "({0})")


def _latex(name: str) -> Notation:
    return Notation(r"\operatorname{{" + name + r"}}\left({0}\right)")


TR = Op("tr", "n,n -> 1,1", linear=True, transpose=lambda e, i, g: scale(g, eye(e.args[0].rows)),
        matrix=lambda e, i: T(vec(eye(e.args[0].rows))), text=_call("tr"), latex=_latex("tr"), numpy=_call("np.trace"))
SUM = Op("sum", "m,n -> 1,1", linear=True, transpose=lambda e, i, g: scale(g, ones(*e.args[0].shape)),
         matrix=lambda e, i: T(vec(ones(*e.args[0].shape))),
         text=_call("sum"), latex=_latex("sum"), numpy=_call("np.sum"))
ROWSUM = Op("rowsum", "m,n -> m,1", normal=lambda a: mm(a, ones(a.cols, "1")),
            text=_call("rowsum"), latex=_latex("rowsum"), numpy=Notation("{0:50}.sum(1, keepdims=True)", 50))
COLSUM = Op("colsum", "m,n -> 1,n", normal=lambda a: mm(ones("1", a.rows), a),
            text=_call("colsum"), latex=_latex("colsum"), numpy=Notation("{0:50}.sum(0, keepdims=True)", 50))
MEAN = Op("mean", "m,n -> 1,1", normal=lambda a: scale(epow(dim(dims.mul(*a.shape)), -1), total(a)),
          text=_call("mean"), latex=_latex("mean"), numpy=_call("np.mean"))
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
               numpy=Notation("np.log(np.sum(np.exp({0})))", cost=3))
SOFTMAX = Op("softmax", "m,n -> m,n", normal=lambda a: scale(epow(total(fn("exp", a)), -1), fn("exp", a)),
             text=_call("softmax"), latex=_latex("softmax"),
             numpy=Notation("np.exp({0}) / np.sum(np.exp({0}))", 20, cost=4))
"""The exponentials of the entries divided by their sum."""
