"""What is known of each function of the language: its shapes, derivatives, conditions, identities and source."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from matcalc.api import diff
from matcalc.build import normalize
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Op
from matcalc.ops import FUNCTIONS
from matcalc.ops.leaves import SYM
from matcalc.ops.products import AROUND, PAIRS
from matcalc.present import TEXT
from matcalc.render import write
from matcalc.rewrite import LAST, REWRITES
from matcalc.shape import SCALAR, Shape, Signature, show

MATRICES, COLUMNS, SCALARS = "ABCEFGH", "xyzuv", "stcde"
"""Letters for arguments."""


class Rule(NamedTuple):
    """The differential of a function by one argument, certified; where it holds; whether a second one is closed."""

    argument: str
    differential: str
    conditions: tuple[str, ...]
    twice: bool


class Entry:
    """A function: its names, and the shapes of the arguments, which have letters that tell matrices from columns."""

    __slots__ = ("names", "op", "symbols")

    def __init__(self, op: Op, names: list[str]):
        self.op, self.names = op, names
        self.symbols = dict(_arguments(op))

    @property
    def call(self) -> str:
        """The function applied to its arguments, as it is typed."""
        return f"{self.names[0]}({', '.join(self.symbols)})"

    @property
    def shape(self) -> Shape:
        """Of the value."""
        return self.op.shape(tuple(self.symbols.values()))

    @property
    def signature(self) -> str:
        """`m×n, n×p → m×p`"""
        return ", ".join(map(show, self.symbols.values())) + " → " + show(self.shape)

    @property
    def definition(self) -> str | None:
        """What it stands for, where it is made of others."""
        call = self.op(*(SYM(data=(name, shape, ())) for name, shape in self.symbols.items()))
        definition = write(TEXT.shown(normalize(call)))
        return None if definition == write(call) else definition

    @property
    def rules(self) -> list[Rule]:
        """Its differentials, by each argument that it has one by."""
        return [Rule(x, d.text, d.conditions, self._derived(f"sum(W∘{self.call})", x, order=2) is not None)
                for x in self.symbols if (d := self._derived(self.call, x, form="differential")) is not None]

    @property
    def identities(self) -> list[str]:
        """The statements of the rules with the operator in them, each once."""
        op = self.op
        rules: list[Callable[..., Any]] = [*chain.from_iterable(op.rules.values()), *AROUND.get(op.name, ()),
                                           *REWRITES.get(op, ()), *LAST.get(op, ()),
                                           *chain.from_iterable(r for pair, r in PAIRS.items() if op.name in pair)]
        parts = chain.from_iterable((rule.__doc__ or "").split(";") for rule in rules)
        return list(dict.fromkeys(" ".join(part.split()).rstrip(".") for part in parts))

    def _derived(self, expr: str, x: str, **how: Any) -> Derivative | None:
        """A derivative of an expression with the function, or None where it has none."""
        try:
            found = diff(expr, x, {**self.symbols, **({"W": self.shape} if "W" in expr else {})}, **how)
        except MatcalcError as e:
            if e.code != "unsupported":
                raise
            return None
        assert isinstance(found, Derivative)
        return found


def entries() -> list[Entry]:
    """Every function of the language, in the order of the table, with all its names."""
    names: dict[Op, list[str]] = {}
    for name, ops in FUNCTIONS.items():
        for op in ops:
            names.setdefault(op, []).append(name)
    return [Entry(op, found) for op, found in names.items()]


def _arguments(op: Op) -> Iterator[tuple[str, Shape]]:
    if op.samples:
        shapes: list[Shape] = [(rows, cols) for rows, cols in (sample.split(",") for sample in op.samples)]
    else:
        assert isinstance(op.signature, Signature), f"{op} needs samples"
        shapes = list(op.signature.inputs)
    letters = {kind: iter(kind) for kind in (MATRICES, COLUMNS, SCALARS)}
    for shape in shapes:
        yield next(letters[SCALARS if shape == SCALAR else COLUMNS if shape[1] == "1" else MATRICES]), shape
