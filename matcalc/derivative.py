"""A derivative and all that is known of it: the text, LaTeX and code of the answer, and how it was checked."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from matcalc.answers import CHOSEN, Formulated, as_code, as_steady_code, for_people, in_notebooks, together
from matcalc.certificates import Problem
from matcalc.certify import Certificate
from matcalc.conditions import conditions
from matcalc.derive import Derived
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr
from matcalc.present import Answer
from matcalc.render import languages, write
from matcalc.render.languages import TARGETS
from matcalc.shape import FUNCTION, Shape, show
from matcalc.syntax import Reading

if TYPE_CHECKING:
    from matcalc.render.target import Script
    from matcalc.steps import Step


class Derivative(Formulated):
    """A derivative.

    kind         gradient, jacobian, hessian, derivative (of higher order), differential, jvp, vjp or hvp (products with
                 a direction, a cotangent, and of a Hessian with a direction)
    cotangent    what the function is paired with, or None
    form, layout what was asked for
    structured   None, or the set that the variable moves in, in words
    answer       for people: an expression and the definitions it uses
    reading      the expression as understood, brackets and all
    shape        of the answer, dimensions as strings
    conditions   what must hold for it, in words
    certificate  how it was checked; None where that was not wanted
    notes        what was assumed, and other readings
    """

    __slots__ = ("_certify", "_code", "_derived", "_problem", "_reading", "answer", "certificate", "cotangent",
                 "form", "layout", "structured")

    def __init__(self, reading: Reading, problem: Problem, form: str, layout: str, structured: str | None,
                 derived: Derived, *, cotangent: Expr | None = None, certify: bool):
        self._reading, self._problem, self._derived, self._certify = reading, problem, derived, certify
        self.cotangent = cotangent
        self.form, self.layout, self.structured = form, layout, structured
        self.answer: Answer = for_people(derived, form, self._taken).faced(reading.expr)
        self.certificate: Certificate | None = problem.certified(self.answer) if certify else None
        self._code: Answer | None = None

    @property
    def wrt(self) -> str:
        """The variable's name, of a mixed derivative that of the first."""
        return self.by[0]

    @property
    def by(self) -> tuple[str, ...]:
        """The variable of each differentiation."""
        return tuple([str(x.data[0]) for x in self._problem.levels])

    @property
    def order(self) -> int:
        """How often is derived."""
        return len(self._problem.levels)

    @property
    def kind(self) -> str:
        """What the answer is."""
        return self._problem.kind

    @property
    def direction(self) -> Expr | None:
        """The direction, or the symbol of the change of the variable in which a differential is written."""
        return self._problem.along if self.kind in ("jvp", "hvp", "differential") else None

    @property
    def program(self) -> Answer:
        """The answer as array code, in NumPy's terms. Raises MatcalcError where it cannot be certified."""
        if self._code is None:
            code = as_code(self._derived, self._taken)
            if self._certify and code.whole is not self.answer.whole:
                self._problem.certified(code)
            self._code = code
        return self._code

    @property
    def steady(self) -> Answer:
        """`program`, for other numbers than small ones: what it could overflow by is written as a softmax."""
        code = as_steady_code(self._derived, self._taken)
        if code is None:
            return self.program
        if self._certify:
            self._problem.certified(code)
        return code

    @property
    def programs(self) -> list[Answer]:
        """Equal answers as array code, each certified: `program`, then those of the other forms that were found."""
        out = [self.program]
        for normal in self._derived.also if not self._derived.where else ():
            code = as_code(Derived(normal), self._taken)
            if all(code.whole is not known.whole for known in out):
                if self._certify:
                    self._problem.certified(code)
                out.append(code)
        return out

    @property
    def is_short(self) -> bool:
        """Whether the answer is written as shortly as can be: the forms that are asked for stay as they are."""
        return self.form in CHOSEN and not self._derived.where

    @property
    def _taken(self) -> set[str]:
        return {*self._reading.symbols, *("d" + name for name in self.by), "I", "T", "np"}

    @property
    def expr(self) -> Expr:
        """The answer as an expression, definitions put in."""
        return self.answer.whole

    @property
    def shape(self) -> Shape:
        """The shape of the answer, in symbols: ("m", "n")."""
        return self._derived.normal.shape

    @property
    def symbols(self) -> dict[str, Any]:
        """The symbols of the problem, declared and inferred."""
        return self._reading.symbols

    @property
    def function(self) -> Expr:
        """What is derived, as it was read."""
        return self._reading.expr

    @property
    def reading(self) -> str:
        """What the input was read as, in matcalc's own syntax."""
        return write(self._reading.expr)

    @property
    def notes(self) -> tuple[str, ...]:
        """How the input was taken: brackets, inferred shapes, what goes entry by entry; sentences."""
        return self._reading.notes

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must hold for the function and the answer to be defined, in words."""
        return conditions(self._problem.f, self.expr)

    def to_json(self) -> str:
        """All that is known of the answer, as one line of JSON: see docs/schema.json. `matcalc.from_json` reads it."""
        from matcalc.jsontext import dumps
        from matcalc.records.record import fields

        return dumps(fields(self, self.reading))

    @property
    def numpy(self) -> str:
        """NumPy source: statements, the last of which is the answer, an expression."""
        return self.code("numpy")

    def code(self, target: str) -> str:
        """Statements in `numpy`, `scipy`, `jax`, `torch`, `julia` or `matlab`, functions that they call before them;
        the last is the answer.

        Raises MatcalcError: `unsupported` for a function that the target lacks.
        """
        return self.script(target).text

    def script(self, target: str) -> Script:
        """The same in parts. Raises MatcalcError."""
        if target not in TARGETS:
            raise MatcalcError("usage", f"there is no target {target!r}", hint=f"the targets are {', '.join(TARGETS)}")
        if target == "numpy":
            return self.program.script(target)
        from matcalc.lowering import lowered
        from matcalc.programs import certified

        answer = self.steady
        program = lowered([answer], target, given=(self.function,), taken=self._taken)
        if self._certify and answer.decomposed is None:
            certified([answer], program, f"the {self.kind}")
        return languages.target(target).script(program.bindings, program.results)

    @property
    def sympy(self) -> str:
        """Python source text that makes the answer in SymPy. Raises MatcalcError `unsupported` for what that lacks."""
        return str(import_module("matcalc.render.tosympy").source(self.answer.where, self.answer.expr))

    def to_sympy(self) -> Any:
        """The answer in SymPy, with the symbols of a source from there. Raises MatcalcError for what SymPy lacks."""
        return import_module("matcalc.render.tosympy").to_sympy(self.expr, self._reading.originals)

    @property
    def steps(self) -> list[Step]:
        """The derivation, line by line. Raises MatcalcError where a line cannot be certified, or dX is a symbol."""
        for name in self.by:
            if "d" + name in self.symbols:
                message = f"derivations write d{name} for the change of {name}, and it is a symbol here"
                raise MatcalcError("unsupported", message, hint="give the symbol another name")
        from matcalc.steps import steps

        return steps(self._problem, self._derived, self.form, self.answer, self._taken, self.structured)

    def to_numpy(self) -> Callable[..., Any]:
        """A function of keyword arrays, columns as (n, 1), that returns a 2-d array.

        It takes every declared symbol, used or not, and for a differential the change of the variable, `dX`; sizes
        come from the arrays, or as keywords (`n=4`).
        """
        moved = [e for e in (self.direction,) if e is not None and e.op.name == "sym"]
        shapes = {e.data[0]: e.shape for e in moved} | {name: s.shape for name, s in self.symbols.items()
                                                       if s.shape != FUNCTION}
        from matcalc.numbers import function

        return function(self.expr, shapes)

    _repr_mimebundle_ = in_notebooks

    def __repr__(self) -> str:
        return f"<{self.kind} by {self.wrt}, {show(self.shape)}: {self.text}>"


class Derivatives(list[Derivative]):
    """Derivatives of one function by several variables: a list, in whose text and LaTeX shared parts are named once.

    answers  as they are written together, each with the definitions of all; certified as they stand there
    """

    def __init__(self, found: Iterable[Derivative]):
        """Name what the answers share. Raises MatcalcError where one could not be certified so."""
        super().__init__(found)
        self.answers = [d.answer for d in self]
        if len(self) > 1 and all(d.is_short for d in self):
            self.answers = together([d._derived for d in self], set().union(*(d._taken for d in self)),
                                    self[0]._reading.expr)
            for d, answer in zip(self, self.answers, strict=True):
                if d.certificate is not None and answer.whole is not d.answer.whole:
                    d._problem.certified(answer)

    @property
    def has_shared_names(self) -> bool:
        """Whether one list of definitions stands for all."""
        return len(self) > 1 and all(d.is_short for d in self) and bool(self.answers[0].where)

    def formulas(self, language: str) -> list[str]:
        """A formula for each answer in a language of formulas, and one for the definitions of all."""
        if not self.has_shared_names:
            return [d.answer.written(language) for d in self]
        return [*(write(a.expr, language) for a in self.answers), self.answers[0].where_written(language)]

    def wrapped(self, language: str, wrap: str = "none") -> str:
        """The answers in `latex`, `mathml` or `typst`: see `Derivative.wrapped`. Raises MatcalcError `usage`."""
        from matcalc import wraps

        wraps.check_formula(language, wrap)
        return wraps.wrapped(self.formulas(language), lambda: wraps.equations(self, self.answers, language), language,
                             wrap)

    @property
    def text(self) -> str:
        """A line for each answer, and one for the definitions of all."""
        return "\n".join(self.formulas("text"))

    @property
    def latex(self) -> str:
        """A formula for each answer, and a line for the definitions of all."""
        return "\n".join(self.formulas("latex"))

    _repr_mimebundle_ = in_notebooks
