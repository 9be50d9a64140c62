"""What people call the parts of Python that are not read."""
from __future__ import annotations

import ast

KINDS = {
    "For": "loops", "While": "loops", "AsyncFor": "loops", "If": "branches", "IfExp": "branches", "Match": "branches",
    "Compare": "comparisons", "ListComp": "comprehensions", "GeneratorExp": "comprehensions",
    "SetComp": "comprehensions", "DictComp": "comprehensions", "Lambda": "functions inside",
    "FunctionDef": "functions inside", "AsyncFunctionDef": "functions inside", "ClassDef": "classes",
    "Expr": "statements without a name", "Constant": "texts and truth values", "JoinedStr": "texts and truth values",
    "Attribute": "such attributes", "BoolOp": "comparisons", "List": "lists", "Tuple": "several values",
    "Dict": "lists", "Set": "lists", "NamedExpr": "assignments inside", "Return": "values returned before the end",
    "Assert": "assertions", "Delete": "deletions", "Global": "names from outside", "Nonlocal": "names from outside",
    "With": "blocks", "Try": "blocks", "Raise": "blocks", "Starred": "arguments with a star",
    "Slice": "parts of arrays", "AnnAssign": "names without a value",
}
"""By the name of their class, in the plural."""

OPERATORS = {ast.FloorDiv: "//", ast.Mod: "%", ast.BitXor: "^", ast.BitAnd: "&", ast.BitOr: "|", ast.LShift: "<<",
             ast.RShift: ">>", ast.Invert: "~", ast.Not: "not"}


def kind(node: ast.AST) -> str:
    """What people call a kind of node, in the plural."""
    if isinstance(node, (ast.BinOp, ast.UnaryOp)) and type(node.op) in OPERATORS:
        return f"`{OPERATORS[type(node.op)]}` and its operands"
    name = type(node).__name__
    return KINDS.get(name, f"nodes of kind {name}")
