"""What a claim is an answer to: the function, the variable, and what was asked."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcalc.api import Assumptions, Shapes, diff
from matcalc.derivative import Derivative
from matcalc.derive import variable
from matcalc.diagnostics import MatcalcError
from matcalc.judge.verdict import Assumed
from matcalc.structured import MANNERS
from matcalc.syntax import read
from matcalc.syntax.beside import shapes_of
from matcalc.syntax.sources import Given, variables

WITHOUT = ("unsupported", "not-differentiable", "not-certified", "limit")
"""Errors after which a claim is compared with the function itself: there is no answer to compare it with."""


class Question:
    """A function as written, its variable x, and the options of `diff` that say what is asked of them."""

    __slots__ = ("assume", "expr", "f", "kind", "layout", "name", "options", "origin", "reading", "structured", "x")

    def __init__(self, expr: Given, wrt: Given, shapes: Shapes | None, assume: Assumptions | None, kind: str | None,
                 layout: str, structured: str | bool, origin: Mapping[str, str] | None):
        """Read the expression. Raises MatcalcError."""
        (name,), given = variables(wrt)
        shapes = {**given, **(shapes or {})}
        self.reading = read(expr, shapes=shapes, assume=assume, wrt=(name,), origin=origin)
        symbol = self.reading.symbols[name]
        self.expr, self.name, self.assume, self.origin = expr, name, assume, origin
        self.f, self.x = self.reading.expr, variable(symbol.name, symbol.shape, symbol.assume)
        self.kind = kind or ("gradient" if self.f.is_scalar else "jacobian")
        self.layout, self.structured = layout, structured
        self.options: dict[str, Any] = {"kind": kind, "layout": layout, "structured": structured}
        self.options |= {"shapes": {**shapes, **shapes_of(self.reading)}, "assume": assume, "origin": origin}

    def answer(self, form: str) -> Derivative | None:
        """The right answer; None where it has no closed form here. Raises MatcalcError for what makes no sense."""
        try:
            found = diff(self.expr, self.name, form=form, **self.options)
        except MatcalcError as e:
            if e.code not in WITHOUT:
                raise
            return None
        return found if isinstance(found, Derivative) else None

    def derived(self, wrt: str | None = None, **changed: Any) -> Derivative | None:
        """Another derivative, to compare the claim with; None where there is none."""
        options = {**self.options, **({"structured": False} if wrt else {}), **changed}
        try:
            found = diff(self.expr, wrt or self.name, certify=False, **options)
        except MatcalcError:
            return None
        return found if isinstance(found, Derivative) else None

    def words(self, name: str, *more: str) -> tuple[str, ...]:
        """What is assumed of a symbol, and more."""
        return (*self.reading.symbols[name].assume, *more) if name in self.reading.symbols else more

    @property
    def assumed(self) -> Assumed:
        """What a structured question adds to what is assumed of the variable."""
        if self.structured in (False, True, *MANNERS):
            return {}
        return {self.name: self.words(self.name, str(self.structured))}
