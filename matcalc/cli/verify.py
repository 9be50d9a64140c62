"""The command `verify`."""
from __future__ import annotations

import click

from matcalc import kinds
from matcalc.cli import options, verdict
from matcalc.cli.command import Command, completed
from matcalc.cli.declared import declared
from matcalc.cli.source import single
from matcalc.cli.terminal import Terminal
from matcalc.cli.wanted import symbol
from matcalc.judge import verify
from matcalc.structured import MANNERS


@click.command("verify", cls=Command, short_help="Judge a claimed derivative.", epilog="""\b
Examples:
  matcalc verify "x'A x" "2 A x" --wrt x
  matcalc verify "‖A x - b‖^2" "2 A'(A x - b)" --wrt x
  matcalc verify "log det X" "X^-1" --wrt X
  matcalc verify "log det X" "2X^-1 - X^-1∘I" --wrt X --assume "X: symmetric" --structured entries
  matcalc verify "A X B" "B' ⊗ A" --wrt X --format json""")
@options.expression
@click.argument("claimed", metavar="CLAIMED")
@click.option("--wrt", required=True, metavar="X", shell_complete=completed("symbols"),
              help="The symbol that is derived by.")
@options.declarations
@click.option("--kind", type=click.Choice(kinds.KINDS), help="By default the gradient of a scalar, else the Jacobian.")
@click.option("--layout", type=click.Choice(kinds.LAYOUTS), default="mixed", show_default=True,
              help="The layout that is right; a claim in another one is told so.")
@click.option("--structured", type=click.Choice(list(MANNERS)), help="Use what is assumed of X, as for diff.")
@click.option("--format", "format_", type=click.Choice(verdict.FORMATS), default="text", show_default=True)
@options.output
def command(expression: str, claimed: str, wrt: str, declare: tuple[str, ...], files: tuple[str, ...],
            assume: tuple[str, ...], kind: str | None, layout: str, structured: str | None, format_: str,
            ascii_only: bool, quiet: bool, color: str) -> int:
    """Is CLAIMED the derivative of EXPR?

    The exit status is 0 if it is, and 1 if not; then what is wrong is said: transposed, a wrong sign or factor, a
    missing term, right only for symmetric A … Each such finding is certified. The right answer is shown, and the
    smallest values that were found to tell it from the claim. EXPR and CLAIMED may be @FILE, or - for stdin.
    """
    shapes = declared(files, declare, assume)
    expression, claimed = single(expression).legible, single(claimed).legible
    variable = symbol(wrt, shapes.shapes)
    with Terminal(color).waiting("judging"):
        found = verify(expression, variable, claimed, shapes.shapes, shapes.assume, kind=kind, layout=layout,
                       structured=structured or False, origin=shapes.origin)
    return verdict.show(found, verdict.of_verification(found, expression, claimed), format_=format_,
                        ascii_only=ascii_only, quiet=quiet, color=color)
