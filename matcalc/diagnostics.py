"""What went wrong, where in the source, and how to put it right."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from matcalc.styles import painter

Params = ParamSpec("Params")
Result = TypeVar("Result")

CODES: dict[str, tuple[int, str]] = {
    "usage": (2, "The command line asks for something that does not exist or does not go together."),
    "bad-file": (2, "A shapes or sample file cannot be read, or holds something it may not hold."),
    "bad-declaration": (2, "A declaration is not of the form `A: m x n`, or its shape or dimension cannot be read."),
    "syntax": (3, "The text is no expression: something stands where it cannot stand."),
    "unclosed-bracket": (3, "A bracket or bar is opened and not closed, or closed and not opened."),
    "bare-function": (3, "A function without brackets is followed by several operands; which it takes is open."),
    "shape-mismatch": (4, "The shapes of the operands do not fit the operator between them."),
    "unknown-name": (4, "A name is neither declared nor one that the conventions cover."),
    "unknown-function": (4, "A word before a bracket is neither a known function nor a declared name."),
    "unknown-assumption": (4, "An assumption about a symbol is not one of the words for assumptions."),
    "unknown-size": (4, "The size of a constant such as I cannot be told from what stands round it."),
    "wrong-arguments": (4, "A function takes another number or another kind of arguments."),
    "ambiguous-name": (4, "A word can be split into names in more than one way."),
    "ambiguous-reading": (4, "The shapes fit several bracketings with different values, and not the conventional one."),
    "ambiguous-norm": (4, "‖X‖_2 of a matrix is the spectral norm to some, the Frobenius norm to others; so is ‖X‖_∞."),
    "ambiguous-function": (4, "λ_1(A) is an eigenvalue to some, a product to others."),
    "circular-definition": (4, "Definitions use each other in a circle, or one name is defined twice."),
    "unsupported": (5, "The expression is understood, but this part of it has no rule here."),
    "not-differentiable": (5, "The function has no derivative where one is asked for."),
    "not-certified": (6, "The derived answer could not be certified, so it is withheld."),
    "limit": (7, "The input or the work exceeds a limit that keeps every answer fast."),
    "internal": (70, "A defect of the program itself."),
}
"""Every code an error can carry: the exit status, and what it means in a sentence."""

WINDOW = 96
"""How many columns of a source line are shown."""


class Span:
    """A stretch of the source: from `start` up to, not including, `end`."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int):
        """From `start` up to, not including, `end`."""
        self.start, self.end = start, end

    def __repr__(self) -> str:
        """For debugging."""
        return f"Span({self.start}, {self.end})"


class Label:
    """Words for a stretch of the source. The first label of an error is marked ^^^, the others ---."""

    __slots__ = ("span", "text")

    def __init__(self, span: Span, text: str = ""):
        """Words, perhaps none, for a stretch."""
        self.span, self.text = span, text


class MatcalcError(Exception):
    """The base of all errors: a stable code, a message, and, where they help, labels, a hint and notes."""

    def __init__(self, code: str, message: str, *, source: str = "", labels: Iterable[Label] = (),
                 hint: str | None = None, notes: Iterable[str] = ()):
        """A code of CODES, a message, and where it points."""
        super().__init__(message)
        self.code, self.message, self.source, self.hint = code, message, source, hint
        self.labels, self.notes = tuple(labels), tuple(notes)

    @property
    def exit_code(self) -> int:
        """The exit status of a command that ends with this error."""
        return CODES[self.code][0]

    @property
    def line(self) -> int:
        """The line of the source that the first label points at; 0 where there is none."""
        return self.source.count("\n", 0, self.labels[0].span.start) + 1 if self.labels else 0

    def __str__(self) -> str:
        """The message, and below it the hint."""
        return "\n".join([_one_line(self.message), *([f"help: {_one_line(self.hint)}"] if self.hint else [])])

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes."""
        return _restore, (type(self), self.code, self.message, self.source,
                          [(lb.span.start, lb.span.end, lb.text) for lb in self.labels], self.hint, self.notes)

    def render(self, *, color: bool = False, width: int | None = None) -> str:
        """The error as a person reads it: message, source with marks, help. Plain text, or with ANSI colours.

        Of a source line that is longer than the width so much is shown as fits.
        """
        paint = painter(color=color)
        out = [paint(f"error[{self.code}]", "error") + paint(f": {_one_line(self.message)}", "title")]
        out += [paint(line, "mark") if is_mark else line for line, is_mark in self._snippets(_window(width))]
        out += [f"{paint('note', 'help')}: {_one_line(note)}" for note in self.notes]
        if self.hint:
            out.append(f"{paint('help', 'help')}: {_one_line(self.hint)}")
        return "\n".join(out)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: what was typed is wrong, and not the program."""
        return self.render(color=True).splitlines()

    def _snippets(self, window: int) -> list[tuple[str, bool]]:
        """The source lines that carry labels, each followed by its marks."""
        by_line: dict[int, list[tuple[Label, str]]] = {}
        for i, label in enumerate(self.labels if self.source.strip() else ()):
            start = self.source.rfind("\n", 0, label.span.start) + 1
            by_line.setdefault(start, []).append((label, "-" if i else "^"))
        out: list[tuple[str, bool]] = []
        for start, labels in by_line.items():
            end = self.source.find("\n", start)
            line = self.source[start:] if end < 0 else self.source[start:end]
            out += _snippet(line, [(lb.span.start - start, min(lb.span.end - start, len(line)), lb.text, m)
                                   for lb, m in labels], window)
        return out


