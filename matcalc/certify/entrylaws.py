"""The laws of functions of each entry, from the functions that `symbols` keeps apart."""
from __future__ import annotations

from matcalc.certify import field as plain
from matcalc.certify.field import Unsuitable
from matcalc.certify.jets import Jet, primal
from matcalc.certify.law import Law, Point, pi, symbol


def _exps(k: Point, a: Jet) -> tuple[Jet, Jet]:
    """exp(u) and exp(-u)."""
    y = k.function("exp", a)
    return y, k.power(y, -1)


def _sinh(k: Point, a: Jet, sign: int) -> Jet:
    y, z = _exps(k, a)
    return k.scaled(k.field.reciprocal(2), k.add(y, k.scaled(sign, z)))


def _sigmoid(k: Point, a: Jet) -> Jet:
    y = k.function("exp", a)
    return k.divide(y, k.shifted(1, y))


def absolute(k: Point, a: Jet) -> Jet:
    """|u| = sign(u) u."""
    return k.hadamard(k.function("sign", a), a)


def _cbrt(k: Point, a: Jet) -> Jet:
    """sign(u) |u|^(1/3): negative numbers have cube roots too."""
    return k.hadamard(k.function("sign", a), k.power(absolute(k, a), 1, 3))


def _step(k: Point, a: Jet) -> Jet:
    """(s² + s)/2 of s = sign u: 0 at 0."""
    s = k.function("sign", a)
    return k.scaled(k.field.reciprocal(2), k.add(k.power(s, 2), s))


def _acos(k: Point, a: Jet) -> Jet:
    """π/2 - asin u."""
    return k.shifted(pi(k) * k.field.reciprocal(2), k.scaled(-1, k.function("asin", a)))


def _relu(k: Point, a: Jet) -> Jet:
    return k.hadamard(_step(k, a), a)


def _log1p(k: Point, a: Jet) -> Jet:
    return k.function("log", k.shifted(1, a))


def _log_to(k: Point, a: Jet, base: int) -> Jet:
    """log u / log b."""
    return k.scaled(k.field.reciprocal(k.symbols.value("log", base)), k.function("log", a))


def _logit(k: Point, a: Jet) -> Jet:
    return k.sub(k.function("log", a), k.function("log", k.shifted(1, k.scaled(-1, a))))


def _elu(k: Point, a: Jet) -> Jet:
    """u where u > 0, else exp(u) - 1, as max(u, 0) + exp(-max(-u, 0)) - 1."""
    below = _relu(k, k.scaled(-1, a))
    return k.shifted(-1, k.add(_relu(k, a), k.function("exp", k.scaled(-1, below))))


def _leaky_relu(k: Point, a: Jet) -> Jet:
    """s u + (1 - s) max(u, 0) with s = 1/100."""
    s = k.field.fraction(1, 100)
    return k.add(k.scaled(s, a), k.scaled(k.field.fraction(99, 100), _relu(k, a)))


def _maximum(k: Point, a: Jet, b: Jet) -> Jet:
    """b + max(a - b, 0)."""
    return k.add(b, _relu(k, k.sub(a, b)))


def _minimum(k: Point, a: Jet, b: Jet) -> Jet:
    return k.sub(a, _relu(k, k.sub(a, b)))


def _huber(k: Point, a: Jet, d: Jet) -> Jet:
    """(u² - max(|u| - d, 0)²)/2. Raises Unsuitable where d is not positive."""
    if any(k.symbols.value("sign", u) != 1 for r in primal(d) for u in r):
        raise Unsuitable("Huber's function with a threshold that is not positive")
    return k.scaled(k.field.reciprocal(2), k.sub(k.power(a, 2), k.power(_relu(k, k.sub(absolute(k, a), d)), 2)))


