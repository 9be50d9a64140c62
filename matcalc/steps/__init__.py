"""Derivations: how an answer comes about, line by line, each checked."""
from __future__ import annotations

from matcalc.build import normalize
from matcalc.certify import certify_derivative
from matcalc.derive import Derived, free, substitute
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr
from matcalc.forms import differential
from matcalc.forms import gradient as gradient_form
from matcalc.present import TEXT, Answer
from matcalc.steps import gradient, jacobian, svd
from matcalc.steps.step import Step, both

__all__ = ["Step", "steps"]


def steps(f: Expr, x: Expr, derived: Derived, kind: str, form: str, answer: Answer, taken: set[str],
          structured: str | None = None) -> list[Step]:
    """The derivation of an answer from an expression as written; `structured` names the set that x moves in.

    Raises MatcalcError `not-certified` where a line does not hold.
    """
    moving = free(x)
    normal = normalize(substitute(f, {x: moving}))
    out, end = _by_kind(normal, moving, derived, kind, form, answer, taken)
    if any(step.certificate is not None and not step.certificate.holds for step in out):
        raise MatcalcError("not-certified", "a line of the derivation could not be certified, so it is withheld")
    last = both(answer.expr)
    if structured is not None:
        left = structured, rf"\text{{{structured}}}"
        return [*out, Step(left, last, "the free gradient, on the set of structured matrices", names=answer.where)]
    if not out:
        return out
    if kind != "differential" and form in ("auto", "matrix") and out[-1].right != last and end is not derived.normal:
        out.append(Step(("", ""), last, "simplified", names=answer.where))
    return out


def _by_kind(f: Expr, x: Expr, derived: Derived, kind: str, form: str, answer: Answer,
             taken: set[str]) -> tuple[list[Step], Expr | None]:
    """The lines, and the normal expression that they end in, where that is known."""
    if kind == "differential":
        return _differential(f, x), None
    if kind == "gradient":
        return gradient.derivation(f, x, taken)
    if kind == "hessian":
        first, g = gradient.derivation(f, x, taken)
        inner = gradient_form(f, x) if form != "auto" else g
        return [*first, *_jacobian(inner, x, derived, form, answer)], None
    return _jacobian(f, x, derived, form, answer), None


def _jacobian(f: Expr, x: Expr, derived: Derived, form: str, answer: Answer) -> list[Step]:
    if form == "svd":
        return svd.derivation(f, x, derived.where, answer)
    if x.is_scalar:
        return _differential(f, x)
    return jacobian.derivation(f, x, form)


def _differential(f: Expr, x: Expr) -> list[Step]:
    """df in terms of dX, in one line."""
    written = TEXT.shown(differential(f, x))
    name = both(TEXT.shown(f))
    check = certify_derivative(TEXT.shown(f), [x], written, "differential")
    return [Step((f"d({name[0]})", rf"d\left({name[1]}\right)"), both(written), "the differential", certificate=check)]
