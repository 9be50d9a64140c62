"""The normal form as a person would write it: the cheaper of e and (eᵀ)ᵀ, the sign where it costs least."""
from __future__ import annotations

from matcalc.build import T
from matcalc.expr import OPS, Expr, walk
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.present import terms
from matcalc.present.cost import Cost, written_cost
from matcalc.present.signs import Signed, minus, negated

_LEAVES = ("sym", "num", "dim", "const", "eye", "ones", "zeros", "unit", "commutation")
_FLAT = ("tr", "sum", "det", "logdet", "norm", "diagpart")
"""Operators that do not tell a matrix from its transpose."""


def shown(e: Expr) -> Expr:
    """A normal expression as written."""
    sign, out = signed(e)
    return out if sign > 0 else minus(out)


def signed(e: Expr) -> Signed:
    """A sign and an expression as written; e is their product."""
    if "signed" not in e.memo:
        for node in walk(e, known=lambda n: "signed" in n.memo):
            if "signed" not in node.memo:
                _settle(node)
    found: Signed = e.memo["signed"]
    return found


def cost(e: Expr) -> Cost:
    """The cost of a normal expression, as it would be shown: (operations, length)."""
    sign, out = signed(e)
    operations, length = written_cost(out)
    return (operations + (sign < 0 and negated(out) is None), length)


def _settle(e: Expr) -> None:
    """Show a node, and with it its transpose: either may be the transpose of the other as shown."""
    direct = _direct(e)
    if e.is_scalar or e.op.name in _LEAVES:
        e.memo["signed"] = direct
        return
    flipped = T(e)
    if flipped is e or flipped.op.name in ("transpose", "term") or e.op.name == "transpose":
        e.memo["signed"] = direct
        if flipped.op.name == "transpose":
            flipped.memo["signed"] = _transposed(direct)
        return
    other = _direct(flipped)
    e.memo["signed"] = _cheaper(direct, _transposed(other))
    flipped.memo["signed"] = _cheaper(other, _transposed(direct))


def _cheaper(direct: Signed, other: Signed) -> Signed:
    """The cheaper way; of two as cheap the transpose outside, where the same function may stand without it nearby."""
    (a, length), (b, longer) = written_cost(direct[1]), written_cost(other[1])
    if a == b and direct[1].op.name in ELEMENTWISE:
        return other
    return other if (b, longer) < (a, length) else direct


def _transposed(e: Signed) -> Signed:
    sign, out = e
    if out.op.name == "transpose":
        return sign, out.args[0]
    return sign, OPS["invt"](out.args[0]) if out.op.name == "inv" else OPS["transpose"](out)


def _direct(e: Expr) -> Signed:
    name = e.op.name
    if name in _LEAVES:
        return terms.number(e) if name == "num" else (1, e)
    how = terms.DIRECT.get(name)
    if how is not None:
        return how(e, signed)
    args = [shown(_flat(a) if name in _FLAT else a) for a in e.args]
    if name == "inv" and args[0].op.name == "transpose":
        return 1, OPS["invt"](args[0].args[0])
    return 1, e.op(*args, data=e.data)


def _flat(a: Expr) -> Expr:
    """Of a matrix and its transpose, the cheaper one to show."""
    flipped = T(a)
    if flipped.op.name in ("term", "transpose"):
        return a
    return flipped if written_cost(shown(flipped)) < written_cost(shown(a)) else a
