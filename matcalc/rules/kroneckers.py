"""Kronecker and Khatri-Rao products of special matrices, and their block contractions."""
from matcalc.build import T, add, eye, inner, khatri_rao, kron, mm, ones, scale, unvec, zeros
from matcalc.expr import Expr
from matcalc.ops.hadamard import outer
from matcalc.ops.kronecker import BLOCKDOT, BLOCKSUM, KHATRI_RAO, KRON
from matcalc.ops.term import join, split
from matcalc.rules.engine import on


@on(KRON, "eye")
def identities(e: Expr) -> Expr | None:
    """eye(m) ⊗ eye(n) = eye(m*n)"""
    return eye(e.rows) if e.args[1].op.name == "eye" else None


@on(KRON, "ones")
def of_ones(e: Expr) -> Expr | None:
    """ones(m, n) ⊗ ones(n, p) = ones(m*n, n*p)"""
    return ones(*e.shape) if e.args[1].op.name == "ones" else None


@on(KRON)
def of_zeros(e: Expr) -> Expr | None:
    """A ⊗ zeros(m, n) = zeros(m*n, n*n)"""
    return zeros(*e.shape) if any(a.op.name == "zeros" for a in e.args) else None


@on(KRON)
def of_column_and_row(e: Expr) -> Expr | None:
    """u ⊗ v' = u v'; v' ⊗ u = u v'"""
    a, b = e.args
    if a.cols == "1" and b.rows == "1":
        return mm(a, b)
    return mm(b, a) if a.rows == "1" and b.cols == "1" else None


@on(KRON)
def to_the_left(e: Expr) -> Expr | None:
    """A ⊗ (B ⊗ C) = A ⊗ B ⊗ C"""
    a, b = e.args
    return kron(kron(a, b.args[0]), b.args[1]) if b.op is KRON else None


@on(KHATRI_RAO)
def of_multiples(e: Expr) -> Expr | None:
    """khatri_rao(2 A, 3 B) = 6 khatri_rao(A, B)"""
    parts = [split(a) for a in e.args]
    if not any(body is not None and (powers or c != 1) for c, powers, body in parts):
        return None
    scalars = [join(c, powers) for c, powers, _ in parts]
    bodies = [body for *_, body in parts if body is not None]
    return scale(*scalars, khatri_rao(*bodies) if len(bodies) == len(parts) else bodies[0])


@on(KHATRI_RAO)
def of_columns(e: Expr) -> Expr | None:
    """khatri_rao(u, v) = u ⊗ v"""
    return kron(*e.args) if e.cols == "1" else None


def _contraction(e: Expr, *, left: bool) -> Expr | None:
    """The parts of G = Σ P⊗Q, uvᵀ, I that a block contraction takes apart."""
    g, small = e.args
    if g.op.name == "add":
        return None
    if g.op.name == "eye":
        return scale(inner(eye(small.rows), small), eye(e.rows))
    if g.op.name == "kron":
        big, little = g.args if left else g.args[::-1]
        return scale(inner(little, small), big) if little.shape == small.shape else None
    sides = outer(g) or ((g, ones("1", "1")) if g.cols == "1" else (ones("1", "1"), T(g)) if g.rows == "1" else None)
    if sides is None:
        return None
    if left:
        u, v = unvec(sides[0], small.rows, e.rows), unvec(sides[1], small.cols, e.cols)
        return mm(T(u), small, v)
    u, v = unvec(sides[0], e.rows, small.rows), unvec(sides[1], e.cols, small.cols)
    return mm(u, small, T(v))


@on(BLOCKDOT)
def blockdot_of_product(e: Expr) -> Expr | None:
    """blockdot(A ⊗ C, B, n, n) = (C : B) A; blockdot(eye(n*n), B, n, n) = tr(B) eye(n)"""
    return _contraction(e, left=True)


@on(BLOCKSUM)
def blocksum_of_product(e: Expr) -> Expr | None:
    """blocksum(A ⊗ C, B, n, n) = (A : B) C; blocksum(eye(n*n), B, n, n) = tr(B) eye(n)"""
    return _contraction(e, left=False)


@on(BLOCKDOT, "add")
def blockdot_of_sum(e: Expr) -> Expr | None:
    """blockdot(A ⊗ B + C ⊗ D, B, n, n) = (B : B) A + (D : B) C"""
    return _termwise(e)


@on(BLOCKSUM, "add")
def blocksum_of_sum(e: Expr) -> Expr | None:
    """blocksum(A ⊗ B + C ⊗ D, B, n, n) = (A : B) B + (C : B) D"""
    return _termwise(e)


def _termwise(e: Expr) -> Expr | None:
    parts = [e.op.build(g, e.args[1], data=e.data) for g in e.args[0].args]
    return None if all((split(p)[2] or p).op is e.op for p in parts) else add(*parts)
