"""A line taken apart: what it declares, defines, claims, compares or asks."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from matcalc.diagnostics import Span, fault
from matcalc.properties import ASSUMPTIONS
from matcalc.repl.queries import KEYWORDS, Query, query
from matcalc.repl.state import Scope
from matcalc.shape import SCALAR
from matcalc.syntax import words
from matcalc.syntax.declare import is_name, spelled
from matcalc.syntax.latex import name
from matcalc.syntax.lexer import lex
from matcalc.syntax.tree import Tree, closing, outside

_SIZED = re.compile(r"(?:[\s\d)][x×]|×|\bby\b|,)")


class Statement(NamedTuple):
    """A stretch of a line, with its tokens, whose places count from the beginning of the line."""

    line: str
    tokens: list[Tree]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def text(self) -> str:
        """What it says."""
        return self.line[self.span.start:self.span.end]

    def part(self, start: int, end: int | None = None) -> Statement:
        """Some of its tokens."""
        return Statement(self.line, self.tokens[start:end])

    def asks(self, scope: Scope) -> Query | None:
        """The derivative that it asks for. Raises MatcalcError `syntax`."""
        return query(self.tokens, self.line, scope.names)

    def outside(self, kind: str) -> list[int]:
        """Where tokens of a kind stand outside all brackets, before `where`."""
        end = next((i for i, token in enumerate(self.tokens) if token.text == "where"), None)
        return outside(self.tokens[:end], kind)


def statements(line: str) -> Iterator[Statement]:
    """The statements of a line, between semicolons. Raises MatcalcError `syntax`."""
    whole = Statement(line, lex(line))
    start = 0
    for i in (*whole.outside("SEMICOLON"), len(whole.tokens)):
        if i > start:
            yield whole.part(start, i)
        start = i + 1


def declares(statement: Statement, scope: Scope) -> bool:
    """Whether `A : …` declares, and is no Frobenius product of what has a meaning already."""
    left, colon, right = statement.text.partition(":")
    if not colon or right.startswith("=") or not all(is_name(spelled(n.strip())) for n in left.split(",")):
        return False
    given = re.findall(r"[^\W\d]\w*", right)
    factors = [word for word in given if word in scope.definitions or scope.shapes.get(word, SCALAR) != SCALAR]
    if left[-1:].isspace() and not (_SIZED.search(right) or {*given} & {*ASSUMPTIONS, "scalar", "function"}):
        return False
    return not factors or bool(_SIZED.search(right)) or len(factors) < len(given)


class Definition(NamedTuple):
    """`f = …` or `f(x) = …`."""

    name: str
    arguments: tuple[str, ...]
    body: Statement


def definition(statement: Statement, at: int, scope: Scope) -> Definition:
    """What stands round an `=`. Raises MatcalcError `syntax`."""
    left, body = statement.part(0, at), statement.part(at + 1)
    if left.tokens and left.tokens[-1].kind == "COLON":
        left = left.part(0, -1)
    if not left.tokens or not body.tokens:
        raise fault("syntax", "a definition has a name and an expression", statement.line, statement.span,
                    hint="write f = x'A x")
    opened = next((i for i, t in enumerate(left.tokens) if t.text == "("), len(left.tokens))
    called, inside = left.part(0, opened), left.part(opened)
    named, arguments = name(called.text, scope.names) if called.tokens else "", arguments_of(inside)
    if not is_name(named) or arguments is None:
        raise fault("syntax", "a definition begins with a name", statement.line, left.span, "this is no name",
                    "to compare two expressions write == between them")
    if words.function(named) or named in KEYWORDS:
        raise fault("syntax", f"{named} is a word of the language, and stays that", statement.line, left.span)
    return Definition(named, arguments, body)


def arguments_of(inside: Statement) -> tuple[str, ...] | None:
    """The names in `(x, y)`; none without brackets, None where something else is in them."""
    tokens = inside.tokens
    if not tokens:
        return ()
    if closing(tokens, 0) != len(tokens) - 1:
        return None
    given = [part.strip() for part in inside.line[tokens[0].end:tokens[-1].start].split(",")]
    found = tuple(name(part, ()) for part in given)
    return found if all(map(is_name, found)) else None
