"""Adjugates of matrices that are nonsingular anyway: where an inverse of A stands beside adj(A), that is det(A) A⁻¹."""
from __future__ import annotations

from collections.abc import Iterator

from matcalc.build import T, det, inv, scale
from matcalc.expr import Expr, rebuild, walk
from matcalc.ops.term import split
from matcalc.rewrite import simplify


def without_adjugates(e: Expr, *beside: Expr) -> Expr:
    """The expression with the adjugates of what is inverted in it, or in expressions beside it, as inverses."""
    if not any(node.op.name == "adj" for node in walk(e)):
        return e
    known = {_shape_of(a) for a in _inverted(e, *beside)}

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node.op.name == "adj" and (_shape_of(args[0]) in known or _shape_of(T(args[0])) in known):
            return scale(det(args[0]), inv(args[0]))
        return node.op.build(*args, data=node.data) if args else node

    return simplify(rebuild(e, visit))


def _inverted(*roots: Expr) -> Iterator[Expr]:
    """The matrices that must be nonsingular for the expressions to be defined."""
    for node in walk(*roots):
        if node.op.name in ("inv", "logdet"):
            yield node.args[0]
        elif node.op.name == "term":
            yield from (base.args[0] for base, k in split(node)[1] if k < 0 and base.op.name == "det")


def _shape_of(a: Expr) -> Expr:
    """A matrix without its scalars."""
    body = split(a)[2]
    return a if body is None else body
