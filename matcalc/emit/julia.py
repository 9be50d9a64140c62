"""A module in Julia."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc.emit import prose
from matcalc.emit.dialects import head
from matcalc.emit.modulenames import title
from matcalc.emit.plan import Body, Plan
from matcalc.emit.selftest import selftest
from matcalc.emit.signature import Parameter
from matcalc.render.overlays.julia import LANGUAGE


def module(plan: Plan) -> str:
    """The text of a module that exports its functions."""
    names = ", ".join(b.function.name for b in plan.bodies)
    body = "\n\n".join(_blocks(plan))
    uses = "\n".join([*LANGUAGE.loaded(body), *(["using Random"] if plan.trial is not None else [])])
    return f"{_doc(prose.of_module(plan))}\nmodule {title(plan.name)}\n\n{uses}\n\nexport {names}\n\n{body}\n\nend\n"


def _blocks(plan: Plan) -> Iterator[str]:
    yield from map(str.rstrip, plan.helpers)
    for b in plan.bodies:
        yield _function(plan, b)
    if plan.trial is not None:
        yield selftest(plan)


def _function(plan: Plan, b: Body) -> str:
    given = [*plan.parameters, *b.extra]
    lines = head(plan.target, given, plan.sizes)
    lines += b.lines
    lines.append(f"return {', '.join(b.results)}")
    top = f"function {b.function.name}({', '.join(map(_typed, given))})"
    told = [f"    {b.function.name}({', '.join(p.name for p in given)})", "", *prose.of_function(b)]
    return "\n".join([_doc(told), top, *(f"    {line}" for line in lines), "end"])


def _typed(p: Parameter) -> str:
    """An argument with its type; a function has none."""
    if p.shape is None:
        return p.name
    array = "AbstractVecOrMat" if p.shape[1] == "1" else "AbstractMatrix"
    return f"{p.name}::{array if p.is_array else 'Integer' if p.is_size else 'Real'}"


def _doc(lines: Sequence[str]) -> str:
    text = "\n".join(line.replace("\\", "\\\\").replace("$", "\\$") for line in lines)
    return f'"""\n{text}\n"""'
