"""Claims and comparisons in a session."""
from __future__ import annotations

from matcalc.diagnostics import MatcalcError
from matcalc.judge import Verdict, Verification, equal, verify
from matcalc.repl import ask
from matcalc.repl.results import Asked, Judged, Output
from matcalc.repl.state import State
from matcalc.repl.statements import Statement


def compared(state: State, left: Statement, right: Statement) -> tuple[State, Output]:
    """Whether two expressions are the same. Raises MatcalcError."""
    if not left.tokens or not right.tokens:
        raise MatcalcError("syntax", "an expression stands on both sides of ==")
    scope = state.scope
    a, b = (ask.source_of(scope, side)[0] for side in (left, right))
    return _judged(state, equal(a, b, scope.shapes, scope.assume, origin=scope.origin))


def claimed(state: State, what: Asked, claim: Statement) -> tuple[State, Output]:
    """Whether a claimed derivative is right. Raises MatcalcError."""
    if len({*what.variables}) > 1 or what.order > 2:
        raise MatcalcError("unsupported", "claims are of derivatives by one symbol, of first or second order")
    if not claim.tokens:
        raise MatcalcError("syntax", "there is no claim", hint="write d f/d x = 2 A x")
    scope, wrt = state.scope, what.variables[0]
    source, _ = ask.source_of(scope, what.body, (wrt,))
    return _judged(state, verify(source, wrt, ask.composed(scope, claim.text), scope.shapes, scope.assume,
                                 kind=ask.kind(what), layout=scope.mode.layout,
                                 structured=scope.mode.structured or False, origin=scope.origin))


def _judged(state: State, verdict: Verdict | Verification) -> tuple[State, Output]:
    return state, Output([Judged(verdict)], verdict.notes, failed=int(not verdict.holds))
