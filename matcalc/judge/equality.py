"""Are two expressions the same?"""
from __future__ import annotations

from collections.abc import Mapping

from matcalc.api import Assumptions, Shapes
from matcalc.certify import certify_equal
from matcalc.diagnostics import bounded
from matcalc.judge.search import between
from matcalc.judge.sources import pair
from matcalc.judge.verdict import Verdict
from matcalc.render import write
from matcalc.syntax.sources import Given


@bounded
def equal(a: Given, b: Given, shapes: Shapes | None = None, assume: Assumptions | None = None, *,
          origin: Mapping[str, str] | None = None) -> Verdict:
    """Whether two expressions have the same value wherever both are defined; certified, or with a counterexample.

    a, b    as a person would type them, or other sources that `diff` takes; what one tells of the shape of a symbol
            holds in the other
    shapes  of symbols: "m x n" or ("m", "n"); what is left out is inferred
    assume  words about symbols: symmetric, spd, positive ...

    Raises MatcalcError for what cannot be read.
    """
    (left, notes), (right, more) = pair(a, b, shapes, assume, origin)
    told = tuple(dict.fromkeys((*notes, *more)))
    readings, both = (write(left), write(right)), (left.shape, right.shape)
    if left.shape != right.shape:
        return Verdict(False, None, None, readings, both, told)
    certificate = certify_equal(left, right)
    found = None if certificate.holds else between(left, right, {})
    return Verdict(certificate.holds, certificate, found, readings, both, told)
