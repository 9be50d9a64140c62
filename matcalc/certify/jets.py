"""Matrices over nested dual numbers: a jet of order k is a pair of jets of order k-1, F((a, b)) = (F(a), F'(a) b).

A matrix that does not vary at all is a bare list of rows, at any order; a missing tangent (None) is zero.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from matcalc.certify import field as plain
from matcalc.certify.field import Field, Matrix, Singular, Unsuitable
from matcalc.certify.symbols import Symbols

Jet: TypeAlias = "Matrix | tuple[Jet, Jet | None]"


def linear(f: Callable[[Matrix], Matrix], a: Jet) -> Jet:
    """A linear map of matrices, applied to a jet."""
    if isinstance(a, list):
        return f(a)
    return linear(f, a[0]), None if a[1] is None else linear(f, a[1])


def primal(a: Jet) -> Matrix:
    """The value, without tangents."""
    while not isinstance(a, list):
        a = a[0]
    return a


def mixed(a: Jet, order: int) -> Matrix | None:
    """The coefficient of all tangents together, the highest derivative; None where it is zero."""
    for _ in range(order):
        if isinstance(a, list) or a[1] is None:
            return None
        a = a[1]
    return primal(a)


def jet(value: Matrix, tangents: list[Matrix | None]) -> Jet:
    """value + Σ εₖ tangentₖ. Without any tangent, the bare value."""
    out: Jet = value
    if any(t is not None for t in tangents):
        for t in tangents:
            out = (out, t)
    return out


class Jets:
    """Arithmetic on jets at one point: products by the product rule, functions by the slopes of this module."""

    __slots__ = ("field", "symbols")

    def __init__(self, field: Field, symbols: Symbols):
        """Over a field, with the functions that the symbols know."""
        self.field, self.symbols = field, symbols

    def add(self, a: Jet, b: Jet) -> Jet:
        """The sum."""
        if isinstance(a, list):
            return self.field.add(a, b) if isinstance(b, list) else (self.add(a, b[0]), b[1])
        if isinstance(b, list):
            return self.add(a[0], b), a[1]
        return self.add(a[0], b[0]), self._plus(a[1], b[1])

    def _plus(self, a: Jet | None, b: Jet | None) -> Jet | None:
        if a is None or b is None:
            return b if a is None else a
        return self.add(a, b)

    def sub(self, a: Jet, b: Jet) -> Jet:
        """The difference."""
        return self.add(a, self.scaled(-1, b))

    def scaled(self, c: int, a: Jet) -> Jet:
        """An integer times a jet."""
        return linear(lambda x: self.field.scaled(c, x), a)

    def shifted(self, c: int, a: Jet) -> Jet:
        """c added to each entry."""
        value = primal(a)
        return self.add(plain.full(len(value), len(value[0]), self.field.fraction(c)), a)

    def bilinear(self, f: Callable[[Matrix, Matrix], Matrix], a: Jet, b: Jet) -> Jet:
        """A product of any kind, by the product rule."""
        if isinstance(a, list):
            if isinstance(b, list):
                return f(a, b)
            return self.bilinear(f, a, b[0]), None if b[1] is None else self.bilinear(f, a, b[1])
        if isinstance(b, list):
            return self.bilinear(f, a[0], b), None if a[1] is None else self.bilinear(f, a[1], b)
        left = None if a[1] is None else self.bilinear(f, a[1], b[0])
        right = None if b[1] is None else self.bilinear(f, a[0], b[1])
        return self.bilinear(f, a[0], b[0]), self._plus(left, right)

    def matmul(self, a: Jet, b: Jet) -> Jet:
        """The product."""
        return self.bilinear(self.field.matmul, a, b)

    def hadamard(self, a: Jet, b: Jet) -> Jet:
        """The product entry by entry."""
        return self.bilinear(self.field.hadamard, a, b)

    def scale(self, c: Jet, a: Jet) -> Jet:
        """A 1×1 jet times a jet."""
        return self.bilinear(self.field.scale, c, a)

    def inverse(self, a: Jet) -> Jet:
        """d(A⁻¹) = -A⁻¹ dA A⁻¹. Raises Singular."""
        if isinstance(a, list):
            return self.field.inverse(a)
        y = self.inverse(a[0])
        return y, None if a[1] is None else self.scaled(-1, self.matmul(self.matmul(y, a[1]), y))

    def det(self, a: Jet) -> Jet:
        """d(det A) = tr(adj(A) dA)."""
        if isinstance(a, list):
            return [[self.field.det(a)]]
        if a[1] is None:
            return self.det(a[0]), None
        return self.det(a[0]), linear(self.field.trace, self.matmul(self.adjugate(a[0]), a[1]))

    def adjugate(self, a: Jet) -> Jet:
        """det(A) A⁻¹, or where A is singular Faddeev and Leverrier's recursion, which needs no inverse."""
        try:
            return self.scale(self.det(a), self.inverse(a))
        except Singular:
            return self._leverrier(a)

    def _leverrier(self, a: Jet) -> Jet:
        n = len(primal(a))
        m: Jet = plain.identity(n)
        for k in range(1, n):
            product = self.matmul(a, m)
            c = linear(self.field.trace, self.scaled(-self.field.reciprocal(k), product))
            m = self.add(product, self.scale(c, plain.identity(n)))
        return self.scaled((-1) ** (n - 1), m)

    def matrix_power(self, a: Jet, k: int) -> Jet:
        """An integer power of a square matrix, by squaring."""
        if k < 0:
            return self.matrix_power(self.inverse(a), -k)
        out: Jet = plain.identity(len(primal(a)))
        while k:
            if k & 1:
                out = self.matmul(out, a)
            k >>= 1
            if k:
                a = self.matmul(a, a)
        return out

    def power(self, a: Jet, numerator: int, denominator: int = 1) -> Jet:
        """Each entry to a rational power: d(uʳ) = r uʳ⁻¹ du. Raises Unsuitable."""
        if isinstance(a, list):
            return [[self.symbols.power(u, numerator, denominator) for u in r] for r in a]
        y = self.power(a[0], numerator, denominator)
        if a[1] is None or numerator == 0:
            return y, None
        slope = self.power(a[0], numerator - denominator, denominator)
        return y, self.hadamard(self.scaled(self.field.fraction(numerator, denominator), slope), a[1])

    def divide(self, a: Jet, b: Jet) -> Jet:
        """Entry by entry."""
        return self.hadamard(a, self.power(b, -1))

    def function(self, name: str, a: Jet) -> Jet:
        """A function of `symbols.VALUES` of each entry: d F(u) = F'(u) du, F' from `SLOPES`."""
        if isinstance(a, list):
            value = self.symbols.value
            return [[value(name, u) for u in r] for r in a]
        y = self.function(name, a[0])
        if a[1] is None:
            return y, None
        if name not in SLOPES:
            moving = zip(primal(y), primal(a[1]), strict=True)
            if any(not v and dv for r, dr in moving for v, dv in zip(r, dr, strict=True)):
                raise Unsuitable("a kink")
            return y, None
        return y, self.hadamard(SLOPES[name](self, a[0], y), a[1])


    def declared(self, name: str, order: int, a: Jet) -> Jet:
        """A derivative of a declared function of each entry, of which nothing else is known."""
        if isinstance(a, list):
            value, which = self.symbols.value, f"declared {name}{order}"
            return [[value(which, u) for u in r] for r in a]
        y = self.declared(name, order, a[0])
        return y, None if a[1] is None else self.hadamard(self.declared(name, order + 1, a[0]), a[1])


