"""Einsums over jets: factor by factor, a letter summed as soon as no later factor holds it."""
from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from matcalc.certify.field import Matrix
from matcalc.certify.jets import Jet, Jets, linear
from matcalc.expr import Expr

FREE = "ijklpqrstuvw"
"""The letters of an entry, a pair for the function and for each variable."""



def einsum(k: Any, e: Expr, *args: Jet) -> Jet:
    """The value of an EINSUM; intermediate tensors are rows, whose letters are known."""
    inputs, _, dims = e.data
    free = FREE[:len(dims)]
    sizes = {c: k.size(d) for letters, a in zip(inputs, e.args, strict=True)
             for c, d in zip(letters, a.shape, strict=True)}
    sizes.update({c: k.size(d) for c, d in zip(free, dims, strict=True)})
    letters = ""
    out: Jet = [[1]]
    for n, a in enumerate(args):
        later = free + "".join(inputs[n + 1:])
        keep = "".join(dict.fromkeys(c for c in letters + inputs[n] if c in later))
        out = k.bilinear(_contraction(k, letters, inputs[n], keep, sizes), out, linear(_flat, a))
        letters = keep
    return linear(lambda row: _matrix(row, letters, [sizes[c] for c in free], free), out)


def _flat(m: Matrix) -> Matrix:
    return [[x for row in m for x in row]]


def _places(letters: str, names: str, sizes: dict[str, int]) -> list[int]:
    """For each assignment to `names`, where the entry of a tensor with these letters stands."""
    strides: dict[str, int] = {}
    stride = 1
    for c in reversed(letters):
        strides[c] = strides.get(c, 0) + stride
        stride *= sizes[c]
    out = [0]
    for c in names:
        step = strides.get(c, 0)
        out = [p + i * step for p in out for i in range(sizes[c])]
    return out


def _contraction(k: Jets, a: str, b: str, keep: str, sizes: dict[str, int]) -> Callable[[Matrix, Matrix], Matrix]:
    summed = "".join(dict.fromkeys(c for c in a + b if c not in keep))
    p, q = _places(a, keep + summed, sizes), _places(b, keep + summed, sizes)
    width = 1
    for c in summed:
        width *= sizes[c]

    def contract(x: Matrix, y: Matrix) -> Matrix:
        u, v = x[0], y[0]
        return k.field.sums([u[i] * v[j] for i, j in zip(p, q, strict=True)], width)

    return contract


def _matrix(row: Matrix, letters: str, sizes: list[int], free: str) -> Matrix:
    """Columns for the last pair of free letters, rows for the others, the first fastest, whatever the factors held."""
    flat = dict(zip(product(*(range(sizes[free.index(c)]) for c in letters)), row[0], strict=True))
    places = [free.index(c) for c in letters]
    rows, columns = ([at[::-1] for at in product(*map(range, reversed(part)))] for part in (sizes[:-2], sizes[-2:]))
    return [[flat[tuple([(r + c)[place] for place in places])] for c in columns] for r in rows]
