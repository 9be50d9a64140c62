"""What the writing of one operator needs of the view that it is written in."""
from __future__ import annotations

from typing import Protocol

from matcalc.expr import Expr
from matcalc.present.signs import Signed


class View(Protocol):
    """What shows normal expressions and prices written ones; `code` tells array code from text for people."""

    @property
    def code(self) -> bool:
        """Whether it writes array code."""

    def signed(self, e: Expr) -> Signed:
        """A normal expression as a sign and what is written behind it."""

    def shown(self, e: Expr) -> Expr:
        """A normal expression as written."""

    def worth(self, e: Expr) -> tuple[int, ...]:
        """What simplification minimises."""

    def price(self, written: Expr) -> tuple[int, int]:
        """The cost of a written expression, what counts most first."""
