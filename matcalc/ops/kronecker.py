"""Kronecker and Khatri-Rao products, and the block contractions that are their transposes.

For G of m×n blocks of p×q, `blockdot(G, B)` is the m×n matrix of the ⟨Gᵢⱼ, B⟩, and `blocksum(G, A)` the p×q
matrix Σ Aᵢⱼ Gᵢⱼ: the cotangents of A and of B in A ⊗ B.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from matcalc import dims
from matcalc.build import T, commutation, diag, eye, had, khatri_rao, kron, mm, num, ones, scale, unvec, vec, zeros
from matcalc.dims import Dim
from matcalc.expr import OPS, Expr, Notation, Op
from matcalc.notation import nested
from matcalc.ops.term import join, split
from matcalc.shape import Shape, ShapeMismatch, show


def product(*factors: Expr) -> Expr:
    """A ⊗ B ⊗ …, scalars taken out."""
    return reduce(_pair, factors)


def _pair(a: Expr, b: Expr) -> Expr:
    if a.is_scalar or b.is_scalar:
        return scale(a, b)
    (c, p, x), (d, q, y) = split(a), split(b)
    assert x is not None
    assert y is not None
    return scale(join(c * d, [*p, *q]), KRON.reduced(KRON(x, y)))


def _matrix(e: Expr, i: int) -> Expr:
    """vec(A ⊗ B) = (I_n ⊗ K_qm ⊗ I_p)(vec A ⊗ vec B) (Magnus & Neudecker, ch. 3, theorem 10)."""
    a, b = e.args
    (m, n), (p, q) = a.shape, b.shape
    if n == "1" and q == "1":
        return kron(eye(m), b) if i == 0 else kron(a, eye(p))
    vecs = kron(eye(dims.mul(m, n)), vec(b)) if i == 0 else kron(vec(a), eye(dims.mul(p, q)))
    return mm(_shuffle(a.shape, b.shape), vecs)


def _shuffle(a: Shape, b: Shape) -> Expr:
    """I_n ⊗ K_qm ⊗ I_p for A of m×n and B of p×q."""
    return kron(kron(eye(a[1]), commutation(b[1], a[0])), eye(b[0]))


def _transpose(e: Expr, i: int, g: Expr) -> Expr:
    return OPS["blockdot" if i == 0 else "blocksum"].build(g, e.args[1 - i], data=e.args[i].shape)


KRON = Op("kron", "m,n p,q -> m*p,n*q", fold=True, normal=product, linear=True, transpose=_transpose, matrix=_matrix,
          text=Notation(join=" ⊗ ", precedence=19, inner=41),
          latex=Notation(join=r" \otimes ", precedence=19, inner=41),
          numpy=nested("np.kron"), source="Magnus & Neudecker, ch. 2 and 3")


def _blocks(data: Shape, big: Shape, other: Shape) -> Shape:
    """The shape of a contraction, `data`, if the big matrix holds so many blocks of the other's shape, or the like."""
    wanted = (dims.mul(data[0], other[0]), dims.mul(data[1], other[1]))
    if big != wanted:
        raise ShapeMismatch(f"blocks of {show(other)} need a matrix of {show(wanted)}", {0: f"this is {show(big)}"})
    return data


def _blockdot_matrix(e: Expr, i: int) -> Expr:
    """vec blockdot(G, B) = (I ⊗ vec(B)ᵀ) Sᵀ vec G = Nᵀ vec B, vec(A ⊗ B) = S (vec A ⊗ vec B), vec N = Sᵀ vec G."""
    g, b = e.args
    back, size_ = T(_shuffle(e.data, b.shape)), dims.mul(*e.data)
    return mm(kron(eye(size_), T(vec(b))), back) if i == 0 else T(unvec(mm(back, vec(g)), dims.mul(*b.shape), size_))


def _blocksum_matrix(e: Expr, i: int) -> Expr:
    """vec blocksum(G, A) = (vec(A)ᵀ ⊗ I) Sᵀ vec G = N vec A, S and N as for blockdot."""
    g, a = e.args
    back, size_ = T(_shuffle(a.shape, e.data)), dims.mul(*e.data)
    return mm(kron(T(vec(a)), eye(size_)), back) if i == 0 else unvec(mm(back, vec(g)), size_, dims.mul(*a.shape))


