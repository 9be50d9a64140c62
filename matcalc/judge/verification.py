"""Is a claimed derivative right, and if not, how is it wrong?"""
from __future__ import annotations

from collections.abc import Mapping

from matcalc import dims
from matcalc.api import Assumptions, Shapes
from matcalc.certify import Certificate, certify_derivative, certify_equal
from matcalc.diagnostics import MatcalcError, bounded
from matcalc.expr import OPS, Expr, walk
from matcalc.judge import search, terms
from matcalc.judge.diagnose import explanations, misshapen
from matcalc.judge.question import Question
from matcalc.judge.verdict import Diagnosis, Verification
from matcalc.render import write
from matcalc.syntax.beside import read_beside
from matcalc.syntax.sources import Given, text_of

LONG = 60
"""Characters of a difference that is shown."""


@bounded
def verify(expr: Given, wrt: Given, claimed: Given, shapes: Shapes | None = None, assume: Assumptions | None = None, *,
           kind: str | None = None, layout: str = "mixed", structured: str | bool = False,
           origin: Mapping[str, str] | None = None) -> Verification:
    """Whether a claimed derivative is right; where it is wrong, how, with the right answer and a counterexample.

    expr, wrt   the expression and the variable, as for `diff`; so are the options
    claimed     the claim in matcalc's syntax, or another source that `diff` takes; it may use definitions, and `dX`
                for a differential

    Raises MatcalcError for what cannot be read; a claim whose shapes do not fit is wrong.
    """
    q = Question(expr, wrt, shapes, assume, kind, layout, structured, origin)
    known = q.options["shapes"] | _change(q)
    expected = q.x.shape if q.kind == "gradient" else _jacobian(q)
    try:
        claim, notes = read_beside(claimed, expected, known, assume, origin)
    except MatcalcError as e:
        if e.code != "shape-mismatch":
            raise
        v = Verification(q.reading, q.name, q.kind, None, q.answer("auto"), None, q.reading.notes)
        hint = f" ({e.hint})" if e.hint else ""
        v.diagnosis = (Diagnosis("ill-shaped", error=e.message + hint),)
        return v
    return _judged(q, claim, tuple(dict.fromkeys((*q.reading.notes, *notes))))


def _change(q: Question) -> dict[str, object]:
    """The shape of the symbol for the change of the variable, unless the words mean something else."""
    name = "d" + q.name
    return {} if name in q.reading.symbols or "d" in q.reading.symbols else {name: q.x.shape}


def _jacobian(q: Question) -> tuple[str, str]:
    size = OPS["vec"](q.x).rows
    rows = OPS["vec"](q.f).rows
    return (dims.mul(rows, size) if q.kind == "hessian" else rows), size


def _judged(q: Question, claim: Expr, notes: tuple[str, ...]) -> Verification:
    moves = any(e.op.name == "sym" and e.data[0] == "d" + q.name for e in walk(claim))
    differential = moves and "d" + q.name not in q.reading.symbols
    right = q.answer("differential" if differential else "auto")
    if right is None:
        return _alone(q, claim, notes, "differential" if differential else q.kind)
    answer = right.expr
    by_scalar = q.options["kind"] is None and q.x.is_scalar and claim.shape == q.f.shape != answer.shape
    if by_scalar:
        answer = OPS["unvec"](answer, data=q.f.shape)
    certificate = certify_equal(claim, answer, assume=q.assumed) if claim.shape == answer.shape else None
    v = Verification(q.reading, q.name, right.kind, claim, right, certificate, notes)
    if not v.holds:
        v.diagnosis, *also = explanations(q, right, claim)
        v.also = tuple(also)
    if not v.holds and certificate is not None:
        v.counterexample = search.between(claim, answer, q.assumed, beside=(q.f,), smooth=True)
        difference = write(terms.difference(claim, answer))
        v.difference = difference if len(difference) <= LONG else None
    return v


def _alone(q: Question, claim: Expr, notes: tuple[str, ...], kind: str) -> Verification:
    """The verdict where there is no answer to compare with: from the function itself."""
    if q.structured:
        raise MatcalcError("unsupported", "there is no derivative here that the claim could be compared with",
                           source=text_of(q.expr))
    turned = (q.layout, kind) in (("numerator", "gradient"), ("denominator", "jacobian"))
    certificate: Certificate = certify_derivative(q.f, [q.x], OPS["transpose"](claim) if turned else claim, kind)
    v = Verification(q.reading, q.name, kind, claim, None, certificate, notes)
    if not v.holds:
        want = q.x.shape if kind == "gradient" else _jacobian(q)
        fits = claim.shape == want
        v.diagnosis = (Diagnosis("difference") if fits else misshapen(claim, want, kind),)
        if fits and kind in ("gradient", "jacobian"):
            v.counterexample = search.from_differences(q.f, q.x, claim, {})
    return v
