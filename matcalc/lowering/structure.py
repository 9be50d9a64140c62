"""Rules for products before their order is settled: one flat list of factors, diagonal ones, inverses and all."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc.build import T
from matcalc.expr import OPS, Expr
from matcalc.lowering.blockrows import scaling
from matcalc.lowering.engine import Lowering, lowers
from matcalc.lowering.scalars import Peeled, flip, scaled
from matcalc.ops import placed
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.ops.routines import COMMUTED, EYE_COMMUTED


@lowers("matmul")
def scalars_scale(e: Expr, lowering: Lowering) -> Expr | None:
    """x (y'z) = (y'z) x"""
    scalars = [a for a in e.args if a.is_scalar]
    matrices = [a for a in e.args if not a.is_scalar]
    if not scalars:
        return None
    body = matrices[0] if len(matrices) == 1 else lowering.make("matmul", *matrices) if matrices else scalars.pop()
    for s in scalars:
        body = lowering.make("scale", s, body)
    return body


MOST = 6
"""Higher powers are not multiplied out."""


@lowers("matmul")
def flat(e: Expr, lowering: Lowering) -> Expr | None:
    """A (B C)' = A C' B', A (u 1')∘B = A Diag(u) B, A^3 x = A A A x"""
    thin = any("1" in a.shape for a in e.args)
    factors = [f for a in e.args for f in _opened(a, lowering, thin=thin)]
    return OPS["matmul"](*factors) if tuple(factors) != e.args else None


def _opened(a: Expr, lowering: Lowering, *, thin: bool) -> Iterator[Expr]:
    """The factors that a factor is made of."""
    name = a.op.name
    if name == "matmul":
        yield from a.args
    elif name == "transpose" and a.args[0].op.name in ("matmul", "diag", "power", "spread_mul", "pinv"):
        yield from (_turned(f) for f in reversed([*_opened(a.args[0], lowering, thin=thin)]))
    elif name == "power" and thin and a.data <= MOST:
        yield from _opened(a.args[0], lowering, thin=thin) if a.data == 1 else [a.args[0]] * a.data
    elif name == "diag":
        yield a if a.args[0].cols == "1" else OPS["diag"](flip(a.args[0]))
    elif a.op is SPREAD_MUL and (sides := scaling(a)) is not None:
        thin_one, full = sides
        d = OPS["diag"](thin_one if thin_one.cols == "1" else flip(thin_one))
        inside = list(_opened(full, lowering, thin=thin))
        yield from [d, *inside] if thin_one.cols == "1" else [*inside, d]
    elif name == "pinv" and (factors := _normal_equations(a, lowering)):
        yield from factors
    else:
        yield a


def _turned(f: Expr) -> Expr:
    return f if f.op.name == "diag" else flip(f)


@lowers("pinv")
def pseudoinverse(e: Expr, lowering: Lowering) -> Expr | None:
    """A⁺ = (A'A)⁻¹ A' for A of full column rank, A'(A A')⁻¹ for A of full row rank"""
    factors = _normal_equations(e, lowering)
    return OPS["matmul"](*factors) if factors else None


def _normal_equations(e: Expr, lowering: Lowering) -> tuple[Expr, ...]:
    a = e.args[0]
    normal = lowering.normal(a)
    if normal in lowering.full:
        gram = lowering.make("matmul", flip(a), a)
        return OPS["inv"](gram), flip(a)
    if T(normal) in lowering.full:
        gram = lowering.make("matmul", a, flip(a))
        return flip(a), OPS["inv"](gram)
    return ()


@lowers("matmul")
def inner_product_of_columns(e: Expr, lowering: Lowering) -> Expr | None:
    """x'y = x : y"""
    return lowering.make("dot", flip(e.args[0]), e.args[1]) if e.is_scalar and len(e.args) == 2 else None


