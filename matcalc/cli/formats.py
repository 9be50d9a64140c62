"""The languages that an answer is written in."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.cli.record import record
from matcalc.derivative import Derivative

FORMATS: dict[str, Callable[[Derivative, str], str]] = {
    "text": lambda d, source: d.text,
    "latex": lambda d, source: d.latex,
    "numpy": lambda d, source: d.numpy,
    "json": record,
}
"""By name: from a derivative and the expression as given to what is printed."""
