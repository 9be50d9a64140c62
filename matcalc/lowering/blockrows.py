"""The rows of the diagonals of blocks, for products and sums of A ⊗ I and Diag(d): C of `lowering.blocks`."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import OPS, Expr, Op
from matcalc.lowering.scalars import Peeled, flip, scaled
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.ops.routines import EYE_BLOCKS, KRON_BLOCKS

MOST = 8
"""More terms are not multiplied out."""
LONGEST = 64
"""Longer products are not looked into."""
LEAST = 3
"""Shorter products take no less work by blocks."""
Factor = tuple[str, Expr]
"""`full` and the A of A kron I, or `diag` and its entries, n rows of m."""
Run = tuple[Factor, ...]
Term = tuple[tuple[Expr, ...], tuple[Expr, ...], Run]
"""What multiplies and divides a product, and its factors."""


def scaling(a: Expr) -> tuple[Expr, Expr] | None:
    """The column or row and the matrix that it is spread over."""
    for v, full in (a.args, a.args[::-1]):
        if full.shape == a.shape and "1" in v.shape and v.shape != a.shape and not v.is_scalar:
            return v, full
    return None


def factors_in(e: Expr) -> tuple[Expr, ...]:
    """What a matrix is the product of, diagonal matrices that are spread among it."""
    found: tuple[Expr, ...] | None = e.memo.get("factors")
    if found is None:
        found = _opened(e)
        found = e.memo["factors"] = found if len(found) <= LONGEST else (e,)
    return found


def _opened(e: Expr) -> tuple[Expr, ...]:
    if e.op.name == "matmul":
        return tuple([f for a in e.args for f in factors_in(a)])
    if e.op is SPREAD_MUL and (sides := scaling(e)) is not None:
        v, full = sides
        inner = factors_in(full)
        return (OPS["diag"](v), *inner) if v.cols == "1" else (*inner, OPS["diag"](flip(v)))
    if e.op.name == "transpose" and len(inner := factors_in(e.args[0])) > 1:
        return tuple([a if a.op.name == "diag" else flip(a) for a in reversed(inner)])
    return (e,)


def kron_of(e: Expr) -> tuple[Op, Dim, Expr] | None:
    """Which blocks, of which side, A kron I or I kron A has, and A."""
    if e.op.name != "kron" or len(e.args) != 2:
        return None
    a, b = e.args
    return (KRON_BLOCKS, b.data, a) if b.op.name == "eye" else (EYE_BLOCKS, a.data, b) if a.op.name == "eye" else None


class BlockRows:
    """Makes the rows of blocks of one side, which are diagonal or, with commutations around them, in order."""

    __slots__ = ("op", "side")

    def __init__(self, op: Op, side: Dim):
        self.op, self.side = op, side

    def array(self, factors: Sequence[Expr]) -> tuple[Expr, tuple[Dim, Dim]] | None:
        """The array C of a product, and how many blocks there are; None where it is not made of such blocks."""
        p, q = dims.quotient(factors[0].rows, self.side), dims.quotient(factors[-1].cols, self.side)
        terms = self.product(factors)
        if terms is None or p is None or q is None or max(len(run) for _, _, run in terms) < LEAST:
            return None
        found = []
        for over, under, run in terms:
            rows = self.rows(_merged(run), p, q)
            if rows is None:
                return None
            found.append(scaled([*over], [*under], rows))
        return found[0] if len(found) == 1 else OPS["add"](*found), (p, q)

    def product(self, factors: Sequence[Expr]) -> list[Term] | None:
        """The products that a product is the sum of."""
        out: list[Term] = [((), (), ())]
        for a in factors:
            more = self.terms(a)
            if more is None or len(out) * len(more) > MOST:
                return None
            out = [((*o, *v), (*u, *w), (*run, *other)) for o, u, run in out for v, w, other in more]
        return out

    def terms(self, e: Expr) -> list[Term] | None:
        """The products that a matrix is the sum of."""
        name, parts = e.op.name, Peeled(e)
        if not parts.is_bare:
            inner = self.terms(parts.body)
            return inner and [((*parts.over, *o), (*parts.under, *u), run) for o, u, run in inner]
        if name in ("add", "sub"):
            found: list[Term] = []
            for i, a in enumerate(e.args):
                terms = self.terms(OPS["neg"](a) if i and name == "sub" else a)
                if terms is None:
                    return None
                found += terms
            return found
        if name == "transpose":
            inner = self.terms(e.args[0])
            return inner and [(o, u, tuple(map(_turned, reversed(run)))) for o, u, run in inner]
        factors = factors_in(e)
        if len(factors) > 1:
            return self.product(factors)
        run = self.factor(e)
        return None if run is None else [((), (), run)]

    def factor(self, e: Expr) -> Run | None:
        """What a node is: nothing for an identity."""
        if e.op.name == "eye":
            return ()
        kron = kron_of(e)
        if kron is not None:
            return (("full", kron[2]),) if kron[:2] == (self.op, self.side) else None
        n = dims.quotient(e.rows, self.side) if e.op.name == "diag" else None
        if n is None:
            return None
        v = e.args[0] if e.args[0].cols == "1" else flip(e.args[0])
        shape = (self.side, n) if self.op is KRON_BLOCKS else (n, self.side)
        d = v.args[0] if v.op.name == "vec" and v.args[0].shape == shape else OPS["unvec"](v, data=shape)
        return (("diag", flip(d) if self.op is KRON_BLOCKS else d),)

    def rows(self, run: Run, p: Dim, q: Dim) -> Expr | None:
        """C for a product."""
        tags = [tag for tag, _ in run]
        if tags.count("diag") > 1:
            return self.outer(run, p, q)
        if "diag" not in tags:
            return SPREAD_MUL(_by_rows(run[0][1] if run else OPS["eye"](data=p)), OPS["ones"](data=("1", self.side)))
        at = tags.index("diag")
        d, left, right = run[at][1], [a for _, a in run[:at]], [a for _, a in run[at + 1:]]
        if left and right:
            return OPS["matmul"](_pairs(left[0], right[0]), d)
        if right:
            return _times(_by_rows(right[0]), _below(d, q))
        return _times(_by_rows(left[0]) if left else _by_rows(OPS["eye"](data=p)), _beside(d, p))

    def outer(self, run: Run, p: Dim, q: Dim) -> Expr | None:
        """C for a product in which there is u v' (x) I, of the products before and after."""
        for i, (tag, a) in enumerate(run):
            if tag == "full" and "1" not in a.shape and (sides := _thin(a)) is not None:
                left = self.rows((*run[:i], ("full", sides[0])), p, "1")
                right = self.rows((("full", sides[1]), *run[i + 1:]), "1", q)
                return None if left is None or right is None else OPS["khatri_rao"](left, right)
        return None


