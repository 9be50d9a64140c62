"""Lays out formulas in two dimensions: boxes of text, put beside and above each other.

A box has a line that others stand beside, its base: that of a fraction is its rule.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from matcalc.diagnostics import columns
from matcalc.render.pretty import CLOSE, NEXT, OPEN

_PIECES = re.compile(f"[{OPEN}].|[{NEXT}{CLOSE}()]|[^{OPEN}{NEXT}{CLOSE}()]+")


class Box(NamedTuple):
    """Lines, which of them is the base, and the columns of each."""

    lines: tuple[str, ...]
    base: int
    width: int

    @property
    def below(self) -> int:
        """The lines below the base."""
        return len(self.lines) - self.base - 1


class Glyphs(NamedTuple):
    """The signs that drawings are made of.

    fences      by the sign of a bracket or bar: alone, and its top, middle and bottom where it is tall
    rule        of a fraction
    total       the sign of a sum
    root        the sign of a root of one word, and the tick, slope and line of any other
    raised      the small signs of exponents that need no line of their own
    lowered     those of indices, and what stands before an index that has none and needs no line either
    """

    fences: Mapping[str, tuple[str, str, str, str]]
    rule: str
    total: str
    root: tuple[str, str, str, str]
    raised: Mapping[str, str]
    lowered: Mapping[str, str]
    before_index: str | None


UNICODE = Glyphs(
    {"(": ("(", "⎛", "⎜", "⎝"), ")": (")", "⎞", "⎟", "⎠"), "|": ("|", "│", "│", "│"), "‖": ("‖", "‖", "‖", "‖")},
    "─", "∑", ("√", "╲", "╱", "_"),
    dict(zip("0123456789+−-()⊤∘nijkmpt", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ᵀ°ⁿⁱʲᵏᵐᵖᵗ", strict=True)),
    dict(zip("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)), None)
ASCII = Glyphs(
    {"(": ("(", "/", "|", "\\"), ")": (")", "\\", "|", "/"), "|": ("|", "|", "|", "|"), "‖": ("||", "||", "||", "||")},
    "-", "sum", ("", "\\", "/", "_"), {"T": "'"}, {}, "_")


def draw(marked: str, glyphs: Glyphs = UNICODE, signs: Callable[[str], str] = str) -> Box:
    """The box of a formula in the marks of `pretty`; `signs` spells what is text."""
    stack: list[tuple[str, list[list[Box]]]] = [("", [[]])]
    for piece in _PIECES.findall(marked):
        if piece[0] == OPEN or piece == "(":
            stack.append((piece[-1], [[]]))
        elif piece == NEXT:
            stack[-1][1].append([])
        elif piece == CLOSE or (piece == ")" and stack[-1][0] == "("):
            way, parts = stack.pop()
            is_script = any(outer in "^_" and len(done) > 1 for outer, done in stack[1:])
            drawing = _slashed if way == "/" and is_script else _WAYS[way]
            stack[-1][1][-1].append(drawing(glyphs, *map(beside, parts)))
        else:
            stack[-1][1][-1].append(_line(re.sub("  +", " ", signs(piece))))
    return beside([box for _, parts in stack for part in parts for box in part])


def _line(text: str) -> Box:
    return Box((text,), 0, columns(text))


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes with their bases in one line."""
    if len(boxes) == 1:
        return boxes[0]
    above, below = max((b.base for b in boxes), default=0), max((b.below for b in boxes), default=0)
    grown = [_grown(b, above - b.base, below - b.below).lines for b in boxes]
    lines = tuple(map("".join, zip(*grown, strict=True))) if grown else ("",)
    return Box(lines, above, sum(b.width for b in boxes))


def _grown(box: Box, above: int, below: int) -> Box:
    """The box with empty lines added."""
    empty = " " * box.width
    return Box(((empty,) * above + box.lines + (empty,) * below), box.base + above, box.width)


def _above(boxes: Sequence[Box], base: int) -> Box:
    """Boxes from top to bottom, in the middle of the widest; `base` is a line of the result."""
    wide = max(b.width for b in boxes)
    return Box(tuple(_centred(line, wide - b.width) for b in boxes for line in b.lines), base, wide)


