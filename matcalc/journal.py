"""A record of what the calculus did. Algorithms write to it; `steps` reads it."""
from __future__ import annotations

from matcalc.expr import Expr


class Move:
    """The cotangent of a node moved on to its arguments."""

    __slots__ = ("cotangent", "node", "to")

    def __init__(self, node: Expr, cotangent: Expr, to: list[tuple[Expr, Expr]]):
        self.node, self.cotangent, self.to = node, cotangent, to


class Journal:
    """The moves of one gradient, in order."""

    __slots__ = ("moves",)

    def __init__(self) -> None:
        self.moves: list[Move] = []

    def move(self, node: Expr, cotangent: Expr, to: list[tuple[Expr, Expr]]) -> None:
        """Take down that the cotangent of a node went to its arguments: each of them with its share."""
        self.moves.append(Move(node, cotangent, to))
