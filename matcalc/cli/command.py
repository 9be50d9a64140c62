"""A command whose expression may begin with a minus sign, with options before or after it."""
from __future__ import annotations

import re
from typing import Any

import click

_LONG_OPTION = re.compile(r"--[a-z][a-z-]*(=.*)?", re.DOTALL)
_ATTACHED = re.compile(r"\s*=?\s*[^\W\d]\w*(\s*,\s*[^\W\d]\w*)*\s*:")


class Command(click.Command):
    """Tells `-x'A x`, an expression, from an option, and puts what is no option last, after `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, with the operands moved behind the options."""
        return super().parse_args(ctx, self._sorted(args))

    def _sorted(self, args: list[str]) -> list[str]:
        takes = {name: not getattr(p, "is_flag", False) for p in self.params if isinstance(p, click.Option)
                 for name in p.opts}
        takes.update({"-h": False, "--help": False})
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
                    if value is None:
                        return [arg]  # click says what is missing
                    options.append(value)
            else:
                (options if _is_option(arg, takes) else operands).append(arg)
        return [*options, "--", *operands] if operands else options


def _is_option(arg: str, known: dict[str, Any]) -> bool:
    """`--name` and `--name=value`, known or not, and `-dA: m x n`."""
    if _LONG_OPTION.fullmatch(arg):
        return True
    return arg[:2] in known and known[arg[:2]] and bool(_ATTACHED.match(arg[2:]))
