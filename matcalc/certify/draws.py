"""Random matrices with assumed properties, and the tangent spaces of the sets that these properties describe.

One table serves the prime field and floating-point numbers: both offer the same few operations.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any

from matcalc import dims
from matcalc.certify import field as plain
from matcalc.certify import halves
from matcalc.certify.field import DRAW_BITS, Field, Matrix
from matcalc.shape import Shape

if TYPE_CHECKING:
    from matcalc.certify.protocols import Kit


class FieldKit:
    """The operations over a prime field."""

    __slots__ = ("add", "bits", "eye", "field", "frob", "hadamard", "inverse", "lower", "matmul", "scale", "scaled",
                 "transpose", "unvec", "vec")

    def __init__(self, field: Field, random: Random):
        """The field, and a generator."""
        self.field, self.bits = field, random.getrandbits
        self.eye, self.transpose, self.vec, self.unvec = plain.identity, plain.transpose, plain.vec, plain.unvec
        self.add, self.scaled, self.matmul, self.inverse = field.add, field.scaled, field.matmul, field.inverse
        self.hadamard, self.frob, self.scale = field.hadamard, field.frob, field.scale
        self.lower = halves.lower

    def free(self, m: int, n: int) -> Matrix:
        """A random matrix."""
        bits = self.bits
        return [[bits(DRAW_BITS) for _ in range(n)] for _ in range(m)]

    def positive(self, m: int, n: int) -> Matrix:
        """A random matrix of positive entries."""
        a = self.free(m, n)
        return self.field.hadamard(a, a)

    def signs(self, n: int, least: int) -> Matrix:
        """A diagonal matrix of ones and `least`, both where n > 1."""
        picks = [self.bits(1) for _ in range(n)]
        picks[:2] = [1, 0][:n]
        return plain.diag([[1 if pick else least % self.field.p] for pick in picks])

    def gram(self, n: int) -> Matrix:
        """A random positive definite matrix."""
        a = self.free(n, n)
        return self.field.matmul(a, plain.transpose(a))

    def halved(self, a: Matrix) -> Matrix:
        """Half of a matrix."""
        return self.field.scaled(self.field.reciprocal(2), a)

    def masked(self, keep: Callable[[int, int], bool], a: Matrix) -> Matrix:
        """The entries whose indices satisfy `keep`, else 0."""
        return [[x if keep(i, j) else 0 for j, x in enumerate(r)] for i, r in enumerate(a)]


def _mirror(k: Kit, a: Any, sign: int) -> Any:
    return k.add(a, k.scaled(sign, k.transpose(a)))


def _diagonal(k: Kit, a: Any) -> Any:
    return k.masked(lambda i, j: i == j, a)


def _upper(k: Kit, a: Any) -> Any:
    return k.masked(lambda i, j: i <= j, a)


def _lower(k: Kit, a: Any) -> Any:
    return k.masked(lambda i, j: i >= j, a)


def _cayley(k: Kit, n: int) -> Any:
    """(I - S)(I + S)⁻¹ with S skew is orthogonal, with determinant 1 (Cayley 1846); a reflection makes it either."""
    s = _mirror(k, k.free(n, n), -1)
    q = k.matmul(k.add(k.eye(n), k.scaled(-1, s)), k.inverse(k.add(k.eye(n), s)))
    return k.matmul(q, k.signs(n, -1)) if n > 1 else k.signs(n, -1)


def _similar(k: Kit, n: int, least: int) -> Any:
    """Q D Q⁻¹ with D of ones and `least`: idempotent, or an involution."""
    p = k.free(n, n)
    return k.matmul(k.matmul(p, k.signs(n, least)), k.inverse(p))


def _congruent(k: Kit, n: int, least: int) -> Any:
    """The same with Q orthogonal: symmetric."""
    q = _cayley(k, n)
    return k.matmul(k.matmul(q, k.signs(n, least)), k.transpose(q))


def _square(draw: Callable[[Kit, int], Any]) -> Callable[[Kit, int, int], Any]:
    return lambda k, m, n: draw(k, n)


DRAWS: tuple[tuple[frozenset[str], Callable[[Kit, int, int], Any]], ...] = tuple(
    (frozenset(words.split()), draw) for words, draw in (
        ("diagonal orthogonal", _square(lambda k, n: k.signs(n, -1))),
        ("diagonal idempotent", _square(lambda k, n: k.signs(n, 0))),
        ("diagonal positive", _square(lambda k, n: _diagonal(k, k.positive(n, n)))),
        ("diagonal nonnegative", _square(lambda k, n: _diagonal(k, k.positive(n, n)))),
        ("diagonal spd", _square(lambda k, n: _diagonal(k, k.positive(n, n)))),
        ("diagonal psd", _square(lambda k, n: _diagonal(k, k.positive(n, n)))),
        ("diagonal", _square(lambda k, n: _diagonal(k, k.free(n, n)))),
        ("upper_triangular lower_triangular", _square(lambda k, n: _diagonal(k, k.free(n, n)))),
        ("symmetric orthogonal", _square(lambda k, n: _congruent(k, n, -1))),
        ("orthogonal spd", _square(lambda k, n: k.eye(n))),
        ("orthogonal", _square(_cayley)),
        ("symmetric idempotent", _square(lambda k, n: _congruent(k, n, 0))),
        ("psd idempotent", _square(lambda k, n: _congruent(k, n, 0))),
        ("nonsingular idempotent", _square(lambda k, n: k.eye(n))),
        ("idempotent", _square(lambda k, n: _similar(k, n, 0))),
        ("spd", _square(lambda k, n: k.gram(n))),
        ("psd", _square(lambda k, n: k.gram(n))),
        ("symmetric positive", _square(lambda k, n: _entries_symmetric(k, None, _lower(k, k.positive(n, n))))),
        ("symmetric", _square(lambda k, n: _mirror(k, k.free(n, n), 1))),
        ("skew", _square(lambda k, n: _mirror(k, k.free(n, n), -1))),
        ("upper_triangular", _square(lambda k, n: _upper(k, k.free(n, n)))),
        ("lower_triangular", _square(lambda k, n: _lower(k, k.free(n, n)))),
        ("positive", lambda k, m, n: k.positive(m, n)),
        ("nonnegative", lambda k, m, n: k.positive(m, n)),
        ("", lambda k, m, n: k.free(m, n)),
    ))
"""A draw for each set of assumptions: the first row whose words are all assumed."""

WORDS = frozenset().union(*(words for words, _ in DRAWS)) | {"nonsingular"}
"""The assumptions that a draw respects. A generic square matrix is nonsingular."""


def draw(k: Kit, shape: tuple[int, int], assumed: Iterable[str]) -> Any:
    """A random matrix in the set. Raises Singular, seldom, where another try helps."""
    words = frozenset(assumed) if shape[0] == shape[1] else frozenset(assumed) & {"positive", "nonnegative"}
    return _first(words)(k, *shape)


@lru_cache
def _first(words: frozenset[str]) -> Callable[[Kit, int, int], Any]:
    """The draw of the first row whose words are all among these."""
    return next(make for needs, make in DRAWS if needs <= words)


def _orthogonal_tangent(k: Kit, x: Any, c: Any) -> Any:
    """(C - X Cᵀ X)/2: what is left of C in {X S : S skew} (Edelman, Arias & Smith 1998)."""
    return k.halved(k.add(c, k.scaled(-1, k.matmul(k.matmul(x, k.transpose(c)), x))))


def _mirrored(k: Kit, x: Any, c: Any) -> Any:
    """The symmetric matrix whose vech is C."""
    return _entries_symmetric(k, x, k.lower(c, len(x)))


def _between(k: Kit, x: Any, c: Any) -> Any:
    return k.matmul(k.matmul(x, k.halved(_mirror(k, c, 1))), x)


def _entries_symmetric(k: Kit, x: Any, c: Any) -> Any:
    return k.add(_mirror(k, c, 1), k.scaled(-1, _diagonal(k, c)))


SPREADS: dict[str, dict[str, Callable[[Kit, Any, Any], Any]]] = {
    "tangent": {
        "diagonal": lambda k, x, c: _diagonal(k, c),
        "orthogonal": _orthogonal_tangent,
        "symmetric": lambda k, x, c: k.halved(_mirror(k, c, 1)),
        "skew": lambda k, x, c: k.halved(_mirror(k, c, -1)),
        "upper_triangular": lambda k, x, c: _upper(k, c),
        "lower_triangular": lambda k, x, c: _lower(k, c),
    },
    "entries": {
        "diagonal": lambda k, x, c: _diagonal(k, c),
        "symmetric": _entries_symmetric,
        "skew": lambda k, x, c: _mirror(k, c, -1),
        "upper_triangular": lambda k, x, c: _upper(k, c),
        "lower_triangular": lambda k, x, c: _lower(k, c),
    },
    "vech": {"symmetric": _mirrored, "lower_triangular": lambda k, x, c: k.lower(c, len(x))},
    "affine-invariant": {"spd": _between},
    "canonical": {"orthogonal": lambda k, x, c: k.add(_orthogonal_tangent(k, x, c), _orthogonal_tangent(k, x, c))},
}
"""The direction H(C) that a free matrix C stands for. A gradient G is right when ⟨G, C⟩ = df[H(C)] for every C: with
the projection onto the tangent space this says that G is the tangent gradient; with H(C) = Σ cᵢⱼ Bᵢⱼ, Bᵢⱼ the change
when entry (i,j) and its mirror move together, that G holds the derivatives by the free entries; with the inverse of a
metric, which takes the gradient of the Frobenius metric to its own, that G is the gradient in that metric. For vech,
C is the column of coordinates."""


def coordinates(shape: Shape, structure: str | None, manner: str | None) -> Shape:
    """The shape of the free matrix that a direction stands for: that of the variable, but for vech."""
    return (dims.triangle(shape[0]), "1") if structure is not None and manner == "vech" else shape


LINEAR = frozenset({*SPREADS["entries"], *SPREADS["vech"]})
"""The structures that are linear spaces, for which a tangent direction does not depend on the point."""

_IMPLIED = {"spd": "symmetric", "psd": "symmetric"}


def structure(assumed: Collection[str], manner: str) -> str | None:
    """The structure of a variable that a manner of differentiation, a key of `SPREADS`, respects; or None."""
    words = {*assumed, *(_IMPLIED[word] for word in assumed if word in _IMPLIED)}
    if {"upper_triangular", "lower_triangular"} <= words:
        words.add("diagonal")
    return next((name for name in SPREADS[manner] if name in words), None)
