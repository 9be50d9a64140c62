"""What overlays share: notations that depend on an argument, and numbers and sizes outside of Python."""
from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.build import T, normalize
from matcalc.expr import Expr, walk
from matcalc.notation import Notation
from matcalc.render.languages import ATOM, Written
from matcalc.render.overlays.numpy import number


def code(form: str, precedence: int = 100) -> Notation:
    """A notation that brings its own brackets, or holds its arguments as tightly as is said."""
    return Notation(form, precedence)


def constant(data: Any) -> str:
    """An exponent or a dimension, where a quotient of whole numbers is exact."""
    if isinstance(data, Fraction):
        text, precedence = number(data)
        return text if precedence == ATOM else f"({text})"
    return str(data)


def dim(size: str) -> Written:
    """A dimension as a number."""
    return size, ATOM if size.isidentifier() or size.isdigit() else 20 if dims.factors(size) else 10


def chain(call: str, count: int) -> Notation:
    """A derivative of a function of a matrix as a block of its value, by helpers."""
    fields = ", ".join(f"{{{i}}}" for i in range(count))
    return Notation(f"{_CHAINS[count]}({call}, {fields})")


_CHAINS = {2: "frechet", 3: "frechet2", 5: "frechet3"}


def power(e: Expr) -> Notation:
    """An integer power of a matrix."""
    return Notation("{0:50} ^ {data}" if e.data >= 0 else "{0:50} ^ ({data})", 40)


def is_number(e: Expr) -> bool:
    """Whether this is a number of Python's, which some functions of arrays do not take: no array is below it."""
    return all(n.op.name in _NUMBERS for n in walk(e))


_NUMBERS = frozenset({"num", "dim", "const", "add", "sub", "neg", "scale", "div", "epow", "hadamard", "raised",
                      "matmul"})


def of_arrays(form: str, precedence: int, *, array: str) -> Callable[[Expr], Notation]:
    """The notation of a function, with arguments that are numbers made arrays by the function `array`."""
    plain = Notation(form, precedence)

    def notation(e: Expr) -> Notation:
        if not any(map(is_number, e.args)):
            return plain
        own = form
        for i, a in enumerate(e.args):
            if is_number(a):
                own = re.sub(rf"\{{{i}(:\d+)?\}}", f"{array}({{{i}}}, **like)", own)
        return Notation(own, precedence)

    return notation


def is_symmetric(e: Expr) -> bool:
    """Whether the first argument is symmetric as written."""
    normal = normalize(e.args[0])
    return T(normal) is normal


def either(symmetric: str, general: str) -> Callable[[Expr], Notation]:
    """One of two notations; `#` is the number of the eigenvalue, from the largest."""
    def choose(e: Expr) -> Notation:
        number = "1" if e.data is None else str(e.data)
        return Notation((symmetric if is_symmetric(e) else general).replace("#", number), 50)
    return choose


def numbered(form: str) -> Callable[[Expr], Notation]:
    """The same for both."""
    return either(form, form)