def _bell(k: Jets, u: Jet) -> Jet:
    """2/√π exp(-u²)."""
    bell = k.function("exp", k.scaled(-1, k.power(u, 2)))
    return k.scaled(k.field.fraction(2, k.symbols.sqrt_pi), bell)


SLOPES: dict[str, Callable[[Jets, Jet, Jet], Jet]] = {
    "exp": lambda k, u, y: y,
    "log": lambda k, u, y: k.power(u, -1),
    "sin": lambda k, u, y: k.function("cos", u),
    "cos": lambda k, u, y: k.scaled(-1, k.function("sin", u)),
    "asin": lambda k, u, y: k.power(k.shifted(1, k.scaled(-1, k.power(u, 2))), -1, 2),
    "atan": lambda k, u, y: k.power(k.shifted(1, k.power(u, 2)), -1),
    "asinh": lambda k, u, y: k.power(k.shifted(1, k.power(u, 2)), -1, 2),
    "acosh": lambda k, u, y: k.power(k.shifted(-1, k.power(u, 2)), -1, 2),
    "atanh": lambda k, u, y: k.power(k.shifted(1, k.scaled(-1, k.power(u, 2))), -1),
    "erf": lambda k, u, y: _bell(k, u),
    "normcdf": lambda k, u, y: k.function("normpdf", u),
    "normpdf": lambda k, u, y: k.scaled(-1, k.hadamard(u, y)),
    "lgamma": lambda k, u, y: k.function("digamma", u),
    "digamma": lambda k, u, y: k.function("trigamma", u),
    "trigamma": lambda k, u, y: k.function("tetragamma", u),
    "tetragamma": lambda k, u, y: k.function("pentagamma", u),
}
"""The derivative of each function at u, where y is its value (Abramowitz & Stegun, ch. 4, 6, 7 and 26). That of sign is
zero away from its kink: it has no row."""
