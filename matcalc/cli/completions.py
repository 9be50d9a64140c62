"""What a shell may complete: symbols, assumptions, files of expressions, names of functions. Nothing here complains."""
from __future__ import annotations

import os
import re
from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from matcalc.diagnostics import MatcalcError


def _items(words: Iterable[str], incomplete: str, before: str = "") -> list[CompletionItem]:
    """Those that begin so, each with what stands before it."""
    return [CompletionItem(before + word) for word in dict.fromkeys(words) if word.startswith(incomplete)]


def symbols(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The symbols of the expression on the line and of the shapes files; after a comma those that are left."""
    before, comma, last = incomplete.rpartition(",")
    taken = {*before.split(","), *(ctx.params.get("wrt") or ())}
    return _items((name for name in _names(ctx) if name not in taken), last, before + comma)


def _names(ctx: click.Context) -> list[str]:
    from matcalc.cli.declared import declared

    given = {key: ctx.params.get(key) or () for key in ("files", "declare", "assume")}
    expression = str(ctx.params.get("expression") or "")
    try:
        known = declared(given["files"], given["declare"], given["assume"])
    except MatcalcError:
        known = declared((), (), ())
    read = _read(expression, ctx, known.shapes)
    occurring = [name for name in known.shapes if name in expression]
    return [*read, *occurring] if read or occurring else list(known.shapes)


def _read(expression: str, ctx: click.Context, shapes: dict[str, tuple[str, str]]) -> list[str]:
    """The symbols of an expression as it is read, or else the letters in it."""
    from matcalc.shape import FUNCTION
    from matcalc.syntax import read
    from matcalc.syntax.sources import Given

    if not expression or expression == "-" or expression.startswith("@"):
        return []
    try:
        source: Given = expression
        if ctx.params.get("language") == "numpy":
            from matcalc.syntax.fromnumpy import from_numpy

            source = from_numpy(expression)
        return [name for name, s in read(source, shapes=shapes).symbols.items() if s.shape != FUNCTION]
    except MatcalcError:
        return re.findall(r"(?<![\w\\.])[^\W\d_](?:_?\d+)?(?!\w|\()", expression)


def declaration(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Behind `S: `, or `S: n x n `, a word for an assumption; before it a symbol."""
    from matcalc.properties import ASSUMPTIONS

    if ":" not in incomplete:
        return _items((f"{name}:" for name in _names(ctx)), incomplete)
    found = re.fullmatch(r"(.*[\s:,])(\w*)", incomplete, re.DOTALL)
    return _items(ASSUMPTIONS, found[2], found[1]) if found and re.search(r":\s|\w\s", found[1]) else []


def toml(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, as the shell completes them."""
    return [CompletionItem(incomplete, type="file")]


def expression(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Behind @ a file; of expressions nothing is known."""
    if not incomplete.startswith("@"):
        return []
    folder, name = os.path.split(incomplete[1:])
    try:
        with os.scandir(folder or ".") as found:
            entries = sorted(e.name + "/" * e.is_dir() for e in found if not e.name.startswith(".") or name[:1] == ".")
    except OSError:
        return []
    return _items((os.path.join(folder, entry) for entry in entries), incomplete[1:], "@")


def functions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of functions."""
    from matcalc.syntax.words import functions as names

    return _items(sorted(set(names())), incomplete)


def topics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes of errors, and names of functions."""
    from matcalc.diagnostics import CODES

    return [*_items(CODES, incomplete), *functions(ctx, param, incomplete)]
