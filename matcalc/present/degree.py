"""The degree in the dimensions of the work that array code does: 2 for A x, 3 for A B."""
from __future__ import annotations

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import Expr, walk
from matcalc.shape import Shape

CUBIC = frozenset({"inv", "invt", "det", "logdet", "adj", "pinv", "power", "expm", "logm", "sqrtm", "sylvester", "nuc",
                   "polar", "smax", "lsv", "rsv", "lmax", "lmin", "evec_max", "evec_min", "eproj_max", "resolvent_max"})
"""Functions of a matrix whose work is its rows times its columns, times the smaller of the two."""


def degree(e: Expr) -> int:
    """The highest degree of the work of any part of array code."""
    for node in walk(e, known=lambda n: "degree" in n.memo):
        node.memo["degree"] = max([_own(node), *(a.memo["degree"] for a in node.args)])
    found: int = e.memo["degree"]
    return found


def _own(e: Expr) -> int:
    if e.op.name == "matmul":
        return _of(e.rows) + max(_of(a.rows) + _of(a.cols) for a in e.args[1:])
    sizes = [_entries(x.shape) for x in (e, *e.args)]
    if e.op.name in CUBIC:
        return max(sizes) + min(map(_of, e.args[0].shape))
    return max(sizes)


def _of(dim: Dim) -> int:
    """The degree of a dimension."""
    return max(len(names) for names, _ in dims.terms(dim))


def _entries(shape: Shape) -> int:
    return _of(shape[0]) + _of(shape[1])
