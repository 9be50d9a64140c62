"""A reading written out: its symbols and parts with their shapes, as text, JSON or a shapes file."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from matcalc import __version__
from matcalc.cli.formulas import formula
from matcalc.cli.lines import HANG, columns, left, wrapped
from matcalc.cli.look import Look
from matcalc.cli.terminal import json_line
from matcalc.diagnostics import visible
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


def as_text(reading: Reading, look: Look) -> str:
    """For people: aligned columns."""
    symbols = [(name, show(s.shape), ", ".join([*s.assume, visible(s.origin)])) for name, s in reading.symbols.items()]
    inner = [(_cut(write(e, "text")), show(e.shape), "") for e in parts(reading)[:-1]]
    whole = reading.expr
    out = [*look.formula(write(whole, "text")), f"{look.label('shape')} {_shape(show(whole.shape), look)}"]
    for title, rows in (("symbols", symbols), ("parts", inner)):
        if rows:
            out += ["", look.label(title), *_columns(rows, look)]
    return "\n".join(out)


def _columns(rows: Iterable[tuple[str, str, str]], look: Look) -> Iterator[str]:
    """A formula, its shape, and words; a formula that is long is continued below."""
    signs = [tuple(map(look.signs, row)) for row in rows]
    shapes = max(columns(row[1]) for row in signs)
    broken = [wrapped(row[0], look.width - shapes - 4 - HANG) for row in signs]
    wide = max(columns(part[0]) for part in broken)
    for (_, shape, words), part in zip(signs, broken, strict=True):
        first = f"  {formula(left(part[0], wide), look.paint)}  {_shape(left(shape, shapes), look)}  "
        yield from (line.rstrip() for line in look.prose(words, "label", lead=first, indent=wide + shapes + 6))
        yield from (f"    {formula(line, look.paint)}" for line in part[1:])


def _shape(text: str, look: Look) -> str:
    return look.paint(look.signs(text), "shape")


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[:WIDTH // 2 - 2]} … {text[-WIDTH // 2 + 2:]}"


def as_json(reading: Reading, source: str) -> str:
    """One line of JSON; docs/formats.md lists its fields."""
    return json_line({
        "expr": source,
        "reading": write(reading.expr, "text"),
        "shape": list(reading.expr.shape),
        "symbols": {name: {"shape": list(s.shape), "assume": list(s.assume), "declared": s.declared, "origin": s.origin}
                    for name, s in reading.symbols.items()},
        "parts": [{"text": write(e, "text"), "shape": list(e.shape)} for e in parts(reading)],
        "notes": list(reading.notes),
        "version": __version__,
    })


def as_toml(reading: Reading, source: str) -> str:
    """A shapes file that declares what was declared or inferred."""
    return shapes_file({name: s.shape for name, s in reading.symbols.items()},
                       {name: s.assume for name, s in reading.symbols.items()})


def shapes_file(shapes: Mapping[str, Shape], assume: Mapping[str, Sequence[str]]) -> str:
    """The text of a shapes file."""
    out = ["[shapes]", *(f'{_key(name)} = "{_declared(shape)}"' for name, shape in shapes.items())]
    assumed = [f"{_key(name)} = {json.dumps(list(assume[name]))}" for name in shapes if assume.get(name)]
    if assumed:
        out += ["", "[assume]", *assumed]
    return "\n".join(out)


def _declared(shape: Shape) -> str:
    return FUNCTION[0] if shape == FUNCTION else " x ".join(shape)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'