ARGUMENTS: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("shapes", "assume", "sizes", "origin"), ((Mapping, type(None)), 'a mapping, as {"A": "m x n"}')),
    **dict.fromkeys(("form", "layout", "target", "name"), (str, "a text")), "kind": ((str, type(None)), "a text"),
    "order": (int, "a whole number"), **dict.fromkeys(("functions", "batch"), (Sequence, "a list of texts")),
}
"""What arguments of public functions must be, by name: a type, and it in words."""


def bounded(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """The function, which raises MatcalcError: `usage` for arguments of wrong types, `limit` where the stack ends."""
    names = function.__code__.co_varnames

    @wraps(function)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        for name, value in (*zip(names, args, strict=False), *kwargs.items()):
            if name in ARGUMENTS and not isinstance(value, ARGUMENTS[name][0]):
                raise MatcalcError("usage", f"{name} must be {ARGUMENTS[name][1]}, and not {visible(repr(value))[:60]}")
        try:
            return function(*args, **kwargs)
        except RecursionError:
            raise MatcalcError("limit", "the expression is nested too deeply") from None
    return run


def fault(code: str, message: str, source: str, span: Span, words: str = "", hint: str | None = None,
          notes: Iterable[str] = ()) -> MatcalcError:
    """An error that points at one stretch of the source."""
    return MatcalcError(code, message, source=source, labels=[Label(span, words)], hint=hint, notes=notes)


def _restore(cls: type[MatcalcError], code: str, message: str, source: str, labels: list[tuple[int, int, str]],
             hint: str | None, notes: tuple[str, ...]) -> MatcalcError:
    """An error as it was before it was sent to another process."""
    places = [Label(Span(start, end), text) for start, end, text in labels]
    return cls(code, message, source=source, labels=places, hint=hint, notes=notes)


def visible(text: str) -> str:
    """The text with characters that would steer a terminal written as escapes; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c == "\n" else _cell(c) for c in text)


def decomposed(text: str) -> str:
    """The text with each accent behind its letter, so that a name is one name however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFD", text)


def _one_line(text: str) -> str:
    """The same, in one line: what holds a line break, the name of a file perhaps, could pass for a message else."""
    return visible(text).replace("\n", "\\n")


def _cell(c: str) -> str:
    """How one character of the source is shown."""
    category = unicodedata.category(c)
    if c == "\t" or category == "Zs":
        return " "
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"):
        return c.encode("unicode_escape").decode()
    return c


def columns(text: str) -> int:
    """The columns that a text takes in a terminal: none for marks over a letter, two for a wide character."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(cell: str) -> int:
    """The columns that a shown character takes."""
    if len(cell) > 1 or cell.isascii():
        return len(cell)
    return 0 if unicodedata.category(cell) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(cell) in "WF" else 1


def _window(width: int | None) -> int:
    """How many columns of a source line are shown where the terminal has so many: less by what stands round them."""
    return WINDOW if width is None else max(16, min(WINDOW, width - 6))


def _snippet(line: str, labels: list[tuple[int, int, str, str]], window: int) -> list[tuple[str, bool]]:
    """One source line and the marks below it; a long line is shown round its first label."""
    at = max(0, labels[0][0])
    first = max(0, min(at - window // 2, len(line) - window)) if len(line) > window else 0
    last = min(len(line), first + window)
    cells = [_cell(c) for c in line[first:last]]
    head, tail = "… " if first else "", " …" if last < len(line) else ""
    columns = [len(head)]
    for cell in cells:
        columns.append(columns[-1] + _width(cell))
    shown = [_place(label, first, last, columns) for label in labels if label[0] <= last and label[1] >= first]
    return [(f"  {head}{''.join(cells)}{tail}", False), *((f"  {m}", True) for m in _marks(shown))]


def _place(label: tuple[int, int, str, str], first: int, last: int, columns: list[int]) -> tuple[int, int, str, str]:
    """A label in columns of the shown line; it is at least one column wide."""
    start, end, text, mark = label
    left = columns[max(first, min(start, last)) - first]
    right = columns[max(first, min(end, last)) - first]
    return left, max(right, left + 1), text, mark


def _marks(labels: list[tuple[int, int, str, str]]) -> list[str]:
    """The line of marks, and below it the words of each label but the last, which stand beside its mark."""
    row = [" "] * max((right for _, right, _, _ in labels), default=0)
    for left, right, _, mark in reversed(labels):
        row[left:right] = mark * (right - left)
    worded = sorted((lb for lb in labels if lb[2]), key=lambda lb: lb[0])
    line = "".join(row)
    if worded and worded[-1][1] >= len(line):
        line += " " + visible(worded.pop()[2])
    out = [line] if line else []
    while worded:
        left, _, text, _ = worded.pop()
        bars = "".join("|" if any(lb[0] == p for lb in worded) else " " for p in range(left))
        out.append(bars + visible(text))
    return out


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """`did you mean X?` for the known word nearest to this one, or None where none is near."""
    best = closest(word, known)
    return f"did you mean {best}?" if best else None


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word with the fewest edits to this one, if they are few for its length."""
    allowed = max(1, len(word) // 3)
    alike = [other for other in known if abs(len(other) - len(word)) <= allowed and len(word) < 64]
    near = [(n, other) for other in alike if (n := _edits(word, other)) <= allowed and n < len(word)]
    return min(near, key=lambda e: (e[0], e[1][0].isupper() != word[0].isupper(), e[1]))[1] if near else None


def _edits(a: str, b: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours from one word to the other; case is free."""
    before, row = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x.lower() != y.lower()))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
