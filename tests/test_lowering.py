"""Lowered programs: the values of answers at random arrays, each rule met, nothing written into that is given."""
from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from running_code import OUTSIDE, runtime

from matcalc.api import diff
from matcalc.build import normalize
from matcalc.certify.numeric import evaluate_all
from matcalc.expr import OPS, Expr, walk
from matcalc.lowering import Program, in_place, lowered, unbuffered
from matcalc.lowering.buffers import _Buffers
from matcalc.lowering.engine import RULES
from matcalc.lowering.replay import same
from matcalc.lowering.schedule import scheduled
from matcalc.lowering.spelled import SPELLED
from matcalc.lowering.twins import TWINS
from matcalc.lowering.work import Sizes
from matcalc.ops.leaves import SYM
from matcalc.ops.placed import PLACED, PUT_ADD
from matcalc.present import CODE, Answer, answer
from matcalc.render import languages
from matcalc.syntax import read

SIZES = {"m": 7, "n": 5, "k": 3, "q": 4, "p": 6}
TARGETS = ("numpy", "scipy", "jax", "torch")
LARGE = {"m": 2000, "n": 1500, "k": 20, "q": 800, "p": 700}
"""Sizes that other programs are best at; they are run at the small ones."""

MODELS = {
    "logistic regression": ("sum(log(1 + exp(-y∘(X w))))", "w", "X: m x n; y: m x 1; w: n x 1"),
    "ridge regression": ("‖X w - y‖^2 + c ‖w‖^2", "w", "X: m x n; y: m x 1; w: n x 1; c: 1 x 1"),
    "matrix factorisation": ("‖U V' - X‖^2", "U", "U: m x k; V: n x k; X: m x n"),
    "masked factorisation": ("‖W∘(U V' - X)‖^2", "U", "U: m x k; V: n x k; X: m x n; W: m x n"),
    "softmax layers": ("sum(row_logsumexp(tanh(X A) B)) - tr(Y' tanh(X A) B)", "A",
                       "X: m x n; A: n x q; B: q x k; Y: m x k"),
    "a row of elementwise products": ("A(B(X C)∘D∘E)F", "X",
                                      "A: q x m; B: m x n; X: n x 1; C: 1 x k; D: n x k; E: m x k; F: k x 1"),
    "an inverse quadratic form": ("x'X^-1 x", "X", "X: n x n; x: n x 1"),
    "an inverse between vectors": ("x'X^-1 x", "x", "X: n x n; x: n x 1"),
    "a Gaussian process": ("-y'K^-1 y/2 - logdet(K)/2", "K", "K: n x n spd; y: n x 1"),
    "noise of a Gaussian process": ("-y'(K + s I)^-1 y/2 - logdet(K + s I)/2", "s",
                                    "K: n x n spd; y: n x 1; s: 1 x 1 positive"),
    "Rayleigh quotients": ("tr((X'X)^-1 X'A X)", "X", "X: m x k; A: m x m symmetric"),
    "an eigenvalue": ("lmax(S)", "S", "S: n x n symmetric"),
    "a singular value": ("smax(X)", "X", "X: m x k"),
    "a chain": ("‖A B C D x‖^2", "x", "A: n x n; B: n x n; C: n x n; D: n x n; x: n x 1"),
    "a chain by a factor": ("y'A B C D x", "B", "A: n x n; B: n x n; C: n x n; D: n x n; x: n x 1; y: n x 1"),
}
"""Functions, the variables, and declarations."""