def _turned(f: Factor) -> Factor:
    tag, a = f
    if a.op.name == "ones":
        return tag, OPS["ones"](data=a.shape[::-1])
    return tag, a if tag == "diag" else flip(a)


def _merged(run: Run) -> Run:
    """Neighbours that are alike as one factor."""
    out: list[Factor] = []
    for tag, a in run:
        if out and out[-1][0] == tag:
            before = out.pop()[1]
            a = OPS["hadamard"](before, a) if tag == "diag" else OPS["matmul"](before, a)
        out.append((tag, a))
    return tuple(out)


def _thin(a: Expr) -> tuple[Expr, Expr] | None:
    """The column and the row that a matrix is the product of."""
    if a.op.name == "ones":
        return OPS["ones"](data=(a.rows, "1")), OPS["ones"](data=("1", a.cols))
    two = a.op.name in ("matmul", "spread_mul") and len(a.args) == 2 and a.args[0].cols == a.args[1].rows == "1"
    return (a.args[0], a.args[1]) if two else None


def _times(a: Expr, b: Expr) -> Expr:
    """A column spread over an array, which ones leave as it is."""
    return b if a.op.name == "ones" else OPS["hadamard"](a, b) if a.shape == b.shape else SPREAD_MUL(a, b)


def _by_rows(a: Expr) -> Expr:
    """The entries row by row, as a column."""
    if a.op.name == "ones":
        return OPS["ones"](data=(dims.mul(*a.shape), "1"))
    return a if a.cols == "1" else OPS["vec"](a if a.op.name == "eye" else flip(a))


def _pairs(a: Expr, b: Expr) -> Expr:
    """A kr B': its rows are the products of a row of A and a column of B."""
    if b.cols == "1":
        return a if b.op.name == "ones" else SPREAD_MUL(a, flip(b))
    if a.rows == "1":
        return flip(b) if a.op.name == "ones" else SPREAD_MUL(a, flip(b))
    return OPS["khatri_rao"](a, flip(b))


def _below(d: Expr, count: Dim) -> Expr:
    """Each row so many times."""
    return d if count == "1" else OPS["kron"](d, OPS["ones"](data=(count, "1")))


def _beside(d: Expr, count: Dim) -> Expr:
    """All rows so many times."""
    return d if count == "1" else OPS["kron"](OPS["ones"](data=(count, "1")), d)
