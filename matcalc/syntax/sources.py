"""Sources that are no text of the language: SymPy's expressions, and Python code over arrays.

Each is read by a module of its own, loaded when one is met; what it gives is the same `Reading`.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from matcalc.diagnostics import MatcalcError, visible
from matcalc.syntax.declare import spelled

if TYPE_CHECKING:
    from sympy import Basic

    from matcalc.shape import Shape
    from matcalc.syntax import Reading

Given: TypeAlias = "str | Source | Basic"
"""What a caller may give for an expression: text, a source, or an expression of SymPy's."""


class Source:
    """An expression that is no text of the language; `text` is what messages point into."""

    __slots__ = ("text",)

    def __init__(self, text: str):
        self.text = text

    def read(self, shapes: Mapping[str, Any] | None, assume: Mapping[str, Sequence[str] | str] | None,
             wrt: Sequence[str], origin: Mapping[str, str] | None) -> Reading:
        """How it is understood. Raises MatcalcError."""
        raise NotImplementedError


def is_sympy(given: object) -> bool:
    """Whether an object is one of SymPy's, which need not be loaded to tell."""
    return type(given).__module__.partition(".")[0] == "sympy"


def source_of(given: object) -> str | Source:
    """A text or a source. Raises MatcalcError `usage` for what is neither."""
    if isinstance(given, (str, Source)):
        return given
    if is_sympy(given):
        from matcalc.syntax.fromsympy import FromSympy

        return FromSympy(given)
    raise MatcalcError("usage", f"an expression is text, or one of SymPy's, and this is {type(given).__name__}",
                       hint="Python code over arrays: matcalc.from_numpy(code)")


def text_of(given: object) -> str:
    """The text that messages point into; none of SymPy's expressions."""
    return given if isinstance(given, str) else given.text if isinstance(given, Source) else ""


def is_one(wrt: Any) -> bool:
    """Whether a variable is given, and no list of them."""
    return isinstance(wrt, str) or is_sympy(wrt)


def variables(wrt: Any) -> tuple[list[str], dict[str, Shape]]:
    """The names of variables, each once, and the shapes of SymPy's symbols among them. Raises MatcalcError `usage`."""
    names: list[str] = []
    shapes: dict[str, Shape] = {}
    if not is_one(wrt) and not (isinstance(wrt, Iterable) and wrt):
        raise MatcalcError("usage", f"a variable is a name or a symbol, not {visible(repr(wrt))[:60]}")
    for one in [wrt] if is_one(wrt) else list(wrt):
        if isinstance(one, str):
            names.append(spelled(one))
            continue
        if not is_sympy(one) or not getattr(one, "is_symbol", False) or not hasattr(one, "name"):
            raise MatcalcError("usage", f"a variable is a name or a symbol, not {visible(str(one))[:60]}")
        from matcalc.syntax.sympyrules import symbol_shape

        names.append(str(one.name))
        shapes[names[-1]] = symbol_shape(one)
    return list(dict.fromkeys(names)), shapes
