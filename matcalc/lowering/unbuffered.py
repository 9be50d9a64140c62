"""Rows and columns spread over large arrays by NumPy, without the buffer that it copies rows to."""
from __future__ import annotations

from collections.abc import Mapping

from matcalc.expr import Expr, rebuild
from matcalc.lowering.binding import Program
from matcalc.lowering.work import Sizes, elementwise, work
from matcalc.ops import placed
from matcalc.ops.arrays import SPREAD_ADD, SPREAD_DIV, SPREAD_MAX, SPREAD_MIN, SPREAD_MUL, SPREAD_SUB

LARGE = 20_000
"""Entries of arrays for which it is worth the calls."""
SHARE = 20
"""What is a smaller part of all the work is left as it is."""
ROWS, OF_TWO = range(500, 4096), range(200, 2731)
"""Rows so long are copied, though a loop over each of them by itself costs little; and those of a column by a row,
both of which are copied."""

FUNCTIONS = {SPREAD_ADD: "add", SPREAD_SUB: "subtract", SPREAD_MUL: "multiply", SPREAD_DIV: "divide",
             SPREAD_MAX: "maximum", SPREAD_MIN: "minimum"}
PUTS = {placed.PUT_ADD: "add", placed.PUT_SUB: "subtract", placed.PUT_MUL: "multiply", placed.PUT_DIV: "divide",
        placed.PUT_MAX: "maximum", placed.PUT_MIN: "minimum"}
"""NumPy's functions: of two arrays, and into the first."""


def unbuffered(program: Program, sizes: Mapping[str, int] | None = None) -> Program:
    """The same program with work on large arrays by NumPy's functions without their buffer.

    sizes  of dimensions by name; those left out are assumed
    """
    known = Sizes(sizes)
    total = work(program.roots, known)

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        new = e.op(*args, data=e.data) if args else e
        if len(args) != 2 or any(a.is_scalar for a in args) or args[0].shape == args[1].shape:
            return new
        entries = known.entries(e)
        rows = ROWS if e.shape in (a.shape for a in args) else OF_TWO
        if entries < LARGE or SHARE * elementwise(entries) < total or known(_inner(new)) not in rows:
            return new
        if e.op in FUNCTIONS:
            return placed.UNBUFFERED(*args, data=FUNCTIONS[e.op])
        return placed.PUT_UNBUFFERED(*args, data=PUTS[e.op]) if e.op in PUTS else new
    return Program([(name, rebuild(e, visit)) for name, e in program.bindings],
                   [rebuild(e, visit) for e in program.results])


def _inner(e: Expr) -> str:
    """The side along which the largest argument, or else the result, lies in memory."""
    whole = next((a for a in e.args if a.shape == e.shape), e)
    return e.rows if whole.op.name == "transpose" else e.cols
