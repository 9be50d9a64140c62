"""Jacobians as index networks, reduced to matrix notation by series and parallel steps.

Every factor of a term carries indices, a vector one, a matrix two; Hadamard products and diagonals make
an index shared by more than two factors. A summed index is removed with what hangs on it; what is left
joins the two free indices. A network that does not reduce wholly is not series-parallel (Duffin, 1965).
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from matcalc.build import T, add, diag, diagpart, dim, eye, had, mm, ones, scale, size, total, zeros
from matcalc.calculus.linear import push, slot
from matcalc.dims import Dim
from matcalc.expr import Expr, walk
from matcalc.ops import hadamard, products, term
from matcalc.ops.hadamard import outer
from matcalc.ops.term import join, split

MOST_PATHS = 64
"""Networks are given up where more paths lead through matrices: each becomes a term."""


class Index:
    """A summation or free index over a dimension; None stands for an axis of size 1."""

    __slots__ = ("dim", "number")
    _numbers = count()

    def __init__(self, size_: Dim):
        self.dim, self.number = size_, next(Index._numbers)


Axis = Index | None
Factor = tuple[Expr | None, tuple[Index, ...]]
"""An expression and its indices; None, with two indices, is the Kronecker delta."""
Step = tuple[list[Factor], Axis, Axis]


class NotSeriesParallel(Exception):
    """A network that matrix notation alone does not hold."""


def index(size_: Dim) -> Axis:
    """A new index over a dimension, None for a dimension of 1."""
    return None if size_ == "1" else Index(size_)


def factor(e: Expr, i: Axis, j: Axis) -> Factor:
    """The entry e_ij: as a column where one axis has size 1."""
    if i is not None and j is not None:
        return e, (i, j)
    return (e, (i,)) if i is not None else (T(e), (j,)) if j is not None else (e, ())


def _delta(i: Axis, j: Axis) -> list[Factor]:
    return [(None, (i, j))] if i is not None and j is not None else []


# ---- the change of one node, entry by entry: factors, and the entry of the argument they multiply
def _product(e: Expr, n: int, i: Axis, j: Axis) -> Step:
    a, factors, p, q = e.args[n], [], i, j
    if n > 0:
        p = index(a.rows)
        factors.append(factor(products.before(e, n), i, p))
    if n < len(e.args) - 1:
        q = index(a.cols)
        factors.append(factor(products.after(e, n), q, j))
    return factors, p, q


def _term(e: Expr, n: int, i: Axis, j: Axis) -> Step:
    outside = factor(term.without(e, n), None, None)
    if term.has_body(e) and n == len(e.args) - 1:
        return [outside], i, j
    return [outside, factor(term.body(e), i, j)], None, None


def _trace(e: Expr, n: int, i: Axis, j: Axis) -> Step:
    p = index(e.args[0].rows)
    return [], p, p


STEPS: dict[str, Callable[[Expr, int, Axis, Axis], Step]] = {
    "matmul": _product,
    "term": _term,
    "hadpow": lambda e, n, i, j: ([factor(hadamard.weight(e, n), i, j)], i, j),
    "add": lambda e, n, i, j: ([], i, j),
    "transpose": lambda e, n, i, j: ([], j, i),
    "diag": lambda e, n, i, j: (_delta(i, j), i, None),
    "diagpart": lambda e, n, i, j: ([], i, i),
    "tr": _trace,
    "sum": lambda e, n, i, j: ([], index(e.args[0].rows), index(e.args[0].cols)),
}
"""Operators whose change can be told entry by entry without splitting an index."""


def _paths(e: Expr, x: Expr, i: Axis, j: Axis) -> Iterator[Step]:
    """The ways down to x in an expression linear in it."""
    stack: list[tuple[Expr, list[Factor], Axis, Axis]] = [(e, [], i, j)]
    while stack:
        node, factors, p, q = stack.pop()
        if node is x:
            yield factors, p, q
            continue
        if node.op.name not in STEPS:
            if _holds(node, x):
                raise NotSeriesParallel
            continue
        for n, a in enumerate(node.args):
            if _holds(a, x):
                more, r, s = STEPS[node.op.name](node, n, p, q)
                stack.append((a, factors + more, r, s))


def _holds(e: Expr, x: Expr) -> bool:
    return any(node is x for node in walk(e))


def steps(e: Expr, n: int, i: Axis, j: Axis) -> Iterator[Step]:
    """The change of e_ij when argument n changes. Raises NotSeriesParallel where an index would have to split."""
    if e.op.name in STEPS and e.op.linear(e, n):
        yield STEPS[e.op.name](e, n, i, j)
    else:
        hole = slot(e.args[n].shape)
        yield from _paths(push(e, n, hole), hole, i, j)


def jacobian(e: Expr, x: Expr, found: dict[Expr, Expr]) -> Expr:
    """The Jacobian of a vector e by a vector x as one matrix expression, from those of the vectors and scalars below.

    Raises NotSeriesParallel.
    """
    row, col = Index(size(e)), Index(size(x))
    return add(zeros(size(e), size(x)), *(reduce_network(factors, row, col) for factors in nets(e, x, found, row, col)))


def nets(e: Expr, x: Expr, found: dict[Expr, Expr], row: Index, col: Index) -> list[list[Factor]]:
    """The network of each way from e to x through matrices; vectors on the way come with their Jacobians.

    Raises NotSeriesParallel where there are too many.
    """
    out: list[list[Factor]] = []
    start: tuple[Axis, Axis] = (row, None) if e.cols == "1" else (None, row)
    stack: list[tuple[Expr, list[Factor], Axis, Axis]] = [(e, [], *start)]
    while stack:
        node, factors, i, j = stack.pop()
        if len(stack) + len(out) > MOST_PATHS:
            raise NotSeriesParallel
        if node is x:
            out.append(factors + _delta(i if i is not None else j, col))
        elif node is not e and "1" in node.shape:
            out.append([*factors, factor(found[node], i if i is not None else j, col)])
        else:
            for n, a in enumerate(node.args):
                if a in found:
                    stack.extend((a, factors + more, p, q) for more, p, q in steps(node, n, i, j))
    return out


def reduce_network(factors: list[Factor], row: Index, col: Index) -> Expr:
    """The matrix that a network is between its free indices. Raises NotSeriesParallel."""
    net = Network(factors, row, col)
    while net.step() is not None:
        pass
    return net.result()


class Network:
    """Vectors on indices, matrices between pairs of them, and scalars; `step` makes it smaller."""

    __slots__ = ("free", "inner", "matrices", "scalars", "vectors")

    def __init__(self, factors: list[Factor], row: Index, col: Index):
        self.scalars: list[Expr] = []
        self.vectors: dict[Index, list[Expr]] = {}
        self.matrices: dict[tuple[Index, Index], list[Expr]] = {}
        pieces = list(opened(factors))
        same = merged([ix for e, ix in pieces if e is None], (row, col))
        self.free = (same(row), same(col))
        found = dict.fromkeys(same(i) for _, ix in pieces for i in ix)
        self.inner = [i for i in found if i not in self.free]
        for e, ix in pieces:
            if e is not None:
                self._put(e, [same(i) for i in ix])

    def _put(self, e: Expr, ix: Sequence[Index]) -> None:
        if not ix:
            self.scalars.append(e)
        elif len(ix) == 1 or ix[0] is ix[1]:
            self.vectors.setdefault(ix[0], []).append(e if len(ix) == 1 else diagpart(e))
        elif (ix[1], ix[0]) in self.matrices:
            self.matrices[ix[1], ix[0]].append(T(e))
        else:
            self.matrices.setdefault((ix[0], ix[1]), []).append(e)

    def step(self) -> list[Expr] | None:
        """One reduction: vectors on one index, or matrices on one pair, multiply; else a summed index is removed.

        Gives what was multiplied entry by entry, nothing of it for a sum, and None where no step is left.
        """
        for several in (*self.vectors.values(), *self.matrices.values()):
            if len(several) > 1:
                together = list(several)
                several[:] = [had(*together)]
                return together
        for i in self.inner:
            hanging = [pair for pair in self.matrices if i in pair]
            if len(hanging) <= 2:
                self._remove(i, hanging)
                return []
        return None

    def _remove(self, i: Index, hanging: list[tuple[Index, Index]]) -> None:
        self.inner.remove(i)
        (weights,) = self.vectors.pop(i, [None])
        sides = []
        for pair in hanging:
            (m,) = self.matrices.pop(pair)
            sides.append((pair[0], m) if pair[1] is i else (pair[1], T(m)))
        if not sides:
            self.scalars.append(dim(i.dim) if weights is None else total(weights))
        elif len(sides) == 1:
            self._put(mm(sides[0][1], ones(i.dim, "1") if weights is None else weights), [sides[0][0]])
        else:
            (a, left), (b, right) = sides
            self._put(mm(left, *([] if weights is None else [diag(weights)]), T(right)), [a, b])

    def factors(self) -> list[Factor]:
        """What is left, as factors with their indices."""
        vectors: list[Factor] = [(v, (i,)) for i, vs in self.vectors.items() for v in vs]
        deltas: list[Factor] = [(None, self.free)] if self.free[0] is self.free[1] else []
        matrices = ((m, pair) for pair, ms in self.matrices.items() for m in ms)
        return [*((s, ()) for s in self.scalars), *matrices, *vectors, *deltas]

    def result(self) -> Expr:
        """The matrix between the free indices. Raises NotSeriesParallel where summed indices are left."""
        if self.inner:
            raise NotSeriesParallel
        row, col = self.free
        vectors = {i: v for i, (v,) in self.vectors.items()}
        if row is col:
            return scale(*self.scalars, diag(vectors[row]) if row in vectors else eye(row.dim))
        matrix = next((m if pair[0] is row else T(m) for pair, (m,) in self.matrices.items()), None)
        if matrix is None:
            u, v = (vectors.get(i, ones(i.dim, "1")) for i in (row, col))
            return scale(*self.scalars, mm(u, T(v)))
        left, right = ([diag(vectors[i])] if i in vectors else [] for i in (row, col))
        return scale(*self.scalars, mm(*left, matrix, *right))


def opened(factors: list[Factor]) -> Iterator[Factor]:
    """Factors taken apart: scalars out of terms, identities and diagonals into deltas, outer products into vectors."""
    stack = [*reversed(factors)]
    while stack:
        e, ix = stack.pop()
        if e is None or not ix:
            yield e, ix
            continue
        c, powers, body = split(e)
        if body is None or powers or c != 1:
            yield join(c, powers), ()
            if body is not None:
                stack.append((body, ix))
        elif e.op.name == "ones":
            yield from ((ones(i.dim, "1"), (i,)) for i in ix)
        elif len(ix) == 2 and e.op.name == "eye":
            yield None, ix
        elif len(ix) == 2 and e.op.name == "diag":
            yield None, ix
            yield e.args[0], ix[:1]
        elif len(ix) == 2 and (sides := outer(e)):
            stack += [(sides[1], ix[1:]), (sides[0], ix[:1])]
        else:
            yield e, ix


def merged(deltas: list[tuple[Index, ...]], free: Sequence[Index]) -> Callable[[Index], Index]:
    """Indices joined by deltas are one; a free one stands for its class, and two free ones stay two."""
    leader: dict[Index, Index] = {}

    def same(i: Index) -> Index:
        while i in leader:
            i = leader[i]
        return i

    for pair in deltas:
        a, b = (same(i) for i in pair)
        if a is not b and not (len(free) > 2 and a in free and b in free):
            keep, drop = (a, b) if a in free else (b, a)
            leader[drop] = keep
    return same
