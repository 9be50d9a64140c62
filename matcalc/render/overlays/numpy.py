"""NumPy, whose notations stand in the operators' records; and what the other languages in Python share with it."""
from __future__ import annotations

from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.render.languages import ATOM, Written
from matcalc.render.names import identifier
from matcalc.render.reserved import PYTHON
from matcalc.render.target import Target


def number(value: Fraction) -> Written:
    """A number: a float where it is one exactly or has few decimals, else a quotient."""
    if value.denominator == 1:
        return str(value), 30 if value < 0 else ATOM
    if Fraction(float(value)) == value or _is_decimal(value):
        return repr(float(value)), 30 if value < 0 else ATOM
    return f"{value.numerator}/{value.denominator}", 20


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1 and value.denominator <= 10**6


def constant(data: Any) -> str:
    """An exponent or a dimension: brackets round what is no float, integer or name."""
    if isinstance(data, Fraction) and data.denominator != 1:
        return number(data)[0] if number(data)[1] == ATOM else f"({data})"
    return f"({data})" if isinstance(data, Fraction) and data < 0 else str(data).replace("/", "//")


def dim(size: str) -> Written:
    """A dimension as a number."""
    return size.replace("/", "//"), ATOM if size.isidentifier() or size.isdigit() else 20 if dims.factors(size) else 10


HELPERS = {"unbuffered": '''\
def unbuffered(f, a, b, out=None):
    """f(a, b), one spread over the other: rows that fit NumPy's buffer would be copied there, so it is small."""
    size = np.setbufsize(64)
    try:
        return f(a, b, out=out)
    finally:
        np.setbufsize(size)
'''}
"""Functions that notations call, by name."""

LANGUAGE = Target("numpy", "numpy", ("(", ")"), constant, {
    "num": number, "sym": lambda data: (data[0], ATOM), "dim": dim, "const": lambda data: (f"np.{data}", ATOM)},
    title="NumPy", spelled=identifier, reserved=PYTHON, helpers=HELPERS, imports={
        "np.": "import numpy as np", "scipy.linalg.": "import scipy.linalg",
        "scipy.special.": "import scipy.special"})
