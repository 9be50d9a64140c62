"""Dimensions: polynomials in named sizes with integer coefficients, kept as canonical strings.

`"3"`, `"n"`, `"m*n"` and `"2*n+1"` are dimensions; equal polynomials are equal strings, so
dimensions compare and hash as strings do.
"""
from functools import lru_cache
from itertools import product as pairs

Dim = str
Monomial = tuple[str, ...]
Polynomial = dict[Monomial, int]

ONE = "1"


class DimError(ValueError):
    """A dimension that cannot be read; the message says why."""


@lru_cache(maxsize=4096)
def _polynomial(dim: Dim) -> tuple[tuple[Monomial, int], ...]:
    """The terms of a canonical dimension."""
    out: Polynomial = {}
    for sign, term in _signed_terms(dim):
        factors = term.split("*")
        numbers = [int(f) for f in factors if f.isdigit()]
        names = tuple(sorted(f for f in factors if not f.isdigit()))
        coefficient = sign
        for number in numbers:
            coefficient *= number
        out[names] = out.get(names, 0) + coefficient
    return tuple(out.items())


def _signed_terms(dim: Dim) -> list[tuple[int, str]]:
    text = dim.replace("-", "+-")
    return [(-1, t[1:]) if t.startswith("-") else (1, t) for t in text.split("+") if t]


def terms(dim: Dim) -> tuple[tuple[Monomial, int], ...]:
    """The monomials of a dimension with their coefficients."""
    return _polynomial(dim)


def _canonical(poly: Polynomial) -> Dim:
    """The one string of a polynomial: higher degree first, then by name."""
    terms = sorted(((names, c) for names, c in poly.items() if c), key=lambda t: (-len(t[0]), t[0]))
    out = ""
    for names, c in terms:
        body = "*".join((*([str(abs(c))] if abs(c) != 1 or not names else []), *names))
        out += ("-" if c < 0 else "+" if out else "") + body
    return out or "0"


@lru_cache(maxsize=4096)
def mul(*dims: Dim) -> Dim:
    """The product of dimensions: `mul("m", "n") == "m*n"`."""
    out: Polynomial = {(): 1}
    for dim in dims:
        step: Polynomial = {}
        for (a, x), (b, y) in pairs(out.items(), _polynomial(dim)):
            key = tuple(sorted(a + b))
            step[key] = step.get(key, 0) + x * y
        out = step
    return _canonical(out)


@lru_cache(maxsize=4096)
def add(a: Dim, b: Dim, sign: int = 1) -> Dim:
    """The sum (or, with `sign=-1`, the difference) of two dimensions."""
    out = dict(_polynomial(a))
    for names, c in _polynomial(b):
        out[names] = out.get(names, 0) + sign * c
    return _canonical(out)


def parse(text: str) -> Dim:
    """A dimension as a person writes it (`2n`, `m*n`, `n + 1`), made canonical.

    Raises DimError where the text is no polynomial in names with integer coefficients.
    """
    compact = "".join(text.split()).replace("·", "*")
    spaced = ""
    for previous, c in zip(" " + compact, compact, strict=False):
        spaced += "*" + c if previous.isdigit() and c.isalpha() and _starts_number(spaced) else c
    out: Polynomial = {}
    for sign, term in _signed_terms(spaced):
        factors = term.split("*")
        if not all((f.isdecimal() and f.isascii()) or f.isidentifier() for f in factors):
            raise DimError(f"{text.strip()!r} is no dimension: write an integer, a name, or a sum of products of them")
        for monomial, k in _polynomial(mul(*factors)):
            out[monomial] = out.get(monomial, 0) + sign * k
    if not out:
        raise DimError("a dimension is missing")
    return _canonical(out)


def _starts_number(text: str) -> bool:
    """Whether the digits that end this text begin a factor, and are no part of a name such as `n1`."""
    head = text.rstrip("0123456789")
    return not head or head[-1] in "+-*"


def names(dim: Dim) -> set[str]:
    """The names in a dimension."""
    return {name for monomial, _ in _polynomial(dim) for name in monomial}


def factors(dim: Dim) -> tuple[int, tuple[str, ...]] | None:
    """The integer and the names of a dimension that is one product; None for a sum."""
    terms = _polynomial(dim)
    return (terms[0][1], terms[0][0]) if len(terms) == 1 else None


def value(dim: Dim, sizes: dict[str, int]) -> int:
    """The size of a dimension, given the size of each name. Raises KeyError for a name without one."""
    total = 0
    for monomial, c in _polynomial(dim):
        for name in monomial:
            c *= sizes[name]
        total += c
    return total


def substitute(dim: Dim, by: dict[str, Dim]) -> Dim:
    """The dimension with names replaced by dimensions."""
    if not names(dim) & by.keys():
        return dim
    out = "0"
    for monomial, c in _polynomial(dim):
        term = mul(str(abs(c)), *(by.get(name, name) for name in monomial))
        out = add(out, term, 1 if c > 0 else -1)
    return out
