"""Inverses of matrices that may be singular: the pseudo-inverse and the adjugate."""
from __future__ import annotations

from matcalc.build import T, add, det, eye, inv, mm, neg, normalize, scale, sub, tr
from matcalc.expr import Expr, Notation, Op


def _pinv_differential(p: Expr, i: int, da: Expr) -> Expr:
    """−P dA P + P Pᵀ dAᵀ (I − A P) + (I − P A) dAᵀ Pᵀ P, where the rank stays."""
    a = p.args[0]
    left, right = sub(eye(a.rows), mm(a, p)), sub(eye(a.cols), mm(p, a))
    return add(neg(mm(p, da, p)), mm(p, T(p), T(da), left), mm(right, T(da), T(p), p))


def _adj_differential(e: Expr, i: int, da: Expr) -> Expr:
    """The differential of det(A) A⁻¹: det(A) (tr(A⁻¹ dA) A⁻¹ − A⁻¹ dA A⁻¹)."""
    a = e.args[0]
    v = inv(a)
    return scale(det(a), sub(scale(tr(mm(v, da)), v), mm(v, da, v)))


OTHERS = "[np.prod(np.delete(s, i)) for i, _ in enumerate(s)]"
"""The diagonal of adj(Diag s) in NumPy."""


def _adj_numpy(e: Expr) -> Notation:
    """NumPy has none. With A = U S V it is det(U V) (U adj(S) V)ᵀ, which holds for singular matrices too."""
    a = normalize(e.args[0])
    if T(a) is a:
        return Notation(f"(lambda s, u: u * {OTHERS} @ u.T)(*np.linalg.eigh({{0}}))", 50, cost=4)
    return Notation(f"(lambda u, s, v: np.linalg.det(u @ v) * (u * {OTHERS} @ v).T)(*np.linalg.svd({{0}}))", 50, cost=4)


PINV = Op("pinv", "m,n -> n,m", differential=_pinv_differential,
          text=Notation("{0:91}⁺", 90), latex=Notation("{0:91}^{{+}}", 90), numpy=Notation("np.linalg.pinv({0})"),
          source="Golub & Pereyra 1973, eq. 4.12; Magnus & Neudecker, ch. 8.5")
"""The pseudo-inverse of Moore and Penrose."""
ADJ = Op("adj", "n,n -> n,n", differential=_adj_differential,
         text=Notation("adj({0})"), latex=Notation(r"\operatorname{{adj}}\left({0}\right)"),
         numpy=_adj_numpy,
         source="Magnus & Neudecker, ch. 8.6; Jacobi's formula")
"""The adjugate, the transposed cofactors."""
