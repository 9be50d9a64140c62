"""What array operations cost, in multiplications inside a product of matrices: one of them takes about 0.1 ns.

Elementwise work waits for memory, and each call takes its time, however small the arrays are.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import Expr, walk
from matcalc.ops.routines import FROM_EIGH, FROM_SVD

SIZE = 100
"""What a named dimension counts as, where no size is given for it."""
RANKS = {"k": 20, "r": 20}
"""Names that people give to ranks, which are small."""
CALL = 5_000
ENTRY = 8
"""One entry of elementwise work."""
LAPACK = 30_000


class Sizes:
    """Sizes of dimensions, given or assumed."""

    __slots__ = ("given",)

    def __init__(self, given: Mapping[str, int] | None = None):
        self.given = {**RANKS, **(given or {})}

    def __call__(self, dim: Dim) -> int:
        """The size of a dimension."""
        return abs(dims.value(dim, {name: self.given.get(name, SIZE) for name in dims.names(dim)}))

    def entries(self, e: Expr) -> int:
        """How many entries an expression has."""
        return self(e.rows) * self(e.cols)


def product(rows: int, inner: int, cols: int) -> int:
    """A matrix product: its multiplications, and each array once."""
    return CALL + rows * inner * cols + rows * inner + inner * cols + rows * cols


def mirrored(side: int, inner: int) -> int:
    """A matrix times its transpose: half the multiplications, and a pass that fills the other half."""
    return (product(side, inner, side) + CALL) // 2 + ENTRY * side * side


def elementwise(entries: int) -> int:
    """One pass over so many entries."""
    return CALL + ENTRY * entries


def solution(side: int, cols: int) -> int:
    """A system that is solved without a factorisation at hand."""
    return LAPACK + side**3 // 2 + 2 * side * side * cols


def substitution(side: int, cols: int) -> int:
    """A system of which the factorisation is at hand."""
    return LAPACK + 2 * side * side * cols


def work(roots: Iterable[Expr], sizes: Sizes) -> int:
    """The work of array code, shared nodes once."""
    return sum(_own(e, sizes) for e in walk(*roots))


def _own(e: Expr, sizes: Sizes) -> int:
    if not e.args or e.op.name in FREE:
        return 0
    own = WORK.get(e.op.name)
    return elementwise(max(map(sizes.entries, (e, *e.args)))) if own is None else own(e, sizes)


def _product(e: Expr, sizes: Sizes) -> int:
    first, last = e.args[0], e.args[-1]
    if len(e.args) == 2 and first.op.name == "transpose" and first.args[0] is last:
        return mirrored(sizes(e.rows), sizes(last.rows))
    return sum(product(sizes(e.rows), sizes(a.rows), sizes(a.cols)) for a in e.args[1:])


def _cubic(factor: float) -> Callable[[Expr, Sizes], int]:
    def own(e: Expr, sizes: Sizes) -> int:
        rows, cols = map(sizes, e.args[0].shape)
        return LAPACK + int(factor * rows * cols * min(rows, cols))
    return own


FREE = {"transpose", "lu_logdet", "chol_logdet", *(op.name for op, _ in (*FROM_EIGH.values(), *FROM_SVD.values()))}
WORK: dict[str, Callable[[Expr, Sizes], int]] = {
    "matmul": _product,
    **dict.fromkeys(("eye_times", "kron_times"),
                    lambda e, sizes: product(sizes(e.rows), sizes(e.args[0].cols), sizes(e.cols))),
    "dot": lambda e, sizes: CALL + sizes.entries(e.args[0]),
    "solve": lambda e, sizes: solution(sizes(e.rows), sizes(e.cols)),
    **dict.fromkeys(("lu_solve", "lu_solve_t", "chol_solve", "tri_solve"),
                    lambda e, sizes: substitution(sizes(e.rows), sizes(e.cols))),
    **dict.fromkeys(("lu_inv", "chol_inv"), _cubic(1.7)), "inv": _cubic(2.2), "lu": _cubic(0.6),
    **dict.fromkeys(("det", "logdet"), _cubic(0.6)), "chol_factor": _cubic(0.3),
    **dict.fromkeys(("eigh", "lmax", "lmin", "evec_max", "evec_min"), _cubic(5)),
    **dict.fromkeys(("svd", "pinv", "smax", "nuc", "polar", "lsv", "rsv", "expm", "logm", "sqrtm", "adj"), _cubic(10)),
}
"""By operator; others pass once over the largest array. Ratios to a matrix product as LAPACK has them."""
