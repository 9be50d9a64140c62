"""Expressions as a flat list of nodes, each with its operator, its arguments by their places in the list, constant data
and shape; shared nodes stand once. Reading it back gives the same object, or says what is wrong."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError, visible
from matcalc.expr import OPS, Expr, Op, walk, whole
from matcalc.ops.einsum import FREE, shape_of
from matcalc.ops.matrixfunctions import FAMILIES
from matcalc.properties import ASSUMPTIONS
from matcalc.shape import Shape, ShapeMismatch, Signature, show
from matcalc.syntax.declare import is_name
from matcalc.syntax.limits import DIGITS, DIMENSION, POWER

NODES = 100_000
"""Nodes of one list."""
DEPTH = 20_000
"""Nodes inside one another."""
WRITTEN = 1_000_000
"""Nodes that an expression is written with, shared ones each time."""

_FRACTION = re.compile(rf"-?\d{{1,{DIGITS}}}(/[1-9]\d{{0,{DIGITS}}})?")
_INNER = {"σₖ", "uₖ", "vₖ"}
"""Names that answers hold and nobody may declare."""


class Unfit(Exception):
    """Why data is not that of an operator."""


# ---- constant data, to JSON and back
def _dim(value: Any) -> str:
    if not isinstance(value, str) or len(value) > DIMENSION:
        raise Unfit("a dimension is a text")
    try:
        found = dims.parse(value)
    except (dims.DimError, ValueError, RecursionError, OverflowError):
        raise Unfit(f"{value!r} is no dimension") from None
    if found != value:
        raise Unfit(f"the dimension {value!r} is written {found!r}")
    return found


def _shape(value: Any) -> Shape:
    if not isinstance(value, list) or len(value) != 2:
        raise Unfit("a shape is a list of two dimensions")
    return _dim(value[0]), _dim(value[1])


def _number(value: Any) -> Fraction:
    if not isinstance(value, str) or not _FRACTION.fullmatch(value):
        raise Unfit('a number is a text, "2" or "-1/3"')
    return Fraction(value)


def _integer(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise Unfit(f"a whole number from {low} to {high} is needed")
        return value
    return read


def _name(value: Any) -> str:
    if not isinstance(value, str) or not (is_name(value) or value in _INNER or _is_change(value)):
        raise Unfit("the name of a symbol is needed")
    return value


def _is_change(name: str) -> bool:
    return name[:1] in ("d", "Δ", "δ") and is_name(name[1:])


def _pair(first: Callable[[Any], Any], second: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, Any]]:
    def read(value: Any) -> tuple[Any, Any]:
        if not isinstance(value, list) or len(value) != 2:
            raise Unfit("a list of two is needed")
        return first(value[0]), second(value[1])
    return read


def _symbol(value: Any) -> tuple[str, Shape, tuple[str, ...]]:
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[2], list):
        raise Unfit("a symbol is its name, its shape, and a list of words that are assumed")
    words = value[2]
    if any(word not in ASSUMPTIONS for word in words if isinstance(word, str)) or sorted(set(map(str, words))) != words:
        raise Unfit(f"what is assumed is a sorted list of {', '.join(ASSUMPTIONS)}")
    return _name(value[0]), _shape(value[1]), tuple(words)


def _constant(value: Any) -> str:
    if value != "pi":
        raise Unfit('the constant is "pi"')
    return str(value)


def _einsum(value: Any) -> tuple[tuple[str, ...], Shape, tuple[str, ...]]:
    """The letters of each factor, the shape, and the sizes of the free letters."""
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(part, list) for part in value):
        raise Unfit("the letters of each factor, a shape, and the sizes of the free letters are needed")
    letters, sizes = tuple(value[0]), tuple(map(_dim, value[2]))
    if not all(isinstance(pair, str) and re.fullmatch("[a-z]{2}", pair) for pair in letters):
        raise Unfit("each factor has two letters")
    if len(sizes) < 4 or len(sizes) % 2 or len(sizes) > len(FREE) or shape_of(sizes) != _shape(value[1]):
        raise Unfit("the sizes are not those of the shape")
    return letters, _shape(value[1]), sizes


_power = _integer(-POWER, POWER)
_index = _integer(1, 10 ** 6)

DATA: dict[str, Callable[[Any], Any]] = {
    "num": _number, "const": _constant, "sym": _symbol, "dim": _dim, "eye": _dim, "ones": _shape, "zeros": _shape,
    "unit": _pair(_index, _dim), "commutation": _shape, "duplication": _dim, "elimination": _dim, "symmetrizer": _dim,
    "power": _power, "epow": _number, "unvec": _shape, "blockdot": _shape, "blocksum": _shape,
    "unknown": _pair(_name, _integer(0, 1000)), "einsum": _einsum, "mpower": _dim,
    **dict.fromkeys(("eigval", "eigvec", "eigproj", "resolvent", "sval", "lsvec", "rsvec"), _dim),
    **{op.name: _dim for op in (FAMILIES["power"].single, *FAMILIES["power"].chains)},
}
"""The operators that have constant data, and how it is read."""


def _is_shown(op: Op) -> bool:
    """Whether an operator may stand in a formula."""
    return op.latex is not None or op.name in ("num", "sym", "dim")


def allowed() -> dict[str, Op]:
    """The operators of formulas, by name."""
    return {name: op for name, op in OPS.items() if _is_shown(op) and name != "differential"}


def _plain(data: Any) -> Any:
    """Data in what JSON has: tuples are lists, fractions texts."""
    if isinstance(data, tuple):
        return [_plain(part) for part in data]
    return str(whole(data)) if isinstance(data, Fraction) else data


def to_nodes(*roots: Expr) -> tuple[list[dict[str, Any]], list[int]]:
    """The list of nodes, arguments before those that use them, and the places of the roots."""
    nodes = walk(*roots)
    place = {e: i for i, e in enumerate(nodes)}
    out = [{"op": e.op.name, **({"args": [place[a] for a in e.args]} if e.args else {}),
            **({} if e.data is None else {"data": _plain(e.data)}), "shape": list(e.shape)} for e in nodes]
    return out, [place[e] for e in roots]


def from_nodes(nodes: Any) -> list[Expr]:
    """The expressions of a list of nodes, each checked as it is made. Raises MatcalcError `bad-file` or `limit`."""
    if not isinstance(nodes, list):
        raise bad("nodes: a list is needed")
    if len(nodes) > NODES:
        raise MatcalcError("limit", f"a record has {len(nodes)} nodes, and {NODES} is the limit")
    known, out = allowed(), list[Expr]()
    depths, sizes = list[int](), list[int]()
    for i, given in enumerate(nodes):
        try:
            e, args = _node(given, known, out)
        except Unfit as why:
            raise bad(f"nodes[{i}]: {why}") from None
        out.append(e)
        depths.append(1 + max((depths[k] for k in args), default=0))
        sizes.append(1 + sum(sizes[k] for k in args))
        if depths[-1] > DEPTH or sizes[-1] > WRITTEN:
            raise MatcalcError("limit", f"nodes[{i}] of a record is nested too deeply, or too long to be written")
    return out


def _node(given: Any, known: Mapping[str, Op], before: Sequence[Expr]) -> tuple[Expr, list[int]]:
    """A node, and the places of its arguments. Raises Unfit."""
    if not isinstance(given, dict) or not {"op", "shape"} <= given.keys() <= {"op", "args", "data", "shape"}:
        raise Unfit("a node has op and shape, and args and data where there are some, and nothing else")
    op = known.get(given["op"]) if isinstance(given["op"], str) else None
    if op is None:
        raise Unfit(f"there is no operator {given['op']!r}")
    args = given.get("args", [])
    if not isinstance(args, list) or not all(type(k) is int and 0 <= k < len(before) for k in args):
        raise Unfit("args are places of nodes that stand before")
    if ("data" in given) != (op.name in DATA):
        raise Unfit(f"{op} has {'' if op.name in DATA else 'no '}data")
    data = DATA[op.name](given["data"]) if op.name in DATA else None
    made = [before[k] for k in args]
    _fit(op, made, data)
    try:
        e = op(*made, data=data)
    except ShapeMismatch as why:
        raise Unfit(f"{op}: {why.message}") from None
    if max(map(len, e.shape)) > DIMENSION:
        raise Unfit(f"{op} has a shape that is too long")
    if list(e.shape) != given["shape"]:
        raise Unfit(f"{op} has the shape {show(e.shape)} here")
    return e, args


def _fit(op: Op, args: Sequence[Expr], data: Any) -> None:
    """Refuse a wrong number of arguments, and factors whose letters have several sizes. Raises Unfit."""
    if op.name == "einsum":
        _fit_letters(args, data)
        return
    count = len(op.signature.inputs) if isinstance(op.signature, Signature) else len(op.samples)
    if len(args) != count and not (op.fold and len(args) > count):
        raise Unfit(f"{op} takes {count} arguments, not {len(args)}")


def _fit_letters(args: Sequence[Expr], data: tuple[tuple[str, ...], Shape, tuple[str, ...]]) -> None:
    if not args or len(args) != len(data[0]):
        raise Unfit("there is a pair of letters for each factor")
    of = dict(zip(FREE, data[2], strict=False))
    for letters, e in zip(data[0], args, strict=True):
        for letter, size in zip(letters, e.shape, strict=True):
            if of.setdefault(letter, size) != size and "1" not in (size, of[letter]):
                raise Unfit(f"the letter {letter} has two sizes")


def bad(message: str) -> MatcalcError:
    """The error of a record that is wrong."""
    return MatcalcError("bad-file", visible(f"a record is wrong: {message}"))
