"""Notations that depend on whether an argument is symmetric."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.build import T, normalize
from matcalc.expr import Expr
from matcalc.notation import Notation


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
