"""Runs one case: derive, certify, compare with what is expected."""
from __future__ import annotations

import re
from typing import Any

from matcalc.api import diff
from matcalc.batch.cases import Job
from matcalc.certify import Certificate, certify_derivative, certify_equal
from matcalc.derivative import Derivative
from matcalc.derive import variable
from matcalc.diagnostics import MatcalcError
from matcalc.expr import Expr
from matcalc.shape import show
from matcalc.syntax import read

ARGUMENTS = ("kind", "form", "layout", "order", "structured", "direction", "cotangent")
"""The keys of a case that are handed on to `diff`."""


def failure(job: Job) -> str | None:
    """What is wrong with a case, in a sentence; None where it passes."""
    keys = job["keys"]
    wrt = keys.get("wrt", [])
    variables = [wrt] if isinstance(wrt, str) else wrt
    if not variables:
        return "the case does not say by what to derive: add wrt"
    wanted = keys.get("error")
    try:
        answers = _derived(job, variables)
    except MatcalcError as e:
        if e.code == wanted:
            return None
        told = _told(e)
        return f"expected the error {wanted}, got {told}" if wanted else told
    if wanted:
        return f"expected the error {wanted}, got {'; '.join(d.text for d in answers)}"
    return next((why for d in answers if (why := _difference(d, job)) is not None), None)


def _told(e: MatcalcError) -> str:
    """An error in a line, with its help."""
    return f"error[{e.code}]: {e.message}" + (f" ({e.hint})" if e.hint else "")


def _derived(job: Job, wrt: list[str]) -> list[Derivative]:
    arguments: dict[str, Any] = {name: job["keys"][name] for name in ARGUMENTS if name in job["keys"]}
    found = diff(job["keys"]["expr"], wrt, job["shapes"], job["assume"], origin=job["origin"], **arguments)
    return found if isinstance(found, list) else [found]


def _compared(d: Derivative, expected: Expr, job: Job) -> Certificate:
    """Is what is expected the same as the answer? A sum over singular triples, which has no value of its own, is
    certified already: then what is expected must be the derivative too.
    """
    if d.answer.decomposed is None:
        return certify_equal(d.expr, expected)
    reading = read(job["keys"]["expr"], shapes=job["shapes"], assume=job["assume"], wrt=(d.wrt,))
    symbol = reading.symbols[d.wrt]
    return certify_derivative(reading.expr, [variable(symbol.name, symbol.shape, symbol.assume)], expected, d.kind)


def _difference(d: Derivative, job: Job) -> str | None:
    """How an answer differs from what is expected."""
    expect, latex = job["keys"].get("expect"), job["keys"].get("latex")
    if expect is not None:
        shapes = {**job["shapes"], **{name: s.shape for name, s in d.symbols.items()}}
        try:
            expected = read(expect, shapes=shapes, assume=job["assume"], origin=job["origin"]).expr
        except MatcalcError as e:
            return f"expect cannot be read: {_told(e)}"
        if expected.shape != d.shape:
            return f"expected {expect}, which is {show(expected.shape)}, got {d.text}, which is {show(d.shape)}"
        if expected is not d.expr:
            certificate = _compared(d, expected, job)
            if not certificate.holds:
                return f"expected {expect}, got {d.text} ({certificate.detail or 'they differ'})"
    if latex is not None and _plain(latex) != _plain(d.latex):
        return f"expected the LaTeX {latex}, got {d.latex}"
    return None


def _plain(latex: str) -> str:
    """LaTeX without what only says how large brackets are."""
    return " ".join(re.sub(r"\\(?:left|right)(?![A-Za-z])", "", latex).split())
