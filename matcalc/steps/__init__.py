"""Derivations: how an answer comes about, line by line, each checked."""
from __future__ import annotations

from matcalc import forms
from matcalc.build import normalize
from matcalc.certificates import Problem
from matcalc.certify import certify_derivative
from matcalc.derive import CHANGES, Derived, free, substitute
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr
from matcalc.present import TEXT, Answer
from matcalc.render import languages, write
from matcalc.render.languages import SUPERSCRIPTS, brackets_latex
from matcalc.steps import gradient, jacobian, svd
from matcalc.steps.step import Side, Step, both, marks

__all__ = ["Step", "steps"]


def steps(problem: Problem, derived: Derived, form: str, answer: Answer, taken: set[str],
          structured: str | None = None) -> list[Step]:
    """The derivation of an answer from an expression as written; `structured` names the set that x moves in.

    Raises MatcalcError `not-certified` where a line does not hold.
    """
    moving = {x: free(x) for x in problem.levels}
    normal = normalize(substitute(problem.f, moving))
    out, end = _by_kind(normal, [moving[x] for x in problem.levels], problem, derived, form, answer, taken)
    if any(step.certificate is not None and not step.certificate.holds for step in out):
        raise MatcalcError("not-certified", "a line of the derivation could not be certified, so it is withheld")
    last = both(answer.expr)
    if structured is not None:
        left = Side(structured, rf"\text{{{structured}}}", lambda language: marks(language).word(structured))
        return [*out, Step(left, last, "the free gradient, on the set of structured matrices", names=answer.where)]
    if not out or out[-1].right == last:
        return out
    if problem.has_direction:
        change = both(problem.along)[0]
        out.append(Step(("", ""), last, f"d{problem.x.data[0]} = {change}", names=answer.where))
    elif problem.kind == "jacobian" and problem.x.is_scalar:
        left = jacobian.by_variable(normal, moving[problem.x])
        out.append(Step(left, last, "the factor of the differential of the variable", names=answer.where))
    elif end is not derived.normal and (form in ("auto", "matrix", "differential") or problem.kind == "derivative"):
        out.append(Step(("", ""), last, "simplified", names=answer.where))
    return out


def _by_kind(f: Expr, xs: list[Expr], problem: Problem, derived: Derived, form: str, answer: Answer,
             taken: set[str]) -> tuple[list[Step], Expr | None]:
    """The lines, and the normal expression that they end in, where that is known."""
    kind, x = problem.kind, xs[0]
    if kind in ("gradient", "vjp"):
        return gradient.derivation(f, x, taken)
    if kind == "hvp" and f.is_scalar:
        first, g = gradient.derivation(f, x, taken)
        return [*first, _differential(g, x)], None
    if kind == "hvp":
        return [*_jacobian(f, x, derived, "auto", answer), _differential(forms.jacobian(f, x), x)], None
    if kind in CHANGES:
        return [_differential(f, x, order) for order in range(1, len(xs) + 1)], None
    return _array(f, xs, derived, form, answer, taken), None


def _array(f: Expr, xs: list[Expr], derived: Derived, form: str, answer: Answer, taken: set[str]) -> list[Step]:
    """The Jacobian of vec of the derivative before, of a scalar the gradient; and how that came about."""
    out: list[Step] = []
    for n, x in enumerate(xs[:-1]):
        if n == 0 and f.is_scalar:
            first, g = gradient.derivation(f, x, taken)
            out, f = first, forms.gradient(f, x) if form != "auto" else g
        else:
            out += _jacobian(f, x, derived, "auto", answer)
            f = forms.jacobian(f, x)
    return [*out, *_jacobian(f, xs[-1], derived, form, answer)]


def _jacobian(f: Expr, x: Expr, derived: Derived, form: str, answer: Answer) -> list[Step]:
    if form == "svd":
        return svd.derivation(f, x, derived.where, answer)
    if x.is_scalar:
        return [_differential(f, x)]
    return jacobian.derivation(f, x, form)


def _differential(f: Expr, x: Expr, order: int = 1) -> Step:
    """The differential of that order in terms of dX, in one line."""
    written = TEXT.shown(forms.differential(f, x, order=order))
    shown = TEXT.shown(f)
    name = both(shown)
    check = certify_derivative(TEXT.shown(f), [x], written, "differential", order=order)
    d = ("d", "d") if order == 1 else ("d" + str(order).translate(SUPERSCRIPTS), f"d^{order}")

    def writer(language: str) -> str:
        m, how = marks(language), languages.named(language)
        first = m.letter("d") if order == 1 else m.sup(m.letter("d"), m.number(str(order)))
        return m.row(first, how.bracket((write(shown, language), 0), 1))

    left = Side(f"{d[0]}({name[0]})", d[1] + brackets_latex(name[1]), writer)
    return Step(left, both(written), "the differential" + ("" if order == 1 else " of that"), certificate=check)
