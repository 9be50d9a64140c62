"""The languages that modules are written in."""
from __future__ import annotations

import re
from collections.abc import Callable

from matcalc.diagnostics import MatcalcError, visible
from matcalc.emit import julia, matlab, python
from matcalc.emit.functions import NAMES
from matcalc.emit.plan import Plan


class Target:
    """How a module is written, whether the language names it, and whether SciPy's operators can be made there."""

    __slots__ = ("has_operators", "is_named", "write")

    def __init__(self, write: Callable[[Plan], str], *, is_named: bool = False, has_operators: bool = False):
        self.write, self.is_named, self.has_operators = write, is_named, has_operators

    def check_name(self, name: str) -> None:
        """Refuse a name that the language would not take. Raises MatcalcError `usage`."""
        if self.is_named and (not re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) or name in TAKEN):
            raise MatcalcError("usage", f"a module cannot be called `{visible(name)}`",
                               hint="letters, digits and underscores, a letter first, and no word of the language")


TAKEN = frozenset({*NAMES, "check", "end", "function", "if", "else", "for", "while", "switch", "case", "otherwise",
                   "do", "try", "catch", "return", "break", "continue", "global", "persistent", "parfor", "until",
                   "spmd", "classdef", "module", "begin", "let", "struct", "import", "export", "using", "const",
                   "local", "macro", "quote", "true", "false"})
"""Names that mean something in a module, or in its language."""


TARGETS = {
    **dict.fromkeys(("numpy", "scipy"), Target(python.module, has_operators=True)),
    **dict.fromkeys(("jax", "torch"), Target(python.module)),
    "julia": Target(julia.module, is_named=True), "matlab": Target(matlab.module, is_named=True),
}
"""By name."""