@lowers("sum")
def sum_of_matrix_product(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(A B) = (1'A) (B 1)"""
    a = e.args[0]
    if a.op.name != "matmul" or "1" in a.shape:
        return None
    first, last = lowering.make("colsum", a.args[0]), lowering.make("rowsum", a.args[-1])
    return lowering.make("matmul", first, *a.args[1:-1], last)


@lowers("matmul")
def commutations_permute(e: Expr, lowering: Lowering) -> Expr | None:
    """K(m, n) A is A with its rows in another order, A K(m, n) = (K(n, m) A')'"""
    first, last = e.args[0], e.args[-1]
    if first.op.name == "commutation":
        return COMMUTED(_joined(e.args[1:], lowering), data=first.data)
    if last.op.name == "commutation":
        return flip(COMMUTED(flip(_joined(e.args[:-1], lowering)), data=last.data[::-1]))
    return None


@lowers("matmul")
def permutations_apart(e: Expr, lowering: Lowering) -> Expr | None:
    """(I + K(m, n)) A = A + K(m, n) A, A (I - K(m, n)) = A - A K(m, n)"""
    for at, rest in ((0, e.args[1:]), (-1, e.args[:-1])):
        total = e.args[at]
        if total.op.name in ("add", "sub") and all(a.op.name in ("eye", "commutation") for a in total.args):
            body = _joined(rest, lowering)
            turned = (lowering.make("matmul", *((a, body) if at == 0 else (body, a))) for a in total.args)
            return total.op(*(body if a.op.name == "eye" else b for a, b in zip(total.args, turned, strict=True)))
    return None


@lowers("matmul")
def blocks_multiply(e: Expr, lowering: Lowering) -> Expr | None:
    """(I kron A) B and (A kron I) B block by block, B (I kron A) = ((I kron A') B')'

    A diagonal B scales rows or columns instead."""
    first, last = e.args[0], e.args[-1]
    if len(e.args) == 2 and "diag" in (first.op.name, last.op.name):
        return None
    if first.op.name in BLOCKWISE:
        return OPS[BLOCKWISE[first.op.name]](first.args[0], _joined(e.args[1:], lowering), data=first.data)
    if last.op.name in BLOCKWISE:
        rest = flip(_joined(e.args[:-1], lowering))
        return flip(OPS[BLOCKWISE[last.op.name]](flip(last.args[0]), rest, data=last.data))
    return None


@lowers("eye_times")
def permutations_of_blocks(e: Expr, lowering: Lowering) -> Expr | None:
    """(I ⊗ K(m, n)) B is B with its rows in another order in each block"""
    a, b = e.args
    return EYE_COMMUTED(b, data=(*a.data, e.data)) if a.op.name == "commutation" else None


BLOCKWISE = {"eye_kron": "eye_times", "kron_eye": "kron_times"}
"""Kronecker products with an identity, and what multiplies by one without building it."""


def _joined(factors: Sequence[Expr], lowering: Lowering) -> Expr:
    return factors[0] if len(factors) == 1 else lowering.make("matmul", *factors)


@lowers("kron")
def kronecker_with_identity(e: Expr, lowering: Lowering) -> Expr | None:
    """A ⊗ I is A with each entry blown up to a multiple of I; I ⊗ A repeats A along the diagonal"""
    if len(e.args) != 2:
        return None
    a, b = e.args
    if b.op.name == "eye":
        return OPS["kron_eye"](a, data=b.data)
    return OPS["eye_kron"](b, data=a.data) if a.op.name == "eye" else None


@lowers("scale", "neg", "div")
def scalars_into_kronecker(e: Expr, lowering: Lowering) -> Expr | None:
    """s (A ⊗ I) = (s A) ⊗ I"""
    parts = Peeled(e)
    if e.is_scalar or parts.body.op.name not in placed.FILLED:
        return None
    (small,) = parts.body.args
    return parts.body.op(scaled(parts.over, parts.under, small), data=parts.body.data)
