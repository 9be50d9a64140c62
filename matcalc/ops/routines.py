"""Routines of linear algebra that array code calls: inner products, solutions, factorisations and what they give.

They stand in lowered programs alone. A factorisation has the shape of its matrix; what it is in a language, a matrix,
a tuple or an object, only the operators that take it know.
"""
from __future__ import annotations

from matcalc import dims
from matcalc.dims import Dim
from matcalc.expr import Notation, Op
from matcalc.shape import Shape


def _taken(data: object, factor: Shape) -> Shape:
    return factor[0], "1"


# ---- inner products
DOT = Op("dot", "m,n m,n -> 1,1", numpy=Notation("np.vdot({0}, {1})"))
"""A : B as a number, without an array for the products."""
DOT_T = Op("dot_t", "m,n n,m -> 1,1", numpy=Notation("np.einsum('ij,ji->', {0}, {1})"))
"""tr(A B), without a copy of the transpose."""

ROW_MAX = Op("row_max", "m,n -> m,1", numpy=Notation("{0:50}.max(1, keepdims=True)", 50))
COL_MAX = Op("col_max", "m,n -> 1,n", numpy=Notation("{0:50}.max(0, keepdims=True)", 50))
"""The largest entry of each row and column."""
ENTRY = Op("entry", lambda data, a: ("1", "1"), samples=("m,n",), numpy=Notation("{0:50}[{data[0]}, {data[1]}]", 50))
"""One entry; data is its place, from 0."""

# ---- systems
SOLVE = Op("solve", "n,n n,k -> n,k", numpy=Notation("np.linalg.solve({0}, {1})"))
LU = Op("lu", "n,n -> n,n", numpy=Notation("scipy.linalg.lu_factor({0})"))
LU_SOLVE = Op("lu_solve", "n,n n,k -> n,k", numpy=Notation("scipy.linalg.lu_solve({0}, {1})"))
LU_SOLVE_T = Op("lu_solve_t", "n,n n,k -> n,k", numpy=Notation("scipy.linalg.lu_solve({0}, {1}, trans=1)"))
LU_LOGDET = Op("lu_logdet", "n,n -> 1,1", numpy=Notation("np.log(np.abs({0:50}[0].diagonal())).sum()", 50, cost=3))
LU_INV = Op("lu_inv", "n,n -> n,n", numpy=Notation("scipy.linalg.lu_solve({0}, np.eye({rows}))"))
"""Of the factorisation P L U of A: A⁻¹ B, A⁻ᵀ B, log|det A|, A⁻¹."""
CHOL_FACTOR = Op("chol_factor", "n,n -> n,n", numpy=Notation("np.linalg.cholesky({0})"))
"""The lower triangular L with L Lᵀ = A, of an A that is known to be positive definite."""
CHOL_SOLVE = Op("chol_solve", "n,n n,k -> n,k", numpy=Notation("scipy.linalg.cho_solve(({0}, True), {1})"))
CHOL_LOGDET = Op("chol_logdet", "n,n -> 1,1", numpy=Notation("2 * np.log({0:50}.diagonal()).sum()", 20, cost=3))
CHOL_INV = Op("chol_inv", "n,n -> n,n", numpy=Notation("scipy.linalg.cho_solve(({0}, True), np.eye({rows}))"))
"""Of L: A⁻¹ B, log det A, A⁻¹."""
TRI_SOLVE = Op("tri_solve", "n,n n,k -> n,k", numpy=Notation("scipy.linalg.solve_triangular({0}, {1}, lower={data})"))
"""A⁻¹ B for triangular A; data is whether A is lower triangular."""

# ---- one eigendecomposition, one singular value decomposition
EIGH = Op("eigh", "n,n -> n,n", numpy=Notation("np.linalg.eigh({0})"))
"""The eigenvalues of a symmetric matrix in rising order, and the eigenvectors."""
EIGH_VALUE = Op("eigh_value", "n,n -> 1,1", numpy=Notation("{0:50}[0][{data}]", 50))
EIGH_VECTOR = Op("eigh_vector", _taken, samples=("n,n",), numpy=Notation("{0:50}[1][:, [{data}]]", 50))
"""Data: the place in rising order, 0 the first, -1 the last."""
EIGH_RESOLVENT = Op("eigh_resolvent", "n,n -> n,n", numpy=Notation(
    "{0:50}[1][:, :-1] / ({0:50}[0][-1] - {0:50}[0][:-1]) @ {0:50}[1][:, :-1].T", 20))
