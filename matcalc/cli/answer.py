"""Derives what the command line asks for, and prints it for a person or for a program."""
from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import click

from matcalc.api import diff
from matcalc.cli.declared import declared
from matcalc.cli.each import each, note
from matcalc.cli.formats import ASCII, FORMATS, JOINT, PAGES, STEPS
from matcalc.cli.source import Line, whole
from matcalc.cli.terminal import Terminal, shows_signs
from matcalc.cli.wanted import symbols
from matcalc.derivative import Derivative, Derivatives
from matcalc.diagnostics import MatcalcError, visible
from matcalc.glossary import remarks
from matcalc.render.languages import FORMULAS
from matcalc.syntax.sources import Given

if TYPE_CHECKING:
    from matcalc.cli.look import Look


class Request:
    """What the options of `diff` and `hessian` ask for."""

    __slots__ = ("arguments", "ascii_only", "color", "documents", "expression", "format", "given", "language", "pages",
                 "quiet", "steps", "wrap", "wrt")

    def __init__(self, *, expression: str, wrt: tuple[str, ...], declare: tuple[str, ...], files: tuple[str, ...],
                 assume: tuple[str, ...], kind: str | None, order: int, form: str, layout: str,
                 structured: str | None, direction: str | None, cotangent: str | None, steps: bool, format_: str,
                 no_certify: bool, ascii_only: bool, quiet: bool, color: str, wrap: str = "none",
                 language: str = "matcalc"):
        self.expression, self.format, self.quiet, self.color = expression, format_, quiet, color
        self.wrt: Sequence[str] = wrt
        self.steps, self.wrap, self.language, self.pages, self.documents = steps, wrap, language, count(), count()
        self.given = (files, declare, assume)
        self.ascii_only = ascii_only or not shows_signs(sys.stdout)
        self.arguments: dict[str, Any] = {
            "kind": kind, "order": order, "form": form, "layout": layout, "structured": structured or False,
            "direction": direction, "cotangent": cotangent, "certify": not no_certify}


def run(request: Request) -> int:
    """Derive every expression by every symbol and print the answers; the exit status."""
    terminal = Terminal(request.color)
    shapes = declared(*request.given)
    _check(request)
    request.wrt = symbols(request.wrt, shapes.shapes)

    def act(line: Line) -> None:
        _one_document(request)
        source = _source(line.legible, request.language)
        with terminal.waiting("deriving"):
            found = diff(source, list(request.wrt), shapes.shapes, shapes.assume, origin=shapes.origin,
                         **request.arguments)
            text = _written(found, line, request, terminal)
        if not request.quiet:
            note((f"{visible(name)} does not occur: what is assumed of it is not used" for name, where
                  in shapes.origin.items() if where == "--assume" and name not in found[0].symbols), line, terminal)
            if not (request.format == "json" or _is_page(request, terminal)):
                note(dict.fromkeys(text for d in found for text in _notes(d)), line, terminal)
        click.echo(text, color=True)

    if request.language != "matcalc":
        act(whole(request.expression))
        return 0

    def failed(e: MatcalcError, line: Line) -> None:
        from matcalc.cli.record import error_record

        click.echo(error_record(e, line.text, line.number or 0))

    return each(request.expression, act, terminal, failed if request.format == "json" else None)


def _source(text: str, language: str) -> Given:
    """The expression in its language. Raises MatcalcError."""
    if language == "matcalc":
        return text
    from matcalc.syntax.fromnumpy import from_numpy

    return from_numpy(text)


def _one_document(request: Request) -> None:
    """Raise MatcalcError `usage` where a document is wanted and one was printed."""
    if request.wrap == "standalone" and next(request.documents) > 0:
        raise MatcalcError("usage", "a document was printed already, and this is another expression",
                           hint="with --format json for all, matcalc render --wrap standalone makes one document")


def _check(request: Request) -> None:
    """Refuse what does not go together. Raises MatcalcError `usage`."""
    if request.steps and request.format not in (*STEPS, *FORMULAS):
        raise MatcalcError("usage", f"there are no --steps in {request.format}",
                           hint=f"they go with {', '.join((*STEPS, *FORMULAS))}")
    if request.wrap != "none":
        from matcalc.wraps import check

        check(request.format, request.wrap, steps=request.steps)


def _is_page(request: Request, terminal: Terminal) -> bool:
    """Whether a person reads the answer, with its notes."""
    return request.format in PAGES and terminal.person


def _written(found: Derivatives, line: Line, request: Request, terminal: Terminal) -> str:
    """What is printed: a page for a person, else data."""
    if _is_page(request, terminal):
        from matcalc.cli.layout import page

        return "\n" * (next(request.pages) > 0) + page(found, _look(request, terminal), steps=request.steps)
    text = _data(found, line, request)
    if terminal.data_color and request.format in PAGES:
        from matcalc.cli.formulas import formula
        from matcalc.styles import ansi

        return formula(text, ansi)
    return text


def _look(request: Request, terminal: Terminal) -> Look:
    """What a person sees."""
    kind: type[Look]
    if request.format == "pretty":
        from matcalc.cli.drawing import Drawing as kind
    else:
        from matcalc.cli.look import Look as kind
    return kind.on(terminal, ascii_only=request.ascii_only)


def _data(found: Derivatives, line: Line, request: Request) -> str:
    """All answers, or derivations, as data."""
    if request.steps and (request.wrap != "none" or request.format in FORMULAS):
        from matcalc.cli.derivation import wrapped

        return wrapped(found, request.format, request.wrap)
    if request.format in JOINT and not request.steps:
        return found.latex if request.format == "latex" and request.wrap == "none" else found.wrapped(
            request.format, request.wrap)
    between = "\n\n" if request.format == "pretty" else "\n"
    return between.join(_plain(d, line, request) for d in found)


def _plain(d: Derivative, line: Line, request: Request) -> str:
    """The answer, or its derivation, as data."""
    usual = (STEPS if request.steps else FORMATS)[request.format]
    written = ASCII.get((request.format, request.steps), usual) if request.ascii_only else usual
    return written(d, line.text)


def _notes(d: Derivative) -> list[str]:
    """What a person should know who sees the answer alone."""
    return [*remarks(d), *(["not certified, as asked"] if d.certificate is None else [])]
