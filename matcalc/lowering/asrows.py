"""Products that a target does better transposed."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.expr import OPS, Expr, rebuild
from matcalc.lowering.scalars import flip
from matcalc.lowering.work import Sizes

LARGE = 500_000
"""Entries of a matrix that no longer fits the caches of a core."""
NARROW = 64
"""So many columns are few."""


def _column(e: Expr, sizes: Sizes) -> bool:
    """A'v: on a CPU, XLA takes twice the time for it that v'A takes."""
    return e.args[0].op.name == "transpose" and e.cols == "1"


def _narrow(e: Expr, sizes: Sizes) -> bool:
    """A V, V of few columns: OpenBLAS takes up to twice the time for it that V'A' takes, once A is large."""
    return e.cols != "1" and sizes(e.cols) <= NARROW and sizes.entries(e.args[0]) >= LARGE


BETTER: dict[str, Callable[[Expr, Sizes], bool]] = {"jax": _column, "numpy": _narrow, "scipy": _narrow}
"""Which products of two are made as the transposes of others, by target."""
ENTRYWISE = frozenset({"add", "sub", "hadamard", "hdiv", "neg", "scale", "div"})


def as_rows(roots: Sequence[Expr], target: str, sizes: Sizes) -> list[Expr]:
    """A B = (B'A')' where that is better, and f(C', D') = f(C, D)' of what it makes, entry by entry."""
    better = BETTER.get(target)
    if better is None:
        return list(roots)
    made: set[Expr] = set()

    def turned(e: Expr, args: tuple[Expr, ...]) -> Expr:
        new = e.op(*args, data=e.data) if args else e
        if e.op.name == "matmul" and len(args) == 2 and e.rows != "1" and better(new, sizes):
            new = flip(OPS["matmul"](*map(flip, reversed(args))))
            made.add(new)
        elif e.op.name in ENTRYWISE and e.cols != "1" and made.intersection(args) and all(map(_turns, args)):
            new = flip(e.op(*map(flip, args), data=e.data))
            made.add(new)
        return new
    return [rebuild(e, turned) for e in roots]


def _turns(a: Expr) -> bool:
    return a.is_scalar or a.op.name == "transpose"
