"""Answers are certified as they are written, names and all; one that fails is withheld."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcalc import dims
from matcalc.certify import Certificate, certify_derivative
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr, rebuild
from matcalc.forms.svd import expanded, with_sizes
from matcalc.ops.leaves import SYM
from matcalc.present import Answer

SIZES = (2, 3)
"""Sums over singular triples are certified where each name in the number of columns has these sizes."""


class Problem:
    """What an answer is an answer to: the function, the variable and what is asked.

    dx      the symbol that a differential is written in
    manner  "entries" or "tangent" for a structured variable, whose structure `assume` may name
    turned  whether the layout asks for the transpose
    """

    __slots__ = ("assume", "dx", "f", "kind", "manner", "turned", "x")

    def __init__(self, f: Expr, x: Expr, kind: str, dx: Expr, manner: str | None,
                 assume: Mapping[str, Iterable[str]] | None, turned: bool):
        self.f, self.x, self.kind, self.dx = f, x, kind, dx
        self.manner, self.assume, self.turned = manner, assume, turned

    def certified(self, answer: Answer) -> Certificate:
        """The certificate of an answer as it is written, names put in. Raises MatcalcError `not-certified`."""
        whole = OPS["transpose"](answer.whole) if self.turned else answer.whole
        for claim, f, x in self._cases(whole, answer.decomposed):
            certificate = certify_derivative(f, [x], claim, self.kind, structured=self.manner, assume=self.assume)
            if not certificate.holds:
                why = f"the answer could not be certified and is withheld: {certificate.detail}"
                raise MatcalcError("not-certified", why)
        return certificate

    def _cases(self, whole: Expr, matrix: Expr | None) -> list[tuple[Expr, Expr, Expr]]:
        """The answer, the function and the variable; a sum over singular triples at several sizes, so that it ends."""
        if self.kind == "differential":
            return [(_swapped(whole, self.x, self.dx), _swapped(self.f, self.x, self.dx), self.x)]
        if matrix is None:
            return [(whole, self.f, self.x)]
        out = []
        for size in SIZES:
            sizes = dict.fromkeys(dims.names(matrix.cols), size)
            numbers = {name: str(size) for name in sizes}
            summed = expanded(with_sizes(whole, numbers), dims.value(matrix.cols, sizes))
            out.append((summed, with_sizes(self.f, numbers), with_sizes(self.x, numbers)))
        return out


def _swapped(e: Expr, x: Expr, dx: Expr) -> Expr:
    """The expression with the name of the change of x and `dX`, which the checker looks for, put for each other."""
    names = dx.data[0], "d" + x.data[0]
    by = dict(zip(names, reversed(names), strict=True))

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        renamed = node.op is SYM and node.data[0] in by
        return node.op(*args, data=(by[node.data[0]], *node.data[1:]) if renamed else node.data)
    return rebuild(e, visit)
