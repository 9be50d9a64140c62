"""Programs as the statements of a function, in a language."""
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count

from matcalc.emit.costs import Forms
from matcalc.emit.operators import Bindings
from matcalc.emit.signature import Parameter
from matcalc.expr import Expr, walk
from matcalc.lowering import Program, in_place, unbuffered
from matcalc.ops.leaves import SYM
from matcalc.ops.placed import AS_ARRAY, COPY, VIEWS
from matcalc.render.target import Target

IN_PLACE = ("numpy", "scipy")
"""Targets whose arrays are written over where nothing else looks at them."""
FILLED = ("jax", "torch")
"""Targets in which functions are mapped over batches: what they return are arrays, constants too."""
COPIED = (*IN_PLACE, "julia")
"""Targets in which a result would be the caller's array, or a view of it, where it is not copied."""


class Writer:
    """Writes programs in a language, and collects the helpers that they call; `taken` are names of the module."""

    __slots__ = ("arrays", "forms", "helpers", "language", "safe", "sides", "taken")

    def __init__(self, language: Target, safe: dict[str, str], sides: Mapping[str, str],
                 parameters: Sequence[Parameter], forms: Forms, taken: Collection[str]):
        self.forms = forms
        self.arrays = [p.name for p in parameters if p.is_array]
        self.language, self.safe, self.sides, self.taken = language, safe, sides, taken
        self.helpers: dict[str, None] = {}

    def fresh(self, letter: str) -> Iterator[str]:
        """New names of that letter and a number."""
        taken = {*self.safe, *self.safe.values()}
        return (name for name in map(f"{letter}{{}}".format, count(1)) if name not in taken)

    def statements(self, bindings: Bindings, results: Sequence[Expr]) -> tuple[list[str], list[str]]:
        """The lines that compute results, and these; all but the results may be written over on the way."""
        program = Program(list(bindings), list(results))
        if self.language.name in IN_PLACE:
            program = in_place(program, self.forms.sizes, self.forms.taken)
        if self.language.name in COPIED:
            program = Program(program.bindings, [_own(e, program) for e in program.results])
        if self.language.name in FILLED:
            program = Program(program.bindings, [_filled(e) for e in program.results])
        if self.language.name in IN_PLACE:
            program = unbuffered(program, self.forms.sizes)
        return self.as_given(program)

    def as_given(self, program: Program) -> tuple[list[str], list[str]]:
        """The lines of a program, and its results."""
        new = dict.fromkeys(name for name, _ in program.bindings if name not in self.safe)
        self.safe.update(self.language.safe(new, [*self.taken, *self.safe.values()]))
        array = self.arrays[0] if self.arrays else None
        script = self.language.script(program.bindings, program.results, self.safe, array)
        self.helpers.update(dict.fromkeys(script.helpers))
        return script.lines, script.results


def _own(result: Expr, program: Program) -> Expr:
    """The result, copied where it would be an argument, or a view of one."""
    e = result
    while e.op.name in VIEWS:
        e = e.args[0]
    is_given = e.op is SYM and not e.is_scalar and e.data[0] not in dict(program.bindings)
    return COPY(result) if is_given else result


def _filled(result: Expr) -> Expr:
    """The result, as an array where it is a number that depends on no argument."""
    return AS_ARRAY(result) if result.is_scalar and all(e.op is not SYM for e in walk(result)) else result
