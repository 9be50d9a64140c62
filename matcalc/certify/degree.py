"""A bound on the degree of the identity that is tested: by Schwartz and Zippel's lemma the error is degree/|S|."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeAlias

from matcalc import dims
from matcalc.certify.laws import EXPONENTS
from matcalc.certify.sizes import EXPONENT_IS_A_SIZE
from matcalc.expr import Expr

Degrees: TypeAlias = "tuple[int, int]"
"""Of the numerators of a matrix's entries, and of their common denominator."""

LARGEST = Fraction(100)
"""More than any size that is tried: the degree of a power whose exponent is a dimension."""

Rule: TypeAlias = "Callable[[Expr, tuple[int, int], tuple[Degrees, ...]], Degrees]"


def _sum(e: Expr, size: tuple[int, int], args: tuple[Degrees, ...]) -> Degrees:
    below = sum(d for _, d in args)
    return max((n + below - d for n, d in args), default=0), below


def _product(e: Expr, size: tuple[int, int], args: tuple[Degrees, ...]) -> Degrees:
    return sum(n for n, _ in args), sum(d for _, d in args)


def _inverse(e: Expr, size: tuple[int, int], args: tuple[Degrees, ...]) -> Degrees:
    ((n, d),) = args
    return d + (size[0] - 1) * n, size[0] * n


def _det(e: Expr, size: tuple[int, int], args: tuple[Degrees, ...]) -> Degrees:
    """Of the argument's size, which the caller knows; a product of all its rows."""
    ((n, d),) = args
    return size[0] * n, size[0] * d


def _divided(e: Expr, size: tuple[int, int], args: tuple[Degrees, ...]) -> Degrees:
    (n, d), (m, c) = args
    cells = size[0] * size[1]
    return n + c + (cells - 1) * m, d + cells * m


def _powers(e: Expr, size: tuple[int, int], args: tuple[Degrees, ...]) -> Degrees:
    """A product of powers, and of what follows the bases."""
    exponents = EXPONENTS[e.op.name](e.data)
    each = [_raised(k, size[0] * size[1], a) for k, a in zip(exponents, args, strict=False)]
    each += args[len(exponents):]
    return sum(n for n, _ in each), sum(d for _, d in each)


def _raised(k: Any, cells: int, degrees: Degrees) -> Degrees:
    """A root counts as its radicand's degree, as often as its index."""
    n, d = degrees
    if k < 0:
        n, d = d + (cells - 1) * n, cells * n
    return n * abs(k.numerator) * k.denominator, d * abs(k.numerator) * k.denominator


RULES: dict[str, Rule] = {
    "add": _sum, "sub": _sum,
    "inv": _inverse, "invt": _inverse,
    "pinv": lambda e, size, args: _inverse(e, size, ((2 * args[0][0], 2 * args[0][1]),)),
    "det": _det, "logdet": _det, "adj": _det,
    "hdiv": _divided, "div": lambda e, size, args: _divided(e, (1, 1), args),
    "power": lambda e, size, args: _raised(e.data, size[0], args[0]),
    **dict.fromkeys(EXPONENT_IS_A_SIZE, lambda e, size, args: _raised(LARGEST, size[0], _product(e, size, args))),
    **dict.fromkeys(EXPONENTS, _powers),
    "sym": lambda e, size, args: (1, 0), "const": lambda e, size, args: (1, 0),
}
"""Every other operator counts as a product of its arguments; an opaque function as a variable more."""


def degree(nodes: Iterable[Expr], parts: Iterable[Expr], order: int, sizes: dict[str, int]) -> int:
    """A bound on the degree of the identity between parts with derivatives of that order, cleared of denominators.

    nodes  all nodes of the parts, arguments first
    """
    known: dict[Expr, Degrees] = {}
    total_n = total_d = 0
    for e in nodes:
        rows, cols = (e.args[0] if e.op.name in ("det", "logdet") else e).shape
        size = dims.value(rows, sizes), dims.value(cols, sizes)
        known[e] = RULES.get(e.op.name, _product)(e, size, tuple([known[a] for a in e.args]))
    for e in parts:
        n, d = known[e]
        total_n, total_d = max(total_n, n + order * d), total_d + (order + 1) * d
    return total_n + total_d + order
