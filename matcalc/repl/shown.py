"""Results written for a terminal or a pipe, as the commands write theirs."""
from __future__ import annotations

from typing import NamedTuple

from matcalc.cli import inventory, verdict
from matcalc.cli.drawing import Drawing
from matcalc.cli.formats import ASCII, FORMATS, JOINT, PAGES, STEPS
from matcalc.cli.layout import page
from matcalc.cli.look import Look
from matcalc.diagnostics import MatcalcError
from matcalc.glossary import remarks
from matcalc.render import write
from matcalc.render.languages import LANGUAGES
from matcalc.repl.results import Answers, Judged, Result, Seen
from matcalc.shape import SCALAR, show


class Style(NamedTuple):
    """How results are written: whether a person reads them, and how they look then."""

    person: bool = False
    color: bool = False
    ascii_only: bool = False
    width: int | None = None

    def of(self, kind: type[Look]) -> Look:
        """A look of this kind."""
        return kind(color=self.color, ascii_only=self.ascii_only, width=self.width)

    @property
    def look(self) -> Look:
        """The look of text."""
        return self.of(Look)


PLAIN = Style()


def shown(result: Result, style: Style = PLAIN) -> str:
    """What is printed of a result; may be empty. Raises MatcalcError for a language that it has no words in."""
    if isinstance(result, Answers):
        return _answers(result, style)
    if isinstance(result, Seen):
        return _seen(result, style)
    if isinstance(result, Judged):
        return verdict.shown(str(result.verdict), style.look, good=result.verdict.holds)
    return style.look.signs(result.write(style.look))


def notes(result: Result, style: Style = PLAIN) -> list[str]:
    """What a person should know who sees no page."""
    if isinstance(result, Answers) and not (style.person and result.format in PAGES):
        return list(dict.fromkeys(text for d in result.found for text in remarks(d)))
    if isinstance(result, Seen):
        told = [f"{result.name or 'this'} is {kind(result)}"] if not (style.person or result.whole) else []
        return [*told, *result.reading.notes]
    return []


def _answers(result: Answers, style: Style) -> str:
    found, name = result.found, result.format
    if name in PAGES and style.person:
        return page(found, style.of(Drawing if name == "pretty" else Look), steps=result.steps, name=result.name)
    if name in JOINT and not result.steps:
        return found.latex if name == "latex" else found.wrapped(name, "none")
    steps = result.steps and name in STEPS
    written = (STEPS if steps else FORMATS)[name]
    if style.ascii_only:
        written = ASCII.get((name, steps), written)
    return "\n".join(written(d, result.source) for d in found)


def _seen(result: Seen, style: Style) -> str:
    reading, look = result.reading, style.look
    if result.whole:
        return inventory.as_text(reading, look)
    if result.format != "text":
        if result.format not in LANGUAGES:
            raise MatcalcError("unsupported", f"an expression alone is not written in {result.format}",
                               hint="ask for a derivative; :latex shows an expression in LaTeX")
        return write(reading.expr, result.format)
    text = write(reading.expr, look.language)
    if not style.person:
        return "" if result.name else look.signs(text)
    head = look.label(f"{result.name} =") + " " if result.name else ""
    lines = look.formula(text, lead=head, indent=look.columns(f"{result.name} = ") if head else 0)
    return "\n".join([*lines[:-1], f"{lines[-1]}   {look.paint(look.signs(kind(result)), 'shape')}"])


def kind(result: Seen) -> str:
    """The shape of an expression, in words."""
    shape = result.reading.expr.shape
    return "a scalar" if shape == SCALAR else show(shape)
