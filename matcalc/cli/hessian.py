"""The command `hessian`: `diff --kind hessian`."""
from __future__ import annotations

from typing import Any

import click

from matcalc.cli import options
from matcalc.cli.answer import Request, run
from matcalc.cli.command import Command
from matcalc.cli.diff import choices, wrt


@click.command("hessian", cls=Command, short_help="Derive twice.", epilog="""\b
Examples:
  matcalc hessian "x'A x" --wrt x
  matcalc hessian "log det X" --wrt X
  matcalc hessian "log det X" --wrt X --direction V
  matcalc hessian "‖A - U V‖^2" --wrt U,V
  matcalc hessian "‖A x - b‖^2" --wrt x -d "A: m x n" --format numpy""")
@options.expression
@wrt
@options.declarations
@choices
@options.output
def command(**given: Any) -> int:
    """Derive EXPR twice: the Jacobian of its gradient. The same as diff --kind hessian.

    By several symbols these are all blocks, ∂²f/∂x∂y but not ∂²f/∂y∂x. Of a matrix it is the Jacobian of vec(Jacobian).
    """
    return run(Request(kind="hessian", order=2, **given))
