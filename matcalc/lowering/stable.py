"""Rules for functions that lose no digits and do not overflow where their parts would."""
from __future__ import annotations

from fractions import Fraction

from matcalc import dims
from matcalc.expr import OPS, Expr
from matcalc.lowering.engine import Lowering, lowers
from matcalc.lowering.scalars import counted, flip, num


def _beside_one(e: Expr) -> Expr | None:
    """u of 1 + u."""
    if e.op.name in ("spread_add", "add") and len(e.args) == 2:
        for one, u in (e.args, e.args[::-1]):
            if one.op.name in ("num", "ones") and (one.op.name == "ones" or one.data == 1):
                return u
    return None


@lowers("log")
def log_of_one_plus(e: Expr, lowering: Lowering) -> Expr | None:
    """log(1 + exp(A)) = softplus(A), log(1 + A) = log1p(A)"""
    u = _beside_one(e.args[0])
    if u is None:
        return None
    return OPS["softplus"](u.args[0]) if u.op.name == "exp" else OPS["log1p"](u)


@lowers("sub", "spread_sub")
def exp_less_one(e: Expr, lowering: Lowering) -> Expr | None:
    """exp(A) - 1 = expm1(A)"""
    a, b = e.args
    one = (b.op.name == "num" and b.data == 1) or b.op.name == "ones"
    return OPS["expm1"](a.args[0]) if a.op.name == "exp" and one else None


