"""Shapes, and the shape rules of operators, written as signatures: `"m,k k,n -> m,n"`."""
from __future__ import annotations

from functools import cache, lru_cache

from matcalc import dims
from matcalc.dims import Dim

Shape = tuple[Dim, Dim]

SCALAR: Shape = ("1", "1")
FUNCTION: Shape = ("function", "function")
"""What stands for a shape where a function of each entry is declared."""


def show(shape: Shape) -> str:
    """`m×n`; brackets round a dimension that is a sum."""
    if shape == FUNCTION:
        return FUNCTION[0]
    return "×".join(f"({d})" if "+" in d or "-" in d else d for d in shape)


class ShapeMismatch(Exception):
    """A shape rule's complaint: what is wrong, and a word for each argument it blames, by number."""

    def __init__(self, message: str, blame: dict[int, str], hint: str | None = None):
        super().__init__(message)
        self.message, self.blame, self.hint = message, blame, hint


class Signature:
    """A shape rule as data: letters stand for any dimension, the same letter for the same one.

    Results may hold products of letters (`m*p`). Inference unifies with it, checking matches it.
    """

    __slots__ = ("inputs", "output")

    def __init__(self, inputs: tuple[Shape, ...], output: Shape):
        self.inputs, self.output = inputs, output

    @classmethod
    @cache
    def read(cls, text: str) -> Signature:
        """Read `"m,k k,n -> m,n"`; a leaf has nothing before the arrow."""
        left, right = text.split("->")
        (output,) = (_pair(right.strip()),)
        return cls(tuple(_pair(word) for word in left.split()), output)

    def apply(self, shapes: tuple[Shape, ...]) -> Shape:
        """The result's shape. Raises ShapeMismatch."""
        return _applied(self, shapes)

    def match(self, shapes: tuple[Shape, ...]) -> Shape:
        """The result's shape, worked out. Raises ShapeMismatch."""
        if len(shapes) != len(self.inputs):
            raise ShapeMismatch(f"takes {len(self.inputs)} arguments, not {len(shapes)}", {})
        bound: dict[str, tuple[Dim, int]] = {}
        for i, (pattern, shape) in enumerate(zip(self.inputs, shapes, strict=True)):
            for letter, dim in zip(pattern, shape, strict=True):
                if letter == "1":
                    if dim != "1":
                        raise ShapeMismatch(self._wants(i, pattern), {i: f"this is {show(shape)}"})
                elif bound.setdefault(letter, (dim, i))[0] != dim:
                    raise self._mismatch(shapes, bound[letter][1], i)
        by = {letter: dim for letter, (dim, _) in bound.items()}
        return dims.substitute(self.output[0], by), dims.substitute(self.output[1], by)

    def fold(self, shapes: tuple[Shape, ...]) -> Shape:
        """The result's shape for any number of arguments, from the left. Raises ShapeMismatch."""
        if len(shapes) == 2:
            return _applied(self, shapes)
        out = shapes[0]
        for i, shape in enumerate(shapes[1:], 1):
            try:
                out = self.apply((out, shape))
            except ShapeMismatch as e:
                blame = {i - 1 + k: words for k, words in e.blame.items()}
                raise ShapeMismatch(e.message, blame, e.hint) from None
        return out

    @staticmethod
    def _wants(i: int, pattern: Shape) -> str:
        kind = {("1", "1"): "a scalar", ("n", "1"): "a column vector", ("1", "n"): "a row vector"}
        return f"argument {i + 1} must be {kind.get(pattern, 'of shape ' + show(pattern))}"

    def _mismatch(self, shapes: tuple[Shape, ...], i: int, j: int) -> ShapeMismatch:
        if i == j:
            return ShapeMismatch("a square matrix is needed", {i: f"this is {show(shapes[i])}"})
        if self.inputs[i][1] == self.inputs[j][0] and self.inputs[i] != self.inputs[j]:
            return ShapeMismatch(f"the inner dimensions {shapes[i][1]} and {shapes[j][0]} of a product must agree",
                                 {i: f"this is {show(shapes[i])}", j: f"this is {show(shapes[j])}"})
        return ShapeMismatch("both sides must have the same shape",
                             {i: f"this is {show(shapes[i])}", j: f"this is {show(shapes[j])}"})


@lru_cache(maxsize=4096)
def _applied(signature: Signature, shapes: tuple[Shape, ...]) -> Shape:
    """The same few shapes are met again and again."""
    return signature.match(shapes)


def _pair(text: str) -> Shape:
    rows, cols = text.split(",")
    return rows, cols
