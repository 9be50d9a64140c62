"""Functions of a running program: their source text, and what the names in it stand for. Nothing is called."""
from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable
from types import CodeType, FunctionType, ModuleType
from typing import Any

from matcalc.diagnostics import MatcalcError


def source(function: Callable[..., Any]) -> str:
    """The text of a function; of a lambda it alone. Raises MatcalcError `usage` where it cannot be found."""
    told = getattr(function, "__name__", type(function).__name__)
    if isinstance(function, FunctionType) and hasattr(function, "__wrapped__"):
        raise MatcalcError("usage", f"{told} is wrapped in another function, which may change its value",
                           hint="give what is inside: its attribute __wrapped__")
    inner = inspect.unwrap(function)
    try:
        code = getattr(inner, "__code__", None)
        if isinstance(code, CodeType) and code.co_name == "<lambda>":
            return _of_lambda(code, "".join(inspect.findsource(inner)[0]))
        return textwrap.dedent(inspect.getsource(inner))
    except (OSError, TypeError, SyntaxError):
        raise MatcalcError("usage", f"the source of {told} cannot be found", hint="give its text") from None


def _of_lambda(code: CodeType, text: str) -> str:
    """The lambda in a file's text that the code was compiled from. Raises OSError."""
    places = {place for place in code.co_positions() if None not in place}
    lines = {line for line, *_ in places if line is not None}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno:
            body = node.body
            own = body.lineno, body.end_lineno, body.col_offset, body.end_col_offset
            if own in places and min(lines) >= node.lineno:
                return ast.get_source_segment(text, node) or ""
    raise OSError


def meanings(function: Callable[..., Any]) -> tuple[dict[str, str], set[str]]:
    """The full names of modules and functions by what they are called in a function, and names of its numbers."""
    inner: Any = inspect.unwrap(function)
    inner = getattr(inner, "__func__", inner)
    code = getattr(inner, "__code__", None)
    if not isinstance(code, CodeType):
        return {}, set()
    cells = dict(zip(code.co_freevars, inner.__closure__ or (), strict=True))
    names: dict[str, str] = {}
    numbers: set[str] = set()
    for name in (*code.co_names, *code.co_freevars):
        try:
            value = cells[name].cell_contents if name in cells else inner.__globals__.get(name, getattr(
                builtins, name, None))
        except ValueError:  # a cell that is still empty
            continue
        if isinstance(value, ModuleType):
            names[name] = value.__name__
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            numbers.add(name)
        elif callable(value):
            where = getattr(value, "__module__", None) or type(value).__module__
            names[name] = f"{where}.{getattr(value, '__name__', name)}"
    return names, numbers
