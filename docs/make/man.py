"""Writes the manual pages of the command line: `python docs/make/man.py` makes docs/man/matcalc.1 and one a command.

All is taken from the commands themselves: their options, what these say, their examples.
"""
from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from matcalc import __version__
from matcalc.cli.group import COMMANDS, matcalc
from matcalc.diagnostics import CODES

OUT = Path(__file__).resolve().parent.parent / "man"
DATE = "2026-11-21"
"""Of the pages: they change with the commands, not with the calendar."""
EXITS = {0: "Done, and certified.", 1: "The verdict is no: verify, equal, check.", 70: "A defect of matcalc."}


SIGNS = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
"""Signs that roff would take for others, or for its own."""


def escaped(text: str) -> str:
    """Text in roff: hyphens and quotes as typed, other signs by number, no line that would be a request."""
    out = "".join(SIGNS.get(c, c if c.isascii() else f"\\[u{ord(c):04X}]") for c in text)
    return re.sub(r"^(?=\.)", r"\\&", out)


def word(text: str) -> str:
    """Text as an argument of a request, where quotes mean something."""
    return escaped(text).replace('"', "\\(dq")


def prose(text: str) -> list[str]:
    """Text in lines as short as roff likes them."""
    lines = textwrap.wrap(escaped(" ".join(text.split())), 79, break_long_words=False, break_on_hyphens=False)
    return [re.sub(r"^(?=\.)", r"\\&", line) for line in lines]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line."""
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n") if part.strip()]


def head(name: str, about: str) -> Iterator[str]:
    """The first lines of a page."""
    yield f'.TH {name.upper().replace("-", chr(92) + "-")} 1 {DATE} "matcalc {__version__}" "matcalc"'
    yield from (".SH NAME", *prose(f"{name} - {about}"))


def options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """The options with what they say."""
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
        if record:
            yield from (".TP", f".B {word(record[0])}", *prose(record[1]))


def epilogue(command: click.Command) -> Iterator[str]:
    """What stands below --help: its titles are those of sections; lines of two columns are a list, others stay."""
    for block in inspect.cleandoc((command.epilog or "").replace("\b", "")).split("\n\n"):
        title, *lines = block.strip().splitlines() or [""]
        pairs = [re.fullmatch(r"(\S+(?:,? \S+)*) {2,}(\S+(?: \S+)*)", line.strip()) for line in lines]
        if not lines:
            continue
        yield f".SH {title.rstrip(':').upper()}"
        if all(pairs):
            for pair in filter(None, pairs):
                yield from (".TP", f".B {word(pair[1])}", *prose(pair[2]))
        else:
            yield from (".nf", *(re.sub(r"^(?=\.)", r"\\&", escaped(line.strip())) for line in lines), ".fi")


def command_page(name: str) -> str:
    """The page of a subcommand."""
    ctx = click.Context(matcalc, info_name="matcalc", **matcalc.context_settings)
    command = matcalc.get_command(ctx, name)
    assert command is not None
    inner = click.Context(command, info_name=name, parent=ctx)
    told = paragraphs(command.help or COMMANDS[name][1])
    lines = [*head(f"matcalc-{name}", COMMANDS[name][1].rstrip(".")), ".SH SYNOPSIS",
             f".B matcalc {escaped(name)}", escaped(" ".join(command.collect_usage_pieces(inner))), ".SH DESCRIPTION"]
    for i, paragraph in enumerate(told):
        lines += [*([".PP"] if i else []), *prose(paragraph)]
    lines += [".SH OPTIONS", *options(command, inner), *epilogue(command)]
    lines += [".SH SEE ALSO", ".BR matcalc (1)"]
    return "\n".join(lines) + "\n"


def main_page() -> str:
    """The page of the command itself."""
    ctx = click.Context(matcalc, info_name="matcalc", **matcalc.context_settings)
    about = paragraphs(matcalc.help or "")[0]
    lines = [*head("matcalc", about.rstrip(".")), ".SH SYNOPSIS", ".B matcalc", "[OPTIONS] COMMAND [ARGS]...",
             ".SH DESCRIPTION", *prose(about), ".SH COMMANDS"]
    for name, (_, told) in COMMANDS.items():
        lines += [".TP", f".BR matcalc\\-{escaped(name)} (1)", *prose(told)]
    lines += [".SH OPTIONS", *options(matcalc, ctx), ".SH EXIT STATUS"]
    for code in sorted({*EXITS, *(code for code, _ in CODES.values())}):
        kinds = ", ".join(name for name, (status, _) in CODES.items() if status == code)
        lines += [".TP", f".B {code}", *prose(EXITS.get(code, f"Errors: {kinds}."))]
    lines += [*epilogue(matcalc), ".SH SEE ALSO"]
    pages = [f"matcalc\\-{escaped(name)}" for name in COMMANDS]
    lines += [f".BR {page} (1){',' if page != pages[-1] else ''}" for page in pages]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """All pages by the name of their file."""
    return {"matcalc.1": main_page(), **{f"matcalc-{name}.1": command_page(name) for name in COMMANDS}}


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*.1"):
        old.unlink()
    for name, text in pages().items():
        (OUT / name).write_text(text, encoding="utf-8")
