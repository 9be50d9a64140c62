"""The command `rules`: the identities that simplify, from the tables."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click

from matcalc.cli import options
from matcalc.cli.command import Command
from matcalc.cli.look import Look
from matcalc.cli.terminal import Terminal, json_line
from matcalc.diagnostics import MatcalcError, did_you_mean, visible
from matcalc.rulebook import KINDS, RuleEntry, about, rules

TITLE = """# Rules

The identities by which expressions are brought to their normal form and answers are made short. Each is a test: it is
certified, and applied to its left side it gives its right. Most are of the normal form, applied always, so that both
sides are one expression; those marked *cost* are taken only where the result is strictly cheaper, and those marked
*answers* at last. This page is written by `matcalc rules --format markdown`.
"""


@click.command("rules", cls=Command, short_help="List the rules, or explain some.", epilog="""\b
Examples:
  matcalc rules
  matcalc rules trace_of_product
  matcalc rules inverses
  matcalc rules --format markdown > rules.md""")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@options.listing
@options.output
def command(names: tuple[str, ...], format_: str, ascii_only: bool, quiet: bool, color: str) -> int:
    """List the rules that simplify, by what they are about; NAME is a rule, or what a group is about."""
    chosen = _chosen(names)
    look = Look.on(Terminal(color), ascii_only=ascii_only)
    if format_ == "json":
        out = json_line([record(entry) for entry in chosen])
    elif format_ == "markdown":
        out = "\n".join([*([] if names else [TITLE]), *_markdown(chosen)])
    else:
        out = "\n\n".join(page(entry, look) for entry in chosen) if names else "\n".join(_listing(chosen, look))
    click.echo(look.signs(out), color=True)
    return 0


def _chosen(names: Sequence[str]) -> list[RuleEntry]:
    """The rules of some names or packages, or all. Raises MatcalcError for a name that is neither."""
    found = rules()
    known = {name for entry in found for name in (entry.name, entry.package)}
    for name in names:
        if name not in known:
            raise MatcalcError("usage", f"there is no rule {visible(name)!r}", hint=did_you_mean(name, sorted(known))
                               or "matcalc rules lists them")
    return [entry for entry in found if not names or entry.name in names or entry.package in names]


def _packages(chosen: Iterable[RuleEntry]) -> Iterator[tuple[str, list[RuleEntry]]]:
    """The rules of each package."""
    for package, found in groupby(chosen, key=lambda entry: entry.package):
        yield package, list(found)


def _listing(chosen: Sequence[RuleEntry], look: Look) -> Iterator[str]:
    """A line for each rule, with what it states first, under what its package is about."""
    width = max(len(entry.name) for entry in chosen)
    for i, (package, found) in enumerate(_packages(chosen)):
        yield "\n" * (i > 0) + look.paint(package, "title") + "  " + look.signs(about(package))
        for entry in found:
            yield from look.formula(entry.identities[0], lead=f"  {look.label(f'{entry.name:<{width}}')}  ",
                                    indent=width + 4)


def page(entry: RuleEntry, look: Look) -> str:
    """A rule, all that it states, and when it is applied."""
    out = look.prose(about(entry.package), "note", lead=look.paint(entry.name, "title") + "  ",
                     indent=len(entry.name) + 2)
    for identity in entry.identities:
        out += look.formula(identity, lead=f"  {look.label('identity')}  ", indent=12)
    for label, told in (("when", KINDS[entry.kind]), ("where", ", ".join(entry.heads)),
                        ("source", f"matcalc/rules/{entry.package}.py")):
        out += look.prose(told, "note", lead=f"  {look.label(f'{label:<8}')}  ", indent=12)
    return "\n".join(line.rstrip() for line in out)


def _markdown(chosen: Sequence[RuleEntry]) -> Iterator[str]:
    for package, found in _packages(chosen):
        yield f"## {package}\n\n{about(package)}\n"
        for entry in found:
            mark = "" if entry.kind == "normal form" else f" *{entry.kind}*"
            yield f"- {entry.name}{mark}: " + "; ".join(f"`{identity}`" for identity in entry.identities)
        yield ""


def record(entry: RuleEntry) -> dict[str, object]:
    """A rule, for JSON."""
    return {**entry._asdict(), "when": KINDS[entry.kind], "about": about(entry.package)}
