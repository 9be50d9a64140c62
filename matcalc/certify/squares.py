"""Even powers of norms without the root: ‖A‖² = A : A is smooth where A = 0, and needs no sign."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc.expr import OPS, Expr, rebuild, walk


def smooth_squares(parts: Sequence[Expr]) -> Sequence[Expr]:
    """Expressions as written with ‖A‖²ᵏ, k > 0, as (A : A)ᵏ, which is its definition."""
    return [rebuild(e, _without_root) for e in parts] if any(map(_is_even, walk(*parts))) else parts


def _is_even(e: Expr) -> bool:
    return e.op.name == "epow" and e.args[0].op.name == "norm" and e.data > 0 and e.data % 2 == 0


def _without_root(e: Expr, args: tuple[Expr, ...]) -> Expr:
    if not _is_even(e):
        return e.op(*args, data=e.data) if args else e
    a = args[0].args[0]
    square = OPS["scale"](a, a) if a.is_scalar else OPS["frob"](a, a)
    return square if e.data == 2 else OPS["epow"](square, data=e.data / 2)
