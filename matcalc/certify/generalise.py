"""Large numbers as dimensions become names: what holds for every size is tested at small ones."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import Any

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import Expr
from matcalc.shape import ShapeMismatch

LEAST = 8
"""Smaller dimensions are cheap enough as they are."""
FACTORS = 4
"""More sizes of symbols than these are not multiplied with one another."""

Naming = Mapping[Dim, Dim]
"""What each number is called; others keep theirs."""


def _pair(data: tuple[Dim, Dim], of: Naming) -> tuple[Dim, Dim]:
    return of.get(data[0], data[0]), of.get(data[1], data[1])


DATA: dict[str, Callable[[Any, Naming], Any]] = {
    "sym": lambda data, of: (data[0], _pair(data[1], of), data[2]),
    **dict.fromkeys(("eye", "dim", "duplication", "elimination", "symmetrizer"), lambda data, of: of.get(data, data)),
    "unit": lambda data, of: (data[0], of.get(data[1], data[1])),
    **dict.fromkeys(("ones", "zeros", "commutation", "unvec", "blockdot", "blocksum"), _pair),
}
"""How an operator's data changes with the dimensions in it."""


def _namings(nodes: Sequence[Expr]) -> Iterator[Naming]:
    """A name for each large number; then products of sizes of symbols as products of theirs: 10000 is 100·100."""
    large = {dim: f"_{dim}" for shape in {e.shape for e in nodes} for dim in shape
             if dim.isdecimal() and int(dim) >= LEAST}
    if not large:
        return
    yield large
    sizes = {dim for e in nodes if e.op.name == "sym" for dim in e.shape if dim.isdecimal() and dim != "1"}
    if len(sizes) > FACTORS:
        return
    products = {dim: large.get(dim, dim) for dim in sizes}
    for _ in range(2):
        pairs = combinations_with_replacement(sorted(products), 2)
        products = {dims.mul(a, b): dims.mul(products[a], products[b]) for a, b in pairs} | products
    if any(dim in large and large[dim] != name for dim, name in products.items()):
        yield large | products


def _renamed(nodes: Sequence[Expr], of: Naming) -> dict[Expr, Expr] | None:
    """Each node with names for numbers; None where a shape needs the very number (2000 = 40·50)."""
    done: dict[Expr, Expr] = {}
    try:
        for e in nodes:
            data = DATA[e.op.name](e.data, of) if e.op.name in DATA else e.data
            done[e] = e.op(*[done[a] for a in e.args], data=data)
    except ShapeMismatch:
        return None
    return done


def generalised(nodes: Sequence[Expr], parts: Sequence[Expr]) -> Iterator[list[Expr]]:
    """The parts with names for large numbers, in the ways it can be done; `nodes` are all of theirs."""
    for of in _namings(nodes):
        done = _renamed(nodes, of)
        if done is not None:
            yield [done[e] for e in parts]
