"""The triangles of a matrix, and the Cholesky factor."""
from __future__ import annotations

from fractions import Fraction

from matcalc.build import T, add, diag, fn, inv, mm, normalize, num, ones, scale, vec
from matcalc.expr import Expr, Notation, Op
from matcalc.ops.structure import outside


def _mask(name: str, signature: str, latex: str, numpy: Notation) -> Op:
    """A linear operator that scales each entry by a constant: its own transpose, and diagonal on vec."""
    op: Op = Op(name, signature, normal=lambda a: outside(op, a), linear=True, transpose=lambda e, i, g: op.build(g),
                matrix=lambda e, i: diag(vec(op.build(ones(*e.shape)))),
                text=Notation(name + "({0})"), latex=Notation(latex + r"\left({0}\right)"), numpy=numpy)
    return op


TRIL = _mask("tril", "m,n -> m,n", r"\operatorname{{tril}}", Notation("np.tril({0})"))
"""The entries on and below the diagonal, else 0."""
TRIU = _mask("triu", "m,n -> m,n", r"\operatorname{{triu}}", Notation("np.triu({0})"))
"""The entries on and above the diagonal, else 0."""
HALFTRIL = _mask("halftril", "n,n -> n,n", r"\operatorname{{halftril}}",
                 Notation("(lambda a: (np.tril(a) + np.tril(a, -1)) / 2)({0})", 50, cost=4))
"""The entries below the diagonal and half of those on it, else 0: Φ of Murray 2016."""


def symmetrized(a: Expr) -> Expr:
    """(A + Aᵀ)/2"""
    return scale(num(Fraction(1, 2)), add(a, T(a)))


def _chol_differential(y: Expr, i: int, da: Expr) -> Expr:
    """L Φ(L⁻¹ dA L⁻ᵀ), of the symmetric part of dA."""
    return mm(y, fn("halftril", mm(inv(y), symmetrized(da), inv(T(y)))))


def _chol_numpy(e: Expr) -> Notation:
    """NumPy reads the lower triangle alone."""
    a = normalize(e.args[0])
    if T(a) is a:
        return Notation("np.linalg.cholesky({0})")
    return Notation("np.linalg.cholesky((lambda a: (a + a.T) / 2)({0}))", cost=4)


CHOL = Op("chol", "n,n -> n,n", differential=_chol_differential, text=Notation("chol({0})"),
          latex=Notation(r"\operatorname{{chol}}\left({0}\right)"), numpy=_chol_numpy,
          source="Murray 2016, Differentiation of the Cholesky decomposition, eq. 8 and 10")
"""The lower triangular L with a positive diagonal and L Lᵀ = A; of any square matrix, that of its symmetric part."""
