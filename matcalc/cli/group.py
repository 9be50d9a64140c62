"""The command `matcalc` and its subcommands, each loaded when it is called."""
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from matcalc import __version__
from matcalc.cli.command import HELP, Helped, option

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "diff": ("matcalc.cli.diff", "Derive: the gradient of a scalar, the Jacobian of anything else."),
    "hessian": ("matcalc.cli.hessian", "Derive twice."),
    "shapes": ("matcalc.cli.shapes", "Show how an expression is read, and the shape of every part."),
    "verify": ("matcalc.cli.verify", "Judge a claimed derivative: is it right, and if not, how is it wrong?"),
    "equal": ("matcalc.cli.equal", "Are two expressions the same?"),
    "codegen": ("matcalc.cli.codegen", "Emit a module: a function and its derivatives, as code."),
    "functions": ("matcalc.cli.functions", "List the functions, or tell all about some."),
    "rules": ("matcalc.cli.rules", "List the rules that simplify, or tell all about some."),
    "explain": ("matcalc.cli.explain", "Explain an error code, a function, a rule or a notation."),
    "doctor": ("matcalc.cli.doctor", "Is everything in order? Versions, terminal, tables, and a self-test."),
    "repl": ("matcalc.repl.command", "Declare, define and derive, line by line."),
    "render": ("matcalc.cli.render", "Write answers that were told in JSON in another format."),
    "pandoc": ("matcalc.cli.pandoc", "A filter for Pandoc: blocks of matcalc become formulas."),
    "completion": ("matcalc.cli.completion", "Print a script that has a shell complete commands and symbols."),
    "check": ("matcalc.cli.check", "Run sample files: derive, certify and compare every case."),
}
"""The subcommands: their module, and what they do."""


class ReaderGone(Exception):  # nothing is wrong
    """Whoever read stdout has stopped."""


class Lazy(Helped, click.Group):
    """A group that imports a subcommand when it is needed, and lists them without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, for --help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing any, and the options."""
        item = import_module("click.shell_completion").CompletionItem
        found = [(name, told) for name, (_, told) in COMMANDS.items() if name.startswith(incomplete)]
        return [*(item(name, help=told) for name, told in found),
                *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that has gone is told apart from click's own errors."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGone from None

    def resolve_command(self, ctx: click.Context, args: list[str],
                        ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or an error that says what may have been meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from matcalc.cli.usage import unknown_command

            raise unknown_command(args, list(COMMANDS))
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"matcalc {__version__}")
        ctx.exit()


@click.group(cls=Lazy, context_settings={"help_option_names": HELP, "max_content_width": 100},
             epilog="""\b
Examples:
  matcalc diff "x'A x" --wrt x
  matcalc diff "log det X" --wrt X --format latex
  matcalc hessian "‖A x - b‖^2" --wrt x -d "A: m x n"
  matcalc shapes "A(B(XC)∘D∘E)F" --shapes samples/seed-scalar.toml
  matcalc verify "x'A x" "2 A x" --wrt x
  matcalc codegen "x'A x" --wrt x --target jax -o quadratic.py
  matcalc check samples

\b
Environment:
  NO_COLOR                     No colour, unless --color asks for it.
  FORCE_COLOR, CLICOLOR_FORCE  Colour in logs too, but not in piped answers.
  COLUMNS                      The width of what people read.
  MATCALC_DEBUG                Show where a defect is.""")
@option("-V", "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
        help="Show the version.")
def matcalc() -> None:
    """Matrix derivatives in closed form, certified before they are printed."""
