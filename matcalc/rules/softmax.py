"""Exponentials over the sums of their rows: softmax recognised, and what its rows sum to."""
from fractions import Fraction

from matcalc.build import T, fn, mm, ones
from matcalc.expr import Expr
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.hadamard import HADPOW, of_powers
from matcalc.ops.softmax import spread_sums
from matcalc.rules.engine import neighbours, on


@on(HADPOW)
def softmax_of_rows(e: Expr) -> Expr | None:
    """exp(X) ./ (rowsum(exp(X)) 1') = row_softmax(X); exp(X) ./ (1 colsum(exp(X))) = col_softmax(X)"""
    powers = dict(zip(e.args, e.data, strict=True))
    for base in e.args:
        if base.op.name != "exp" or base.rows == "1" or base.cols == "1":
            continue
        for rows, sums in ((True, spread_sums(base)), (False, T(spread_sums(T(base))))):
            used = min(powers[base], -powers.get(sums, Fraction(0)))
            if used > 0:
                a = base.args[0]
                powers[base] -= used
                powers[sums] += used
                return of_powers([*powers.items(), (fn("row_softmax" if rows else "col_softmax", a), used)])
    return None


@on(ELEMENTWISE["log"], "matmul")
def log_of_row_sums(e: Expr) -> Expr | None:
    """log(rowsum(exp(X))) = row_logsumexp(X); log(colsum(exp(X))) = col_logsumexp(X)"""
    for a, flip in ((e.args[0], False), (T(e.args[0]), True)):
        if len(a.args) == 2 and a.args[0].op.name == "exp" and a.args[1] is ones(a.args[0].cols, "1"):
            out = fn("row_logsumexp", a.args[0].args[0])
            return T(out) if flip else out
    return None


@on(ELEMENTWISE["log"], "row_softmax")
def log_of_softmax(e: Expr) -> Expr:
    """log(row_softmax(X)) = row_log_softmax(X)"""
    return fn("row_log_softmax", e.args[0].args[0])


@on(ELEMENTWISE["log"], "transpose")
def log_of_transposed_softmax(e: Expr) -> Expr | None:
    """log(col_softmax(X)) = col_log_softmax(X)"""
    a = e.args[0].args[0]
    return T(fn("log", a)) if a.op.name == "row_softmax" else None


@neighbours("row_softmax", "ones")
def row_sums_of_softmax(a: Expr, b: Expr) -> Expr | None:
    """rowsum(row_softmax(X)) = ones(m, 1)"""
    return mm(ones(a.rows, "1"), ones("1", b.cols))


@neighbours("ones", "transpose")
def column_sums_of_softmax(a: Expr, b: Expr) -> Expr | None:
    """colsum(col_softmax(X)) = ones(1, n)"""
    return mm(ones(a.rows, "1"), ones("1", b.cols)) if b.args[0].op.name == "row_softmax" else None
