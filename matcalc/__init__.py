"""matcalc: matrix derivatives in closed form, certified.

>>> import matcalc
>>> matcalc.diff("x'A x", wrt="x").text
'(A + Aᵀ) x'
"""
from matcalc.api import diff
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError

__all__ = ["Derivative", "MatcalcError", "diff"]
__version__ = "0.1.0"
