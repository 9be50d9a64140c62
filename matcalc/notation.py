"""How an operator is written in one language: a template with precedences, as data."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcalc.expr import Expr

Piece = str | tuple[str, int]
Widths = tuple[int, list[tuple[int, int]], int]


class Notation:
    """A template and what it needs to know of brackets.

    form        `"{0:90}ᵀ"`: the number in a field is the least precedence that argument may have without
                brackets; other fields are `data`, `data[0]`, `rows`, `cols`, and `rows(1)` of an argument
    precedence  how tightly it holds its arguments, 100 where it brings its own brackets
    join        for an operator of any number of arguments, what stands between them
    inner       the least precedence of a joined argument, and `crowded` that of one that holds brackets itself
    scalar      the template where the result is a scalar, if that differs
    cost        how many operations it stands for; of a joined operator, each join
    """

    __slots__ = ("_pieces", "_widths", "cost", "crowded", "form", "inner", "join", "precedence", "scalar")

    def __init__(self, form: str = "", precedence: int = 100, join: str | None = None, inner: int | None = None,
                 crowded: int | None = None, scalar: str | None = None, cost: int = 1):
        self.form, self.precedence, self.join, self.scalar, self.cost = form, precedence, join, scalar, cost
        self.inner = precedence + 1 if inner is None else inner
        self.crowded = self.inner if crowded is None else crowded
        self._pieces: tuple[list[Piece], list[Piece]] | None = None
        self._widths: tuple[Widths, Widths] | None = None

    def pieces(self, *, scalar: bool = False) -> list[Piece]:
        """The template as literal text and (field, precedence) pairs."""
        if self._pieces is None:
            self._pieces = (_cut(self.form), _cut(self.scalar if self.scalar is not None else self.form))
        return self._pieces[scalar]

    def widths(self, *, scalar: bool = False) -> Widths:
        """The characters of the literal text, the places of arguments with their precedences, and how many others."""
        if self._widths is None:
            self._widths = _width(self.pieces()), _width(self.pieces(scalar=True))
        return self._widths[scalar]

    def mapped(self, by: Callable[[str], str]) -> Notation:
        """The same with other text."""
        scalar = None if self.scalar is None else by(self.scalar)
        join = None if self.join is None else by(self.join)
        return Notation(by(self.form), self.precedence, join, self.inner, self.crowded, scalar, self.cost)


def _width(pieces: list[Piece]) -> Widths:
    fields = [piece for piece in pieces if not isinstance(piece, str)]
    places = [(int(name), need) for name, need in fields if name.isdigit()]
    literal = sum(len(piece) - piece.count(" ") for piece in pieces if isinstance(piece, str))
    return literal, places, len(fields) - len(places)


def _cut(form: str) -> list[Piece]:
    out: list[Piece] = []
    text, i = "", 0
    while i < len(form):
        if form[i:i + 2] in ("{{", "}}"):
            text, i = text + form[i], i + 2
        elif form[i] == "{":
            end = form.index("}", i)
            field, _, need = form[i + 1:end].partition(":")
            out += [text, (field, int(need or 0))]
            text, i = "", end + 1
        else:
            text, i = text + form[i], i + 1
    return [*out, text]


def notation_of(e: Expr, field: str) -> Notation:
    """The notation of a node, in the language whose notations stand in this field of a record."""
    found = getattr(e.op, field)
    return found if isinstance(found, Notation) else found(e) if found else Notation()


def nested(call: str) -> Callable[[Expr], Notation]:
    """The notation of calls of two arguments at a time: `kron(kron(A, B), C)`."""
    def notation(e: Expr) -> Notation:
        form = "{0}"
        for i in range(1, len(e.args)):
            form = f"{call}({form}, {{{i}}})"
        return Notation(form, cost=len(e.args) - 1)
    return notation
