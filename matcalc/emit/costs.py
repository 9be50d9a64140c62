"""What the functions of a module cost, in the forms that there are, and the cheapest of these at given sizes."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matcalc.emit.functions import Function
from matcalc.emit.work import Work, written
from matcalc.expr import Expr
from matcalc.lowering import Program, lowered
from matcalc.present import Answer
from matcalc.programs import certified


class Cost:
    """A function, the form, and its operations and the entries of the arrays that it builds, as polynomials in the
    sizes; as numbers too where sizes are given."""

    __slots__ = ("entries", "form", "function", "numbers", "operations")

    def __init__(self, function: str, form: str, work: Work, sizes: Mapping[str, int] | None):
        self.function, self.form = function, form
        self.operations, self.entries = written(work.operations), written(work.entries)
        self.numbers = None if sizes is None else work.at(sizes)


class Forms:
    """The programs of functions, in a target and at given sizes or at none.

    given  the function that all are derived from: what it inverts is invertible
    taken  names that parts may not have
    """

    __slots__ = ("given", "sizes", "taken", "target")

    def __init__(self, target: str, sizes: Mapping[str, int] | None, given: Expr, taken: Iterable[str]):
        self.target, self.sizes, self.given, self.taken = target, sizes, given, frozenset(taken)

    def best(self, f: Function) -> Program:
        """The program of a function: of its shortest form, or of the one that does least work at given sizes."""
        if self.sizes is None:
            return self._shortest(f)
        sizes = self.sizes
        return min((program for _, program in self._all(f)), key=lambda p: Work.of(p).at(sizes))

    def certified(self, f: Function) -> Program:
        """The same, if it computes the answers. Raises MatcalcError `not-certified`."""
        return certified(self._answers(f), self.best(f), f.name)

    def costs(self, f: Function) -> Iterator[Cost]:
        """Of each form, that which is emitted first."""
        first = Cost(f.name, "as emitted", Work.of(self.best(f)), self.sizes)
        yield first
        for word, program in self._all(f):
            cost = Cost(f.name, word, Work.of(program), self.sizes)
            if (cost.operations, cost.entries) != (first.operations, first.entries):
                yield cost
        for word, answers in f.instead():
            yield Cost(f.name, word, Work.of(self._lowered(answers)), self.sizes)

    def _all(self, f: Function) -> Iterator[tuple[str, Program]]:
        yield "shortest", self._shortest(f)
        for word, answers in f.others():
            yield word, self._lowered(answers)

    def _shortest(self, f: Function) -> Program:
        return self._lowered(self._answers(f))

    def _answers(self, f: Function) -> Sequence[Answer]:
        """Of an operator, what multiplies by it and by its transpose."""
        return [p.answers[0] for p in f.products] if f.products else f.answers

    def _lowered(self, answers: Sequence[Answer]) -> Program:
        return lowered(answers, self.target, self.sizes, (self.given,), self.taken)
