"""Triangles of special matrices, and what Cholesky factors multiply to."""
from __future__ import annotations

from fractions import Fraction

from matcalc.build import T, add, det, diag, diagpart, epow, fn, inv, num, scale, tr
from matcalc.expr import Expr
from matcalc.ops.reductions import DET, LOGDET, SUM, TR
from matcalc.ops.structure import DIAGPART
from matcalc.ops.term import join, scalar_power, split
from matcalc.ops.transposes import TRANSPOSE, plainer
from matcalc.ops.triangles import CHOL, HALFTRIL, TRIL, TRIU, symmetrized
from matcalc.properties import positive
from matcalc.rules.engine import neighbours, on
from matcalc.triangularity import LOWER, OTHER, UPPER, triangular

HALF = Fraction(1, 2)


# ---- triangles
@on(TRANSPOSE, "tril", "triu")
def transposed(e: Expr) -> Expr:
    """tril(A)' = triu(A'); triu(A)' = tril(A')"""
    x = e.args[0]
    return fn("triu" if x.op is TRIL else "tril", T(x.args[0]))


@on(TRIL, "tril", "zeros", "diag", "eye", "chol")
def of_lower(e: Expr) -> Expr:
    """tril(tril(A)) = tril(A); tril(diag(v)) = diag(v); tril(eye(n)) = eye(n); tril(chol(A)) = chol(A)"""
    return e.args[0]


@on(TRIU, "triu", "zeros", "diag", "eye")
def of_upper(e: Expr) -> Expr:
    """triu(triu(A)) = triu(A); triu(diag(v)) = diag(v); triu(zeros(m, n)) = zeros(m, n)"""
    return e.args[0]


@on(TRIL, "triu")
def lower_of_upper(e: Expr) -> Expr | None:
    """tril(triu(A)) = diag(diag(A))"""
    return diag(diagpart(e.args[0].args[0])) if e.rows == e.cols else None


@on(TRIU, "tril")
def upper_of_lower(e: Expr) -> Expr | None:
    """triu(tril(A)) = diag(diag(A))"""
    return diag(diagpart(e.args[0].args[0])) if e.rows == e.cols else None


@on(TRIL, "add")
def lower_of_sum(e: Expr) -> Expr | None:
    """tril(A + tril(B)) = tril(A + B)"""
    return _masked_once(e)


@on(TRIU, "add")
def upper_of_sum(e: Expr) -> Expr | None:
    """triu(A + triu(B)) = triu(A + B)"""
    return _masked_once(e)


def _masked_once(e: Expr) -> Expr | None:
    parts = [split(a) for a in e.args[0].args]
    if not any(body is not None and body.op is e.op for _, _, body in parts):
        return None
    return e.op.build(add(*(join(c, p, body.args[0] if body is not None and body.op is e.op else body)
                            for c, p, body in parts)))


@on(TRIL)
def lower_of_triangular(e: Expr) -> Expr | None:
    """tril(P) = P for lower_triangular P; tril(Q) = diag(diag(Q)) for upper_triangular Q"""
    return _triangle(e.args[0], LOWER)


@on(TRIU)
def upper_of_triangular(e: Expr) -> Expr | None:
    """triu(Q) = Q for upper_triangular Q; triu(P) = diag(diag(P)) for lower_triangular P"""
    return _triangle(e.args[0], UPPER)


def _triangle(x: Expr, side: str) -> Expr | None:
    return x if triangular(x, side) else diag(diagpart(x)) if triangular(x, OTHER[side]) else None


@on(DIAGPART, "tril", "triu")
def diagonal_of_triangle(e: Expr) -> Expr:
    """diag(tril(A)) = diag(A); diag(triu(A)) = diag(A)"""
    return diagpart(e.args[0].args[0])


@on(TR, "tril", "triu")
def trace_of_triangle(e: Expr) -> Expr:
    """tr(tril(A)) = tr(A); tr(triu(A)) = tr(A)"""
    return tr(e.args[0].args[0])


@on(HALFTRIL, "zeros", "diag", "eye")
def half_of_diagonal(e: Expr) -> Expr:
    """halftril(diag(v)) = (1/2) diag(v); halftril(eye(n)) = (1/2) eye(n)"""
    return scale(num(HALF), e.args[0])


# ---- Cholesky factors
@on(CHOL)
def factor_of_scalar(e: Expr) -> Expr | None:
    """chol(s) = sqrt(s) for scalar s"""
    return epow(e.args[0], HALF) if e.is_scalar else None


@on(CHOL, "eye")
def factor_of_identity(e: Expr) -> Expr:
    """chol(eye(n)) = eye(n)"""
    return e.args[0]


@on(CHOL, "diag")
def factor_of_diagonal(e: Expr) -> Expr:
    """chol(diag(v)) = diag(sqrt(v))"""
    return diag(epow(e.args[0].args[0], HALF))


@on(CHOL, "term")
def factor_of_multiple(e: Expr) -> Expr | None:
    """chol(4 A) = 2 chol(A); chol((1/2) (A + A')) = chol(A)"""
    c, powers, body = split(e.args[0])
    if body is None:
        return None
    if c == HALF and not powers and body.op.name == "add" and len(body.args) == 2 and body.args[1] is T(body.args[0]):
        return CHOL.build(body.args[0])
    s = join(c, powers)
    return scale(scalar_power(s, HALF), CHOL.build(body)) if positive(s) else None


@on(CHOL)
def factor_of_transpose(e: Expr) -> Expr | None:
    """chol(A') = chol(A)"""
    x = plainer(e.args[0])
    return None if x is None else CHOL.build(x)


@neighbours("chol", "transpose")
def product_of_factors(a: Expr, b: Expr) -> Expr | None:
    """chol(A) chol(A)' = (1/2) (A + A')"""
    return symmetrized(a.args[0]) if b.args[0] is a else None


@neighbours("inv", "inv")
def product_of_inverse_factors(a: Expr, b: Expr) -> Expr | None:
    """inv(chol(A))' inv(chol(A)) = inv((1/2) (A + A'))"""
    x = b.args[0]
    return inv(symmetrized(x.args[0])) if x.op is CHOL and a.args[0] is T(x) else None


@on(DET, "chol")
def determinant_of_factor(e: Expr) -> Expr:
    """det(chol(A)) = sqrt(det((1/2) (A + A')))"""
    return epow(det(symmetrized(e.args[0].args[0])), HALF)


@on(LOGDET, "chol")
def logdet_of_factor(e: Expr) -> Expr:
    """logdet(chol(A)) = (1/2) logdet((1/2) (A + A'))"""
    return scale(num(HALF), LOGDET.build(symmetrized(e.args[0].args[0])))


@on(SUM, "log")
def sum_of_logarithms(e: Expr) -> Expr | None:
    """sum(log(diag(chol(A)))) = (1/2) logdet((1/2) (A + A'))"""
    x = e.args[0].args[0]
    return LOGDET.build(x.args[0]) if x.op is DIAGPART and x.args[0].op is CHOL else None
