"""Sums over indices, as NumPy's einsum writes them: the index form of a Jacobian."""
from __future__ import annotations

from matcalc.expr import Expr, Notation, Op
from matcalc.shape import Shape

FREE = "ijkl"
"""The letters of a Jacobian's entry: ∂Y[i, j] / ∂X[k, l]."""


def _shape(data: tuple[tuple[str, ...], Shape, tuple[str, ...]], *shapes: Shape) -> Shape:
    return data[1]


def subscripts(e: Expr) -> str:
    """`ia,ab,bk->ik`: free letters of size 1 are left out."""
    return f"{','.join(e.data[0])}->{''.join(c for c, size in zip(FREE, e.data[2], strict=True) if size != '1')}"


def _call(e: Expr) -> Notation:
    fields = ", ".join(f"{{{n}}}" for n in range(len(e.args)))
    return Notation(f'einsum("{subscripts(e)}", {fields})')


def _numpy(e: Expr) -> Notation:
    fields = ", ".join(f"{{{n}}}" for n in range(len(e.args)))
    return Notation(f"np.einsum('{subscripts(e)}', {fields}).reshape({{rows}}, {{cols}}, order='F')", 50, cost=2)


def _latex(e: Expr) -> Notation:
    """A sum over the letters that are not free, each factor with its indices."""
    summed = dict.fromkeys(c for letters, a in zip(e.data[0], e.args, strict=True)
                           for c, size in zip(letters, a.shape, strict=True) if c not in FREE and size != "1")
    factors = [_indexed(n, a, _visible(letters, a))
               for n, (letters, a) in enumerate(zip(e.data[0], e.args, strict=True))]
    total = rf"\sum_{{{{{', '.join(summed)}}}}} " if summed else ""
    return Notation(total + r" \, ".join(factors), 40)


def _visible(letters: str, a: Expr) -> str:
    return "".join(c for c, size in zip(letters, a.shape, strict=True) if size != "1")


def _indexed(n: int, a: Expr, letters: str) -> str:
    """A factor with its indices, Kronecker's delta for an identity."""
    return rf"\delta_{{{{{letters}}}}}" if a.op.name == "eye" else f"{{{n}:91}}_{{{{{letters}}}}}"


EINSUM = Op("einsum", _shape, text=_call, latex=_latex, numpy=_numpy, source="numpy.einsum")
"""Data: the letters of each factor, the result's shape, and the sizes of i, j, k, l. The result is the matrix with
row (i, j) and column (k, l), the first index of each pair running fastest."""
