"""Answers are certified as they are written, names and all; one that fails is withheld."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcalc import dims
from matcalc.certify import Certificate, certify_derivative
from matcalc.derive import Derived
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr, rebuild
from matcalc.forms.svd import expanded, with_sizes
from matcalc.ops.leaves import SYM
from matcalc.present import TEXT, Answer

SIZES = (2, 3)
"""Sums over singular triples are certified where each name in the number of columns has these sizes."""


def certified(f: Expr, x: Expr, derived: Derived, kind: str, manner: str | None,
              assume: Mapping[str, Iterable[str]] | None, dx: Expr) -> Certificate:
    """The certificate of an answer as it is shown; a differential is one in the symbol dx.

    Raises MatcalcError `not-certified`.
    """
    answer = Answer.of(derived.normal, derived.where, TEXT)
    cases = _cases(answer, f, x) if kind != "differential" else [(_swapped(answer.whole, x, dx), _swapped(f, x, dx), x)]
    for whole, function, variable in cases:
        certificate = certify_derivative(function, [variable], whole, kind, structured=manner, assume=assume)
        if not certificate.holds:
            raise MatcalcError("not-certified", f"the answer could not be certified and is withheld: {certificate.detail}")
    return certificate


def _swapped(e: Expr, x: Expr, dx: Expr) -> Expr:
    """The expression with the name of the change of x and `dX`, which the checker looks for, put for each other."""
    names = dx.data[0], "d" + x.data[0]
    by = dict(zip(names, reversed(names), strict=True))

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        renamed = node.op is SYM and node.data[0] in by
        return node.op(*args, data=(by[node.data[0]], *node.data[1:]) if renamed else node.data)
    return rebuild(e, visit)


def _cases(answer: Answer, f: Expr, x: Expr) -> list[tuple[Expr, Expr, Expr]]:
    """The answer, the function and the variable; a sum over singular triples at several sizes, which makes it finite."""
    whole, matrix = answer.whole, answer.decomposed
    if matrix is None:
        return [(whole, f, x)]
    out = []
    for size in SIZES:
        sizes = dict.fromkeys(dims.names(matrix.cols), size)
        numbers = {name: str(size) for name in sizes}
        summed = expanded(with_sizes(whole, numbers), dims.value(matrix.cols, sizes))
        out.append((summed, with_sizes(f, numbers), with_sizes(x, numbers)))
    return out
