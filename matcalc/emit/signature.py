"""What a function takes: symbols by name, and how the sizes of dimensions follow from them."""
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from matcalc import dims
from matcalc.dims import Dim
from matcalc.shape import SCALAR, Shape, show


class Parameter:
    """An argument: its name in the code, its shape (None for a function, of which it is the derivative of some order),
    what is assumed of it, and whether it is the size of a dimension."""

    __slots__ = ("is_size", "name", "order", "shape", "symbol", "words")

    def __init__(self, symbol: str, name: str, shape: Shape | None, words: Sequence[str] = (), *,
                 is_size: bool = False, order: int = 0):
        self.symbol, self.name, self.shape, self.words, self.is_size = symbol, name, shape, tuple(words), is_size
        self.order = order

    @property
    def is_array(self) -> bool:
        """Whether it is a matrix or a column."""
        return self.shape is not None and self.shape != SCALAR

    @property
    def is_number(self) -> bool:
        """Whether it is a scalar symbol; a size is none."""
        return self.shape == SCALAR and not self.is_size

    @property
    def dims(self) -> Shape:
        """The shape, of an array."""
        assert self.shape is not None
        return self.shape

    @property
    def told(self) -> str:
        """`X: m×n, symmetric`."""
        of = "a function" if self.shape is None else "a number" if self.shape == SCALAR else show(self.shape)
        return ", ".join((f"{self.name}: {of}", *(word.replace("_", " ") for word in self.words)))


class Size:
    """How dimensions follow from an array: their names, both of a matrix m×n or one at an axis (0 or 1), where n is
    (d − shift) / step of its side d, or of n(n+1)/2 entries where there is no step."""

    __slots__ = ("axis", "names", "of", "shift", "step")

    def __init__(self, names: Sequence[str], of: Parameter, axis: int = 0, shift: Dim = "0",
                 step: int | None = 1):
        self.names, self.of, self.axis, self.shift, self.step = tuple(names), of, axis, shift, step


def sizes(parameters: Sequence[Parameter]) -> list[Size]:
    """How sizes follow from arrays: matrices of two plain names first, then one name, then n in 2 n + 1."""
    found: list[Size] = []
    known: set[str] = set()
    arrays = [p for p in parameters if p.is_array]
    for take in (_both, _plain, _linear, _linear, _triangular):
        for p in arrays:
            for axis, dim in enumerate(p.dims):
                if (size := take(dim, p, axis, known)) is not None:
                    found.append(size)
                    known.update(size.names)
    return found


def known_sizes(parameters: Sequence[Parameter]) -> set[str]:
    """The dimensions that follow from arrays."""
    return {name for size in sizes(parameters) for name in size.names}


def _both(dim: Dim, p: Parameter, axis: int, known: Collection[str]) -> Size | None:
    """m and n of a matrix m×n."""
    new = set(p.dims) - set(known)
    return Size(p.dims, p) if len(new) == 2 and all(d.isidentifier() for d in new) else None


def _plain(dim: Dim, p: Parameter, axis: int, known: Collection[str]) -> Size | None:
    return Size([dim], p, axis) if dim.isidentifier() and dim not in known else None


def _linear(dim: Dim, p: Parameter, axis: int, known: Collection[str]) -> Size | None:
    """n in 2 n + m + 1, where all else is known."""
    names = dims.names(dim) - set(known)
    if len(names) != 1:
        return None
    (name,) = names
    shift = dims.substitute(dim, {name: "0"})
    step = dims.add(dims.substitute(dim, {name: "1"}), shift, -1)
    straight = dims.add(shift, dims.mul(step, name)) == dim
    return Size([name], p, axis, shift, int(step)) if straight and step.isdecimal() else None


def _triangular(dim: Dim, p: Parameter, axis: int, known: Collection[str]) -> Size | None:
    """n in n(n+1)/2."""
    side = dims.side(dim)
    if side is None or not side.isidentifier() or side in known:
        return None
    return Size([side], p, axis, step=None)


def renamed(shape: Shape, by: Mapping[str, str]) -> Shape:
    """A shape with the names that the code has for its dimensions."""
    return dims.substitute(shape[0], dict(by)), dims.substitute(shape[1], dict(by))
