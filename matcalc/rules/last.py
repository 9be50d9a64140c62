"""Rewrites of answers: what they make is short to read and dear to differentiate."""
from __future__ import annotations

from collections.abc import Iterator

from matcalc.build import T, mm
from matcalc.expr import Expr
from matcalc.ops.products import INV, MATMUL
from matcalc.rewrite import at_last
from matcalc.rules.generalized import at, pinv


@at_last(MATMUL)
def inverse_of_gram(e: Expr) -> Iterator[Expr]:
    """inv(X' X) X' = X⁺; X inv(X' X) = (X⁺)'"""
    factors = list(e.args)
    for i, f in enumerate(factors):
        x = _root(f) if f.op is INV else None
        if x is None:
            continue
        n = len(x)
        root = mm(*x)
        if at(factors, i + 1, list(f.args[0].args[:n])):
            yield mm(*factors[:i], pinv(root), *factors[i + 1 + n:])
        if at(factors, i - n, x):
            yield mm(*factors[:i - n], T(pinv(root)), *factors[i + 1:])


def _root(inverse: Expr) -> list[Expr] | None:
    """The factors of X, where this is the inverse of Xᵀ X."""
    inside = inverse.args[0]
    n = len(inside.args) // 2
    if inside.op is not MATMUL or len(inside.args) != 2 * n:
        return None
    x = inside.args[n:]
    return list(x) if all(T(a) is b for a, b in zip(x, reversed(inside.args[:n]), strict=True)) else None