def _centred(line: str, room: int) -> str:
    return " " * (room // 2) + line + " " * (room - room // 2)


def _fence(sign: str, height: int, base: int, glyphs: Glyphs) -> Box:
    alone, top, middle, bottom = glyphs.fences[sign]
    return Box((alone,) if height == 1 else (top, *[middle] * (height - 2), bottom), base, columns(alone))


def fenced(left: str, right: str, inside: Box, glyphs: Glyphs) -> Box:
    """Something between brackets or bars as tall as it is."""
    size = len(inside.lines), inside.base, glyphs
    return beside([_fence(left, *size), inside, _fence(right, *size)])


def _fraction(glyphs: Glyphs, top: Box, bottom: Box) -> Box:
    """One above the other; the rule of a fraction of fractions is longer than theirs."""
    nested = any(len(box.lines) > 1 for box in (top, bottom))
    rule = _line(glyphs.rule * (max(top.width, bottom.width) + 2 * nested))
    return _above([top, rule, bottom], len(top.lines))


def _slashed(glyphs: Glyphs, top: Box, bottom: Box) -> Box:
    """A fraction in an exponent or index, beside each other."""
    inside = [fenced("(", ")", box, glyphs) if " " in box.lines[0] else box for box in (top, bottom)]
    return beside([inside[0], _line("/"), inside[1]])


def _small(script: Box, signs: Mapping[str, str]) -> str:
    """A script in small signs, where all of it has such."""
    text = script.lines[0].replace(" ", "")
    return "".join(map(signs.__getitem__, text)) if len(script.lines) == 1 and {*text} <= {*signs} else ""


def _raised(glyphs: Glyphs, base: Box, script: Box) -> Box:
    """The exponent in small signs beside the first line, else above it."""
    if small := _small(script, glyphs.raised):
        return beside([base, _grown(_line(small), 0, len(base.lines) - 1)._replace(base=base.base)])
    return Box((*[" " * base.width + line for line in script.lines],
                *[line + " " * script.width for line in base.lines]), base.base + len(script.lines),
               base.width + script.width)


def _lowered(glyphs: Glyphs, base: Box, index: Box) -> Box:
    """The index in small signs beside the last line, else below it."""
    if len(index.lines) == 1:
        index = _line(index.lines[0].replace(", ", ","))
    small = _small(index, glyphs.lowered)
    if not small and glyphs.before_index and len(index.lines) == 1:
        small = glyphs.before_index + index.lines[0]
    if small:
        return beside([base, _grown(_line(small), len(base.lines) - 1, 0)._replace(base=base.base)])
    return Box((*[line + " " * index.width for line in base.lines],
                *[" " * base.width + line for line in index.lines]), base.base, base.width + index.width)


def _root(glyphs: Glyphs, inside: Box, degree: Box) -> Box:
    """A line above, and a slope before it that is as tall; before a single word its sign alone."""
    sign, tick, slope, line = glyphs.root
    if sign and not degree.width and len(inside.lines) == 1 and inside.lines[0].isalnum():
        return _line(sign + inside.lines[0])
    n, under = len(inside.lines), beside([_line(" "), inside])
    index = degree.lines[0]
    lead = " " * max(columns(index) - 1, 0)
    rows = [" " * (n - i) + slope + " " * i + text for i, text in enumerate(under.lines)]
    rows[-1] = tick + rows[-1][1:]
    rows = [lead + row for row in (" " * (n + 1) + line * under.width, *rows)]
    rows[-2] = index + rows[-2][columns(index):]
    return Box(tuple(rows), inside.base + 1, columns(rows[0]))


def _total(glyphs: Glyphs, letters: Box) -> Box:
    return _above([_line(glyphs.total), letters], 0)


_WAYS: dict[str, Callable[..., Box]] = {
    "(": lambda glyphs, inside: fenced("(", ")", inside, glyphs),
    "|": lambda glyphs, inside: fenced("|", "|", inside, glyphs),
    "‖": lambda glyphs, inside: fenced("‖", "‖", inside, glyphs),
    "/": _fraction, "^": _raised, "_": _lowered, "√": _root, "∑": _total,
}
"""What draws a part, by the first character of its mark."""
