"""Matrix products: flat chains, scalars taken out, cut at every inner dimension of 1: x xᵀ A x is (xᵀ A x) x."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from matcalc.build import T, dim, epow, eye, had, kron, mm, num, ones, total, zeros
from matcalc.expr import Expr, Key, Notation, Op
from matcalc.ops.leaves import UNITY
from matcalc.ops.term import ONE, join, split, times

Pair = Callable[[Expr, Expr], Expr | None]
PAIRS: dict[tuple[str, str], list[Pair]] = {}
"""Identities of two neighbours in a product, by their operators' names, `*` for any; filled in by `rules`."""
Around = Callable[[list[Expr], int], tuple[int, int, Expr] | None]
AROUND: dict[str, list[Around]] = {}
"""Identities of a factor with what stands around it, by its operator's name: (factors, i) -> (start, stop, what
stands for these), or None; filled in by `rules`."""


_TAKEN_APART = frozenset({"term", "matmul", "eye", "zeros", "ones"})
"""Matrices that hold scalars or other factors, or are no factors in a product."""


class Chain:
    """A product being built: factors that are no scalars, and the scalars taken out of them."""

    __slots__ = ("coefficient", "factors", "powers", "shape", "zero")

    def __init__(self, shape: tuple[str, str]):
        self.coefficient = ONE
        self.powers: list[tuple[Expr, Fraction]] = []
        self.factors: list[Expr] = []
        self.shape, self.zero = shape, False

    def take(self, e: Expr) -> list[Expr]:
        """The matrix factors of e, whose scalars are kept apart."""
        if not e.is_scalar and e.op.name not in _TAKEN_APART:
            return [e]
        c, powers, body = split(e)
        self.coefficient = times(self.coefficient, c)
        self.powers += powers
        name = "eye" if body is None else body.op.name
        self.zero |= name == "zeros" or not c
        if body is None or name == "eye":
            return []
        if name == "matmul":
            return [*body.args]
        if name == "ones" and "1" not in body.shape:
            return [ones(body.rows, "1"), ones("1", body.cols)]
        return [body]

    def reduce(self) -> None:
        """Apply the identities of neighbours until none fits."""
        i, f = 0, self.factors
        while i < len(f):
            found = _reduced(f, i)
            if found is None:
                i += 1
            else:
                start, stop, new = found
                f[start:stop] = self.take(new)
                i = 0 if any(e.op.name in AROUND for e in f) else max(0, start - 1)

    def cut(self) -> None:
        """Take out what closes between two inner dimensions of 1: it is a scalar."""
        f = self.factors
        ends = [i for i, e in enumerate(f) if e.shape[0] == "1"]
        if f and f[-1].shape[1] == "1":
            ends.append(len(f))
        if len(ends) > 1:
            for a, b in pairwise(ends):
                self.take(_closed(f[a:b]))
            self.factors = f[:ends[0]] + f[ends[-1]:]

    def result(self) -> Expr:
        """The product: a term of what was taken out and what is left of the chain."""
        if self.zero:
            return zeros(*self.shape)
        f = self.factors
        if not f:
            body = None if self.shape == ("1", "1") else eye(self.shape[0])
        elif all(e.op.name == "ones" for e in f):
            body = ones(*self.shape)
        else:
            body = f[0] if len(f) == 1 else MATMUL(*f)
        return join(self.coefficient, self.powers, body)


def product(*factors: Expr) -> Expr:
    """The product in normal form; 1×1 factors scale."""
    factors = tuple([e for e in factors if e is not UNITY])
    if len(factors) == 1:
        return factors[0]
    matrices = [e for e in factors if not e.is_scalar]
    chain = Chain((matrices[0].rows, matrices[-1].cols) if matrices else ("1", "1"))
    for e in factors:
        chain.factors += chain.take(e)
    chain.reduce()
    chain.cut()
    return chain.result()


def _reduced(factors: list[Expr], i: int) -> tuple[int, int, Expr] | None:
    """What the first identity that fits makes of the factors at or around i: (start, stop, what stands for these)."""
    if i < len(factors) - 1 and (new := _neighbours(factors[i], factors[i + 1])) is not None:
        return i, i + 2, new
    return next((found for rule in AROUND.get(factors[i].op.name, ()) if (found := rule(factors, i)) is not None), None)


