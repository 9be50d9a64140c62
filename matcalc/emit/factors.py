"""A derivative as its factors: a Kronecker product, a diagonal, a product with diagonals in it."""
from __future__ import annotations

from matcalc.expr import OPS, Expr

_SIDES = {"scale": 1, "div": 0, "neg": 0}
"""Multiples, and the argument that is the matrix."""


def factors(e: Expr) -> tuple[str, list[Expr]] | None:
    """How a matrix as written is made of its factors, and these, diagonal ones as columns; None where it has none.

    The scalar before them goes into the first: 2 (A ⊗ B) is `{0} ⊗ {1}` of 2 A and B.
    """
    if e.op.name in _SIDES:
        side = _SIDES[e.op.name]
        inner = factors(e.args[side])
        if inner is None:
            return None
        form, (first, *rest) = inner
        args = list(e.args)
        args[side] = first
        return form, [e.op(*args), *rest]
    if e.op.name == "transpose" and (inner := factors(e.args[0])) is not None and e.args[0].op.name == "kron":
        return inner[0], [OPS["transpose"](part) for part in inner[1]]
    if e.op.name == "kron":
        return _kronecker(e)
    if e.op.name == "diag":
        return "Diag({0})", [_column(e)]
    if e.op.name == "matmul" and any(a.op.name in ("diag", "kron") for a in e.args):
        return _product(e)
    return None


def _kronecker(e: Expr) -> tuple[str, list[Expr]]:
    """Its factors, of which an identity is only told."""
    parts = [a for a in e.args if a.op.name != "eye"] or list(e.args)
    numbers = iter(range(len(parts)))
    return " ⊗ ".join(f"{{{next(numbers)}}}" if a in parts else "I" for a in e.args), parts


def _product(e: Expr) -> tuple[str, list[Expr]]:
    """A product, with what is left and right of a diagonal or Kronecker product multiplied out by whoever uses it."""
    words: list[str] = []
    parts: list[Expr] = []
    for a in e.args:
        inner = factors(a) if a.op.name in ("diag", "kron") else None
        form, found = inner if inner is not None else ("{0}", [a])
        shifted = form.format(*(f"{{{len(parts) + i}}}" for i in range(len(found))))
        words.append(f"({shifted})" if "⊗" in shifted else shifted)
        parts += found
    return " ".join(words), parts


def _column(d: Expr) -> Expr:
    v = d.args[0]
    return v if v.cols == "1" else OPS["transpose"](v)
