"""Elementwise functions: parity, exp against log, and σ recognised."""
from fractions import Fraction

from matcalc import properties
from matcalc.build import add, fn, like, neg, num, ones, scale
from matcalc.expr import Expr
from matcalc.ops import hadamard
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.hadamard import HADPOW, of_powers
from matcalc.ops.sums import ADD
from matcalc.ops.term import TERM, join, split
from matcalc.rules.engine import on

VANISHING = ("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf", "cbrt")
ODD = (*VANISHING, "cot")
EVEN = ("cos", "cosh", "abs", "normpdf")
AT_ZERO = {"exp": 1, "cos": 1, "cosh": 1, **dict.fromkeys(VANISHING, 0)}


def _negative(a: Expr) -> bool:
    return split(a)[0] < 0


def odd(e: Expr) -> Expr | None:
    """sin(-A) = -sin(A); tanh(-A) = -tanh(A)"""
    return neg(fn(e.op.name, neg(e.args[0]))) if _negative(e.args[0]) else None


def even(e: Expr) -> Expr | None:
    """cos(-A) = cos(A); abs(-A) = abs(A)"""
    return fn(e.op.name, neg(e.args[0])) if _negative(e.args[0]) else None


def at_zero(e: Expr) -> Expr | None:
    """exp(0) = 1; sin(0) = 0; exp(zeros(m, n)) = ones(m, n)"""
    return like(e, AT_ZERO[e.op.name]) if e.args[0].op.name == "zeros" or e.args[0] is num(0) else None


for _names, _rule in ((ODD, odd), (EVEN, even), (tuple(AT_ZERO), at_zero)):
    for _name in _names:
        on(ELEMENTWISE[_name])(_rule)


@on(ELEMENTWISE["abs"])
def absolute_value_of_nonnegative(e: Expr) -> Expr | None:
    """abs(exp(A)) = exp(A)"""
    return e.args[0] if properties.nonnegative(e.args[0]) else None


@on(ELEMENTWISE["abs"], "term")
def absolute_value_of_multiple(e: Expr) -> Expr | None:
    """abs(2 A) = 2 abs(A)"""
    c, powers, body = split(e.args[0])
    scalar = join(abs(c), powers)
    if not properties.nonnegative(scalar) or scalar is num(1) or scalar is e.args[0]:
        return None
    return scale(scalar, fn("abs", body)) if body is not None else scalar


@on(ELEMENTWISE["sign"], "term")
def sign_of_multiple(e: Expr) -> Expr | None:
    """sign(2 A) = sign(A); sign(-A) = -sign(A)"""
    c, powers, body = split(e.args[0])
    if c == 1 and not (powers and body is not None and all(properties.positive(x) for x, _ in powers)):
        return None
    kept = [(x, k) for x, k in powers if not properties.positive(x)]
    return scale(num(1 if c > 0 else -1), fn("sign", join(1, kept, body)))


@on(TERM)
def signed_scalar(e: Expr) -> Expr | None:
    """s sign(s) = abs(s) for scalar s; s t sign(s t) = abs(s t) for scalar s, t"""
    c, powers, body = split(e)
    held = dict(powers)
    for x, k in powers:
        if x.op.name == "sign" and k == 1:
            factor, inside, _ = split(x.args[0])
            if factor == 1 and all(held.get(base, 0) >= q > 0 for base, q in inside):
                rest = [(base, q - dict(inside).get(base, 0)) for base, q in powers if base is not x]
                return join(c, [*rest, (fn("abs", x.args[0]), Fraction(1))], body)
    return None


@on(HADPOW)
def signed_entries(e: Expr) -> Expr | None:
    """A∘sign(A) = abs(A)"""
    powers = dict(zip(e.args, e.data, strict=True))
    for x, k in powers.items():
        if x.op.name == "sign" and k == 1 and powers.get(x.args[0], 0) >= 1:
            new = {**powers, x.args[0]: powers[x.args[0]] - 1, fn("abs", x.args[0]): Fraction(1)}
            del new[x]
            return of_powers(list(new.items()))
    return None


@on(ELEMENTWISE["log"])
def log_of_one(e: Expr) -> Expr | None:
    """log(1) = 0; log(ones(m, n)) = zeros(m, n)"""
    return like(e, 0) if e.args[0].op.name == "ones" or e.args[0] is num(1) else None


@on(ELEMENTWISE["log"], "exp")
def log_of_exp(e: Expr) -> Expr:
    """log(exp(A)) = A"""
    return e.args[0].args[0]


@on(ELEMENTWISE["exp"], "log")
def exp_of_log(e: Expr) -> Expr:
    """exp(log(A)) = A for positive A"""
    return e.args[0].args[0]


