"""Minus signs as written: where one can be put so that it costs nothing."""
from __future__ import annotations

from matcalc.expr import OPS, Expr, remembered

Signed = tuple[int, Expr]


def total(terms: list[Signed]) -> Signed:
    """A sum as written: identities first, long terms before short ones, positive before negative ones.

    Where there is no positive term, the minus is that of the whole.
    """
    settled = sorted((_settled(sign, e) for sign, e in terms), key=lambda t: _rank(t[1]))
    positive = [e for sign, e in settled if sign > 0]
    negative = [e for sign, e in settled if sign < 0]
    if not positive:
        return -1, _plus(negative)
    out = _plus(positive)
    for e in negative:
        out = OPS["sub"](out, e)
    return 1, out


def _settled(sign: int, e: Expr) -> Signed:
    """A term to be subtracted with its sign turned inwards, where that makes b − A x an A x − b."""
    other = negated(e) if sign < 0 else None
    return (1, other) if other is not None and leading(other) > leading(e) else (sign, e)


def _rank(e: Expr) -> tuple[int, int]:
    """Plain numbers and identities first, then by the number of symbols, multiples of the identity last."""
    if e.op.name in _CONSTANT:
        return 0, 0
    return (2 if e.op.name == "scale" and e.args[1].op.name in _CONSTANT else 1), -_symbols(e)


_CONSTANT = ("num", "eye", "ones")
_PRODUCTS = ("matmul", "scale", "hadamard")


def _symbols(e: Expr) -> int:
    """How many symbols are written, shared ones each time, and those in a power of a matrix as often as it says."""
    found: int = remembered(e, "symbols", _own_symbols)
    return found


def _own_symbols(e: Expr) -> int:
    inside = sum(a.memo["symbols"] for a in e.args) if e.args else int(e.op.name == "sym")
    return inside * abs(e.data) if e.op.name == "power" else inside


def _plus(terms: list[Expr]) -> Expr:
    return terms[0] if len(terms) == 1 else OPS["add"](*terms)


def summands(e: Expr) -> list[Signed]:
    """The signed terms of a sum as written."""
    out: list[Signed] = []
    while e.op.name == "sub":
        out.append((-1, e.args[1]))
        e = e.args[0]
    return [(1, a) for a in (e.args if e.op.name == "add" else (e,))] + out[::-1]


def negated(e: Expr) -> Expr | None:
    """−e as written, where that costs no operation more than e."""
    found: Expr | None = remembered(e, "negated", _negated)
    return found


def _negated(e: Expr) -> Expr | None:
    """The same, once it is settled for the arguments."""
    name = e.op.name
    if name == "neg":
        return e.args[0]
    if name in ("add", "sub"):
        return _negated_sum(summands(e))
    if name not in _CARRIERS:
        return None
    for i in _CARRIERS[name] or range(len(e.args)):
        if name == "epow" and e.data % 2 != 1:
            return None
        inner = None if name == "matmul" and _mirrored(e.args[i]) in e.args else negated(e.args[i])
        if inner is not None:
            return e.op(*e.args[:i], inner, *e.args[i + 1:], data=e.data)
    return None


def _mirrored(e: Expr) -> Expr:
    """The transpose as written: r rᵀ keeps its minus in front."""
    return e.args[0] if e.op.name == "transpose" else OPS["transpose"](e)


def _negated_sum(terms: list[Signed]) -> Expr | None:
    """c − a − b for a + b − c; where nothing is subtracted, each term carries the sign if it can."""
    sign, out = total([(-s, x) for s, x in terms])
    if sign > 0:
        return out
    carried = [negated(x) for _, x in terms]
    return _plus([x for x in carried if x is not None]) if all(x is not None for x in carried) else None


_CARRIERS: dict[str, tuple[int, ...]] = {
    "matmul": (), "hadamard": (), "kron": (), "scale": (), "hdiv": (), "div": (), "transpose": (0,), "diag": (0,),
    "diagpart": (0,), "vec": (0,), "unvec": (0,), "tr": (0,), "sum": (0,), "rowsum": (0,), "colsum": (0,),
    "inv": (0,), "invt": (0,), "sign": (0,), "sin": (0,), "tanh": (0,), "epow": (0,),
}
"""Operators that pass a minus sign on to an argument: which ones, () for any."""


def minus(out: Expr) -> Expr:
    """−e as written, the sign carried inside where that is free."""
    carried = negated(out)
    return OPS["neg"](out) if carried is None else carried


def unsigned(e: Expr) -> Expr:
    """Of e and −e as written, where both cost the same, the one whose first term is the longer product: A x − b."""
    other = negated(e)
    if other is None:
        return e
    return other if leading(other) > leading(e) else e


def leading(e: Expr) -> int:
    """How many factors the first term of the first sum has."""
    stack = [e]
    while stack:
        e = stack.pop()
        if e.op.name in ("sub", "add"):
            while e.op.name in ("sub", "add"):
                e = e.args[0]
            return len(e.args) if e.op.name in _PRODUCTS and e.args[-1].op.name not in _CONSTANT else 1
        stack.extend(reversed(e.args))
    return 0
