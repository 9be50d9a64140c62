"""The command `completion`: a script that has a shell complete commands, options, their values and symbols."""
from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from matcalc.cli.command import Command

SHELLS = ("bash", "zsh", "fish", "powershell")
VARIABLE = "_MATCALC_COMPLETE"
"""What a script sets when it asks for words."""


@click.command("completion", cls=Command, short_help="Print a script of completions.", epilog="""\b
Where the line goes:
  bash        ~/.bashrc       eval "$(matcalc completion bash)"
  zsh         ~/.zshrc        eval "$(matcalc completion zsh)"       after compinit
  fish        ~/.config/fish/completions/matcalc.fish                holds what this prints
  powershell  $PROFILE        matcalc completion powershell | Out-String | Invoke-Expression""")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def command(shell: str) -> int:
    """Print a script for SHELL that completes commands, options and their values.

    --wrt completes the symbols of the expression on the line and of --shapes FILE; functions, rules and explain
    complete what they tell of.
    """
    from matcalc.cli.group import matcalc
    from matcalc.cli.powershell import PowerShell

    found = get_completion_class(shell) if shell != "powershell" else None
    made = (found or PowerShell)(matcalc, {}, "matcalc", VARIABLE)
    click.echo((made.source_template % made.source_vars()).strip())
    return 0
