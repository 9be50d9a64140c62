"""From derivatives to the text of functions: programs, names that are safe in the target, sizes, statements."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from matcalc import dims
from matcalc.certify.sizes import Sizes, names
from matcalc.diagnostics import MatcalcError
from matcalc.emit.asked import Asked
from matcalc.emit.costs import Forms
from matcalc.emit.dialects import DIALECTS
from matcalc.emit.functions import Function
from matcalc.emit.operators import hoisted
from matcalc.emit.phrases import PHRASES
from matcalc.emit.plan import Body, Plan, called
from matcalc.emit.signature import Parameter, known_sizes, renamed
from matcalc.emit.writer import Writer
from matcalc.expr import Expr, walk
from matcalc.forms.svd import with_sizes
from matcalc.lowering import Program
from matcalc.ops.leaves import SYM
from matcalc.ops.unknown import UNKNOWN, primed
from matcalc.render import languages
from matcalc.shape import FUNCTION, SCALAR
from matcalc.syntax import Symbol

OWN = ("check", "matvec", "rmatvec")
"""What a module defines beside the functions that are asked for."""


def planned(wanted: Sequence[Function], asked: Asked, forms: Forms, *, check: bool, batch: Sequence[str],
            name: str) -> Plan:
    """The module of some functions before it is written. Raises MatcalcError."""
    symbols = {name: s for name, s in asked.known.symbols.items() if s.shape != FUNCTION}
    apart = _apart(symbols)
    programs = [_renamed(forms.certified(f), apart) for f in wanted]
    nodes = walk(*(e for p in programs for e in p.roots))
    language = languages.target(forms.target)
    taken = {*OWN, *(f.name for f in wanted), *DIALECTS[forms.target].own, *PHRASES[forms.target].own}
    safe = language.safe([*_names(wanted, programs, nodes, symbols), *apart.values()], taken)
    sides = {**safe, **{name: safe[new] for name, new in apart.items()}}
    parameters = [_parameter(symbols[name], safe[name], sides) for name in dict.fromkeys((*asked.wrt, *symbols))]
    parameters += called(nodes, safe)
    parameters += _sizes(parameters, [sides.get(name, name) for name in names(nodes)])
    extra = {name for f in wanted for name, _ in f.extra}
    if missing := set(batch) - {p.symbol for p in parameters} - extra:
        raise MatcalcError("usage", f"there is no argument {sorted(missing)[0]} that there could be a batch of",
                           hint=f"there are {', '.join(p.symbol for p in parameters if p.symbol)}")
    writer = Writer(language, safe, sides, parameters, forms, taken)
    bodies = [_body(f, p, writer) for f, p in zip(wanted, programs, strict=True)]
    return Plan(
        name=name, target=forms.target, reading=asked.known.reading, wrt=asked.wrt, parameters=parameters,
        bodies=bodies, helpers=list(writer.helpers), batch=batch,
        conditions=list(dict.fromkeys(c for d in asked.first for c in d.conditions)),
        trial=_trial([*nodes, *(_symbol(s, apart) for s in symbols.values())], safe) if check else None)


def _symbol(s: Symbol, apart: dict[str, str]) -> Expr:
    return SYM(data=(s.name, renamed(s.shape, apart), ()))


def _trial(nodes: Sequence[Expr], safe: Mapping[str, str]) -> dict[str, int]:
    """Sizes that fit, by the names in the code."""
    return {safe.get(name, name): size for name, size in next(Sizes(list(nodes)).assignments()).items()}


def _names(wanted: Sequence[Function], programs: Sequence[Program], nodes: Sequence[Expr],
           symbols: Mapping[str, Symbol]) -> Iterator[str]:
    """All names that the code holds: symbols, directions, unknown functions, parts, dimensions."""
    yield from symbols
    for f in wanted:
        yield from (name for g in (f, *f.products) for name, _ in g.extra)
    yield from (primed(*e.data) for e in nodes if e.op is UNKNOWN)
    for program in programs:
        yield from (name for name, _ in program.bindings)
    for shape in (*(s.shape for s in symbols.values()), *(e.shape for e in nodes)):
        yield from sorted(n for dim in shape for n in dims.names(dim))


def _apart(symbols: Mapping[str, Symbol]) -> dict[str, str]:
    """New names for the dimensions that symbols are called like."""
    sides = {n for s in symbols.values() for d in s.shape for n in dims.names(d)}
    taken = {*symbols, *sides}
    return {n: next(new for new in (f"{n}{'_' * k}" for k in count(1)) if new not in taken)
            for n in sorted(sides & symbols.keys())}


def _renamed(program: Program, by: dict[str, str]) -> Program:
    """The program with other names for dimensions."""
    if not by:
        return program
    return Program([(name, with_sizes(e, by)) for name, e in program.bindings],
                   [with_sizes(e, by) for e in program.results])


def _parameter(symbol: Symbol, name: str, sides: Mapping[str, str]) -> Parameter:
    return Parameter(symbol.name, name, renamed(symbol.shape, sides), symbol.assume)


def _sizes(parameters: Sequence[Parameter], used: Iterable[str]) -> list[Parameter]:
    """Sizes that do not follow from any array are arguments."""
    told = known_sizes(parameters)
    needed = {*used, *(n for p in parameters if p.shape for d in p.shape for n in dims.names(d))}
    return [Parameter(n, n, SCALAR, is_size=True) for n in sorted(needed - told - {p.name for p in parameters})]


def _body(f: Function, program: Program, writer: Writer) -> Body:
    if f.products:
        return _operator(f, program, writer)
    return Body(f, _extra(f, writer), *writer.statements(program.bindings, program.results))


def _extra(f: Function, writer: Writer) -> list[Parameter]:
    """A direction or a cotangent."""
    return [Parameter(name, writer.safe[name], renamed(shape, writer.sides)) for name, shape in f.extra]


def _operator(f: Function, program: Program, writer: Writer) -> Body:
    """What does not depend on the direction first, then what multiplies by the derivative and by its transpose."""
    parts = hoisted(program, [name for p in f.products for name, _ in p.extra], writer.fresh("c"))
    products = [Body(p, _extra(p, writer), *writer.statements(parts.needed(result), [result]))
                for p, result in zip(f.products, parts.results, strict=True)]
    return Body(f, (), writer.as_given(Program(parts.fixed, []))[0], (), products)
