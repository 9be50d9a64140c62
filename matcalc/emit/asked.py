"""What a module is made for: an expression, variables, and the derivatives that are asked of them."""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain, count
from typing import Any

from matcalc.api import diff
from matcalc.derivative import Derivative, Derivatives
from matcalc.render.names import Names
from matcalc.shape import Shape
from matcalc.syntax.sources import Given


class Asked:
    """An expression and its variables; `given` are the declarations, as keywords of `diff`, and `first` are the first
    derivatives."""

    __slots__ = ("_named", "_names", "expr", "first", "given", "wrt")

    def __init__(self, expr: Given, wrt: Sequence[str], given: Mapping[str, Any], spelled: Callable[[str], str]):
        """`spelled` gives a name in the letters of the language. Raises MatcalcError."""
        self._names, self._named = Names(spelled, ()), dict[tuple[str, ...], str]()
        self.expr, self.wrt, self.given = expr, tuple(wrt), dict(given)
        self.first = self.derivatives()

    @property
    def known(self) -> Derivative:
        """The first derivative by the first variable: its function and symbols are those of all."""
        return self.first[0]

    def derivatives(self, **how: Any) -> Derivatives:
        """The derivatives by all variables. Raises MatcalcError."""
        found: Derivatives = diff(self.expr, list(self.wrt), **self.given, **how)
        return found

    def derivative(self, x: str, **how: Any) -> Derivative:
        """The derivative by one variable. Raises MatcalcError."""
        return diff(self.expr, x, **self.given, **how)

    def fresh(self, letter: str, shapes: Collection[Shape]) -> str:
        """A letter that means nothing yet, a capital for matrices."""
        letter = letter.upper() if all("1" not in shape for shape in shapes) else letter
        taken = {*self.known.symbols, *(name for s in self.known.symbols.values() for name in s.shape)}
        return next(name for name in chain([letter], map(f"{letter}{{}}".format, count(1))) if name not in taken)

    def name(self, what: str, by: Sequence[str]) -> str:
        """The name of a function by some variables, which it tells where there are several."""
        key = (what, *by) if len(self.wrt) > 1 else (what,)
        if key not in self._named:
            self._named[key] = self._names.give("_".join(key))
        return self._named[key]
