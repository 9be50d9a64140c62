"""Duplication, elimination and commutation matrices meet (Magnus & Neudecker, ch. 3.6 to 3.9)."""
from __future__ import annotations

from matcalc.build import T, add, eye, inv, kron, mm, num, scale, symmetrizer, vec, vech, zeros
from matcalc.expr import OPS, Expr
from matcalc.ops.products import INV
from matcalc.ops.term import join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.ops.triangles import symmetrized
from matcalc.ops.vech import VECH
from matcalc.properties import nonsingular
from matcalc.rules.engine import around, neighbours, on
from matcalc.rules.products import flipped


@on(VECH, "zeros")
def of_zeros(e: Expr) -> Expr:
    """vech(zeros(n, n)) = zeros(n*(n+1)/2, 1)"""
    return zeros(*e.shape)


@neighbours("elimination", "vec")
def elimination_of_vec(a: Expr, b: Expr) -> Expr | None:
    """elimination(n) vec(A) = vech(A)"""
    x = b.args[0]
    return vech(x) if x.shape == (a.data, a.data) else None


@neighbours("duplication", "vech")
def duplication_of_vech(a: Expr, b: Expr) -> Expr | None:
    """duplication(n) vech(S) = vec(S) for symmetric S"""
    x = b.args[0]
    return vec(x) if T(x) is x else None


@neighbours("elimination", "duplication")
def elimination_of_duplication(a: Expr, b: Expr) -> Expr:
    """elimination(n) duplication(n) = eye(n*(n+1)/2)"""
    return eye(a.rows)


@neighbours("transpose", "transpose")
def transposed(a: Expr, b: Expr) -> Expr | None:
    """vec(A)' elimination(n)' = vech(A)'; duplication(n)' elimination(n)' = eye(n*(n+1)/2)"""
    rule = {"vec": elimination_of_vec, "duplication": elimination_of_duplication}.get(a.args[0].op.name)
    return None if rule is None or b.args[0].op.name != "elimination" else flipped(rule, a, b)


@neighbours("transpose", "transpose")
def transposed_duplication(a: Expr, b: Expr) -> Expr | None:
    """vech(S)' duplication(n)' = vec(S)' for symmetric S"""
    met = a.args[0].op.name == "vech" and b.args[0].op.name == "duplication"
    return flipped(duplication_of_vech, a, b) if met else None


@neighbours("commutation", "duplication")
def commutation_of_duplication(a: Expr, b: Expr) -> Expr | None:
    """commutation(n, n) duplication(n) = duplication(n)"""
    return b if a.data == (b.data, b.data) else None


@neighbours("transpose", "commutation")
def duplication_times_commutation(a: Expr, b: Expr) -> Expr | None:
    """duplication(n)' commutation(n, n) = duplication(n)'"""
    return flipped(commutation_of_duplication, a, b) if a.args[0].op.name == "duplication" else None


@neighbours("pinv", "duplication")
def inverse_of_duplication(a: Expr, b: Expr) -> Expr | None:
    """duplication(n)⁺ duplication(n) = eye(n*(n+1)/2)"""
    return eye(a.rows) if a.args[0] is b else None


@neighbours("duplication", "pinv")
def projector_of_duplication(a: Expr, b: Expr) -> Expr | None:
    """duplication(n) duplication(n)⁺ = symmetrizer(n)"""
    return symmetrizer(a.data) if b.args[0] is a else None


@neighbours("elimination", "symmetrizer")
def elimination_of_symmetrizer(a: Expr, b: Expr) -> Expr:
    """elimination(n) symmetrizer(n) = duplication(n)⁺"""
    return OPS["pinv"].build(OPS["duplication"].build(data=a.data))


@neighbours("elimination", "add")
def elimination_of_swaps(a: Expr, b: Expr) -> Expr | None:
    """elimination(n) (eye(n*n) + commutation(n, n)) = 2 duplication(n)⁺"""
    if not _swaps(b, a.data) or len({split(t)[:2] for t in b.args}) > 1 or len(b.args) != 2:
        return None
    c, powers, _ = split(b.args[0])
    return scale(num(2), join(c, powers), OPS["pinv"].build(OPS["duplication"].build(data=a.data)))


@neighbours("pinv", "vec")
def inverse_duplication_of_vec(a: Expr, b: Expr) -> Expr | None:
    """duplication(n)⁺ vec(A) = (1/2) vech(A + A')"""
    return vech(symmetrized(b.args[0])) if a.args[0].op.name == "duplication" else None


@on(TRANSPOSE, "symmetrizer")
def transposed_symmetrizer(e: Expr) -> Expr:
    """symmetrizer(n)' = symmetrizer(n)"""
    return e.args[0]


