"""A random point of the prime field: sizes, values of the symbols, and the jets they are bound to."""
from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeAlias

from matcalc.certify import draws
from matcalc.certify import field as plain
from matcalc.certify.apply import Values
from matcalc.certify.draws import FieldKit
from matcalc.certify.field import PRIMES, Field, Matrix
from matcalc.certify.jets import Jet, jet, mixed, primal
from matcalc.certify.law import Point
from matcalc.certify.laws import evaluate
from matcalc.certify.symbols import Symbols
from matcalc.certify.vocabulary import Vocabulary
from matcalc.expr import Expr
from matcalc.shape import Shape

Tangents: TypeAlias = "dict[str, list[Matrix | None]]"
"""By name: the direction in which the symbol moves at each level."""


class Trial:
    """A point. `bold` draws half of the free variables positive: roots and logarithms are defined more often."""

    __slots__ = ("_values", "kit", "point", "values", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, sizes: dict[str, int], random: Random, bold: bool, signed: bool):
        """Draw the symbols at these sizes; `signed` where signs matter."""
        field = Field(PRIMES[random.getrandbits(16) % len(PRIMES)])
        self.vocabulary = vocabulary
        self._values: Values | None = None
        self.point = Point(field, Symbols(field, random, signed))
        self.point.sizes = sizes
        self.kit = FieldKit(field, random)
        self.values: dict[str, Matrix] = {}
        for name, shape in vocabulary.shapes.items():
            words = vocabulary.assumed[name]
            if bold and not words and random.getrandbits(1):
                words = frozenset(("positive",))
            self.values[name] = draws.draw(self.kit, self.size(shape), words)

    def size(self, shape: Shape) -> tuple[int, int]:
        """The sizes of a shape."""
        return self.point.size(shape[0]), self.point.size(shape[1])

    def free(self, shape: Shape) -> Matrix:
        """A random matrix."""
        return self.kit.free(*self.size(shape))

    def derivative(self, exprs: Sequence[Expr], tangents: Tangents) -> list[Matrix]:
        """The coefficients of ε₁…εₖ, where each name's symbol is moved along its tangents. Raises Unsuitable."""
        order = max((len(t) for t in tangents.values()), default=0)
        known = self._bound(tangents)
        out = []
        for e in exprs:
            change = mixed(evaluate(self.point, e, known), order)
            out.append(plain.full(*self.size(e.shape), 0) if change is None else change)
        self._values = Values(self.point, {node: primal(value) for node, value in known.items()})
        return out

    def _bound(self, tangents: Tangents) -> dict[Expr, Jet]:
        bound = {name: jet(value, tangents[name]) if name in tangents else value for name, value in self.values.items()}
        return {node: bound[name] for node, name in self.vocabulary.nodes.items()}

    def value(self, e: Expr) -> Matrix:
        """The value of an expression. Raises Unsuitable."""
        return self._plain().dense(e)

    def times(self, e: Expr, v: Matrix) -> Matrix:
        """The value of an expression times v. Raises Unsuitable."""
        return self._plain().apply(e, v)

    def _plain(self) -> Values:
        if self._values is None:
            self._values = Values(self.point, self._bound({}))
        return self._values
