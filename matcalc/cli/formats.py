"""The languages that an answer is written in."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.cli.ascii import to_ascii
from matcalc.derivative import Derivative


def _json(d: Derivative, source: str) -> str:
    from matcalc.cli.record import record

    return record(d, source)


def text(d: Derivative, *, ascii_only: bool) -> str:
    """The answer in matcalc's own syntax."""
    return to_ascii(d.text) if ascii_only else d.text


FORMATS: dict[str, Callable[[Derivative, str], str]] = {
    "text": lambda d, source: d.text,
    "latex": lambda d, source: d.latex,
    "numpy": lambda d, source: d.numpy,
    "json": _json,
}
"""By name: from a derivative and the expression as given to what is printed."""
