"""Values of expressions at random points, and whether those of one are a constant multiple of those of another."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any

from matcalc import dims
from matcalc.build import dim, epow, num, scale
from matcalc.certify import draws
from matcalc.certify.differences import LARGE, RANGES, FloatKit
from matcalc.certify.field import Unsuitable
from matcalc.certify.numeric import NUMERIC, evaluate_all
from matcalc.certify.sizes import Sizes, largest
from matcalc.certify.vocabulary import Vocabulary
from matcalc.expr import Expr, walk
from matcalc.judge.verdict import Assumed

Array = Any

POINTS, ATTEMPTS, SIZES, MOST_ENTRIES = 3, 12, 3, 200_000
CLOSE, ZERO = 1e-7, 1e-9
MOST = 48
"""The largest numerator and denominator of a factor."""


class Samples:
    """The values of some expressions at a few points where all are defined, each with the sizes of the dimensions."""

    __slots__ = ("names", "points")

    def __init__(self, roots: Sequence[Expr], assumed: Assumed):
        """Draw the symbols, with what is assumed of them; there are no points where none suits."""
        import numpy as np

        nodes = walk(*roots)
        vocabulary = Vocabulary(nodes, assumed)
        fitting = Sizes(nodes)
        self.names = fitting.names
        self.points: list[tuple[dict[str, int], dict[Expr, Array]]] = []
        if any(e.op.name not in NUMERIC for e in nodes):
            return
        with np.errstate(all="ignore"):
            for number in range(POINTS):
                for sizes in islice(fitting.assignments(number), SIZES):
                    values = _values(np, roots, nodes, vocabulary, sizes, number)
                    if values is not None:
                        self.points.append((sizes, dict(zip(roots, values, strict=True))))
                        break

    def ratio(self, target: Expr, e: Expr, by: str = "", other: Expr | None = None) -> Expr | None:
        """The constant k, perhaps with dimensions, for which target = k e at all points, or with a product for e.

        by, other  the name of a product in `PRODUCTS`, and the other factor
        """
        import numpy as np

        found = []
        for sizes, values in self.points:
            with np.errstate(all="ignore"):
                value = values[e] if other is None else PRODUCTS[by](values[e], values[other])
                if max(abs(values[target]).max(), abs(value).max()) < ZERO:
                    continue  # both vanish here, as a determinant does at sizes where its matrix is singular
                k = _multiple(values[target], value)
            if k is None:
                return None
            found.append((sizes, k))
        return _constant(found, self.names) if found else None


PRODUCTS = {
    "left": lambda a, b: b @ a,
    "right": lambda a, b: a @ b,
    "entries": lambda a, b: a * b,
    "divided": lambda a, b: a / b,
}
"""What a claim is multiplied with another expression's value by."""


def _values(np: Any, roots: Sequence[Expr], nodes: list[Expr], vocabulary: Vocabulary, sizes: dict[str, int],
            seed: int) -> list[Array] | None:
    if largest(nodes, sizes) > MOST_ENTRIES:
        return None
    for attempt in range(ATTEMPTS):
        kit = FloatKit(np, np.random.default_rng([seed, attempt]), *RANGES[attempt % len(RANGES)])
        try:
            env = {name: draws.draw(kit, (dims.value(shape[0], sizes), dims.value(shape[1], sizes)),
                                    vocabulary.assumed[name]) for name, shape in vocabulary.shapes.items()}
            values = evaluate_all(tuple(roots), env, sizes)
        except (np.linalg.LinAlgError, ArithmeticError, ValueError, Unsuitable):
            continue
        if all(np.isfinite(v).all() and abs(v).max() < LARGE for v in values):
            return values
    return None


def _multiple(target: Array, value: Array) -> float | None:
    """k with target = k value; None where there is none, or one of them is zero."""
    if target.shape != value.shape:
        return None
    square, size = float((value * value).sum()), float(abs(target).max())
    if not square > ZERO ** 2 or size < ZERO:
        return None
    k = float((target * value).sum()) / square
    return k if float(abs(target - k * value).max()) <= CLOSE * size else None


def _constant(found: Iterable[tuple[dict[str, int], float]], names: Sequence[str]) -> Expr | None:
    """The rational, times powers of dimensions, that has these values at these sizes."""
    found = list(found)
    for powers in _powers(names):
        values = [k / _at(powers, sizes) for sizes, k in found]
        near = Fraction(values[0]).limit_denominator(MOST)
        if near and abs(near.numerator) <= MOST and all(abs(v - near) <= 1e-6 * abs(near) for v in values):
            return scale(num(near), *(epow(dim(name), q) for name, q in powers))
    return None


def _powers(names: Sequence[str]) -> list[tuple[tuple[str, int], ...]]:
    """None, one dimension or its inverse, or two of these."""
    single = [(name, q) for name in names[:6] for q in (-1, 1, -2, 2)]
    pairs = [(a, b) for a, b in product(single, single) if a[0] < b[0] and abs(a[1]) == abs(b[1]) == 1]
    return [(), *((s,) for s in single), *pairs]


def _at(powers: Iterable[tuple[str, int]], sizes: dict[str, int]) -> float:
    out = 1.0
    for name, q in powers:
        out *= float(sizes[name]) ** q
    return out
