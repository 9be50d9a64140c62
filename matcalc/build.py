"""The constructors of the normal form, by the names that formulas use: `mm(T(A), x)` is Aᵀ x.

They look their operator up in the table, so that records, whose calculus rules are written with
them, can be defined in any order.
"""
from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import OPS, Expr, rebuild
from matcalc.shape import Shape


def normalize(e: Expr) -> Expr:
    """The normal form of an expression as written."""
    return rebuild(e, lambda node, args: node.op.build(*args, data=node.data))


# ---- leaves
def num(value: Fraction | int) -> Expr:
    """A rational number."""
    return _whole(value.numerator) if value.denominator == 1 else OPS["num"](data=value)


@lru_cache(maxsize=64)
def _whole(value: int) -> Expr:
    """A whole number; the same few are met again and again."""
    return OPS["num"](data=Fraction(value))


def sym(name: str, shape: Shape, assume: tuple[str, ...] = ()) -> Expr:
    """The symbol of this name and shape; what is assumed of it is a sorted tuple of words."""
    return OPS["sym"](data=(name, shape, assume))


def eye(n: Dim) -> Expr:
    """I, the n×n identity matrix, 1 where that is 1×1."""
    return num(1) if n == "1" else OPS["eye"](data=n)


def ones(rows: Dim, cols: Dim) -> Expr:
    """The matrix of ones of this shape, 1 where that is 1×1."""
    return num(1) if (rows, cols) == ("1", "1") else OPS["ones"](data=(rows, cols))


def zeros(rows: Dim, cols: Dim) -> Expr:
    """The matrix of zeros of this shape, 0 where that is 1×1."""
    return num(0) if (rows, cols) == ("1", "1") else OPS["zeros"](data=(rows, cols))


def unit(i: int, n: Dim) -> Expr:
    """eᵢ, column i of the n×n identity matrix, counted from 1; 1 where that is 1×1."""
    return num(1) if n == "1" else OPS["unit"](data=(i, n))


def dim(d: Dim) -> Expr:
    """A dimension as a number: m n for `m*n`."""
    return OPS["dim"].build(data=d)


def like(e: Expr, value: int = 1) -> Expr:
    """A constant of the shape of e."""
    return scale(num(value), ones(*e.shape))


# ---- arithmetic
def add(*terms: Expr) -> Expr:
    """A + B + …, all of one shape."""
    return OPS["add"].build(*terms)


def sub(a: Expr, b: Expr) -> Expr:
    """A − B."""
    return add(a, neg(b))


def neg(a: Expr) -> Expr:
    """−A."""
    return scale(num(-1), a)


def scale(*factors: Expr) -> Expr:
    """The product of scalars and at most one matrix."""
    return OPS["term"].build(*factors)


def mm(*factors: Expr) -> Expr:
    """The matrix product; 1×1 factors scale."""
    return OPS["matmul"].build(*factors)


def had(*factors: Expr) -> Expr:
    """The Hadamard product; scalars scale."""
    return OPS["hadamard"].build(*factors)


def epow(a: Expr, k: Fraction | int) -> Expr:
    """The elementwise power, of a scalar its power."""
    return OPS["epow"].build(a, data=Fraction(k))


def raised(a: Expr, b: Expr) -> Expr:
    """a^b entry by entry, where either may be a scalar that stands for all entries."""
    return OPS["raised"].build(a, b)


def kron(*factors: Expr) -> Expr:
    """The Kronecker product A ⊗ B ⊗ …; scalars scale."""
    return OPS["kron"].build(*factors)


def T(a: Expr) -> Expr:
    """The transpose Aᵀ."""
    found: Expr | None = a.memo.get("transpose")
    return OPS["transpose"].build(a) if found is None else found


def inv(a: Expr) -> Expr:
    """The inverse A⁻¹ of a square matrix."""
    return OPS["inv"].build(a)


def sylvester(a: Expr, b: Expr, c: Expr) -> Expr:
    """The solution X of A X + X B = C."""
    return OPS["sylvester"].build(a, b, c)


# ---- reductions and structure
def tr(a: Expr) -> Expr:
    """The trace tr(A) = Σᵢ Aᵢᵢ of a square matrix."""
    return OPS["tr"].build(a)


def total(a: Expr) -> Expr:
    """The sum of the entries."""
    return OPS["sum"].build(a)


def inner(a: Expr, b: Expr) -> Expr:
    """The Frobenius product A : B = tr(Aᵀ B)."""
    return OPS["frob"].build(a, b)


def norm(a: Expr) -> Expr:
    """The Frobenius norm ‖A‖ = tr(Aᵀ A)^½, of a vector the Euclidean one."""
    return OPS["norm"].build(a)


def det(a: Expr) -> Expr:
    """The determinant of a square matrix."""
    return OPS["det"].build(a)


def diag(v: Expr) -> Expr:
    """Diag(v), the matrix with vᵢ at (i, i) and zeros elsewhere."""
    return OPS["diag"].build(v)


def diagpart(a: Expr) -> Expr:
    """The column of the entries Aᵢᵢ of a square matrix."""
    return OPS["diagpart"].build(a)


def vec(a: Expr) -> Expr:
    """vec(A), the columns of A one below the other."""
    return OPS["vec"].build(a)


def unvec(v: Expr, rows: Dim, cols: Dim) -> Expr:
    """The matrix A of this shape with vec(A) = v."""
    return OPS["unvec"].build(v, data=(rows, cols))


def commutation(rows: Dim, cols: Dim) -> Expr:
    """K with K vec(A) = vec(Aᵀ) for A of this shape."""
    return OPS["commutation"].build(data=(rows, cols))


def vech(a: Expr) -> Expr:
    """vech(A), the columns of a square matrix from the diagonal down, one below the other."""
    return OPS["vech"].build(a)


def duplication(n: Dim) -> Expr:
    """D with D vech(S) = vec(S) for symmetric n×n S."""
    return OPS["duplication"].build(data=n)


def elimination(n: Dim) -> Expr:
    """L with L vec(A) = vech(A) for n×n A."""
    return OPS["elimination"].build(data=n)


def symmetrizer(n: Dim) -> Expr:
    """N with N vec(A) = vec(A + Aᵀ)/2 for n×n A."""
    return OPS["symmetrizer"].build(data=n)


def khatri_rao(a: Expr, b: Expr) -> Expr:
    """The Khatri-Rao product A ⊙ B, whose column j is aⱼ ⊗ bⱼ."""
    return OPS["khatri_rao"].build(a, b)


def fn(name: str, a: Expr) -> Expr:
    """An elementwise function, or any other operator of one argument, by name."""
    return OPS[name].build(a)


def size(e: Expr) -> Dim:
    """The number of entries."""
    return dims.mul(*e.shape)
