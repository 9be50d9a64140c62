"""The languages that modules are written in."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.emit import julia, matlab, python
from matcalc.emit.plan import Plan


class Target:
    """How a module is written, and the suffix of its file."""

    __slots__ = ("suffix", "write")

    def __init__(self, suffix: str, write: Callable[[Plan], str]):
        self.suffix, self.write = suffix, write


TARGETS = {
    **dict.fromkeys(("numpy", "scipy", "jax", "torch"), Target(".py", python.module)),
    "julia": Target(".jl", julia.module), "matlab": Target(".m", matlab.module),
}
"""By name."""
