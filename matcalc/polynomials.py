"""Polynomials in names with rational coefficients: what dimensions are made of; how they are written and read."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import product as pairs
from math import gcd, isqrt, lcm

Monomial = tuple[str, ...]
Coefficient = int | Fraction
Polynomial = dict[Monomial, Coefficient]


class Unreadable(ValueError):
    """A text that is no polynomial."""


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    """The product."""
    out: Polynomial = {}
    for (names, x), (more, y) in pairs(a.items(), b.items()):
        key = tuple(sorted(names + more))
        out[key] = out.get(key, 0) + x * y
    return out


def value(terms: Iterable[tuple[Monomial, Coefficient]], sizes: dict[str, int]) -> Coefficient:
    """The value of a sum of terms at these sizes. Raises KeyError for a name without one."""
    total: Coefficient = 0
    for monomial, c in terms:
        for name in monomial:
            c *= sizes[name]
        total += c
    return total


def root(square: Polynomial) -> Polynomial | None:
    """The square root of a polynomial, term by term from the leading one; None where it has none."""
    names, c = _leading(square)
    if c <= 0 or names[::2] != names[1::2] or c.denominator != 1 or isqrt(int(c)) ** 2 != c:
        return None
    lead = names[::2]
    out: Polynomial = {lead: isqrt(int(c))}
    for _ in square:
        rest = dict(square)
        for key, x in times(out, out).items():
            rest[key] = rest.get(key, 0) - x
        if not any(rest.values()):
            return out
        names, c = _leading(rest)
        if _shared(lead, names) != lead:
            return None
        out[_without(names, lead)] = _exact(Fraction(c) / (2 * out[lead]))
    return None


def _leading(poly: Polynomial) -> tuple[Monomial, Coefficient]:
    return max(((names, c) for names, c in poly.items() if c), key=lambda t: (len(t[0]), t[0]))


def _shared(a: Monomial, b: Monomial) -> Monomial:
    return tuple(sorted((Counter(a) & Counter(b)).elements()))


def _without(a: Monomial, b: Monomial) -> Monomial:
    return tuple(sorted((Counter(a) - Counter(b)).elements()))


def written(poly: Polynomial) -> str:
    """The one string of a polynomial: higher degree first, then by name; with a fraction, what is common in front."""
    terms = sorted(((names, c) for names, c in poly.items() if c), key=lambda t: (-len(t[0]), t[0]))
    below = lcm(*(c.denominator for _, c in terms))
    return _sum(terms) if below == 1 else _fraction([(names, int(c * below)) for names, c in terms], below)


def _sum(terms: list[tuple[Monomial, Coefficient]]) -> str:
    out = ""
    for names, c in terms:
        body = "*".join((*([str(abs(c))] if abs(c) != 1 or not names else []), *names))
        out += ("-" if c < 0 else "+" if out else "") + body
    return out or "0"


def _fraction(terms: list[tuple[Monomial, int]], below: int) -> str:
    """`m*n*(n+1)/2`: the common factor of the terms, what is left of them, and the denominator."""
    content, common = gcd(*(c for _, c in terms)), terms[0][0]
    for names, _ in terms:
        common = _shared(common, names)
    left: list[tuple[Monomial, Coefficient]] = [(_without(names, common), c // content) for names, c in terms]
    front = [*([str(content)] if content != 1 else []), *common]
    return "*".join([*front, f"({_sum(left)})"] if len(left) > 1 else front or ["1"]) + f"/{below}"


def is_whole(poly: Polynomial) -> bool:
    """Whether a polynomial is whole at all whole sizes: it is if it is at 0, 1 … up to its degree in each."""
    found = sorted({name for monomial in poly for name in monomial})
    most = max(map(len, poly))
    return all(value(poly.items(), dict(zip(found, sizes, strict=True))).denominator == 1
               for sizes in pairs(range(most + 1), repeat=len(found)))


_TOKEN = re.compile(r"[0-9]+|[^\W\d]\w*|\?[0-9]+|\*\*|[-+*/()^]")
_POWER = 9
"""The largest exponent."""


def read(text: str) -> Polynomial:
    """The polynomial of a text without spaces: sums of products of powers. Raises Unreadable."""
    return _Reader(text).whole()


class _Reader:
    """Reads sums of products of numbers, names and brackets; a number may stand right before a name or bracket."""

    def __init__(self, text: str):
        self.text, self.tokens = text, _TOKEN.findall(text)
        if not text:
            raise Unreadable("a dimension is missing")
        if "".join(self.tokens) != text:
            raise self.wrong()
        self.tokens.append("")

    def wrong(self) -> Unreadable:
        return Unreadable(f"{self.text!r} is no dimension: write an integer, a name, or a sum of products of them")

    def whole(self) -> Polynomial:
        """All of the text."""
        out = self.sum()
        if self.tokens[0]:
            raise self.wrong()
        return out

    def sum(self) -> Polynomial:
        out: Polynomial = {}
        while not out or self.tokens[0] in ("+", "-"):
            sign = self.tokens.pop(0) if self.tokens[0] in ("+", "-") else "+"
            for names, c in self.product().items():
                out[names] = out.get(names, 0) + (c if sign == "+" else -c)
        return out

    def product(self) -> Polynomial:
        out = self.power()
        while self.tokens[0] not in ("", "+", "-", ")"):
            if self.tokens[0] == "/":
                self.tokens.pop(0)
                below = self.tokens.pop(0)
                if not below.isdigit() or not int(below):
                    raise self.wrong()
                out = {names: _exact(Fraction(c) / int(below)) for names, c in out.items()}
            else:
                if self.tokens[0] == "*":
                    self.tokens.pop(0)
                out = times(out, self.power())
        return out

    def power(self) -> Polynomial:
        base = out = self.atom()
        if self.tokens[0] in ("^", "**"):
            self.tokens.pop(0)
            k = self.tokens.pop(0)
            if not k.isdigit() or not 1 <= int(k) <= _POWER:
                raise self.wrong()
            for _ in range(int(k) - 1):
                out = times(out, base)
        return out

    def atom(self) -> Polynomial:
        token = self.tokens.pop(0)
        if token == "(":
            out = self.sum()
            if self.tokens.pop(0) != ")":
                raise self.wrong()
            return out
        if token.isdigit():
            return {(): int(token)}
        if not token or token in "+-**/)^":
            raise self.wrong()
        return {(token,): 1}


def _exact(c: Fraction) -> Coefficient:
    return c.numerator if c.denominator == 1 else c
