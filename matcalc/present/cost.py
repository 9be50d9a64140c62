"""What an expression costs: operations of its array code, then length."""
from __future__ import annotations

from matcalc.expr import Expr, Notation, walk
from matcalc.present.code import code

Cost = tuple[int, int]


def written_cost(e: Expr) -> Cost:
    """The cost of an expression as written: (operations, length); shared parts count each time."""
    root = code(e)
    for node in walk(root, known=lambda n: "cost" in n.memo):
        node.memo["cost"] = _node(node)
    found: Cost = root.memo["cost"]
    return found


def _node(e: Expr) -> Cost:
    name = e.op.name
    if name == "num":
        return int(e.data.denominator not in (1, 2, 4, 5, 8, 10, 20, 25, 50, 100)), len(str(e.data))
    if name == "dim":
        return e.data.count("*") + e.data.count("+") + e.data.count("-", 1), len(e.data)
    if name == "sym":
        return 0, len(e.data[0])
    notation: Notation = e.data if name == "code" else e.op.numpy or Notation()
    joins = len(e.args) - 1 if notation.join is not None or name == "kron" else 1
    operations = notation.cost * joins + sum(a.memo["cost"][0] for a in e.args)
    length = (len(notation.join or notation.form) + 1) * max(joins, 1) + sum(a.memo["cost"][1] for a in e.args)
    if name in _SIZED:
        operations += sum(d.count("*") + d.count("+") for d in e.data)
    return operations, length


_SIZED = ("eye", "ones", "zeros")
"""Leaves whose code computes their sizes."""
