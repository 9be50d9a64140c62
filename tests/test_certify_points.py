"""Random points lie in the sets that are assumed, sizes fit, and products are applied as they are built."""
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from matcalc.certify import differences, draws
from matcalc.certify import field as plain
from matcalc.certify.apply import RULES, Values
from matcalc.certify.draws import DRAWS, SPREADS, FieldKit, draw, structure
from matcalc.certify.field import PRIMES, Field
from matcalc.certify.law import Point
from matcalc.certify.laws import evaluate
from matcalc.certify.sizes import Sizes
from matcalc.certify.symbols import Symbols
from matcalc.expr import OPS, walk
from matcalc.ops.leaves import SYM


def op(name, *args, data=None):
    return OPS[name](*args, data=data)


def sym(name, rows, cols):
    return SYM(data=(name, (rows, cols), ()))


FIELD = Field(PRIMES[0])
EYE = plain.identity(4)


def neg(a):
    return FIELD.scaled(-1, a)


def zero_unless(keep, a):
    return all(x == 0 or keep(i, j) for i, r in enumerate(a) for j, x in enumerate(r))


SETS = {
    "symmetric": lambda a: plain.transpose(a) == a,
    "spd": lambda a: plain.transpose(a) == a,
    "psd": lambda a: plain.transpose(a) == a,
    "skew": lambda a: plain.transpose(a) == neg(a),
    "diagonal": lambda a: zero_unless(lambda i, j: i == j, a),
    "upper_triangular": lambda a: zero_unless(lambda i, j: i <= j, a),
    "lower_triangular": lambda a: zero_unless(lambda i, j: i >= j, a),
    "orthogonal": lambda a: FIELD.matmul(a, plain.transpose(a)) == EYE,
    "idempotent": lambda a: FIELD.matmul(a, a) == a,
    "positive": lambda a: all(pow(x, (FIELD.p - 1) // 2, FIELD.p) <= 1 for r in a for x in r),
    "nonnegative": lambda a: all(pow(x, (FIELD.p - 1) // 2, FIELD.p) <= 1 for r in a for x in r),
    "nonsingular": lambda a: FIELD.det(a) != 0,
}


def test_every_assumption_has_a_draw():
    assert set(SETS) == draws.WORDS


@pytest.mark.parametrize("words", [" ".join(sorted(words)) for words, _ in DRAWS] + ["nonsingular"])
def test_a_draw_lies_in_its_set(words):
    a = draw(FieldKit(FIELD, Random(3)), (4, 4), words.split())
    for word in words.split():
        assert SETS[word](a), word


@pytest.mark.parametrize("words", [" ".join(sorted(words)) for words, _ in DRAWS])
def test_a_draw_of_floats_lies_in_its_set(words):
    kit = differences.FloatKit(np, np.random.default_rng(1), -1.0, 1.0)
    a = draw(kit, (4, 4), words.split())
    checks = {"symmetric": lambda: a - a.T, "skew": lambda: a + a.T, "orthogonal": lambda: a @ a.T - np.eye(4),
              "idempotent": lambda: a @ a - a, "diagonal": lambda: a - np.diag(np.diag(a)), "spd": lambda: a - a.T,
              "psd": lambda: a - a.T, "upper_triangular": lambda: np.tril(a, -1),
              "lower_triangular": lambda: np.triu(a, 1),
              "positive": lambda: np.minimum(a, 0), "nonnegative": lambda: np.minimum(a, 0),
              "nonsingular": lambda: np.array(abs(np.linalg.det(a)) < 1e-9)}
    for word in words.split():
        assert np.abs(checks[word]()).max() < 1e-9, word
        if word == "spd":
            assert np.linalg.eigvalsh(a).min() > 0


@pytest.mark.parametrize(("manner", "name"), [(m, n) for m in SPREADS for n in SPREADS[m]])
def test_a_direction_is_a_tangent(manner, name):
    kit = FieldKit(FIELD, Random(5))
    x = draw(kit, (4, 4), [name])
    h = SPREADS[manner][name](kit, x, kit.free(10, 1) if manner == "vech" else kit.free(4, 4))
    if name == "orthogonal":
        s = FIELD.matmul(plain.transpose(x), h)
        assert plain.transpose(s) == neg(s)
    else:
        assert SETS["symmetric" if name == "spd" else name](h)
    if manner == "tangent":
        assert SPREADS[manner][name](kit, x, h) == h


def test_positive_definite_matrices_are_symmetric_ones():
    assert structure(["spd"], "entries") == "symmetric"
    assert structure(["positive"], "tangent") is None


def test_gram_matrices_are_regular_at_the_sizes_offered():
    x = sym("X", "m", "n")
    e = op("inv", op("matmul", op("transpose", x), x))
    assert all(s["m"] >= s["n"] for s, _ in zip(Sizes(list(walk(e))).assignments(), range(1), strict=False))


def test_sizes_fit_polynomials_and_indices():
    nodes = list(walk(op("matmul", sym("X", "m", "n-3"), sym("Y", "n-3", "m+1")), op("unit", data=(4, "k"))))
    first = next(iter(Sizes(nodes).assignments()))
    assert first["n"] > 3
    assert first["k"] >= 4


A, B, C, D, V = sym("A", "m", "p"), sym("B", "n", "q"), sym("C", "m", "p"), sym("D", "m*n", "1"), sym("s", "1", "1")
KRON = op("kron", A, B)
MAPS = {
    "kron": KRON,
    "kron of three": op("kron", A, op("eye", data="k"), B),
    "kron of kron": op("kron", op("kron", A, B), A),
    "matmul": op("matmul", op("transpose", KRON), op("diag", D), KRON),
    "add": op("add", KRON, op("kron", C, B), op("neg", KRON)),
    "sub": op("sub", KRON, op("scale", V, KRON)),
    "div": op("div", KRON, V),
    "commutation": op("commutation", data=("m", "n")),
    "transposed commutation": op("matmul", op("transpose", op("commutation", data=("m", "n"))), KRON),
    "transpose": op("transpose", op("kron", A, op("matmul", op("commutation", data=("n", "m")), op("kron", B, C)))),
    "eye": op("eye", data="m*n"),
    "term": op("term", V, KRON, data=(Fraction(3), (Fraction(-1),), True)),
    "inverse": op("inv", op("add", op("diag", D), op("matmul", KRON, op("transpose", KRON)))),
}


@pytest.mark.parametrize("name", MAPS)
def test_applying_a_matrix_is_multiplying_by_it(name):
    e = MAPS[name]
    random = Random(1)
    kit = FieldKit(FIELD, random)
    point = Point(FIELD, Symbols(FIELD, random, False))
    point.sizes = {"m": 7, "n": 5, "p": 3, "q": 2, "k": 2}
    known = {a: kit.free(point.size(a.rows), point.size(a.cols)) for a in walk(e) if a.op.name == "sym"}
    v = kit.free(point.size(e.cols), 2)
    applied = Values(point, dict(known)).apply(e, v)
    assert applied == FIELD.matmul(evaluate(point, e, dict(known)), v)


def test_every_way_to_apply_is_tested():
    assert set(RULES) <= {e.op.name for root in MAPS.values() for e in walk(root)}
