"""The command `render`: answers that were told in JSON, in any format, without deriving them again."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click

from matcalc.cli import options
from matcalc.cli.command import Helped, option
from matcalc.cli.each import complain, note
from matcalc.cli.source import Line
from matcalc.cli.terminal import Terminal
from matcalc.diagnostics import MatcalcError
from matcalc.records.told import Told, from_json
from matcalc.render.languages import TARGETS, WRAPS
from matcalc.syntax.textfile import LIMIT, decoded, read_text
from matcalc.wraps import LANGUAGES, aligned, check

FORMATS: tuple[str, ...] = ("text", "pretty", *LANGUAGES, *TARGETS, "sympy")


@click.command("render", cls=Helped, short_help="Write answers that were told in JSON.", epilog="""\b
Examples:
  matcalc diff "x'A x" --wrt x --format json > answers.json
  matcalc render answers.json --format latex --wrap display
  matcalc render answers.json --format julia
  cat *.json | matcalc render - --format mathml
  matcalc diff @problems.txt --wrt x --format json | matcalc render --format typst --wrap standalone > page.typ""")
@click.argument("file", default="-")
@option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True,
        help="The language to write in.")
@option("--wrap", type=click.Choice(WRAPS), default="none", show_default=True,
        help="What stands around LaTeX, MathML and Typst; all answers share one standalone document.")
@options.output
def command(file: str, format_: str, wrap: str, ascii_only: bool, quiet: bool, color: str) -> int:
    """Write the answers of FILE, or of stdin, in a format.

    FILE holds what `matcalc diff --format json` prints: a record a line, or an array of them. Nothing is derived again;
    what is printed are the expressions of the record, not its texts. An answer whose record has no certificate is told
    of, one whose certificate fails is refused, and so is a record of another schema.
    """
    check(format_, wrap)
    terminal = Terminal(color)
    ascii_only = ascii_only or not terminal.signs
    told: list[Told] = []
    worst = 0
    for line, answers in _records(file):
        for found in _each(answers):
            error = found if isinstance(found, MatcalcError) else _doubt(found)
            if error is None and isinstance(found, Told):
                told.append(found)
                error = _shown(found, line, terminal, format_, wrap, ascii_only=ascii_only, quiet=quiet)
            if error is not None:
                complain(error, line, terminal)
                worst = max(worst, error.exit_code)
            sys.stdout.flush()
    if wrap == "standalone" and told:
        click.echo(aligned([row for found in told for row in found.equations(format_)], format_, wrap))
    return worst


def _shown(found: Told, line: Line, terminal: Terminal, format_: str, wrap: str, *, ascii_only: bool,
           quiet: bool) -> MatcalcError | None:
    """Print an answer and what should be known of it, unless it is to stand in a document; what went wrong."""
    try:
        if wrap != "standalone":
            click.echo(_written(found, format_, wrap, ascii_only=ascii_only))
    except MatcalcError as e:
        return e
    if not quiet:
        note([*found.notes, *([found.doubt] if found.doubt else [])], line, terminal)
    return None


def _written(found: Told, format_: str, wrap: str, *, ascii_only: bool) -> str:
    if format_ == "text":
        if not ascii_only:
            return found.text
        from matcalc.cli.ascii import ascii_text

        return ascii_text(found)
    if format_ == "pretty":
        from matcalc.cli.drawing import Drawing, as_pretty

        return as_pretty(found.answer, Drawing(ascii_only=ascii_only))
    if format_ in TARGETS:
        return found.code(format_)
    if format_ == "sympy":
        from matcalc.render.tosympy import source

        return source(found.answer.where, found.answer.expr)
    return found.wrapped(format_, wrap)


def _doubt(found: Told) -> MatcalcError | None:
    """The error that a record is whose own certificate fails."""
    return None if found.is_certified is not False else MatcalcError("not-certified", found.doubt or "")


def _each(answers: Callable[[], list[Told | MatcalcError]]) -> list[Told | MatcalcError]:
    try:
        return answers()
    except MatcalcError as e:
        return [e]


def _records(file: str) -> Iterator[tuple[Line, Callable[[], list[Told | MatcalcError]]]]:
    """The records of a file, a line each or all in one array, with the lines in which they stand."""
    where = "<stdin>" if file == "-" else file
    found = False
    for number, text in enumerate(_pieces(file), 1):
        if text.strip():
            found = True
            yield Line(text, number, where), lambda text=text: from_json(text)  # type: ignore[misc]
    if not found:
        raise MatcalcError("usage", f"{where.strip('<>')} holds no record", hint="matcalc diff … --format json")


def _pieces(file: str) -> Iterator[str]:
    """Lines, as they come from stdin; what does not hold a value a line is one piece."""
    if file != "-":
        lines = read_text(file).split("\n")
        yield from lines if _is_a_value(next(filter(str.strip, lines), "")) else ["\n".join(lines)]
        return
    if sys.stdin is None:
        raise MatcalcError("usage", "stdin is closed, and FILE is -")
    buffer = sys.stdin.buffer
    first = buffer.readline(LIMIT)
    while first and not first.strip():
        yield ""
        first = buffer.readline(LIMIT)
    if not _is_a_value(decoded(first, "<stdin>")):
        yield decoded(first + buffer.read(LIMIT), "<stdin>")
        return
    while first:
        yield decoded(first, "<stdin>")
        first = buffer.readline(LIMIT)


def _is_a_value(line: str) -> bool:
    """Whether a line can be a record by itself, or an array of them."""
    text = line.strip()
    return text[:1] + text[-1:] in ("{}", "[]")
