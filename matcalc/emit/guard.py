"""What emitted Python may hold: arithmetic, calls and attributes of known modules, assignments, checks, functions."""
from __future__ import annotations

import ast

from matcalc.render.reserved import FORBIDDEN

ALLOWED: tuple[type[ast.AST], ...] = (
    ast.Module, ast.Import, ast.alias, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign,
    ast.Assert, ast.Expr, ast.If, ast.For, ast.Break, ast.Raise, ast.Try, ast.ExceptHandler, ast.Lambda,
    ast.Name, ast.Load, ast.Store, ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Attribute, ast.Call, ast.keyword,
    ast.Starred, ast.Subscript, ast.Slice, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp,
    ast.GeneratorExp, ast.ListComp, ast.comprehension, ast.JoinedStr, ast.FormattedValue, ast.operator,
    ast.unaryop, ast.cmpop, ast.boolop)
"""Kinds of nodes."""
MODULES = frozenset({"numpy", "scipy.linalg", "scipy.special", "scipy.sparse.linalg", "jax", "jax.numpy", "jax.scipy",
                     "torch", "math"})
"""What it may import."""


class Unsafe(AssertionError):
    """Emitted code holds what it may not: a defect."""


def check(tree: ast.AST) -> None:
    """Raise Unsafe for a node, a name or an import that is not allowed."""
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED):
            raise Unsafe(f"{type(node).__name__} in emitted code")
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in FORBIDDEN or (name.startswith("__") and name != "__name__"):
            raise Unsafe(f"the name {name} in emitted code")
        if isinstance(node, ast.alias) and node.name not in MODULES:
            raise Unsafe(f"an import of {node.name} in emitted code")