@on(ELEMENTWISE["log"], "det")
def log_of_determinant(e: Expr) -> Expr:
    """log(det(S)) = logdet(S) for spd S"""
    return fn("logdet", e.args[0].args[0])


@on(ELEMENTWISE["log"], "sigmoid")
def log_of_sigmoid(e: Expr) -> Expr:
    """log(sigmoid(A)) = -softplus(-A)"""
    return neg(fn("softplus", neg(e.args[0].args[0])))


@on(ELEMENTWISE["log"], "add")
def log_of_one_plus_exp(e: Expr) -> Expr | None:
    """log(1 + exp(A)) = softplus(A)"""
    u = _one_plus_exp(e.args[0])
    return None if u is None else fn("softplus", u)


@on(ELEMENTWISE["log"])
def log_of_power(e: Expr) -> Expr | None:
    """log(s^3) = 3 log(s) for positive s; log(exp(A) ./ B) = A - log(B) for positive B"""
    factors, shape = _log_factors(e.args[0]), e.shape
    if factors is None:
        return None
    return add(*(scale(num(k), fn("log", x), ones(*(shape if x.is_scalar else ("1", "1")))) for x, k in factors))


def _log_factors(a: Expr) -> list[tuple[Expr, Fraction]] | None:
    """Positive factors of which at least one has a logarithm that simplifies, or an odd power of one factor."""
    c, powers, body = split(a)
    factors = [*powers, *(hadamard.factors(body) if body is not None else ())]
    if c != 1 or not factors or (len(factors) == 1 and factors[0][1] == 1):
        return None
    if len(factors) == 1:
        x, k = factors[0]
        return factors if properties.positive(x) or k % 2 == 1 else None
    known = all(properties.positive(x) for x, _ in factors)
    return factors if known and any(x.op.name == "exp" for x, _ in factors) else None


def _one_plus_exp(a: Expr) -> Expr | None:
    """u, where a is 1 + exp(u)."""
    if a.op.name != "add" or len(a.args) != 2:
        return None
    one, rest = a.args if a.args[0] is like(a) else a.args[::-1]
    return rest.args[0] if one is like(a) and rest.op.name == "exp" else None


@on(HADPOW)
def sigmoid_by_entries(e: Expr) -> Expr | None:
    """exp(A) ./ (1 + exp(A)) = sigmoid(A); ones(n, n) ./ (1 + exp(A)) = sigmoid(-A); exp(A)∘sigmoid(-A) = sigmoid(A)"""
    new = _recognise_sigmoid(list(zip(e.args, e.data, strict=True)))
    return of_powers(new) if new else None


@on(TERM)
def sigmoid_of_scalar(e: Expr) -> Expr | None:
    """exp(s)/(1 + exp(s)) = sigmoid(s); 1/(1 + exp(s)) = sigmoid(-s)"""
    c, powers, body = split(e)
    new = _recognise_sigmoid(list(powers))
    return join(c, new, body) if new else None


def _recognise_sigmoid(factors: list[tuple[Expr, Fraction]]) -> list[tuple[Expr, Fraction]] | None:
    """1/(1 + exp(u)) as σ(−u), then exp(u) σ(−u) as σ(u)."""
    powers = dict(factors)
    for base, k in factors:
        if base.op.name == "sigmoid":
            u = neg(base.args[0])
            numerator, used = fn("exp", u), min(k, powers.get(fn("exp", u), Fraction(0)))
            if used > 0:
                powers[base], powers[numerator] = k - used, powers[numerator] - used
                return [*powers.items(), (fn("sigmoid", u), used)]
        elif k.numerator < 0 and k.denominator == 1 and (found := _one_plus_exp(base)) is not None:
            del powers[base]
            return [*powers.items(), (fn("sigmoid", neg(found)), -k)]
    return None


@on(ADD)
def complement_of_sigmoid(e: Expr) -> Expr | None:
    """1 - sigmoid(s) = sigmoid(-s) for scalar s; ones(n, n) - sigmoid(A) - B = sigmoid(-A) - B"""
    for a in e.args:
        k, function = _multiple_of(a)
        if function is not None and function.op.name == "sigmoid":
            constant = scale(num(-k), like(e))
            if constant in e.args:
                complement = scale(num(-k), fn("sigmoid", neg(function.args[0])))
                return add(complement, *(x for x in e.args if x is not a and x is not constant))
    return None


def _multiple_of(e: Expr) -> tuple[Fraction, Expr | None]:
    """A rational, and what it is a multiple of; None where that is a product."""
    c, powers, body = split(e)
    if body is None and len(powers) == 1 and powers[0][1] == 1:
        return c, powers[0][0]
    return c, None if powers else body