def _neighbours(a: Expr, b: Expr) -> Expr | None:
    x, y = a.op.name, b.op.name
    for key in ((x, y), (x, "*"), ("*", y)):
        for rule in PAIRS.get(key, ()):
            new = rule(a, b)
            if new is not None:
                return new
    return None


def _closed(factors: list[Expr]) -> Expr:
    """A chain that is a scalar, as itself or as its transpose, whichever comes first."""
    first, last = factors[0], factors[-1]
    if len(factors) == 1:
        return first
    if first.op.name == "ones":
        if len(factors) == 2 and last.op.name == "ones":
            return dim(last.rows)
        return total(mm(*factors[1:-1]) if last.op.name == "ones" else mm(*factors[1:]))
    if last.op.name == "ones":
        return total(mm(*factors[:-1]))
    if len(factors) == 2 and (merged := _squares(first, last)) is not None:
        return merged
    flipped = [T(e) for e in reversed(factors)]
    if any(e.op.name == "term" for e in flipped):
        return MATMUL(*factors)
    return MATMUL(*min(factors, flipped, key=_written_first))


def _written_first(f: list[Expr]) -> tuple[int, list[Key]]:
    """The sort key of a chain that could be written either way round: few transposes inside, then its factors."""
    return sum(e.op.name == "transpose" for e in f[1:]), [e.key for e in f]


def _squares(row: Expr, column: Expr) -> Expr | None:
    """(u∘v)ᵀ(u∘w) = 1ᵀ(u∘u∘v∘w): an inner product whose Hadamard factors meet, or of powers of two columns."""
    if "hadpow" not in (row.op.name, column.op.name):
        return None
    merged = had(T(row), column)
    bases = len(_bases(row)) + len(_bases(column))
    return total(merged) if merged.op.name != "hadpow" or len(merged.args) < bases or bases == 2 else None


def _bases(e: Expr) -> tuple[Expr, ...]:
    return e.args if e.op.name == "hadpow" else (e,)


def power(a: Expr, *, data: int) -> Expr:
    """A^k for an integer k, as a product of k factors."""
    if a.is_scalar:
        return epow(a, data)
    base = a if data >= 0 else INV.build(a)
    return mm(*[base] * abs(data)) if data else eye(a.rows)


def before(e: Expr, i: int) -> Expr:
    """The product of the factors before argument i."""
    return mm(*e.args[:i]) if i else eye(e.rows)


def after(e: Expr, i: int) -> Expr:
    """The product of the factors after argument i."""
    return mm(*e.args[i + 1:]) if i < len(e.args) - 1 else eye(e.cols)


def _transpose(e: Expr, i: int, g: Expr) -> Expr:
    left = [T(x) for x in reversed(e.args[:i])]
    right = [T(x) for x in reversed(e.args[i + 1:])]
    if not g.is_scalar:
        return mm(*left, g, *right)
    if left and right:  # a closed chain, whose sides meet in a dimension of 1
        return mm(mm(*left), mm(*right), g)
    return mm(mm(*left, *right), g)


MATMUL = Op("matmul", "m,k k,n -> m,n", fold=True, normal=product, linear=True, transpose=_transpose,
            matrix=lambda e, i: kron(T(after(e, i)), before(e, i)),
            text=Notation(join=" ", precedence=40), latex=Notation(join=" ", precedence=40),
            numpy=Notation(join=" @ ", precedence=20))
POWER = Op("power", "n,n -> n,n", normal=power,
           text=Notation("{0:91}^{data}", 90), latex=Notation("{0:91}^{{{data}}}", 90),
           numpy=Notation("np.linalg.matrix_power({0}, {data})"))
"""An integer power of a square matrix; data is the exponent."""
INV = Op("inv", "n,n -> n,n", differential=lambda y, i, da: mm(num(-1), y, da, y),
         text=Notation("{0:91}⁻¹", 90), latex=Notation("{0:91}^{{-1}}", 90), numpy=Notation("np.linalg.inv({0})"),
         source="Magnus & Neudecker, ch. 8.4; Matrix Cookbook eq. 40")
INVT = Op("invt", "n,n -> n,n", normal=lambda a: T(INV.build(a)),
          text=Notation("{0:91}⁻ᵀ", 90), latex=Notation(r"{0:91}^{{-\top}}", 90),
          numpy=Notation("np.linalg.inv({0}).T", 50, cost=2))
"""The transpose of the inverse."""
