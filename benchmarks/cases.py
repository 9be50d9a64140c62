"""What is measured: problems as people type them, with sizes, inputs, and the exponent of the best closed form.

A case has one name everywhere: what is written by hand is `hand.HAND[name]`, the function that others differentiate
`functions.FUNCTIONS[name]`.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Sizes = Mapping[str, int]
SCALAR = "1 x 1"


@dataclass(frozen=True)
class Case:
    """A problem, and where it is measured.

    function  of the emitted module: gradient, jacobian, hessian …
    shapes    of symbols; scalars are Python numbers
    sizes     of dimensions: small, middle, large
    exponent  of the time of the best closed form in the dimensions of `grows`, none for all; the others keep the
              size that they have in the middle
    growth    sizes of what grows, at which the exponent is measured
    draws     the kinds of inputs that are not normal, names of DRAWS
    others    places among `sizes` at which automatic differentiation is measured
    wanted    how many times as fast as a peer it should be at the first of these places, by column of the report
    """

    name: str
    expr: str
    wrt: str | tuple[str, ...]
    shapes: Mapping[str, str]
    sizes: tuple[Sizes, ...]
    exponent: float
    function: str = "gradient"
    assume: Mapping[str, Sequence[str]] = field(default_factory=dict)
    draws: Mapping[str, str] = field(default_factory=dict)
    grows: tuple[str, ...] = ()
    growth: tuple[int, ...] = (1000, 1400, 2000)
    others: tuple[int, ...] = (1, 2)
    wanted: Mapping[str, float] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables, one or several."""
        return (self.wrt,) if isinstance(self.wrt, str) else self.wrt

    @property
    def label(self) -> str:
        """The expression, of a long one the ends."""
        words = self.expr.split()
        return self.expr if len(words) < 16 else " ".join([*words[:2], "…", *words[-2:]])

    @property
    def places(self) -> tuple[int, ...]:
        """Of the variables among the symbols."""
        return tuple(list(self.shapes).index(v) for v in self.variables)

    def inputs(self, sizes: Sizes) -> dict[str, Any]:
        """An array for each symbol, the same in every process."""
        rng = np.random.default_rng(len(self.expr))
        return {name: _drawn(rng, self.draws.get(name, "normal"), shape, sizes) for name, shape in self.shapes.items()}

    def grown(self, n: int) -> Sizes:
        """The sizes where what grows has size n."""
        return {d: n if d in self.grows or not self.grows else size for d, size in self.sizes[1].items()}


def _drawn(rng: np.random.Generator, draw: str, shape: str, sizes: Sizes) -> Any:
    if shape == SCALAR:
        return float(rng.uniform(0.5, 1.5))
    return DRAWS[draw](rng, *(sizes[d] if d in sizes else int(d) for d in shape.split(" x ")))


def _onehot(rng: np.random.Generator, classes: int, n: int) -> Any:
    return np.eye(classes)[:, rng.integers(classes, size=n)].copy()


DRAWS = {
    "normal": lambda rng, m, n: rng.standard_normal((m, n)) / n**0.5,
    "zero or one": lambda rng, m, n: rng.integers(2, size=(m, n)).astype(float),
    "one of each column": _onehot,
    "spd": lambda rng, n, _: (lambda a: a @ a.T / n + np.eye(n))(rng.standard_normal((n, n))),
    "well conditioned": lambda rng, n, _: rng.standard_normal((n, n)) / n**0.5 + 2 * np.eye(n),
    "symmetric": lambda rng, n, _: (lambda a: a + a.T)(rng.standard_normal((n, n))),
}


def _sizes(*rows: str) -> tuple[Sizes, ...]:
    return tuple({d: int(n) for d, n in (word.split("=") for word in row.split())} for row in rows)


