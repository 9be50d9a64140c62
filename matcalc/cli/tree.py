"""An expression as a tree: every part with its shape, what it is made of below it."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matcalc.cli import lines
from matcalc.cli.formulas import formula
from matcalc.cli.look import Look
from matcalc.expr import Expr
from matcalc.render import write
from matcalc.shape import show

MOST = 400
"""Lines beyond this number are left out: parts that are shared stand wherever they are used."""

_GAP = 2


class Guides(NamedTuple):
    """What stands before a part that others follow, before the last one, and below each of these."""

    more: str
    last: str
    below_more: str
    below_last: str


LINES = Guides("├─ ", "└─ ", "│  ", "   ")
ASCII = Guides("+- ", "`- ", "|  ", "   ")
BLANKS = Guides("  ", "  ", "  ", "  ")
"""In a pipe, the depth is the number of blanks."""


def as_tree(e: Expr, look: Look, *, person: bool) -> str:
    """The lines: a part, and in a column behind all parts their shapes. A long part is broken at its operators."""
    guides = BLANKS if not person else ASCII if look.ascii_only else LINES
    rows = [(first, rest, node, look.signs(write(node, "text")), look.signs(show(node.shape)))
            for first, rest, node in _rows(e, guides)]
    room = look.width - _GAP - max(lines.columns(shape) for *_, shape in rows)
    broken = [lines.wrapped(text, room - lines.columns(first) - lines.HANG) for first, _, _, text, _ in rows]
    wide = max(lines.columns(row[0] + part[0]) for row, part in zip(rows, broken, strict=True))
    out = []
    for (first, rest, node, _, shape), part in zip(rows, broken, strict=True):
        gap = " " * (wide - lines.columns(first + part[0]) + _GAP)
        inner = guides.below_more if node.args and guides is not BLANKS else " " * lines.HANG
        out.append(look.paint(first, "label") + formula(part[0], look.paint) + gap + look.paint(shape, "shape"))
        out += [look.paint(rest + inner, "label") + formula(line, look.paint) for line in part[1:]]
    return "\n".join([*out, "…"] if len(rows) == MOST else out)


def _rows(e: Expr, guides: Guides) -> Iterator[tuple[str, str, Expr]]:
    """What stands before each part, and before what belongs to it, from the whole down; at most MOST."""
    stack = [("", "", e)]
    for _ in range(MOST):
        if not stack:
            return
        first, rest, node = stack.pop()
        yield first, rest, node
        for i, a in reversed([*enumerate(node.args, 1)]):
            is_last = i == len(node.args)
            stack.append((rest + (guides.last if is_last else guides.more),
                          rest + (guides.below_last if is_last else guides.below_more), a))
