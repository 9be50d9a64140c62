"""Cuts the source into the terminals of the grammar."""
from __future__ import annotations

import re
from functools import cache

from matcalc.diagnostics import MatcalcError, Span, fault, visible
from matcalc.syntax import limits
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
    match, at = _pattern().match, 0
    while at < len(source):
        found = match(source, at)
        if found is None:
            raise _stray(source, at)
        if found.lastgroup is not None:
            out.append(Tree(found.lastgroup, at, found.end(), text=found.group()))
            if len(out) > limits.TOKENS:
                raise MatcalcError("limit",
                                   f"the expression has more than {limits.TOKENS:,} symbols, which is the limit")
        at = found.end()
    return out


def _stray(source: str, at: int) -> MatcalcError:
    c = source[at]
    if c == "." and source[at - 1:at].isdigit():
        return fault("syntax", "a number needs a digit after its dot", source, Span(at, at + 1),
                     hint=f"write {source[at - 1]}.0, or a space before .* and ./")
    return fault("syntax", f"`{visible(c)}` has no meaning here", source, Span(at, at + 1), hint=_INSTEAD.get(c))


_INSTEAD = {
    "\\": "for a left division write A^-1 B",
    "&": "write the operands of an elementwise product with ∘ or .*",
    "%": "write a/100",
    "!": "factorials are not part of the language",
    "\"": "a transpose is one ', as in A'",
    "$": "leave out the $ round a formula",
    ".": "elementwise operators are .* ./ and .^",
}
"""What to write instead of a character that other notations use."""
