"""A module in MATLAB and GNU Octave: a function that returns a struct of handles of local functions."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc.emit import prose
from matcalc.emit.dialects import head
from matcalc.emit.plan import Body, Plan
from matcalc.emit.selftest import selftest


def module(plan: Plan) -> str:
    """The text of NAME.m."""
    return "\n\n".join(_blocks(plan)) + "\n"


def _blocks(plan: Plan) -> Iterator[str]:
    names = [b.function.name for b in plan.bodies] + (["check"] if plan.trial is not None else [])
    handles = "\n".join(f"    f.{name} = @{name};" for name in names)
    yield f"function f = {plan.name}()\n{_comment(_about(plan))}\n{handles}\nend"
    for b in plan.bodies:
        yield _function(plan, b)
    yield from map(_local, plan.helpers)
    if plan.trial is not None:
        yield selftest(plan)


def _about(plan: Plan) -> list[str]:
    example = f"d = {plan.name}(); d.{plan.bodies[0].function.name}({', '.join(p.name for p in plan.parameters)})"
    return [*prose.of_module(plan), "", example]


def _function(plan: Plan, b: Body) -> str:
    given = [*plan.parameters, *b.extra]
    outputs = _outputs(len(b.results), " ".join((*(p.name for p in given), *b.lines)))
    lines = head(plan.target, given, plan.sizes)
    lines += [*b.lines, *(f"{name} = {value};" for name, value in zip(outputs, b.results, strict=True))]
    out = outputs[0] if len(outputs) == 1 else f"[{', '.join(outputs)}]"
    top = f"function {out} = {b.function.name}({', '.join(p.name for p in given)})"
    return "\n".join([top, _comment(list(prose.of_function(b))), *(f"    {line}" for line in lines), "end"])


def _local(helper: str) -> str:
    """A helper as a local function: what stands behind a handle's sign, or the function as it is."""
    handle = re.fullmatch(r"(\w+) = @(\([^)]*\)) (.*);", helper, re.DOTALL)
    return helper if handle is None else "function out = {}{}\n    out = {};\nend".format(*handle.groups())


def _outputs(count: int, text: str) -> list[str]:
    """Names of results that the text of a function does not hold."""
    word = "out"
    while word in text:
        word += "_"
    return [word] if count == 1 else [f"{word}{i}" for i in range(1, count + 1)]


def _comment(lines: Sequence[str]) -> str:
    return "\n".join(f"% {line}".rstrip() for line in lines)
