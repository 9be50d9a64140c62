"""What is known of each function of the language: its shapes, derivatives, conditions, identities and source."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from matcalc.abouts import ABOUT
from matcalc.api import diff
from matcalc.build import normalize
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr, Op
from matcalc.ops import FUNCTIONS
from matcalc.ops.leaves import SYM
from matcalc.ops.products import AROUND, PAIRS
from matcalc.present import TEXT
from matcalc.render import write
from matcalc.rewrite import LAST, REWRITES
from matcalc.shape import SCALAR, Shape, Signature, show
from matcalc.syntax.words import ALIASES, WITH_SIZES

MATRICES, COLUMNS, SCALARS = "ABCEFGH", "xyzuv", "stcde"
"""Letters for arguments."""

_CALLS = re.compile(r"(\w+)\(")
"""The functions in the statement of an identity."""


class Rule(NamedTuple):
    """The differential of a function by one argument, certified; where it holds; whether a second one is closed."""

    argument: str
    differential: str
    conditions: tuple[str, ...]
    twice: bool


class Entry:
    """A function: its names, and the shapes of the arguments, which have letters that tell matrices from columns.

    A function that takes sizes or a number besides has them as its data.
    """

    __slots__ = ("data", "names", "op", "symbols")

    def __init__(self, op: Op, names: Sequence[str], sizes: int = 0):
        self.op, self.names = op, names
        self.symbols = dict(_arguments(op))
        self.data = ("k",) if sizes == 1 and self.symbols else ("m", "n")[2 - sizes:]

    @property
    def about(self) -> str:
        """What it is, in a line."""
        return ABOUT[self.op.name]

    @property
    def call(self) -> str:
        """The function applied to its arguments, as it is typed."""
        return f"{self.names[0]}({', '.join([*self.symbols, *self.data])})"

    @property
    def node(self) -> Expr:
        """The function applied to symbols."""
        data = self.data[0] if len(self.data) == 1 else self.data or None
        return self.op(*(SYM(data=(name, shape, ())) for name, shape in self.symbols.items()), data=data)

    @property
    def signature(self) -> str:
        """`m×n, n×p → m×p`"""
        value = show(self.node.shape)
        return ", ".join(map(show, self.symbols.values())) + f" → {value}" if self.symbols else value

    @property
    def definition(self) -> str | None:
        """What it stands for, where it is made of others."""
        definition = write(TEXT.shown(normalize(self.node)))
        return None if definition == write(self.node) else definition

    @property
    def rules(self) -> list[Rule]:
        """Its differentials, by each argument that it has one by."""
        return [Rule(x, d.text, d.conditions, self._derived(f"sum(W∘{self.call})", x, order=2) is not None)
                for x in self.symbols if (d := self._derived(self.call, x, form="differential")) is not None]

    @property
    def identities(self) -> list[str]:
        """The statements of the rules with the function in them, each once."""
        op = self.op
        rules: list[Callable[..., Any]] = [*chain.from_iterable(op.rules.values()), *AROUND.get(op.name, ()),
                                           *REWRITES.get(op, ()), *LAST.get(op, ()),
                                           *chain.from_iterable(r for pair, r in PAIRS.items() if op.name in pair)]
        parts = chain.from_iterable((rule.__doc__ or "").split(";") for rule in rules)
        stated = dict.fromkeys(" ".join(part.split()).rstrip(".") for part in parts)
        return [text for text in stated if not (called := _CALLS.findall(text)) or {*called} & {*self.names}]

    def _derived(self, expr: str, x: str, **how: Any) -> Derivative | None:
        """A derivative of an expression with the function, or None where it has none."""
        try:
            found = diff(expr, x, {**self.symbols, **({"W": self.node.shape} if "W" in expr else {})}, **how)
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
    other: dict[str, list[str]] = {}
    for alias, name in ALIASES.items():
        other.setdefault(name, []).append(alias)
    functions = [Entry(op, found + other.get(found[0], [])) for op, found in names.items() if op.name in ABOUT]
    return functions + [Entry(op, [name], sizes) for name, (op, _, sizes) in WITH_SIZES.items() if op.name in ABOUT]


def _arguments(op: Op) -> Iterator[tuple[str, Shape]]:
    if op.samples:
        shapes: list[Shape] = [(rows, cols) for rows, cols in (sample.split(",") for sample in op.samples)]
    else:
        shapes = list(op.signature.inputs) if isinstance(op.signature, Signature) else []
    letters = {kind: iter(kind) for kind in (MATRICES, COLUMNS, SCALARS)}
    for shape in shapes:
        yield next(letters[SCALARS if shape == SCALAR else COLUMNS if shape[1] == "1" else MATRICES]), shape