def _contraction(name: str) -> Callable[..., Expr]:
    """The constructor of a block contraction: scalars taken out; scalar blocks only scale."""
    def build(g: Expr, other: Expr, *, data: Shape) -> Expr:
        c, powers, body = split(g)
        d, more, small = split(other)
        factor = join(c * d, [*powers, *more])
        small = num(1) if small is None else small
        if body is None:
            return scale(factor, small)
        op = OPS[name]
        return zeros(*data) if body.op.name == "zeros" else scale(factor, op.reduced(op(body, small, data=data)))
    return build


BLOCKDOT = Op("blockdot", _blocks, normal=_contraction("blockdot"), linear=True,
              transpose=lambda e, i, g: (kron(g, e.args[1]) if i == 0 else
                                         OPS["blocksum"].build(e.args[0], g, data=e.args[1].shape)),
              matrix=_blockdot_matrix,
              text=Notation("blockdot({0}, {1}, {data[0]}, {data[1]})"),
              latex=Notation(r"\operatorname{{blockdot}}_{{{data[0]} \times {data[1]}}}\left({0}, {1}\right)"),
              numpy=Notation("np.einsum('ikjl,kl->ij', "
                             "{0:50}.reshape({data[0]}, {rows(1)}, {data[1]}, {cols(1)}), {1})", cost=2),
              samples=("m*p,n*q", "p,q"))
BLOCKSUM = Op("blocksum", _blocks, normal=_contraction("blocksum"), linear=True,
              transpose=lambda e, i, g: (kron(e.args[1], g) if i == 0 else
                                         OPS["blockdot"].build(e.args[0], g, data=e.args[1].shape)),
              matrix=_blocksum_matrix,
              text=Notation("blocksum({0}, {1}, {data[0]}, {data[1]})"),
              latex=Notation(r"\operatorname{{blocksum}}_{{{data[0]} \times {data[1]}}}\left({0}, {1}\right)"),
              numpy=Notation("np.einsum('ikjl,ij->kl', "
                             "{0:50}.reshape({rows(1)}, {data[0]}, {cols(1)}, {data[1]}), {1})", cost=2),
              samples=("m*p,n*q", "p,q"))

KHATRI_RAO = Op("khatri_rao", "m,n p,n -> m*p,n", linear=True,
                transpose=lambda e, i, g: _columns(e, i, g), matrix=lambda e, i: _columns_matrix(e, i),
                text=Notation("khatri_rao({0}, {1})"),
                latex=Notation(r"\operatorname{{KhatriRao}}\left({0}, {1}\right)"),
                numpy=Notation("np.concatenate({0:50}[:, None] * {1:21})", 50, cost=3),
                source="Khatri & Rao (1968): column j is aⱼ ⊗ bⱼ")
"""The columnwise Kronecker product."""


def _columns(e: Expr, i: int, g: Expr) -> Expr:
    """The cotangent of A in A ⊙ B = (A ⊗ 1) ∘ (1 ⊗ B): (I ⊗ 1ᵀ)(G ∘ (1 ⊗ B)); of B: (1ᵀ ⊗ I)(G ∘ (A ⊗ 1))."""
    a, b = e.args
    if i == 0:
        return mm(kron(eye(a.rows), ones("1", b.rows)), had(g, kron(ones(a.rows, "1"), b)))
    return mm(kron(ones("1", a.rows), eye(b.rows)), had(g, kron(a, ones(b.rows, "1"))))


def _columns_matrix(e: Expr, i: int) -> Expr:
    """J_A = Diag(vec(1 ⊗ B)) (I ⊗ I ⊗ 1), J_B = (I ⊙ A) ⊗ I."""
    a, b = e.args
    n = a.cols
    if i == 1:
        return kron(khatri_rao(eye(n), a), eye(b.rows))
    return mm(diag(vec(kron(ones(a.rows, "1"), b))), kron(eye(dims.mul(n, a.rows)), ones(b.rows, "1")))


def _commutation(*, data: tuple[Dim, Dim]) -> Expr:
    return eye(dims.mul(*data)) if "1" in data else COMMUTATION(data=data)


COMMUTATION = Op("commutation", lambda data: (dims.mul(*data), dims.mul(*data)), normal=_commutation,
                 text=Notation("commutation({data[0]}, {data[1]})"),
                 latex=Notation(r"\mathrm{{K}}_{{{data[0]},{data[1]}}}"),
                 numpy=Notation("np.eye({data[0]}*{data[1]})[np.arange({data[0]}*{data[1]})"
                                ".reshape(({data[0]}, {data[1]}), order='F').ravel()]", 50, cost=7),
                 source="Magnus & Neudecker, ch. 3.7")
"""The commutation matrix: K vec(A) = vec(Aᵀ) for A of shape `data`."""
