"""The languages that an answer, and a derivation, is written in."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.cli import derivation
from matcalc.cli.record import record
from matcalc.derivative import Derivative

FORMATS: dict[str, Callable[[Derivative, str], str]] = {
    "text": lambda d, source: d.text,
    "latex": lambda d, source: d.latex,
    "numpy": lambda d, source: d.numpy,
    "json": record,
}
"""By name: from a derivative and the expression as given to what is printed."""

STEPS: dict[str, Callable[[Derivative, str], str]] = {
    "text": lambda d, source: derivation.as_text(d),
    "latex": lambda d, source: derivation.as_latex(d),
    "json": lambda d, source: record(d, source, steps=derivation.fields(d)),
}
"""The same with --steps."""
