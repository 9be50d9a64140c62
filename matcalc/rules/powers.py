"""Powers with symbols in their exponents: constant exponents leave, powers of one base become one."""
from __future__ import annotations

from fractions import Fraction

from matcalc import dims
from matcalc.build import T, add, dim, fn, had, num, ones, raised, scale
from matcalc.expr import Expr
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.hadamard import HADPOW, of_powers
from matcalc.ops.inverses import ADJ
from matcalc.ops.matrixfunctions import MPOWER, of_data
from matcalc.ops.powers import RAISED, is_integer
from matcalc.ops.products import INV
from matcalc.ops.reductions import DET, LOGDET
from matcalc.ops.term import TERM, join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.properties import positive
from matcalc.rules.engine import neighbours, on


# ---- of entries
def _same(e: Expr) -> Expr:
    """The scalar that stands for a matrix of equal entries."""
    c, powers, body = split(e)
    return join(c, powers) if body is not None and body.op.name == "ones" else e


@on(RAISED)
def equal_entries(e: Expr) -> Expr | None:
    """A.^(s ones(n, n)) = A.^s for scalar s; (s ones(n, n)).^A = s.^A for scalar s"""
    base, exponent = map(_same, e.args)
    if e.args == (base, exponent):
        return None
    y = raised(base, exponent)
    return scale(y, ones(*e.shape)) if y.shape != e.shape else y


@on(RAISED)
def constant_exponent(e: Expr) -> Expr | None:
    """pow(A, 3) = A.^3; pow(A, 0) = ones(n, n)"""
    a, b = e.args
    return of_powers([(ones(*e.shape), Fraction(1)), (a, b.data)]) if b.op.name == "num" else None


@on(RAISED)
def base_of_one(e: Expr) -> Expr | None:
    """pow(1, A) = ones(n, n)"""
    return ones(*e.shape) if e.args[0] is num(1) else None


@on(RAISED, "exp", "raised")
def power_of_power(e: Expr) -> Expr | None:
    """exp(A).^s = exp(s A) for scalar s; (exp(A).^s).^t = exp(s t A) for scalar s, t"""
    a, b = e.args
    if a.op is RAISED:
        return raised(a.args[0], had(a.args[1], b)) if positive(a.args[0]) else None
    return fn("exp", had(a.args[0], b))


@on(RAISED, "term")
def integer_power_of_product(e: Expr) -> Expr | None:
    """(s t)^n = s^n t^n for scalar s, t; (1/s)^n = s^(-n) for scalar s"""
    a, b = e.args
    c, powers, _ = split(a)
    if not (a.is_scalar and b.is_scalar and is_integer(b)) or any(k.denominator != 1 for _, k in powers):
        return None
    return scale(raised(num(c), b), *(raised(x, scale(num(k), b)) for x, k in powers))


@on(TRANSPOSE, "raised")
def transposed(e: Expr) -> Expr:
    """(A.^s)' = A'.^s for scalar s"""
    return raised(*map(T, e.args[0].args))


@on(ELEMENTWISE["log"], "raised")
def log_of_power(e: Expr) -> Expr | None:
    """log(u.^v) = v∘log(u) for positive u"""
    a, b = e.args[0].args
    return had(b, fn("log", a)) if positive(a) else None


def _gathered(factors: list[tuple[Expr, Fraction]]) -> list[tuple[Expr, Fraction]] | None:
    """Powers of one base as one, where one of them has a symbol in its exponent."""
    for x, k in factors:
        if x.op is not RAISED or k.denominator != 1:
            continue
        a, b = x.args
        exponent = scale(num(k), b)
        rest = [p for p in factors if p[0] is not x]
        same = [p for p in rest if p[1].denominator == 1 and (p[0] is a or (p[0].op is RAISED and p[0].args[0] is a))]
        if k == 1 and not same:
            continue
        for y, q in same:
            exponent = _sum(exponent, num(q) if y is a else scale(num(q), y.args[1]))
        return [*(p for p in rest if p not in same), (raised(a, exponent), Fraction(1))]
    return None


