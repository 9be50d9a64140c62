"""The symbols that --wrt names."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from matcalc.diagnostics import MatcalcError, visible
from matcalc.shape import Shape
from matcalc.syntax.declare import is_name
from matcalc.syntax.latex import name


def symbols(given: Sequence[str], shapes: Mapping[str, Shape]) -> list[str]:
    """The names, of which one text may hold several: `x,y`. Raises MatcalcError `usage`."""
    words = [name(word.strip(), shapes) for text in given for word in text.split(",")]
    for word in words:
        if not is_name(word):
            raise MatcalcError("usage", f"--wrt takes the name of one symbol, not `{visible(word)}`",
                               hint=_names(",".join(given)))
    return list(dict.fromkeys(words))


def symbol(given: str, shapes: Mapping[str, Shape]) -> str:
    """The one name. Raises MatcalcError `usage`."""
    first, *others = symbols([given], shapes)
    if others:
        raise MatcalcError("usage", f"a claim is about one symbol, and --wrt names {1 + len(others)}",
                           hint=f"judge one after the other, with --wrt {visible(first)} first")
    return first


def _names(word: str) -> str:
    """What to write for --wrt, from the names in what was written."""
    names = [part for part in re.findall(r"[^\W\d_]\w*", word) if is_name(part)]
    return f"did you mean --wrt {','.join(names)}?" if names else "for a symbol: --wrt x; for several: --wrt x,y"
