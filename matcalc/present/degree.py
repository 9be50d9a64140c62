"""The degree in the dimensions of the work that array code does: 2 for A x, 3 for A B."""
from __future__ import annotations

from matcalc import dims
from matcalc.expr import Expr, remembered
from matcalc.shape import Shape

CUBIC = frozenset({"inv", "invt", "det", "logdet", "adj", "pinv", "power", "expm", "logm", "sqrtm", "sylvester", "nuc",
                   "polar", "smax", "lsv", "rsv", "lmax", "lmin", "evec_max", "evec_min", "eproj_max", "resolvent_max"})
"""Functions of a matrix whose work is its rows times its columns, times the smaller of the two."""


def degree(e: Expr) -> int:
    """The highest degree of the work of any part of array code."""
    found: int = remembered(e, "degree", _node)
    return found


def _node(e: Expr) -> int:
    found: int = max([_own(e), *(a.memo["degree"] for a in e.args)])
    return found


def _own(e: Expr) -> int:
    if e.op.name == "matmul":
        return dims.degree(e.rows) + max(dims.degree(a.rows) + dims.degree(a.cols) for a in e.args[1:])
    sizes = [_entries(x.shape) for x in (e, *e.args)]
    if e.op.name in CUBIC:
        return max(sizes) + min(map(dims.degree, e.args[0].shape))
    return max(sizes)


def _entries(shape: Shape) -> int:
    return dims.degree(shape[0]) + dims.degree(shape[1])
