"""Two sources read with one set of shapes: what one tells of a symbol holds in the other."""
from __future__ import annotations

from collections.abc import Mapping

from matcalc.api import Assumptions, Shapes
from matcalc.diagnostics import MatcalcError
from matcalc.syntax import read
from matcalc.syntax.beside import NAMES, Side, read_beside, shapes_of
from matcalc.syntax.sources import Given


def pair(a: Given, b: Given, shapes: Shapes | None, assume: Assumptions | None,
         origin: Mapping[str, str] | None) -> tuple[Side, Side]:
    """Read both, each with what the other tells; the first first, unless that does not fit. Raises MatcalcError."""
    try:
        return _ordered(a, b, shapes, assume, origin)
    except MatcalcError as e:
        if e.code not in ("shape-mismatch", "unknown-size"):
            raise
        try:
            right, left = _ordered(b, a, shapes, assume, origin)
        except MatcalcError:
            if (found := _together(a, b, shapes, assume, origin)) is None:
                raise e from None
            return found
        return left, right


def _ordered(first: Given, second: Given, shapes: Shapes | None, assume: Assumptions | None,
             origin: Mapping[str, str] | None) -> tuple[Side, Side]:
    reading = read(first, shapes=shapes, assume=assume, origin=origin)
    known = {**(shapes or {}), **shapes_of(reading)}
    return (reading.expr, reading.notes), read_beside(second, reading.expr.shape, known, assume, origin)


def _together(a: Given, b: Given, shapes: Shapes | None, assume: Assumptions | None,
              origin: Mapping[str, str] | None) -> tuple[Side, Side] | None:
    """Both as definitions of one source, so that their shapes are inferred at once; None where that fails too."""
    if not isinstance(a, str) or not isinstance(b, str):
        return None
    left, right = [name for name in NAMES if name not in a + b][:2]
    try:
        reading = read(f"{left} = {a}; {right} = {b}; 1", shapes=shapes, assume=assume, origin=origin)
    except MatcalcError:
        return None
    return (reading.definitions[left], reading.notes), (reading.definitions[right], ())
