"""Rules for inner products, sums of products, and entry by entry work."""
from __future__ import annotations

from matcalc import dims
from matcalc.expr import OPS, Expr
from matcalc.lowering.engine import Lowering, lowers
from matcalc.lowering.scalars import counted, flip
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.routines import DOT

SPREADS = {"spread_add": "add", "spread_sub": "sub", "spread_mul": "hadamard", "spread_div": "hdiv",
           "spread_max": "maximum", "spread_min": "minimum"}
"""What they are between arrays of one shape."""


@lowers(*SPREADS)
def nothing_to_spread(e: Expr, lowering: Lowering) -> Expr | None:
    """A∘B, A ./ B, A + B, max(A, B) of one shape, where nothing is spread"""
    a, b = e.args
    return lowering.make(SPREADS[e.op.name], a, b) if a.shape == b.shape and not e.is_scalar else None


@lowers("frob", "dot")
def inner_product(e: Expr, lowering: Lowering) -> Expr | None:
    """A' : B' = A : B"""
    a, b = e.args
    if a.op.name == b.op.name == "transpose":
        return DOT(a.args[0], b.args[0])
    return DOT(a, b) if e.op is not DOT else None


@lowers("dot")
def inner_product_of_outer(e: Expr, lowering: Lowering) -> Expr | None:
    """(x y' - A) : B = x'B y - A : B"""
    for a, b in (e.args, e.args[::-1]):
        if (_cut(a) and "1" not in b.shape) or (a.op.name in ("add", "sub") and any(map(_cut, a.args))):
            return _against(a, b, lowering)
    return None


def _cut(e: Expr) -> int:
    """Where a product is one of a column and a row, or 0."""
    return next((i for i in range(1, len(e.args)) if e.args[i].rows == "1"), 0) if e.op.name == "matmul" else 0


def _against(a: Expr, b: Expr, lowering: Lowering) -> Expr:
    if a.op.name in ("add", "sub"):
        return lowering.make(a.op.name, *(_against(x, b, lowering) for x in a.args))
    if not (i := _cut(a)):
        return lowering.make("dot", a, b)
    left, right = ([lowering.make("transpose", f) for f in reversed(part)] for part in (a.args[:i], a.args[i:]))
    return lowering.make("matmul", *left, b, *right)


