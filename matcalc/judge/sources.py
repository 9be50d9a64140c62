"""Two sources read with one set of shapes: what one tells of a symbol holds in the other."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc.api import Assumptions, Shapes
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr
from matcalc.ops.leaves import NUM
from matcalc.shape import Shape
from matcalc.syntax import Reading, read

Side = tuple[Expr, tuple[str, ...]]
"""An expression as understood, and what was assumed in reading it."""

_NAMES = ("Ω", "Ψ", "Φ", "Ξ", "Θ", "Γ", "Υ")


def shapes_of(reading: Reading) -> dict[str, Shape]:
    """The shapes of all symbols."""
    return {name: s.shape for name, s in reading.symbols.items()}


def read_beside(source: str, shape: Shape, shapes: Mapping[str, Shape | Sequence[str] | str],
                assume: Assumptions | None, origin: Mapping[str, str] | None) -> Side:
    """Read an expression that should have this shape: it tells the size of an `I` that nothing else does, and of 0."""
    where = {**dict.fromkeys(shapes, "the other expression"), **(origin or {})}
    try:
        reading = read(source, shapes=shapes, assume=assume, origin=where)
    except MatcalcError as e:
        if e.code != "unknown-size":
            raise
        return _sized(source, shape, shapes, assume, where, e)
    zero = reading.expr.op is NUM and not reading.expr.data and shape != ("1", "1")
    return OPS["zeros"](data=shape) if zero else reading.expr, reading.notes


def _sized(source: str, shape: Shape, shapes: Mapping[str, Shape | Sequence[str] | str], assume: Assumptions | None,
           origin: Mapping[str, str], error: MatcalcError) -> Side:
    """Read the expression as a summand beside a symbol of its shape."""
    beside = next(name for name in _NAMES if name not in source)
    try:
        reading = read(f"{beside} + ({source})", shapes={**shapes, beside: shape}, assume=assume, origin=origin)
    except MatcalcError:
        raise error from None
    return reading.expr.args[1], reading.notes


def pair(a: str, b: str, shapes: Shapes | None, assume: Assumptions | None,
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


def _ordered(first: str, second: str, shapes: Shapes | None, assume: Assumptions | None,
             origin: Mapping[str, str] | None) -> tuple[Side, Side]:
    reading = read(first, shapes=shapes, assume=assume, origin=origin)
    known = {**(shapes or {}), **shapes_of(reading)}
    return (reading.expr, reading.notes), read_beside(second, reading.expr.shape, known, assume, origin)


def _together(a: str, b: str, shapes: Shapes | None, assume: Assumptions | None,
              origin: Mapping[str, str] | None) -> tuple[Side, Side] | None:
    """Both as definitions of one source, so that their shapes are inferred at once; None where that fails too."""
    left, right = [name for name in _NAMES if name not in a + b][:2]
    try:
        reading = read(f"{left} = {a}; {right} = {b}; 1", shapes=shapes, assume=assume, origin=origin)
    except MatcalcError:
        return None
    return (reading.definitions[left], reading.notes), (reading.definitions[right], ())
