"""Large numbers as dimensions become names: what holds for every size is tested at small ones."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matcalc.expr import Expr
from matcalc.shape import ShapeMismatch

LEAST = 8
"""Smaller dimensions are cheap enough as they are."""


def _name(dim: str) -> str:
    return "_" + dim if dim.isdecimal() and int(dim) >= LEAST else dim


def _pair(data: tuple[str, str]) -> tuple[str, str]:
    return _name(data[0]), _name(data[1])


DATA: dict[str, Callable[[Any], Any]] = {
    "sym": lambda data: (data[0], _pair(data[1]), data[2]),
    **dict.fromkeys(("eye", "dim", "duplication", "elimination", "symmetrizer"), _name),
    "unit": lambda data: (data[0], _name(data[1])),
    **dict.fromkeys(("ones", "zeros", "commutation", "unvec", "blockdot", "blocksum"), _pair),
}
"""How an operator's data changes with the dimensions in it."""


def is_large(nodes: Sequence[Expr]) -> bool:
    """Whether a dimension is a large number."""
    return any(_name(dim) != dim for shape in {e.shape for e in nodes} for dim in shape)


def generalised(nodes: Sequence[Expr], parts: Sequence[Expr]) -> list[Expr] | None:
    """The parts with names for large numbers; None where a shape needs the very number (2000 = 40·50)."""
    done: dict[Expr, Expr] = {}
    try:
        for e in nodes:
            data = DATA[e.op.name](e.data) if e.op.name in DATA else e.data
            done[e] = e.op(*[done[a] for a in e.args], data=data)
    except ShapeMismatch:
        return None
    return [done[e] for e in parts]


def small(nodes: Sequence[Expr], parts: Sequence[Expr]) -> list[Expr] | None:
    """The parts with names for large numbers, where there are any and it can be done; `nodes` are all of theirs."""
    return generalised(nodes, parts) if is_large(nodes) else None
