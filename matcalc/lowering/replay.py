"""Whether a program that writes into its arrays computes what the program without that does: both run on symbols.

A name is an array's, or a view of one; a view that is read after its array was written into is an error, whatever it
would hold.
"""
from __future__ import annotations

from matcalc.expr import Expr, walk
from matcalc.lowering.binding import Program
from matcalc.lowering.values import Value, Values
from matcalc.ops import placed
from matcalc.ops.leaves import SYM

_CALLS = {"put_add": "add", "put_sub": "sub", "put_mul": "hadamard", "put_div": "hdiv", "put_max": "maximum",
          "put_min": "minimum", "total": "sum", "largest": "max", "diagonal_total": "tr"}
"""What statements and methods are to be read as."""
_BLOCKS = {"put_kron_eye": "kron_eye", "put_eye_kron": "eye_kron", "kron_eye": "kron_eye", "eye_kron": "eye_kron",
           "put_kron_blocks": "kron_blocks", "put_eye_blocks": "eye_blocks", "kron_blocks": "kron_blocks",
           "eye_blocks": "eye_blocks"}
_SAME = frozenset({"copy", "unblock"})


class Stale(Exception):
    """An array is read, or written into, that something else stands in by now."""


class _Array:
    """What is in an array, and how often it was written into."""

    __slots__ = ("value", "written")

    def __init__(self, value: Value):
        self.value, self.written = value, 0


class _View:
    """What an array showed when it was so old."""

    __slots__ = ("array", "value", "written")

    def __init__(self, array: _Array, value: Value):
        self.array, self.value, self.written = array, value, array.written


class _Run:
    """One program, run."""

    def __init__(self, values: Values):
        self.values = values
        self.names: dict[str, _Array | _View] = {}

    def __call__(self, program: Program) -> list[Value]:
        for name, e in program.bindings:
            self._statement(name, e)
        return [self._value(e) for e in program.results]

    def _statement(self, name: str, e: Expr) -> None:
        if e.op.name in placed.PLACED:
            array = self.names.get(name)
            if not isinstance(array, _Array) or e.args[0].op is not SYM or e.args[0].data[0] != name:
                raise Stale(name)
            array.value = self._value(e)
            array.written += 1
            return
        base = e
        while base.op.name in placed.VIEWS:
            base = base.args[0]
        value = self._value(e)
        if base.op is not SYM:
            self.names[name] = _Array(value)
            return
        of = self.names[base.data[0]]
        self.names[name] = of if base is e else _View(of if isinstance(of, _Array) else of.array, value)

    def _read(self, name: str, shape: object) -> Value:
        known = self.names.get(name)
        if known is None:  # what is given is no array to write into
            given = self.values.plain("sym", (name, shape), ())
            known = self.names[name] = _View(_Array(given), given)
        if isinstance(known, _View) and known.array.written != known.written:
            raise Stale(name)
        return known.value

    def _value(self, e: Expr) -> Value:
        done: dict[Expr, Value] = {}
        for node in walk(e):
            args = [done[a] for a in node.args]
            done[node] = self._read(node.data[0], node.shape) if node.op is SYM else self._node(node, args)
        return done[e]

    def _node(self, e: Expr, args: list[Value]) -> Value:
        name, data, v = e.op.name, e.data, self.values
        if name in _SAME:
            return args[0]
        if name == "put_call":
            return v.of(data, None, args, e.shape)
        if name == "put_diagonal":
            return v.total([args[0], v.joined("hadamard", [args[1], v.of("eye", e.rows, (), e.shape)])])
        if name in _BLOCKS:
            return v.plain(_BLOCKS[name], e.shape, args[-1:])
        return v.of(_CALLS.get(name, name), data, args, e.shape)


def same(program: Program, made: Program) -> bool:
    """Whether a program made of another one, which writes into no array, has its results."""
    values = Values()
    try:
        return _Run(values)(program) == _Run(values)(made)
    except Stale:
        return False
