"""What --help says, in colour: headings, and the names of options and commands."""
from __future__ import annotations

import re

from matcalc.styles import Paint

_HEADING = re.compile(r"( *)((?:Usage|Options|Commands|Examples|Environment):)(.*)")
_NAMED = re.compile(r"( {2,4})(-\S(?:.*?\S)?(?=  |$)|[A-Z_]{2,}(?:, [A-Z_]+)*(?=  )|[a-z]+(?=  ))(.*)")
"""An option or variable, or a command, in a column of its own."""


def painted(text: str, paint: Paint) -> str:
    """The page in colour."""
    return "\n".join(_line(line, paint) for line in text.split("\n"))


def _line(line: str, paint: Paint) -> str:
    for pattern, role in ((_HEADING, "title"), (_NAMED, "function")):
        if (found := pattern.fullmatch(line)) is not None:
            return found[1] + paint(found[2], role) + found[3]
    return line
