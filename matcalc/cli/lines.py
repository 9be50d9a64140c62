"""Text fitted to a width in columns: formulas are broken before operators, prose between words."""
from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc.diagnostics import columns

__all__ = ["columns", "filled", "folded", "left", "right", "wrapped"]

LEAST, HANG = 16, 2
"""Columns that a text gets at least; a narrower terminal breaks lines by itself. And by how many the lines after the
first of a formula are indented."""

_OPEN, _CLOSE, _BAR = "([{", ")]}", "‖|"
_BREAK = re.compile(r"(?<=[,;]) | (?=(?:[-+=:⊗]|\(x\)|\.\*|\.?/) )|(?=∘)|(?<=[\w)\]'‖|ᵀ¹⁺]) (?=[\w(‖|-])")
_STYLE = re.compile("\x1b\\[[0-9;]*m")
_BETWEEN = re.compile(r"(?<![≤=]) (?![<≤=])")
_RANKS = {"-": 1, "+": 1, "=": 2, ":": 3, "⊗": 5, "(x)": 5, "∘": 8, ".*": 8, "./": 8, "/": 20}
_PRODUCT, _COMMA = 16, 0
_LINE, _DEEPER = 12, 24
"""What a further line costs, and a break within a bracket: the outermost operator is the place to break at."""
_TOO_LONG = 10_000


def left(text: str, width: int) -> str:
    """The text with blanks behind it, up to a width."""
    return text + " " * (width - columns(text))


def right(text: str, width: int) -> str:
    """The text with blanks before it, up to a width."""
    return " " * (width - columns(text)) + text


def filled(text: str, width: int) -> list[str]:
    """Prose in lines of at most this width, broken between words, not at `≤` or `=`; long formulas in their parts."""
    out: list[str] = []
    room, used = max(width, LEAST), 0
    for word in _short(_BETWEEN.split(text), room):
        size = columns(_STYLE.sub("", word))
        if out and used + 1 + size <= room:
            out[-1] += f" {word}"
            used += 1 + size
        else:
            out.append(word)
            used = size
    return out


def _short(words: list[str], room: int) -> Iterator[str]:
    """The words; a formula that is longer than a line in parts."""
    for word in words:
        yield from wrapped(word, room) if columns(word) > room and not _STYLE.search(word) else [word]


def folded(text: str, width: int) -> str:
    """A message in lines of at most this width, indented where they go on."""
    out: list[str] = []
    for line in text.split("\n"):
        first, *rest = [line] if columns(_STYLE.sub("", line)) <= width else filled(line, width - HANG)
        out += [first, *(" " * HANG + part for part in rest)]
    return "\n".join(out)


def wrapped(text: str, width: int) -> list[str]:
    """A formula in lines of at most this width, where that can be; all but the first are to be indented by HANG.

    It is broken before the operators that bind least, outside of brackets if possible, never in a name; so few lines
    as can be, unless one more keeps a bracket whole.
    """
    if columns(text) <= width:
        return [text]
    places = [(0, 0, 0.0), *_places(text), (len(text), len(text), 0.0)]
    sizes = [0]
    for c in text:
        sizes.append(sizes[-1] + columns(c))
    best = _cheapest(places, sizes, max(width, LEAST))
    out, i = [], 0
    while i < len(places) - 1:
        j = best[i]
        out.append(text[places[i][1]:places[j][0]])
        i = j
    return out


def _cheapest(places: list[tuple[int, int, float]], sizes: list[int], width: int) -> list[int]:
    """For each place where a line may begin the place where it ends, of the cheapest lines from there on."""
    last = len(places) - 1
    cost, ends = [0.0] * (last + 1), [last] * (last + 1)
    for i in range(last - 1, -1, -1):
        room = width - (HANG if i else 0)
        found = None
        for j in range(i + 1, last + 1):
            over = sizes[places[j][0]] - sizes[places[i][1]] - room
            if over > 0 and found is not None:
                break
            price = cost[j] + places[j][2] + _LINE + (_TOO_LONG + over if over > 0 else 0)
            if found is None or price <= found:
                found, ends[i] = price, j
        cost[i] = found or 0.0
    return ends


def _places(text: str) -> Iterator[tuple[int, int, float]]:
    """Where the formula may be broken: the end of a line, the beginning of the next, and what breaking there costs."""
    depths = _depths(text)
    for found in _BREAK.finditer(text):
        sign = text[found.end():].split(" ", 1)[0]
        sign = "∘" if sign[:1] == "∘" else sign
        rank = _COMMA if text[found.start() - 1] in ",;" else _RANKS.get(sign, _PRODUCT)
        yield found.start(), found.end(), rank + _DEEPER * depths[found.start()]


def _depths(text: str) -> list[int]:
    """How many brackets and bars stand round each character."""
    out, depth, bars = [], 0, 0
    for i, c in enumerate(text):
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth -= 1
        elif c in _BAR and text[i - 1:i] != c:
            opens = not bars or text[i - 1] in " (-∘/"
            bars += 1 if opens else -1
        out.append(depth + bars)
    return out
