"""The command `equal`."""
from __future__ import annotations

import click

from matcalc.cli import options, verdict
from matcalc.cli.command import Command
from matcalc.cli.declared import declared
from matcalc.cli.source import single
from matcalc.cli.terminal import Terminal
from matcalc.judge import equal


@click.command("equal", cls=Command, short_help="Compare two expressions.", epilog="""\b
Examples:
  matcalc equal "tr(A B)" "tr(B A)"
  matcalc equal "(A B)^-1" "B^-1 A^-1" -d "A, B: n x n"
  matcalc equal "x'A x" "x'A'x"
  matcalc equal "A x" "A'x" --assume "A: symmetric"
  matcalc equal "sum(A∘B)" "tr(A'B)" --format json""")
@click.argument("left", metavar="EXPR1")
@click.argument("right", metavar="EXPR2")
@options.declarations
@click.option("--format", "format_", type=click.Choice(verdict.FORMATS), default="text", show_default=True)
@options.output
def command(left: str, right: str, declare: tuple[str, ...], files: tuple[str, ...], assume: tuple[str, ...],
            format_: str, ascii_only: bool, quiet: bool, color: str) -> int:
    """Are two expressions the same?

    The exit status is 0 if they are, for all values for which both are defined, and 1 if not; then the smallest values
    that were found to tell them apart are shown. Each may be @FILE, or - for stdin.
    """
    shapes = declared(files, declare, assume)
    left, right = single(left).legible, single(right).legible
    with Terminal(color).waiting("comparing"):
        found = equal(left, right, shapes.shapes, shapes.assume, origin=shapes.origin)
    return verdict.show(found, verdict.of_equality(found, left, right), format_=format_, ascii_only=ascii_only,
                        quiet=quiet, color=color)
