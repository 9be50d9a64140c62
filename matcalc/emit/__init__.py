"""Modules of functions: a function and its derivatives in the language that they are to run in."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc import dims
from matcalc.api import Assumptions, Shapes
from matcalc.diagnostics import MatcalcError, bounded, did_you_mean
from matcalc.emit import functions as parts
from matcalc.emit.asked import Asked
from matcalc.emit.costs import Cost, Forms
from matcalc.emit.functions import NAMES, Function
from matcalc.emit.planning import planned
from matcalc.emit.python import BATCHED
from matcalc.emit.targets import TARGETS
from matcalc.render import languages
from matcalc.syntax.sources import Given, variables

__all__ = ["NAMES", "TARGETS", "Module", "codegen"]


class Module:
    """A module's source.

    source     its text
    target     the language
    notes      what was assumed of the input; sentences
    """

    __slots__ = ("_forms", "_functions", "notes", "source", "target")

    def __init__(self, source: str, functions: Sequence[Function], forms: Forms, notes: Sequence[str]):
        self.source, self.target, self.notes = source, forms.target, tuple(notes)
        self._functions, self._forms = tuple(functions), forms

    @property
    def functions(self) -> tuple[str, ...]:
        """The names that are defined."""
        return tuple([f.name for f in self._functions])

    @property
    def costs(self) -> list[Cost]:
        """What every function costs, in the form that is emitted and in the others."""
        return [cost for f in self._functions for cost in self._forms.costs(f)]

    def __repr__(self) -> str:
        """The target and the names, for a terminal."""
        return f"<{self.target} module: {', '.join(self.functions)}>"

    def __str__(self) -> str:
        return self.source


@bounded
def codegen(expr: Given, wrt: Given | Sequence[Given], shapes: Shapes | None = None,
            assume: Assumptions | None = None, *, target: str = "numpy", functions: str | Sequence[str] = (),
            check: bool = False, batch: Sequence[str] = (), structured: str | bool = False,
            sizes: Mapping[str, int] | None = None, name: str = "derivative", origin: Mapping[str, str] | None = None,
            ) -> Module:
    """A module with a function and its derivatives, each of them certified.

    expr, wrt, shapes, assume   as for `diff`
    target     numpy, scipy, jax, torch, julia or matlab
    functions  of value, gradient, jacobian, hessian, jvp, vjp, hvp; by default the value and the first derivative
    check      whether the module tests itself against finite differences when it is run; adds the functions this needs
    structured as for `diff`: the derivative on the set that is assumed of the variable
    batch      arguments of which a second version of each function takes many, along a new first axis (jax and torch)
    sizes      sizes that the order of products is chosen for, by dimension
    name       what the module is called where the language wants that (julia, matlab)

    All functions take the variables, then the other symbols in the order of the expression, then the sizes of
    dimensions that no array tells. Raises MatcalcError.
    """
    names, given = variables(wrt)
    if not all(isinstance(word, str) for word in (*functions, *batch)):
        raise MatcalcError("usage", "functions and batch are lists of texts")
    functions = (functions,) if isinstance(functions, str) else tuple(functions)
    _refuse(target, functions, batch, name, sizes or {})
    if check and structured not in (False, "tangent"):
        raise MatcalcError("usage", "a self-test goes along free or tangent directions, and the entries are neither")
    shapes = {**given, **(shapes or {})}
    asked = Asked(expr, names, {"shapes": shapes, "assume": assume, "structured": structured, "origin": origin},
                  languages.target(target).spelled)
    what = parts.checked(functions) or parts.default(asked.known.function)
    wanted = parts.functions(_with_needs(what, asked) if check else what, asked)
    _know(sizes or {}, asked)
    forms = Forms(target, sizes, asked.known.function, asked.known.symbols)
    plan = planned(wanted, asked, forms, check=check, batch=batch, name=name)
    return Module(TARGETS[target].write(plan), wanted, forms,
                  (*asked.known.notes, *(f.note for f in wanted if f.note)))


def _refuse(target: str, functions: Sequence[str], batch: Sequence[str], name: str, sizes: Mapping[str, int]) -> None:
    """Refuse what a target cannot do. Raises MatcalcError `usage`."""
    if target not in TARGETS:
        raise MatcalcError("usage", f"there is no target {target!r}",
                           hint=did_you_mean(target, TARGETS) or f"there are {', '.join(TARGETS)}")
    operators = [f for f in functions if f in parts.STRUCTURED and parts.STRUCTURED[f][1] == "operator"]
    if operators and not TARGETS[target].has_operators:
        raise MatcalcError("usage", f"{operators[0]} is SciPy's, and there is none in {target}",
                           hint="jvp, vjp and hvp multiply by it")
    if batch and target not in BATCHED:
        raise MatcalcError("usage", f"there are no batches in {target}", hint=f"they go with {', '.join(BATCHED)}")
    TARGETS[target].check_name(name)
    for dim, size in sizes.items():
        if not isinstance(size, int) or size < 1:
            raise MatcalcError("usage", f"the size {dim} = {size!r} is no whole number above 0")


def _know(sizes: Mapping[str, int], asked: Asked) -> None:
    """Refuse a size of no dimension. Raises MatcalcError `usage`."""
    there = {n for s in asked.known.symbols.values() for d in s.shape for n in dims.names(d)} - {"function"}
    if unknown := [name for name in sizes if name not in there]:
        raise MatcalcError("usage", f"there is no dimension {unknown[0]}",
                           hint=f"there are {', '.join(sorted(there))}" if there else None)


def _with_needs(what: Sequence[str], asked: Asked) -> tuple[str, ...]:
    """The functions, and those that a self-test takes differences of."""
    first = "gradient" if asked.known.function.is_scalar else "jacobian"
    second = {"hessian", "hvp", "hessian_operator"} & set(what)
    return tuple(dict.fromkeys(("value", *((first,) if second else ()), *what)))
