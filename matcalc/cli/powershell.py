"""Completion in PowerShell, which older versions of click have no script for."""
from __future__ import annotations

import os

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

SCRIPT = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        $isText = $_ -is [System.Management.Automation.Language.StringConstantExpressionAst]
        if ($isText) { $_.Value } else { $_.Extent.Text }
    })
    $env:COMP_WORDS = $words -join "`n"
    $env:COMP_INCOMPLETE = $wordToComplete.Trim("'", '"')
    $env:%(complete_var)s = "pwsh_complete"
    try {
        & %(prog_name)s | ForEach-Object {
            $type, $value, $help = $_ -split "`t", 3
            if ($type -eq "file") {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($value)
            } else {
                $isPlain = $value -notmatch "[\\s'``$;&|(){}]"
                $text = if ($isPlain) { $value } else { "'" + ($value -replace "'", "''") + "'" }
                $told = if ($help) { $help } else { $value }
                [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $told)
            }
        }
    } finally {
        Remove-Item env:COMP_WORDS, env:COMP_INCOMPLETE, env:%(complete_var)s -ErrorAction SilentlyContinue
    }
}
"""


class PowerShell(ShellComplete):
    """Words come a line each, without quotes; an answer is its kind, the word and what it means, between tabs."""

    name = "pwsh"
    source_template = SCRIPT

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one."""
        return os.environ.get("COMP_WORDS", "").split("\n")[1:], os.environ.get("COMP_INCOMPLETE", "")

    def format_completion(self, item: CompletionItem) -> str:
        """One line."""
        return f"{item.type}\t{item.value}\t{item.help or ''}"


add_completion_class(PowerShell)
