"""The languages that modules are written in."""
from __future__ import annotations

from collections.abc import Callable, Iterable

from matcalc.emit import julia, matlab, python
from matcalc.emit.functions import NAMES
from matcalc.emit.modulenames import refuse_in_julia, refuse_in_matlab, refuse_in_python
from matcalc.emit.plan import Plan


class Target:
    """How a module is written, what refuses a name of one, and whether SciPy's operators can be made there."""

    __slots__ = ("_refuse", "has_operators", "write")

    def __init__(self, write: Callable[[Plan], str], refuse: Callable[[str, Iterable[str]], None], *,
                 has_operators: bool = False):
        self.write, self._refuse, self.has_operators = write, refuse, has_operators

    def check_name(self, name: str) -> None:
        """Refuse a name that the language would not take, or that would hide something. Raises MatcalcError `usage`."""
        self._refuse(name, (*NAMES, "check"))


TARGETS = {
    **dict.fromkeys(("numpy", "scipy"), Target(python.module, refuse_in_python, has_operators=True)),
    **dict.fromkeys(("jax", "torch"), Target(python.module, refuse_in_python)),
    "julia": Target(julia.module, refuse_in_julia), "matlab": Target(matlab.module, refuse_in_matlab),
}
"""By name."""
