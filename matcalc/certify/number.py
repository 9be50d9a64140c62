"""What an evaluation in NumPy is: a function of the node and its arguments, and whether it is holomorphic."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

Array = Any
"""A 2-d NumPy array: NumPy is not imported before something is evaluated."""


class Numeric:
    """`run(np, e, size, *args)` evaluates the node e, where size(dim) is a dimension's size.

    holomorphic   it may be given complex arguments: its value is that of the analytic continuation from a real point
    """

    __slots__ = ("holomorphic", "run")

    def __init__(self, run: Callable[..., Array], holomorphic: bool = True):
        """The evaluation, and whether it is holomorphic."""
        self.run, self.holomorphic = run, holomorphic


def of(name: str) -> Numeric:
    """A function of each entry that NumPy has."""
    return Numeric(lambda np, e, size, a: getattr(np, name)(a))


def real(run: Callable[..., Array]) -> Numeric:
    """Only for real arguments."""
    return Numeric(run, holomorphic=False)


def call(run: Callable[[Any, Array], Array]) -> Numeric:
    """Of one argument alone."""
    return Numeric(lambda np, e, size, a: run(np, a))


def scalar(np: Any, x: Any) -> Array:
    """A number as a 1×1 array."""
    return np.asarray(x).reshape(1, 1)
