"""Functions of each entry in NumPy."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from matcalc.certify.number import Array, Numeric, call, of, real
from matcalc.expr import stable_hash


def _sign(np: Any, a: Array) -> Array:
    """Of the real part: what multiplies a near a real point."""
    return np.sign(a.real)


def absolute(np: Any, a: Array) -> Array:
    """|a|, continued from a real point."""
    return _sign(np, a) * a


def _small(np: Any, a: Array) -> Array:
    """exp(-|a|), continued from either side at 0."""
    return np.exp(np.where(a.real >= 0, -a, a))


def _softplus(np: Any, a: Array) -> Array:
    """max(a, 0) + log(1 + exp(-|a|)), which does not overflow."""
    return np.where(a.real >= 0, a, 0) + np.log1p(_small(np, a))


def _sigmoid(np: Any, a: Array) -> Array:
    small = _small(np, a)
    return np.where(a.real >= 0, 1, small) / (1 + small)


def _normcdf(np: Any, a: Array) -> Array:
    """Φ(a) = erfc(-a/√2)/2."""
    return np.vectorize(math.erfc, otypes=[float])(-a / math.sqrt(2)) / 2


def _normpdf(np: Any, a: Array) -> Array:
    return np.exp(-a ** 2 / 2) / math.sqrt(2 * math.pi)


def _relu(np: Any, a: Array) -> Array:
    return np.where(a.real > 0, a, 0)


def _elu(np: Any, a: Array) -> Array:
    return np.where(a.real > 0, a, np.expm1(np.where(a.real > 0, 0, a)))


def _each(f: Callable[[float], float]) -> Numeric:
    """A function of real numbers; not a number at its poles."""
    def at(a: float) -> float:
        try:
            return f(a)
        except (ValueError, ArithmeticError):
            return math.nan

    return real(lambda np, e, size, a: np.vectorize(at, otypes=[float])(a))


def _digamma(a: float) -> float:
    """By ψ(a) = ψ(a + 1) - 1/a, reflection, and its asymptotic series (DLMF 5.5.2, 5.5.4, 5.11.2)."""
    if a < 0:
        return _digamma(1 - a) - math.pi / math.tan(math.pi * a)
    out = 0.0
    while a < SERIES_FROM:
        out, a = out - 1 / a, a + 1
    return out + math.log(a) - 1 / (2 * a) - sum(b / (2 * k) * a ** (-2 * k) for k, b in enumerate(BERNOULLI, 1))


def _trigamma(a: float) -> float:
    """By ψ₁(a) = ψ₁(a + 1) + 1/a², reflection, and its asymptotic series (DLMF 5.15.5, 5.15.6, 5.15.8)."""
    if a < 0:
        return (math.pi / math.sin(math.pi * a)) ** 2 - _trigamma(1 - a)
    out = 0.0
    while a < SERIES_FROM:
        out, a = out + 1 / a ** 2, a + 1
    return out + 1 / a + 1 / (2 * a ** 2) + sum(b * a ** (-2 * k - 1) for k, b in enumerate(BERNOULLI, 1))


BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730)
"""B₂, B₄, …"""
SERIES_FROM = 12.0


def _huber(np: Any, a: Array, d: Array) -> Array:
    """Undefined where d is not positive."""
    return np.where(d.real > 0, (a ** 2 - _relu(np, absolute(np, a) - d) ** 2) / 2, np.nan)


def _maximum(np: Any, a: Array, b: Array) -> Array:
    return np.where(a.real > b.real, a, b)


def _minimum(np: Any, a: Array, b: Array) -> Array:
    return np.where(a.real < b.real, a, b)


def _example(np: Any, name: str, order: int, a: Array) -> Array:
    """A derivative of what stands for the declared function of a name: a sine of its own frequency and phase."""
    seed = stable_hash(name)
    rate, phase = 0.7 + seed % 101 / 100, seed // 101 % 103 / 50
    return rate ** order * np.sin(rate * a + phase + order * math.pi / 2)


ENTRY_NUMBERS: dict[str, Numeric] = {
    **{name: of(name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt")},
    **{name: of(name.replace("a", "arc", 1)) for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    "abs": call(absolute),
    "sign": call(_sign),
    "step": call(lambda np, a: (a.real > 0).astype(float)),
    "relu": call(_relu),
    "sigmoid": call(_sigmoid),
    "softplus": call(_softplus),
    "erf": _each(math.erf),
    "erfc": _each(math.erfc),
    "normcdf": real(lambda np, e, size, a: _normcdf(np, a)),
    "normpdf": call(_normpdf),
    "lgamma": _each(math.lgamma),
    "digamma": _each(_digamma),
    "trigamma": _each(_trigamma),
    "cbrt": real(lambda np, e, size, a: np.cbrt(a)),
    **{name: of(name) for name in ("log1p", "expm1", "log2", "log10", "square")},
    "cube": call(lambda np, a: a ** 3),
    "reciprocal": call(lambda np, a: 1 / a),
    "sec": call(lambda np, a: 1 / np.cos(a)),
    "csc": call(lambda np, a: 1 / np.sin(a)),
    "cot": call(lambda np, a: 1 / np.tan(a)),
    "logit": call(lambda np, a: np.log(a / (1 - a))),
    "gelu": real(lambda np, e, size, a: a * _normcdf(np, a)),
    "silu": call(lambda np, a: a * _sigmoid(np, a)),
    "elu": call(_elu),
    "leaky_relu": call(lambda np, a: np.where(a.real > 0, a, a / 100)),
    "unknown": Numeric(lambda np, e, size, a: _example(np, e.data[0], e.data[1], a)),
    "leaky_relu_by": Numeric(lambda np, e, size, a, s: np.where(a.real > 0, a, s * a)),
    "maximum": Numeric(lambda np, e, size, a, b: _maximum(np, a, b)),
    "minimum": Numeric(lambda np, e, size, a, b: _minimum(np, a, b)),
    "clip": Numeric(lambda np, e, size, a, low, high: _minimum(np, _maximum(np, a, low), high)),
    "huber": Numeric(lambda np, e, size, a, d: _huber(np, a, d)),
    "huber1": call(lambda np, a: _huber(np, a, np.ones(a.shape))),
    "atan2": real(lambda np, e, size, a, b: np.arctan2(a, b)),
    "hypot": Numeric(lambda np, e, size, a, b: np.sqrt(a ** 2 + b ** 2)),
}
"""By operator."""
