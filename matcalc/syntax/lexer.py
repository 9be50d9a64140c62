"""Cuts the source into the terminals of the grammar."""
from __future__ import annotations

import re
from functools import cache

from matcalc.diagnostics import MatcalcError
from matcalc.syntax import limits
from matcalc.syntax.foreign import stray
from matcalc.syntax.tables import tables
from matcalc.syntax.tree import Tree


@cache
def _pattern() -> re.Pattern[str]:
    """One alternation of all terminals; what is ignored is in no group."""
    return re.compile("|".join(f"(?P<{name}>{regex})" if name else f"(?:{regex})" for name,
                               regex in tables().TERMINALS))


def lex(source: str) -> list[Tree]:
    """The tokens of the source. Raises MatcalcError: `syntax` for a character without meaning, `limit`."""
    if len(source) > limits.SOURCE:
        raise MatcalcError("limit", f"the expression has {len(source):,} characters; the limit is {limits.SOURCE:,}")
    out: list[Tree] = []
    match = _pattern().match
    at, last = _frame(source)
    while at < last:
        found = match(source, at, last)
        if found is None:
            raise stray(source, at)
        if found.lastgroup is not None:
            out.append(Tree(found.lastgroup, at, found.end(), text=found.group()))
            if len(out) > limits.TOKENS:
                raise MatcalcError("limit",
                                   f"the expression has more than {limits.TOKENS:,} symbols, which is the limit")
        at = found.end()
    return out


def _frame(source: str) -> tuple[int, int]:
    """Where a formula begins and ends, without the signs that set it off and the full stop behind it."""
    begun = _BEGIN.match(source)
    start, end = begun.end() if begun else 0, len(source)
    while (found := _END.search(source, max(start, end - 40), end)) is not None:
        end = found.start()
    return start, end


_ENVIRONMENT = r"\\(?:begin|end)\{(?:equation|align|aligned|gather|displaymath|math|eqnarray|multline|split)\*?\}"
_BEGIN = re.compile(rf"(?:\s*(?:\$\$?|\\\[|\\\(|{_ENVIRONMENT}))+")
_END = re.compile(rf"(?:\$\$?|\\\]|\\\)|{_ENVIRONMENT}|(?<![\d.\\])[.,])\s*\Z")
