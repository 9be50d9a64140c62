"""How identities are registered: under the operator at the head of their left side."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.expr import Expr, Op
from matcalc.ops.products import AROUND, PAIRS, Around, Pair

Rule = Callable[[Expr], Expr | None]
IDENTITIES: list[Rule | Pair | Around] = []
"""Every identity. The docstring states it in matcalc's own syntax: `left = right`, and where it needs one, a
condition: `for symmetric S`. The statements are tests."""


def on(op: Op, *inner: str) -> Callable[[Rule], Rule]:
    """Register an identity of the normal form for an operator whose first argument is one of these, or anything."""
    def add(rule: Rule) -> Rule:
        for name in inner or ("*",):
            op.rules.setdefault(name, []).append(rule)
        IDENTITIES.append(rule)
        return rule
    return add


def neighbours(left: str, right: str) -> Callable[[Pair], Pair]:
    """Register an identity of two neighbours in a product, by the names of their operators, `*` for any."""
    def add(rule: Pair) -> Pair:
        PAIRS.setdefault((left, right), []).append(rule)
        IDENTITIES.append(rule)
        return rule
    return add


def around(*names: str) -> Callable[[Around], Around]:
    """Register an identity of a factor of one of these operators and what stands around it in a product."""
    def add(rule: Around) -> Around:
        for name in names:
            AROUND.setdefault(name, []).append(rule)
        IDENTITIES.append(rule)
        return rule
    return add
