"""The languages that an answer, and a derivation, is written in; JSON and steps are loaded when asked for."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.derivative import Derivative
from matcalc.render.languages import FORMULAS, TARGETS

Writer = Callable[[Derivative, str], str]
"""From a derivative, and the expression as given, to what is printed."""


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


def _pretty(d: Derivative, source: str) -> str:
    from matcalc.cli.drawing import Drawing, as_pretty

    return as_pretty(d.answer, Drawing())


def _pretty_ascii(d: Derivative, source: str) -> str:
    from matcalc.cli.drawing import Drawing, as_pretty

    return as_pretty(d.answer, Drawing(ascii_only=True))


def _text_ascii(d: Derivative, source: str) -> str:
    from matcalc.cli.ascii import ascii_text

    return ascii_text(d)


def _text_steps_ascii(d: Derivative, source: str) -> str:
    from matcalc.cli.derivation import as_text
    from matcalc.cli.look import Look

    return as_text(d, Look(ascii_only=True))


def _program(target: str) -> Writer:
    return lambda d, source: d.code(target)


FORMATS: dict[str, Writer] = {
    "text": lambda d, source: d.text,
    "pretty": _pretty,
    "latex": lambda d, source: d.latex,
    "mathml": lambda d, source: d.mathml,
    "typst": lambda d, source: d.typst,
    **{target: _program(target) for target in TARGETS},
    "sympy": lambda d, source: d.sympy,
    "json": _json,
}
"""By name."""

PAGES = ("text", "pretty")
"""Those that a person is shown a page in, and a notebook formulas."""

JOINT = ("latex", *FORMULAS)
"""Those in which answers by several variables share names, and which can be wrapped."""

STEPS: dict[str, Writer] = {"text": _text_steps, "latex": _latex_steps, "json": _json_steps}
"""The same with --steps."""

ASCII: dict[tuple[str, bool], Writer] = {
    ("text", False): _text_ascii, ("text", True): _text_steps_ascii, ("pretty", False): _pretty_ascii}
"""What is written otherwise in ASCII: by name, and whether with --steps."""
