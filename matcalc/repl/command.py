"""The command `repl`: lines in, answers out, until Ctrl-D."""
from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from matcalc import __version__
from matcalc.cli import options
from matcalc.cli.command import Command
from matcalc.cli.declared import declared
from matcalc.cli.each import as_error, complain, note
from matcalc.cli.source import Line, stdin
from matcalc.cli.terminal import Terminal, shows_signs, tell
from matcalc.repl import State, front, respond
from matcalc.repl.results import Output
from matcalc.repl.shown import Style, notes, shown

GREETING = f"matcalc {__version__}: type X: m x n, f = x'A x, d f/d x; :help tells more, Ctrl-D ends"


@click.command("repl", cls=Command, short_help="Declare, define and derive, line by line.", epilog="""\b
Examples:
  matcalc repl
  matcalc repl --shapes samples/seed-scalar.toml
  printf "f = x'A x\\nd f / d x\\n" | matcalc repl
\b
Lines:
  X: m x n              declare a shape
  f = x'A x             define
  d f / d x             derive; also df/dx, ∂f/∂x, ∇_x f, d^2 f / d x^2, hessian f x
  d f / d x = 2 A x     judge a claim
  tr(A X)               show how it is read, and its shape
  :steps, :latex        the last answer step by step, in LaTeX; :help lists all""")
@options.declarations
@options.output
def command(declare: tuple[str, ...], files: tuple[str, ...], assume: tuple[str, ...], ascii_only: bool, quiet: bool,
            color: str) -> int:
    """Declare shapes, define functions and derive them, line by line.

    Without a terminal the lines of stdin are run, and the exit status is the worst of theirs. The history of what is
    typed is in $XDG_STATE_HOME/matcalc/history; MATCALC_HISTORY names another file, or is "off".
    """
    terminal = Terminal(color)
    shapes = declared(files, declare, assume)
    session = _Session(State().to(State().scope.declaring(shapes)), terminal, ascii_only=ascii_only, quiet=quiet)
    if sys.stdin is None or not sys.stdin.isatty():
        return session.run(stdin(), numbered=True)
    if not quiet:
        tell(GREETING)
    session.run(front.typed(lambda: session.state, color=terminal.out_color), numbered=False)
    return 0


class _Session:
    """A state, and the terminal that its results are shown on."""

    def __init__(self, state: State, terminal: Terminal, *, ascii_only: bool, quiet: bool):
        self.state, self.terminal, self.quiet = state, terminal, quiet
        self.style = Style(person=terminal.person, color=terminal.out_color, width=terminal.width,
                           ascii_only=ascii_only or not shows_signs(sys.stdout))

    def run(self, lines: front.Lines, *, numbered: bool) -> int:
        """Respond to every line; the worst exit status."""
        worst = 0
        for number, text in enumerate(lines, 1):
            line = Line(text or "", number if numbered else None)
            if text is None or not text.strip():
                continue
            try:
                out = self._said(line)
            except KeyboardInterrupt:
                if numbered:
                    raise
                tell("interrupted")
                continue
            worst = max(worst, out.status)
            if out.over:
                break
        return worst

    def _said(self, line: Line) -> Output:
        """What a line gives, shown."""
        try:
            self.state, out = respond(self.state, line.legible)
            for text in self._shown(out, line):
                click.echo(text, color=True)
        except OSError:
            raise
        except Exception as e:
            out = Output(error=as_error(e))
        if out.error is not None:
            complain(out.error, line, self.terminal)
        sys.stdout.flush()
        return out

    def _shown(self, out: Output, line: Line) -> Iterator[str]:
        """What is printed, after the notes on it."""
        if not self.quiet:
            note(out.notes, line, self.terminal)
        for result in out.results:
            text = shown(result, self.style)
            if not self.quiet:
                note(notes(result, self.style), line, self.terminal)
            if text:
                yield text
