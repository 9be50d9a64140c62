"""Every operator's law, evaluated over jets of real numbers, agrees with differences of the operator in NumPy."""
import math
from fractions import Fraction

import numpy as np
import pytest
from every import difference
from scipy import special

from matcalc import dims
from matcalc.certify import laws, numeric
from matcalc.certify.field import Field, Singular
from matcalc.certify.jets import jet, mixed
from matcalc.certify.law import Point
from matcalc.certify.laws import LAWS, NUMERIC_ONLY, VALUELESS
from matcalc.expr import OPS, Expr, walk
from matcalc.ops.arrays import ARRAYS
from matcalc.ops.leaves import SYM
from matcalc.ops.placed import CODE_ONLY
from matcalc.ops.routines import ROUTINES
from matcalc.shape import Signature

SIZES = {"k": 2, "m": 2, "n": 3, "p": 4, "q": 2}

DATA = {"unknown": [("g", 0), ("g", 1)], "power": [3, -2, 0],
        "epow": [Fraction(3), Fraction(-1), Fraction(5, 2), Fraction(-1, 3)],
        **{name: ["p"] for name in ("mpower", "frechet_power", "frechet_power_pair", "frechet_power_triple")},
        "unvec": [("m", "n")],
        "num": [Fraction(2, 3)], "const": ["pi"], "dim": ["n"], "eye": ["n"], "ones": [("m", "n")],
        "zeros": [("m", "n")], "hadpow": [(Fraction(2), Fraction(-1), Fraction(1, 2))], "blockdot": [("m", "n")],
        "blocksum": [("p", "q")], "term": [(Fraction(2, 3), (Fraction(2), Fraction(-1, 2)), True),
                                           (Fraction(-2), (Fraction(-1),), False), (Fraction(3), (), True)],
        "unit": [(2, "n")], "duplication": ["n"], "elimination": ["n"], "symmetrizer": ["n"],
        "commutation": [("m", "n")],
        "einsum": [(("ia", "ak", "jl"), ("m*p", "n*q"), ("m", "p", "q", "n"))]}
SCALAR = ("1", "1")
SHAPES = {"diag": [("n", "1")], "raised": [("m", "n")] * 2, "unvec": [("m*n", "1")], "hadpow": [("m", "n")] * 3,
          "einsum": [("m", "n"), ("n", "q"), ("p", "n")],
          "blockdot": [("m*p", "n*q"), ("p", "q")], "blocksum": [("m*p", "n*q"), ("m", "n")]}
ILL_CONDITIONED = {"sylvester": 1e-4}
"""Operators whose second differences lose digits at the points drawn, and the relative error allowed there."""
RANGES = {"acosh": (1.2, 3.0), **dict.fromkeys(("max", "min", "norm_inf", "onehot_max", "onehot_min"), (0.0, 9.0))}


