"""Reads and derives in a scope: with the definitions that an expression uses put before it."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcalc.api import diff
from matcalc.derivative import Derivatives
from matcalc.diagnostics import Label, MatcalcError, Span, did_you_mean, fault
from matcalc.ops.leaves import SYM
from matcalc.render.languages import LETTERS
from matcalc.repl.queries import Query
from matcalc.repl.results import Answers, Asked, Seen
from matcalc.repl.state import Scope, letter
from matcalc.repl.statements import Statement, arguments_of
from matcalc.syntax import Reading, read, words
from matcalc.syntax.lexer import lex
from matcalc.syntax.stream import GREEK
from matcalc.syntax.tree import closing


def composed(scope: Scope, text: str, also: Iterable[str] = ()) -> str:
    """The text, a line for each definition that it uses before it. Raises MatcalcError."""
    given = {letter(name): name for name in scope.definitions}
    used: dict[str, None] = {}
    left = [*(given[letter(name)] for name in also if letter(name) in given), *_used(text, given)]
    while left:
        name = left.pop()
        if name not in used:
            used[name] = None
            left += _used(scope.definitions[name], given)
    lines = [f"{name} = {source};\n" for name, source in scope.definitions.items() if name in used]
    words_ = {t.text for part in (text, *lines) for t in lex(part)}
    aliases = [f"{other} = {name};\n" for name in used if (other := _respelled(name)) in words_]
    return "".join((*lines, *aliases, text))


def _respelled(name: str) -> str:
    """Σ for Sigma, and Sigma for Σ: one symbol."""
    return LETTERS.get(name) or GREEK.get(name, "")


def _used(text: str, given: dict[str, str]) -> list[str]:
    """The definitions whose names stand in a text; words that are split into names are looked at when it is read."""
    return [given[known] for t in lex(text) if (known := letter(t.text.lstrip("\\"))) in given]


def source_of(scope: Scope, statement: Statement, wrt: tuple[str, ...] = ()) -> tuple[str, Reading]:
    """A statement with all definitions that it uses, and its reading. Raises MatcalcError, which points at the line."""
    text = _values(scope, statement)
    also = {*wrt}
    while True:
        source = composed(scope, text, also)
        with_places = _Places(statement, source, text)
        with with_places:
            reading = read(source, shapes=scope.shapes, assume=scope.assume, wrt=wrt, origin=scope.origin)
        lacking = {letter(name) for name in reading.symbols} & {letter(name) for name in scope.definitions}
        if not lacking:
            return source, reading
        if lacking <= also:
            raise MatcalcError("unknown-name", f"{min(lacking)} is defined, and spelled in another way here",
                               source=statement.line, hint="spell it as it is defined")
        also |= lacking


def _values(scope: Scope, statement: Statement) -> str:
    """The text, where f(x) of an f(x) that is defined is f. Raises MatcalcError for its value elsewhere."""
    text, start = statement.text, statement.span.start
    tokens = statement.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.text not in scope.definitions or tokens[i + 1].text != "(" or tokens[i + 1].start != token.end:
            continue
        bracket = statement.part(i + 1, closing(tokens, i + 1) + 1)
        arguments = arguments_of(bracket) if bracket.tokens else None
        head = scope.headed.get(token.text)
        where = Span(token.start, bracket.span.end) if bracket.tokens else token.span
        if arguments and arguments == head:
            inside = bracket.span
            text = text[:inside.start - start] + " " * (inside.end - inside.start) + text[inside.end - start:]
        elif head:
            raise fault("unsupported", f"{token.text} is defined as {token.text}({', '.join(head)}), and is not known "
                        "elsewhere", statement.line, where, hint="define what it is there")
        elif arguments or token.text in words.FUNCTION_LETTERS:
            raise fault("ambiguous-reading", f"{statement.line[where.start:where.end]} is a value of {token.text} to "
                        "some, a product to others", statement.line, where,
                        hint=f"write {token.text} for the value, a space before the bracket for a product")
    return text


class _Places:
    """Lets errors in a statement point at the line that was typed, not at what was put together."""

    def __init__(self, statement: Statement, source: str, text: str):
        self.statement, self.source = statement, source
        self.before = len(source) - len(text)

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, MatcalcError) or error.source != self.source:
            return
        spans = [label.span for label in error.labels]
        if all(span.start >= self.before for span in spans):
            by = self.statement.span.start - self.before
            error.source = self.statement.line
            error.labels = tuple(Label(Span(lb.span.start + by, lb.span.end + by), lb.text) for lb in error.labels)


def seen(scope: Scope, statement: Statement, name: str = "") -> Seen:
    """How a statement is read. Raises MatcalcError."""
    source, reading = source_of(scope, statement)
    return Seen(reading, source, statement.text, name)


def asked(query: Query, statement: Statement) -> Asked:
    """A query, as it can be asked again."""
    tokens = [t for t in statement.tokens if t.end > query.body.start and t.start < query.body.end]
    if tokens[0].start < query.body.start:
        tokens = [*lex_at(statement.line, query.body.start, tokens[0].end), *tokens[1:]]
    return Asked(Statement(statement.line, tokens), query.variables, query.order, query.word, query.apart)


def lex_at(line: str, start: int, end: int) -> list[Any]:
    """The tokens of a stretch of a line, with their places in it."""
    found = lex(line[start:end])
    for token in found:
        token.start, token.end = token.start + start, token.end + start
    return found


def answers(scope: Scope, what: Asked) -> Answers:
    """The derivatives that are asked for, in the scope's mode. Raises MatcalcError."""
    names = list(dict.fromkeys(what.variables))
    source, reading = source_of(scope, what.body, tuple(names))
    _refuse_undefined(scope, what, reading)
    mode = scope.mode
    with _Places(what.body, source, what.body.text):
        found = diff(source, list(names), scope.shapes, scope.assume, kind=kind(what), origin=scope.origin,
                     form="differential" if what.word == "differential" else mode.form, layout=mode.layout,
                     order=what.order, structured=mode.structured or False)
    if not what.apart and len(names) > 1:
        found = Derivatives([d for d in found if d.by == what.variables])
        if not found:
            raise MatcalcError("unsupported", "of mixed derivatives there are those of second order",
                               hint="derive by one symbol, define that, and derive it by the other")
    text = what.body.text.strip()
    return Answers(found, what, source, text if text in scope.definitions else "", mode.format, mode.steps)


def _refuse_undefined(scope: Scope, what: Asked, reading: Reading) -> None:
    """Raise MatcalcError `unknown-name` for the derivative of a symbol that means nothing: it would be zero."""
    e = reading.expr
    if e.op is SYM and not {e.data[0], letter(e.data[0])} & {*scope.names, *map(letter, scope.names), *what.variables}:
        raise fault("unknown-name", f"{e.data[0]} is not defined", what.body.line, what.body.span,
                    hint=did_you_mean(e.data[0], scope.definitions) or f"define it: {e.data[0]} = x'A x")


def kind(what: Asked) -> str | None:
    """The kind of derivative that is asked for by name."""
    if what.order == 2:
        return "hessian"
    return {"gradient": "gradient", "grad": "gradient", "jacobian": "jacobian"}.get(what.word)
