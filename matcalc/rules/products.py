"""Neighbours in a product: inverses cancel, diagonals scale, Kronecker products mix."""
from matcalc.build import (
    T,
    add,
    diag,
    dim,
    eye,
    had,
    inner,
    mm,
    num,
    ones,
    scale,
    sub,
    vec,
)
from matcalc.expr import Expr
from matcalc.ops.products import Pair
from matcalc.ops.term import join, split
from matcalc.properties import assumed
from matcalc.rules.engine import neighbours


@neighbours("inv", "*")
def inverse_left(a: Expr, b: Expr) -> Expr | None:
    """inv(A) A = eye(n)"""
    return eye(a.rows) if a.args[0] is b else _resolvent(a, b)


@neighbours("*", "inv")
def inverse_right(a: Expr, b: Expr) -> Expr | None:
    """A inv(A) = eye(n)"""
    return eye(a.rows) if b.args[0] is a else _resolvent(b, a)


def _resolvent(inverse: Expr, m: Expr) -> Expr | None:
    """inv(A + B) (A + B + 2 eye(n)) = eye(n) + 2 inv(A + B)"""
    a = inverse.args[0]
    if m.op.name != "add" or a.op.name not in ("add", "sym") or m.shape != a.shape:
        return None
    for sign in (1, -1):
        c, powers, body = split(sub(m, scale(num(sign), a)))
        if body is not None and body.op.name == "eye":
            return add(scale(num(sign), eye(a.rows)), scale(join(c, powers), inverse))
        if body is not None and body.op.name == "zeros":
            return scale(num(sign), eye(a.rows))
    return None


@neighbours("sym", "transpose")
def orthogonal(a: Expr, b: Expr) -> Expr | None:
    """Q Q' = eye(n) for orthogonal Q"""
    return eye(a.rows) if b.args[0] is a and assumed(a, "orthogonal") and a.rows == a.cols else None


@neighbours("transpose", "sym")
def orthogonal_columns(a: Expr, b: Expr) -> Expr | None:
    """Q' Q = eye(n) for orthogonal Q"""
    return eye(a.rows) if a.args[0] is b and assumed(b, "orthogonal") else None


@neighbours("sym", "sym")
def idempotent(a: Expr, b: Expr) -> Expr | None:
    """P P = P for idempotent P"""
    return a if a is b and assumed(a, "idempotent") else None


@neighbours("diag", "diag")
def diagonals(a: Expr, b: Expr) -> Expr:
    """diag(v) diag(w) = diag(v∘w)"""
    return diag(had(a.args[0], b.args[0]))


@neighbours("diag", "*")
def diagonal_times_column(a: Expr, b: Expr) -> Expr | None:
    """diag(v) w = v∘w"""
    return had(a.args[0], b) if b.cols == "1" else None


@neighbours("*", "diag")
def row_times_diagonal(a: Expr, b: Expr) -> Expr | None:
    """w' diag(v) = (v∘w)'"""
    return had(a, T(b.args[0])) if a.rows == "1" else None


@neighbours("add", "add")
def idempotent_complement(a: Expr, b: Expr) -> Expr | None:
    """(eye(n) - P) (eye(n) - P) = eye(n) - P for idempotent P"""
    if a is not b:
        return None
    for sign in (1, -1):
        p = sub(eye(a.rows), scale(num(sign), a))
        if p.op.name in ("sym", "matmul") and mm(p, p) is p:
            return scale(num(sign), a)
    return None


@neighbours("ones", "ones")
def sum_of_ones(a: Expr, b: Expr) -> Expr | None:
    """ones(m, n) ones(n, p) = n ones(m, p)"""
    return scale(dim(a.cols), ones(a.rows, b.cols)) if a.cols != "1" else None


@neighbours("ones", "unit")
def entry_of_ones(a: Expr, b: Expr) -> Expr | None:
    """ones(1, n) unit(1, n) = 1"""
    return ones(a.rows, "1")


@neighbours("transpose", "unit")
def units(a: Expr, b: Expr) -> Expr | None:
    """unit(1, n)' unit(1, n) = 1; unit(1, n)' unit(2, n) = 0"""
    return num(a.args[0] is b) if a.args[0].op.name == "unit" else None


@neighbours("commutation", "commutation")
def commutations(a: Expr, b: Expr) -> Expr | None:
    """commutation(n, m) commutation(m, n) = eye(m*n)"""
    return eye(a.rows) if a.data == b.data[::-1] else None


@neighbours("commutation", "vec")
def commutation_of_vec(a: Expr, b: Expr) -> Expr | None:
    """commutation(m, n) vec(X) = vec(X')"""
    return vec(T(b.args[0])) if a.data == b.args[0].shape else None


@neighbours("transpose", "commutation")
def vec_times_commutation(a: Expr, b: Expr) -> Expr | None:
    """vec(X)' commutation(n, m) = vec(X')'"""
    return flipped(commutation_of_vec, a, b) if a.args[0].op.name == "vec" else None


@neighbours("transpose", "vec")
def inner_product_of_vecs(a: Expr, b: Expr) -> Expr | None:
    """vec(X)' vec(Y) = X : Y"""
    x, y = a.args[0], b.args[0]
    return inner(x.args[0], y) if x.op.name == "vec" and x.args[0].shape == y.shape else None


def flipped(rule: Pair, a: Expr, b: Expr) -> Expr | None:
    """The transpose of a rule: (a b) = (bᵀ aᵀ)ᵀ; the transpose of a product with a skew matrix is minus a product."""
    (s, x), (t, y) = map(_parted, (T(b), T(a)))
    new = rule(x, y)
    return None if new is None else scale(s, t, T(new))


def _parted(e: Expr) -> tuple[Expr, Expr]:
    """The scalar and the matrix of a multiple."""
    c, powers, body = split(e)
    return (num(1), e) if body is None else (join(c, powers), body)
