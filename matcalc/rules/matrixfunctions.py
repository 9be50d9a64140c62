"""Exponentials, logarithms and square roots of matrices, and their derivatives along what commutes."""
from __future__ import annotations

from fractions import Fraction

from matcalc.build import T, add, eye, fn, inv, mm, neg, num, scale, tr, zeros
from matcalc.expr import OPS, Expr, Op
from matcalc.ops.matrixfunctions import (
    EXPM,
    FRECHET_EXPM,
    FRECHET_EXPM_PAIR,
    FRECHET_LOGM,
    FRECHET_LOGM_PAIR,
    LOGM,
    SQRTM,
    SYLVESTER,
)
from matcalc.ops.products import INV
from matcalc.ops.reductions import DET, TR
from matcalc.ops.term import join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.properties import definite
from matcalc.rules.engine import neighbours, on

HALF = num(Fraction(1, 2))


def _outside(op: Op, *args: Expr) -> Expr | None:
    """An operator that is linear in its last argument behind the scalars of that; 0 of 0."""
    c, powers, body = split(args[-1])
    if body is not None and body.op.name == "zeros":
        return zeros(*body.shape)
    if body is None or body is args[-1]:
        return None
    return scale(join(c, powers), op.build(*args[:-1], body))


def _commute(a: Expr, b: Expr) -> bool:
    return mm(a, b) is mm(b, a)


def _slope(name: str, a: Expr) -> Expr:
    """f′(A)"""
    return fn("expm", a) if name == "frechet_expm" else inv(a)


# ---- the functions
@on(TRANSPOSE, "expm", "logm", "sqrtm")
def transposed(e: Expr) -> Expr:
    """expm(A)' = expm(A')"""
    return fn(e.args[0].op.name, T(e.args[0].args[0]))


@on(EXPM, "zeros", "logm")
def exponential_of_constant(e: Expr) -> Expr:
    """expm(zeros(n, n)) = eye(n); expm(logm(S)) = S for spd S"""
    x = e.args[0]
    return x.args[0] if x.op is LOGM else eye(x.rows)


@on(EXPM)
def exponential_of_scalar(e: Expr) -> Expr | None:
    """expm(s) = exp(s) for scalar s"""
    return fn("exp", e.args[0]) if e.is_scalar else None


@on(EXPM, "add")
def exponential_of_sum(e: Expr) -> Expr | None:
    """expm(s eye(n) + A) = exp(s) expm(A)"""
    for i, x in enumerate(e.args[0].args):
        c, powers, body = split(x)
        if body is not None and body.op.name == "eye":
            rest = add(*e.args[0].args[:i], *e.args[0].args[i + 1:])
            return scale(fn("exp", join(c, powers)), fn("expm", rest))
    return None


@on(EXPM, "eye", "term")
def exponential_of_identity(e: Expr) -> Expr | None:
    """expm(s eye(n)) = exp(s) eye(n)"""
    c, powers, body = split(e.args[0])
    return scale(fn("exp", join(c, powers)), body) if body is not None and body.op.name == "eye" else None


@on(INV, "expm")
def inverse_of_exponential(e: Expr) -> Expr:
    """inv(expm(A)) = expm(-A)"""
    return fn("expm", neg(e.args[0].args[0]))


@on(DET, "expm")
def determinant_of_exponential(e: Expr) -> Expr:
    """det(expm(A)) = exp(tr(A))"""
    return fn("exp", tr(e.args[0].args[0]))


@neighbours("expm", "expm")
def product_of_exponentials(a: Expr, b: Expr) -> Expr | None:
    """expm(A) expm(2 A) = expm(3 A)"""
    x, y = a.args[0], b.args[0]
    return fn("expm", add(x, y)) if _commute(x, y) else None


@on(LOGM, "eye")
def logarithm_of_identity(e: Expr) -> Expr:
    """logm(eye(n)) = zeros(n, n)"""
    return zeros(*e.shape)


@on(LOGM)
def logarithm_of_scalar(e: Expr) -> Expr | None:
    """logm(s) = log(s) for scalar s"""
    return fn("log", e.args[0]) if e.is_scalar else None


