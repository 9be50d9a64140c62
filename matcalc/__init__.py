"""matcalc: matrix derivatives in closed form, certified.

>>> import matcalc
>>> matcalc.diff("x'A x", wrt="x").text
'(A + Aᵀ) x'
"""
from typing import TYPE_CHECKING, Any

from matcalc.api import diff
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError

if TYPE_CHECKING:
    from matcalc.judge import equal, verify

__all__ = ["Derivative", "MatcalcError", "diff", "equal", "verify"]
__version__ = "0.1.0"

_LAZY = {"equal": "matcalc.judge", "verify": "matcalc.judge"}
"""What is loaded when it is first asked for: the way to a derivative does not need it."""


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'matcalc' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_LAZY[name]), name)
    globals()[name] = found
    return found
