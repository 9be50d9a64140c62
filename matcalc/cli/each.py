"""Runs a command over the expressions of EXPR; a bad line is reported, and the rest goes on."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from matcalc.cli.source import Line, expressions
from matcalc.cli.terminal import Terminal, tell, tell_error
from matcalc.diagnostics import MatcalcError
from matcalc.styles import painter


def each(given: str, act: Callable[[Line], None], terminal: Terminal,
         failed: Callable[[MatcalcError, Line], None] | None = None) -> int:
    """Act on every expression; the worst exit status. A single expression's error is left to the caller.

    failed  what else is done where a line of several has an error, before the rest goes on
    """
    worst = 0
    for line in expressions(given):
        try:
            act(line)
        except Exception as e:
            if line.number is None or isinstance(e, (OSError, MemoryError)):
                raise
            error = as_error(e)
            complain(error, line, terminal)
            if failed is not None:
                failed(error, line)
            worst = max(worst, error.exit_code)
        if line.number is not None:
            sys.stdout.flush()
    return worst


def as_error(e: Exception) -> MatcalcError:
    """The error that a line ends with; a defect ends no other line, unless it is looked for."""
    if isinstance(e, MatcalcError):
        return e
    if isinstance(e, RecursionError):
        return MatcalcError("limit", "the expression is nested too deeply")
    if isinstance(e, MemoryError):
        return MatcalcError("limit", "there is not enough memory for this")
    if os.environ.get("MATCALC_DEBUG"):
        raise e
    return MatcalcError("internal", f"a defect of matcalc, not of the input: {type(e).__name__}: {e}"[:200],
                        hint="MATCALC_DEBUG=1 shows where")


def complain(e: MatcalcError, line: Line, terminal: Terminal) -> None:
    """Show an error, with its line's number."""
    tell_error(e, terminal, line.prefix)


def note(texts: Iterable[str], line: Line, terminal: Terminal) -> None:
    """Show notes on stderr."""
    word = painter(color=terminal.err_color)("note", "help")
    for text in texts:
        tell(f"{line.prefix}{word}: {text}")
