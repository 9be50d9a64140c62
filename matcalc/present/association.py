"""The order in which array code multiplies a product out: that of least work, else from the left."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import OPS, Expr

SIZE = 100
"""What a named dimension counts as."""
LONGEST = 12
"""Longer products are multiplied from the left."""


def associated(factors: Sequence[Expr]) -> Expr:
    """The product as nested products."""
    if len(factors) < 3 or len(factors) > LONGEST:
        return _times(*factors)
    cuts = _cuts([_size(d) for d in (factors[0].rows, *(a.cols for a in factors))])

    def build(i: int, k: int) -> Expr:
        if k - i == 1:
            return factors[i]
        j = cuts[i, k]
        left = build(i, j)
        return _times(*(left.args if j - i > 1 else (left,)), build(j, k))

    return build(0, len(factors))


def _times(*factors: Expr) -> Expr:
    return OPS["matmul"](*factors) if len(factors) > 1 else factors[0]


def _size(dim: Dim) -> int:
    return abs(dims.value(dim, dict.fromkeys(dims.names(dim), SIZE)))


def _cuts(sides: Sequence[int]) -> dict[tuple[int, int], int]:
    """Where to cut each run of factors last (Cormen et al., ch. 15.2)."""
    n = len(sides) - 1
    work = {(i, i + 1): 0 for i in range(n)}
    cuts: dict[tuple[int, int], int] = {}
    for width in range(2, n + 1):
        for i in range(n - width + 1):
            k = i + width
            options = [(work[i, j] + work[j, k] + sides[i] * sides[j] * sides[k], -j) for j in range(i + 1, k)]
            work[i, k], cut = min(options)
            cuts[i, k] = -cut
    return cuts
