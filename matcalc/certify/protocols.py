"""What random draws and claims need, whatever the numbers: read by type checkers only."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from matcalc.expr import Expr
from matcalc.shape import Shape


class Kit(Protocol):
    """What the table needs; a matrix is whatever the kit makes."""

    def free(self, m: int, n: int) -> Any:
        """A random matrix."""
    def positive(self, m: int, n: int) -> Any:
        """A random matrix of positive entries."""
    def signs(self, n: int, least: int) -> Any:
        """A diagonal matrix of ones and `least`, both where n > 1."""
    def gram(self, n: int) -> Any:
        """A random positive definite matrix."""
    def eye(self, n: int) -> Any:
        """The identity matrix."""
    def add(self, a: Any, b: Any) -> Any:
        """The sum."""
    def scaled(self, c: int, a: Any) -> Any:
        """An integer times a matrix."""
    def halved(self, a: Any) -> Any:
        """Half of a matrix."""
    def matmul(self, a: Any, b: Any) -> Any:
        """The product."""
    def transpose(self, a: Any) -> Any:
        """The transpose."""
    def inverse(self, a: Any) -> Any:
        """The inverse."""
    def masked(self, keep: Callable[[int, int], bool], a: Any) -> Any:
        """The entries whose indices satisfy `keep`, else 0."""
    def hadamard(self, a: Any, b: Any) -> Any:
        """The product entry by entry."""
    def frob(self, a: Any, b: Any) -> Any:
        """The sum of the products of the entries, 1×1."""
    def scale(self, c: Any, a: Any) -> Any:
        """A 1×1 matrix times a matrix."""
    def vec(self, a: Any) -> Any:
        """The columns, one below the other."""
    def lower(self, v: Any, n: int) -> Any:
        """The lower triangular n×n matrix whose vech is v."""
    def unvec(self, v: Any, m: int) -> Any:
        """The matrix with m rows whose vec is v."""


class Place(Protocol):
    """A point at which claims are tested: `trial.Trial` exactly, `differences.Sample` in floating-point numbers."""

    kit: Any
    values: dict[str, Any]

    def free(self, shape: Shape) -> Any:
        """A random matrix of that shape."""
    def derivative(self, exprs: Sequence[Expr], tangents: dict[str, list[Any]]) -> list[Any]:
        """The mixed derivatives of expressions along tangents by name, one a level."""
    def value(self, e: Expr) -> Any:
        """The value of an expression."""
    def times(self, e: Expr, v: Any) -> Any:
        """The value of an expression, times v."""
