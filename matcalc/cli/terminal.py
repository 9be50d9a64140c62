"""What the two output streams can show: colour, a person's layout, or plain data."""
from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import IO, Any, TextIO

import click

from matcalc.diagnostics import Label, MatcalcError, Span

COLORS = ("auto", "always", "never")
USUAL_COLUMNS, MOST_COLUMNS = 80, 10_000


class Terminal:
    """Whether stdout and stderr take colour, and whether a person reads stdout.

    A person reads it where it is a terminal, and watches stderr where that can be redrawn. Colour is for terminals too,
    unless asked for otherwise: by --color, else NO_COLOR (https://no-color.org), else FORCE_COLOR or CLICOLOR_FORCE,
    else TERM=dumb or CLICOLOR=0. A variable that says to colour is about what is told, in a log too; an answer in a
    pipe is data, and coloured by --color=always alone.
    """

    __slots__ = ("data_color", "err_color", "out_color", "person", "watched")

    def __init__(self, color: str = "auto"):
        self.person = _is_terminal(sys.stdout)
        self.watched = _is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self.out_color = _colored(sys.stdout, color)
        self.err_color = _colored(sys.stderr, color)
        self.data_color = self.out_color if self.person else color == "always"

    @property
    def signs(self) -> bool:
        """Whether stdout can show ∘ and ᵀ."""
        return shows_signs(sys.stdout)

    @property
    def width(self) -> int | None:
        """The columns that a person sees; None in a pipe, where lines are as long as they are."""
        return columns_of(sys.stdout) if self.person else None

    @property
    def err_width(self) -> int | None:
        """The columns in which errors are told; None where that is no terminal."""
        return columns_of(sys.stderr) if _is_terminal(sys.stderr) else None

    def waiting(self, what: str) -> contextlib.AbstractContextManager[None]:
        """Where somebody watches, say what is done if it takes long."""
        return import_module("matcalc.cli.waiting").told(what) if self.watched else contextlib.nullcontext()

    @classmethod
    def of(cls, args: Sequence[str]) -> Terminal:
        """As the command line asks for it, for errors in the command line itself."""
        given = [after.partition("=")[2] or following for after, following in zip(args, [*args[1:], ""], strict=True)
                 if after.partition("=")[0] == "--color"]
        return cls(given[-1] if given and given[-1] in COLORS else "auto")


def _is_terminal(stream: IO[Any] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _colored(stream: IO[Any] | None, color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb" and os.environ.get("CLICOLOR") != "0"


def columns_of(stream: TextIO) -> int:
    """The width of a terminal: $COLUMNS, else what it says of itself, else 80."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and 0 < int(given) < MOST_COLUMNS:
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL_COLUMNS
    except (OSError, ValueError):
        return USUAL_COLUMNS


def shows_signs(stream: TextIO) -> bool:
    """Whether a stream can show ∘ and ᵀ."""
    try:
        "∘ᵀ⊗⁻¹‖".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def json_line(value: Any) -> str:
    """One line of JSON, in ASCII where stdout takes no more."""
    from matcalc.jsontext import dumps

    return dumps(value, ascii_only=not shows_signs(sys.stdout))


def tell(text: str) -> None:
    """Write a message to stderr, in ASCII where it takes no more, as wide as the terminal."""
    if not text.isascii() and not shows_signs(sys.stderr):
        from matcalc.cli.ascii import to_ascii

        text = to_ascii(text)
    if _is_terminal(sys.stderr):
        from matcalc.cli.lines import folded

        text = folded(text, columns_of(sys.stderr))
    try:
        click.echo(text, err=True, color=True)
    except BrokenPipeError:
        raise
    except OSError:  # a full disk under a log keeps nobody from the answer
        pass


def tell_error(e: MatcalcError, terminal: Terminal, prefix: str = "") -> None:
    """Write an error to stderr, its marks under what they point at in ASCII too."""
    if not shows_signs(sys.stderr):
        from matcalc.cli.ascii import to_ascii

        e = spelled(e, to_ascii)
    tell(prefix + e.render(color=terminal.err_color, width=terminal.err_width))


def spelled(e: MatcalcError, spell: Callable[[str], str]) -> MatcalcError:
    """An error in other signs, its labels moved to where their stretches stand then."""
    def moved(at: int) -> int:
        return len(spell(e.source[:at]))

    labels = [Label(Span(moved(label.span.start), moved(label.span.end)), spell(label.text)) for label in e.labels]
    return MatcalcError(e.code, spell(e.message), source=spell(e.source), labels=labels,
                        hint=spell(e.hint) if e.hint else None, notes=map(spell, e.notes))


def tidy_streams() -> None:
    """What a stream cannot encode is written as an escape; a stream that is closed swallows what is written."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # lives as long as the process
        with contextlib.suppress(AttributeError, ValueError):
            getattr(sys, name).reconfigure(errors="backslashreplace")
