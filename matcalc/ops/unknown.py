"""Functions of each entry that are only declared: g(A), g′(A), g″(A), ..."""
from __future__ import annotations

from matcalc.build import had
from matcalc.expr import Expr, Notation, Op


def _call(e: Expr) -> Notation:
    return Notation(primed(*e.data) + "({0})")


def _latex(e: Expr) -> Notation:
    order = e.data[1]
    primes = "'" * order if order < 4 else f"^{{{{({order})}}}}"
    return Notation(rf"{{data[0]}}{primes}\left({{0}}\right)")


def primed(name: str, order: int) -> str:
    """The name of a derivative: g, g', g''."""
    return name + "'" * order


def code_name(name: str, order: int) -> str:
    """The same in code, where it is an argument: g, dg, d2g."""
    return (f"d{order if order > 1 else ''}" if order else "") + name


def derivative(e: Expr) -> Expr:
    """g′(A), given g(A)."""
    name, order = e.data
    return UNKNOWN.build(*e.args, data=(name, order + 1))


UNKNOWN = Op("unknown", "m,n -> m,n", differential=lambda e, i, da: had(derivative(e), da),
             text=_call, latex=_latex, numpy=Notation("{call}({0})"), source="the chain rule")
"""Data: the function's name, and how often it is differentiated."""
