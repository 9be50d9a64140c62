"""The command `check`."""
from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from matcalc.batch.check import Plan, run
from matcalc.batch.report import REPORTS
from matcalc.cli.command import Helped
from matcalc.cli.terminal import COLORS, Terminal
from matcalc.diagnostics import MatcalcError


@click.command("check", cls=Helped, short_help="Run sample files.", epilog="""\b
Examples:
  matcalc check samples
  matcalc check samples -j 4 -k hadamard
  matcalc check samples/seed-scalar.toml --id seed-sloppy
  matcalc check samples --format junit > report.xml""")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N",
              help="Processes. By default one for each processor.")
@click.option("--id", "ids", multiple=True, metavar="ID", help="Only the case with this id; may be repeated.")
@click.option("-k", "words", multiple=True, metavar="WORD", help="Only cases with this in id, expression or tags.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True,
              metavar="SECONDS", help="How long one case may take.")
@click.option("--format", "format_", type=click.Choice(list(REPORTS)), default="text", show_default=True)
@click.option("--color", type=click.Choice(COLORS), default="auto", show_default=True, help="Colour what people read.")
def command(paths: tuple[str, ...], jobs: int | None, ids: tuple[str, ...], words: tuple[str, ...], timeout: float,
            format_: str, color: str) -> int:
    """Derive every case of sample files, certify it, and compare it with what the case expects.

    PATH is a TOML file, or a folder whose .toml files are taken. The exit status is 1 where a case fails, or a
    file or case cannot be read; the others run all the same.
    """
    terminal = Terminal(color)
    began = time.monotonic()
    plan = Plan(paths, ids, words)
    if not plan.jobs and not plan.broken:
        raise MatcalcError("usage", "there are no such cases here" if ids or words else "there are no cases here",
                           hint="a case is a table [[case]] in a .toml file")
    with _progress(len(plan.jobs), terminal) as tick:
        outcomes = run(plan, jobs or _processors(), timeout, tick)
    click.echo(REPORTS[format_](outcomes, time.monotonic() - began, terminal.out_color), color=True)
    return int(any(o.message is not None for o in outcomes))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _progress(total: int, terminal: Terminal) -> Iterator[Callable[[], None]]:
    """A bar on stderr, where that is a terminal."""
    if not terminal.watched:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=not terminal.err_color)
    with Progress(TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console,
                  transient=True) as bar:
        task = bar.add_task("checking", total=total)
        yield lambda: bar.advance(task)
