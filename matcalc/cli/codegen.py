"""The command `codegen`."""
from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from matcalc.cli import options
from matcalc.cli.command import Command
from matcalc.cli.declared import declared
from matcalc.cli.diff import wrt
from matcalc.cli.each import note
from matcalc.cli.source import single
from matcalc.cli.terminal import Terminal
from matcalc.cli.wanted import symbols
from matcalc.diagnostics import MatcalcError, visible
from matcalc.emit import NAMES, TARGETS, codegen
from matcalc.emit.costs import Cost
from matcalc.structured import MANNERS
from matcalc.syntax.textfile import write_text


@click.command("codegen", cls=Command, short_help="Emit a module.", epilog="""\b
Examples:
  matcalc codegen "‖X w - y‖^2 + l ‖w‖^2" --wrt w -d "X: m x n"
  matcalc codegen "sum(log(1 + exp(-y∘(X w))))" --wrt w -d "X: m x n" --with value,gradient,hessian
  matcalc codegen "log det X" --wrt X --assume "X: spd" --target jax --check -o logdet.py
  matcalc codegen "-x'A x" --wrt x --target matlab -o quadratic.m""")
@options.expression
@wrt
@options.declarations
@click.option("--target", type=click.Choice(list(TARGETS)), default="numpy", show_default=True,
              help="The language. numpy needs SciPy only for what NumPy lacks; scipy shares factorisations.")
@click.option("--with", "with_", metavar="NAMES",
              help=f"The functions wanted, of {', '.join(NAMES)}; by default value and gradient, or value and "
              "jacobian.")
@click.option("--structured", type=click.Choice(list(MANNERS)), help="Use what is assumed of X, as diff does.")
@click.option("--check", is_flag=True, help="Add a self-test against finite differences, which runs with the module.")
@click.option("--batch", metavar="NAMES", help="Add functions that take many of these arguments at once, along a new "
              "first axis (jax and torch).")
@click.option("--sizes", metavar='"m=1000, n=10"', help="Choose the order of products for these sizes.")
@click.option("--cost", is_flag=True, help="Instead of the module, print what its functions cost in the sizes, in the "
              "form that is emitted and in others: operations, and entries of the arrays that are built.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file; Julia and MATLAB name the module after it.")
@click.option("-q", "--quiet", is_flag=True, help="No notes on stderr, only errors.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True,
              help="Colour what people read.")
def command(*, expression: str, wrt: tuple[str, ...], declare: tuple[str, ...], files: tuple[str, ...],
            assume: tuple[str, ...], target: str, with_: str | None, structured: str | None, check: bool,
            batch: str | None, sizes: str | None, cost: bool, output: str | None, quiet: bool, color: str) -> int:
    """Emit a module that computes EXPR and its derivatives by a symbol.

    Each function's documentation says what it takes and returns, and gives the formula. The module needs nothing but
    what it is written for.
    """
    terminal = Terminal(color)
    given = declared(files, declare, assume)
    line = single(expression)
    with terminal.waiting("writing the module"):
        module = codegen(
            line.legible, symbols(wrt, given.shapes), given.shapes, given.assume,
            target=target, functions=_words(with_), structured=structured or False, check=check, batch=_words(batch),
            sizes=read_sizes(sizes), origin=given.origin,
            name=Path(output).stem if output not in (None, "-") else "derivative")
    if not quiet:
        note(module.notes, line, terminal)
    _write(_table(module.costs) if cost else module.source, output)
    if output not in (None, "-") and not quiet:
        what = "costs" if cost else ", ".join(module.functions)
        note([f"wrote {visible(output)}: {what}"], line, terminal)
    return 0


def _words(given: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in (given or "").split(",") if word.strip()))


def read_sizes(given: str | None) -> dict[str, int] | None:
    """Sizes by dimension, from `m=1000, n=10`. Raises MatcalcError `usage`."""
    if given is None:
        return None
    out = {}
    for part in _words(given):
        found = re.fullmatch(r"(\w+)\s*[=:]\s*([0-9]{1,9})", part)
        if found is None or int(found[2]) < 1:
            raise MatcalcError("usage", f"`{visible(part)}` is no size of a dimension",
                               hint="as in --sizes m=1000,n=10")
        if found[1] in out:
            raise MatcalcError("usage", f"the size {found[1]} is given twice")
        out[found[1]] = int(found[2])
    return out


def _table(costs: Sequence[Cost]) -> str:
    """A line for each form of each function."""
    rows = [("function", "form", "operations", "entries", *(("at these sizes",) if costs[0].numbers else ()))]
    rows += [(c.function, c.form, c.operations, c.entries,
              *((f"{float(c.numbers[0]):.3g}, {float(c.numbers[1]):.3g}",) if c.numbers else ())) for c in costs]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
                   for row in rows)


def _write(text: str, output: str | None) -> None:
    if output in (None, "-"):
        click.echo(text, nl=False)
        return
    write_text(output, text)
