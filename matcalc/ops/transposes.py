"""The transpose. In the normal form it stands at the leaves only, so that symmetric means equal to its transpose."""
from __future__ import annotations

from matcalc.build import T, commutation
from matcalc.expr import Expr, Notation, Op


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
