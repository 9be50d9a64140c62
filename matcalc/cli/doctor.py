"""The command `doctor`: versions, the terminal, the tables, and derivatives compared with differences."""
from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

import click

from matcalc import __version__
from matcalc.cli import options
from matcalc.cli.command import Command
from matcalc.cli.look import Look
from matcalc.cli.terminal import Terminal, json_line
from matcalc.styles import painter

NEEDED = ("click", "lark", "numpy", "rich", "sympy")
OPTIONAL = ("scipy", "jax", "torch", "prompt-toolkit", "ipython")
"""Packages that are looked for, and not loaded."""

STEP, TOLERANCE = 1e-6, 1e-6
"""Of central differences, and what they may be off by, relative to the largest entry."""

SIZES = {"m": 3, "n": 4, "p": 2, "a": 2, "b": 3, "e": 4}


class Finding(NamedTuple):
    """One thing that was looked at: whether it is in order, and what was found."""

    group: str
    name: str
    ok: bool
    found: str


class Trial(NamedTuple):
    """A derivation for the self-test, and the function once more, by hand, in NumPy."""

    expr: str
    wrt: str
    shapes: dict[str, str]
    value: Callable[..., Any]


@click.command("doctor", cls=Command, short_help="Is everything in order?", epilog="""\b
Examples:
  matcalc doctor
  matcalc doctor --format json""")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.output
def command(format_: str, ascii_only: bool, quiet: bool, color: str) -> int:
    """Tell versions, what the terminal shows and whether the tables are there, and test derivatives by differences.

    The exit status is 1 where something is not in order.
    """
    terminal = Terminal(color)
    findings = [*_versions(), *_terminal(terminal), *_tables(), *_trials()]
    failed = sum(not finding.ok for finding in findings)
    if format_ == "json":
        out = json_line({"ok": not failed, "findings": [finding._asdict() for finding in findings]})
    else:
        out = "\n".join(_shown(findings, color=terminal.data_color))
    click.echo(Look.on(terminal, ascii_only=ascii_only).signs(out), color=True)
    return int(bool(failed))


def _shown(findings: list[Finding], *, color: bool) -> Iterator[str]:
    paint = painter(color=color)
    width, group = max(len(finding.name) for finding in findings), ""
    for finding in findings:
        if finding.group != group:
            yield ("\n" if group else "") + paint(finding.group, "title")
            group = finding.group
        mark = paint("ok    ", "right") if finding.ok else paint("failed", "wrong")
        yield f"  {mark}  {finding.name:<{width}}  {finding.found}".rstrip()
    failed = sum(not finding.ok for finding in findings)
    yield f"\n{failed} not in order" if failed else "\neverything is in order"


def _versions() -> Iterator[Finding]:
    yield Finding("versions", "matcalc", True, __version__)
    yield Finding("versions", "Python", sys.version_info >= (3, 11), f"{platform.python_version()} on {sys.platform}")
    for name in NEEDED + OPTIONAL:
        try:
            found, ok = version(name), True
        except PackageNotFoundError:
            found, ok = ("missing", False) if name in NEEDED else ("not installed", True)
        yield Finding("versions", name, ok, found)


def _terminal(terminal: Terminal) -> Iterator[Finding]:
    signs = "shows ∘ and ᵀ" if terminal.signs else "shows ASCII only: PYTHONIOENCODING=utf-8 changes that"
    yield Finding("terminal", "encoding", True, f"{sys.stdout.encoding}, {signs}")
    yield Finding("terminal", "colour", True, "yes" if terminal.data_color else "no")
    width = f"{terminal.width} columns" if terminal.width else "no terminal: unbounded"
    yield Finding("terminal", "width", True, width)
    yield Finding("terminal", "TERM", True, os.environ.get("TERM") or "not set")


def _tables() -> Iterator[Finding]:
    from matcalc.syntax.tables import is_built, tables

    found = tables()
    yield Finding("tables", "grammar", True, f"{len(found.STATES)} states, {len(found.RULES)} rules")
    prebuilt = "current" if is_built() else "missing or stale: lark builds them at each start"
    yield Finding("tables", "prebuilt", True, prebuilt)


def _trials() -> Iterator[Finding]:
    for trial in _table():
        try:
            error = _error(trial)
        except Exception as e:  # whatever goes wrong is a finding
            yield Finding("self-test", f"d/d{trial.wrt} {trial.expr}", False, f"{type(e).__name__}: {e}".split("\n")[0])
        else:
            yield Finding("self-test", f"d/d{trial.wrt} {trial.expr}", error < TOLERANCE, f"off by {error:.0e}")


def _error(trial: Trial) -> float:
    """How far the derivative is from central differences of the function written by hand."""
    import numpy as np

    from matcalc import diff
    from matcalc.derivative import Derivative

    found = diff(trial.expr, trial.wrt, trial.shapes)
    assert isinstance(found, Derivative)
    rng = np.random.default_rng(0)
    at = {name: rng.uniform(0.5, 1.5, [int(d) if d.isdigit() else SIZES[d] for d in shape.split(" x ")])
          for name, shape in trial.shapes.items()}
    got = found.to_numpy()(**at)
    x = at[trial.wrt]
    columns = []
    for j in range(x.shape[1]):
        for i in range(x.shape[0]):
            step = np.zeros_like(x)
            step[i, j] = STEP
            up, down = (np.asarray(trial.value(**{**at, trial.wrt: x + sign * step})) for sign in (1, -1))
            columns.append((up - down).ravel(order="F") / (2 * STEP))
    expected = np.stack(columns, axis=1)
    if found.kind == "gradient":
        expected = expected.reshape(x.shape, order="F")
    return float(np.max(np.abs(got - expected)) / np.max(np.abs(expected)))


def _table() -> tuple[Trial, ...]:
    import numpy as np

    seed = {"A": "1 x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}
    return (
        Trial("x'A x", "x", {"A": "n x n", "x": "n x 1"}, lambda A, x: x.T @ A @ x),
        Trial("‖A x - b‖^2", "x", {"A": "m x n", "x": "n x 1", "b": "m x 1"},
              lambda A, x, b: np.sum((A @ x - b) ** 2)),
        Trial("log det(X'X)", "X", {"X": "n x p"}, lambda X: np.log(np.linalg.det(X.T @ X))),
        Trial("A X B", "X", {"A": "m x n", "X": "n x p", "B": "p x m"}, lambda A, X, B: A @ X @ B),
        Trial("A(B(XC)∘D∘E)F", "X", seed, lambda A, B, X, C, D, E, F: A @ ((B @ ((X @ C) * D)) * E) @ F),
        Trial("tr(A X^-1)", "X", {"A": "n x n", "X": "n x n"}, lambda A, X: np.trace(A @ np.linalg.inv(X))),
        Trial("logsumexp(A x)", "x", {"A": "m x n", "x": "n x 1"}, lambda A, x: np.log(np.sum(np.exp(A @ x)))),
        Trial("sigmoid(W x)", "W", {"W": "m x n", "x": "n x 1"}, lambda W, x: 1 / (1 + np.exp(-W @ x))),
    )
