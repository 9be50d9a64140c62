"""A matrix times a few columns without building it: products from the right, Kronecker products by their factors."""
from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

from matcalc.certify import field as plain
from matcalc.certify.field import Matrix
from matcalc.certify.jets import Jet
from matcalc.certify.law import Point
from matcalc.certify.laws import evaluate
from matcalc.expr import Expr

Run: TypeAlias = "Generator[tuple[Expr, Matrix, bool], Matrix, Matrix]"
Rule: TypeAlias = "Callable[[Values, Expr, Matrix, bool], Run]"

SMALL = 40
"""A matrix with fewer entries is built."""

LIMIT = 4000
"""After so many steps (a shared node may be met along many paths) matrices are built."""


class Values:
    """The values of expressions at a point, without tangents; built when asked for."""

    __slots__ = ("known", "point", "steps")

    def __init__(self, point: Point, known: dict[Expr, Jet]):
        """At a point, from the values that are known."""
        self.point, self.known, self.steps = point, known, 0

    def dense(self, e: Expr) -> Matrix:
        """The value of an expression, built."""
        found = evaluate(self.point, e, self.known)
        assert isinstance(found, list)
        return found

    def apply(self, e: Expr, v: Matrix) -> Matrix:
        """e times v. Raises Unsuitable, KeyError."""
        runs = [self._run(e, v, False)]
        answer: Matrix | None = None
        while runs:
            try:
                task = next(runs[-1]) if answer is None else runs[-1].send(answer)
                runs.append(self._run(*task))
                answer = None
            except StopIteration as stop:
                runs.pop()
                answer = stop.value
        assert answer is not None
        return answer

    def _run(self, e: Expr, v: Matrix, transposed: bool) -> Run:
        self.steps += 1
        rule = RULES.get(e.op.name)
        small = self.point.size(e.rows) * self.point.size(e.cols) < SMALL
        if rule is None or small or e in self.known or self.steps > LIMIT:
            return self._built(e, v, transposed)
        return rule(self, e, v, transposed)

    def _built(self, e: Expr, v: Matrix, transposed: bool) -> Run:
        yield from ()  # a run that asks for nothing
        a = self.dense(e)
        return self.point.field.matmul(plain.transpose(a) if transposed else a, v)


def _matmul(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    for a in e.args if t else reversed(e.args):
        v = yield a, v, t
    return v


def _add(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    out = yield e.args[0], v, t
    for a in e.args[1:]:
        out = k.point.field.add(out, (yield a, v, t))
    return out


def _sub(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    left = yield e.args[0], v, t
    return k.point.field.sub(left, (yield e.args[1], v, t))


def _neg(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    return k.point.field.scaled(-1, (yield e.args[0], v, t))


def _scale(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    c = k.dense(e.args[0])
    return k.point.field.scale(c, (yield e.args[1], v, t))


def _div(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    c = k.point.field.reciprocal(k.dense(e.args[1])[0][0])
    return k.point.field.scaled(c, (yield e.args[0], v, t))


def _term(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    """The scalars of a term, times its matrix times v."""
    coefficient, exponents, has_body = e.data
    c: Matrix = k.point.rational(coefficient)
    for a, r in zip(e.args, exponents, strict=False):
        c = k.point.field.scale(c, [[k.point.symbols.power(k.dense(a)[0][0], r.numerator, r.denominator)]])
    if has_body:
        v = yield e.args[-1], v, t
    return k.point.field.scale(c, v)


def _transpose(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    return (yield e.args[0], v, not t)


def _eye(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    yield from ()
    return v


def _diag(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    yield from ()
    p, a = k.point.field.p, k.dense(e.args[0])
    weights = a[0] if len(a) == 1 else [r[0] for r in a]
    return [[w * x % p for x in r] for w, r in zip(weights, v, strict=True)]


def _commutation(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    """K permutes rows; its transpose is the commutation matrix of the transposed shape."""
    yield from ()
    m, n = k.point.size(e.data[0]), k.point.size(e.data[1])
    m, n = (n, m) if t else (m, n)
    return [v[i + j * m] for i in range(m) for j in range(n)]


def _kron(k: Values, e: Expr, v: Matrix, t: bool) -> Run:
    """(A ⊗ B) vec V = vec(B V Aᵀ), for each column of v, and factor after factor from the last."""
    lengths = [k.point.size(a.rows if t else a.cols) for a in e.args]
    columns = len(v[0])
    flat = [x for r in v for x in r]  # row-major over (i₁, …, iₖ, column)
    inner = columns
    for a, n in zip(reversed(e.args), reversed(lengths), strict=True):
        outer = len(flat) // (n * inner)
        if a.op.name == "eye":
            inner *= n
            continue
        block = n * inner
        stacked = [[x for o in range(outer) for x in flat[o * block + i * inner:o * block + (i + 1) * inner]]
                   for i in range(n)]
        moved = yield a, stacked, t
        flat = [x for o in range(outer) for r in moved for x in r[o * inner:(o + 1) * inner]]
        inner *= len(moved)
    return [flat[i:i + columns] for i in range(0, len(flat), columns)]


RULES: dict[str, Rule] = {
    "matmul": _matmul, "add": _add, "sub": _sub, "neg": _neg, "scale": _scale, "div": _div, "term": _term,
    "transpose": _transpose, "eye": _eye, "diag": _diag, "commutation": _commutation, "kron": _kron,
}
"""How an operator's result is multiplied with columns, where that takes less than building it."""
