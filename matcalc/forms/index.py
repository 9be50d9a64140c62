"""Derivatives entry by entry: a sum over indices for each way from the function to the variable."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from matcalc.build import add, scale
from matcalc.calculus.linear import dependent
from matcalc.expr import OPS, Expr
from matcalc.forms.network import Axis, Factor, Index, NotSeriesParallel, factor, merged, opened, steps
from matcalc.ops.einsum import FREE, shape_of

MOST_TERMS = 64
LETTERS = "abcdefghxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Names of summed indices; n, m, o stay free for sizes."""


def derivative(f: Expr, xs: Sequence[Expr]) -> Expr:
    """d vec(f) / d vec(x)ᵀ as a sum of einsums; by several variables the Jacobian of vec of that of the ones before.

    Raises NotSeriesParallel where an index would have to split.
    """
    free = [Index(d) for e in (f, *xs) for d in e.shape]
    nets: list[list[Factor]] = [[factor(f, _axis(free[0]), _axis(free[1]))]]
    for n, x in enumerate(xs, 1):
        nets = list(islice((new for net in nets for new in _changed(net, x, free[2 * n:2 * n + 2])), MOST_TERMS + 1))
        if len(nets) > MOST_TERMS:
            raise NotSeriesParallel
    terms = [einsum(factors, free) for factors in nets]
    return add(*terms) if terms else OPS["zeros"](data=shape_of([i.dim for i in free]))


def _changed(net: list[Factor], x: Expr, ends: Sequence[Index]) -> Iterator[list[Factor]]:
    """The change of a product of factors when the entry of x with these indices changes, factor by factor."""
    for n, (e, ix) in enumerate(net):
        if e is not None:
            others = net[:n] + net[n + 1:]
            i, j = (*ix, None, None)[:2]
            yield from (others + factors for factors in _nets(e, i, j, x, *ends))


def _nets(f: Expr, i: Axis, j: Axis, x: Expr, k: Index, l_: Index) -> Iterator[list[Factor]]:
    """The factors of each way from f down to x, whose entries carry these indices."""
    inside = set(dependent(f, x))
    stack: list[tuple[Expr, list[Factor], Axis, Axis]] = [(f, [], i, j)] if f in inside else []
    while stack:
        node, factors, p, q = stack.pop()
        if node is x:
            yield [*factors, *_same(p, k), *_same(q, l_)]
            continue
        for n, a in enumerate(node.args):
            if a in inside:
                stack.extend((a, factors + more, r, s) for more, r, s in steps(node, n, p, q))


def _axis(i: Index) -> Axis:
    return i if i.dim != "1" else None


def _same(p: Axis, q: Index) -> list[Factor]:
    return [(None, (p, q))] if p is not None and q.dim != "1" else []


def einsum(factors: list[Factor], free: list[Index]) -> Expr:
    """One term: scalars in front of an EINSUM of matrices, each with two letters."""
    pieces = list(opened(factors))
    same = merged([ix for e, ix in pieces if e is None], free)
    letters = dict(zip(free, FREE, strict=False))
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
            word = "".join(map(letter, ix)) if len(ix) == 2 else letter(ix[0]) + next(spare)
            turned = e is not None and e.op.name == "transpose"
            arrays.append(OPS["eye"](data=ix[0].dim) if e is None else e.args[0] if turned else e)
            inputs.append(word[::-1] if turned else word)
    for index in free:
        if index.dim != "1" and not any(letters[index] in held for held in inputs):
            arrays.append(OPS["ones"](data=(index.dim, "1")))
            inputs.append(letters[index] + next(spare))
    if not arrays:
        arrays, inputs = [OPS["ones"](data=("1", "1"))], ["ab"]
    sizes = tuple(i.dim for i in free)
    return scale(*scalars, OPS["einsum"](*arrays, data=(tuple(inputs), shape_of(sizes), sizes)))
