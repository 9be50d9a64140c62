"""A line of a session: what it gives, and the state after it."""
from __future__ import annotations

import re

from matcalc.certify import certify_equal
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError, fault
from matcalc.render import write
from matcalc.repl import ask, commands
from matcalc.repl.judge import claimed, compared
from matcalc.repl.queries import Query
from matcalc.repl.results import Output, Result
from matcalc.repl.state import ORIGIN, Scope, State
from matcalc.repl.statements import Definition, Statement, declares, definition, statements
from matcalc.syntax import Declarations, declarations, read
from matcalc.syntax.lexer import lex

SIGNS = ":?"
"""What a command begins with, and a request to explain; the latter may stand behind a name too."""

NESTED = 8
"""Files that load each other."""


def respond(state: State, line: str, nested: int = 0) -> tuple[State, Output]:
    """The state after a line, and what the line gives; errors are part of that. `nested` counts files under way."""
    text = line.strip().strip("\ufeff")
    if not text or text.startswith("#"):
        return state, Output()
    if text[0] not in SIGNS and text[-1] != "?":
        return _all(state, line.rstrip())
    try:
        state, out = commands.run(state, text)
    except MatcalcError as e:
        return state, Output(error=e)
    return _lines(state, out.then, nested + 1) if out.then else (state, out)


def _all(state: State, line: str) -> tuple[State, Output]:
    """What the statements of a line give, up to one that is wrong."""
    results: list[Result] = []
    notes: dict[str, None] = {}
    failed, error = 0, None
    try:
        for statement in statements(line):
            state, out = _said(state, statement)
            results += out.results
            notes.update(dict.fromkeys(out.notes))
            failed = max(failed, out.failed)
    except MatcalcError as e:
        error = _as_typed_here(e)
    return state, Output(results, tuple(notes), error, failed)


def _as_typed_here(e: MatcalcError) -> MatcalcError:
    """The error, its help in the words of a session where it has those of a command line."""
    if e.hint:
        e.hint = re.sub(rf'(?:-d|--assume|{ORIGIN}) "([^"]*)"', r"\1", e.hint).replace("--wrt ", "")
    return e


def _lines(state: State, lines: tuple[str, ...], nested: int) -> tuple[State, Output]:
    """What lines of a file give together, up to one that is wrong."""
    results: list[Result] = []
    notes: list[str] = []
    failed = 0
    if nested > NESTED:
        return state, Output(error=MatcalcError("limit", "files load each other too deeply"))
    for line in lines:
        state, out = respond(state, line, nested)
        results += out.results
        notes += out.notes
        failed = max(failed, out.failed)
        if out.error is not None or out.over:
            return state, out._replace(results=results, notes=notes, failed=failed)
    return state, Output(results, notes, failed=failed)


def _said(state: State, statement: Statement) -> tuple[State, Output]:
    """What one statement gives. Raises MatcalcError."""
    scope = state.scope
    if declares(statement, scope):
        return _declared(state, declarations([statement.text], ORIGIN))
    equals = statement.outside("EQUAL")
    if len(equals) == 2 and equals[1] == equals[0] + 1:
        return compared(state, statement.part(0, equals[0]), statement.part(equals[1] + 1))
    if equals:
        left = statement.part(0, equals[0])
        query = left.asks(scope) if left.tokens else None
        if query is not None:
            return claimed(state, ask.asked(query, left), statement.part(equals[0] + 1))
        return _defined(state, definition(statement, equals[0], scope))
    query = statement.asks(scope)
    found: Result = ask.seen(scope, statement) if query is None else ask.answers(scope, ask.asked(query, statement))
    return state.showing(found), Output([found])


def _declared(state: State, more: Declarations) -> tuple[State, Output]:
    scope = state.scope
    lost = [name for name in (*more.shapes, *more.assume) if name in scope.definitions]
    return state.to(scope.declaring(more)), Output(notes=[f"{name} is no longer defined" for name in lost])


def _defined(state: State, new: Definition) -> tuple[State, Output]:
    """A definition; it is read at once, so that what is wrong is told where it is typed."""
    scope, notes = state.scope, []
    if new.name in scope.declared:
        notes.append(f"{new.name} is no longer declared: it is what is defined here")
    query = new.body.asks(scope)
    if query is not None:
        return _named(state, new, query, notes)
    scope = scope.defining(new.name, new.body.text, new.arguments)
    found = ask.seen(scope, new.body, new.name)
    return state.to(scope).showing(found), Output([found], notes)


def _named(state: State, new: Definition, query: Query, notes: list[str]) -> tuple[State, Output]:
    """A derivative that is given a name. Where its text alone does not tell the shapes it is for, they are declared."""
    answers = ask.answers(state.scope, ask.asked(query, new.body))
    if len(answers.found) > 1:
        raise fault("syntax", "several derivatives cannot have one name", new.body.line, new.body.span)
    d, = answers.found
    source, scope = write(d.expr), state.scope
    assumed = [s for s in d.symbols.values() if not s.declared]
    if assumed and not _tells(source, d, scope):
        shapes = Declarations()
        for s in assumed:
            shapes.add(s.name, s.shape, s.assume, ORIGIN)
        scope = scope.declaring(shapes)
        notes.append("declared: " + ", ".join(map(repr, assumed)))
    again = read(source, shapes={name: s.shape for name, s in d.symbols.items()}, assume=scope.assume)
    if again.expr.shape != d.shape or not certify_equal(again.expr, d.expr).holds:
        raise MatcalcError("unsupported", f"this derivative has no name: `{source}` is not read back as it is")
    state = state.to(scope.defining(new.name, source, new.arguments)).showing(answers)
    return state, Output([answers], notes)


def _tells(source: str, d: Derivative, scope: Scope) -> bool:
    """Whether an answer's text is read with the shapes it is for, up to names of sizes that it does not use."""
    try:
        again = read(source, shapes=scope.shapes, assume=scope.assume).symbols
    except MatcalcError:
        return False
    by = {old: new for name, s in again.items() for old, new in zip(s.shape, d.symbols[name].shape, strict=True)}
    same = all(tuple(by[dim] for dim in s.shape) == d.symbols[name].shape for name, s in again.items())
    used = {t.text for t in lex(source)}
    return same and len({*by.values()}) == len(by) and all(old == new for old, new in by.items() if {old, new} & used)
