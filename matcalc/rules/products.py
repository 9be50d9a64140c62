"""Neighbours in a product: inverses cancel, diagonals scale, Kronecker products mix."""
from matcalc.build import (
    T,
    add,
    commutation,
    diag,
    dim,
    eye,
    had,
    inner,
    khatri_rao,
    kron,
    mm,
    num,
    ones,
    scale,
    sub,
    unvec,
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


@neighbours("kron", "kron")
def mixed_product(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ B) (C ⊗ D) = (A C) ⊗ (B D)"""
    (p, q), (r, s) = a.args, b.args
    return kron(mm(p, r), mm(q, s)) if p.cols == r.rows and q.cols == s.rows else None


@neighbours("kron", "khatri_rao")
def kronecker_times_khatri_rao(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ B) khatri_rao(C, D) = khatri_rao(A C, B D)"""
    (p, q), (r, s) = a.args, b.args
    return khatri_rao(mm(p, r), mm(q, s)) if p.cols == r.rows and q.cols == s.rows else None


@neighbours("transpose", "kron")
def khatri_rao_times_kronecker(a: Expr, b: Expr) -> Expr | None:
    """khatri_rao(C, D)' (A ⊗ B) = khatri_rao(A' C, B' D)'"""
    return _flipped(kronecker_times_khatri_rao, a, b) if a.args[0].op.name == "khatri_rao" else None


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
    return _flipped(commutation_of_vec, a, b) if a.args[0].op.name == "vec" else None


@neighbours("transpose", "vec")
def inner_product_of_vecs(a: Expr, b: Expr) -> Expr | None:
    """vec(X)' vec(Y) = X : Y"""
    x, y = a.args[0], b.args[0]
    return inner(x.args[0], y) if x.op.name == "vec" and x.args[0].shape == y.shape else None


@neighbours("kron", "*")
def kronecker_times_column(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ B) vec(C) = vec(B C A')"""
    if b.cols != "1" or b.rows == "1" or a.rows == "1":
        return None
    matrix = unvec(b, a.args[1].cols, a.args[0].cols)
    return vec(mm(a.args[1], matrix, T(a.args[0]))) if matrix.op.name != "unvec" else None


@neighbours("*", "kron")
def row_times_kronecker(a: Expr, b: Expr) -> Expr | None:
    """vec(C)' (A ⊗ B) = vec(B' C A)'"""
    if a.rows != "1" or a.cols == "1" or b.cols == "1":
        return None
    return _flipped(kronecker_times_column, a, b)


@neighbours("commutation", "kron")
def commutation_of_column(a: Expr, b: Expr) -> Expr | None:
    """commutation(n, m) (X ⊗ u) = u ⊗ X"""
    p, q = b.args
    return kron(q, p) if "1" in (p.cols, q.cols) and a.data == (q.rows, p.rows) else None


@neighbours("commutation", "khatri_rao")
def commutation_of_columns(a: Expr, b: Expr) -> Expr | None:
    """commutation(n, m) khatri_rao(X, A) = khatri_rao(A, X)"""
    p, q = b.args
    return khatri_rao(q, p) if a.data == (q.rows, p.rows) else None


@neighbours("transpose", "commutation")
def columns_times_commutation(a: Expr, b: Expr) -> Expr | None:
    """khatri_rao(X, A)' commutation(m, n) = khatri_rao(A, X)'"""
    return _flipped(commutation_of_columns, a, b) if a.args[0].op.name == "khatri_rao" else None


@neighbours("kron", "commutation")
def commutation_to_the_left(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ X) commutation(n, n) = commutation(n, m) (X ⊗ A)"""
    p, q = a.args
    if b.data != (p.cols, q.cols):
        return None
    return mm(commutation(p.rows, q.rows), kron(q, p))


def _flipped(rule: Pair, a: Expr, b: Expr) -> Expr | None:
    """The transpose of a rule: (a b) = (bᵀ aᵀ)ᵀ."""
    new = rule(T(b), T(a))
    return None if new is None else T(new)
