"""Dimensions: polynomials in named sizes with integer coefficients, kept as canonical strings.

`"3"`, `"n"`, `"m*n"` and `"2*n+1"` are dimensions; equal polynomials are equal strings, so
dimensions compare and hash as strings do.
"""
import re
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
    """A dimension as a person writes it (`2n`, `m*n`, `n(n + 1)`, `n^2`), made canonical.

    Raises DimError where the text is no polynomial in names with integer coefficients.
    """
    tokens = _TOKEN.findall(text.translate(_RAISED))
    if not tokens:
        raise DimError("a dimension is missing")
    reader = _Reader([*tokens, ""], f"{text.strip()!r} is no dimension: write an integer, a name, or a sum of products "
                     "of them")
    out = reader.sum()
    if reader.tokens[reader.at]:
        raise DimError(reader.refusal)
    return out


_TOKEN = re.compile(r"\*\*|[0-9]+|[^\W\d]\w*|\S")
_RAISED = {ord(c): f"^{i}" for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_POWER = 9
"""The largest exponent of a dimension."""


class _Reader:
    """A recursive descent over the tokens of a dimension; brackets are as deep as a short text can make them."""

    __slots__ = ("at", "refusal", "tokens")

    def __init__(self, tokens: list[str], refusal: str):
        self.tokens, self.refusal, self.at = tokens, refusal, 0

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def taken(self, *words: str) -> bool:
        """Whether one of the words comes next, which is then passed over."""
        found = self.tokens[self.at] in words
        self.at += found
        return found

    def sum(self) -> Dim:
        sign = -1 if self.taken("-") else 1
        out = add("0", self.term(), sign)
        while self.tokens[self.at] in ("+", "-"):
            sign = 1 if self.next() == "+" else -1
            out = add(out, self.term(), sign)
        return out

    def term(self) -> Dim:
        out = self.factor()
        while self.taken("*", "·", "×") or self.tokens[self.at] == "(" or self.tokens[self.at].isidentifier():
            out = mul(out, self.factor())
        return out

    def factor(self) -> Dim:
        token = self.next()
        if token == "(":
            out = self.sum()
            if not self.taken(")"):
                raise DimError(self.refusal)
        elif token.isidentifier() or (token.isdecimal() and token.isascii()):
            out = token if token.isidentifier() else str(int(token))
        else:
            raise DimError(self.refusal)
        if self.taken("^", "**"):
            k = self.next()
            if not k.isdecimal() or not 1 <= int(k) <= _POWER:
                raise DimError(self.refusal)
            out = mul(*[out] * int(k))
        return out


@lru_cache(maxsize=4096)
def names(dim: Dim) -> frozenset[str]:
    """The names in a dimension."""
    return frozenset(name for monomial, _ in _polynomial(dim) for name in monomial)


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


def solve(dim: Dim, size: int, sizes: dict[str, int]) -> tuple[str, int] | None:
    """The one name without a size in a dimension, and its size, where the dimension is linear in it: n in 2*n+1."""
    missing = names(dim) - sizes.keys()
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
