"""A module in Julia."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc.emit import prose
from matcalc.emit.dialects import head
from matcalc.emit.plan import Body, Plan
from matcalc.emit.selftest import selftest

USES = ("LinearAlgebra", "Statistics")
"""Libraries that come with Julia."""


def module(plan: Plan) -> str:
    """The text of a module that exports its functions."""
    title = "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", plan.name)) or "Derivative"
    names = ", ".join(b.function.name for b in plan.bodies)
    body = "\n\n".join(_blocks(plan))
    uses = f"using {', '.join(USES)}" + (", Random" if plan.trial is not None else "")
    return f"{_doc(prose.of_module(plan))}\nmodule {title}\n\n{uses}\n\nexport {names}\n\n{body}\n\nend\n"


def _blocks(plan: Plan) -> Iterator[str]:
    yield from plan.helpers
    for b in plan.bodies:
        yield _function(plan, b)
    if plan.trial is not None:
        yield selftest(plan)


def _function(plan: Plan, b: Body) -> str:
    given = [*plan.parameters, *b.extra]
    lines = head(plan.target, given, plan.sizes, b.floats)
    lines += b.lines
    lines.append(f"return {', '.join(b.results)}")
    top = f"function {b.function.name}({', '.join(p.name for p in given)})"
    return "\n".join([_doc(list(prose.of_function(b))), top, *(f"    {line}" for line in lines), "end"])


def _doc(lines: Sequence[str]) -> str:
    text = "\n".join(line.replace("\\", "\\\\").replace("$", "\\$") for line in lines)
    return f'"""\n{text}\n"""'
