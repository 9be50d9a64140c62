"""A source read beside another expression: what that tells of a symbol holds here, and so does its shape."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr
from matcalc.ops.leaves import NUM
from matcalc.render import write
from matcalc.shape import Shape, show
from matcalc.syntax import Reading, read
from matcalc.syntax.sources import Given, text_of

Side = tuple[Expr, tuple[str, ...]]
"""An expression as understood, and what was assumed in reading it."""
Known = Mapping[str, "Shape | Sequence[str] | str"]
Assumed = Mapping[str, Sequence[str]] | None

NAMES = ("Ω", "Ψ", "Φ", "Ξ", "Θ", "Γ", "Υ")
"""Names for what is not in the source; one that it does not hold is taken."""


def shapes_of(reading: Reading) -> dict[str, Shape]:
    """The shapes of all symbols."""
    return {name: s.shape for name, s in reading.symbols.items()}


def read_beside(source: Given, shape: Shape, shapes: Known, assume: Assumed, origin: Mapping[str, str] | None) -> Side:
    """Read an expression that should have this shape: it tells the size of an `I` that nothing else does, and of 0."""
    where = {**dict.fromkeys(shapes, "the other expression"), **(origin or {})}
    try:
        reading = read(source, shapes=shapes, assume=assume, origin=where)
    except MatcalcError as e:
        if e.code != "unknown-size":
            raise
        return _sized(source, shape, shapes, assume, where, e)
    if again := [name for name in reading.definitions if name in shapes]:
        text = text_of(source)
        raise MatcalcError("circular-definition", f"{again[0]} is a symbol of the other expression, and `{text}` "
                           "defines it", source=text, hint="leave the definition out, or give it another name")
    zero = reading.expr.op is NUM and not reading.expr.data and shape != ("1", "1")
    return OPS["zeros"](data=shape) if zero else reading.expr, reading.notes


def _sized(source: Given, shape: Shape, shapes: Known, assume: Assumed, origin: Mapping[str, str],
           error: MatcalcError) -> Side:
    """Read the expression as a summand beside a symbol of its shape."""
    try:
        reading = summand(source, shape, shapes, assume, origin)
    except MatcalcError:
        raise error from None
    return reading.expr, reading.notes


def summand(source: Given, shape: Shape, shapes: Known, assume: Assumed, origin: Mapping[str, str] | None) -> Reading:
    """Read an expression as a summand beside a symbol of its shape, which settles those of undeclared symbols."""
    if not isinstance(source, str):
        reading = read(source, shapes=shapes, assume=assume, origin=origin)
        if reading.expr.shape != shape:
            raise _misshapen(write(reading.expr), reading.expr.shape, shape)
        return reading
    beside = next(name for name in NAMES if name not in source and name not in shapes)
    try:
        reading = read(f"{beside} + ({source})", shapes={**shapes, beside: shape}, assume=assume, origin=origin)
    except MatcalcError:
        alone = read(source, shapes=shapes, assume=assume, origin=origin)
        raise _misshapen(source, alone.expr.shape, shape) from None
    symbols = {name: s for name, s in reading.symbols.items() if name != beside}
    expr = reading.expr.args[1]
    if expr.shape != shape:
        raise _misshapen(source, expr.shape, shape)
    return Reading(expr, symbols, reading.notes, reading.definitions)


def _misshapen(source: str, found: Shape, wanted: Shape) -> MatcalcError:
    alike = all((a == "1") == (b == "1") for a, b in zip(found, wanted, strict=True))
    return MatcalcError("shape-mismatch", f"`{source}` is {show(found)}, and should be {show(wanted)}", source=source,
                        hint="a size that nothing declares has a name of its own: declare both" if alike else None)