def _chain(k: int) -> Case:
    factors = [f"A{i}" for i in range(1, k)]
    shapes = {**dict.fromkeys(factors, "n x n"), "x": "n x 1"}
    large = round(4000 / k**0.5)
    return Case(f"chain of {k}", f"norm2({' '.join(factors)} x)^2", "x", shapes, _sizes("n=10", "n=100", "n=500"), 2,
                growth=(large, large * 7 // 5, large * 2))


LOGISTIC = "sum(log(1 + exp(X w))) - y'X w + c w'w/2"
RIDGE = "norm2(X w - y)^2 + c norm2(w)^2"
LABELS = {"y": "zero or one"}
REGRESSION = {"X": "n x d", "y": "n x 1", "w": "d x 1", "c": SCALAR}
TALL = _sizes("n=10 d=10", "n=1000 d=50", "n=20000 d=200")
FACTORS = {"M": "m x n", "U": "m x k", "V": "n x k"}
RANKS = _sizes("m=10 n=10 k=2", "m=200 n=200 k=5", "m=2000 n=1500 k=20")
LONG = (2500, 3500, 5000)
"""Arrays beyond all caches, so that the exponent is not that of a memory that gets slower."""
SQUARES = _sizes("n=10", "n=200", "n=1000")
SEED = {"A": "q x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}

CASES = (
    Case("logistic gradient", LOGISTIC, "w", REGRESSION, TALL, 2, draws=LABELS, growth=LONG),
    Case("logistic Hessian", LOGISTIC, "w", REGRESSION, TALL, 3, "hessian", draws=LABELS,
         wanted={"JAX": 2, "PyTorch": 20}),
    Case("ridge gradient", RIDGE, "w", REGRESSION, TALL, 2, growth=LONG),
    Case("ridge Hessian", RIDGE, "w", REGRESSION, TALL, 3, "hessian"),
    Case("factorisation gradient", "norm2(M - U V')^2", "U", FACTORS, RANKS, 2, grows=("m", "n"), growth=LONG),
    Case("masked factorisation gradient", "norm2(W∘(M - U V'))^2", "U", {**FACTORS, "W": "m x n"}, RANKS, 2,
         draws={"W": "zero or one"}, grows=("m", "n"), growth=LONG),
    Case("factorisation Hessian", "norm2(M - U V')^2", "U", FACTORS,
         _sizes("m=10 n=10 k=2", "m=200 n=200 k=5", "m=400 n=1500 k=10"), 2, "hessian", grows=("m", "n"),
         growth=(600, 800, 1000), others=(1,), wanted={"JAX": 400, "PyTorch": 3000}),
    Case("factorisation Hessian, factors", "norm2(M - U V')^2", "U", FACTORS, RANKS, 1, "hessian_factors",
         grows=("n",), growth=(20000, 40000, 80000), others=()),
    Case("softmax network", "logsumexp(W tanh(V x)) - y'W tanh(V x)", ("V", "W"),
         {"x": "d x 1", "y": "c x 1", "V": "h x d", "W": "c x h"},
         _sizes("d=10 h=10 c=10", "d=200 h=100 c=10", "d=2000 h=1000 c=100"), 2, function="value_and_gradient",
         draws={"y": "one of each column"}, growth=LONG),
    Case("softmax network, a batch", "sum(log(1'exp(W tanh(V X)))) - tr(Y'W tanh(V X))", ("V", "W"),
         {"X": "d x n", "Y": "c x n", "V": "h x d", "W": "c x h"},
         _sizes("d=10 h=10 c=10 n=10", "d=100 h=50 c=10 n=200", "d=500 h=200 c=50 n=2000"), 3,
         "value_and_gradient", draws={"Y": "one of each column"}),
    Case("Jacobian of a vector", "A(B(XC)∘D∘E)F", "X", SEED,
         _sizes(*(f"q={n} a={n} b={n} e={n}" for n in (10, 100, 300))), 3, "jacobian", others=(2,),
         wanted={"JAX": 150, "PyTorch": 250}),
    Case("inverse quadratic form", "x'X^-1 x", "X", {"X": "n x n", "x": "n x 1"}, SQUARES, 3,
         draws={"X": "well conditioned"}),
    Case("Gaussian process, by the kernel", "-1/2 y'K^-1 y - 1/2 logdet(K)", "K", {"K": "n x n", "y": "n x 1"},
         SQUARES, 3, assume={"K": ["spd"]}, draws={"K": "spd"}),
    Case("Gaussian process, by variance and noise", "-1/2 y'(s K + t I)^-1 y - 1/2 logdet(s K + t I)", ("s", "t"),
         {"K": "n x n", "y": "n x 1", "s": SCALAR, "t": SCALAR}, SQUARES, 3, "value_and_gradient",
         assume={"K": ["spd"], "s": ["positive"], "t": ["positive"]}, draws={"K": "spd"}),
    Case("trace of Rayleigh quotients", "tr((X'X)^-1 X'A X)", "X", {"X": "n x k", "A": "n x n"},
         _sizes("n=10 k=2", "n=200 k=5", "n=2000 k=20"), 2, assume={"A": ["symmetric"]}, draws={"A": "symmetric"},
         grows=("n",), growth=LONG),
    *map(_chain, (5, 10, 20)),
)
BY_NAME = {case.name: case for case in CASES}
