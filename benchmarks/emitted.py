"""What matcalc writes for a case at its sizes, ready to be called.

It is measured without the checks of its arguments, which versions by hand do not have either.
"""
from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

import matcalc
from benchmarks.cases import Case, Sizes


def source(case: Case, sizes: Sizes, target: str) -> str:
    """A module with the case's function."""
    return matcalc.codegen(case.expr, case.wrt, case.shapes, case.assume, target=target,
                           functions=case.function.split("_and_"), sizes=sizes).source


def function(case: Case, sizes: Sizes, target: str) -> tuple[Callable[..., Any], list[Any]]:
    """The emitted function without its checks, and its arguments."""
    module = ast.parse(source(case, sizes, target))
    for f in module.body:
        if isinstance(f, ast.FunctionDef):
            f.body = [s for s in f.body if not _is_check(s)]
    return loaded(module, case, sizes)


def checked(case: Case, sizes: Sizes) -> tuple[Callable[..., Any], list[Any]]:
    """The emitted function as it is, and its arguments."""
    return loaded(ast.parse(source(case, sizes, "numpy")), case, sizes)


def loaded(module: ast.Module, case: Case, sizes: Sizes) -> tuple[Callable[..., Any], list[Any]]:
    """The case's function of a module, and its arguments."""
    scope: dict[str, Any] = {}
    exec(compile(module, f"<{case.name}>", "exec"), scope)
    found = scope[case.function]
    known = {**case.inputs(sizes), **sizes}
    return found, [known[name] for name in inspect.signature(found).parameters]


def _is_check(s: ast.stmt) -> bool:
    """An assertion, or an argument that becomes an array of floats."""
    if isinstance(s, ast.Assign) and isinstance(s.value, ast.Call):
        return isinstance(s.value.func, ast.Attribute) and s.value.func.attr == "asarray"
    return isinstance(s, ast.Assert)
