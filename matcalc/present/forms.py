"""How operators of the normal form are written, by name; others as themselves."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.expr import Expr
from matcalc.present import products, terms
from matcalc.present.functions import FUNCTIONS
from matcalc.present.protocols import View
from matcalc.present.signs import Signed

DIRECT: dict[str, Callable[[Expr, View], Signed]] = {
    **FUNCTIONS, "add": terms.sum_, "term": terms.term, "sum": terms.sum_of_entries,
    "matmul": products.product, "kron": products.kronecker, "diag": products.diagonal, "hadpow": products.hadamard,
}
