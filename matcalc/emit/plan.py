"""A module before it is written in a language: parameters, sizes, and the statements of each function."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matcalc.emit.functions import Function
from matcalc.emit.signature import Parameter, Size, sizes
from matcalc.expr import Expr
from matcalc.ops.unknown import UNKNOWN, primed


class Body:
    """A function as lines, and the expressions of its results; of an operator instead the functions that multiply by it
    and by its transpose."""

    __slots__ = ("extra", "function", "lines", "products", "results")

    def __init__(self, function: Function, extra: Sequence[Parameter], lines: Sequence[str], results: Sequence[str],
                 products: Sequence[Body] = ()):
        self.function, self.extra, self.products = function, tuple(extra), tuple(products)
        self.lines, self.results = tuple(lines), tuple(results)


class Plan:
    """All that a module holds.

    reading     the function in matcalc's syntax
    wrt         the variables' names, as declared
    parameters  what every function takes
    sizes       how dimensions follow from arrays
    bodies      the functions
    helpers     definitions in the target's language that they use
    conditions  what must hold, in words
    trial       sizes for a self-test, or None
    batch       names of parameters that a batch of functions takes many of
    """

    __slots__ = ("batch", "bodies", "conditions", "helpers", "name", "parameters", "reading", "sizes", "target",
                 "trial", "wrt")

    def __init__(self, *, name: str, target: str, reading: str, wrt: Sequence[str], parameters: Sequence[Parameter],
                 bodies: Sequence[Body], helpers: Sequence[str], conditions: Sequence[str],
                 trial: Mapping[str, int] | None, batch: Sequence[str]):
        self.name, self.target, self.reading, self.wrt = name, target, reading, tuple(wrt)
        self.parameters, self.bodies, self.helpers = tuple(parameters), tuple(bodies), tuple(helpers)
        self.conditions, self.trial, self.batch = tuple(conditions), trial, tuple(batch)
        self.sizes: list[Size] = sizes(parameters)

    @property
    def moving(self) -> list[Parameter]:
        """The parameters that are derived by."""
        return [p for p in self.parameters if p.symbol in self.wrt]

    def find(self, kinds: Sequence[str], by: Sequence[str]) -> Body | None:
        """The function of one of these kinds by these variables."""
        return next((b for b in self.bodies if b.function.what in kinds and b.function.by == tuple(by)), None)


def called(nodes: Iterable[Expr], names: Mapping[str, str]) -> Iterator[Parameter]:
    """The unknown functions that programs call, as arguments: `dg` is the derivative of `g`, where names are free."""
    for name, order in sorted({e.data for e in nodes if e.op is UNKNOWN}):
        yield Parameter(name, names[primed(name, order)], None, order=order)
