"""Array code for an expression as written: broadcasting instead of diagonal matrices, ones and unit vectors.

The result is an expression again, which may hold the operators of `ops.arrays`.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from matcalc.expr import OPS, Expr, Op, remembered
from matcalc.ops import arrays
from matcalc.present.association import associated
from matcalc.shape import Shape


def code(e: Expr) -> Expr:
    """The array code of an expression as written."""
    found: Expr = remembered(e, "code", _lowered)
    return found


def _lowered(e: Expr) -> Expr:
    """The code of a node whose arguments remember theirs; it is its own code."""
    lower = LOWER.get(e.op.name)
    out = lower(e) if lower else None
    if out is None:
        out = e.op(*(a.memo["code"] for a in e.args), data=e.data) if e.args else e
    out.memo.setdefault("code", out)
    return out


def array(op: Op, *args: Expr, data: Any = None) -> Expr:
    """A node of array code; the arguments are as written or code already."""
    return op(*map(code, args), data=data)


def _times(a: Expr, b: Expr) -> Expr:
    """a * b, where one of them is spread; B / a for the reciprocals of a."""
    for x, y in ((a, b), (b, a)):
        if x.op.name == "epow" and x.data < 0:
            return array(arrays.SPREAD_DIV, y, _positive_power(x))
    return array(arrays.SPREAD_MUL, a, b)


def _flip(v: Expr) -> Expr:
    return v.args[0] if v.op.name == "transpose" else OPS["transpose"](v)


def _product(e: Expr) -> Expr:
    """Diagonal factors scale rows or columns, unit vectors pick them; the rest in the order of least work."""
    factors = list(e.args)
    if not any(f.op.name in ("diag", "unit") or (f.op.name == "transpose" and f.args[0].op.name == "unit")
               for f in factors):
        return _join(factors)
    for i in range(len(factors) - 2, -1, -1):
        if factors[i].op.name == "diag":
            factors[i:i + 2] = [_times(_column(factors[i]), factors[i + 1])]
    factors = _picked(factors)
    last = factors[-1]
    if last.op.name == "diag" and len(factors) > 1:
        return _times(_join(factors[:-1]), _flip(_column(last)))
    return _join(factors)


def _column(d: Expr) -> Expr:
    v = d.args[0]
    return _flip(v) if v.rows == "1" else v


def _picked(factors: list[Expr]) -> list[Expr]:
    i = 0
    while i < len(factors) - 1:
        a, b = factors[i], factors[i + 1]
        if b.op.name == "unit":
            factors[i:i + 2] = [array(arrays.TAKE_COL, a, data=b.data[0])]
        elif a.op.name == "transpose" and a.args[0].op.name == "unit":
            factors[i:i + 2] = [array(arrays.TAKE_ROW, b, data=a.args[0].data[0])]
        else:
            i += 1
    return factors


def _join(factors: list[Expr]) -> Expr:
    return associated([code(f) for f in factors])


def _thin(e: Expr) -> Expr | None:
    """What stands for e next to an operand of full shape: s for s·1, u for u 1ᵀ, v for 1 v."""
    name = e.op.name
    if name == "ones":
        return OPS["num"](data=Fraction(1))
    if name == "scale" and e.args[1].op.name == "ones":
        return e.args[0]
    if name == "matmul" and len(e.args) == 2:
        a, b = e.args
        if b.op.name == "ones" and b.rows == "1":
            return a
        if a.op.name == "ones" and a.cols == "1":
            return b
    if name in ("neg", "scale") and (inner := _thin(e.args[-1])) is not None:
        return e.op(*e.args[:-1], inner) if name == "neg" or not inner.is_scalar else e.op(e.args[0], inner)
    return None


def _broadcast(op: Op) -> Callable[[Expr], Expr | None]:
    """Rewrite an operator of two or more arguments whose thin ones can be spread over a full one."""
    def lower(e: Expr) -> Expr | None:
        thin = [_thin(a) for a in e.args]
        args = [a if t is None else t for a, t in zip(e.args, thin, strict=True)]
        if all(t is None for t in thin) or not _covers(e.shape, args):
            return None
        out = args[0]
        for a in args[1:]:
            out = array(op, out, a)
        return out
    return lower


def _covers(shape: Shape, args: Sequence[Expr]) -> bool:
    """Whether operands spread over each other fill the shape."""
    return any(a.rows == shape[0] for a in args) and any(a.cols == shape[1] for a in args)


def _quotient(e: Expr) -> Expr | None:
    thin = _thin(e.args[0])
    if thin is not None and _thin(e.args[1]) is None:
        return array(arrays.SPREAD_DIV, thin, e.args[1])
    return _broadcast(arrays.SPREAD_DIV)(e)


def _diagonal(e: Expr) -> Expr | None:
    """Diag(diag A) is A ∘ I."""
    v = e.args[0]
    if v.op.name != "diagpart":
        return None
    return _times(v.args[0], OPS["eye"](data=e.rows))


def _power(e: Expr) -> Expr | None:
    if e.data >= 0:
        return None
    one = OPS["num"](data=Fraction(1))
    return array(arrays.SPREAD_DIV, one, _positive_power(e))


def _positive_power(e: Expr) -> Expr:
    return e.args[0] if e.data == -1 else e.op(e.args[0], data=-e.data)


def _scaled(e: Expr) -> Expr | None:
    """c x^−k is c / x^k; (p/q) A is p A / q where p/q has no short decimal."""
    s, a = e.args
    if a.op.name == "epow" and a.data < 0:
        return array(arrays.SPREAD_DIV, s, _positive_power(a))
    if s.op.name == "num" and s.data.denominator not in (1, 2, 4, 5, 8, 10, 20, 25, 50, 100):
        top = a if s.data.numerator == 1 else e.op(OPS["num"](data=Fraction(s.data.numerator)), a)
        return array(arrays.SPREAD_DIV, top, OPS["num"](data=Fraction(s.data.denominator)))
    return None


def _sigmoid(e: Expr) -> Expr | None:
    a = e.args[0]
    return array(arrays.SIGMOID_NEG, a.args[0]) if a.op.name == "neg" else None


def _transposed(e: Expr) -> Expr | None:
    """The right singular vector as a row; (I ⊙ I)ᵀ as rows of the identity; cofactors, which are shorter than adj."""
    a = e.args[0]
    if _picks_diagonal(a):
        return arrays.DIAGONAL_ROWS(data=a.cols)
    if a.op.name == "adj":
        return _cofactors(a.args[0])
    return array(arrays.RSV_ROW, a.args[0]) if a.op.name == "rsv" else None


def _cofactors(a: Expr) -> Expr:
    return array(arrays.COFACTORS, a)


def _adjugate(e: Expr) -> Expr | None:
    """The cofactors of the transpose, where that is as short."""
    turned = _turned(e.args[0])
    return None if turned.op.name == "transpose" else _cofactors(turned)


def _trace_free(e: Expr) -> Expr | None:
    """The Frobenius product of a matrix with itself is the sum of its squares."""
    a, b = e.args
    return array(arrays.SUMSQ, a) if a is b else None


def _khatri_rao(e: Expr) -> Expr | None:
    return arrays.DIAGONAL_COLUMNS(data=e.cols) if _picks_diagonal(e) else None


def _picks_diagonal(e: Expr) -> bool:
    """Whether this is I ⊙ I, whose transpose picks the diagonal of A out of vec(A)."""
    return e.op.name == "khatri_rao" and all(a.op.name == "eye" for a in e.args)


def _contraction(op: Op) -> Callable[[Expr], Expr | None]:
    """A block contraction with the identity repeats an index instead."""
    def lower(e: Expr) -> Expr | None:
        g, small = e.args
        return array(op, g, data=(*e.data, small.data)) if small.op.name == "eye" else None
    return lower


def _diagonal_part(e: Expr) -> Expr | None:
    """diag(A B) is the row sums of A ∘ Bᵀ."""
    a = e.args[0]
    if a.op.name != "matmul":
        return None
    best = min(range(1, len(a.args)), key=lambda i: abs(2 * i - len(a.args)))
    left, right = (OPS["matmul"](*f) if len(f) > 1 else f[0] for f in (a.args[:best], a.args[best:]))
    return array(arrays.ROW_DOTS, left, _turned(right))


def _turned(e: Expr) -> Expr:
    """The transpose as written, carried into a product where that is no longer."""
    if e.op.name == "matmul" and 2 * sum(a.op.name == "transpose" for a in e.args) >= len(e.args):
        return e.op(*map(_flip, reversed(e.args)))
    return _flip(e)


LOWER: dict[str, Callable[[Expr], Expr | None]] = {
    "matmul": _product, "add": _broadcast(arrays.SPREAD_ADD), "sub": _broadcast(arrays.SPREAD_SUB),
    "hadamard": _broadcast(arrays.SPREAD_MUL), "hdiv": _quotient, "diag": _diagonal, "epow": _power,
    "diagpart": _diagonal_part,
    "maximum": _broadcast(arrays.SPREAD_MAX), "minimum": _broadcast(arrays.SPREAD_MIN),
    "khatri_rao": _khatri_rao, "blockdot": _contraction(arrays.INNER_TRACE),
    "blocksum": _contraction(arrays.OUTER_TRACE), "scale": _scaled, "sigmoid": _sigmoid, "frob": _trace_free,
    "transpose": _transposed, "adj": _adjugate,
}
"""Operators that array code writes in its own way: as written -> code, or None."""
