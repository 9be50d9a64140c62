"""Jacobians entry by entry: a sum over indices for each way from the function to the variable."""
from __future__ import annotations

from collections.abc import Iterator

from matcalc import dims
from matcalc.build import add, scale
from matcalc.calculus.linear import dependent
from matcalc.expr import OPS, Expr
from matcalc.forms.network import Axis, Factor, Index, NotSeriesParallel, merged, opened, steps
from matcalc.shape import Shape

MOST_TERMS = 64
LETTERS = "abcdefghpqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Names of summed indices; i, j are the function's, k, l the variable's, and n, m, o stay free for sizes."""


def jacobian(f: Expr, x: Expr) -> Expr:
    """d vec(f) / d vec(x)ᵀ as a sum of einsums. Raises NotSeriesParallel where an index would have to split."""
    free = [Index(d) for d in (*f.shape, *x.shape)]
    terms = [einsum(factors, free) for factors in _nets(f, x, free)]
    return add(*terms) if terms else OPS["zeros"](data=_shape(free))


def _nets(f: Expr, x: Expr, free: list[Index]) -> Iterator[list[Factor]]:
    """The factors of each way down to x, whose entries carry the free indices."""
    i, j, k, l_ = free
    inside = set(dependent(f, x))
    stack: list[tuple[Expr, list[Factor], Axis, Axis]] = [(f, [], i, j)]
    found = 0
    while stack:
        node, factors, p, q = stack.pop()
        if node is x:
            found += 1
            if found > MOST_TERMS:
                raise NotSeriesParallel
            yield [*factors, *_same(p, k), *_same(q, l_)]
            continue
        for n, a in enumerate(node.args):
            if a in inside:
                stack.extend((a, factors + more, r, s) for more, r, s in steps(node, n, p, q))


def _same(p: Axis, q: Index) -> list[Factor]:
    return [(None, (p, q))] if p is not None else []


def einsum(factors: list[Factor], free: list[Index]) -> Expr:
    """One term: scalars in front of an EINSUM of matrices, each with two letters."""
    pieces = list(opened(factors))
    same = merged([ix for e, ix in pieces if e is None], free)
    letters = dict(zip(free, "ijkl", strict=True))
    spare = iter(LETTERS)
    scalars, arrays, inputs = [], [], []

    def letter(index: Index) -> str:
        index = same(index)
        if index not in letters:
            letters[index] = next(spare)
        return letters[index]

    for e, ix in pieces:
        if e is not None and not ix:
            scalars.append(e)
        elif e is not None or letter(ix[0]) != letter(ix[1]):
            arrays.append(OPS["eye"](data=ix[0].dim) if e is None else e)
            inputs.append("".join(map(letter, ix)) if len(ix) == 2 else letter(ix[0]) + next(spare))
    for index in free:
        if index.dim != "1" and not any(letters[index] in held for held in inputs):
            arrays.append(OPS["ones"](data=(index.dim, "1")))
            inputs.append(letters[index] + next(spare))
    if not arrays:
        arrays, inputs = [OPS["ones"](data=("1", "1"))], ["ab"]
    return scale(*scalars, OPS["einsum"](*arrays, data=(tuple(inputs), _shape(free), tuple(i.dim for i in free))))


def _shape(free: list[Index]) -> Shape:
    """The shape of the Jacobian with these indices."""
    i, j, k, l_ = (index.dim for index in free)
    return dims.mul(i, j), dims.mul(k, l_)
