"""What a law is: how an operator is evaluated over jets, and what a failure means."""
from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from matcalc import dims
from matcalc.certify.field import Matrix
from matcalc.certify.jets import Jet, Jets, linear


class Point(Jets):
    """A place where expressions are evaluated: a field, values of the functions, sizes of the dimensions."""

    __slots__ = ("sizes",)

    sizes: dict[str, int]

    def size(self, dim: str) -> int:
        """The size of a dimension."""
        return dims.value(dim, self.sizes)

    def rational(self, data: Any) -> Matrix:
        """A rational number, 1×1."""
        return [[self.field.fraction(data.numerator, data.denominator)]]


class Law:
    """How an operator is evaluated, and what a failure means.

    opaque  it holds symbols whose functional equations are not all known: a failure is inconclusive
    signed  it depends on signs, which two trials may well miss: more are needed
    smooth  its change does not, though its value may: d log|u| = du/u
    """

    __slots__ = ("evaluate", "opaque", "signed", "smooth")

    def __init__(self, evaluate: Callable[..., Jet], opaque: bool = False, signed: bool = False,
                 smooth: bool = False):
        """The evaluation, and what a failure means."""
        self.evaluate, self.opaque, self.signed, self.smooth = evaluate, opaque or signed, signed, smooth


def lin(f: Callable[[Matrix], Matrix]) -> Law:
    """A linear map of the entries."""
    return Law(lambda k, e, a: linear(f, a))


def fold(product: Callable[[Point, Jet, Jet], Jet]) -> Law:
    """A product of any number of arguments, from the left."""
    return Law(lambda k, e, *args: reduce(lambda a, b: product(k, a, b), args))


def symbol(name: str) -> Law:
    """A function of `symbols.VALUES` of each entry."""
    return Law(lambda k, e, a: k.function(name, a), opaque=True)


def total(k: Point, a: Jet) -> Jet:
    """The sum of the entries."""
    return linear(k.field.total, a)


def pi(k: Point) -> int:
    """π, of which only its root is known."""
    return k.symbols.power(k.symbols.sqrt_pi, 2, 1)
