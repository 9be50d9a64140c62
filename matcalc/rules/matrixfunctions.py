"""Functions of matrices, and their derivatives along what commutes."""
from __future__ import annotations

from fractions import Fraction

from matcalc.build import T, add, diag, eye, fn, inv, mm, neg, num, scale, tr, zeros
from matcalc.expr import Expr
from matcalc.ops.matrixfunctions import COSHM, COSM, EXPM, FAMILIES, LOGM, SINHM, SINM, SQRTM, SYLVESTER, family, parts
from matcalc.ops.products import INV
from matcalc.ops.reductions import DET, TR
from matcalc.ops.term import join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.properties import definite
from matcalc.rules.engine import neighbours, on

HALF = num(Fraction(1, 2))
SINGLES = tuple(f.single.name for f in FAMILIES.values())
CHAINS = tuple(op.name for f in FAMILIES.values() for op in f.chains)


def _outside(e: Expr, first: int) -> Expr | None:
    """An operator that is linear in its arguments from the first one on behind the scalars of those; 0 of 0."""
    found = [split(a) for a in e.args[first:]]
    if any(body is not None and body.op.name == "zeros" for _, _, body in found):
        return zeros(*e.shape)
    scalars = [join(c, powers) for c, powers, body in found if body is not None]
    if all(s is num(1) for s in scalars):
        return None
    bodies = [a if body is None else body for a, (_, _, body) in zip(e.args[first:], found, strict=True)]
    return scale(*scalars, e.op.build(*e.args[:first], *bodies, data=e.data))


def _commute(a: Expr, b: Expr) -> bool:
    return mm(a, b) is mm(b, a)


# ---- the functions
@on(TRANSPOSE, *(f.function.name for f in FAMILIES.values()), "sqrtm")
def transposed(e: Expr) -> Expr:
    """expm(A)' = expm(A'); (A^k)' = A'^k"""
    x = e.args[0]
    return x.op.build(T(x.args[0]), data=x.data)


@on(EXPM, "zeros", "logm")
def exponential_of_constant(e: Expr) -> Expr:
    """expm(zeros(n, n)) = eye(n); expm(logm(S)) = S for spd S"""
    x = e.args[0]
    return x.args[0] if x.op is LOGM else eye(x.rows)


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


def odd(e: Expr) -> Expr | None:
    """sinm(-A) = -sinm(A); sinhm(zeros(n, n)) = zeros(n, n)"""
    x = e.args[0]
    if x.op.name == "zeros":
        return x
    return neg(fn(e.op.name, neg(x))) if split(x)[0] < 0 else None


def even(e: Expr) -> Expr | None:
    """cosm(-A) = cosm(A); coshm(zeros(n, n)) = eye(n)"""
    x = e.args[0]
    if x.op.name == "zeros":
        return eye(x.rows)
    return fn(e.op.name, neg(x)) if split(x)[0] < 0 else None


def entry_by_entry(e: Expr) -> Expr | None:
    """sinm(s) = sin(s) for scalar s; sinm(diag(v)) = diag(sin(v))"""
    x, name = e.args[0], e.op.name.removesuffix("m")
    if x.op.name == "diag":
        return diag(fn(name, x.args[0]))
    return fn(name, x) if e.is_scalar else None


for _op, _rule in ((SINM, odd), (SINHM, odd), (COSM, even), (COSHM, even),
                   *((op, entry_by_entry) for op in (EXPM, LOGM, SINM, COSM, SINHM, COSHM, SQRTM))):
    on(_op)(_rule)


@on(LOGM, "eye")
def logarithm_of_identity(e: Expr) -> Expr:
    """logm(eye(n)) = zeros(n, n)"""
    return zeros(*e.shape)


@on(TR, "logm")
def trace_of_logarithm(e: Expr) -> Expr:
    """tr(logm(S)) = logdet(S) for spd S"""
    return fn("logdet", e.args[0].args[0])


@on(SQRTM, "eye")
def root_of_identity(e: Expr) -> Expr:
    """sqrtm(eye(n)) = eye(n)"""
    return e.args[0]


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
def along_what_commutes(e: Expr) -> Expr | None:
    """frechet_expm(A, eye(n)) = expm(A); frechet_logm(A, A) = eye(n); frechet_cosm(A, 2 B) = 2 frechet_cosm(A, B);
    frechet_power(A, A, k) = k A^k"""
    a, direction = e.args
    return mm(family(e).slope(a, e.data), direction) if _commute(a, direction) else _outside(e, 1)


def chain_of_one(e: Expr) -> Expr | None:
    """frechet_expm(A, A, B) = frechet_expm(A, B); frechet_sinm(A, B, 2 C) = 2 frechet_sinm(A, B, C)"""
    matrices, directions = parts(e)
    if len(directions) == 1 and matrices[0] is matrices[1]:
        return family(e).single.build(matrices[0], *directions, data=e.data)
    return _outside(e, len(matrices))


for _family in FAMILIES.values():
    on(_family.single)(along_what_commutes)
    for _op in _family.chains:
        on(_op)(chain_of_one)


@on(TRANSPOSE, *SINGLES)
def transposed_derivative(e: Expr) -> Expr:
    """frechet_expm(A, B)' = frechet_expm(A', B')"""
    x = e.args[0]
    return x.op.build(*map(T, x.args), data=x.data)


@on(TRANSPOSE, *CHAINS, "sylvester")
def transposed_chain(e: Expr) -> Expr:
    """frechet_expm(A, B, C)' = frechet_expm(B', A', C'); sylvester(A, B, C)' = sylvester(B', A', C')"""
    x = e.args[0]
    matrices, directions = parts(x)
    return x.op.build(*map(T, matrices[::-1]), *map(T, directions[::-1]), data=x.data)


@on(TR, *SINGLES)
def trace_of_derivative(e: Expr) -> Expr:
    """tr(frechet_expm(A, B)) = tr(expm(A) B)"""
    x = e.args[0]
    return tr(mm(family(x).slope(x.args[0], x.data), x.args[1]))


@on(SYLVESTER)
def solved(e: Expr) -> Expr | None:
    """sylvester(A, A, eye(n)) = (1/2) inv(A); sylvester(A, B, 2 C) = 2 sylvester(A, B, C)"""
    a, b, c = e.args
    return scale(HALF, mm(inv(a), c)) if a is b and _commute(a, c) else _outside(e, 2)


@on(TR, "sylvester")
def trace_of_solution(e: Expr) -> Expr | None:
    """tr(sylvester(A, A, B)) = (1/2) tr(inv(A) B)"""
    a, b, c = e.args[0].args
    return scale(HALF, tr(mm(inv(a), c))) if a is b else None
