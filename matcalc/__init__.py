"""matcalc: matrix derivatives in closed form, certified.

>>> import matcalc
>>> matcalc.diff("x'A x", wrt="x").text
'(A + Aᵀ) x'
"""
TYPE_CHECKING = False  # as in typing, which need not be loaded to tell the version
if TYPE_CHECKING:
    from matcalc.api import diff
    from matcalc.derivative import Derivative
    from matcalc.diagnostics import MatcalcError
    from matcalc.emit import codegen
    from matcalc.judge import equal, verify
    from matcalc.records.told import from_json
    from matcalc.syntax.fromnumpy import from_numpy

__all__ = ["Derivative", "MatcalcError", "codegen", "diff", "equal", "from_json", "from_numpy", "verify"]
__version__ = "0.1.0"

_LAZY = {"Derivative": "matcalc.derivative", "MatcalcError": "matcalc.diagnostics", "diff": "matcalc.api",
         "from_json": "matcalc.records.told", "from_numpy": "matcalc.syntax.fromnumpy",
         "load_ipython_extension": "matcalc.jupyter",
         "codegen": "matcalc.emit", "equal": "matcalc.judge", "verify": "matcalc.judge"}
"""What is loaded when it is first asked for: a command loads what it needs."""


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module 'matcalc' has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(_LAZY[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
