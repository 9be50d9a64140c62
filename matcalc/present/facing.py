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
    """Expressions as written, their differences turned where that changes nothing: in squares, and two in a product."""
    nodes = walk(*roots)
    if not any(e.op.name in SUMS for e in nodes):
        return roots
    free = {e: places for e in nodes if (places := tuple(_free(e)))}
    firm = {_upright(a) for e in nodes if e.op.name != "transpose"
            for i, a in enumerate(e.args) if i not in free.get(e, ())} | set(map(_upright, roots))
    given = set(walk(*typed))

    def better(a: Expr) -> bool:
        return a not in given and negated(a) in given

    def wanted(a: Expr) -> bool:
        return a not in firm and (negated(a) in firm or better(a))

    def put(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if not args:
            return e
        places = {i for i in free.get(e, ()) if wanted(_upright(e.args[i]))}
        if e.op.name == "matmul":
            others = [i for i, a in enumerate(e.args) if i not in free.get(e, ()) and better(_upright(a))]
            places.update(others[:len(others) // 2 * 2])
        turned = {i: _turned(args[i]) for i in places}
        if None in turned.values():
            turned = {}
        return e.op(*(turned.get(i) or a for i, a in enumerate(args)), data=e.data)

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


def _turned(e: Expr) -> Expr | None:
    """−e as written, of a sum or its transpose."""
    other = negated(_upright(e))
    return other if other is None or e.op.name != "transpose" else OPS["transpose"](other)
