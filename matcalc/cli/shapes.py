"""The command `shapes`."""
from __future__ import annotations

from collections.abc import Callable

import click

from matcalc.cli import inventory, options
from matcalc.cli.command import Command
from matcalc.cli.declared import declared
from matcalc.cli.each import each, note
from matcalc.cli.look import Look
from matcalc.cli.source import Line
from matcalc.cli.terminal import Terminal
from matcalc.cli.tree import as_tree
from matcalc.diagnostics import MatcalcError
from matcalc.syntax import Reading, read

FORMATS: dict[str, Callable[[Reading, str], str]] = {
    "json": inventory.as_json,
    "toml": inventory.as_toml,
}
"""For programs; `text` is for people and knows of colour."""


@click.command("shapes", cls=Command, short_help="Show the reading and all shapes.", epilog="""\b
Examples:
  matcalc shapes "A(B(XC)∘D∘E)F" --shapes samples/seed-scalar.toml
  matcalc shapes "tr(A X B)" -d "A: m x n"
  matcalc shapes "‖A x - b‖^2 + tr(X'X)" --tree
  matcalc shapes "‖A x - b‖^2" --format toml > shapes.toml""")
@options.expression
@options.declarations
@click.option("--format", "format_", type=click.Choice(["text", *FORMATS]), default="text", show_default=True,
              help="toml writes a shapes file.")
@click.option("--tree", is_flag=True, help="Show the parts as a tree.")
@options.output
def command(expression: str, declare: tuple[str, ...], files: tuple[str, ...], assume: tuple[str, ...], format_: str,
            tree: bool, ascii_only: bool, quiet: bool, color: str) -> int:
    """Show how EXPR is read: with all its brackets, the shape of every symbol and part, and where it comes from.

    EXPR is an expression, @FILE, or - for stdin, an expression a line.
    """
    terminal = Terminal(color)
    look = Look.on(terminal, ascii_only=ascii_only)
    if tree and format_ != "text":
        raise MatcalcError("usage", f"there is no --tree in {format_}", hint="it goes with text")
    shapes = declared(files, declare, assume)

    def act(line: Line) -> None:
        reading = read(line.legible, shapes=shapes.shapes, assume=shapes.assume, origin=shapes.origin)
        if format_ != "text":
            text = FORMATS[format_](reading, line.text)
        else:
            text = as_tree(reading.expr, look, person=terminal.person) if tree else inventory.as_text(reading, look)
        if not quiet and format_ != "json":
            note(reading.notes, line, terminal)
        click.echo(text, color=True)

    return each(expression, act, terminal)