PARTS = dict(line.split(" | ") for line in """
log(a'x + 1) | a: n; x: n
sum(log(1 + X∘X)) | X: m x n
sum(exp(X) - 1) | X: m x n
m n mean(exp(X)) | X: m x n
sum(exp(X)) - m n | X: m x n
logsumexp(x) | x: n
max(s) + softmax(s) var(s) + nuc(2) polar(s) | s: 1 x 1
x'softmax(y) | x: n; y: n
sum(X∘row_softmax(Y)) | X: m x n; Y: m x n
sum(X∘col_softmax(Y)) | X: m x n; Y: m x n
sum(log_softmax(x)∘y) | x: n; y: n
sum(row_log_softmax(X)∘Y) | X: m x n; Y: m x n
sum(col_logsumexp(X)) | X: m x n
sigmoid(X)∘sigmoid(-X) | X: m x n
sum(softplus(X)) | X: m x n
sigmoid(-a'x) | a: n; x: n
A^-2 b | A: n x n; b: n
A^3 b | A: n x n; b: n
(A B)^-1 c | A: n x n; B: n x n; c: n
a'S^-1 b + logdet(S) | S: n x n spd; a: n; b: n
tr(A^-1 B) | A: n x n; B: n x n
tr(A^-1) | A: n x n
A^-1 b + A'^-1 c + log(det(A)^2) a | A: n x n; a: n; b: n; c: n
L^-1 b | L: n x n lower_triangular; b: n
L'^-1 (L^-1 b) | L: n x n lower_triangular; b: n
A^-1 b + A^-1 c + A^-1 B a | A: n x n; B: n x n; a: n; b: n; c: n
A∘A^-1 | A: n x n
B A^-1 C | A: n x n; B: m x n; C: n x m
sum(A') + logsumexp(A') | A: m x n
X'Diag(sigmoid(a)∘sigmoid(-a)) X | X: m x n; a: m
c w - X'(y - exp(X w)) | X: m x n; y: m; w: n; c: 1 x 1
c w - X'(y - exp(X w)) + (y - exp(X w))'y w | X: m x n; y: m; w: n; c: 1 x 1
tr(A B C) | A: m x n; B: n x k; C: k x m
tr(A B) | A: m x n; B: n x m
sum(A B C) | A: m x n; B: n x k; C: k x m
sum(A B) | A: m x n; B: n x m
tr(A'B) | A: m x n; B: m x n
sum(A∘B∘A∘B) | A: m x n; B: m x n
sum(A∘A∘B) | A: m x n; B: m x n
sum((a ones(1, n))∘exp(A)∘(1 + A.^2)) | A: m x n; a: m
rowsum(A B) | A: m x n; B: n x k
colsum(A B) | A: m x n; B: n x k
rowsum(A') | A: m x n
rowsum(A∘B) | A: m x n; B: m x n
sum(diag(u) A) | A: m x n; u: m
sum(A diag(u)) | A: m x n; u: n
rowsum(A diag(u)) | A: m x n; u: n
colsum(diag(u) A) | A: m x n; u: m
diag(A B) | A: m x n; B: n x m
A diag(u) B x | A: m x n; u: n; B: n x k; x: k
A diag(u) diag(v) B | A: m x n; u: n; v: n; B: n x k
A'diag(exp(u)) A | A: m x n; u: m
a b' | a: m; b: n
-2 s a b' | a: m; b: n; s: 1 x 1
(a b')' | a: m; b: n
A ⊗ eye(m) | A: n x k
eye(m) ⊗ A | A: n x k
2 A ⊗ eye(m) | A: n x k
A ⊗ B | A: n x k; B: m x n
(eye(m*n) + commutation(m, n)) (A ⊗ eye(m)) | A: n x k
(A' ⊗ eye(m)) (eye(m*n) - commutation(n, m)) | A: n x k
(eye(q) ⊗ commutation(n, m)) (A ⊗ vec(C)) | A: q x k; C: n x m
2 (A' ⊗ eye(m)) diag(vec(C)) (A ⊗ eye(m)) | A: n x k; C: m x n
(eye(m) ⊗ A') diag(vec(C')) (eye(m) ⊗ B) | A: n x k; B: n x n; C: m x n
((A' ⊗ eye(m)) diag(vec(C)∘vec(exp(C))) (B ⊗ eye(m)))' | A: n x k; B: n x n; C: m x n
(A' ⊗ eye(m)) diag(vec(C)) (B ⊗ eye(m)) vec(C B) | A: n x k; B: n x k; C: m x n
(a' ⊗ eye(m)) diag(vec(C)) (A ⊗ eye(m)) + (b' ⊗ eye(m)) | A: n x k; a: n; b: k; C: m x n
(A' ⊗ eye(m)) diag(vec(C)) (a ⊗ eye(m)) - (b ⊗ eye(m)) diag(y) | A: n x k; a: n; b: k; C: m x n; y: m
diag(vec(C)) (A ⊗ eye(m)) diag(vec(B)) / s | A: n x k; C: m x n; B: m x k; s: 1 x 1
diag(vec(C)) - diag(vec(C)) (ones(n, n) ⊗ eye(m)) diag(vec(C)) | C: m x n
(A' ⊗ eye(m)) diag(vec(C)) (eye(m*n) - s (ones(n, n) ⊗ eye(m)) diag(vec(C))) | A: n x k; C: m x n; s: 1 x 1
commutation(m, n) (diag(vec(C)) - diag(vec(C)) (a b' ⊗ eye(m)) diag(vec(C))) commutation(n, m) | a: n; b: n; C: m x n
commutation(n, m) (eye(m) ⊗ A') diag(vec(C)) (eye(m) ⊗ A) commutation(m, n) | A: k x n; C: k x m
(B ⊗ eye(m)) diag(vec(C)) (A ⊗ eye(m)) diag(vec(C)) (B ⊗ eye(m)) | A: n x n; B: n x n; C: m x n
B^+ c | B: m x k; c: m
(A - eye(n)) B | A: n x n; B: n x k
(eye(n) - a b') B | a: n; b: n; B: n x k
s eye(n) - A B | A: n x k; B: k x n; s: 1 x 1
A + s eye(n) | A: n x n; s: 1 x 1
(A + A') x | A: n x n; x: n
‖-A‖ + sum((-A).^2) | A: m x n
‖A - B‖^2 + sum(abs(B - A)) | A: m x n; B: m x n
A∘B + A∘B∘B | A: m x n; B: m x n
s A/t + A∘(2 B)/3 | A: m x n; B: m x n; s: 1 x 1; t: 1 x 1
(2 A) ./ (s B) | A: m x n; B: m x n; s: 1 x 1
max(A, 0) + min(A, B) | A: m x n; B: m x n
max(A B, C) + min(A B, C) | A: m x n; B: n x k; C: m x k
max(min(A B, C), D) | A: m x n; B: n x k; C: m x k; D: m x k
(A B).^2 + 1 ./ (A B) | A: m x n; B: n x k
-(A B) - (-C) | A: m x n; B: n x k; C: m x k
tanh(A B)∘(1 - tanh(A B).^2) | A: m x n; B: n x k
unit(2, n)'x | x: n
x'A^-1 | A: n x n; x: n
lmax(S) + lmin(S) | S: n x n symmetric
nuc(A) + smax(A) | A: m x n
det(S) + logdet(S) | S: n x n spd
exp(x)/sum(exp(x)) | x: n
exp(X) ./ (rowsum(exp(X)) ones(1, n)) | X: m x n
log(sum(exp(x))) | x: n
sum(log(rowsum(exp(X)))) | X: m x n
A : B | A: m x n; B: m x n
A' : B' | A: m x n; B: m x n
A : A | A: m x n
log(exp(s) + exp(t)) | s: 1 x 1; t: 1 x 1
log(exp(X) + exp(Y)) | X: m x n; Y: m x n
log(cosh(X)) | X: m x n
exp(X) ./ (exp(X) + exp(Y)) | X: m x n; Y: m x n
log(det(A)^2) | A: n x n
kl(softmax(x), y) + kl(y, softmax(x)) + entropy(softmax(x)) | x: n; y: n
cross_entropy(Y, row_softmax(X)) + sum(log(col_softmax(X))) | X: m x n; Y: m x n
log(cosh(a'x)) | a: n; x: n
log(c'exp(x)) | c: n; x: n
log(sum(c∘exp(x))) | c: n; x: n
(c∘exp(x))/(c'exp(x)) | c: n; x: n
A (c∘exp(x))/(sum(c∘exp(x)) s) | A: m x n; c: n; x: n; s: 1 x 1
(x y' - A) : B | x: m; y: n; A: m x n; B: m x n
(x y') : B | x: m; y: n; B: m x n
A^-T b | A: n x n; b: n
sigmoid(A - B) + tanh(B - A) | A: m x n; B: m x n
(-A)' | A: m x n
sum(-A) | A: m x n
A B + C + (A B)' | A: n x k; B: k x n; C: n x n
tr(A B) eye(n) - A B | A: n x k; B: k x n
A B + sum(A B) eye(n) + tr(A B) eye(n) | A: n x k; B: k x n
A B + C + exp((A B)') + (A B)'∘C | A: n x k; B: k x n; C: n x n
diag(-2 A) | A: n x n
""".strip().splitlines())
"""Expressions, and declarations: together with the models each rule is met."""


