"""A reading written out: its symbols and parts with their shapes, as text, JSON or a shapes file."""
from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable

from matcalc import __version__
from matcalc.cli.terminal import shows_signs
from matcalc.expr import Expr, walk
from matcalc.render import write
from matcalc.shape import FUNCTION, Shape, show
from matcalc.syntax import Reading

PARTS = 400
"""Parts beyond this number are not listed; their texts together grow as its square."""

WIDTH = 72
"""Columns of a part's text; a longer one is cut in the middle."""


def parts(reading: Reading) -> list[Expr]:
    """Every part that is more than a symbol or number, the innermost first; none of a very large expression."""
    found = [e for e in walk(reading.expr) if e.args]
    return found if len(found) <= PARTS else found[-1:]


def as_text(reading: Reading, *, color: bool) -> str:
    """For people: aligned columns."""
    dim, bold, off = ("\x1b[2m", "\x1b[1m", "\x1b[0m") if color else ("", "", "")
    symbols = [(name, show(s.shape), f"{dim}{', '.join([*s.assume, s.origin])}{off}")
               for name, s in reading.symbols.items()]
    inner = [(_cut(write(e, "text")), show(e.shape), "") for e in parts(reading)[:-1]]
    out = [f"{bold}{write(reading.expr, 'text')}{off}", f"{dim}shape{off} {show(reading.expr.shape)}"]
    for title, rows in (("symbols", symbols), ("parts", inner)):
        if rows:
            out += ["", f"{dim}{title}{off}", *_columns(rows)]
    return "\n".join(out)


def _columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    rows = list(rows)
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    return [f"  {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}".rstrip() for row in rows]


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[:WIDTH // 2 - 2]} … {text[-WIDTH // 2 + 2:]}"


def as_json(reading: Reading, source: str) -> str:
    """One line of JSON; the README lists its fields."""
    return json.dumps({
        "expr": source,
        "reading": write(reading.expr, "text"),
        "shape": list(reading.expr.shape),
        "symbols": {name: {"shape": list(s.shape), "assume": list(s.assume), "declared": s.declared, "origin": s.origin}
                    for name, s in reading.symbols.items()},
        "parts": [{"text": write(e, "text"), "shape": list(e.shape)} for e in parts(reading)],
        "notes": list(reading.notes),
        "version": __version__,
    }, ensure_ascii=not shows_signs(sys.stdout))


def as_toml(reading: Reading, source: str) -> str:
    """A shapes file that declares what was declared or inferred."""
    out = ["[shapes]", *(f'{_key(name)} = "{_declared(s.shape)}"' for name, s in reading.symbols.items())]
    assumed = [f"{_key(name)} = {json.dumps(list(s.assume))}" for name, s in reading.symbols.items() if s.assume]
    if assumed:
        out += ["", "[assume]", *assumed]
    return "\n".join(out)


def _declared(shape: Shape) -> str:
    return FUNCTION[0] if shape == FUNCTION else " x ".join(shape)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'
