"""Sizes of dimensions: small distinct primes, so that an answer that is transposed or swapped does not fit."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

from matcalc import dims
from matcalc.expr import Expr

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19)
NUMBERED = ("eigval", "eigvec", "eigproj", "resolvent", "sval", "lsvec", "rsvec")
EXPONENT_IS_A_SIZE = ("mpower", "frechet_power", "frechet_power_pair", "frechet_power_triple")
REGULAR = ("inv", "invt", "det", "logdet", "adj", "cofactors", "solve", "lu", "chol_factor")
"""Operators whose first argument should not be singular, or tells little where it is."""
_SIZED = frozenset({"dim", *EXPONENT_IS_A_SIZE, *NUMBERED})
LIMIT = 60
"""So many assignments of sizes are offered at most."""


def names(nodes: Iterable[Expr]) -> list[str]:
    """The names of the dimensions of some nodes, the most frequent first: it gets the smallest size."""
    count: dict[str, int] = {}
    for e in nodes:
        for dim in (*e.shape, *_data_dims(e)):
            for name in dims.names(dim):
                count[name] = count.get(name, 0) + 1
    return sorted(count, key=lambda name: (-count[name], name))


def _data_dims(e: Expr) -> tuple[str, ...]:
    return (e.data,) if e.op.name in _SIZED else ()


class Sizes:
    """The sizes that fit some nodes."""

    __slots__ = ("checks", "names", "nodes")

    def __init__(self, nodes: list[Expr]):
        """Look through the nodes once."""
        self.nodes, self.names, self.checks = nodes, names(nodes), _checks(nodes)

    def assignments(self, start: int = 0) -> Iterator[dict[str, int]]:
        """Assignments of sizes that fit, those that keep Gram matrices regular first. `start` rotates them, so that
        the first of one trial differs everywhere from the first of the next."""
        wide = list(dict.fromkeys(_rank_limits(self.nodes)))
        later = []
        offered = 0
        for sizes in _candidates(self.names, start):
            if not _fits(self.checks, sizes):
                continue
            if any(dims.value(inner, sizes) < dims.value(outer, sizes) for inner, outer in wide):
                later.append(sizes)
                continue
            offered += 1
            yield sizes
            if offered >= LIMIT:
                return
        yield from later[:LIMIT - offered]

    def equal(self, order: Iterable[int]) -> Iterator[dict[str, int]]:
        """Assignments with one size for all names: where few entries matter more than telling dimensions apart."""
        return (sizes for n in order if _fits(self.checks, sizes := dict.fromkeys(self.names, n)))

    def again(self, used: Sequence[dict[str, int]]) -> Iterator[dict[str, int]]:
        """Assignments that points before had, small ones first, and then equal ones, which tell no transposes."""
        if used:
            yield from sorted(used, key=lambda sizes: sum(sizes.values()))
            yield from self.equal((2, 1))


def are_large(nodes: Sequence[Expr], sizes: dict[str, int], most: int) -> bool:
    """Whether more multiplications are done at these sizes, about, where Kronecker products and the like are not built.
    """
    of = {dim: dims.value(dim, sizes) for dim in {dim for shape in {e.shape for e in nodes} for dim in shape}}
    return 2 * len(nodes) * max(of.values()) ** 3 > most and sum([_cost(e, of) for e in nodes]) > most


def largest(nodes: Iterable[Expr], sizes: dict[str, int]) -> int:
    """The entries of the largest matrix."""
    return max(dims.value(m, sizes) * dims.value(n, sizes) for m, n in {e.shape for e in nodes})


def _cost(e: Expr, of: dict[str, int]) -> int:
    """The same for one node, given the sizes of all dimensions."""
    rows, cols = of[e.shape[0]], of[e.shape[1]]
    if e.op.name in ("kron", "eye", "commutation", "diag"):
        return rows + cols
    if e.op.name in ("matmul", "inv", "invt", "power"):
        return rows * cols * max([of[a.shape[1]] for a in e.args])
    return rows * cols + (of[e.args[0].shape[0]] ** 3 if e.op.name in ("det", "logdet") else 0)


def _checks(nodes: Iterable[Expr]) -> set[tuple[str, str]]:
    """Dimensions, and what they must be at least."""
    checks = {(dim, "1") for shape in {e.shape for e in nodes} for dim in shape if not dim.isdecimal()}
    for e in nodes:
        if e.op.name == "unit":
            checks.add((e.data[1], str(e.data[0])))
        elif e.op.name in NUMBERED:
            checks |= {(dim, e.data) for dim in e.args[0].shape}
    return checks


def _fits(checks: Iterable[tuple[str, str]], sizes: dict[str, int]) -> bool:
    return all(dims.value(dim, sizes) >= dims.value(least, sizes) for dim, least in checks)


def _candidates(found: list[str], start: int) -> Iterator[dict[str, int]]:
    k = len(found)
    if k == 0:
        yield {}
        return
    pool = (PRIMES * (k // len(PRIMES) + 1))[:max(k, 2)]
    rotated = [pool[(i + start) % len(pool)] for i in range(len(pool))]
    for chosen in _first(permutations(rotated, k), 5000):
        yield dict(zip(found, chosen, strict=True))
    larger = sorted({*PRIMES[:6], *range(4, 10)})
    for chosen in _first(product(larger, repeat=k), 500):
        yield dict(zip(found, chosen, strict=True))


def _first(items: Iterable[tuple[int, ...]], n: int) -> Iterator[tuple[int, ...]]:
    return (item for item, _ in zip(items, range(n), strict=False))


def _rank_limits(nodes: Iterable[Expr]) -> Iterator[tuple[str, str]]:
    """(inner, outer) for each product that is inverted: it is singular unless inner ≥ outer."""
    for e in nodes:
        if e.op.name in REGULAR or (e.op.name == "power" and e.data < 0):
            a = e.args[0]
            if a.op.name == "matmul":
                yield from ((factor.cols, a.rows) for factor in a.args[:-1] if factor.cols != a.rows)
