"""A command whose expression may begin with a minus sign, with options before or after it, and its options."""
from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

HELP = ["-h", "--help"]
"""The names of the option that every command has."""

_LONG_OPTION = r"--[a-z][a-z-]*(=(?s:.*))?"
_ATTACHED = r"\s*=?\s*[^\W\d]\w*(\s*,\s*[^\W\d]\w*)*\s*:"


class Option(click.Option):
    """An option whose help is taken as it is written; click would load `inspect` to look for indents."""

    def __init__(self, *names: Any, help: str | None = None, **given: Any):
        super().__init__(*names, **given)
        self.help = help


def option(*names: str, **given: Any) -> Callable[[Any], Any]:
    """The decorator of click for such an option."""
    return click.option(*names, cls=Option, **given)


def completed(what: str) -> Callable[..., Any]:
    """What a shell completes, by a function of `completions`, which is loaded when it does."""
    def complete(*given: Any) -> Any:
        return getattr(import_module("matcalc.cli.completions"), what)(*given)
    return complete


class Helped(click.Command):
    """Has the option --help; click would look for a translation of what that says."""

    _helps: Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option, one for each command."""
        if self._helps is None:
            self._helps = Option(HELP, is_flag=True, expose_value=False, is_eager=True, callback=_help,
                                 help="Show this message and exit.")
        return self._helps


def _help(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from matcalc.cli.helppage import fit, painted
        from matcalc.cli.terminal import Terminal
        from matcalc.styles import painter

        terminal = Terminal()
        fit(ctx, terminal.width)
        click.echo(painted(ctx.get_help(), painter(color=terminal.out_color)), color=True)
        ctx.exit()


class Command(Helped):
    """Tells `-x'A x`, an expression, from an option, and puts what is no option last, after `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, with the operands moved behind the options."""
        options, operands = self.sorted(args, unfinished=ctx.resilient_parsing)
        return super().parse_args(ctx, [*options, "--", *operands] if operands else options)

    def sorted(self, args: list[str], *, unfinished: bool = False) -> tuple[list[str], list[str]]:
        """The options with their values, and the operands; of an `unfinished` line without an option at its end."""
        takes = {name: not getattr(p, "is_flag", False) for p in self.params if isinstance(p, click.Option)
                 for name in p.opts}
        takes.update(dict.fromkeys(HELP, False))
        options: list[str] = []
        operands: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                operands += rest
            elif arg in takes:
                options.append(arg)
                if takes[arg]:
                    value = next(rest, None)
                    if value is None and unfinished:
                        options.pop()  # its argument is what a shell completes
                    elif value is None:
                        return [arg], []  # click says what is missing
                    else:
                        options.append(value)
            else:
                (options if _is_option(arg, takes) else operands).append(arg)
        return options, operands


def _is_option(arg: str, known: dict[str, Any]) -> bool:
    """`--name` and `--name=value`, known or not, and `-dA: m x n`."""
    if arg[:1] != "-":
        return False
    if re.fullmatch(_LONG_OPTION, arg):
        return True
    return arg[:2] in known and known[arg[:2]] and bool(re.match(_ATTACHED, arg[2:]))
