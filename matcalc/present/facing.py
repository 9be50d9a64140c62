"""Sums as they were typed: the order of their terms, and the sign of differences of which only the square counts."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from matcalc.expr import OPS, Expr, rebuild, walk
from matcalc.present.signs import negated

EVEN = ("norm", "abs", "var", "std", "nuc", "smax")
"""Operators that do not tell a matrix from its negative."""
SUMS = ("add", "sub")


def faced(roots: list[Expr], typed: Iterable[Expr]) -> list[Expr]:
    """Expressions as written, with sums as in what was typed.

    Differences are turned where that changes nothing: in squares, and two in a product.
    """
    if not any(e.op.name in SUMS for e in walk(*roots)):
        return roots
    typed = list(typed)
    return _ordered(_signed(roots, typed), typed)


def _ordered(roots: list[Expr], typed: Iterable[Expr]) -> list[Expr]:
    """Sums of the terms of a typed one, in its order: A + t B, though the normal form has t B + A."""
    sums = [e for e in walk(*typed) if e.op.name in SUMS]
    if not sums or all(e in sums for e in walk(*roots) if e.op.name in SUMS):
        return roots
    given = {_terms(e): e for e in sums}

    def put(e: Expr, args: tuple[Expr, ...]) -> Expr:
        out = e.op(*args, data=e.data) if args else e
        return given.get(_terms(out), out) if e.op.name in SUMS else out

    return [rebuild(e, put) for e in roots]


def _terms(e: Expr) -> frozenset[tuple[tuple[int, Expr], int]]:
    """The terms of a sum with their signs, and how often each occurs."""
    out, stack = [], [(1, e)]
    while stack:
        sign, node = stack.pop()
        if node.op.name == "sub":
            stack += [(sign, node.args[0]), (-sign, node.args[1])]
        elif node.op.name in ("add", "neg"):
            stack += [(-sign if node.op.name == "neg" else sign, a) for a in node.args]
        else:
            out.append((sign, node))
    return frozenset(Counter(out).items())


def _signed(roots: list[Expr], typed: Iterable[Expr]) -> list[Expr]:
    """Differences turned to the sign that they were typed with, or that they have elsewhere."""
    nodes = walk(*roots)
    free = {e: found for e in nodes if (found := tuple(_free(e)))}
    firm = {_upright(a) for e in nodes if e.op.name != "transpose"
            for i, a in enumerate(e.args) if i not in free.get(e, ())} | set(map(_upright, roots))
    given = set(walk(*typed))

    def better(a: Expr) -> bool:
        return a not in given and negated(a) in given

    def wanted(a: Expr) -> bool:
        return a not in firm and (negated(a) in firm or better(a))

    def places(e: Expr) -> set[int]:
        out = {i for i in free.get(e, ()) if wanted(_upright(e.args[i]))}
        if e.op.name == "matmul":
            others = [i for i, a in enumerate(e.args) if i not in free.get(e, ()) and better(_upright(a))]
            out.update(others[:len(others) // 2 * 2])
        return out

    to_turn = {e: turn for e in nodes if (turn := places(e))}

    def put(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if not args:
            return e
        turned = {i: _turned(args[i]) for i in to_turn.get(e, ())}
        if None in turned.values():
            turned = {}
        return e.op(*(turned.get(i) or a for i, a in enumerate(args)), data=e.data)

    return [rebuild(e, put) for e in roots] if to_turn else roots


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
