"""What products are joined of: inner products, spread columns, sums term by term, systems."""
from __future__ import annotations

from matcalc.expr import OPS, Expr
from matcalc.lowering.scalars import flip
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.ops.routines import DOT, DOT_T

Run = tuple[Expr, ...]
SUMS = ("add", "sub")


def turns(run: Run) -> int:
    """How many factors are transposed."""
    return sum(f.op.name == "transpose" for f in run)


def inner(a: Expr, b: Expr) -> Expr:
    """A : B, without a copy of a transpose."""
    if a.op.name == b.op.name == "transpose":
        return DOT(a.args[0], b.args[0])
    for x, y in ((a, b), (b, a)):
        if x.op.name == "transpose" and "1" not in x.shape:
            return DOT_T(x.args[0], y)
    return DOT(a, b)


def turned_sum(total: Expr) -> Expr:
    """The transpose of a sum, term by term."""
    if total.op.name in ("add", "sub"):
        return total.op(*map(turned_sum, total.args))
    if total.op.name in ("neg", "scale", "div"):
        i = int(total.op.name == "scale")
        return total.op(*total.args[:i], turned_sum(total.args[i]), *total.args[i + 1:])
    return total if total.op.name == "eye" else flip(total)


def factors_of(e: Expr) -> Run:
    """The factors of a product, or what is none itself."""
    return e.args if e.op.name == "matmul" else (e,)


def inverted(f: Expr) -> tuple[Expr, bool] | None:
    """The matrix whose inverse a factor is, and whether it is transposed."""
    if f.op.name == "inv":
        return f.args[0], False
    if f.op.name == "transpose" and f.args[0].op.name == "inv":
        return f.args[0].args[0], True
    return None


def spread(v: Expr, e: Expr) -> Expr:
    """Diag(v) A for a column v, A Diag(v) for a row."""
    if e.op.name == "diag":
        return OPS["diag"](OPS["hadamard"](v if v.cols == "1" else flip(v), e.args[0]))
    return OPS["hadamard"](v, e) if v.shape == e.shape else SPREAD_MUL(v, e)
