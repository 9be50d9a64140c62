"""Functions that a target has no routine for, as the steps of it that are stable: they share parts, and arrays."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.expr import OPS, Expr, walk
from matcalc.lowering.engine import Lowering
from matcalc.lowering.scalars import num

Spelling = Callable[[Expr, Lowering], Expr]

TARGETS = ("numpy", "scipy")
"""Those that do not have the functions."""


def sigmoid(e: Expr, lowering: Lowering) -> Expr:
    """sigmoid(A) = 1/(1 + exp(-A)): where exp is infinite that is 0"""
    a = e.args[0]
    inside = a if e.op.name == "sigmoid_neg" else _negated(a, lowering)
    below = _plus(num(1), OPS["exp"](inside), lowering)
    return OPS["div" if e.is_scalar else "spread_div"](num(1), below)


def _negated(e: Expr, lowering: Lowering) -> Expr:
    return e.op(*reversed(e.args)) if e.op.name in ("sub", "spread_sub") else lowering.make("neg", e)


def softplus(e: Expr, lowering: Lowering) -> Expr:
    """softplus(A) = max(A, 0) + log(1 + exp(-|A|))"""
    a = e.args[0]
    return lowering.make("add", OPS["log1p"](OPS["exp"](lowering.make("neg", OPS["abs"](a)))), OPS["relu"](a))


def _shifted(e: Expr, lowering: Lowering) -> tuple[Expr, Expr, Expr]:
    """The largest entries, the rest, and the exponentials of the rest."""
    name = e.op.name.partition("_")[0]
    a = e.args[0]
    top = OPS[{"row": "row_max", "col": "col_max"}.get(name, "max")](a)
    rest = lowering.make("spread_sub", a, top)
    return top, rest, OPS["exp"](rest)


def _sums(e: Expr, exponentials: Expr, lowering: Lowering) -> Expr:
    name = {"row": "rowsum", "col": "colsum"}.get(e.op.name.partition("_")[0], "sum")
    return OPS[name](exponentials)


def softmax(e: Expr, lowering: Lowering) -> Expr:
    """softmax(A) = exp(A - t)/sum(exp(A - t)), t = max(A); the same of rows and columns"""
    _, _, y = _shifted(e, lowering)
    return OPS["spread_div"](y, _sums(e, y, lowering))


def logsumexp(e: Expr, lowering: Lowering) -> Expr:
    """logsumexp(A) = t + log(sum(exp(A - t))), t = max(A); the same of rows and columns"""
    top, _, y = _shifted(e, lowering)
    return _plus(top, OPS["log"](_sums(e, y, lowering)), lowering)


def log_softmax(e: Expr, lowering: Lowering) -> Expr:
    """log_softmax(A) = A - t - log(sum(exp(A - t))), t = max(A); the same of rows and columns"""
    _, rest, y = _shifted(e, lowering)
    return lowering.make("spread_sub", rest, OPS["log"](_sums(e, y, lowering)))


def _plus(a: Expr, b: Expr, lowering: Lowering) -> Expr:
    return lowering.make("add" if a.shape == b.shape else "spread_add", a, b)


SPELLED: dict[str, Spelling] = {
    "sigmoid": sigmoid, "sigmoid_neg": sigmoid, "softplus": softplus,
    **{f"{which}{name}": how for which in ("", "row_", "col_") for name, how in (
        ("softmax", softmax), ("logsumexp", logsumexp), ("log_softmax", log_softmax))},
}
"""By operator; docstrings state the identities."""


def spelled(roots: Sequence[Expr], lowering: Lowering, target: str) -> list[Expr]:
    """The same in operators that the target has."""
    if target not in TARGETS:
        return list(roots)
    done: dict[Expr, Expr] = {}
    for e in walk(*roots):
        new = lowering.make(e.op.name, *(done[a] for a in e.args), data=e.data) if e.args else e
        how = SPELLED.get(new.op.name)
        done[e] = new if how is None else how(new, lowering)
        lowering.keep(done[e], e)
    return [done[e] for e in roots]
