"""What somebody writes who uses the library and checks types strictly: mypy reads it, and a test runs it."""
from __future__ import annotations

from typing import assert_type

import matcalc
from matcalc import Derivative, MatcalcError

one = matcalc.diff("x'A x", wrt="x", shapes={"A": "n x n", "x": ("n", 1)}, assume={"A": ["symmetric"]}, order=1)
assert_type(one, Derivative)
text: str = one.text
same: Derivative = matcalc.diff(matcalc.from_numpy("x @ A @ x"), wrt="x", kind="gradient")

several = matcalc.diff("‖A - U V‖^2", wrt=["U", "V"], shapes={"A": (4, 3), "U": [4, 2]})
lines = [d.latex for d in several] + [several.text, several.wrapped("latex", "align")]

verdict = matcalc.verify("x'x", "x", "x")
codes: tuple[str, ...] = tuple(verdict.codes) if not verdict else ()
module: str = matcalc.codegen("x'x", "x", functions=["value"], target="jax").source
for told in matcalc.from_json(one.to_json()):
    lines.append(told.message if isinstance(told, MatcalcError) else told.text)
