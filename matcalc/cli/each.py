"""Runs a command over the expressions of EXPR; a bad line is reported, and the rest goes on."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from matcalc.cli.source import Line, expressions
from matcalc.cli.terminal import Terminal, tell, tell_error
from matcalc.diagnostics import MatcalcError
from matcalc.styles import painter


def each(given: str, act: Callable[[Line], None], terminal: Terminal) -> int:
    """Act on every expression; the worst exit status. A single expression's error is left to the caller."""
    worst = 0
    for line in expressions(given):
        try:
            act(line)
        except MatcalcError as e:
            if line.number is None:
                raise
            complain(e, line, terminal)
            worst = max(worst, e.exit_code)
        if line.number is not None:
            sys.stdout.flush()
    return worst


def complain(e: MatcalcError, line: Line, terminal: Terminal) -> None:
    """Show an error, with its line's number."""
    tell_error(e, terminal, line.prefix)


def note(texts: Iterable[str], line: Line, terminal: Terminal) -> None:
    """Show notes on stderr."""
    word = painter(color=terminal.err_color)("note", "help")
    for text in texts:
        tell(f"{line.prefix}{word}: {text}")
