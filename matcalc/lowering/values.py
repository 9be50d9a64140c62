"""Numbers for the values of array code, one for all expressions of one form.

The form knows that sums and products of entries have no order, that matrix products have no brackets, and where signs
stand: what is put into an array part by part has the form of the whole.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

Value = tuple[int, int]
"""A sign, and the number of what it is the sign of."""

_ALIKE = {"spread_add": "add", "spread_sub": "sub", "spread_mul": "hadamard", "scale": "hadamard", "spread_div": "hdiv",
          "div": "hdiv", "spread_max": "maximum", "spread_min": "minimum"}
"""Operators that differ in shapes alone."""


class Values:
    """Numbers for values, the same for equal ones."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}
        self.parts: dict[tuple[str, int], tuple[Value, ...]] = {}

    def of(self, name: str, data: object, args: Sequence[Value], shape: object = None) -> Value:
        """The value of an operator of values."""
        name = _ALIKE.get(name, name)
        how = _FORMS.get(name)
        return self.plain(name, (data, shape), args) if how is None else how(self, args, data)

    def plain(self, name: str, data: object, args: Iterable[Value]) -> Value:
        """The value of an operator of which nothing is known."""
        return 1, self.numbers.setdefault((name, data, tuple(args)), len(self.numbers))

    def joined(self, name: str, args: Iterable[Value], *, ordered: bool = False) -> Value:
        """A product of any number of factors, whose signs stand before it."""
        sign, flat = 1, list[Value]()
        for s, n in args:
            sign *= s
            flat += self.parts.get((name, n), ((1, n),))
        flat = [x for x in flat if x != self.one]
        if len(flat) == 1:
            return sign * flat[0][0], flat[0][1]
        found = self.plain(name, None, flat if ordered else sorted(flat))
        self.parts[name, found[1]] = tuple(flat)
        return sign, found[1]

    def total(self, args: Iterable[Value]) -> Value:
        """A sum of any number of terms, the first of which is positive."""
        flat: list[Value] = []
        for s, n in args:
            flat += [(s * t, m) for t, m in self.parts.get(("add", n), ((1, n),))]
        flat.sort(key=lambda x: x[::-1])
        sign = flat[0][0]
        found = self.plain("add", None, [(sign * s, n) for s, n in flat])
        self.parts["add", found[1]] = tuple((sign * s, n) for s, n in flat)
        return sign, found[1]

    def quotient(self, above: Value, below: Value) -> Value:
        """A quotient, whose sign stands before it."""
        return above[0] * below[0], self.plain("hdiv", None, [(1, above[1]), (1, below[1])])[1]

    def power(self, base: Value, k: object) -> Value:
        """Squares are products, reciprocals quotients."""
        if k == 2:
            return self.joined("hadamard", [base, base])
        return self.quotient(self.one, base) if k == -1 else self.plain("epow", k, [base])

    @property
    def one(self) -> Value:
        """The number 1."""
        return self.plain("num", Fraction(1), ())

    def number(self, data: Any) -> Value:
        """A number, whose sign stands before it."""
        return (-1 if data < 0 else 1), self.plain("num", abs(Fraction(data)), ())[1]


def _negative(value: Value) -> Value:
    return -value[0], value[1]


_Form = Callable[[Values, Sequence[Value], object], Value]
_FORMS: dict[str, _Form] = {
    "num": lambda v, args, data: v.number(data),
    "add": lambda v, args, data: v.total(args),
    "sub": lambda v, args, data: v.total([args[0], _negative(args[1])]),
    "put_from": lambda v, args, data: v.total([args[1], _negative(args[0])]),
    "neg": lambda v, args, data: _negative(args[0]),
    "negative": lambda v, args, data: _negative(args[0]),
    "hadamard": lambda v, args, data: v.joined("hadamard", args),
    "matmul": lambda v, args, data: v.joined("matmul", args, ordered=True),
    "hdiv": lambda v, args, data: v.quotient(*args),
    "put_into": lambda v, args, data: v.quotient(args[1], args[0]),
    "reciprocal": lambda v, args, data: v.quotient(v.one, args[0]),
    "epow": lambda v, args, data: v.power(args[0], data),
    "square": lambda v, args, data: v.power(args[0], 2),
    "maximum": lambda v, args, data: v.plain("maximum", None, sorted(args)),
    "minimum": lambda v, args, data: v.plain("minimum", None, sorted(args)),
}
"""Operators with a form of their own."""
