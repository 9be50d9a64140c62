"""`%matcalc` for a derivative in a line, `%%matcalc` for lines of a session."""
from __future__ import annotations

import shlex
from typing import Any

import click

from matcalc.api import diff
from matcalc.cli.answer import Request
from matcalc.cli.declared import declared
from matcalc.cli.diff import command as DIFF
from matcalc.cli.formats import FORMATS, PAGES, STEPS
from matcalc.cli.wanted import symbols
from matcalc.derivative import Derivatives
from matcalc.diagnostics import MatcalcError
from matcalc.jupyter.display import Rich, plain
from matcalc.repl import State, respond
from matcalc.repl.results import Judged, Output

QUOTES = "'\""


class Session:
    """The state that the magics of one notebook share."""

    def __init__(self, show: Any):
        """`show` displays a result at once."""
        self.state, self.show = State(), show

    def line(self, line: str) -> Any:
        """`%matcalc "x'A x" x`, with the options of `diff`, or a line of a session. Raises MatcalcError."""
        text = line.strip()
        if text[:1] in ("-", *QUOTES):
            return self._diff(text)
        return self._said(text)

    def cell(self, line: str, cell: str) -> Any:
        """The lines of a cell, and what the last one gives. Raises MatcalcError for one that is wrong."""
        last = self._said(line) if line.strip() else None
        for text in cell.splitlines():
            if not text.strip() or text.lstrip().startswith("#"):
                continue
            if last is not None:
                self.show(last)
            last = self._said(text)
        return last

    def _said(self, line: str) -> Any:
        self.state, out = respond(self.state, line)
        return self._shown(out)

    def _shown(self, out: Output) -> Any:
        """What is worth a display of its own; all but the last thing is displayed here. Raises MatcalcError."""
        found = [Rich.of(result) for result in out.results]
        told = [] if any(isinstance(r, Judged) for r in out.results) else [Rich.note(text) for text in out.notes]
        for thing in (*told, *(found if out.error is not None else found[:-1])):
            self.show(thing)
        if out.error is not None:
            raise out.error
        return found[-1] if found else None

    def _diff(self, text: str) -> Any:
        request = _request(text)
        scope = self.state.scope
        files, inline, assume = request.given
        given = declared(files, inline, assume)
        more = scope.declaring(given)
        found = diff(request.expression, symbols(request.wrt, more.shapes), more.shapes, more.assume,
                     origin=more.origin, **request.arguments)
        assert isinstance(found, Derivatives)
        if request.format not in PAGES:
            written = (STEPS if request.steps else FORMATS)[request.format]
            text = "\n".join(written(d, request.expression) for d in found)
            return Rich(text, plain(text))
        return Rich.answers(found, opened=True) if request.steps else found[0] if len(found) == 1 else found


def _request(text: str) -> Request:
    """The arguments of a magic: those of `diff`, where the symbols may stand behind the expression."""
    try:
        args = shlex.split(text)
    except ValueError:
        raise MatcalcError("usage", "a quote is opened and not closed", source=text,
                           hint="""write %matcalc "x'A x" x""") from None
    options, operands = DIFF.sorted(args)
    wrt = [part for name in operands[1:] for part in ("--wrt", name)]
    try:
        with DIFF.make_context("%matcalc", [*operands[:1], *options, *wrt]) as context:
            return Request(**context.params)
    except click.ClickException as e:
        raise MatcalcError("usage", e.format_message().rstrip("."), hint="""write %matcalc "x'A x" x""") from None


def register(shell: Any) -> None:
    """Make the magics known to IPython."""
    from IPython.core.magic import no_var_expand
    from IPython.display import display

    session = Session(display)

    def matcalc(line: str, cell: str | None = None) -> Any:
        """Derive: `%matcalc "x'A x" x`, or lines of a session in a cell; `%matcalc :help` tells more."""
        return session.line(line) if cell is None else session.cell(line, cell)

    shell.register_magic_function(no_var_expand(matcalc), "line_cell", "matcalc")
