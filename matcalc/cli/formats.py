"""The languages that an answer, and a derivation, is written in; JSON and steps are loaded when asked for."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.derivative import Derivative
from matcalc.render.languages import TARGETS

Written = Callable[[Derivative, str], str]


def _json(d: Derivative, source: str) -> str:
    from matcalc.cli.record import record

    return record(d, source)


def _json_steps(d: Derivative, source: str) -> str:
    from matcalc.cli.derivation import fields
    from matcalc.cli.record import record

    return record(d, source, steps=fields(d))


def _text_steps(d: Derivative, source: str) -> str:
    from matcalc.cli.derivation import as_text

    return as_text(d)


def _latex_steps(d: Derivative, source: str) -> str:
    from matcalc.cli.derivation import as_latex

    return as_latex(d)


def _program(target: str) -> Written:
    return lambda d, source: d.code(target)


FORMATS: dict[str, Written] = {
    "text": lambda d, source: d.text,
    "latex": lambda d, source: d.latex,
    **{target: _program(target) for target in TARGETS},
    "json": _json,
}
"""By name: from a derivative and the expression as given to what is printed."""

STEPS: dict[str, Written] = {"text": _text_steps, "latex": _latex_steps, "json": _json_steps}
"""The same with --steps."""
