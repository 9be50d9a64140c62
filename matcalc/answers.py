"""How a derivative is finally written: for people the easiest of several equal answers, for arrays the cheapest."""
from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from matcalc.derive import Derived
from matcalc.expr import Expr
from matcalc.idioms import idiomatic, recognised
from matcalc.present import CODE, TEXT, Answer, answer, easiest
from matcalc.present.facing import faced
from matcalc.present.naming import named_together
from matcalc.rewrite import clear

CHOSEN = ("auto", "matrix")
"""Forms that are written as shortly as can be; the others keep the form that was asked for."""


def for_people(derived: Derived, form: str, taken: AbstractSet[str]) -> Answer:
    """The answer as text; `taken` are names that mean something already."""
    if derived.where or form not in CHOSEN:
        return Answer.of(derived.normal, derived.where, TEXT)
    options = list(dict.fromkeys((*map(clear, (*derived.also, derived.normal)), derived.normal)))
    return idiomatic(options[0], taken) or easiest(options, TEXT, taken)


def together(derived: Sequence[Derived], taken: AbstractSet[str], typed: Expr) -> list[Answer]:
    """Answers of what was typed that share the names of parts, each with the definitions of all."""
    plain = [clear(d.normal) for d in derived]
    found = [recognised(e, taken) or (e, []) for e in plain]
    idioms = dict(pair for _, definitions in found for pair in definitions)
    if any(idioms[name] is not e for _, definitions in found for name, e in definitions):
        found, idioms = [(e, []) for e in plain], {}
    bodies, definitions = named_together([body for body, _ in found], TEXT, {*taken, *idioms})
    definitions = [*idioms.items(), *definitions]
    shown = faced([TEXT.shown(e) for e in (*bodies, *(e for _, e in definitions))], [typed])
    where = [(name, e) for (name, _), e in zip(definitions, shown[len(bodies):], strict=True)]
    return [Answer(e, where) for e in shown[:len(bodies)]]


def as_steady_code(derived: Derived, taken: AbstractSet[str]) -> Answer | None:
    """The answer as array code with exponentials over their sum as a softmax, which does not overflow; None where there
    are none."""
    found = None if derived.where else recognised(clear(derived.normal), taken)
    if found is None:
        return None
    body, idioms = found
    inner = answer(body, CODE, {*taken, *(name for name, _ in idioms)})
    return Answer(inner.expr, [*((name, CODE.shown(e)) for name, e in idioms), *inner.where])


def as_code(derived: Derived, taken: AbstractSet[str]) -> Answer:
    """The answer as array code."""
    if derived.where:
        return Answer.of(derived.normal, derived.where, CODE)
    return answer(derived.normal, CODE, taken)


class Formulated(Protocol):
    """What has an answer, and writes it as formulas.

    answer     for people: an expression and the definitions it uses
    cotangent  what the function is paired with, or None
    """

    __slots__ = ()
    answer: Answer
    cotangent: Expr | None

    @property
    def function(self) -> Expr:
        """What is derived."""

    @property
    def by(self) -> tuple[str, ...]:
        """The variable of each differentiation."""

    @property
    def kind(self) -> str:
        """What the answer is."""

    @property
    def direction(self) -> Expr | None:
        """The direction of a derivative along one."""

    @property
    def symbols(self) -> dict[str, Any]:
        """What is known of each symbol."""

    @property
    def text(self) -> str:
        """The answer in matcalc's own syntax; it parses back."""
        return self.answer.text

    @property
    def latex(self) -> str:
        """The answer as one LaTeX formula, without delimiters."""
        return self.answer.latex

    @property
    def mathml(self) -> str:
        """The answer as presentation MathML, a `math` element that stands by itself."""
        return self.wrapped("mathml")

    @property
    def typst(self) -> str:
        """The answer as a formula of Typst, without delimiters."""
        return self.answer.written("typst")

    def wrapped(self, language: str, wrap: str = "none") -> str:
        """The answer in `latex`, `mathml` or `typst`: alone (`none`), `inline`, as a `display`, in rows that fit a page
        (`align`), or in a document (`standalone`). Raises MatcalcError `usage`.
        """
        from matcalc import wraps

        wraps.check_formula(language, wrap)
        return wraps.wrapped([self.answer.written(language)],
                             lambda: wraps.equations([self], [self.answer], language), language, wrap)


def in_notebooks(found: Any, include: object = None, exclude: object = None) -> dict[str, str]:
    """What a notebook shows of derivatives, or a verdict, by media type: their `_repr_mimebundle_`."""
    from matcalc.jupyter import bundle

    return bundle(found)
