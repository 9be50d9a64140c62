"""Answers are certified as they are written, names and all; one that fails is withheld."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcalc import dims
from matcalc.certify import Certificate, certify_derivative
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr, rebuild
from matcalc.forms.svd import expanded, mixtures, with_sizes
from matcalc.ops.leaves import SYM
from matcalc.present import Answer

SIZES = (2, 3)
"""Sums over singular triples are certified where each name in the number of columns has these sizes."""


CLAIMS = {"gradient": "gradient", "vjp": "gradient", "jvp": "derivative", "differential": "differential"}
"""The checker's word for a kind of derivative, where that is not `jacobian`, which serves for all orders."""


class Problem:
    """What an answer is an answer to: the function, the variables and what is asked.

    levels     the variable of each differentiation, the first first
    kind       as for `derive`
    along      the direction, of jvp and hvp; else the symbol that a differential is written in
    manner     a key of `certify.draws.SPREADS` for a structured variable, whose structure `assume` may name
    turned     whether the layout asks for the transpose
    """

    __slots__ = ("along", "assume", "f", "kind", "levels", "manner", "turned")

    def __init__(self, f: Expr, levels: Sequence[Expr], kind: str, along: Expr, manner: str | None = None,
                 assume: Mapping[str, Iterable[str]] | None = None, *, turned: bool = False):
        self.f, self.levels, self.kind, self.along = f, tuple(levels), kind, along
        self.manner, self.assume, self.turned = manner, assume, turned

    @property
    def x(self) -> Expr:
        """The first variable."""
        return self.levels[0]

    @property
    def has_direction(self) -> bool:
        """Whether the answer is a derivative along a direction."""
        return self.kind in ("jvp", "hvp")

    def certified(self, answer: Answer) -> Certificate:
        """The certificate of an answer as it is written, names put in. Raises MatcalcError `not-certified`."""
        whole = OPS["transpose"](answer.whole) if self.turned else answer.whole
        for claim, f, levels in self._cases(whole, answer.decomposed):
            certificate = self._certificate(claim, f, levels)
            if not certificate.holds:
                why = f"the answer could not be certified and is withheld: {certificate.detail}"
                raise MatcalcError("not-certified", why)
        return certificate

    def _certificate(self, claim: Expr, f: Expr, levels: Sequence[Expr]) -> Certificate:
        kind = CLAIMS.get(self.kind, "gradient" if self.kind == "hvp" and f.is_scalar else "jacobian")
        if self.has_direction:
            return certify_derivative(f, levels[1:], claim, kind, along=[(levels[0], self.along)])
        wrt = levels[:1] if len(set(levels)) == 1 else levels
        return certify_derivative(f, wrt, claim, kind, order=len(levels), structured=self.manner, assume=self.assume)

    def _cases(self, whole: Expr, matrix: Expr | None) -> list[tuple[Expr, Expr, Sequence[Expr]]]:
        """The answer, the function and the variables; a sum over singular triples at several sizes, so that it ends."""
        if self.kind == "differential":
            return [(_swapped(whole, self.x, self.along), _swapped(self.f, self.x, self.along), self.levels)]
        if matrix is None:
            return [(whole, self.f, self.levels)]
        out: list[tuple[Expr, Expr, Sequence[Expr]]] = []
        for size in SIZES:
            sizes = dict.fromkeys(dims.names(matrix.cols), size)
            numbers = {name: str(size) for name in sizes}
            summed = expanded(with_sizes(whole, numbers), dims.value(matrix.cols, sizes), mixtures)
            out.append((summed, with_sizes(self.f, numbers), [with_sizes(x, numbers) for x in self.levels]))
        return out


def _swapped(e: Expr, x: Expr, dx: Expr) -> Expr:
    """The expression with the name of the change of x and `dX`, which the checker looks for, put for each other."""
    names = dx.data[0], "d" + x.data[0]
    by = dict(zip(names, reversed(names), strict=True))

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        renamed = node.op is SYM and node.data[0] in by
        return node.op(*args, data=(by[node.data[0]], *node.data[1:]) if renamed else node.data)
    return rebuild(e, visit)
