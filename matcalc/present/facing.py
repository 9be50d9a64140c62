"""Differences of which only the square counts, as in ‖x − a‖, written as they stand elsewhere, or were typed."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from matcalc.expr import OPS, Expr, rebuild, walk
from matcalc.present.signs import negated

EVEN = ("norm", "abs", "var", "std", "nuc", "smax")
"""Operators that do not tell a matrix from its negative."""
SUMS = ("add", "sub")


def faced(roots: list[Expr], typed: Iterable[Expr]) -> list[Expr]:
    """Expressions as written, their differences turned where that changes nothing."""
    nodes = list(walk(*roots))
    free = {e: places for e in nodes if (places := tuple(_free(e)))}
    if not free:
        return roots
    firm = {_upright(a) for e in nodes if e.op.name != "transpose"
            for i, a in enumerate(e.args) if i not in free.get(e, ())} | set(map(_upright, roots))
    given = set(walk(*typed))

    def wanted(a: Expr) -> bool:
        other = negated(a)
        return a not in firm and other is not None and (other in firm or (other in given and a not in given))

    def put(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if not args:
            return e
        turned = [_turned(a) if i in free.get(e, ()) and wanted(_upright(e.args[i])) else a for i, a in enumerate(args)]
        return e.op(*turned, data=e.data)

    return [rebuild(e, put) for e in roots]


def _free(e: Expr) -> Iterator[int]:
    """Which arguments are sums whose sign does not matter."""
    name = e.op.name
    if name in EVEN or (name == "epow" and e.data % 2 == 0):
        yield from (0,) if _upright(e.args[0]).op.name in SUMS else ()
    elif name in ("matmul", "hadamard"):
        sums = [(i, b) for i, a in enumerate(e.args) if (b := _upright(a)).op.name in SUMS]
        for (i, a), (j, b) in combinations(sums, 2):
            if a is b:
                yield from (i, j)


def _upright(e: Expr) -> Expr:
    return e.args[0] if e.op.name == "transpose" else e


def _turned(e: Expr) -> Expr:
    other = negated(_upright(e))
    if other is None:
        return e
    return OPS["transpose"](other) if e.op.name == "transpose" else other
