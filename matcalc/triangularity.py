"""Which triangles of a matrix are known to be zero."""
from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from matcalc.expr import Expr, remembered
from matcalc.properties import assumed

Sides = frozenset[str]

LOWER, UPPER = "lower_triangular", "upper_triangular"
OTHER = {LOWER: UPPER, UPPER: LOWER}
BOTH: Sides = frozenset({LOWER, UPPER})
NEITHER: Sides = frozenset()


def triangular(e: Expr, side: str) -> bool:
    """Whether a square matrix is known to be triangular."""
    return side in _sides(e)


def diagonal(e: Expr) -> bool:
    """Whether a square matrix is known to be diagonal."""
    return _sides(e) == BOTH


def _sides(e: Expr) -> Sides:
    if e.rows != e.cols:
        return NEITHER
    found: Sides = remembered(e, "triangular", _own)
    return found


def _own(e: Expr) -> Sides:
    rule = _KNOWN.get(e.op.name)
    return rule(e) if rule is not None and e.rows == e.cols else NEITHER


def _of(e: Expr) -> Sides:
    found: Sides = e.memo["triangular"]
    return found


def _shared(e: Expr) -> Sides:
    """A sum, a product or a function of matrices that all are triangular."""
    matrices = [a for a in e.args if not a.is_scalar]
    return reduce(frozenset.intersection, map(_of, matrices), BOTH) if matrices else NEITHER


def _any(e: Expr) -> Sides:
    """A Hadamard product of powers, one of which is triangular."""
    return reduce(frozenset.union, (_of(a) for a, k in zip(e.args, e.data, strict=True) if k > 0), NEITHER)


def _masked(side: str) -> Callable[[Expr], Sides]:
    return lambda e: _of(e.args[0]) | {side}


_KNOWN: dict[str, Callable[[Expr], Sides]] = {
    "sym": lambda e: frozenset(side for side in BOTH if assumed(e, side)),
    **dict.fromkeys(("eye", "zeros", "diag"), lambda e: BOTH),
    **dict.fromkeys(("add", "matmul", "term", "inv", "power", "mpower", "adj", "expm", "logm", "sqrtm", "sinm", "cosm",
                     "sinhm", "coshm"), _shared),
    "transpose": lambda e: frozenset(OTHER[side] for side in _of(e.args[0])),
    "hadpow": _any, "tril": _masked(LOWER), "halftril": _masked(LOWER), "triu": _masked(UPPER),
    "chol": lambda e: frozenset({LOWER}),
}
"""By operator of the normal form; the products of triangular matrices are triangular, and so are their functions."""
