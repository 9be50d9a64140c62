"""Claims tested in floating-point numbers: derivatives by complex steps where f is holomorphic, else by differences."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from matcalc import dims
from matcalc.certify import draws, numeric
from matcalc.certify.claims import Claim
from matcalc.certify.field import Unsuitable
from matcalc.certify.vocabulary import Vocabulary
from matcalc.expr import Expr
from matcalc.shape import Shape

Array = Any

RANGES = ((-1.5, 1.5), (0.5, 2.0), (-0.5, 0.5), (0.1, 0.85), (1.2, 3.0), (-1.5, 1.5))
"""Entries of free variables, by attempt: a function may be defined on some of them only."""

SCALES = (1.0, 0.3, 3.0, 0.05, 12.0)
"""What the entries are multiplied by, from point to point, where signs matter: min(‖X‖, 2) is constant for
large X only."""
SCALED = 2
"""So many attempts for each point are made at its scale, in the first range; the others at the first scale."""

LOG_RANGE = 2.5
"""Positive entries are smaller than the largest that is drawn by factors of up to exp(-`LOG_RANGE`), about 1/12."""

SAMPLES, SIGNED_SAMPLES = 6, 20
"""Points at which numbers are compared, where exactness is not to be had; and where signs matter."""

ATTEMPTS, SIZES = 24, 8
"""Points tried at given sizes, and sizes tried, for each of them."""

ENTRIES = 30_000_000
"""Larger matrices are not built."""

MOST_ILL = 3
"""So many points of entries of ordinary size may be ill-conditioned: choosing points at which both sides agree would
certify anything."""

COMPLEX_STEP = 1e-20
STEPS = (1e-3, 5e-3, 2e-2)
"""The steps of central differences of fourth order, by how often they are nested."""

TOLERANCES = {"complex-step": (1e-8, 1e-7, 1e-5), "differences": (1e-8, 1e-6, 3e-4)}
"""The relative error allowed: for values, for first derivatives, for higher ones."""
STEADY = {"complex-step": (1e-8, 1e-8, 5e-5), "differences": (1e-8, 1e-7, 3e-4)}
"""How much the derivatives by two steps may differ: more shows that a kink or a pole is near."""

ROUNDING = {"complex-step": 1e-7, "differences": 1e-6}
"""Less than this may be the rounding errors of zero."""

BLUR, ILL = 1e-12, 1e-4
"""Where relative errors of `BLUR` on the way become more than `ILL`, those of rounding may reach the tolerance; and
where they become a tenth of what both sides differ by, they may be why."""

LARGE = 1e9
"""Beyond it numbers say nothing: a matrix is nearly singular."""


class IllConditioned(Unsuitable):
    """Both sides differ, perhaps because of rounding."""


class FloatKit:
    """The operations of `draws.Kit` in NumPy."""

    def __init__(self, np: Any, rng: Any, low: float, high: float):
        """NumPy, a generator, and the range of free entries."""
        self.np, self.rng, self.low, self.high = np, rng, low, high

    def free(self, m: int, n: int) -> Array:
        """A random matrix."""
        return self.rng.uniform(self.low, self.high, (m, n))

    def positive(self, m: int, n: int) -> Array:
        """A random matrix of positive entries, of different magnitudes."""
        return self.high * self.np.exp(self.rng.uniform(-LOG_RANGE, 0, (m, n)))

    def signs(self, n: int, least: int) -> Array:
        """A diagonal matrix of ones and `least`, both where n > 1."""
        picks = self.rng.integers(0, 2, n)
        picks[:2] = [1, 0][:n]
        return self.np.diag(self.np.where(picks == 1, 1.0, float(least)))

    def gram(self, n: int) -> Array:
        """A random positive definite matrix, of rows of different magnitudes."""
        a, rows = self.rng.uniform(-1, 1, (n, n)), self.np.exp(self.rng.uniform(-1, 0.5, n))
        return self.high * rows * rows[:, None] * (a @ a.T + self.np.eye(n) / 5)

    def eye(self, n: int) -> Array:
        """The identity matrix."""
        return self.np.eye(n)

    def add(self, a: Array, b: Array) -> Array:
        """The sum."""
        return a + b

    def scaled(self, c: int, a: Array) -> Array:
        """An integer times a matrix."""
        return c * a

    def scale(self, c: Array, a: Array) -> Array:
        """A 1×1 matrix times a matrix."""
        return c[0, 0] * a

    def halved(self, a: Array) -> Array:
        """Half of a matrix."""
        return a / 2

    def matmul(self, a: Array, b: Array) -> Array:
        """The product."""
        return a @ b

    def hadamard(self, a: Array, b: Array) -> Array:
        """The product entry by entry."""
        return a * b

    def frob(self, a: Array, b: Array) -> Array:
        """The sum of the products of the entries, 1×1."""
        return (a * b).sum().reshape(1, 1)

    def transpose(self, a: Array) -> Array:
        """The transpose."""
        return a.T

    def inverse(self, a: Array) -> Array:
        """The inverse."""
        return self.np.linalg.inv(a)

    def vec(self, a: Array) -> Array:
        """The columns, one below the other."""
        return a.reshape((-1, 1), order="F")

    def unvec(self, v: Array, m: int) -> Array:
        """The matrix with m rows whose vec is v."""
        return v.reshape((m, -1), order="F")

    def lower(self, v: Array, n: int) -> Array:
        """The lower triangular n×n matrix whose vech is v."""
        out = self.np.zeros((n, n))
        out.T[self.np.triu_indices(n)] = v[:, 0]
        return out

    def masked(self, keep: Callable[[int, int], bool], a: Array) -> Array:
        """The entries whose indices satisfy `keep`, else 0."""
        return a * self.np.array([[keep(i, j) for j in range(a.shape[1])] for i in range(a.shape[0])])


class MixedKit(FloatKit):
    """The same, where only half of the free matrices, by chance, are of the range, and the others of both signs."""

    def free(self, m: int, n: int) -> Array:
        """A random matrix."""
        return self.rng.uniform(self.low if self.rng.integers(2) else -self.high, self.high, (m, n))


class Sample:
    """A point in floating-point numbers, with the sizes of the dimensions."""

    def __init__(self, vocabulary: Vocabulary, sizes: dict[str, int], kit: FloatKit, holomorphic: bool):
        """Draw the symbols at these sizes."""
        self.sizes, self.kit, self.holomorphic = sizes, kit, holomorphic
        self.values: dict[str, Array] = {name: draws.draw(kit, self.size(shape), vocabulary.assumed[name])
                                         for name, shape in vocabulary.shapes.items()}
        self.scale = 0.0
        self.blur: numeric.Blur | None = None

    @property
    def method(self) -> str:
        """How derivatives are found, a key of the tables of tolerances."""
        return "complex-step" if self.holomorphic else "differences"

    def size(self, shape: Shape) -> tuple[int, int]:
        """The sizes of a shape."""
        return dims.value(shape[0], self.sizes), dims.value(shape[1], self.sizes)

    def free(self, shape: Shape) -> Array:
        """A direction."""
        return self.kit.rng.uniform(-1, 1, self.size(shape))

    def value(self, e: Expr) -> Array:
        """The value of an expression. Raises Unsuitable where it is not finite."""
        return self._finite([numeric.evaluate(e, self.values, self.sizes, self.blur)])[0]

    def times(self, e: Expr, v: Array) -> Array:
        """The value of an expression times v."""
        return self.value(e) @ v

    def derivative(self, exprs: Sequence[Expr], tangents: Mapping[str, Sequence[Array | None]]) -> list[Array]:
        """The mixed derivatives along the tangents of each level. Raises Unsuitable at kinks and outside the domain."""
        order = max((len(t) for t in tangents.values()), default=0)
        base = self._finite(numeric.evaluate_all(tuple(exprs), self.values, self.sizes))
        self.scale = max(self.scale, *(float(abs(v).max(initial=0.0)) for v in base))
        first = self._nested(exprs, tangents, order, self.values, 1.0)
        if self.blur is None and (not self.holomorphic or order > 1):
            second = self._nested(exprs, tangents, order, self.values, 0.5)
            worst = max(float(abs(a - b).max(initial=0.0)) for a, b in zip(first, second, strict=True))
            size = max(float(abs(a).max(initial=0.0)) for a in first)
            if worst > STEADY[self.method][min(order, 2)] * (size + 1e-3 * self.scale):
                raise Unsuitable("a kink is near")
            return second  # its error is a fifteenth of what both differ by
        return first

    def _nested(self, exprs: Sequence[Expr], tangents: Mapping[str, Sequence[Array | None]], level: int,
                env: Mapping[str, Array], factor: float) -> list[Array]:
        if level == 0:
            return numeric.evaluate_all(tuple(exprs), env, self.sizes, self.blur)
        moves = {name: h for name, t in tangents.items() if (h := t[level - 1]) is not None}
        order = max(len(t) for t in tangents.values())

        def at(step: complex) -> list[Array]:
            shifted = {**env, **{name: env[name] + step * h for name, h in moves.items()}}
            return self._nested(exprs, tangents, level - 1, shifted, factor)

        if level == 1 and self.holomorphic:
            return [v.imag / COMPLEX_STEP for v in at(1j * COMPLEX_STEP)]
        h = factor * STEPS[min(order - self.holomorphic, len(STEPS)) - 1]
        plus, minus, far_plus, far_minus = at(h), at(-h), at(2 * h), at(-2 * h)
        return [(8 * (p - m) - (fp - fm)) / (12 * h)
                for p, m, fp, fm in zip(plus, minus, far_plus, far_minus, strict=True)]

    def _finite(self, values: list[Array]) -> list[Array]:
        np = self.kit.np
        for v in values:
            if np.iscomplexobj(v) or not np.all(np.isfinite(v)):
                raise Unsuitable("a value is not a finite real number")
            if self.blur is None and np.abs(v).max(initial=0.0) > LARGE:
                raise Unsuitable("a value is too large to say anything")
        return values


def method(claim: Claim, nodes: Sequence[Expr]) -> str:
    """The method that is used: complex steps need holomorphic operators."""
    return "complex-step" if claim.order and all(map(numeric.is_holomorphic, nodes)) else "differences"


def scale(point: int, attempt: int, signed: bool) -> float:
    """What the entries are multiplied by at a point."""
    return SCALES[point % len(SCALES)] if signed and attempt < SCALED else 1.0


def sides(claim: Claim, sizes: dict[str, int], random: Random, attempt: int, holomorphic: bool, scale: float = 1.0
          ) -> tuple[bool, str]:
    """Whether both sides agree at a random point within the tolerance, and by how much not. Raises Unsuitable."""
    import numpy as np
    low, high = (scale * bound for bound in RANGES[attempt % len(RANGES) if scale == 1.0 else 0])
    seed = random.getrandbits(32)

    def drawn() -> Sample:
        make = MixedKit if low > 0 and attempt < len(RANGES) else FloatKit
        kit = make(np, np.random.default_rng(seed), low, high)
        return Sample(claim.vocabulary, sizes, kit, holomorphic)

    with np.errstate(all="ignore"):
        try:
            sample = drawn()
            left, right = claim.sides(sample)
            if not np.all(np.isfinite(right)):
                raise Unsuitable("a derivative is not finite")
            least = max(ROUNDING[sample.method], 1e-3 * sample.scale)
            size = max(np.abs(left).max(initial=0.0), np.abs(right).max(initial=0.0), least)
            difference = float(np.abs(left - right).max(initial=0.0))
            relative = difference / size
            agree = relative <= TOLERANCES[sample.method][min(claim.order, 2)]
            if not agree and _is_ill(claim, drawn(), (left, right), difference):
                raise IllConditioned("the point is ill-conditioned")
        except np.linalg.LinAlgError as e:
            raise Unsuitable(str(e)) from None
    return agree, f"the values differ by {relative:.2g} of their size"


def _is_ill(claim: Claim, sample: Sample, sides: tuple[Array, Array], difference: float) -> bool:
    """Whether random errors in all values on the way move a side by much of it, or of the difference (stochastic
    arithmetic)."""
    rng = sample.kit.np.random.default_rng(int(1e6 * difference) % 1000)
    sample.blur = lambda value: value * (1 + BLUR * rng.uniform(-1, 1, value.shape))
    try:
        moved = claim.sides(sample)
    except Unsuitable:
        return False
    return any(float(abs(a - b).max(initial=0.0)) > min(ILL * float(abs(b).max(initial=0.0)), difference / 10)
               for a, b in zip(moved, sides, strict=True))
