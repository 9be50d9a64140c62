"""Tells two expressions apart by their values at a random point of a prime field.

What is not arithmetic is opaque: a random matrix for each distinct argument.
"""
from __future__ import annotations

from collections.abc import Callable

from matcalc import dims
from matcalc.expr import Expr, walk

Matrix = list[list[int]]

P = (1 << 61) - 1
SIZES = (3, 5, 2, 7, 4, 6)
"""Sizes given to dimensions, in the order of their names."""
LARGEST = 5_000
"""Entries of the largest matrix that is evaluated; larger ones count as different."""


def differ(a: Expr, b: Expr) -> bool:
    """Whether two expressions of one shape have different values; where that cannot be told, whether they are two."""
    if a is b:
        return False
    point = _Point(a, b)
    try:
        return point.value(a) != point.value(b)
    except (ZeroDivisionError, ValueError, OverflowError):
        return True


class _Point:
    """Sizes for the dimensions and a random value for every symbol and every opaque function."""

    def __init__(self, *roots: Expr):
        self.state = 20_011
        names = sorted({name for e in walk(*roots) for dim in e.shape for name in dims.names(dim)})
        self.sizes = {name: SIZES[i % len(SIZES)] for i, name in enumerate(names)}
        self.done: dict[Expr, Matrix] = {}

    def draw(self) -> int:
        """The next element of the field; a linear congruence will do here, and needs no import."""
        self.state = (self.state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)
        return (self.state >> 3) % (P - 1) + 1

    def value(self, root: Expr) -> Matrix:
        """The value of an expression, a list of rows."""
        for e in walk(root):
            if e not in self.done:
                rows, cols = (dims.value(d, self.sizes) for d in e.shape)
                if rows * cols > LARGEST or rows < 1 or cols < 1:
                    raise OverflowError("too large to evaluate")
                law = _LAWS.get(e.op.name)
                self.done[e] = law(*(self.done[x] for x in e.args)) if law else self._leaf(e, rows, cols)
        return self.done[root]

    def _leaf(self, e: Expr, rows: int, cols: int) -> Matrix:
        if e.op.name == "num":
            return [[e.data.numerator * pow(e.data.denominator, -1, P) % P]]
        if e.op.name in ("ones", "zeros"):
            return [[int(e.op.name == "ones")] * cols for _ in range(rows)]
        if e.op.name == "eye" or (e.op.name == "sym" and "diagonal" in e.data[2]):
            entries = [1 if e.op.name == "eye" else self.draw() for _ in range(rows)]
            return [[x if i == j else 0 for j in range(cols)] for i, x in enumerate(entries)]
        if e.op.name == "epow" and e.data.denominator == 1:
            return [[pow(x, int(e.data), P) for x in row] for row in self.done[e.args[0]]]
        return [[self.draw() for _ in range(cols)] for _ in range(rows)]


def _matmul(*factors: Matrix) -> Matrix:
    out = factors[0]
    for right in factors[1:]:
        columns = list(zip(*right, strict=True))
        out = [[sum(x * y for x, y in zip(row, column, strict=True)) % P for column in columns] for row in out]
    return out


def _each(op: Callable[[int, int], int]) -> Callable[..., Matrix]:
    def law(*args: Matrix) -> Matrix:
        out = args[0]
        for other in args[1:]:
            out = [[op(x, y) % P for x, y in zip(r, s, strict=True)] for r, s in zip(out, other, strict=True)]
        return out
    return law


def _kron(*factors: Matrix) -> Matrix:
    out = factors[0]
    for right in factors[1:]:
        out = [[x * y % P for x in row for y in other] for row in out for other in right]
    return out


def _diag(a: Matrix) -> Matrix:
    entries = [x for row in a for x in row]
    return [[x if i == j else 0 for j in range(len(entries))] for i, x in enumerate(entries)]


_LAWS: dict[str, Callable[..., Matrix]] = {
    "add": _each(lambda x, y: x + y),
    "sub": _each(lambda x, y: x - y),
    "hadamard": _each(lambda x, y: x * y),
    "hdiv": _each(lambda x, y: x * pow(y, -1, P)),
    "neg": lambda a: [[-x % P for x in row] for row in a],
    "scale": lambda s, a: [[s[0][0] * x % P for x in row] for row in a],
    "div": lambda a, s: [[pow(s[0][0], -1, P) * x % P for x in row] for row in a],
    "matmul": _matmul,
    "kron": _kron,
    "transpose": lambda a: [list(row) for row in zip(*a, strict=True)],
    "diag": _diag,
    "diagpart": lambda a: [[a[i][i]] for i in range(len(a))],
    "tr": lambda a: [[sum(a[i][i] for i in range(len(a))) % P]],
    "sum": lambda a: [[sum(x for row in a for x in row) % P]],
    "frob": lambda a, b: [[sum(x * y for r, s in zip(a, b, strict=True) for x, y in zip(r, s, strict=True)) % P]],
}
"""Operators of arithmetic; the rest is opaque."""
