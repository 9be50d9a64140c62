"""From matrices to numbers, columns and rows."""
from matcalc.expr import Notation, Op


def _call(name: str) -> Notation:
    return Notation(name + "({0})")


def _latex(name: str) -> Notation:
    return Notation(r"\operatorname{{" + name + r"}}\left({0}\right)")


TR = Op("tr", "n,n -> 1,1", text=_call("tr"), latex=_latex("tr"), numpy=_call("np.trace"))
SUM = Op("sum", "m,n -> 1,1", text=_call("sum"), latex=_latex("sum"), numpy=_call("np.sum"))
ROWSUM = Op("rowsum", "m,n -> m,1", text=_call("rowsum"), latex=_latex("rowsum"), numpy=Notation("np.sum({0}, axis=1, keepdims=True)"))
COLSUM = Op("colsum", "m,n -> 1,n", text=_call("colsum"), latex=_latex("colsum"), numpy=Notation("np.sum({0}, axis=0, keepdims=True)"))
MEAN = Op("mean", "m,n -> 1,1", text=_call("mean"), latex=_latex("mean"), numpy=_call("np.mean"))
DET = Op("det", "n,n -> 1,1", text=_call("det"), latex=Notation(r"\det\left({0}\right)"), numpy=_call("np.linalg.det"))
LOGDET = Op("logdet", "n,n -> 1,1", text=_call("logdet"), latex=Notation(r"\log\left|\det\left({0}\right)\right|"),
            numpy=Notation("np.linalg.slogdet({0})[1]"))
NORM = Op("norm", "m,n -> 1,1", text=Notation("‖{0}‖"), latex=Notation(r"\left\|{0}\right\|"), numpy=_call("np.linalg.norm"))
"""The Frobenius norm of a matrix, the Euclidean norm of a vector."""
NORM1 = Op("norm1", "m,n -> 1,1", text=Notation("‖{0}‖_1"), latex=Notation(r"\left\|{0}\right\|_{{1}}"), numpy=Notation("np.sum(np.abs({0}))"))
"""The sum of the absolute values of the entries."""
LOGSUMEXP = Op("logsumexp", "m,n -> 1,1", text=_call("logsumexp"), latex=_latex("logsumexp"), numpy=Notation("np.log(np.sum(np.exp({0})))"))
