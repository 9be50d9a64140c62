"""Pseudo-inverses, adjugates, and inverses of products of matrices that are not square."""
from __future__ import annotations

from matcalc.build import T, det, epow, eye, inv, kron, mm, num, scale, zeros
from matcalc.expr import Expr
from matcalc.ops.inverses import ADJ, PINV
from matcalc.ops.products import INV, MATMUL
from matcalc.ops.term import join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.properties import nonsingular, square_blocks
from matcalc.rules.engine import around, neighbours, on

Found = tuple[int, int, Expr] | None


def pinv(a: Expr) -> Expr:
    """The pseudo-inverse in normal form."""
    return PINV.build(a)


def chain(e: Expr) -> list[Expr]:
    """The factors of a product, or the one that e is."""
    return list(e.args) if e.op is MATMUL else [e]


def at(factors: list[Expr], start: int, part: list[Expr]) -> bool:
    """Whether the factors from `start` on are these."""
    return start >= 0 and factors[start:start + len(part)] == part


# ---- inverses
@around("inv")
def inverse_of_product(factors: list[Expr], i: int) -> Found:
    """inv(X' X) X' X = eye(n); X' X inv(X' X) = eye(n)"""
    inside = factors[i].args[0]
    if inside.op is not MATMUL:
        return None
    part, n = list(inside.args), len(inside.args)
    if at(factors, i + 1, part):
        return i, i + 1 + n, eye(inside.rows)
    return (i - n, i + 1, eye(inside.rows)) if at(factors, i - n, part) else None


# ---- pseudo-inverses
@on(TRANSPOSE, "pinv")
def transposed(e: Expr) -> Expr:
    """(X⁺)' = (X')⁺"""
    return pinv(T(e.args[0].args[0]))


@on(PINV)
def of_nonsingular(e: Expr) -> Expr | None:
    """A⁺ = inv(A) for nonsingular A"""
    x = e.args[0]
    return inv(x) if x.rows == x.cols and (x.is_scalar or nonsingular(x)) else None


@on(PINV)
def of_vector(e: Expr) -> Expr | None:
    """u⁺ = u'/(u' u)"""
    x = e.args[0]
    return scale(epow(mm(T(x), x) if x.cols == "1" else mm(x, T(x)), -1), T(x)) if "1" in x.shape else None


@on(PINV, "pinv", "zeros")
def of_pseudo_inverse(e: Expr) -> Expr:
    """(X⁺)⁺ = X; zeros(m, n)⁺ = zeros(n, m)"""
    x = e.args[0]
    return x.args[0] if x.op is PINV else zeros(x.cols, x.rows)


@on(PINV, "term")
def of_multiple(e: Expr) -> Expr:
    """(2 X)⁺ = (1/2) X⁺"""
    c, powers, body = split(e.args[0])
    inverse = epow(join(c, powers), -1)
    return inverse if body is None else scale(inverse, pinv(body))


@on(PINV, "kron")
def of_kronecker(e: Expr) -> Expr:
    """(X ⊗ Y)⁺ = X⁺ ⊗ Y⁺"""
    return kron(*map(pinv, e.args[0].args))


@on(PINV, "matmul")
def of_gram(e: Expr) -> Expr | None:
    """(X' X)⁺ = X⁺ (X')⁺"""
    factors = e.args[0].args
    half = len(factors) // 2
    root = mm(*factors[half:])
    return mm(pinv(root), pinv(T(root))) if len(factors) == 2 * half and mm(*factors[:half]) is T(root) else None


@around("pinv")
def projector(factors: list[Expr], i: int) -> Found:
    """X X⁺ X = X; X⁺ X X⁺ = X⁺; X' X X⁺ = X'; X⁺ X X' = X'; (X')⁺ X' = X X⁺; X' (X')⁺ = X⁺ X"""
    p = factors[i]
    x = p.args[0]
    part = chain(x)
    n = len(part)
    for start, stop, a, b in ((i - n, i + 1, x, p), (i, i + 1 + n, p, x)):
        if at(factors, i - n if b is p else i + 1, part):
            found = _absorbed(factors, start, stop, a, b)
            return (start, stop, mm(T(b), T(a))) if found is None and _turned(x) else found
    return None


def _absorbed(factors: list[Expr], start: int, stop: int, a: Expr, b: Expr) -> Found:
    """A B with B = A⁺, between start and stop: B A B = B, Aᵀ A B = Aᵀ, A B A = A, A B Bᵀ = Bᵀ."""
    for same in (b, T(a)):
        before = chain(same)
        if at(factors, start - len(before), before):
            return start - len(before), stop, same
    for same in (a, T(b)):
        after = chain(same)
        if at(factors, stop, after):
            return start, stop + len(after), same
    return None


def _turned(x: Expr) -> bool:
    """Whether the symmetric projector on the range of X is written with Xᵀ instead."""
    return x.op is TRANSPOSE or (x.op is MATMUL and T(x).op is MATMUL and T(x).key < x.key)


# ---- adjugates
@on(TRANSPOSE, "adj")
def transposed_adjugate(e: Expr) -> Expr:
    """adj(A)' = adj(A')"""
    return ADJ.build(T(e.args[0].args[0]))


@on(ADJ)
def adjugate_of_nonsingular(e: Expr) -> Expr | None:
    """adj(A) = det(A) inv(A) for nonsingular A"""
    x = e.args[0]
    if x.is_scalar:
        return num(1)
    return scale(det(x), inv(x)) if nonsingular(x) else None


@on(ADJ, "matmul")
def adjugate_of_product(e: Expr) -> Expr | None:
    """adj(A B) = adj(B) adj(A)"""
    blocks = square_blocks(e.args[0])
    return mm(*(ADJ.build(mm(*b)) for b in reversed(blocks))) if len(blocks) > 1 else None


@on(INV, "adj")
def inverse_of_adjugate(e: Expr) -> Expr:
    """inv(adj(A)) = A/det(A)"""
    x = e.args[0].args[0]
    return scale(epow(det(x), -1), x)


@neighbours("adj", "*")
def adjugate_left(a: Expr, b: Expr) -> Expr | None:
    """adj(A) A = det(A) eye(n)"""
    return scale(det(b), eye(b.rows)) if a.args[0] is b else None


@neighbours("*", "adj")
def adjugate_right(a: Expr, b: Expr) -> Expr | None:
    """A adj(A) = det(A) eye(n)"""
    return scale(det(a), eye(a.rows)) if b.args[0] is a else None
