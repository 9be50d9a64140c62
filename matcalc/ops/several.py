"""Functions of the corresponding entries of two or three arrays; where one is a number, it stands for all entries."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from matcalc.build import add, epow, fn, had, like, neg, sub
from matcalc.expr import OPS, Expr, Notation, Op

Partial = Callable[..., Expr]


def _function(name: str, *partials: Partial, numpy: str | Notation, latex: str = "", text: str = "",
              normal: Callable[..., Expr] | None = None, source: str) -> Op:
    """`partials` map the arguments to the derivative by each."""
    code = numpy if isinstance(numpy, Notation) else Notation(numpy)
    count = max(int(field[0]) for field in code.form.split("{")[1:]) + 1
    fields = ", ".join(f"{{{i}}}" for i in range(count))
    return Op(name, f"{' '.join(['m,n'] * count)} -> m,n", normal=normal,
              differential=lambda y, i, da: had(partials[i](*y.args), da),
              text=Notation(f"{text or name}({fields})"), latex=Notation(rf"{latex}\left({fields}\right)"),
              numpy=code, source=source)


def _step(a: Expr) -> Expr:
    return fn("step", a)


def _inside(x: Expr, low: Expr, high: Expr) -> Expr:
    """1 where low < x < high, else 0."""
    return had(_step(sub(x, low)), _step(sub(high, x)))


def _at_top(x: Expr, low: Expr, high: Expr) -> Expr:
    """1 where clip(x, low, high) is high; that is everywhere where low > high."""
    return add(had(_step(sub(x, low)), _step(sub(x, high))), had(_step(sub(low, x)), _step(sub(low, high))))


def _squares(a: Expr, b: Expr) -> Expr:
    return add(epow(a, 2), epow(b, 2))


def _larger(a: Expr, b: Expr) -> Expr:
    """max(a, a) is a, max(a, 0) is relu(a); max(a, b) is max(b, a)."""
    if a is b:
        return a
    for one, other in ((a, b), (b, a)):
        if other is like(other, 0):
            return fn("relu", one)
    return MAXIMUM.reduced(MAXIMUM(*sorted((a, b), key=lambda e: e.key)))


MAXIMUM = _function("maximum", lambda a, b: _step(sub(a, b)), lambda a, b: _step(sub(b, a)), text="max", latex=r"\max",
                    numpy="np.maximum({0}, {1})", normal=_larger, source="elementary calculus")
MINIMUM = _function("minimum", text="min", latex=r"\min", numpy="np.minimum({0}, {1})",
                    normal=lambda a, b: neg(OPS["maximum"].build(neg(a), neg(b))), source="its definition")
CLIP = _function("clip", _inside, lambda x, low, high: had(_step(sub(low, x)), _step(sub(high, low))), _at_top,
                 latex=r"\operatorname{{clip}}", numpy="np.clip({0}, {1}, {2})", source="numpy.clip")
"""min(max(x, low), high)"""
HUBER = _function("huber", lambda x, d: OPS["clip"].build(x, neg(d), d), lambda x, d: fn("relu", sub(fn("abs", x), d)),
                  latex=r"\operatorname{{huber}}", source="Huber 1964, eq. 2.6",
                  numpy=Notation("{0:50}**2/2 - np.maximum(np.abs({0}) - {1:11}, 0)**2/2", 10, cost=8))
"""x²/2 where |x| ≤ d, else d |x| − d²/2."""
HUBER1 = Op("huber1", "m,n -> m,n", normal=lambda x: OPS["huber"].build(x, like(x)), text=Notation("huber({0})"),
            latex=Notation(r"\operatorname{{huber}}\left({0}\right)"), source="Huber 1964, eq. 2.6",
            numpy=Notation("{0:50}**2/2 - np.maximum(np.abs({0}) - 1, 0)**2/2", 10, cost=8))
"""Huber's function with d = 1."""
ATAN2 = _function("atan2", lambda y, x: had(x, epow(_squares(y, x), -1)),
                  lambda y, x: neg(had(y, epow(_squares(y, x), -1))), latex=r"\operatorname{{atan2}}",
                  numpy="np.arctan2({0}, {1})", source="elementary calculus")
"""The angle of the point (x, y)."""
HYPOT = _function("hypot", latex=r"\operatorname{{hypot}}", numpy="np.hypot({0}, {1})", source="its definition",
                  normal=lambda a, b: epow(_squares(a, b), Fraction(1, 2)))
LEAKY = _function("leaky_relu_by", text="leaky_relu", latex=r"\operatorname{{LeakyReLU}}", source="its definition",
                  numpy=Notation("np.where({0:21} > 0, {0}, {1:21} * {0:21})", cost=3),
                  normal=lambda a, slope: sub(fn("relu", a), had(slope, fn("relu", neg(a)))))

SEVERAL = {op.name: op for op in (MAXIMUM, MINIMUM, CLIP, HUBER, ATAN2, HYPOT, LEAKY)}
"""By name. A number among their arguments is read as an array of it."""
