"""Matrices of diagonal blocks, and block-diagonal ones: A ⊗ I or I ⊗ A, Diag(d), their products and sums, by blocks.

A matrix of p×q blocks Diag(c) of side m is held as the pq×m array C of its rows c, the blocks row by row. Commutation
matrices around it make it block-diagonal, and column j of C is then block j, row by row.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matcalc.dims import Dim
from matcalc.expr import OPS, Expr, Op, walk
from matcalc.lowering.blockrows import BlockRows, factors_in, kron_of
from matcalc.lowering.scalars import Peeled
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.ops.routines import EYE_BLOCKS, KRON_BLOCKS

_SUMS = frozenset({"add", "sub", "neg", "scale", "div"})
_PRODUCTS = frozenset({"matmul", "spread_mul", "transpose"})
_BESIDE = frozenset({"diag", "commutation", "kron"})
"""What may stand before and after a product that is made by blocks."""


def in_blocks(root: Expr) -> Expr:
    """Array code with the largest products and sums that are made of such blocks made by blocks."""
    done: dict[tuple[Expr, bool], Expr] = {}

    def visit(e: Expr, *, thin: bool) -> Expr:
        key = e, thin and e.op.name in _PRODUCTS
        if key not in done:
            own = key[1] or "1" in e.shape
            found = None if own else _made(e)
            new = found or e
            done[key] = new.op(*(visit(a, thin=own) for a in new.args), data=new.data) if new.args else new
        return done[key]

    nodes = walk(root)
    there = any(map(kron_of, nodes)) and any(e.op.name == "diag" or e.op is SPREAD_MUL for e in nodes)
    return visit(root, thin=False) if there else root


def _made(e: Expr) -> Expr | None:
    """(A' kron I) Diag(vec(D)) (B kron I) by its diagonal blocks: row ij of them is row ij of (A' kr B') D'."""
    if e.op.name not in _SUMS | _PRODUCTS:
        return None
    factors = factors_in(e)
    inside = _inside(factors)
    kron = next((found for a in inside if (found := kron_of(a))), None)
    if kron is None or not any(a.op.name == "diag" for a in inside):
        return None
    op, side, _ = kron
    for i, k in _windows(factors):
        blocks = BlockRows(op, side).array(factors[i:k])
        if blocks is not None:
            before, after = factors[:i], factors[k:]
            other = EYE_BLOCKS if op is KRON_BLOCKS else KRON_BLOCKS
            if _reordered(before, after, blocks[1], side, op):
                before, after, op = before[:-1], after[1:], other
            return _joined([*before, op(blocks[0], data=blocks[1]), *after])
    return None


def _inside(factors: Iterable[Expr]) -> dict[Expr, None]:
    """The factors of the terms of factors."""
    found: dict[Expr, None] = {}
    left = list(factors)
    while left:
        for f in factors_in(Peeled(left.pop()).body):
            if f not in found:
                found[f] = None
                if f.op.name in _SUMS or f.op.name == "transpose":
                    left += [a for a in f.args if not a.is_scalar]
    return found


def _windows(factors: Sequence[Expr]) -> Iterator[tuple[int, int]]:
    """The parts of a product with nothing but structure before and after, the longest first."""
    n = len(factors)
    parts = ((start, stop) for start in range(n) for stop in range(start + 1, n + 1))
    for i, k in sorted(parts, key=lambda part: part[0] - part[1]):
        inside = {a.op.name for a in _inside(factors[i:k])}
        if all(a.op.name in _BESIDE for a in (*factors[:i], *factors[k:])) and "kron" in inside and "diag" in inside:
            yield i, k


def _reordered(before: Sequence[Expr], after: Sequence[Expr], data: tuple[Dim, Dim], side: Dim, op: Op) -> bool:
    """Whether commutation matrices around the blocks turn one kind into the other."""
    if not before or not after or before[-1].op.name != "commutation" or after[0].op.name != "commutation":
        return False
    p, q = data
    wanted = ((side, p), (q, side)) if op is KRON_BLOCKS else ((p, side), (side, q))
    return (before[-1].data, after[0].data) == wanted


def _joined(factors: Sequence[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else OPS["matmul"](*factors)