@lowers("sumsq")
def squares(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(A∘A) = A : A"""
    return lowering.make("dot", e.args[0], e.args[0])


@lowers("hadamard", "spread_mul")
def reciprocals_divide(e: Expr, lowering: Lowering) -> Expr | None:
    """(1 ./ A)∘B = B ./ A"""
    for i, a in enumerate(e.args):
        if a.op.name == "spread_div" and a.args[0].op.name == "num" and a.args[0].data == 1 and a.shape == e.shape:
            rest = [b for j, b in enumerate(e.args) if j != i]
            top = hadamard(rest, lowering)
            return lowering.make("hdiv" if top.shape == e.shape else "spread_div", top, a.args[1])
    return None


@lowers(*ELEMENTWISE, "sigmoid_neg", "epow")
def entries_of_transpose(e: Expr, lowering: Lowering) -> Expr | None:
    """f(A') = f(A)' for functions of each entry"""
    a = e.args[0]
    return flip(lowering.make(e.op.name, a.args[0], data=e.data)) if a.op.name == "transpose" else None


@lowers("take_row", "take_col")
def entry_of_vector(e: Expr, lowering: Lowering) -> Expr | None:
    """e₂'x = x₂"""
    if not e.is_scalar:
        return None
    return OPS["entry"](e.args[0], data=(e.data - 1, 0) if e.op.name == "take_row" else (0, e.data - 1))


@lowers("epow")
def squared_norm(e: Expr, lowering: Lowering) -> Expr | None:
    """‖A‖^2 = A : A"""
    a = e.args[0]
    return lowering.make("dot", a.args[0], a.args[0]) if e.data == 2 and a.op.name == "norm" else None


@lowers("sum", "max")
def all_entries_of_transpose(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(A') = sum(A), max(A') = max(A)"""
    a = e.args[0]
    return lowering.make(e.op.name, a.args[0]) if a.op.name == "transpose" else None


@lowers("scale")
def total_of_mean(e: Expr, lowering: Lowering) -> Expr | None:
    """m n mean(A) = sum(A) for A of m rows and n columns"""
    count, a = e.args
    whole = a.op.name == "mean" and counted(count) == dims.mul(*a.args[0].shape)
    return lowering.make("sum", a.args[0]) if whole else None


@lowers("sum")
def sum_of_products(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(A∘B∘C) = (A∘B) : C, sum(A.^2∘B.^2) = (A∘B) : (A∘B)"""
    a = e.args[0]
    if a.op.name not in ("hadamard", "epow") or not (powers := _powers(a)):
        return None
    left: list[Expr] = []
    right: list[Expr] = []
    for x, k in powers.items():
        left += [x] * (k // 2)
        right += [x] * (k // 2)
        if k % 2:
            (left if len(left) < len(right) else right).append(x)
    return lowering.make("dot", hadamard(left, lowering), hadamard(right, lowering)) if left else None


def _powers(e: Expr) -> dict[Expr, int]:
    """The factors of a Hadamard product and how often they stand in it, or nothing where one is no small power."""
    found: dict[Expr, int] = {}
    for a in e.args if e.op.name == "hadamard" else (e,):
        x, k = (a.args[0], a.data) if a.op.name == "epow" and a.data.denominator == 1 and 0 < a.data <= 4 else (a, 1)
        found[x] = found.get(x, 0) + int(k)
    return found if sum(found.values()) > 1 else {}


def hadamard(factors: list[Expr], lowering: Lowering) -> Expr:
    """A∘B∘…"""
    return lowering.make("hadamard", *factors) if len(factors) > 1 else factors[0]


@lowers("hadamard")
def made_before_given(e: Expr, lowering: Lowering) -> Expr | None:
    """A∘(B C) = (B C)∘A: what is made first, that the rest may be multiplied in its place"""
    flat = [f for a in e.args for f in (a.args if a.op is e.op else (a,))]
    made = sorted(flat, key=lambda f: not f.args or f.op.name == "transpose")
    return None if tuple(made) == e.args else e.op(*made)


@lowers("sum")
def sum_of_spread(e: Expr, lowering: Lowering) -> Expr | None:
    """sum((u 1')∘A) = u : (A 1), sum((1 u')∘A) = u : (A'1), sum(A∘B) = A : B"""
    a = e.args[0]
    if a.op is not SPREAD_MUL:
        return None
    thin, full = a.args if a.args[1].shape == a.shape else a.args[::-1]
    if thin.is_scalar or full.shape != a.shape:
        return None
    if thin.shape == full.shape:
        return lowering.make("dot", thin, full)
    return lowering.make("dot", thin, lowering.make("rowsum" if thin.cols == "1" else "colsum", full))


@lowers("rowsum", "colsum")
def sums_along(e: Expr, lowering: Lowering) -> Expr | None:
    """rowsum(A') = colsum(A)', rowsum(A∘B) = diag(A B'), rowsum(A B) = A rowsum(B), rowsum(A∘(1 u')) = A u"""
    a, rows = e.args[0], e.op.name == "rowsum"
    if e.is_scalar:
        return lowering.make("sum", a)
    if a.op.name == "transpose":
        return flip(lowering.make("colsum" if rows else "rowsum", a.args[0]))
    if a.op.name == "hadamard" and len(a.args) == 2 and rows:
        return OPS["row_dots"](*a.args)
    if a.op.name == "matmul":
        if rows:
            return lowering.make("matmul", *a.args[:-1], lowering.make("rowsum", a.args[-1]))
        return lowering.make("matmul", lowering.make("colsum", a.args[0]), *a.args[1:])
    if a.op is SPREAD_MUL and a.shape in (a.args[0].shape, a.args[1].shape):
        thin, full = a.args if a.args[1].shape == a.shape else a.args[::-1]
        if thin.rows == "1" != thin.cols and rows:
            return lowering.make("matmul", full, flip(thin))
        if thin.cols == "1" != thin.rows and not rows:
            return lowering.make("matmul", flip(thin), full)
    return None