"""(λmax I - A)⁺"""
SVD = Op("svd", "m,n -> m,n", numpy=Notation("np.linalg.svd({0}, full_matrices=False)"))
"""U, the singular values in falling order, Vᵀ."""
SVD_VALUE = Op("svd_value", "m,n -> 1,1", numpy=Notation("{0:50}[1][0]", 50))
SVD_LEFT = Op("svd_left", _taken, samples=("m,n",), numpy=Notation("{0:50}[0][:, :1]", 50))
SVD_RIGHT = Op("svd_right", lambda data, a: (a[1], "1"), samples=("m,n",), numpy=Notation("{0:50}[2][:1].T", 50))
SVD_SUM = Op("svd_sum", "m,n -> 1,1", numpy=Notation("{0:50}[1].sum()", 50))
SVD_POLAR = Op("svd_polar", "m,n -> m,n", numpy=Notation("{0:50}[0] @ {0:50}[2]", 20))
"""σ₁, its vectors, Σσₖ, and U Vᵀ."""
FROM_EIGH = {"lmax": (EIGH_VALUE, -1), "lmin": (EIGH_VALUE, 0), "evec_max": (EIGH_VECTOR, -1),
             "evec_min": (EIGH_VECTOR, 0), "resolvent_max": (EIGH_RESOLVENT, None)}
FROM_SVD = {"smax": (SVD_VALUE, None), "lsv": (SVD_LEFT, None), "rsv": (SVD_RIGHT, None), "nuc": (SVD_SUM, None),
            "polar": (SVD_POLAR, None)}
"""What the functions of a matrix are in terms of its decomposition, with their data."""


# ---- structure
def _blown(data: Dim, a: Shape) -> Shape:
    return dims.mul(a[0], data), dims.mul(a[1], data)


COMMUTED = Op("commuted", "r,p -> r,p", samples=("m*n,p",), numpy=lambda e: Notation(
    "{0:50}.reshape({data[1]}, {data[0]}, -1).swapaxes(0, 1).reshape({rows}, {cols})", 50, cost=3))
"""K(m, n) A, the rows of A in the order that the commutation matrix puts them in; data is m, n."""
EYE_COMMUTED = Op("eye_commuted", "r,p -> r,p", samples=("m*n*p,p",), numpy=Notation(
    "{0:50}.reshape({data[2]}, {data[1]}, {data[0]}, -1).swapaxes(1, 2).reshape({rows}, {cols})", 50, cost=3))
"""(I ⊗ K(m, n)) A; data is m, n and the side of the identity."""


def _widened(data: Dim, a: Shape, b: Shape) -> Shape:
    return dims.mul(a[0], data), b[1]


EYE_TIMES = Op("eye_times", _widened, samples=("m,n", "2*n,p"), numpy=Notation(
    "({0:50} @ {1:50}.reshape({data}, {cols(0)}, -1)).reshape({rows}, {cols})", 50, cost=3))
KRON_TIMES = Op("kron_times", _widened, samples=("m,n", "2*n,p"), numpy=Notation(
    "({0:50} @ {1:50}.reshape({cols(0)}, -1)).reshape({rows}, {cols})", 50, cost=3))
"""(I ⊗ A) B and (A ⊗ I) B, block by block; data is the side of the identity."""
KRON_EYE = Op("kron_eye", _blown, samples=("m,n",), numpy=Notation(
    "({0:50}[:, None, :, None] * np.eye({data})[:, None]).reshape({rows}, {cols})", 50, cost=3))
EYE_KRON = Op("eye_kron", _blown, samples=("m,n",), numpy=Notation(
    "(np.eye({data})[:, None, :, None] * {0:50}[:, None]).reshape({rows}, {cols})", 50, cost=3))
"""A ⊗ I and I ⊗ A; data is the side of the identity."""


def _of_blocks(data: tuple[Dim, Dim], rows: Shape) -> Shape:
    return dims.mul(data[0], rows[1]), dims.mul(data[1], rows[1])


KRON_BLOCKS = Op("kron_blocks", _of_blocks, samples=("m*n,p",), numpy=Notation(
    "({0:50}.reshape({data[0]}, {data[1]}, -1).swapaxes(1, 2)[..., None] * np.eye({cols(0)})[:, None])"
    ".reshape({rows}, {cols})", 50, cost=4))
EYE_BLOCKS = Op("eye_blocks", _of_blocks, samples=("m*n,p",), numpy=Notation(
    "(np.eye({cols(0)})[:, None, :, None] * {0:50}.T.reshape(-1, {data[0]}, 1, {data[1]})).reshape({rows}, {cols})", 50,
    cost=4))
"""Blocks of diagonal matrices, whose diagonals are the rows of an array, and a diagonal of blocks, whose entries are
the columns of an array, all row by row; data is how many rows and columns of blocks, or of entries of a block."""

ROUTINES = {op.name: op for op in (
    DOT, DOT_T, ROW_MAX, COL_MAX, ENTRY, SOLVE, LU, LU_SOLVE, LU_SOLVE_T, LU_LOGDET, LU_INV, CHOL_FACTOR, CHOL_SOLVE,
    CHOL_LOGDET, CHOL_INV, TRI_SOLVE, EIGH, EIGH_VALUE, EIGH_VECTOR, EIGH_RESOLVENT, SVD, SVD_VALUE, SVD_LEFT,
    SVD_RIGHT, SVD_SUM, SVD_POLAR, COMMUTED, EYE_COMMUTED, EYE_TIMES, KRON_TIMES, KRON_EYE, EYE_KRON,
    KRON_BLOCKS, EYE_BLOCKS)}
"""By name."""
