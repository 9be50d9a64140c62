"""Which statement writes the result of an elementwise operation into one of its arguments."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.expr import Expr, Op
from matcalc.ops import placed

Put = Callable[[Expr, int], tuple[Op, Sequence[Expr], object]]
"""Of a node and the place of the argument that is written into: the statement, its other arguments, and its data."""


def _binary(left: Op, right: Op) -> Put:
    return lambda e, i: (left if i == 0 else right, [e.args[1 - i]], None)


def _call(name: str) -> Put:
    return lambda e, i: (placed.PUT_CALL, (), name)


def _power(e: Expr, i: int) -> tuple[Op, Sequence[Expr], object]:
    return placed.PUT_CALL, (), "square" if e.data == 2 else "reciprocal"


def _divided(e: Expr, i: int) -> tuple[Op, Sequence[Expr], object]:
    """1 / A has a name of its own, which does without making an array's number of 1."""
    top = e.args[0]
    if i == 1 and top.op.name == "num" and top.data == 1:
        return placed.PUT_CALL, (), "reciprocal"
    return (placed.PUT_INTO if i else placed.PUT_DIV), [e.args[1 - i]], None


PUTS: dict[str, Put] = {
    **dict.fromkeys(("add", "spread_add"), _binary(placed.PUT_ADD, placed.PUT_ADD)),
    **dict.fromkeys(("sub", "spread_sub"), _binary(placed.PUT_SUB, placed.PUT_FROM)),
    **dict.fromkeys(("hadamard", "spread_mul", "scale"), _binary(placed.PUT_MUL, placed.PUT_MUL)),
    **dict.fromkeys(("hdiv", "spread_div", "div"), _divided),
    **dict.fromkeys(("maximum", "spread_max"), _binary(placed.PUT_MAX, placed.PUT_MAX)),
    **dict.fromkeys(("minimum", "spread_min"), _binary(placed.PUT_MIN, placed.PUT_MIN)),
    "neg": _call("negative"), "epow": _power,
    **{name: _call(name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "abs", "sign",
                                      "log1p", "expm1", "cbrt", "square", "log2", "log10")},
}
"""By operator; more than two arguments are put in one after the other."""
MANY = ("add", "hadamard")
"""Those of any number of arguments, which go in one by one."""
