"""The options that commands share."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from matcalc.cli.command import completed, option
from matcalc.cli.terminal import COLORS

Decorated = Callable[..., Any]


def together(*decorators: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Several options as one decorator, in the order in which --help shows them."""
    def decorate(f: Decorated) -> Decorated:
        for decorator in reversed(decorators):
            f = decorator(f)
        return f
    return decorate


expression = click.argument("expression", metavar="EXPR", shell_complete=completed("expression"))

declarations = together(
    option("-d", "--declare", "declare", multiple=True, metavar='"A: m x n"', shell_complete=completed("declaration"),
           help="Declare a shape, and assumptions after it; may be repeated."),
    option("--shapes", "files", multiple=True, metavar="FILE", shell_complete=completed("toml"),
           help="Take shapes and assumptions from a TOML file; -d overrides it."),
    option("--assume", multiple=True, metavar='"S: symmetric"', shell_complete=completed("declaration"),
           help="Assume something of a symbol: symmetric, skew, spd, psd, diagonal, orthogonal, positive, …"),
)

listing = option("--format", "format_", type=click.Choice(["text", "markdown", "json"]), default="text",
                 show_default=True, help="markdown writes a page.")

output = together(
    option("--ascii", "ascii_only", is_flag=True, help="Write text in ASCII: A' for Aᵀ, .* for ∘."),
    option("-q", "--quiet", is_flag=True, help="No notes on stderr, only errors."),
    option("--color", type=click.Choice(COLORS), default="auto", show_default=True,
           help="Colour what people read."),
)
