"""Inverses and determinants of special matrices."""
from matcalc.build import T, add, commutation, diag, dim, epow, fn, inv, kron, mm, neg, num, scale, total, tr
from matcalc.expr import Expr
from matcalc.ops.products import INV
from matcalc.ops.reductions import DET, LOGDET
from matcalc.ops.term import join, split
from matcalc.ops.transposes import plainer
from matcalc.properties import assumed, square_blocks
from matcalc.rules.engine import on


@on(INV)
def of_scalar(e: Expr) -> Expr | None:
    """inv(s) = 1/s for scalar s"""
    return epow(e.args[0], -1) if e.is_scalar else None


@on(INV, "inv", "eye")
def of_inverse(e: Expr) -> Expr:
    """inv(inv(A)) = A; inv(eye(n)) = eye(n)"""
    x = e.args[0]
    return x.args[0] if x.args else x


@on(INV, "term")
def of_multiple(e: Expr) -> Expr | None:
    """inv(2 A) = (1/2) inv(A)"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(epow(join(c, powers), -1), inv(body))


@on(INV, "matmul")
def of_product(e: Expr) -> Expr | None:
    """inv(A B) = inv(B) inv(A); inv(X' X A) = inv(A) inv(X' X)"""
    blocks = square_blocks(e.args[0])
    return mm(*(inv(mm(*b)) for b in reversed(blocks))) if len(blocks) > 1 else None


@on(INV, "kron")
def of_kronecker(e: Expr) -> Expr | None:
    """inv(A ⊗ B) = inv(A) ⊗ inv(B)"""
    a, b = e.args[0].args
    return kron(inv(a), inv(b)) if a.rows == a.cols and b.rows == b.cols else None


@on(INV, "diag")
def of_diagonal(e: Expr) -> Expr:
    """inv(diag(v)) = diag(v.^-1)"""
    return diag(epow(e.args[0].args[0], -1))


@on(INV, "commutation")
def of_commutation(e: Expr) -> Expr:
    """inv(commutation(m, n)) = commutation(n, m)"""
    rows, cols = e.args[0].data
    return commutation(cols, rows)


@on(INV, "sym", "transpose")
def of_orthogonal(e: Expr) -> Expr | None:
    """inv(Q) = Q' for orthogonal Q; inv(Q') = Q for orthogonal Q"""
    x = e.args[0]
    return T(x) if any(assumed(q, "orthogonal") for q in (x, *x.args)) else None


@on(DET)
def determinant_of_scalar(e: Expr) -> Expr | None:
    """det(s) = s for scalar s"""
    return e.args[0] if e.args[0].is_scalar else None


@on(DET, "eye")
def determinant_of_identity(e: Expr) -> Expr:
    """det(eye(n)) = 1"""
    return num(1)


@on(DET, "inv")
def determinant_of_inverse(e: Expr) -> Expr:
    """det(inv(A)) = 1/det(A)"""
    return epow(DET.build(e.args[0].args[0]), -1)


@on(DET, "matmul")
def determinant_of_product(e: Expr) -> Expr | None:
    """det(A B) = det(A) det(B)"""
    blocks = square_blocks(e.args[0])
    return scale(*(DET.build(mm(*b)) for b in blocks)) if len(blocks) > 1 else None


@on(DET)
def determinant_of_transpose(e: Expr) -> Expr | None:
    """det(A') = det(A)"""
    x = plainer(e.args[0])
    return None if x is None else DET.build(x)


@on(LOGDET)
def logdet_of_scalar(e: Expr) -> Expr | None:
    """logdet(s) = log(abs(s)) for scalar s"""
    return fn("log", fn("abs", e.args[0])) if e.args[0].is_scalar else None


@on(LOGDET, "eye")
def logdet_of_identity(e: Expr) -> Expr:
    """logdet(eye(n)) = 0"""
    return num(0)


@on(LOGDET, "inv")
def logdet_of_inverse(e: Expr) -> Expr:
    """logdet(inv(A)) = -logdet(A)"""
    return neg(LOGDET.build(e.args[0].args[0]))


@on(LOGDET, "expm")
def logdet_of_exponential(e: Expr) -> Expr:
    """logdet(expm(A)) = tr(A)"""
    return tr(e.args[0].args[0])


@on(LOGDET, "matmul")
def logdet_of_product(e: Expr) -> Expr | None:
    """logdet(A B) = logdet(A) + logdet(B)"""
    blocks = square_blocks(e.args[0])
    return add(*(LOGDET.build(mm(*b)) for b in blocks)) if len(blocks) > 1 else None


@on(LOGDET, "kron")
def logdet_of_kronecker(e: Expr) -> Expr | None:
    """logdet(A ⊗ B) = n logdet(A) + n logdet(B)"""
    a, b = e.args[0].args
    if a.rows != a.cols or b.rows != b.cols:
        return None
    return add(scale(dim(b.rows), LOGDET.build(a)), scale(dim(a.rows), LOGDET.build(b)))


@on(LOGDET, "diag")
def logdet_of_diagonal(e: Expr) -> Expr:
    """logdet(diag(v)) = sum(log(abs(v)))"""
    return total(fn("log", fn("abs", e.args[0].args[0])))


@on(LOGDET)
def logdet_of_transpose(e: Expr) -> Expr | None:
    """logdet(A') = logdet(A)"""
    x = plainer(e.args[0])
    return None if x is None else LOGDET.build(x)
