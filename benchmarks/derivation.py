"""How long a derivation takes in process, warm, against SymPy and tensorgrad.

Nothing that was derived before helps: each time the symbols have new names, and SymPy's cache is cleared. The others
are given an expression and read nothing, so matcalc is measured without reading, too.

SymPy is measured where its answer is right: it leaves det X undone, says 0 for log det X, and knows no ‖·‖².
"""
from __future__ import annotations

import random
import re
import statistics
import string
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any

import matcalc
from matcalc.syntax import Reading, read
from matcalc.syntax.sources import Source

Maker = Callable[[Any, Any], Any]
DIGITS = string.digits + string.ascii_letters
DIMS = {**dict.fromkeys("ABX", "n x n"), **dict.fromkeys("abx", "n x 1")}


@dataclass(frozen=True)
class Basic:
    """A problem of textbooks: what the others differentiate is made of their library `s` and its symbols `m`."""

    expr: str
    wrt: str
    sympy: Maker | None = None
    tensorgrad: Maker | None = None
    own: tuple[tuple[str, str], ...] = ()
    milliseconds: float = 1

    @property
    def shapes(self) -> dict[str, str]:
        """Of its symbols."""
        return dict(self.own) or {s: shape for s, shape in DIMS.items() if s in self.expr}


def _chain(k: int) -> Basic:
    factors = [f"A{i}" for i in range(1, k)]
    return Basic(f"norm2({' '.join(factors)} x)^2", "x", milliseconds=k,
                 own=(*((a, "n x n") for a in factors), ("x", "n x 1")))


BASIC = (
    Basic("a'x", "x", lambda s, m: m.a.T * m.x, lambda F, t: t.a @ t.x),
    Basic("x'A x", "x", lambda s, m: m.x.T * m.A * m.x, lambda F, t: t.x @ t.A @ t.x.rename(i="j")),
    Basic("(A x - b)'(A x - b)", "x", lambda s, m: (m.A * m.x - m.b).T * (m.A * m.x - m.b),
          lambda F, t: F.frobenius2(t.A.rename(i="j", j="i") @ t.x - t.b.rename(i="j"))),
    Basic("norm2(A x - b)^2", "x"),
    Basic("a'X b", "X", lambda s, m: m.a.T * m.X * m.b, lambda F, t: t.a @ t.X @ t.b.rename(i="j")),
    Basic("a'X'X b", "X", lambda s, m: m.a.T * m.X.T * m.X * m.b),
    Basic("a'X^-1 b", "X", lambda s, m: m.a.T * m.X.I * m.b),
    Basic("tr(X)", "X", lambda s, m: s.Trace(m.X), lambda F, t: F.trace(t.X)),
    Basic("tr(A X B)", "X", lambda s, m: s.Trace(m.A * m.X * m.B)),
    Basic("tr(X'A X)", "X", lambda s, m: s.Trace(m.X.T * m.A * m.X)),
    Basic("tr(A X^-1 B)", "X", lambda s, m: s.Trace(m.A * m.X.I * m.B)),
    Basic("logdet(X)", "X"),
    Basic("det(X)", "X"),
    Basic("sum(exp(A x))", "x", None, lambda F, t: F.sum(F.exp(t.A.rename(i="j", j="i") @ t.x))),
    _chain(50),
)


def seconds(calls: Iterable[Callable[[], Any]], before: Callable[[], Any] = int) -> float:
    """The median over calls; what is done before each is not measured."""
    took = []
    for call in calls:
        before()
        start = time.process_time()
        call()
        took.append(time.process_time() - start)
    return statistics.median(took)


def renamed(case: Basic, i: int) -> tuple[str, str, dict[str, str]]:
    """The expression, the variable and the shapes with a number behind each name, in two characters: answers are about
    as short as with names of one.
    """
    high, low = divmod(i, len(DIGITS))
    number = DIGITS[high] + DIGITS[low]
    names = "|".join(sorted(case.shapes, key=len, reverse=True))
    expr = re.sub(rf"\b({names})\b", rf"\g<1>{number}", case.expr)
    return expr, f"{case.wrt}{number}", {f"{name}{number}": shape for name, shape in case.shapes.items()}


class _Read(Source):
    """An expression that has been read."""

    __slots__ = ("reading",)

    def __init__(self, text: str, wrt: str, shapes: dict[str, str]):
        super().__init__(text)
        self.reading = read(text, shapes=shapes, wrt=[wrt])

    def read(self, *given: Any) -> Reading:
        """It as it was read."""
        return self.reading


def _call(case: Basic, i: int, how: str) -> Callable[[], Any]:
    """What is measured: `derived` is given an expression, as the others are; `typed` reads it; `certified` is both and
    the certificate."""
    expr, wrt, shapes = renamed(case, i)
    if how == "derived":
        return partial(matcalc.diff, _Read(expr, wrt, shapes), wrt, certify=False)
    return partial(matcalc.diff, expr, wrt, shapes, certify=how == "certified")


HOW = ("derived", "typed", "certified")


def matcalc_takes(rounds: int) -> list[tuple[float, ...]]:
    """Seconds of each derivation, with what people read, in the ways of `HOW`: all in turn, in an order that changes,
    lest the garbage of one is always collected in another.
    """
    took: dict[tuple[Basic, str], list[float]] = {(case, how): [] for case in BASIC for how in HOW}
    order, rng, numbers = list(took), random.Random(0), count()
    for _ in range(rounds):
        rng.shuffle(order)
        for case, how in order:
            took[case, how].append(seconds([_call(case, next(numbers), how)]))
    return [tuple(statistics.median(took[case, how]) for how in HOW) for case in BASIC]


def sympy_takes(case: Basic, rounds: int) -> float | None:
    """Seconds of SymPy, whose cache is cleared before; None where it is not right or not there."""
    try:
        import sympy
    except ImportError:
        return None
    from sympy.core.cache import clear_cache

    n = sympy.Symbol("n", integer=True, positive=True)
    m = SimpleNamespace(**{s: sympy.MatrixSymbol(s, n, 1 if s.islower() else n) for s in DIMS})
    if case.sympy is None:
        return None
    e, x = case.sympy(sympy, m), getattr(m, case.wrt)
    return seconds([lambda: e.diff(x)] * rounds, clear_cache)


def tensorgrad_takes(case: Basic, rounds: int) -> float | None:
    """Seconds of tensorgrad, simplified; None where it is not there or the case is not written for it."""
    try:
        import sympy
        import tensorgrad
        import tensorgrad.functions as F
    except ImportError:
        return None
    if case.tensorgrad is None:
        return None
    i = sympy.Symbol("i")
    t = SimpleNamespace(**{s: tensorgrad.Variable(s, i) for s in "abx"},
                        **{s: tensorgrad.Variable(s, i, j=i) for s in "AX"})
    e, x = case.tensorgrad(F, t), getattr(t, case.wrt)
    return seconds([lambda: tensorgrad.Derivative(e, x).full_simplify()] * rounds)
