"""How matrix, Kronecker and Hadamard products of the normal form are written."""
from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby

from matcalc.build import mm
from matcalc.expr import OPS, Expr
from matcalc.present.protocols import View
from matcalc.present.signs import Signed, unsigned
from matcalc.present.terms import raised, squared


def product(e: Expr, view: View) -> Signed:
    """A chain, equal neighbours as powers, ones at its ends as row and column sums; A B A B as (A B)^2."""
    if (period := _period(e.args)) < len(e.args):
        return 1, OPS["power"](view.shown(mm(*e.args[:period])), data=len(e.args) // period)
    sign = 1
    factors: list[Expr] = []
    for x, run in groupby(e.args):
        count = len(list(run))
        s, factor = view.signed(x)
        sign *= s ** count
        if count > 2 or (count == 2 and x.op.name not in ("sym", "transpose")):
            factors.append(_matrix_power(factor, count))
        else:
            factors += [factor] * count
    root = squared(e) if e.is_scalar else None
    if root is not None and root.op.name != "sym":
        return 1, OPS["epow"](OPS["norm"](unsigned(view.shown(root))), data=Fraction(2))
    return sign, _summed(factors)


def _period(factors: tuple[Expr, ...]) -> int:
    """The length of the run of different factors that a product repeats."""
    n = len(factors)
    found = next((p for p in range(1, n // 2 + 1) if n % p == 0 and factors[:p] * (n // p) == factors), n)
    return found if found > 1 else n


def _matrix_power(e: Expr, k: int) -> Expr:
    """A^k, powers of inverses as A^−k."""
    if e.op.name == "inv":
        return OPS["power"](e.args[0], data=-k)
    return OPS["transpose"](OPS["power"](e.args[0], data=-k)) if e.op.name == "invt" else OPS["power"](e, data=k)


def kronecker(e: Expr, view: View) -> Signed:
    """A ⊗ B ⊗ C, for people without inner brackets."""
    sign = 1
    factors: list[Expr] = []
    for a in e.args:
        s, factor = view.signed(a)
        sign *= s
        factors += factor.args if factor.op.name == "kron" and not view.code else (factor,)
    return sign, OPS["kron"](*factors)


def diagonal(e: Expr, view: View) -> Signed:
    """Diag(v); Diag(diag A) is A∘I."""
    v = e.args[0]
    if v.op.name == "diagpart" and not view.code:
        sign, matrix = view.signed(v.args[0])
        return sign, OPS["hadamard"](matrix, OPS["eye"](data=e.rows))
    return 1, OPS["diag"](view.shown(v))


def _summed(factors: list[Expr]) -> Expr:
    """The product; a column of ones behind a matrix is its row sums, a row of ones before one its column sums."""
    i = 1
    while i < len(factors):
        left, right = factors[i - 1:i + 1]
        if right.op.name == "ones" and right.cols == "1" and left.cols != "1" and left.op.name != "ones":
            factors[i - 1:i + 1] = [OPS["rowsum"](left)]
        elif left.op.name == "ones" and left.rows == "1" and right.rows != "1" and right.op.name != "ones":
            factors[i - 1:i + 1] = [OPS["colsum"](right)]
        else:
            i += 1
    return OPS["matmul"](*factors) if len(factors) > 1 else factors[0]


def hadamard(e: Expr, view: View) -> Signed:
    """A∘B ./ C; a negative power alone stays one."""
    sign = 1
    over: list[tuple[Expr, Fraction]] = []
    under: list[tuple[Expr, Fraction]] = []
    for base, k in zip(e.args, e.data, strict=True):
        if k.denominator == 1 and k % 2:
            s, factor = view.signed(base)
            sign *= s
        else:
            factor = view.shown(base)
        (over if k > 0 else under).append((factor, abs(k)))
    if not over:
        same = len({k for _, k in under}) == 1
        if same:
            return sign, OPS["epow"](_joined([x for x, _ in under]), data=-under[0][1])
        return sign, _joined([OPS["epow"](x, data=-k) for x, k in under])
    repeat = len(over) > 1
    top = _joined(_spread(over, repeat=repeat))
    return sign, OPS["hdiv"](top, _joined(_spread(under, repeat=False))) if under else top


def _spread(factors: Iterable[tuple[Expr, Fraction]], *, repeat: bool) -> list[Expr]:
    out: list[Expr] = []
    for x, k in factors:
        out += [x, x] if repeat and k == 2 and x.op.name == "sym" else [raised(x, k)]
    return out


def _joined(factors: list[Expr]) -> Expr:
    return OPS["hadamard"](*factors) if len(factors) > 1 else factors[0]
