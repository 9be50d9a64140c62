"""How what people read is coloured: one table from roles to styles."""
from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""From a text and its role to the text as it is shown."""

STYLES = {
    "symbol": "1",
    "function": "36",
    "number": "35",
    "operator": "",
    "label": "2",
    "note": "",
    "reason": "2",
    "condition": "33",
    "shape": "32",
    "certified": "32",
    "uncertified": "1;33",
    "right": "32",
    "wrong": "31",
    "title": "1",
    "error": "1;31",
    "mark": "31",
    "help": "1;36",
}
"""What a role looks like: the numbers of ANSI's SGR sequence. The eight colours only, which people's themes define, and
none for what is read at length."""

def plain(text: str, role: str) -> str:
    """The text as it is."""
    return text


def ansi(text: str, role: str) -> str:
    """The text in the style of its role, line by line."""
    style = STYLES[role]
    if not style or not text:
        return text
    return "\n".join(f"\x1b[{style}m{line}\x1b[0m" if line else line for line in text.split("\n"))


def painter(*, color: bool) -> Paint:
    """What paints, in colour or not."""
    return ansi if color else plain
