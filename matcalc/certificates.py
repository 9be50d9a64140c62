"""Answers are certified as they are written, names and all; one that fails is withheld."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcalc import dims
from matcalc.certify import Certificate, certify_derivative
from matcalc.derive import Derived
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr, walk
from matcalc.forms.svd import expanded, with_size
from matcalc.present import TEXT, Answer

COLUMNS = (2, 3)
"""Sums over singular triples are certified for matrices of so many columns."""


def certified(f: Expr, x: Expr, derived: Derived, kind: str, manner: str | None,
              assume: Mapping[str, Iterable[str]] | None) -> Certificate:
    """The certificate of an answer as it is shown. Raises MatcalcError `not-certified`."""
    answer = Answer.of(derived.normal, derived.where, TEXT)
    for whole, function in _cases(answer, f):
        certificate = certify_derivative(function, [x], whole, kind, structured=manner, assume=assume)
        if not certificate.holds:
            raise MatcalcError("not-certified", f"the answer could not be certified and is withheld: {certificate.detail}")
    return certificate


def _cases(answer: Answer, f: Expr) -> list[tuple[Expr, Expr]]:
    """The answer and the function; a sum over singular triples at several sizes, which makes it finite."""
    whole, matrix = answer.whole, answer.decomposed
    if matrix is None:
        return [(whole, f)]
    names = sorted(dims.names(matrix.cols))
    if len(names) != 1 or matrix.cols not in names:
        return [(expanded(whole, dims.value(matrix.cols, {})), f)] if not names else []
    used = {name for e in walk(whole, f) for d in e.shape for name in dims.names(d)}
    return [(expanded(with_size(whole, matrix.cols, str(n)), n), with_size(f, matrix.cols, str(n))) for n in COLUMNS if used]
