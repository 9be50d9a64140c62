"""What an expression as written costs to read, in half operations: how equal answers for people are told apart."""
from __future__ import annotations

from matcalc.expr import Expr, remembered
from matcalc.notation import notation_of

WEIGHT = {"transpose": 0, "neg": 0, "inv": 1, "invt": 1, "eye": 1, "khatri_rao": 6}
"""Marks behind a matrix are little, an identity stands for a factor taken out; other leaves count nothing."""


def effort(e: Expr) -> int:
    """Two for each operation, one for an inverse, a reciprocal or an identity; shared parts count each time."""
    found: int = remembered(e, "effort", lambda node: _own(node) + sum(a.memo["effort"] for a in node.args))
    return found


def _own(e: Expr) -> int:
    name = e.op.name
    if name in WEIGHT or not e.args:
        return WEIGHT.get(name, 0)
    if name == "div" and e.args[0].op.name == "num" and e.args[0].data == 1:
        return 1
    joins = len(e.args) - 1 if notation_of(e, "text").join is not None else 1
    return 2 * joins + (_unscaled(e) if name == "matmul" and "1" in e.shape else 0)


def _unscaled(e: Expr) -> int:
    """More for each sum with an outer product: multiplied out, the vector is written twice, and that is to pay."""
    twice: int = sum(a.memo["effort"] for a in e.args if "1" in a.shape)
    return (3 + twice) * sum("1" not in a.shape and _matrix_of_vectors(a) for a in e.args)


def _matrix_of_vectors(e: Expr) -> bool:
    """Whether this is a sum with an identity or u vᵀ: of (I - u vᵀ) x and x - (vᵀ x) u people write the second."""
    if e.op.name == "transpose":
        return _matrix_of_vectors(e.args[0])
    return e.op.name in ("add", "sub") and any(_matrix_of_vectors(a) or _is_thin(a) for a in e.args)


def _is_thin(e: Expr) -> bool:
    if e.is_scalar:
        return False
    if e.op.name == "matmul":
        return any(a.cols == "1" for a in e.args)
    return e.op.name in ("scale", "div", "neg") and any(map(_is_thin, e.args))
