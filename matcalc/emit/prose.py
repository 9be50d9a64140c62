"""What documentation strings say, the same in every language."""
from __future__ import annotations

import textwrap
from collections.abc import Iterator

from matcalc import __version__
from matcalc.emit.plan import Body, Plan

WIDTH = 100


def of_module(plan: Plan) -> list[str]:
    """What the module computes, what it takes, the layout and the conditions."""
    out = [f"f = {plan.reading}, and its derivatives by {', '.join(plan.wrt)}."]
    out += ["", *wrapped("; ".join(p.told for p in plan.parameters) + ".")]
    columns = "n×1 matrices or vectors" if plan.target == "julia" else "arrays of shape (n, 1)"
    out += ["", *wrapped(f"Columns are {columns}. A gradient has the shape of its variable; a Jacobian is "
                         "d vec(f) / d vec(X)ᵀ, and a Hessian the Jacobian of vec(gradient), vec column by column.")]
    if plan.target == "jax" and any(p.is_size for p in plan.parameters):
        out += ["", "To jax.jit, sizes are static arguments."]
    if plan.conditions:
        out += ["", *wrapped(f"Holds where {'; '.join(plan.conditions)}.")]
    return [*out, "", f"Emitted by matcalc {__version__}; every formula was certified."]


def of_function(body: Body) -> Iterator[str]:
    """What a function returns, its formula, and what it takes beside the module's parameters."""
    f = body.function
    yield from wrapped(f"{f.about}.")
    for formula in f.formulas:
        yield ""
        yield from (f"    {line}" for line in wrapped(formula))
    if body.extra:
        yield ""
        yield "; ".join(p.told for p in body.extra)
    if f.conditions:
        yield ""
        yield from wrapped(f"Holds where {'; '.join(f.conditions)}.")


def wrapped(text: str) -> list[str]:
    """Lines of bearable length."""
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