ENTRY_LAWS: dict[str, Law] = {
    **{name: symbol(name) for name in ("exp", "log", "sin", "cos", "asin", "atan", "asinh", "acosh", "atanh", "erf",
                                   "normcdf", "normpdf", "lgamma", "digamma", "trigamma")},
    "tan": Law(lambda k, e, a: k.divide(k.function("sin", a), k.function("cos", a)), opaque=True),
    "acos": Law(lambda k, e, a: _acos(k, a), opaque=True),
    "sinh": Law(lambda k, e, a: _sinh(k, a, -1), opaque=True),
    "cosh": Law(lambda k, e, a: _sinh(k, a, 1), opaque=True),
    "tanh": Law(lambda k, e, a: k.divide(_sinh(k, a, -1), _sinh(k, a, 1)), opaque=True),
    "sigmoid": Law(lambda k, e, a: _sigmoid(k, a), opaque=True),
    "softplus": Law(lambda k, e, a: k.function("log", k.shifted(1, k.function("exp", a))), opaque=True),
    "sqrt": Law(lambda k, e, a: k.power(a, 1, 2), signed=True),
    "abs": Law(lambda k, e, a: absolute(k, a), signed=True),
    "sign": Law(lambda k, e, a: k.function("sign", a), signed=True),
    "step": Law(lambda k, e, a: _step(k, a), signed=True),
    "relu": Law(lambda k, e, a: _relu(k, a), signed=True),
    "cbrt": Law(lambda k, e, a: _cbrt(k, a), signed=True),
    "square": Law(lambda k, e, a: k.hadamard(a, a)),
    "cube": Law(lambda k, e, a: k.power(a, 3)),
    "reciprocal": Law(lambda k, e, a: k.power(a, -1)),
    "log1p": Law(lambda k, e, a: _log1p(k, a), opaque=True),
    "expm1": Law(lambda k, e, a: k.shifted(-1, k.function("exp", a)), opaque=True),
    "log2": Law(lambda k, e, a: _log_to(k, a, 2), opaque=True),
    "log10": Law(lambda k, e, a: _log_to(k, a, 10), opaque=True),
    "sec": Law(lambda k, e, a: k.power(k.function("cos", a), -1), opaque=True),
    "csc": Law(lambda k, e, a: k.power(k.function("sin", a), -1), opaque=True),
    "cot": Law(lambda k, e, a: k.divide(k.function("cos", a), k.function("sin", a)), opaque=True),
    "logit": Law(lambda k, e, a: _logit(k, a), opaque=True),
    "erfc": Law(lambda k, e, a: k.shifted(1, k.scaled(-1, k.function("erf", a))), opaque=True),
    "gelu": Law(lambda k, e, a: k.hadamard(a, k.function("normcdf", a)), opaque=True),
    "silu": Law(lambda k, e, a: k.hadamard(a, _sigmoid(k, a)), opaque=True),
    "elu": Law(lambda k, e, a: _elu(k, a), signed=True),
    "leaky_relu": Law(lambda k, e, a: _leaky_relu(k, a), signed=True),
    "unknown": Law(lambda k, e, a: k.declared(*e.data, a), opaque=True),
    "leaky_relu_by": Law(lambda k, e, a, s: k.add(k.hadamard(s, a), k.sub(_relu(k, a), k.hadamard(s, _relu(k, a)))),
                         signed=True),
    "maximum": Law(lambda k, e, a, b: _maximum(k, a, b), signed=True),
    "minimum": Law(lambda k, e, a, b: _minimum(k, a, b), signed=True),
    "clip": Law(lambda k, e, a, low, high: _minimum(k, _maximum(k, a, low), high), signed=True),
    "huber": Law(lambda k, e, a, d: _huber(k, a, d), signed=True),
    "huber1": Law(lambda k, e, a: _huber(k, a, plain.full(len(primal(a)), len(primal(a)[0]), 1)), signed=True),
    "hypot": Law(lambda k, e, a, b: k.power(k.add(k.power(a, 2), k.power(b, 2)), 1, 2), signed=True),
}
"""By operator."""
