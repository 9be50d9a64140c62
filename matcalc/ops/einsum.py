"""Sums over indices, as NumPy's einsum writes them: the index form of a Jacobian."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import Expr, Notation, Op
from matcalc.shape import Shape

FREE = "ijklpqrstuvw"
"""The letters of a derivative's entry, a pair for the function and for each variable: ∂Y[i, j] / ∂X[k, l] ∂X[p, q] …"""
PAIR = 4
"""So many letters are those of a Jacobian."""


def free(e: Expr) -> str:
    """The letters of an entry of this node."""
    return FREE[:len(e.data[2])]


def shape_of(sizes: Sequence[Dim]) -> Shape:
    """Of the matrix with these sizes of free letters: a row for all but the last pair, a column for the last."""
    return dims.mul(*sizes[:-2]), dims.mul(*sizes[-2:])


def _shape(data: tuple[tuple[str, ...], Shape, tuple[str, ...]], *shapes: Shape) -> Shape:
    return data[1]


def subscripts(e: Expr) -> str:
    """`ia,ab,bk->ik`: free letters of size 1 are left out."""
    return f"{','.join(e.data[0])}->{''.join(c for c, size in zip(free(e), e.data[2], strict=True) if size != '1')}"


def _call(e: Expr) -> Notation:
    fields = ", ".join(f"{{{n}}}" for n in range(len(e.args)))
    return Notation(f'einsum("{subscripts(e)}", {fields})')


def _numpy(e: Expr) -> Notation:
    fields = ", ".join(f"{{{n}}}" for n in range(len(e.args)))
    order = f", optimize={['einsum_path', *path(e)]}" if len(e.args) > 2 else ""
    return Notation(f"np.einsum('{subscripts(e)}', {fields}{order}).reshape({{rows}}, {{cols}}, order='F')", 50, cost=2)


SIZE = 100
"""What a named dimension counts as where the order of contractions is chosen."""
OPTIMAL = 8
"""So many factors are put in the best order, more in a good one."""


def path(e: Expr) -> list[tuple[int, ...]]:
    """The order in which pairs are contracted, which NumPy would not choose by itself: places in the list of what is
    left, to which each result is added at the end.
    """
    import numpy as np

    shapes = [tuple([dims.value(d, dict.fromkeys(dims.names(d), SIZE)) for d in a.shape]) for a in e.args]
    arrays = [np.broadcast_to(0.0, shape) for shape in shapes]
    how = "optimal" if len(arrays) <= OPTIMAL else "greedy"
    found, _ = np.einsum_path(subscripts(e), *arrays, optimize=how)
    return list(found[1:])


def _latex(e: Expr) -> Notation:
    """A sum over the letters that are not free, each factor with its indices."""
    summed = dict.fromkeys(c for letters, a in zip(e.data[0], e.args, strict=True)
                           for c, size in zip(letters, a.shape, strict=True) if c not in free(e) and size != "1")
    factors = [_indexed(n, a, _visible(letters, a))
               for n, (letters, a) in enumerate(zip(e.data[0], e.args, strict=True))]
    total = rf"\sum_{{{{{', '.join(summed)}}}}} " if summed else ""
    return Notation(total + r" \, ".join(factors), 40)


def _visible(letters: str, a: Expr) -> str:
    return "".join(c for c, size in zip(letters, a.shape, strict=True) if size != "1")


def _indexed(n: int, a: Expr, letters: str) -> str:
    """A factor with its indices, Kronecker's delta for an identity."""
    if a.op.name == "eye":
        return rf"\delta_{{{{{letters}}}}}"
    may_have_index = a.op.name in _INDEXED and not (a.op.name == "sym" and len(a.data[0]) == 1)
    name = f"{{{{{{{n}:91}}}}}}" if letters and may_have_index else f"{{{n}:91}}"
    return f"{name}_{{{{{letters}}}}}" if letters else name


_INDEXED = ("sym", "ones", "zeros", "unit", "commutation", "duplication", "elimination", "symmetrizer")
"""Operators that may be written with an index of their own, and are then grouped: LaTeX knows no double index."""


EINSUM = Op("einsum", _shape, text=_call, latex=_latex, numpy=_numpy, source="numpy.einsum")
"""Data: the letters of each factor, the result's shape, and the sizes of the free letters. The result is the matrix
with row (i, j) and column (k, l), in derivatives of higher order with row (i, j, k, l …) and the last two for column;
the first index runs fastest."""