@neighbours("symmetrizer", "symmetrizer")
def symmetrizer_twice(a: Expr, b: Expr) -> Expr:
    """symmetrizer(n) symmetrizer(n) = symmetrizer(n)"""
    return a


@neighbours("symmetrizer", "vec")
def symmetrizer_of_vec(a: Expr, b: Expr) -> Expr:
    """symmetrizer(n) vec(A) = (1/2) vec(A + A')"""
    return vec(symmetrized(b.args[0]))


@neighbours("symmetrizer", "duplication")
def symmetrizer_of_duplication(a: Expr, b: Expr) -> Expr:
    """symmetrizer(n) duplication(n) = duplication(n)"""
    return b


@neighbours("symmetrizer", "commutation")
def symmetrizer_of_commutation(a: Expr, b: Expr) -> Expr | None:
    """symmetrizer(n) commutation(n, n) = symmetrizer(n)"""
    return a if b.data == (a.data, a.data) else None


@neighbours("commutation", "symmetrizer")
def commutation_of_symmetrizer(a: Expr, b: Expr) -> Expr | None:
    """commutation(n, n) symmetrizer(n) = symmetrizer(n)"""
    return b if a.data == (b.data, b.data) else None


@neighbours("transpose", "symmetrizer")
def symmetrizer_behind(a: Expr, b: Expr) -> Expr | None:
    """duplication(n)' symmetrizer(n) = duplication(n)'; vec(A)' symmetrizer(n) = (1/2) vec(A + A')'"""
    rule = {"vec": symmetrizer_of_vec, "duplication": symmetrizer_of_duplication}.get(a.args[0].op.name)
    return None if rule is None else flipped(rule, a, b)


def _swaps(a: Expr, n: str) -> bool:
    """Whether a sum is made of multiples of I and of the commutation matrix of n×n matrices."""
    bodies = [split(t)[2] for t in a.args]
    return all(b is not None and (b.op.name == "eye" or (b.op.name == "commutation" and b.data == (n, n)))
               for b in bodies)


@neighbours("add", "duplication")
def swaps_of_duplication(a: Expr, b: Expr) -> Expr | None:
    """(eye(n*n) + commutation(n, n)) duplication(n) = 2 duplication(n)"""
    return add(*(mm(t, b) for t in a.args)) if _swaps(a, b.data) else None


@neighbours("add", "symmetrizer")
def swaps_of_symmetrizer(a: Expr, b: Expr) -> Expr | None:
    """(eye(n*n) + commutation(n, n)) symmetrizer(n) = 2 symmetrizer(n)"""
    return swaps_of_duplication(a, b)


@neighbours("symmetrizer", "add")
def symmetrizer_of_swaps(a: Expr, b: Expr) -> Expr | None:
    """symmetrizer(n) (eye(n*n) + commutation(n, n)) = 2 symmetrizer(n)"""
    return flipped(swaps_of_duplication, a, b)


@neighbours("transpose", "add")
def duplication_times_swaps(a: Expr, b: Expr) -> Expr | None:
    """duplication(n)' (eye(n*n) + commutation(n, n)) = 2 duplication(n)'"""
    return flipped(swaps_of_duplication, a, b) if a.args[0].op.name == "duplication" else None


@neighbours("kron", "symmetrizer")
def symmetrizer_to_the_left(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ A) symmetrizer(n) = symmetrizer(n) (A ⊗ A)"""
    p, q = a.args
    return mm(b, a) if p is q and p.shape == (b.data, b.data) else None


@around("duplication", "symmetrizer")
def symmetric_sides(factors: list[Expr], i: int) -> tuple[int, int, Expr] | None:
    """duplication(n)' (B ⊗ A) duplication(n) = duplication(n)' (A ⊗ B) duplication(n)"""
    right, inner = factors[i], factors[i - 1]
    if i < 2 or inner.op.name != "kron" or factors[i - 2] is not T(right):
        return None
    p, q = inner.args
    return (i - 1, i, kron(q, p)) if p.shape == q.shape == (right.data, right.data) and q.key < p.key else None


@on(INV, "matmul")
def inverse_between_duplications(e: Expr) -> Expr | None:
    """inv(duplication(n)' (P ⊗ P) duplication(n)) = duplication(n)⁺ inv(P ⊗ P) (duplication(n)⁺)' for nonsingular P"""
    left, *middle, right = e.args[0].args
    if right.op.name != "duplication" or left is not T(right) or len(middle) != 1 or middle[0].op.name != "kron":
        return None
    p, q = middle[0].args
    if p is not q or p.shape != (right.data, right.data) or not nonsingular(p):
        return None
    back = OPS["pinv"].build(right)
    return mm(back, kron(inv(p), inv(p)), T(back))
