"""Matrices over a prime field in plain Python: lists of rows of integers in [0, p)."""
from __future__ import annotations

from collections.abc import Sequence
from operator import mul

Matrix = list[list[int]]

PRIMES = tuple((1 << 61) - gap for gap in (2373, 3153, 7245, 8133, 8613, 9189, 9729, 9849, 15609, 22209, 25353, 28749))
"""Safe primes p = 2q + 1, q prime. So p ≡ 3 mod 4, -1 is no square, and every k-th root, k < q, of a square is unique
among the squares: fractional powers of "positive" elements are exact field operations."""

DRAW_BITS = 60
"""Random elements have so many bits: all are below every prime of the table."""


class Unsuitable(Exception):
    """The point is one at which the expression cannot be evaluated; another may do."""


class Narrower(Unsuitable):
    """The claimed side alone cannot be evaluated. Points chosen so that it can may be those where it is right."""


class Singular(Unsuitable):
    """A matrix without inverse, or a division by zero."""


class RankDeficient(Singular):
    """A matrix that has a pseudo-inverse, but not by the formula for full rank."""


class Field:
    """Arithmetic on matrices modulo one prime, which are not changed. Raises Singular where an inverse is missing."""

    __slots__ = ("_solved", "p")

    def __init__(self, p: int):
        """The integers modulo the prime p."""
        self.p = p
        self._solved: dict[int, tuple[Matrix, int, Matrix]] = {}  # a matrix, its determinant and inverse, by its id

    def add(self, a: Matrix, b: Matrix) -> Matrix:
        """The sum."""
        p = self.p
        return [[(x + y) % p for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]

    def sub(self, a: Matrix, b: Matrix) -> Matrix:
        """The difference."""
        p = self.p
        return [[(x - y) % p for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]

    def scaled(self, c: int, a: Matrix) -> Matrix:
        """An integer times a matrix."""
        p = self.p
        return [[c * x % p for x in r] for r in a]

    def scale(self, c: Matrix, a: Matrix) -> Matrix:
        """A 1×1 matrix times a matrix."""
        return self.scaled(c[0][0], a)

    def hadamard(self, a: Matrix, b: Matrix) -> Matrix:
        """The product entry by entry."""
        p = self.p
        return [[x * y % p for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]

    def matmul(self, a: Matrix, b: Matrix) -> Matrix:
        """The product."""
        p, columns = self.p, list(zip(*b, strict=True))
        return [[sum(map(mul, r, c)) % p for c in columns] for r in a]

    def frob(self, a: Matrix, b: Matrix) -> Matrix:
        """The sum of the products of the entries, 1×1."""
        return [[sum(sum(map(mul, r, s)) for r, s in zip(a, b, strict=True)) % self.p]]

    def sums(self, terms: list[int], width: int) -> Matrix:
        """The sums of consecutive terms, so many each, in a row."""
        p = self.p
        return [[sum(terms[n:n + width]) % p for n in range(0, len(terms), width)]]

    def kron(self, a: Matrix, b: Matrix) -> Matrix:
        """The Kronecker product."""
        p = self.p
        return [[x * y % p for x in r for y in s] for r in a for s in b]

    def khatri_rao(self, a: Matrix, b: Matrix) -> Matrix:
        """The columnwise Kronecker product."""
        p = self.p
        return [[x * y % p for x, y in zip(r, s, strict=True)] for r in a for s in b]

    def blockdot(self, g: Matrix, b: Matrix) -> Matrix:
        """⟨Gᵢⱼ, B⟩ for each block Gᵢⱼ of B's shape."""
        p, q = len(b), len(b[0])
        flat = [x for r in b for x in r]
        return [[sum(map(mul, flat, (x for r in g[i:i + p] for x in r[j:j + q]))) % self.p
                 for j in range(0, len(g[0]), q)] for i in range(0, len(g), p)]

    def blocksum(self, g: Matrix, a: Matrix) -> Matrix:
        """Σ aᵢⱼ Gᵢⱼ over the blocks Gᵢⱼ, as many as A has entries."""
        p, q = len(g) // len(a), len(g[0]) // len(a[0])
        return [[sum(sum(map(mul, r, g[i * p + k][c::q])) for i, r in enumerate(a)) % self.p for c in range(q)]
                for k in range(p)]

    def total(self, a: Matrix) -> Matrix:
        """The sum of all entries, 1×1."""
        return [[sum(map(sum, a)) % self.p]]

    def rowsum(self, a: Matrix) -> Matrix:
        """The sums of the rows, a column."""
        return [[sum(r) % self.p] for r in a]

    def trace(self, a: Matrix) -> Matrix:
        """The trace, 1×1."""
        return [[sum(r[i] for i, r in enumerate(a)) % self.p]]

    def reciprocal(self, x: int) -> int:
        """The inverse of an element. Raises Singular."""
        if x % self.p == 0:
            raise Singular("division by zero")
        return pow(x, -1, self.p)

    def fraction(self, numerator: int, denominator: int = 1) -> int:
        """A rational number in the field."""
        return numerator % self.p if denominator == 1 else numerator * self.reciprocal(denominator) % self.p

    def eliminate(self, a: Matrix, b: Matrix) -> tuple[int, Matrix]:
        """The determinant of a, and a⁻¹b, by Gauss and Jordan's elimination. Raises Singular."""
        p, n, det = self.p, len(a), 1
        work = [[*r, *s] for r, s in zip(a, b, strict=True)]
        for i in range(n):
            k = next((k for k in range(i, n) if work[k][i]), None)
            if k is None:
                raise Singular("singular matrix")
            if k != i:
                work[i], work[k], det = work[k], work[i], -det
            det = det * work[i][i] % p
            v = pow(work[i][i], -1, p)
            pivot = work[i] = [x * v % p for x in work[i]]
            for k in range(n):
                factor = work[k][i]
                if factor and k != i:
                    work[k] = [(x - factor * y) % p for x, y in zip(work[k], pivot, strict=True)]
        return det % p, [r[n:] for r in work]

    def inverse(self, a: Matrix) -> Matrix:
        """The inverse. Raises Singular."""
        return self._solve(a)[2]

    def det(self, a: Matrix) -> int:
        """The determinant."""
        try:
            return self._solve(a)[1]
        except Singular:
            return 0

    def _solve(self, a: Matrix) -> tuple[Matrix, int, Matrix]:
        found = self._solved.get(id(a))
        if found is None:
            found = self._solved[id(a)] = a, *self.eliminate(a, identity(len(a)))
        return found


def identity(n: int) -> Matrix:
    """The identity matrix."""
    return [[int(i == j) for j in range(n)] for i in range(n)]


def placed(block: Matrix, size: int, top: int, left: int) -> Matrix:
    """A square matrix of this size with a block whose first row and column are given, else 0."""
    out = full(size, size, 0)
    for row, values in zip(out[top:], block, strict=False):
        row[left:left + len(values)] = values
    return out


def full(m: int, n: int, x: int) -> Matrix:
    """A matrix of one number."""
    return [[x] * n for _ in range(m)]


def transpose(a: Matrix) -> Matrix:
    """The transpose."""
    return [list(c) for c in zip(*a, strict=True)]


def vec(a: Matrix) -> Matrix:
    """The columns, one below the other."""
    return [[x] for c in zip(*a, strict=True) for x in c]


def unvec(v: Matrix, m: int) -> Matrix:
    """The matrix with m rows whose vec is the column v."""
    flat = [r[0] for r in v]
    return [flat[i::m] for i in range(m)]


def diag(v: Matrix) -> Matrix:
    """The diagonal matrix of a row or a column."""
    flat: Sequence[int] = v[0] if len(v) == 1 else [r[0] for r in v]
    n = len(flat)
    return [[flat[i] if i == j else 0 for j in range(n)] for i in range(n)]


def diagpart(a: Matrix) -> Matrix:
    """The diagonal, a column."""
    return [[r[i]] for i, r in enumerate(a)]


def commutation(m: int, n: int) -> Matrix:
    """K with K vec(A) = vec(Aᵀ) for A of shape m×n (Magnus & Neudecker, ch. 3.7)."""
    order = [i + j * m for i in range(m) for j in range(n)]
    return [[int(c == k) for c in range(m * n)] for k in order]
