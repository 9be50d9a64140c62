"""The symbols of a claim by name: one name is one variable, whatever its nodes assume of it."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcalc.expr import Expr
from matcalc.shape import Shape


class Conflict(ValueError):
    """One name stands for symbols of different shapes."""


class Vocabulary:
    """The symbols of some expressions by name: shape, assumptions (of all that bear the name), and nodes; and `every`
    node of these expressions."""

    __slots__ = ("assumed", "every", "nodes", "shapes")

    def __init__(self, every: list[Expr], assume: Mapping[str, Iterable[str]]):
        """Gather the symbols among the nodes; `assume` replaces what is assumed, by name. Raises Conflict."""
        self.every = every
        self.shapes: dict[str, Shape] = {}
        self.assumed: dict[str, frozenset[str]] = {}
        self.nodes: dict[Expr, str] = {}
        for e in every:
            if e.op.name == "sym":
                name, shape, words = e.data
                if self.shapes.setdefault(name, shape) != shape:
                    raise Conflict(f"{name} has two shapes")
                self.assumed[name] = self.assumed.get(name, frozenset()) | frozenset(words)
                self.nodes[e] = name
        for name, words in assume.items():
            if name in self.shapes:
                self.assumed[name] = frozenset(words)