class Reals(Field):
    """The field's methods for floating-point numbers."""

    def __init__(self):
        super().__init__(0)

    def add(self, a, b):
        return (np.array(a) + np.array(b)).tolist()

    def sub(self, a, b):
        return (np.array(a) - np.array(b)).tolist()

    def scaled(self, c, a):
        return (c * np.array(a)).tolist()

    def hadamard(self, a, b):
        return (np.array(a) * np.array(b)).tolist()

    def matmul(self, a, b):
        return (np.array(a) @ np.array(b)).tolist()

    def frob(self, a, b):
        return [[float((np.array(a) * np.array(b)).sum())]]

    def sums(self, terms, width):
        return np.reshape(terms, (1, -1, width)).sum(2).tolist()

    def kron(self, a, b):
        return np.kron(a, b).tolist()

    def khatri_rao(self, a, b):
        return np.stack([np.kron(x, y) for x, y in zip(np.transpose(a), np.transpose(b), strict=True)], axis=1).tolist()

    def blockdot(self, g, b):
        (p, q), (m, n) = np.shape(b), np.shape(g)
        return np.einsum("ikjl,kl->ij", np.reshape(g, (m // p, p, n // q, q)), b).tolist()

    def blocksum(self, g, a):
        (p, q), (m, n) = np.shape(a), np.shape(g)
        return np.einsum("ikjl,ij->kl", np.reshape(g, (p, m // p, q, n // q)), a).tolist()

    def total(self, a):
        return [[float(np.sum(a))]]

    def rowsum(self, a):
        return np.sum(a, axis=1, keepdims=True).tolist()

    def trace(self, a):
        return [[float(np.trace(a))]]

    def reciprocal(self, x):
        return 1 / x

    def fraction(self, numerator, denominator=1):
        return numerator / denominator

    def inverse(self, a):
        return np.linalg.inv(a).tolist()

    def det(self, a):
        return float(np.linalg.det(a))


SPECIAL = {"sign": lambda u: (u > 0) - (u < 0), "normcdf": special.ndtr,
           "normpdf": lambda u: math.exp(-u * u / 2) / math.sqrt(2 * math.pi),
           **{name: lambda u, n=n: float(special.polygamma(n, u))
              for n, name in enumerate(("digamma", "trigamma", "tetragamma", "pentagamma"))}}
"""The functions that Python's math does not have."""


class RealSymbols:
    """The functions' true values."""

    sqrt_pi = math.sqrt(math.pi)

    def value(self, name, u):
        if name.startswith("declared g"):
            node = OPS["unknown"](SYM(data=("u", ("1", "1"), ())), data=("g", int(name[-1])))
            return float(numeric.evaluate(node, {"u": np.array([[u]])}, {})[0, 0])
        return SPECIAL[name](u) if name in SPECIAL else getattr(math, name)(u)

    def power(self, u, numerator, denominator):
        return u ** (numerator / denominator)


def sample(name, data):
    """A node of the operator, with a symbol for each argument."""
    op = OPS[name]
    inputs = SHAPES.get(name) or (op.signature.inputs if isinstance(op.signature, Signature) else ())
    if name == "term":
        inputs = [SCALAR] * len(data[1]) + [("m", "n")] * data[2]
    args = [SYM(data=(f"X{i}", shape, ())) for i, shape in enumerate(inputs)]
    if op.fold and len(args) == 2 and args[0].shape == args[1].shape:
        args.append(SYM(data=("X2", args[0].shape, ())))
    return op(*args, data=data)


CODE = {*ARRAYS, *ROUTINES, *CODE_ONLY}
"""What programs alone hold, which are compared with answers in numbers."""
NAMES = [name for name in OPS if name not in VALUELESS and name not in CODE]
NODES = [sample(name, data) for name in NAMES if name in LAWS and name != "sym" for data in DATA.get(name, [None])]


def test_every_operator_has_a_law_or_is_numeric_only():
    assert set(NAMES) <= set(LAWS) | NUMERIC_ONLY
    assert not set(LAWS) & NUMERIC_ONLY


def test_every_operator_is_evaluated_in_numpy():
    assert {*NAMES, *ARRAYS, *ROUTINES} <= set(numeric.NUMERIC)


DEFINITE = {"chol"}
"""Functions of matrices whose symmetric part is positive definite."""


def environment(e, seed):
    rng = np.random.default_rng(seed)
    low, high = RANGES.get(e.op.name, (0.15, 0.85))
    shapes = {a.data[0]: [dims.value(d, SIZES) for d in a.shape] for a in walk(e) if a.op.name == "sym"}
    lifted = 3 if e.op.name in DEFINITE else 0
    env = {name: rng.uniform(low, high, shape) + lifted * np.eye(*shape) for name, shape in shapes.items()}
    return env, {name: rng.uniform(-1, 1, shape) for name, shape in shapes.items()}


def real_derivative(e, env, directions):
    point = Point(Reals(), RealSymbols())
    point.sizes = SIZES
    order = len(directions)
    known = {a: jet(env[a.data[0]].tolist(), [h[a.data[0]].tolist() for h in directions])
             for a in walk(e) if a.op.name == "sym"}
    out = mixed(laws.evaluate(point, e, known), order)
    return np.zeros_like(numeric.evaluate(e, env, SIZES)) if out is None else np.array(out)


@pytest.mark.parametrize("e", NODES, ids=repr)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_a_law_agrees_with_numbers(e: Expr, order):
    env, h = environment(e, 1)
    u = environment(e, 2)[1]

    def f(s, t):
        return numeric.evaluate(e, {name: x + s * h[name] + t * u[name] for name, x in env.items()}, SIZES)

    expected = [lambda: f(0, 0), lambda: difference(lambda s: f(s, 0)),
                lambda: difference(lambda s: difference(lambda t: f(s, t), 4e-3), 4e-3)][order]()
    got = real_derivative(e, env, [h, u][:order])
    assert got.shape == expected.shape
    rtol, atol = ILL_CONDITIONED.get(e.op.name, 1e-5), 1e-6 if order == 2 else 1e-8
    np.testing.assert_allclose(got, expected, rtol=rtol, atol=atol)


@pytest.mark.parametrize("e", NODES, ids=repr)
def test_a_complex_step_agrees_with_the_law_where_it_is_allowed(e: Expr):
    if not numeric.is_holomorphic(e):
        pytest.skip("not holomorphic")
    env, h = environment(e, 3)
    step = numeric.evaluate(e, {name: x + 1e-20j * h[name] for name, x in env.items()}, SIZES).imag / 1e-20
    np.testing.assert_allclose(step, real_derivative(e, env, [h]), rtol=1e-9, atol=1e-12)


def test_the_adjugate_of_a_singular_matrix_is_exact():
    from random import Random

    from matcalc.certify.jets import Jets
    from matcalc.certify.symbols import Symbols
    field = Field(2**61 - 2373)
    k = Jets(field, Symbols(field, Random(1), False))
    assert k.adjugate([[1, 2], [2, 4]]) == [[4, field.p - 2], [field.p - 2, 1]]
    assert k.det([[1, 2], [2, 4]]) == [[0]]
    with pytest.raises(Singular):
        k.inverse([[1, 2], [2, 4]])
