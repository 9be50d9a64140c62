"""Sums over the singular triples of a matrix: the SVD form of a Jacobian."""
from __future__ import annotations

from matcalc.build import diag, mm, scale, sym
from matcalc.expr import Expr, Notation, Op
from matcalc.shape import Shape

SIGMA, LEFT, RIGHT = "σₖ", "uₖ", "vₖ"
"""The names of a singular value and its vectors."""


def triple(e: Expr) -> tuple[Expr, Expr, Expr]:
    """The symbols σₖ, uₖ, vₖ of E = Σₖ σₖ uₖ vₖᵀ."""
    return sym(SIGMA, ("1", "1")), sym(LEFT, (e.rows, "1")), sym(RIGHT, (e.cols, "1"))


def sandwich(e: Expr, z: Expr) -> Expr:
    """The summand Wₖ Z Vₖ of E ∘ Z, with Wₖ = Diag(σₖ uₖ) and Vₖ = Diag(vₖ)."""
    sigma, u, v = triple(e)
    return mm(scale(sigma, diag(u)), z, diag(v))


def _shape(data: object, of: Shape, summand: Shape) -> Shape:
    return summand


SVDSUM = Op("svdsum", _shape, text=Notation("Σₖ {1:40}", 10), latex=Notation(r"\sum_{{k}} {1:40}", 10),
            numpy=Notation("sum({1} for uₖ, σₖ, vₖ in (lambda u, s, v: zip(u.T[..., None], s, v[..., None]))"
                           "(*np.linalg.svd({0}, full_matrices=False)))", cost=8), samples=("m,n", "p,q"))
"""Σₖ of the second argument, which holds the symbols σₖ, uₖ, vₖ of the singular value decomposition of the first."""
