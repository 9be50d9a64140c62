"""Cuts the source into the terminals of the grammar."""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from matcalc.diagnostics import MatcalcError, decomposed
from matcalc.syntax import limits
from matcalc.syntax.foreign import stray
from matcalc.syntax.tables import tables
from matcalc.syntax.tree import Tree


@lru_cache(maxsize=1024)
def _terminals(c: str) -> list[tuple[str, str]]:
    """The names and regular expressions of what can begin with a character, in the order in which they are tried."""
    return [(name, regex) for name, begins, regex in tables().TERMINALS if c in begins or not begins]


@cache
def _match(regex: str) -> Callable[[str, int, int], re.Match[str] | None]:
    """Compiled when it is first tried: all of them cost a quarter of a bare interpreter's start."""
    return re.compile(regex).match


def lex(source: str) -> list[Tree]:
    """The tokens of the source. Raises MatcalcError: `syntax` for a character without meaning, `limit`."""
    if len(source) > limits.SOURCE:
        raise MatcalcError("limit", f"the expression has {len(source):,} characters; the limit is {limits.SOURCE:,}")
    out: list[Tree] = []
    at, last = _frame(source)
    silent = re.compile(_SILENT).match if "\\" in source and ("%" in source or "phantom" in source) else None
    while at < last:
        if silent is not None and (found := silent(source, at, last)) is not None:
            at = found.end()
            continue
        name, end = _next(source, at, last)
        if name:
            text = source[at:end]
            out.append(Tree(name, at, end, text=decomposed(text) if name == "WORD" else text))
            if len(out) > limits.TOKENS:
                raise MatcalcError("limit",
                                   f"the expression has more than {limits.TOKENS:,} symbols, which is the limit")
        at = end
    return out


def _next(source: str, at: int, last: int) -> tuple[str, int]:
    """The terminal that begins at a place, and where it ends. Raises MatcalcError `syntax`."""
    for name, regex in _terminals(source[at]):
        if not regex:
            return name, at + 1
        if (found := _match(regex)(source, at, last)) is not None:
            return name, found.end()
    raise stray(source, at)


def _frame(source: str) -> tuple[int, int]:
    """Where a formula begins and ends, without the signs that set it off and the full stop behind it."""
    if "$" not in source and "\\" not in source and not source.rstrip().endswith((".", ",")):
        return 0, len(source)
    begun = re.match(_BEGIN, source)
    start, end = begun.end() if begun else 0, len(source)
    while (found := re.compile(_END).search(source, max(start, end - 40), end)) is not None:
        end = found.start()
    return start, end


_SILENT = r"%[^\n]*|\\[hv]?phantom\s*\{(?:[^{}]|\{[^{}]*\})*\}"
"""What TeX reads and does not print: remarks, and empty space of some size."""
_ENVIRONMENT = r"\\(?:begin|end)\{(?:equation|align|aligned|gather|displaymath|math|eqnarray|multline|split)\*?\}"
_BEGIN = rf"(?:\s*(?:\$\$?|\\\[|\\\(|{_ENVIRONMENT}))+"
_END = rf"(?:\$\$?|\\\]|\\\)|{_ENVIRONMENT}|(?<![\d.\\])[.,])\s*\Z"