@lowers("sub")
def sum_of_exponentials_less_one(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(exp(A)) - m n = sum(expm1(A)) for A of m rows and n columns"""
    total, count = e.args
    if total.op.name != "sum" or total.args[0].op.name != "exp":
        return None
    (a,) = total.args[0].args
    return OPS["sum"](OPS["expm1"](a)) if counted(count) == dims.mul(*a.shape) else None


@lowers("log")
def log_of_softmax(e: Expr, lowering: Lowering) -> Expr | None:
    """log(softmax(A)) = log_softmax(A), log(softmax(A) ./ B) = log_softmax(A) - log(B); the same of rows and columns"""
    a = e.args[0]
    if a.op.name in SOFTMAX:
        return OPS[SOFTMAX[a.op.name]](*a.args)
    if a.op.name == "hdiv" and any(b.op.name in SOFTMAX for b in a.args):
        return lowering.make("sub", *(lowering.make("log", b) for b in a.args))
    return None


SOFTMAX = {"softmax": "log_softmax", "row_softmax": "row_log_softmax", "col_softmax": "col_log_softmax"}
"""Their logarithms."""


@lowers("cross_entropy", "entropy", "kl")
def entropies(e: Expr, lowering: Lowering) -> Expr | None:
    """cross_entropy(A, B) = -A : log(B), entropy(A) = -A : log(A), kl(A, B) = A : log(A ./ B)"""
    a, b = e.args[0], e.args[-1]
    if e.op.name == "kl":
        return lowering.make("dot", a, lowering.make("log", lowering.make("hdiv", a, b)))
    return lowering.make("neg", lowering.make("dot", a, lowering.make("log", b)))


@lowers("log")
def log_of_squared_determinant(e: Expr, lowering: Lowering) -> Expr | None:
    """log(det(A)^2) = 2 log|det(A)|"""
    a = e.args[0]
    if a.op.name != "epow" or a.args[0].op.name != "det" or a.data != 2:
        return None
    return lowering.make("scale", num(2), lowering.make("logdet", *a.args[0].args))


@lowers("div", "hdiv")
def exponential_over_two(e: Expr, lowering: Lowering) -> Expr | None:
    """exp(A) ./ (exp(A) + exp(B)) = sigmoid(A - B)"""
    top, bottom = e.args
    if bottom.op.name != "add" or len(bottom.args) != 2 or {top.op.name, *(b.op.name for b in bottom.args)} != {"exp"}:
        return None
    rest = [b for b in bottom.args if b is not top]
    if len(rest) != 1:
        return None
    return lowering.make("sigmoid", lowering.make("sub", *top.args, *rest[0].args))


@lowers("log")
def log_of_sum_of_exponentials(e: Expr, lowering: Lowering) -> Expr | None:
    """log(sum(exp(A))) = logsumexp(A), log(rowsum(exp(A))) = row_logsumexp(A); the same of columns"""
    a = e.args[0]
    name = {"sum": "logsumexp", "rowsum": "row_logsumexp", "colsum": "col_logsumexp"}.get(a.op.name)
    return OPS[name](a.args[0].args[0]) if name and a.args[0].op.name == "exp" else None


@lowers("div", "spread_div")
def exponentials_over_their_sum(e: Expr, lowering: Lowering) -> Expr | None:
    """exp(A)/sum(exp(A)) = softmax(A), (exp(A) : B)/sum(exp(A)) = softmax(A) : B,
    exp(A) ./ (rowsum(exp(A)) 1') = row_softmax(A)"""
    top, bottom = e.args
    name = {"sum": "softmax", "rowsum": "row_softmax", "colsum": "col_softmax"}.get(bottom.op.name)
    if name is None or (y := bottom.args[0]).op.name != "exp":
        return None
    softmax = OPS[name](*y.args)
    if bottom.is_scalar:
        return _with_factor(top, y, softmax, lowering)
    return softmax if top is y else None


@lowers("sigmoid", "sigmoid_neg")
def sigmoid_of_negative(e: Expr, lowering: Lowering) -> Expr | None:
    """sigmoid(-A) by its own name"""
    a = e.args[0]
    if a.op.name != "neg":
        return None
    return lowering.make("sigmoid" if e.op.name == "sigmoid_neg" else "sigmoid_neg", a.args[0])


@lowers("epow", "norm", "abs")
def even(e: Expr, lowering: Lowering) -> Expr | None:
    """(-A).^2 = A.^2, ‖-A‖ = ‖A‖, |-A| = |A|"""
    a = e.args[0]
    if a.op.name != "neg" or (e.op.name == "epow" and e.data % 2):
        return None
    return lowering.make(e.op.name, a.args[0], data=e.data)


@lowers("sqrt")
def root_of_bell(e: Expr, lowering: Lowering) -> Expr | None:
    """sqrt(y ./ (1 + y).^2) = z ./ (1 + z.^2) with y = exp(A), z = exp(A/2)"""
    a = e.args[0]
    if a.op.name != "hdiv" or a.args[0].op.name != "exp" or a.args[1].op.name != "epow" or a.args[1].data != 2:
        return None
    (y, bottom), half = a.args, num(Fraction(1, 2))
    if _beside_one(bottom.args[0]) is not y:
        return None
    z = OPS["exp"](lowering.make("scale", half, *y.args))
    return OPS["hdiv"](z, OPS["spread_add"](num(1), OPS["epow"](z, data=Fraction(2))))


@lowers("log")
def log_of_two_exponentials(e: Expr, lowering: Lowering) -> Expr | None:
    """log(exp(A) + exp(B)) = max(A, B) + log(1 + exp(-|A - B|))"""
    a = e.args[0]
    if a.op.name not in ("add", "spread_add") or len(a.args) != 2 or any(x.op.name != "exp" for x in a.args):
        return None
    (x,), (y,) = a.args[0].args, a.args[1].args
    sign, top = ("sub", "maximum") if x.shape == y.shape else ("spread_sub", "spread_max")
    gap = lowering.make("neg", OPS["abs"](lowering.make(sign, x, y)))
    return lowering.make("add", OPS["log1p"](OPS["exp"](gap)), OPS[top](x, y))


@lowers("log")
def log_of_cosh(e: Expr, lowering: Lowering) -> Expr | None:
    """log(cosh(A)) = |A| + log(1 + exp(-2 |A|)) - log(2)"""
    if e.args[0].op.name != "cosh":
        return None
    size = OPS["abs"](*e.args[0].args)
    rest = OPS["log1p"](OPS["exp"](lowering.make("scale", num(-2), size)))
    return lowering.make("sub" if e.is_scalar else "spread_sub", OPS["add"](rest, size), OPS["log"](num(2)))


# ---- weighted sums of exponentials
@lowers("log")
def log_of_weighted_exponentials(e: Expr, lowering: Lowering) -> Expr | None:
    """log(c : exp(A)) = t + log(c : exp(A - t)), t = max(A)"""
    found = _weighted(e.args[0], lowering)
    return None if found is None else lowering.make("add", OPS["log"](found[2]), found[1])


@lowers("div", "scale")
def weighted_exponentials_over_their_sum(e: Expr, lowering: Lowering) -> Expr | None:
    """B∘exp(A)/(c : exp(A)) = B∘exp(A - t)/(c : exp(A - t)), t = max(A)"""
    part = e.args[0] if e.op.name == "scale" else e
    found = _weighted(part.args[1], lowering) if part.op.name == "div" else None
    if found is None:
        return None
    before, top, total = found
    after = _shifted(before, top, lowering)
    body = _with_factor(e.args[1] if part is not e else e.args[0], before, after, lowering)
    if body is None:
        return None
    return e.op(part.op(part.args[0], total), body) if part is not e else e.op(body, total)


def _weighted(e: Expr, lowering: Lowering) -> tuple[Expr, Expr, Expr] | None:
    """exp(A), max(A) and c : exp(A - max(A)) of c : exp(A), which may be a product of a row and a column."""
    if not e.is_scalar or e.op.name not in ("dot", "matmul") or len(e.args) != 2:
        return None
    for i, a in enumerate(e.args):
        y = a.args[0] if a.op.name == "transpose" else a
        if y.op.name == "exp" and not _is_shifted(y.args[0]):
            top = OPS["max"](y.args[0])
            new = _shifted(y, top, lowering)
            args = [(flip(new) if a is not y else new) if j == i else b for j, b in enumerate(e.args)]
            return y, top, lowering.make(e.op.name, *args)
    return None


def _shifted(y: Expr, top: Expr, lowering: Lowering) -> Expr:
    return OPS["exp"](lowering.make("spread_sub", y.args[0], top))


def _is_shifted(e: Expr) -> bool:
    return e.op.name == "spread_sub" and e.args[1].op.name == "max"


def _with_factor(e: Expr, old: Expr, new: Expr, lowering: Lowering) -> Expr | None:
    """A product with one of its factors, wherever in it that is, replaced once; None where it is not there."""
    if e is old:
        return new
    if e.op.name in ("hadamard", "matmul", "dot", "spread_mul", "scale", "diag", "transpose", "neg"):
        for i, a in enumerate(e.args):
            found = _with_factor(a, old, new, lowering)
            if found is not None:
                return lowering.make(e.op.name, *e.args[:i], found, *e.args[i + 1:], data=e.data)
    return None
