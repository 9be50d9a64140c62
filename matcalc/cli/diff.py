"""The command `diff`."""
from __future__ import annotations

from typing import Any

import click

from matcalc import kinds
from matcalc.cli import options
from matcalc.cli.answer import Request, run
from matcalc.cli.command import Command, completed, option
from matcalc.cli.formats import FORMATS
from matcalc.render.languages import WRAPS
from matcalc.structured import MANNERS

wrt = option("--wrt", multiple=True, required=True, metavar="X", shell_complete=completed("symbols"),
             help="Derive by this symbol; may be repeated, or hold several: x,y.")

choices = options.together(
    option("--from", "language", type=click.Choice(["matcalc", "numpy"]), default="matcalc", show_default=True,
           help="The language of EXPR: matcalc reads LaTeX too; numpy is Python code over arrays, an expression or a "
           "function (in a @FILE), in which * goes entry by entry."),
    option("--form", type=click.Choice(kinds.FORMS), default="auto", show_default=True,
           help="The closed form wanted."),
    option("--layout", type=click.Choice(kinds.LAYOUTS), default="mixed", show_default=True,
           help="Mixed: a gradient has the shape of X, a Jacobian a row for each entry of Y."),
    option("--direction", metavar="V", help="The derivative in this direction, an expression of X's shape "
           "without X: the change of EXPR (JVP), of a hessian that of the gradient (Hessian-vector product)."),
    option("--cotangent", metavar="G", help="The gradient of G : EXPR, for G of EXPR's shape (VJP)."),
    option("--structured", type=click.Choice(list(MANNERS)), help="Use what is assumed of X: derive by its free "
           "entries, in its tangent space, by vech X, or take the gradient in another metric."),
    option("--steps", is_flag=True, help="Show the derivation, in text, latex, mathml, typst or json."),
    option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True,
           help="The language of the answer."),
    option("--wrap", type=click.Choice(WRAPS), default="none", show_default=True,
           help="What stands around LaTeX, MathML and Typst: $…$, a display, rows that fit a page, a document."),
    option("--no-certify", is_flag=True, help="Print the answer without checking it."),
)


@click.command("diff", cls=Command, short_help="Derive.", epilog="""\b
Examples:
  matcalc diff "x'A x" --wrt x
  matcalc diff "(A(B(XC)∘D)∘E)F" --wrt X --shapes samples/seed-scalar.toml
  matcalc diff "log det X" --wrt X --assume "X: symmetric" --structured entries
  matcalc diff "-x'Ax" --wrt x --wrt A --format latex
  matcalc diff "tr(X^4)" --wrt X --order 3
  matcalc diff "‖A x - b‖^2" --wrt x --kind hessian --direction v
  matcalc diff "exp(A X)" --wrt X --cotangent G
  matcalc diff "x'A y" --wrt x,y --kind hessian
  matcalc diff "‖A x - b‖^2" --wrt x --format latex --wrap standalone > answer.tex
  matcalc diff "np.sum((X @ w - y)**2)" --wrt w --from numpy
  echo "tr(A X)" | matcalc diff - --wrt X --format json""")
@options.expression
@wrt
@options.declarations
@option("--kind", type=click.Choice(kinds.KINDS), help="By default the gradient of a scalar, else the Jacobian.")
@option("--order", type=click.IntRange(1, kinds.HIGHEST), default=1, show_default=True,
        help="How often to derive. From the third on the answer is the differential, unless --form asks for an "
        "array: kronecker or index.")
@choices
@options.output
def command(**given: Any) -> int:
    """Derive EXPR in closed form.

    EXPR is an expression as people write it, @FILE, or - for stdin, an expression a line. The answer goes to stdout,
    notes and errors to stderr.
    """
    return run(Request(**given))
