"""Derives what the command line asks for, and prints it for a person or for a program."""
from __future__ import annotations

from typing import Any

import click

from matcalc.api import diff
from matcalc.cli.ascii import ascii_text, to_ascii
from matcalc.cli.declared import declared
from matcalc.cli.each import each, note
from matcalc.cli.formats import FORMATS, STEPS
from matcalc.cli.layout import page
from matcalc.cli.source import Line
from matcalc.cli.terminal import Terminal, unicode_output
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError


class Request:
    """What the options of `diff` and `hessian` ask for."""

    __slots__ = ("arguments", "ascii_only", "color", "expression", "format", "given", "quiet", "steps", "wrt")

    def __init__(self, *, expression: str, wrt: tuple[str, ...], declare: tuple[str, ...], files: tuple[str, ...],
                 assume: tuple[str, ...], kind: str | None, form: str, layout: str, structured: str | None,
                 steps: bool, format_: str, no_certify: bool, ascii_only: bool, quiet: bool, color: str):
        self.expression, self.wrt, self.format, self.quiet, self.color = expression, wrt, format_, quiet, color
        self.steps = steps
        self.given = (files, declare, assume)
        self.ascii_only = ascii_only or not unicode_output()
        self.arguments: dict[str, Any] = {
            "kind": kind, "form": form, "layout": layout, "structured": structured or False, "certify": not no_certify}


def run(request: Request) -> int:
    """Derive every expression by every symbol and print the answers; the exit status."""
    terminal = Terminal(request.color)
    if request.steps and request.format not in STEPS:
        raise MatcalcError("usage", f"there are no --steps in {request.format}",
                           hint=f"they go with {', '.join(STEPS)}")
    shapes = declared(*request.given)

    def act(line: Line) -> None:
        wrt = list(dict.fromkeys(request.wrt))
        answers = diff(line.text, wrt, shapes.shapes, shapes.assume, origin=shapes.origin, **request.arguments)
        for d in answers if isinstance(answers, list) else [answers]:
            _show(d, line, request, terminal)

    return each(request.expression, act, terminal)


def _show(d: Derivative, line: Line, request: Request, terminal: Terminal) -> None:
    if request.format == "text" and terminal.person:
        text = page(d, color=terminal.out_color, ascii_only=request.ascii_only, steps=request.steps)
    else:
        text = _plain(d, line, request)
        if not request.quiet and request.format != "json":
            note(_notes(d), line, terminal)
    click.echo(text, color=True)


def _plain(d: Derivative, line: Line, request: Request) -> str:
    """The answer, or its derivation, as data."""
    in_ascii = request.format == "text" and request.ascii_only
    if request.steps:
        text = STEPS[request.format](d, line.text)
        return to_ascii(text) if in_ascii else text
    return ascii_text(d) if in_ascii else FORMATS[request.format](d, line.text)


def _notes(d: Derivative) -> list[str]:
    """What a person should know who sees the answer alone."""
    return [*d.notes, *([f"holds where {'; '.join(d.conditions)}"] if d.conditions else []),
            *(["not certified, as asked"] if d.certificate is None else [])]
