"""What matcalc writes for a case, as a function of its arrays."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import matcalc
from benchmarks.cases import Case


def source(case: Case) -> str:
    """A function `emitted` of the arrays in the order of the case's shapes."""
    found = matcalc.diff(case.expr, list(case.variables), case.shapes, case.assume, kind=case.kind)
    lines, results = [], []
    for d in found:
        *statements, result = d.numpy.split("\n")
        lines += [s for s in statements if s not in lines]
        results.append(result)
    dims = {d: f"{name}.shape[{i}]" for name, shape in case.shapes.items() for i, d in enumerate(shape.split(" x "))
            if not d.isdigit()}
    sizes = [f"{d} = {where}" for d, where in dims.items() if any(f"({d})" in s for s in (*lines, *results))]
    body = "\n    ".join((*sizes, *lines, "return " + ", ".join(results)))
    return f"def emitted({', '.join(case.shapes)}):\n    {body}\n"


def function(case: Case) -> Callable[..., Any]:
    """The emitted function."""
    scope: dict[str, Any] = {"np": np}
    exec(source(case), scope)
    found: Callable[..., Any] = scope["emitted"]
    return found
