"""The smallest values for which two expressions differ: few rows and columns, small integers, many zeros."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from matcalc import dims
from matcalc.certify.differences import LARGE
from matcalc.certify.numeric import NUMERIC, evaluate_all
from matcalc.certify.sizes import largest, names
from matcalc.certify.vocabulary import Vocabulary
from matcalc.expr import Expr, walk
from matcalc.judge.integers import made
from matcalc.judge.verdict import Assumed, Counterexample

Array = Any
Raw = dict[str, Array]

MOST_SIZES, DRAWS, MOST_ENTRIES = 40, 40, 100_000
TOLERANCE = 1e-6
"""Less than this, relative to their size, two values do not differ for certain."""
NUDGE, STEADY = 1e-6, 1e-3
"""Where derivatives are compared, values may not jump when the symbols change a little: a kink would be there."""
RIGID = frozenset({"orthogonal", "idempotent"})
"""Properties that a matrix loses when it changes a little."""


class Search:
    """Two sides that depend on the same symbols. `sides(env, sizes)` gives both values, or raises."""

    __slots__ = ("nodes", "np", "shown", "sides", "smooth", "vocabulary")

    def __init__(self, roots: Sequence[Expr], assumed: Assumed, sides: Callable[..., tuple[Array, Array]],
                 shown: Sequence[Expr], *, smooth: bool):
        """All expressions, and those whose symbols are told; `smooth` keeps away from kinks."""
        import numpy as np

        self.np, self.sides, self.smooth = np, sides, smooth
        self.shown = {e.data[0] for e in walk(*shown) if e.op.name == "sym"}
        self.nodes = walk(*roots)
        self.vocabulary = Vocabulary(self.nodes, assumed)

    def found(self) -> Counterexample | None:
        """The first sizes at which there is a counterexample, and the smallest that was met there."""
        if any(e.op.name not in NUMERIC for e in self.nodes):
            return None
        rng = self.np.random.default_rng(0)
        with self.np.errstate(all="ignore"):
            for sizes in self._sizes():
                hits = [raw for i in range(DRAWS) if self._differ(raw := self._draw(rng, sizes, 1 + i // 15), sizes)]
                if hits:
                    return self._told(self._shrunk(min(hits, key=self._weight), sizes), sizes)
        return None

    def _sizes(self) -> Iterator[dict[str, int]]:
        found = names(self.nodes)
        choices = sorted(product((1, 2, 3), repeat=min(len(found), 6)), key=lambda c: (sum(c), max(c, default=0), c))
        for chosen in choices[:MOST_SIZES] if len(found) > 3 else choices:
            sizes = dict(zip(found, (*chosen, *[1] * (len(found) - len(chosen))), strict=True))
            if self._fit(sizes) and largest(self.nodes, sizes) <= MOST_ENTRIES:
                yield sizes

    def _fit(self, sizes: dict[str, int]) -> bool:
        return (all(dims.value(d, sizes) >= 1 for e in self.nodes for d in e.shape)
                and all(e.data[0] <= dims.value(e.data[1], sizes) for e in self.nodes if e.op.name == "unit"))

    def _draw(self, rng: Any, sizes: dict[str, int], high: int) -> Raw:
        shapes = self.vocabulary.shapes.items()
        return {name: rng.integers(-high, high + 1, [dims.value(d, sizes) for d in shape]) for name, shape in shapes}

    def _env(self, raw: Raw) -> Raw:
        return {name: made(self.np, r, self.vocabulary.assumed[name]) for name, r in raw.items()}

    def _differ(self, raw: Raw, sizes: dict[str, int]) -> bool:
        both = self._both(raw, sizes)
        if both is None:
            return False
        left, right = both
        size = max(abs(left).max(), abs(right).max(), 1e-3)
        return bool(abs(left - right).max() > TOLERANCE * size and size < LARGE) and self._steady(raw, sizes, both)

    def _both(self, raw: Raw, sizes: dict[str, int]) -> tuple[Array, Array] | None:
        """Both values; None where one is not defined."""
        np = self.np
        try:
            both = self.sides(self._env(raw), sizes)
        except (np.linalg.LinAlgError, ArithmeticError, ValueError):
            return None
        return both if all(np.isrealobj(side) and np.isfinite(side).all() for side in both) else None

    def _steady(self, raw: Raw, sizes: dict[str, int], both: tuple[Array, Array]) -> bool:
        """Whether both values change but little with the symbols, where that matters."""
        if not self.smooth:
            return True
        return all(self._near(raw, sizes, both, nudge) for nudge in (NUDGE, -NUDGE))

    def _near(self, raw: Raw, sizes: dict[str, int], both: tuple[Array, Array], nudge: float) -> bool:
        rng, assumed = self.np.random.default_rng(1), self.vocabulary.assumed
        near = {name: r if assumed[name] & RIGID else r + nudge * rng.uniform(0.5, 1, r.shape)
                for name, r in raw.items()}
        moved = self._both(near, sizes)
        return moved is not None and all(bool(abs(a - b).max() <= STEADY * (1 + abs(a).max()))
                                         for a, b in zip(both, moved, strict=True))

    def _shrunk(self, raw: Raw, sizes: dict[str, int]) -> Raw:
        """The values with entries made zero, or smaller, or positive, as long as both sides differ."""
        for name, array in raw.items():
            for at in self.np.ndindex(array.shape):
                for smaller in _smaller(int(array[at])):
                    changed = array.copy()
                    changed[at] = smaller
                    if self._differ({**raw, name: changed}, sizes):
                        raw, array = {**raw, name: changed}, changed
                        break
        return raw

    def _weight(self, raw: Raw) -> tuple[int, int]:
        env = self._env(raw).values()
        return sum(int(abs(a).sum()) for a in env), sum(int((a < 0).sum()) for a in env)

    def _told(self, raw: Raw, sizes: dict[str, int]) -> Counterexample:
        env = self._env(raw)
        left, right = self.sides(env, sizes)
        values = {name: array.tolist() for name, array in env.items() if name in self.shown}
        return Counterexample(dict(sizes), values, left.tolist(), right.tolist())


def _smaller(entry: int) -> list[int]:
    """Simpler entries, the simplest first."""
    return [x for x in (0, 1, -1, 2) if (abs(x), x < 0) < (abs(entry), entry < 0)]


def between(a: Expr, b: Expr, assumed: Assumed, *, beside: Sequence[Expr] = (), smooth: bool = False
            ) -> Counterexample | None:
    """The smallest values found for which two expressions of one shape differ, where others are defined too."""
    def sides(env: Raw, sizes: dict[str, int]) -> tuple[Array, Array]:
        left, right, *_ = evaluate_all((a, b, *beside), env, sizes)
        return left, right

    return Search((a, b, *beside), assumed, sides, (a, b), smooth=smooth).found()


def from_differences(f: Expr, x: Expr, claim: Expr, assumed: Assumed) -> Counterexample | None:
    """The same for a claim and central differences of f, entry by entry; it has the size of the derivative."""
    def sides(env: Raw, sizes: dict[str, int]) -> tuple[Array, Array]:
        (left,) = evaluate_all((claim,), env, sizes)
        return left, _jacobian(f, str(x.data[0]), env, sizes).reshape(left.shape, order="F")

    return Search((f, x, claim), assumed, sides, (f, x, claim), smooth=True).found()


def _jacobian(f: Expr, name: str, env: Raw, sizes: dict[str, int]) -> Array:
    """d vec(f) / d vec(x)ᵀ by central differences of fourth order."""
    import numpy as np

    x, h, columns = env[name].astype(float), 1e-3, []
    for j in range(x.shape[1]):
        for i in range(x.shape[0]):
            step = np.zeros_like(x)
            step[i, j] = h
            at = [evaluate_all((f,), {**env, name: x + k * step}, sizes)[0] for k in (1, -1, 2, -2)]
            columns.append(((8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * h)).reshape(-1, order="F"))
    return np.stack(columns, axis=1).round(9)
