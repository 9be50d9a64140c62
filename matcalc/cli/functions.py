"""The command `functions`: what the language knows, from the tables."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from matcalc.catalogue import Entry, entries
from matcalc.cli import options
from matcalc.cli.command import Command, completed
from matcalc.cli.lines import columns, left
from matcalc.cli.look import Look
from matcalc.cli.terminal import Terminal, json_line
from matcalc.diagnostics import MatcalcError, did_you_mean, visible

TITLE = """# Functions

Every function of the language, with its differential by each argument: certified, as any answer is. The identities are
those of the rules that simplify what holds the function; each is a test. This page is written by
`matcalc functions --format markdown`.
"""

NARROW = (20, 15)
"""Columns of calls and shapes where a terminal has not enough."""

CODE = {"also", "shapes", "is", "identity"}
"""Facts that are written as code, beside the derivatives."""


@click.command("functions", cls=Command, short_help="List the functions, or explain some.", epilog="""\b
Examples:
  matcalc functions
  matcalc functions logdet pinv
  matcalc functions --format markdown > functions.md""")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=completed("functions"))
@options.listing
@options.output
def command(names: tuple[str, ...], format_: str, ascii_only: bool, quiet: bool, color: str) -> int:
    """List the functions of the language; with a NAME, its derivatives, conditions, identities and source."""
    look = Look.on(Terminal(color), ascii_only=ascii_only)
    if format_ == "json":
        out = json_line([record(e) for e in chosen(names)])
    elif format_ == "markdown":
        out = "\n".join([*[TITLE] * (not names), *markdown(chosen(names))])
    else:
        out = as_text(names, look)
    click.echo(look.signs(out), color=True)
    return 0


def as_text(names: Sequence[str], look: Look) -> str:
    """The page of each of these functions; without names, the list of all. Raises MatcalcError."""
    found = chosen(names)
    return "\n\n".join(page(e, look) for e in found) if names else _listing(found, look)


def chosen(names: Sequence[str]) -> list[Entry]:
    """The entries of some names, or all. Raises MatcalcError for a name that is none."""
    found = entries()
    known = {name: [e for e in found if name in e.names] for e in found for name in e.names}
    for name in names:
        if name not in known:
            raise MatcalcError("usage", f"there is no function {visible(name)!r}", hint=did_you_mean(name, known))
    return [e for name in names for e in known[name]] if names else found


def _listing(chosen: Sequence[Entry], look: Look) -> str:
    """Calls, shapes and what they are, in columns; where all has no room, what is longer than its column pushes on."""
    rows = [tuple(map(look.signs, (e.call, e.signature, e.about))) for e in chosen]
    widest = [max(columns(row[i]) for row in rows) for i in range(3)]
    call, shapes = widest[:2] if sum(widest) + 4 <= look.width else NARROW
    out: list[str] = []
    for name, signature, about in rows:
        first, second = left(name, call), left(signature, shapes)
        lead, indent = f"{look.paint(first, 'title')}  {look.paint(second, 'shape')}  ", call + shapes + 4
        if columns(first + second) > call + shapes:
            out, lead = [*out, lead.rstrip()], " " * indent
        out += [line.rstrip() for line in look.prose(about, "note", lead=lead, indent=indent)]
    return "\n".join(out)


def _facts(e: Entry) -> Iterator[tuple[str, str]]:
    """What there is to say of a function, each with a label."""
    if e.names[1:]:
        yield "also", ", ".join(e.names[1:])
    yield "shapes", e.signature
    if (definition := e.definition) is not None:
        yield "is", definition
    rules = e.rules
    for rule in rules:
        yield f"by {rule.argument}", rule.differential
    if never := [x for x in e.symbols if x not in {rule.argument for rule in rules}]:
        yield "derivative", "none in closed form by " + ", ".join(never)
    if once := [rule.argument for rule in rules if not rule.twice]:
        yield "second derivative", "none in closed form by " + ", ".join(once)
    for condition in dict.fromkeys(condition for rule in rules for condition in rule.conditions):
        yield "holds where", condition
    for identity in e.identities:
        yield "identity", identity
    if e.op.source:
        yield "source", e.op.source


def page(e: Entry, look: Look) -> str:
    """What a function is, and a line for each fact, formulas as such."""
    facts = [(label, told) for label, told in _facts(e)]
    width = max(len(label) for label, _ in facts)
    out = look.prose(e.about, "note", lead=f"{look.paint(look.signs(e.call), 'title')}  ",
                     indent=look.columns(e.call) + 2)
    for label, told in facts:
        lead, indent = f"  {look.label(f'{label:<{width}}')}  ", width + 4
        is_formula = (label in CODE and label != "shapes" and " for " not in told) or label.startswith("by ")
        out += (look.formula(told, lead=lead, indent=indent) if is_formula
                else look.prose(told, "shape" if label == "shapes" else "note", lead=lead, indent=indent))
    return "\n".join(line.rstrip() for line in out)


def markdown(chosen: Sequence[Entry]) -> Iterator[str]:
    """The sections of a page about functions."""
    for e in chosen:
        yield f"## `{e.call}`\n"
        yield (e.about[0].upper() + e.about[1:] if e.about[:2].isalpha() else e.about) + ".\n"
        yield from (f"- {label}: " + (f"`{told}`" if label in CODE or label.startswith("by ") else told)
                    for label, told in _facts(e))
        yield ""


def record(e: Entry) -> dict[str, object]:
    """All that is known of a function, for JSON."""
    return {"names": list(e.names), "call": e.call, "about": e.about, "shapes": [list(s) for s in e.symbols.values()],
            "shape": list(e.node.shape), "definition": e.definition, "differentials": [r._asdict() for r in e.rules],
            "identities": e.identities, "source": e.op.source}
