"""What array code costs: operations and entries of the arrays it builds, as polynomials in the sizes.

Counts are those of the textbooks: additions and multiplications, leading terms for factorisations (Golub & Van Loan,
Matrix Computations, 4th ed., sections 1.2, 3.2, 4.2, 5.2, 8.3, 8.6).
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from matcalc import dims, polynomials
from matcalc.dims import Dim
from matcalc.expr import Expr, walk
from matcalc.lowering import Program, in_place
from matcalc.ops.placed import PLACED
from matcalc.polynomials import Coefficient, Polynomial

FREE = frozenset({"sym", "num", "dim", "const", "transpose", "diagpart", "vec", "unvec", "take_col", "take_row",
                  "unblock", *PLACED})
"""What only looks at arrays that are there."""
CONSTANT = frozenset({"eye", "ones", "zeros", "unit", "commutation", "duplication", "elimination", "symmetrizer",
                      "diag"})
"""What is filled in, without arithmetic."""


def of(count: str | Coefficient, *sizes: Dim) -> Polynomial:
    """A number times sizes."""
    out: Polynomial = {(): Fraction(count)}
    for size in sizes:
        out = polynomials.times(out, dict(dims.terms(size)))
    return out


def plus(*parts: Polynomial) -> Polynomial:
    """The sum."""
    out: Polynomial = {}
    for part in parts:
        for names, c in part.items():
            out[names] = out.get(names, 0) + c
    return {names: c for names, c in out.items() if c}


def _product(e: Expr) -> Polynomial:
    """From the left, as it is written."""
    return plus(*(of(2, e.args[0].rows, a.rows, a.cols) for a in e.args[1:]))


def _cubic(count: str) -> Callable[[Expr], Polynomial]:
    """A number times the larger side of the first argument times the square of the smaller, which of two is the
    second."""
    def work(e: Expr) -> Polynomial:
        rows, cols = e.args[0].shape
        return of(count, rows, cols, cols)
    return work


def _system(factor: str, each: str) -> Callable[[Expr], Polynomial]:
    """A factorisation, and the solution for every column."""
    def work(e: Expr) -> Polynomial:
        n = e.args[0].rows
        return plus(of(factor, n, n, n), of(each, n, n, e.args[-1].cols))
    return work


def _letters(e: Expr) -> Polynomial:
    """All letters of an einsum."""
    inputs = e.data[0]
    sizes = {letter: size for word, a in zip(inputs, e.args, strict=True)
             for letter, size in zip(word, (d for d in a.shape if d != "1" or len(word) == 2), strict=False)}
    return of(len(inputs), *sizes.values())


WORK: dict[str, Callable[[Expr], Polynomial]] = {
    "matmul": _product, "einsum": _letters,
    "inv": _cubic("2"), "invt": _cubic("2"), "det": _cubic("2/3"), "logdet": _cubic("2/3"), "lu": _cubic("2/3"),
    "chol": _cubic("1/3"), "chol_factor": _cubic("1/3"), "solve": _system("2/3", "2"), "solve_t": _system("2/3", "2"),
    "lu_solve": _system("0", "2"), "lu_solve_t": _system("0", "2"), "chol_solve": _system("0", "2"),
    "tri_solve": _system("0", "1"), **dict.fromkeys(("nuc", "smax"), _cubic("4")),
    **dict.fromkeys(("pinv", "polar", "lsv", "rsv", "svd", "adj"), _cubic("26")),
    **dict.fromkeys(("eigh", "lmax", "lmin", "evec_max", "evec_min"), _cubic("9")),
    "expm": _cubic("30"), "logm": _cubic("60"), "sqrtm": _cubic("30"), "sylvester": _cubic("60"),
    **dict.fromkeys(("eye_times", "kron_times"), lambda e: of(2, e.rows, e.args[0].cols, e.cols)),
    "tr": lambda e: of(1, e.args[0].rows),
}
"""By operator; any other takes an operation for each entry of its largest side."""


def operations(e: Expr) -> Polynomial:
    """The operations of one node."""
    name = e.op.name
    if name in FREE or name in CONSTANT:
        return {}
    if name in WORK:
        return WORK[name](e)
    largest = max((a.shape for a in (e, *e.args)), key=lambda s: dims.degree(s[0]) + dims.degree(s[1]))
    return of(max(1, len(e.args) - 1), *largest)


class Work:
    """Operations, and the entries of all arrays that are built."""

    __slots__ = ("entries", "operations")

    def __init__(self, operations: Polynomial, entries: Polynomial):
        self.operations, self.entries = operations, entries

    @classmethod
    def of(cls, program: Program) -> Work:
        """Of a program, shared parts once; its elementwise work is done in place where it can be."""
        built = [e for e in walk(*in_place(program).roots) if e.op.name not in FREE and not e.is_scalar]
        return cls(plus(*map(operations, walk(*program.roots))), plus(*(of(1, *e.shape) for e in built)))

    def at(self, sizes: Mapping[str, int]) -> tuple[Coefficient, Coefficient]:
        """Both at some sizes; a size that is not given counts as 100."""
        return _value(self.operations, sizes), _value(self.entries, sizes)


USUAL = 100
"""What a size that is not given counts as."""


def _value(poly: Polynomial, sizes: Mapping[str, int]) -> Coefficient:
    names = {name for monomial in poly for name in monomial}
    return polynomials.value(poly.items(), {name: sizes.get(name, USUAL) for name in names})


def written(poly: Polynomial) -> str:
    """`2 m n^2 + n^3/3`, the largest terms first."""
    terms = sorted(poly.items(), key=lambda t: (-len(t[0]), t[0]))
    return " + ".join(_term(names, Fraction(c)) for names, c in terms).replace("+ -", "- ") or "0"


def _term(names: tuple[str, ...], c: Fraction) -> str:
    powers = [name if (k := names.count(name)) == 1 else f"{name}^{k}" for name in dict.fromkeys(names)]
    top = ([] if abs(c.numerator) == 1 and powers else [str(abs(c.numerator))]) + powers
    return ("-" if c < 0 else "") + " ".join(top) + (f"/{c.denominator}" if c.denominator != 1 else "")
