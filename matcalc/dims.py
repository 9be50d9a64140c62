"""Dimensions: polynomials in named sizes that are whole numbers at whole sizes, kept as canonical strings.

`"3"`, `"n"`, `"m*n"`, `"2*n+1"` and `"n*(n+1)/2"` are dimensions; equal polynomials are equal strings, so
dimensions compare and hash as strings do.
"""
from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from matcalc import polynomials
from matcalc.polynomials import Coefficient, Monomial, Polynomial

Dim = str

ONE = "1"
DimError = polynomials.Unreadable
"""A dimension that cannot be read; the message says why."""


@lru_cache(maxsize=4096)
def _polynomial(dim: Dim) -> tuple[tuple[Monomial, Coefficient], ...]:
    """The terms of a canonical dimension."""
    return tuple(polynomials.read(dim).items())


def terms(dim: Dim) -> tuple[tuple[Monomial, Coefficient], ...]:
    """The monomials of a dimension with their coefficients."""
    return _polynomial(dim)


@lru_cache(maxsize=4096)
def mul(*dims: Dim) -> Dim:
    """The product of dimensions: `mul("m", "n") == "m*n"`."""
    out: Polynomial = {(): 1}
    for dim in dims:
        out = polynomials.times(out, dict(_polynomial(dim)))
    return polynomials.written(out)


@lru_cache(maxsize=4096)
def add(a: Dim, b: Dim, sign: int = 1) -> Dim:
    """The sum (or, with `sign=-1`, the difference) of two dimensions."""
    out = dict(_polynomial(a))
    for names, c in _polynomial(b):
        out[names] = out.get(names, 0) + sign * c
    return polynomials.written(out)


@lru_cache(maxsize=4096)
def parse(text: str) -> Dim:
    """A dimension as a person writes it (`2n`, `m*n`, `n(n + 1)/2`, `n^2`), made canonical.

    Raises DimError where the text is no polynomial in names, or no whole number at all whole sizes.
    """
    poly = polynomials.read("".join(re.sub(_BETWEEN_NAMES, "*", text.strip()).split()).translate(_SIGNS))
    if any(c.denominator != 1 for c in poly.values()) and not polynomials.is_whole(poly):
        raise DimError(f"{text.strip()!r} is not a whole number for all sizes")
    return polynomials.written(poly)


_BETWEEN_NAMES = r"(?<=\w)\s+(?=\w)"
_SIGNS = str.maketrans({"·": "*", "×": "*", **{c: f"^{i}" for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}})


@lru_cache(maxsize=4096)
def names(dim: Dim) -> frozenset[str]:
    """The names in a dimension."""
    return frozenset(name for monomial, _ in _polynomial(dim) for name in monomial)


def factors(dim: Dim) -> tuple[int, tuple[str, ...]] | None:
    """The integer and the names of a dimension that is one product; None for a sum."""
    terms = _polynomial(dim)
    return (int(terms[0][1]), terms[0][0]) if len(terms) == 1 else None


def quotient(a: Dim, b: Dim) -> Dim | None:
    """The dimension c with a = b c, where both are one product each and there is one."""
    top, bottom = factors(a), factors(b)
    if top is None or bottom is None or top[0] % bottom[0]:
        return None
    names = list(top[1])
    for name in bottom[1]:
        if name not in names:
            return None
        names.remove(name)
    return mul(str(top[0] // bottom[0]), *names)


@lru_cache(maxsize=4096)
def degree(dim: Dim) -> int:
    """The degree of a dimension as a polynomial: 0 for `1`, 2 for `m*n`."""
    return max(len(names) for names, _ in _polynomial(dim))


def value(dim: Dim, sizes: dict[str, int]) -> int:
    """The size of a dimension, given the size of each name. Raises KeyError for a name without one."""
    found = sizes.get(dim)
    if found is not None:
        return found
    return int(dim) if dim.isdecimal() else int(polynomials.value(_polynomial(dim), sizes))


def solve(dim: Dim, size: int, sizes: dict[str, int]) -> tuple[str, int] | None:
    """The one name without a size in a dimension, and its size: n in 2*n+1, where the dimension is linear in it, and in
    n*(n+1)/2."""
    missing = names(dim) - sizes.keys()
    if len(missing) == 1 and (edge := side(dim)) is not None:
        whole = side(str(size))
        return None if whole is None else solve(edge, int(whole), sizes)
    if len(missing) != 1 or any(monomial.count(name) > 1 for monomial, _ in _polynomial(dim) for name in missing):
        return None
    (name,) = missing
    start, step = value(dim, {**sizes, name: 0}), value(dim, {**sizes, name: 1})
    found, rest = divmod(size - start, step - start) if step != start else (0, 1)
    return (name, found) if not rest and found > 0 else None


def substitute(dim: Dim, by: dict[str, Dim]) -> Dim:
    """The dimension with names replaced by dimensions."""
    if dim == ONE or not names(dim) & by.keys():
        return dim
    out = "0"
    for monomial, c in _polynomial(dim):
        term = mul(str(abs(c)), *(by.get(name, name) for name in monomial))
        out = add(out, term, 1 if c > 0 else -1)
    return out


def triangle(n: Dim) -> Dim:
    """n(n+1)/2, the entries of the lower triangle of an n×n matrix."""
    return mul(n, add(n, "1"), "1/2")


def side(dim: Dim) -> Dim | None:
    """The n with n(n+1)/2 = dim, if there is one: 8 dim + 1 is the square of 2n + 1."""
    square = dict(_polynomial(add(mul("8", dim), "1")))
    found = polynomials.root(square)
    if found is None:
        return None
    half = {names: Fraction(c) / 2 for names, c in found.items()}
    half[()] = half.get((), Fraction(0)) - Fraction(1, 2)
    whole = all(c.denominator == 1 for c in half.values())
    return polynomials.written({names: c.numerator for names, c in half.items()}) if whole else None