@on(TR, "logm")
def trace_of_logarithm(e: Expr) -> Expr:
    """tr(logm(S)) = logdet(S) for spd S"""
    return fn("logdet", e.args[0].args[0])


@on(SQRTM, "eye")
def root_of_identity(e: Expr) -> Expr:
    """sqrtm(eye(n)) = eye(n)"""
    return e.args[0]


@on(SQRTM)
def root_of_scalar(e: Expr) -> Expr | None:
    """sqrtm(s) = sqrt(s) for scalar s"""
    return fn("sqrt", e.args[0]) if e.is_scalar else None


@on(SQRTM, "matmul")
def root_of_square(e: Expr) -> Expr | None:
    """sqrtm(S S) = S for spd S"""
    f = e.args[0].args
    return f[0] if len(f) == 2 and f[0] is f[1] and definite(f[0]) else None


@neighbours("sqrtm", "sqrtm")
def square_of_root(a: Expr, b: Expr) -> Expr | None:
    """sqrtm(S) sqrtm(S) = S for spd S"""
    return a.args[0] if a is b else None


# ---- derivatives
@on(FRECHET_EXPM)
def along_what_commutes(e: Expr) -> Expr | None:
    """frechet_expm(A, eye(n)) = expm(A); frechet_expm(A, 2 B) = 2 frechet_expm(A, B)"""
    a, change = e.args
    return mm(_slope(e.op.name, a), change) if _commute(a, change) else _outside(e.op, a, change)


@on(FRECHET_LOGM)
def logarithm_along_what_commutes(e: Expr) -> Expr | None:
    """frechet_logm(A, A) = eye(n); frechet_logm(A, 2 B) = 2 frechet_logm(A, B)"""
    return along_what_commutes(e)


@on(FRECHET_EXPM_PAIR)
def pair_of_one(e: Expr) -> Expr | None:
    """frechet_expm(A, A, B) = frechet_expm(A, B); frechet_expm(A, B, 2 C) = 2 frechet_expm(A, B, C)"""
    a, b, change = e.args
    return OPS[e.op.name.removesuffix("_pair")].build(a, change) if a is b else _outside(e.op, a, b, change)


@on(FRECHET_LOGM_PAIR)
def logarithm_pair_of_one(e: Expr) -> Expr | None:
    """frechet_logm(A, A, B) = frechet_logm(A, B); frechet_logm(A, B, 2 C) = 2 frechet_logm(A, B, C)"""
    return pair_of_one(e)


@on(TRANSPOSE, "frechet_expm", "frechet_logm")
def transposed_derivative(e: Expr) -> Expr:
    """frechet_expm(A, B)' = frechet_expm(A', B')"""
    x = e.args[0]
    return x.op.build(*map(T, x.args))


@on(TRANSPOSE, "frechet_expm_pair", "frechet_logm_pair", "sylvester")
def transposed_pair(e: Expr) -> Expr:
    """frechet_expm(A, B, C)' = frechet_expm(B', A', C'); sylvester(A, B, C)' = sylvester(B', A', C')"""
    a, b, change = e.args[0].args
    return e.args[0].op.build(T(b), T(a), T(change))


@on(TR, "frechet_expm", "frechet_logm")
def trace_of_derivative(e: Expr) -> Expr:
    """tr(frechet_expm(A, B)) = tr(expm(A) B)"""
    a, change = e.args[0].args
    return tr(mm(_slope(e.args[0].op.name, a), change))


@on(SYLVESTER)
def solved(e: Expr) -> Expr | None:
    """sylvester(A, A, eye(n)) = (1/2) inv(A); sylvester(A, B, 2 C) = 2 sylvester(A, B, C)"""
    a, b, c = e.args
    return scale(HALF, mm(inv(a), c)) if a is b and _commute(a, c) else _outside(SYLVESTER, a, b, c)


@on(TR, "sylvester")
def trace_of_solution(e: Expr) -> Expr | None:
    """tr(sylvester(A, A, B)) = (1/2) tr(inv(A) B)"""
    a, b, c = e.args[0].args
    return scale(HALF, tr(mm(inv(a), c))) if a is b else None
