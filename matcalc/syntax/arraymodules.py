"""Modules of functions over arrays: full names of what code calls, and what is meant otherwise in one of them."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

MODULES = {
    "np": "numpy", "numpy": "numpy", "jnp": "jax.numpy", "jax": "jax", "torch": "torch", "scipy": "scipy",
    "sp": "scipy", "math": "math", "nn": "nn", "linalg": "linalg", "special": "scipy.special", "la": "linalg",
    "F": "torch.nn.functional", "functional": "torch.nn.functional", "tf": "tensorflow",
}
"""What a name stands for that the code does not import."""

PACKAGES = frozenset({"numpy", "jax", "jaxlib", "torch", "scipy", "math", "tensorflow", "cupy", "autograd", "builtins",
                      "nn", "linalg"})
PARTS = PACKAGES | {"special", "functional", "lax", "_src"}

_LESS_ONE = (r"torch\b", "torch.{name} divides by the number of entries less one",
             "np.{name} divides by their number")
OTHERWISE = {
    "var": _LESS_ONE, "std": _LESS_ONE,
    "cholesky": (r"(?!numpy|jax\.numpy|torch)", "cholesky is the upper factor in SciPy, and the lower one elsewhere",
                 "np.linalg.cholesky(A) is the lower one"),
}
"""By name: in which modules it is not what is read, what it is there, and what to write."""

KEEPING = frozenset({"jit", "njit", "compile", "cache", "lru_cache", "staticmethod", "classmethod", "override"})
"""Decorators that leave a function's value as it is."""


def imports(root: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that code imports, with what they stand for: tr, numpy.trace."""
    for node in ast.walk(root):
        if isinstance(node, ast.Import):
            for a in node.names:
                yield (a.asname, a.name) if a.asname else (a.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            for a in node.names:
                yield a.asname or a.name, f"{node.module}.{a.name}"


def path(f: ast.expr, names: Mapping[str, str]) -> str:
    """The full name of a function, `numpy.linalg.inv`, of one of no module `builtins.sum`; empty for a method's."""
    parts: list[str] = []
    while isinstance(f, ast.Attribute):
        parts.append(f.attr)
        f = f.value
    if not isinstance(f, ast.Name) or (parts and f.id not in names):
        return ""
    return ".".join([names.get(f.id, f"builtins.{f.id}"), *reversed(parts)])


def refused(called: str) -> tuple[str, str | None] | None:
    """Why the function of this full name is not read as what its last name tells, and what to write; else None."""
    *packages, name = called.split(".")
    if packages and packages[0] not in PACKAGES:
        return f"{name} is a function of {packages[0]}, which is not read", "put what it computes in its place"
    if not PARTS.issuperset(packages):
        return f"{called} is no function that is read", None
    pattern, message, hint = OTHERWISE.get(name, ("(?!)", "", ""))
    return (message.format(name=name), hint.format(name=name)) if re.match(pattern, called) else None


def keeps(decorator: ast.expr) -> bool:
    """Whether a function has the same value with the decorator; `partial(jit, ...)` is one as well."""
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", "")
    if name == "partial" and isinstance(decorator, ast.Call) and decorator.args:
        return keeps(decorator.args[0])
    return name in KEEPING
