"""Derivatives by a variable that moves in a set of structured matrices, made of the free ones."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from matcalc.build import T, add, eye, had, mm, neg, num, scale
from matcalc.derive import Derived, NoSuchForm
from matcalc.diagnostics import MatcalcError, did_you_mean
from matcalc.expr import Expr
from matcalc.rewrite import simplify

HALF = num(Fraction(1, 2))

ENTRIES: dict[str, Callable[[Expr, Expr], Expr]] = {
    "symmetric": lambda g, x: add(g, T(g), neg(had(g, eye(g.rows)))),
    "diagonal": lambda g, x: had(g, eye(g.rows)),
    "skew": lambda g, x: add(g, neg(T(g))),
}
"""The derivative by the free entries of a structured variable, from the free gradient (Matrix Cookbook, ch. 2.8)."""

TANGENT: dict[str, Callable[[Expr, Expr], Expr]] = {
    "symmetric": lambda g, x: scale(HALF, add(g, T(g))),
    "diagonal": lambda g, x: had(g, eye(g.rows)),
    "skew": lambda g, x: scale(HALF, add(g, neg(T(g)))),
    "orthogonal": lambda g, x: scale(HALF, add(g, neg(mm(x, T(g), x)))),
}
"""The gradient in the tangent space, Frobenius metric: the free one, projected (Absil, Mahony & Sepulchre, ch. 3)."""

MANNERS = {"entries": ENTRIES, "tangent": TANGENT}
STRUCTURES = {"symmetric": "symmetric", "spd": "symmetric", "psd": "symmetric", "diagonal": "diagonal", "skew": "skew",
              "orthogonal": "orthogonal"}
"""What an assumption makes of the set that a variable moves in."""


def restricted(g: Derived, x: Expr, structure: str, manner: str, kind: str, form: str) -> Derived:
    """The derivative on the set of matrices of a structure, by `entries` or in its `tangent` space.

    Raises NoSuchForm.
    """
    if kind != "gradient" or form not in ("auto", "matrix"):
        raise NoSuchForm("on a set of structured matrices there is the gradient of a scalar only")
    if structure not in MANNERS[manner]:
        raise NoSuchForm(f"there is no rule for derivatives by {manner} of {structure} matrices")
    return Derived(simplify(MANNERS[manner][structure](g.normal, x)))


def asked(structured: str | bool, assume: tuple[str, ...], name: str) -> tuple[str | None, str]:
    """The structure of the set a variable moves in, None where it is free, and how derivatives by it are meant.

    Raises MatcalcError `usage`.
    """
    if not structured:
        return None, "entries"
    if structured in STRUCTURES:
        return STRUCTURES[str(structured)], "entries"
    manner = "entries" if structured is True else str(structured)
    if manner not in MANNERS:
        raise MatcalcError("usage", f"there is no structure {structured!r}",
                           hint=did_you_mean(manner, [*MANNERS, *STRUCTURES]))
    found = next((STRUCTURES[word] for word in assume if word in STRUCTURES), None)
    if found is None:
        raise MatcalcError("usage", f"nothing is assumed of {name} that ties its entries together",
                           hint=f'assume it: --assume "{name}: symmetric"')
    return found, manner
