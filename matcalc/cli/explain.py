"""The command `explain`: pages about error codes, notations, functions and rules."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from matcalc.cli import options
from matcalc.cli.command import Command, completed
from matcalc.cli.look import Look
from matcalc.cli.terminal import Terminal, json_line
from matcalc.diagnostics import CODES, MatcalcError, did_you_mean, visible
from matcalc.explanations import ERRORS, NOTATIONS, SIGNS, Page

TITLE = """# Error codes

Every error has a code and, by it, an exit status. Each command below is a test: what is wrong ends with that error,
what is right with a certified answer. This page is written by `matcalc explain --format markdown`.
"""


class Topic(NamedTuple):
    """Something to explain: a page for people, and a record for programs."""

    text: str
    record: dict[str, object]


@click.command("explain", cls=Command, short_help="Explain.", epilog="""\b
Examples:
  matcalc explain
  matcalc explain shape-mismatch
  matcalc explain "∘"
  matcalc explain logdet
  matcalc explain trace_of_product
  matcalc explain --format markdown > errors.md""")
@click.argument("names", nargs=-1, metavar="[WHAT]...", shell_complete=completed("topics"))
@click.option("--format", "format_", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True,
              help="markdown writes the page of error codes.")
@options.output
def command(names: tuple[str, ...], format_: str, ascii_only: bool, quiet: bool, color: str) -> int:
    """Explain WHAT: an error code, a notation or its sign, a function, or a rule. Without WHAT, list them."""
    look = Look.on(Terminal(color), ascii_only=ascii_only)
    topics = [topic for name in names for topic in topics_of(name, look)]
    if format_ == "markdown":
        codes = [name for name in names if name in ERRORS]
        if len(codes) < len(names):
            raise MatcalcError("usage", "only error codes have a page in markdown here",
                               hint="for functions: matcalc functions --format markdown")
        out = "\n".join(_markdown(codes or list(ERRORS), title=not names))
    elif format_ == "json":
        out = json_line([t.record for t in topics] if names else [_code_record(code) for code in ERRORS])
    else:
        out = "\n\n".join(topic.text for topic in topics) if names else "\n".join(_listing(look))
    click.echo(look.signs(out), color=True)
    return 0


def topics_of(name: str, look: Look) -> list[Topic]:
    """All that goes by a name. Raises MatcalcError for a name of nothing."""
    bare = name.removeprefix("error[").removesuffix("]")
    found = [Topic(_error(bare, look), _code_record(bare))] if bare in ERRORS else []
    notation = SIGNS.get(name, name)
    if notation in NOTATIONS:
        page = NOTATIONS[notation]
        found.append(Topic("\n".join(_page(notation, "", page, look)),
                           {"notation": notation, "about": page.about, "examples": _examples(page)}))
    found += _functions(name, look) + _rules(name, look)
    if not found:
        raise MatcalcError("usage", f"there is nothing called {visible(name)!r} to explain",
                           hint=did_you_mean(name, _known()) or "matcalc explain lists what there is")
    return found


def _functions(name: str, look: Look) -> list[Topic]:
    from matcalc.catalogue import entries
    from matcalc.cli.functions import page, record

    return [Topic(page(e, look), record(e)) for e in entries() if name in e.names]


def _rules(name: str, look: Look) -> list[Topic]:
    from matcalc.cli.rules import page, record
    from matcalc.rulebook import rules

    return [Topic(page(entry, look), record(entry)) for entry in rules() if name == entry.name]


def _known() -> list[str]:
    """Every name that can be explained."""
    from matcalc.catalogue import entries
    from matcalc.rulebook import rules

    return [*ERRORS, *NOTATIONS, *(name for e in entries() for name in e.names), *(entry.name for entry in rules())]


def _listing(look: Look) -> Iterator[str]:
    """The error codes and notations, and where the rest is listed."""
    width = max(map(len, (*ERRORS, *NOTATIONS)))
    for title, told in (("error codes", {code: meaning for code, (_, meaning) in CODES.items()}),
                        ("notations", {name: "  ".join(page.signs) for name, page in NOTATIONS.items()})):
        yield look.paint(title, "title")
        for name, text in told.items():
            yield from look.prose(text, "note", lead=f"  {look.label(f'{name:<{width}}')}  ", indent=width + 4)
        yield ""
    yield "functions are listed by `matcalc functions`, rules by `matcalc rules`"


def _error(code: str, look: Look) -> str:
    status, meaning = CODES[code]
    return "\n".join(_page(f"error[{code}]", f"Exit status {status}. {meaning}", ERRORS[code], look))


def _page(title: str, first: str, page: Page, look: Look) -> Iterator[str]:
    yield look.paint(title, "title")
    for told in filter(None, (first, page.about)):
        yield from look.prose(told, "note", lead="  ", indent=2)
    for example in page.examples:
        for label, shown in zip(("wrong", "right"), example, strict=True):
            if shown:
                yield f"  {look.label(label)}  {look.signs(shown)}"


def _markdown(codes: Sequence[str], *, title: bool) -> Iterator[str]:
    if title:
        yield TITLE
    for code in codes:
        status, meaning = CODES[code]
        yield f"## {code}\n\nExit status {status}. {meaning}\n\n{ERRORS[code].about}\n"
        for example in ERRORS[code].examples:
            shown = [f"# {label}\n{text}" for label, text in zip(("wrong", "right"), example, strict=True) if text]
            yield "```sh\n" + "\n".join(shown) + "\n```\n"


def _code_record(code: str) -> dict[str, object]:
    status, meaning = CODES[code]
    return {"code": code, "status": status, "meaning": meaning, "about": ERRORS[code].about,
            "examples": _examples(ERRORS[code])}


def _examples(page: Page) -> list[dict[str, str]]:
    return [example._asdict() for example in page.examples]
