"""Transposes move to the leaves."""
from matcalc.build import T, commutation, inv, mm, neg
from matcalc.expr import Expr
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.several import SEVERAL
from matcalc.ops.transposes import TRANSPOSE
from matcalc.properties import assumed
from matcalc.rules.engine import on


@on(TRANSPOSE, "sym")
def of_symbol(e: Expr) -> Expr | None:
    """S' = S for symmetric S; K' = -K for skew K"""
    x = e.args[0]
    if x.rows != x.cols:
        return None
    return x if assumed(x, "symmetric") else neg(x) if assumed(x, "skew") else None


@on(TRANSPOSE, "matmul")
def of_product(e: Expr) -> Expr:
    """(A B)' = B' A'"""
    return mm(*(T(x) for x in reversed(e.args[0].args)))


@on(TRANSPOSE, "add", "term", "hadpow", "kron", "onehot_max", "unknown", *ELEMENTWISE, *SEVERAL)
def of_entries(e: Expr) -> Expr:
    """(A + B)' = A' + B'; (A∘B)' = A'∘B'; (2 A)' = 2 A'; (A ⊗ B)' = A' ⊗ B'; exp(A)' = exp(A')"""
    x = e.args[0]
    return x.op.build(*map(T, x.args), data=x.data)


@on(TRANSPOSE, "inv")
def of_inverse(e: Expr) -> Expr:
    """inv(A)' = inv(A')"""
    return inv(T(e.args[0].args[0]))


@on(TRANSPOSE, "diag", "eye")
def of_diagonal(e: Expr) -> Expr:
    """diag(v)' = diag(v); eye(n)' = eye(n)"""
    return e.args[0]


@on(TRANSPOSE, "ones", "zeros")
def of_constant(e: Expr) -> Expr:
    """ones(m, n)' = ones(n, m)"""
    x = e.args[0]
    return x.op(data=(x.cols, x.rows))


@on(TRANSPOSE, "commutation")
def of_commutation(e: Expr) -> Expr:
    """commutation(m, n)' = commutation(n, m)"""
    rows, cols = e.args[0].data
    return commutation(cols, rows)


@on(TRANSPOSE, "blockdot", "blocksum")
def of_blocks(e: Expr) -> Expr:
    """blockdot(G, B, n, n)' = blockdot(G', B', n, n)"""
    x = e.args[0]
    return x.op.build(*map(T, x.args), data=(x.cols, x.rows))
