"""The transpose. In the normal form it stands at the leaves only, so that symmetric means equal to its transpose."""
from __future__ import annotations

from matcalc.build import T, commutation
from matcalc.expr import Expr, Notation, Op, remembered
from matcalc.ops.elementwise import ELEMENTWISE

MANY = 1 << 20
"""More transposes than any expression has: nothing is known of most operators."""


def transpose(a: Expr) -> Expr:
    """Aᵀ, pushed down to the leaves by the rules of `TRANSPOSE`; remembered both ways."""
    if a.is_scalar:
        return a
    found: Expr | None = a.memo.get("transpose")
    if found is None:
        found = a.args[0] if a.op is TRANSPOSE else TRANSPOSE.reduced(TRANSPOSE(a))
        a.memo["transpose"] = found
        found.memo.setdefault("transpose", a)
    return found


TRANSPOSE = Op("transpose", "m,n -> n,m", normal=transpose, linear=True, transpose=lambda e, i, g: T(g),
               matrix=lambda e, i: commutation(*e.args[i].shape),
               text=Notation("{0:91}ᵀ", 90), latex=Notation(r"{0:91}^{{\top}}", 90), numpy=Notation("{0:50}.T", 50))


def plainer(a: Expr) -> Expr | None:
    """The transpose, where that is the one of the two that comes first: what does not tell them apart is of it."""
    if gain(a) < 0:
        return None
    turned = T(a)
    return turned if turned.op.name != "term" and turned.key < a.key else None


def gain(e: Expr) -> int:
    """How many transposes are written less at most in eᵀ than in e, which tells without a transpose that is made."""
    found: int = remembered(e, "gain", _own_gain)
    return found


def _own_gain(e: Expr) -> int:
    """The same, once it is known of the arguments: either of a node and its transpose can be written by the other."""
    name = e.op.name
    if e.is_scalar or name == "eye":
        return 0
    if name in ("sym", "transpose"):
        return 1 if name == "transpose" else 0 if e.data[2] else -1
    if name not in ("matmul", "add", "term", "inv") and name not in ELEMENTWISE:
        return MANY
    found: int = sum([a.memo["gain"] for a in e.args])
    return found if found >= MANY // 2 else max(-1, min(1, found))
