"""What was found: a yes or no with its ground, and for a no the values that show it and what is wrong."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcalc.answers import in_notebooks
from matcalc.certify import Certificate
from matcalc.derivative import Derivative
from matcalc.expr import Expr
from matcalc.judge import words
from matcalc.shape import Shape
from matcalc.syntax import Reading

Rows = list[list[float]]


class Counterexample:
    """Values for which two expressions differ.

    sizes        of the dimensions, by name
    values       of the symbols, by name: lists of rows
    left, right  the values of both sides; of a claim and of the right answer
    """

    __slots__ = ("left", "right", "sizes", "values")

    def __init__(self, sizes: dict[str, int], values: dict[str, Rows], left: Rows, right: Rows):
        self.sizes, self.values, self.left, self.right = sizes, values, left, right

    def __repr__(self) -> str:
        given = ", ".join(f"{name} = {words.matrix(value)}" for name, value in self.values.items())
        return f"{given}: {words.matrix(self.left)} ≠ {words.matrix(self.right)}"

    def to_json(self) -> dict[str, Any]:
        """All fields, for JSON."""
        return {name: getattr(self, name) for name in ("sizes", "values", "left", "right")}


class Diagnosis:
    """One thing that is wrong with a claim: a code of `words.CODES`, and what it is about, as text by name."""

    __slots__ = ("about", "code")

    def __init__(self, code: str, **about: str):
        self.code, self.about = code, about

    @property
    def message(self) -> str:
        """What is wrong, in words that follow `the claim`."""
        return words.CODES[self.code].format(**self.about)

    def __repr__(self) -> str:
        return f"{self.code}: {self.message}"

    def to_json(self) -> dict[str, str]:
        """All fields, for JSON."""
        return {"code": self.code, "message": self.message, **self.about}


Explanation = tuple[Diagnosis, ...]
"""What is wrong with a claim, one thing and another; nothing else is."""


class Verdict:
    """Whether two expressions are the same; true if they are.

    holds           the verdict
    method          how it was found: a certificate's method, or "shapes"
    counterexample  where they differ; None where they do not, or nothing small was found
    certificate     of the comparison; None where the shapes differ
    shapes          of both
    readings        of both, as understood
    notes           what was assumed
    """

    __slots__ = ("certificate", "counterexample", "holds", "method", "notes", "readings", "shapes")

    def __init__(self, holds: bool, certificate: Certificate | None, counterexample: Counterexample | None,
                 readings: tuple[str, str], shapes: tuple[Shape, Shape], notes: tuple[str, ...]):
        self.holds, self.certificate, self.counterexample = holds, certificate, counterexample
        self.method = certificate.method if certificate is not None else "shapes"
        self.readings, self.shapes, self.notes = readings, shapes, notes

    _repr_mimebundle_ = in_notebooks

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return words.of_equality(self)

    def __repr__(self) -> str:
        return f"<{'equal' if self.holds else 'different'}; {self.method}>"


class Verification:
    """Whether a claimed derivative is right; true if it is.

    holds           the verdict
    method          how it was found: a certificate's method, or "shapes"
    diagnosis       what is wrong: things with a stable code, which together turn the claim into the right answer
    also            other explanations that are about as simple
    right           the right answer, a Derivative; None where it has no closed form here
    claimed         the claim as understood; None where its shapes do not fit
    counterexample  where both differ: `left` is the value of the claim, `right` that of the derivative
    difference      claimed - right, simplified; None where it is long
    certificate     of the verdict
    problem         the reading of the expression
    wrt, kind       the variable's name, and what of it was claimed: gradient, jacobian, hessian or differential
    notes           what was assumed
    """

    __slots__ = ("also", "certificate", "claimed", "counterexample", "diagnosis", "difference", "holds", "kind",
                 "notes", "problem", "right", "wrt")

    def __init__(self, problem: Reading, wrt: str, kind: str, claimed: Expr | None, right: Derivative | None,
                 certificate: Certificate | None, notes: tuple[str, ...]):
        self.problem, self.wrt, self.kind = problem, wrt, kind
        self.claimed, self.right, self.notes = claimed, right, notes
        self.certificate = certificate
        self.holds = certificate is not None and certificate.holds
        self.diagnosis: Explanation = ()
        self.also: tuple[Explanation, ...] = ()
        self.counterexample: Counterexample | None = None
        self.difference: str | None = None

    @property
    def method(self) -> str:
        """How the verdict was found."""
        return self.certificate.method if self.certificate is not None else "shapes"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the diagnosis."""
        return tuple(d.code for d in self.diagnosis)

    _repr_mimebundle_ = in_notebooks

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return words.of_verification(self)

    def __repr__(self) -> str:
        return f"<{'right' if self.holds else 'wrong'}{''.join(f', {code}' for code in self.codes)}; {self.method}>"


Assumed = Mapping[str, tuple[str, ...]]
"""Words about symbols, by name."""