def _sum(a: Expr, b: Expr) -> Expr:
    """The sum of two exponents, of which one may be a scalar that stands for all entries."""
    if a.shape == b.shape:
        return add(a, b)
    return add(a, scale(b, ones(*a.shape))) if b.is_scalar else _sum(b, a)


@on(TERM)
def product_of_scalar_powers(e: Expr) -> Expr | None:
    """s^t s = s^(t + 1) for scalar s, t; s^t/s = s^(t - 1) for scalar s, t; s^t s^t = s^(2 t) for scalar s, t"""
    c, powers, body = split(e)
    new = _gathered(list(powers))
    return join(c, new, body) if new else None


@on(HADPOW)
def product_of_powers(e: Expr) -> Expr | None:
    """(A.^s)∘A = A.^(s + 1) for scalar s; A.^B ./ A = A.^(B - 1); A.^s∘A.^B = A.^(s + B) for scalar s"""
    new = _gathered(list(zip(e.args, e.data, strict=True)))
    return of_powers(new) if new else None


# ---- of matrices
@on(MPOWER, "eye")
def power_of_identity(e: Expr) -> Expr:
    """eye(n)^k = eye(n)"""
    return e.args[0]


@on(MPOWER, "term")
def power_of_multiple(e: Expr) -> Expr | None:
    """(2 A)^k = 2^k A^k"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(raised(join(c, powers), dim(e.data)), of_data(body, e.data))


@on(MPOWER, "diag")
def power_of_diagonal(e: Expr) -> Expr:
    """diag(v)^k = diag(v.^k)"""
    v = e.args[0]
    return v.op.build(raised(v.args[0], dim(e.data)))


@on(INV, "mpower")
def inverse_of_power(e: Expr) -> Expr:
    """inv(A^k) = inv(A)^k"""
    x = e.args[0]
    return of_data(INV.build(x.args[0]), x.data)


@on(MPOWER, "mpower")
def power_of_matrix_power(e: Expr) -> Expr:
    """(A^k)^k = A^(k*k)"""
    inner = e.args[0]
    return of_data(inner.args[0], dims.mul(inner.data, e.data))


@on(DET, "mpower")
def determinant_of_power(e: Expr) -> Expr:
    """det(A^k) = det(A)^k"""
    x = e.args[0]
    return raised(DET.build(x.args[0]), dim(x.data))


@on(DET, "term")
def determinant_of_multiple(e: Expr) -> Expr | None:
    """det(2 A) = 2^n det(A)"""
    return _outside(e, "0")


@on(ADJ, "term")
def adjugate_of_multiple(e: Expr) -> Expr | None:
    """adj(2 A) = 2^(n - 1) adj(A)"""
    return _outside(e, "-1")


def _outside(e: Expr, less: str) -> Expr | None:
    """The scalars of the argument to the power n, or n − 1, before the operator of the matrix."""
    x = e.args[0]
    c, powers, body = split(x)
    scalar = join(c, powers)
    if body is None or scalar is num(-1):
        return None
    return scale(raised(scalar, dim(dims.add(x.rows, less))), e.op.build(body))


@on(LOGDET, "mpower")
def logdet_of_power(e: Expr) -> Expr:
    """logdet(A^k) = k logdet(A)"""
    x = e.args[0]
    return scale(dim(x.data), LOGDET.build(x.args[0]))


def _parts(e: Expr) -> tuple[Expr, str]:
    """A and k, where e is Aᵏ."""
    if e.op is MPOWER:
        base, k = _parts(e.args[0])
        return base, dims.mul(k, e.data)
    return (e.args[0], "-1") if e.op is INV else (e, "1")


@neighbours("mpower", "*")
def power_before(a: Expr, b: Expr) -> Expr | None:
    """A^k A = A^(k + 1); A^(k + 1) inv(A) = A^k; A^k A^k = A^(2*k); A^(k + 1) inv(A^k) = A"""
    (x, k), (y, j) = _parts(a), _parts(b)
    return of_data(x, dims.add(k, j)) if x is y else None


@neighbours("*", "mpower")
def power_behind(a: Expr, b: Expr) -> Expr | None:
    """A A^k = A^(k + 1); inv(A) A^(k + 1) = A^k; A inv(A)^(k + 1) = inv(A)^k"""
    return power_before(b, a)
