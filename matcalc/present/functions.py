"""How functions are written by the names that people have for them: min for −max of the negative, and the like."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.build import T
from matcalc.expr import OPS, Expr
from matcalc.present.protocols import View
from matcalc.present.signs import Signed, unsigned


def log(e: Expr, view: View) -> Signed:
    """log Σ exp as logsumexp."""
    x = e.args[0]
    if x.op.name == "sum" and x.args[0].op.name == "exp":
        return 1, OPS["logsumexp"](view.shown(x.args[0].args[0]))
    return 1, OPS["log"](view.shown(x))


def eigenvalue(e: Expr, view: View) -> Signed:
    """λmax(−A) as −λmin(A)."""
    a = view.shown(e.args[0])
    return (-1, OPS["lmin"](a.args[0])) if a.op.name == "neg" else (1, OPS["lmax"](a))


def eigenvector(e: Expr, view: View) -> Signed:
    """The eigenvector of λmax(−A) as that of λmin(A)."""
    a = view.shown(e.args[0])
    return 1, OPS["evec_min"](a.args[0]) if a.op.name == "neg" else OPS["evec_max"](a)


def maximum(e: Expr, view: View) -> Signed:
    """max(−A, −B) as −min(A, B)."""
    (s, a), (t, b) = map(view.signed, e.args)
    if s < 0 and t < 0:
        return -1, OPS["minimum"](a, b)
    return 1, OPS["maximum"](*map(view.shown, e.args))


def largest(e: Expr, view: View) -> Signed:
    """max(−A) as −min(A), max|x| as ‖x‖_∞."""
    x = e.args[0]
    if x.op.name == "abs" and x.cols == "1" and not view.code:
        return 1, OPS["norm_inf"](unsigned(view.shown(x.args[0])))
    sign, a = view.signed(e.args[0])
    return (-1, OPS["min"](a)) if sign < 0 else (1, OPS["max"](a))


def onehot(e: Expr, view: View) -> Signed:
    """1 at the largest entry of −A, as 1 at the smallest of A."""
    sign, a = view.signed(e.args[0])
    return 1, OPS["onehot_min" if sign < 0 else "onehot_max"](a)


def along(e: Expr, view: View) -> Signed:
    """A function of rows, or of the columns of the transpose where that is shorter."""
    rows, columns = view.shown(e.args[0]), view.shown(T(e.args[0]))
    if view.price(columns) < view.price(rows):
        return 1, OPS["transpose"](OPS[e.op.name.replace("row", "col")](columns))
    return 1, e.op(rows)


FUNCTIONS: dict[str, Callable[[Expr, View], Signed]] = {
    "lmax": eigenvalue, "evec_max": eigenvector, "log": log, "maximum": maximum, "max": largest, "onehot_max": onehot,
    "row_softmax": along, "row_logsumexp": along,
}
"""By operator."""
