"""Kronecker and Khatri-Rao products as neighbours in a product: mixed products, columns, commutations."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matcalc import dims
from matcalc.build import T, commutation, diag, eye, had, khatri_rao, kron, mm, unvec, vec
from matcalc.dims import Dim
from matcalc.expr import Expr
from matcalc.ops.kronecker import KRON
from matcalc.ops.products import MATMUL
from matcalc.rewrite import at_last, rewrites
from matcalc.rules.engine import neighbours
from matcalc.rules.products import flipped


@neighbours("kron", "kron")
def mixed_product(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ B) (C ⊗ D) = (A C) ⊗ (B D)"""
    left, right = list(_factors(a)), list(_factors(b))
    for i in range(1, len(left)):
        for j in range(1, len(right)):
            if dims.mul(*(x.cols for x in left[:i])) == dims.mul(*(x.rows for x in right[:j])):
                return kron(mm(kron(*left[:i]), kron(*right[:j])), mm(kron(*left[i:]), kron(*right[j:])))
    return None


@at_last(MATMUL)
def common_identity(e: Expr) -> Iterator[Expr]:
    """(eye(n) ⊗ G) (eye(n*n) ⊗ u) = eye(n) ⊗ (G (eye(n) ⊗ u))"""
    f = e.args
    for i, (a, b) in enumerate(pairwise(f)):
        if a.op is KRON and b.op is KRON and (new := _without_identity(list(_factors(a)), list(_factors(b)))):
            yield mm(*f[:i], new, *f[i + 2:])


def _without_identity(left: list[Expr], right: list[Expr]) -> Expr | None:
    if left[0].op.name == right[0].op.name == "eye" and (parts := _common(left[0].rows, right[0].rows)):
        n, p, q = parts
        return kron(eye(n), mm(kron(eye(p), *left[1:]), kron(eye(q), *right[1:])))
    if left[-1].op.name == right[-1].op.name == "eye" and (parts := _common(left[-1].rows, right[-1].rows)):
        n, p, q = parts
        return kron(mm(kron(*left[:-1], eye(p)), kron(*right[:-1], eye(q))), eye(n))
    return None


def _common(a: Dim, b: Dim) -> tuple[Dim, Dim, Dim] | None:
    """The smaller of two dimensions and what each is a multiple of it by."""
    if (q := dims.quotient(b, a)) is not None:
        return a, "1", q
    return None if (p := dims.quotient(a, b)) is None else (b, p, "1")


def _factors(e: Expr) -> Iterator[Expr]:
    """The factors of a Kronecker product, which is nested on the left."""
    if e.op is KRON:
        yield from _factors(e.args[0])
        yield e.args[1]
    else:
        yield e


@rewrites(MATMUL)
def column_times(e: Expr) -> Iterator[Expr]:
    """(u ⊗ A) B = u ⊗ (A B); (A ⊗ u) B = (A B) ⊗ u; A (u' ⊗ B) = u' ⊗ (A B); A (B ⊗ u') = (A B) ⊗ u'"""
    f = e.args
    for i, (a, b) in enumerate(pairwise(f)):
        if (new := _past_column(a, b)) is not None:
            yield mm(*f[:i], new, *f[i + 2:])
        if b.op is KRON and (new := _past_column(T(b), T(a))) is not None:
            yield mm(*f[:i], T(new), *f[i + 2:])


def _past_column(a: Expr, b: Expr) -> Expr | None:
    """A Kronecker product with a column, times B; None where A is none."""
    if a.op is not KRON or a.cols == "1" or b.rows == "1":
        return None
    p, q = a.args
    return kron(p, mm(q, b)) if p.cols == "1" else kron(mm(p, b), q) if q.cols == "1" else None


@neighbours("khatri_rao", "transpose")
def selections(a: Expr, b: Expr) -> Expr | None:
    """khatri_rao(eye(n), eye(n)) khatri_rao(eye(n), eye(n))' = diag(vec(eye(n)))"""
    picks = b.args[0] is a and all(x.op.name == "eye" for x in a.args)
    return diag(vec(eye(a.cols))) if picks else None


@neighbours("transpose", "khatri_rao")
def gram_of_khatri_rao(a: Expr, b: Expr) -> Expr | None:
    """khatri_rao(A, B)' khatri_rao(C, D) = (A' C)∘(B' D)"""
    if a.args[0].op.name != "khatri_rao":
        return None
    (p, q), (r, s) = a.args[0].args, b.args
    return had(mm(T(p), r), mm(T(q), s)) if p.rows == r.rows and q.rows == s.rows else None


@neighbours("kron", "khatri_rao")
def kronecker_times_khatri_rao(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ B) khatri_rao(C, D) = khatri_rao(A C, B D)"""
    (p, q), (r, s) = a.args, b.args
    return khatri_rao(mm(p, r), mm(q, s)) if p.cols == r.rows and q.cols == s.rows else None


@neighbours("transpose", "kron")
def khatri_rao_times_kronecker(a: Expr, b: Expr) -> Expr | None:
    """khatri_rao(C, D)' (A ⊗ B) = khatri_rao(A' C, B' D)'"""
    return flipped(kronecker_times_khatri_rao, a, b) if a.args[0].op.name == "khatri_rao" else None


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
    return flipped(kronecker_times_column, a, b)


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
    return flipped(commutation_of_columns, a, b) if a.args[0].op.name == "khatri_rao" else None


@neighbours("kron", "commutation")
def commutation_to_the_left(a: Expr, b: Expr) -> Expr | None:
    """(A ⊗ X) commutation(n, n) = commutation(n, m) (X ⊗ A)"""
    p, q = a.args
    if b.data != (p.cols, q.cols):
        return None
    return mm(commutation(p.rows, q.rows), kron(q, p))
