"""Linear systems: how each inverted matrix is treated, and what its solutions, inverse and determinant become."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcalc.expr import OPS, Expr, walk
from matcalc.lowering import work
from matcalc.lowering.engine import Lowering
from matcalc.lowering.scalars import flip
from matcalc.lowering.work import Sizes
from matcalc.ops import routines
from matcalc.properties import definite
from matcalc.triangularity import LOWER, UPPER, triangular

FACTORS = dict.fromkeys(("scipy", "jax", "torch", "julia", "matlab"), ("chol", "lu", "tri"))
"""What targets have factorisations as objects: the others solve anew, or invert once."""

Modes = Mapping[Expr, str]
"""Of a matrix: `solve`, `inv`, `lu`, `chol`, `tri`."""


class Systems:
    """The systems of one program."""

    __slots__ = ("lowering", "modes", "sizes", "target")

    def __init__(self, lowering: Lowering, sizes: Sizes, target: str, modes: Modes):
        self.lowering, self.sizes, self.target, self.modes = lowering, sizes, target, modes

    def mode(self, a: Expr) -> str:
        """How systems with a matrix, or its transpose, are solved."""
        return self.modes.get(a, "solve")

    def cost(self, a: Expr, cols: int) -> int:
        """The work of a solution with so many right-hand sides, what all share left out."""
        side, mode = self.sizes(a.rows), self.mode(a)
        if mode == "inv":
            return work.product(side, side, cols)
        return work.solution(side, cols) if mode == "solve" else work.substitution(side, cols)

    def solved(self, a: Expr, b: Expr, *, turned: bool) -> Expr:
        """A⁻¹ B, or A⁻ᵀ B."""
        turned = turned and not self.lowering.symmetric(a)
        match self.mode(a):
            case "inv":
                inverse = OPS["inv"](a)
                return OPS["matmul"](flip(inverse) if turned else inverse, b)
            case "lu":
                return (routines.LU_SOLVE_T if turned else routines.LU_SOLVE)(routines.LU(a), b)
            case "chol":
                return routines.CHOL_SOLVE(routines.CHOL_FACTOR(a), b)
            case "tri":
                lower = self._is_lower(a)
                return routines.TRI_SOLVE(flip(a) if turned else a, b, data=lower != turned)
        return routines.SOLVE(flip(a) if turned else a, b)

    def inverse(self, a: Expr) -> Expr:
        """A⁻¹ as an array."""
        match self.mode(a):
            case "lu":
                return routines.LU_INV(routines.LU(a))
            case "chol":
                return routines.CHOL_INV(routines.CHOL_FACTOR(a))
        return OPS["inv"](a)

    def logdet(self, a: Expr) -> Expr:
        """log|det A|"""
        if self.mode(a) == "lu":
            return routines.LU_LOGDET(routines.LU(a))
        if definite(self.lowering.normal(a)):
            return routines.CHOL_LOGDET(routines.CHOL_FACTOR(a))
        return OPS["logdet"](a)

    def _is_lower(self, a: Expr) -> bool:
        return triangular(self.lowering.normal(a), LOWER)

    def settled(self, roots: Iterable[Expr]) -> dict[Expr, str]:
        """How each matrix is best treated, given what is asked of it in programs made so far."""
        asked: dict[Expr, set[Expr]] = {}
        for e in walk(*roots):
            a = _matrix(e)
            if a is not None:
                asked.setdefault(a, set()).add(e)
        return {a: self._best(a, uses) for a, uses in asked.items()}

    def _best(self, a: Expr, uses: set[Expr]) -> str:
        normal = self.lowering.normal(a)
        has = FACTORS.get(self.target, ())
        if "tri" in has and any(triangular(normal, side) for side in (LOWER, UPPER)):
            return "tri"
        if has and len(uses) > 1:
            return "chol" if definite(normal) else "lu"
        side = self.sizes(a.rows)
        whole = any(e.op.name in ("inv", "lu_inv", "chol_inv") for e in uses)
        columns = [self.sizes(e.cols) for e in uses if e.op.name in _SOLUTIONS]
        if self.mode(a) == "inv":  # where it was multiplied by
            return "inv"
        each = sum(work.solution(side, c) for c in columns)
        once = work.LAPACK + int(2.2 * side**3) + sum(work.product(side, side, c) for c in columns)
        return "inv" if columns and (whole or once < each) else "solve"


_SOLUTIONS = {"solve", "lu_solve", "lu_solve_t", "chol_solve", "tri_solve"}
_ASKING = {*_SOLUTIONS, "inv", "lu_inv", "chol_inv", "lu_logdet", "chol_logdet", "logdet"}


def _matrix(e: Expr) -> Expr | None:
    """The matrix that a node asks something of, upright."""
    if e.op.name not in _ASKING:
        return None
    a = e.args[0]
    while a.op.name in ("transpose", "lu", "chol_factor"):
        a = a.args[0]
    return a
