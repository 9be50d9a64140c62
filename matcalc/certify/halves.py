"""Half-vectorisations, triangles and Cholesky factors by their definitions, over jets and in NumPy."""
from __future__ import annotations

from typing import Any

from matcalc.certify import field as plain
from matcalc.certify.field import Matrix
from matcalc.certify.jets import Jet, linear, primal
from matcalc.certify.law import Law, Point, lin
from matcalc.certify.number import Array, Numeric, call


def half(n: int) -> list[tuple[int, int]]:
    """Where the entries of vech stand: the columns from the diagonal down."""
    return [(i, j) for j in range(n) for i in range(j, n)]


def vech(a: Matrix) -> Matrix:
    """The columns from the diagonal down, one below the other."""
    return [[a[i][j]] for i, j in half(len(a))]


def lower(v: Matrix, n: int) -> Matrix:
    """The lower triangular n×n matrix whose vech is v."""
    at = {place: r[0] for place, r in zip(half(n), v, strict=True)}
    return [[at.get((i, j), 0) for j in range(n)] for i in range(n)]


def tril(a: Matrix) -> Matrix:
    """The entries on and below the diagonal."""
    return [[x if i >= j else 0 for j, x in enumerate(r)] for i, r in enumerate(a)]


def triu(a: Matrix) -> Matrix:
    """The entries on and above the diagonal."""
    return [[x if i <= j else 0 for j, x in enumerate(r)] for i, r in enumerate(a)]


def duplication(n: int) -> Matrix:
    """The row of entry (i, j) picks entry (i, j) or (j, i) of the lower triangle."""
    return [[int((max(i, j), min(i, j)) == place) for place in half(n)] for j in range(n) for i in range(n)]


def elimination(n: int) -> Matrix:
    """The row of entry (i, j) of the lower triangle picks that entry."""
    return [[int((i, j) == place) for j in range(n) for i in range(n)] for place in half(n)]


def _symmetrizer(k: Point, n: int) -> Matrix:
    return k.field.scaled(k.field.reciprocal(2), k.field.add(plain.identity(n * n), plain.commutation(n, n)))


def _halved(k: Point, a: Jet) -> Jet:
    return k.scaled(k.field.reciprocal(2), a)


def _chol(k: Point, a: Jet) -> Jet:
    """Column by column, each from what the ones before leave (Golub & Van Loan, ch. 4.2)."""
    n = len(primal(a))
    rest = _halved(k, k.add(a, linear(plain.transpose, a)))
    out: Jet = plain.full(n, n, 0)
    for j in range(n):
        first = linear(lambda m: [[r[0]] for r in m], rest)
        root = k.power(linear(lambda m: [m[0]], first), 1, 2)
        column = k.scale(k.power(root, -1), first)
        out = k.add(out, linear(lambda c, j=j: _placed(c, j, n), column))  # type: ignore[misc]
        left = k.sub(rest, k.matmul(column, linear(plain.transpose, column)))
        rest = linear(lambda m: [r[1:] for r in m[1:]], left)
    return out


def _placed(column: Matrix, j: int, n: int) -> Matrix:
    """The n×n matrix whose column j ends in these entries, and that is 0 elsewhere."""
    return [[column[i - j][0] if k == j <= i else 0 for k in range(n)] for i in range(n)]


HALF_LAWS: dict[str, Law] = {
    "vech": lin(vech), "tril": lin(tril), "triu": lin(triu),
    "halftril": Law(lambda k, e, a: _halved(k, k.add(linear(tril, a), linear(_strictly_lower, a)))),
    "duplication": Law(lambda k, e: duplication(k.size(e.data))),
    "elimination": Law(lambda k, e: elimination(k.size(e.data))),
    "symmetrizer": Law(lambda k, e: _symmetrizer(k, k.size(e.data))),
    "chol": Law(lambda k, e, a: _chol(k, a), signed=True),
}


def _strictly_lower(a: Matrix) -> Matrix:
    return [[x if i > j else 0 for j, x in enumerate(r)] for i, r in enumerate(a)]


def _cholesky(np: Any, a: Array) -> Array:
    """The factor of the symmetric part, without conjugates, so that it is holomorphic.

    Raises LinAlgError where a pivot is not positive.
    """
    rest, out = (a + a.T) / 2, np.zeros_like(a)
    for j in range(len(a)):
        if not rest[0, 0].real > 0:
            raise np.linalg.LinAlgError("the matrix is not positive definite")
        out[j:, j] = rest[:, 0] / np.sqrt(rest[0, 0])
        rest = (rest - np.outer(out[j:, j], out[j:, j]))[1:, 1:]
    return out


HALF_NUMBERS: dict[str, Numeric] = {
    "vech": call(lambda np, a: a.T[np.triu_indices(len(a))][:, None]),
    "tril": call(lambda np, a: np.tril(a)), "triu": call(lambda np, a: np.triu(a)),
    "halftril": call(lambda np, a: (np.tril(a) + np.tril(a, -1)) / 2),
    "duplication": Numeric(lambda np, e, size: np.array(duplication(size(e.data)), dtype=float)),
    "elimination": Numeric(lambda np, e, size: np.array(elimination(size(e.data)), dtype=float)),
    "symmetrizer": Numeric(lambda np, e, size: _mean_with_transpose(np, size(e.data))),
    "chol": call(_cholesky),
}


def _mean_with_transpose(np: Any, n: int) -> Array:
    """The columns of N are the vecs of the symmetric parts of the matrices with a single 1."""
    units = np.eye(n * n).reshape(n, n, n * n)
    return ((units + units.swapaxes(0, 1)) / 2).reshape(n * n, n * n)