def declared(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Shapes and assumptions."""
    shapes, assume = {}, {}
    for part in text.split(";"):
        name, _, words = part.strip().partition(": ")
        sides = [word for word in words.split() if word in SIZES or word in ("x", "1")]
        shapes[name] = " ".join(sides) if len(sides) > 1 else f"{sides[0]} x 1"
        assume[name] = [word for word in words.split() if word not in sides]
    return shapes, {name: words for name, words in assume.items() if words}


def value(f: Expr) -> Answer:
    return answer(normalize(f), CODE, set())


def arrays(roots: Iterable[Expr]) -> dict[str, Any]:
    """An array for each symbol, as is assumed of it; numbers for scalars."""
    rng = np.random.default_rng(3)
    out: dict[str, Any] = {}
    for e in walk(*roots):
        if e.op is SYM and e.data[0] not in out:
            name, (rows, cols), words = e.data
            a = rng.uniform(0.3, 1.2, (SIZES.get(rows, 1), SIZES.get(cols, 1)))
            if rows == cols != "1":
                a += 3 * np.eye(len(a)) if "symmetric" not in words else 0
            if {"symmetric", "spd"} & set(words):
                a = a + a.T
            if "lower_triangular" in words:
                a = np.tril(a)
            out[name] = float(a[0, 0]) if e.is_scalar else a
    return out


def ran(program: Program, target: str, env: dict[str, Any]) -> list[np.ndarray]:
    """The results of a program, as two-dimensional arrays."""
    modules, given, taken = runtime(target)
    script = languages.target(target).script(program.bindings, program.results)
    names = {**modules, **SIZES, **{script.names.get(name, name): a if isinstance(a, float) and target != "torch"
                                    else given(a) for name, a in env.items()}}
    exec("\n".join([*script.helpers, *script.lines]), names)
    return [np.atleast_2d(taken(eval(line, names))) for line in script.results]


def agree(answers: list[Answer], target: str, given: tuple[Expr, ...] = (),
          sizes: dict[str, int] | None = None) -> list[Program]:
    """Check the programs for these answers against the values of the expressions, however arrays lie in memory."""
    roots = [a.whole for a in answers]
    env = arrays(roots)
    wanted = evaluate_all(tuple(roots), {name: np.atleast_2d(a) for name, a in env.items()}, SIZES)
    program = lowered(answers, target, sizes, given=given)
    programs = [program]
    if target in ("numpy", "scipy"):
        placed = in_place(program, sizes)
        programs += [placed, unbuffered(placed, sizes)]
    for one, order in product(programs, "CF" if target in ("numpy", "scipy") else "C"):
        copies = {name: np.array(a, order=order) if not isinstance(a, float) else a for name, a in env.items()}
        for got, want in zip(ran(one, target, copies), wanted, strict=True):
            assert got.shape == want.shape
            np.testing.assert_allclose(got, want, rtol=1e-7, atol=1e-9 * max(1, abs(want).max()))
        assert all(np.array_equal(copies[name], a) for name, a in env.items()), "an argument was written into"
    return programs


def of_model(name: str) -> tuple[Expr, list[Answer]]:
    expr, wrt, text = MODELS[name]
    shapes, assume = declared(text)
    found = [diff(expr, wrt, shapes, assume), diff(expr, wrt, shapes, assume, kind="hessian")]
    return found[0].function, [value(found[0].function), *(d.program for d in found)]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", MODELS)
def test_value_gradient_and_hessian_of_a_model_are_right_together_and_alone(name, target):
    f, answers = of_model(name)
    agree(answers, target, (f,))
    for one in answers:
        agree([one], target, (f,))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", MODELS)
def test_programs_for_large_arrays_are_right(name, target):
    f, answers = of_model(name)
    agree(answers, target, (f,), LARGE)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("text", PARTS)
def test_an_expression_is_computed(text, target):
    shapes, assume = declared(PARTS[text])
    f = read(text, shapes=shapes, assume=assume).expr
    for one in (Answer(f, []), value(f)):
        agree([one], target)


@pytest.mark.parametrize("target", OUTSIDE)
def test_expressions_are_computed_in_another_language(target):
    programs, wanted = [], []
    for text, declarations in PARTS.items():
        shapes, assume = declared(declarations)
        one = value(read(text, shapes=shapes, assume=assume).expr)
        program = lowered([one], target)
        env = arrays([one.whole])
        programs.append((languages.target(target).script(program.bindings, program.results), env, SIZES))
        wanted += evaluate_all((one.whole,), {name: np.atleast_2d(a) for name, a in env.items()}, SIZES)
    for got, want, text in zip(OUTSIDE[target].values(programs), wanted, PARTS, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-7, atol=1e-9, err_msg=text)


@pytest.mark.parametrize("view", ["transpose", "vec", "diagpart"])
def test_nothing_is_written_over_that_a_view_shows_later(view):
    a, b, product = (SYM(data=(name, ("n", "n"), ())) for name in "ABM")
    shown = SYM(data=("v", OPS[view](product).shape, ()))
    turned = OPS["neg"](product)
    program = in_place(Program([("M", OPS["matmul"](a, b)), ("v", OPS[view](product))], [turned, OPS["exp"](shown)]))
    env = arrays([OPS["matmul"](a, b)])
    m = env["A"] @ env["B"]
    of = evaluate_all((turned, OPS["exp"](OPS[view](product))), {"M": m}, SIZES)
    for got, want in zip(ran(program, "numpy", env), of, strict=True):
        np.testing.assert_allclose(got, want)


A, B = (SYM(data=(name, ("n", "n"), ())) for name in "AB")
M, U = (SYM(data=(name, ("n", "n"), ())) for name in "MU")
WHOLE = Program([], [OPS["add"](OPS["matmul"](A, B), A, OPS["transpose"](OPS["matmul"](A, B)))])
MADE, ADDED, TURNED_ADDED = ("M", OPS["matmul"](A, B)), ("M", PUT_ADD(M, A)), ("M", PUT_ADD(M, OPS["transpose"](M)))
SHOWN = ("U", OPS["transpose"](M))


@pytest.mark.parametrize(("statements", "holds"), [
    ([MADE, TURNED_ADDED, ADDED], True),
    ([MADE, ADDED, TURNED_ADDED], False),  # A would be added twice
    ([MADE, TURNED_ADDED], False),
    ([MADE, SHOWN, ("M", PUT_ADD(M, U)), ADDED], True),
    ([MADE, SHOWN, ADDED, ("M", PUT_ADD(M, U))], False),  # U shows M with A by then
    ([("M", A), ("M", PUT_ADD(M, A))], False),  # what is given is never written into
])
def test_a_program_that_writes_over_what_is_needed_is_told_from_one_that_does_not(statements, holds):
    assert same(WHOLE, Program(statements, [M])) == holds


@pytest.mark.parametrize("seed", range(60))
def test_what_is_made_in_place_computes_what_the_program_without_that_does(seed):
    program = scheduled(lowered([Answer(e, []) for e in random_roots(seed)], "numpy"), Sizes({}), frozenset())
    assert same(program, _Buffers(program, frozenset()).run(program))


EXTREMES = {
    "log(exp(s) + exp(t))": ({"s": 1000.0, "t": 1000.0}, 1000 + np.log(2)),
    "log(1 + exp(s))": ({"s": -50.0}, np.exp(-50)),
    "log(cosh(s))": ({"s": -1000.0}, 1000 - np.log(2)),
    "log(c'exp(x))": ({"c": np.ones((2, 1)), "x": np.full((2, 1), 1000.0)}, 1000 + np.log(2)),
    "logsumexp(x)": ({"x": np.full((2, 1), 1000.0)}, 1000 + np.log(2)),
    "sum(sigmoid(x)∘sigmoid(-x))": ({"x": np.array([[50.0], [-1000.0]])}, np.exp(-50)),
    "exp(s) - 1": ({"s": 1e-12}, 1e-12),
    "sum(exp(x) - 1)": ({"x": np.full((2, 1), 1e-20)}, 2e-20),
    "exp(s)/(exp(s) + exp(t))": ({"s": 1000.0, "t": 1000.0}, 0.5),
    "log(det(A)^2)": ({"A": -1e-40 * np.eye(9)}, -720 * np.log(10)),
    **dict.fromkeys(("y'log(softmax(x))", "-cross_entropy(y, softmax(x))", "-kl(y, softmax(x))"),
                    ({"x": np.array([[1000.0], [-1000.0]]), "y": np.ones((2, 1))}, -2000)),
    "entropy(softmax(x))": ({"x": np.array([[1000.0], [-1000.0]])}, 0),
}
"""Values that the parts of an expression, worked out as they stand, overflow in or lose."""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("text", EXTREMES)
def test_nothing_overflows_or_is_lost(text, target):
    env, wanted = EXTREMES[text]
    shapes = {name: "1 x 1" if isinstance(a, float) else " x ".join(map(str, a.shape)) for name, a in env.items()}
    program = lowered([value(read(text, shapes=shapes).expr)], target)
    programs = [program, in_place(program)] if target in ("numpy", "scipy") else [program]
    for one in programs:
        with np.errstate(all="raise", under="ignore"):
            np.testing.assert_allclose(ran(one, target, env), [[[wanted]]], rtol=1e-12)


IDIOMS = {
    "a narrow matrix by a large one, transposed": ("A V", "A: m x n; V: n x k", LARGE, [], "(V.T @ A.T).T"),
    "not where it is no larger than a cache": ("A V", "A: k x n; V: n x k", LARGE, [], "A @ V"),
    "what follows entry by entry": ("2 A V", "A: m x n; V: n x k", LARGE, ["M = V.T @ A.T", "M *= 2"], "M.T"),
    "spread rows are not copied": ("a b'", "a: m; b: n", LARGE, [], "unbuffered(np.multiply, a, b.T)"),
    "nor those of what is written into": ("Diag(a) exp(A)", "A: m x n; a: m", LARGE,
                                          ["M = np.exp(A)", "unbuffered(np.multiply, M, a, M)"], "M"),
    "a number early, that an array may be written over": (
        "logsumexp(A B) - tr(C'A B)", "A: m x n; B: n x k; C: m x k", SIZES,
        ["M = A @ B", "s = M.max()", "t = np.vdot(C, M)", "M -= s", "np.exp(M, out=M)"], "s + np.log(M.sum()) - t"),
    "a trace with few columns": ("tr(X' A X)", "A: n x n; X: n x k", SIZES, [], "np.vdot(X, A @ X)"),
    "short rows may be": ("a b'", "a: m; b: k", LARGE, [], "a * b.T"),
    "in small arrays they may be": ("a b'", "a: k; b: p", LARGE, [], "a * b.T"),
}
"""Expressions, declarations, sizes, the statements, and the result."""


@pytest.mark.parametrize("name", IDIOMS)
def test_numpy_is_written_as_it_is_fast(name):
    text, declarations, sizes, lines, result = IDIOMS[name]
    shapes, assume = declared(declarations)
    f = read(text, shapes=shapes, assume=assume).expr
    program = agree([Answer(f, [])], "numpy", sizes=sizes)[-1]
    script = languages.target("numpy").script(program.bindings, program.results)
    assert (script.lines, script.results) == (lines, [result])


def test_each_rule_is_met(monkeypatch):
    met = set()

    def watched(rule):
        def call(*args):
            found = rule(*args)
            if found:
                met.add(rule.__name__)
            return found
        return call

    every = {rule.__name__ for rules in RULES.values() for rule in rules}
    every |= {rule.__name__ for rule in (*TWINS, *SPELLED.values())}
    for name, rules in RULES.items():
        monkeypatch.setitem(RULES, name, [watched(rule) for rule in rules])
    for name, rule in SPELLED.items():
        monkeypatch.setitem(SPELLED, name, watched(rule))
    monkeypatch.setattr("matcalc.lowering.twins.TWINS", tuple(map(watched, TWINS)))
    statements = set()
    for text, declarations in PARTS.items():
        shapes, assume = declared(declarations)
        program = in_place(lowered([Answer(read(text, shapes=shapes, assume=assume).expr, [])], "numpy"))
        statements |= {e.op.name for _, e in program.bindings}
    for seed in range(40):
        lowered([Answer(e, []) for e in random_roots(seed)], "numpy")
    for name in MODELS:
        f, answers = of_model(name)
        program = in_place(lowered(answers, "numpy", given=(f,)))
        statements |= {e.op.name for _, e in program.bindings}
    for text, declarations, sizes, *_ in IDIOMS.values():
        shapes, assume = declared(declarations)
        program = lowered([Answer(read(text, shapes=shapes, assume=assume).expr, [])], "numpy", sizes)
        statements |= {e.op.name for _, e in unbuffered(in_place(program, sizes), sizes).bindings}
    assert " ".join(sorted(every - met)) == ""
    assert " ".join(sorted(set(PLACED) - statements)) == ""


# ---- random expressions
UNARY = ("exp", "tanh", "sigmoid", "neg", "square")


def drawn(rng: random.Random, shape: tuple[str, str], depth: int) -> Expr:
    """A random expression of this shape."""
    rows, cols = shape
    if depth == 0 or rng.random() < 0.1:
        return SYM(data=(f"{'X' if '1' not in shape else 'x'}{rows}{cols}", shape, ()))
    again = lambda *sides: drawn(rng, sides, depth - 1)
    kind = rng.choice(("product", "product", "product", "sum", "difference", "entries", "function", "scaled",
                       "transposed", "solved", "spread"))
    inner = rng.choice(("n", "k", "m", "1"))
    match kind:
        case "product" if inner != "1" or shape != ("1", "1"):
            return OPS["matmul"](again(rows, inner), again(inner, cols))
        case "sum" | "difference":
            return OPS["add" if kind == "sum" else "sub"](again(*shape), again(*shape))
        case "entries":
            return OPS["hadamard"](again(*shape), again(*shape))
        case "function":
            return OPS[rng.choice(UNARY)](OPS["scale"](OPS["num"](data=Fraction(1, 50)), again(*shape)))
        case "scaled":
            return OPS["scale"](OPS["tanh"](drawn(rng, ("1", "1"), 1)), again(*shape))
        case "transposed":
            return OPS["transpose"](again(cols, rows))
        case "solved" if rows != "1":
            square = OPS["add"](OPS["tanh"](again(rows, rows)), OPS["scale"](OPS["num"](data=Fraction(9)),
                                                                           OPS["eye"](data=rows)))
            return OPS["matmul"](OPS["inv"](square), again(*shape))
        case "spread" if "1" not in shape:
            return OPS["matmul"](OPS["diag"](again(rows, "1")), again(*shape))
    return again(*shape)


def random_roots(seed: int) -> list[Expr]:
    rng = random.Random(seed)
    return [drawn(rng, (rng.choice("nkm1"), rng.choice("nkm1")), 4) for _ in range(2)]


@pytest.mark.parametrize("seed", range(150))
def test_random_expressions_are_computed_together(seed):
    roots = random_roots(seed)
    for target in ("numpy", "scipy"):
        agree([Answer(e, []) for e in roots] + [value(roots[0])], target)
