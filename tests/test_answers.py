"""Classic problems with the answers that textbooks print: ours equal them, parse back, and are golden."""
import copy
import pickle
import re
import subprocess
import sys
from typing import NamedTuple

import numpy as np
import pytest

import matcalc
from matcalc import MatcalcError, certify
from matcalc.build import normalize
from matcalc.syntax import read

PROBLEMS = """
# expression ; variable ; declarations ; kind ; the answer in textbooks
A x ; x ; A: m x n, x: n ; jacobian ; A
x'A x ; x ; A: n x n, x: n ; ; (A + A') x
x'S x ; x ; S: n x n symmetric, x: n ; ; 2 S x
x'A x ; x ; A: n x n, x: n ; hessian ; A + A'
a'x ; x ; a: n, x: n ; ; a
x'x ; x ; x: n ; ; 2 x
‖x - y‖^2 ; x ; x: n, y: n ; ; 2 (x - y)
‖A x - b‖^2 ; x ; A: m x n, x: n, b: m ; ; 2 A'(A x - b)
‖A x - b‖^2 ; x ; A: m x n, x: n, b: m ; hessian ; 2 A'A
‖A x - b‖ ; x ; A: m x n, x: n, b: m ; ; A'(A x - b)/‖A x - b‖
‖x‖ ; x ; x: n ; ; x/‖x‖
‖x‖ ; x ; x: n ; hessian ; eye(n)/‖x‖ - x x'/‖x‖^3
x/‖x‖ ; x ; x: n ; ; eye(n)/‖x‖ - x x'/‖x‖^3
(A x - b)'W (A x - b) ; x ; A: m x n, x: n, b: m, W: m x m symmetric ; ; 2 A'W (A x - b)
(x - u)'inv(S)(x - u) ; x ; x: n, u: n, S: n x n spd ; ; 2 inv(S) (x - u)
(x - u)'inv(S)(x - u) ; S ; x: n, u: n, S: n x n spd ; ; -inv(S) (x - u) (x - u)'inv(S)
-logdet(S)/2 - (x - u)'inv(S)(x - u)/2 ; S ; x: n, u: n, S: n x n spd ; ; (inv(S) (x - u) (x - u)'inv(S) - inv(S))/2
(a'x + b)^2 ; x ; a: n, x: n, b: scalar ; ; 2 (a'x + b) a
log(a'x) ; x ; a: n, x: n ; hessian ; -a a'/(a'x)^2
(x'A x)/(x'x) ; x ; A: n x n symmetric, x: n ; ; 2 (A x - (x'A x/(x'x)) x)/(x'x)
sqrt(x'A x) ; x ; A: n x n spd, x: n ; ; A x/sqrt(x'A x)
log(x'A x) ; x ; A: n x n symmetric, x: n ; ; 2 A x/(x'A x)
exp(-x'x/2) ; x ; x: n ; ; -exp(-x'x/2) x
x'y/(‖x‖ ‖y‖) ; x ; x: n, y: n ; ; (y/‖x‖ - (x'y) x/‖x‖^3)/‖y‖
logdet(S) ; S ; S: n x n spd ; ; inv(S)
logdet(X) ; X ; X: n x n ; ; inv(X)'
logdet(X) ; X ; X: n x n ; hessian ; -commutation(n, n) (inv(X)' ⊗ inv(X))
det(X) ; X ; X: n x n nonsingular ; ; det(X) inv(X)'
det(X'X) ; X ; X: m x n ; ; 2 det(X'X) X inv(X'X)
det(A X B) ; X ; A: n x n, X: n x n nonsingular, B: n x n ; ; det(A X B) inv(X)'
logdet(X'X) ; X ; X: m x n ; ; 2 X inv(X'X)
logdet(X'A X) ; X ; X: m x n, A: m x m symmetric ; ; 2 A X inv(X'A X)
logdet(eye(n) + A X) ; X ; A: n x n, X: n x n ; ; A'inv(eye(n) + A X)'
tr(X) ; X ; X: n x n ; ; eye(n)
tr(A X) ; X ; A: n x m, X: m x n ; ; A'
tr(X'X) ; X ; X: m x n ; ; 2 X
tr(X^2) ; X ; X: n x n ; ; 2 X'
tr(X^3) ; X ; X: n x n ; ; 3 (X^2)'
tr(A X B) ; X ; A: k x m, X: m x n, B: n x k ; ; A'B'
tr(A X B X') ; X ; A: m x m, X: m x n, B: n x n ; ; A X B + A'X B'
tr(X'A X) ; X ; A: m x m, X: m x n ; ; (A + A') X
tr(A inv(X)) ; X ; A: n x n, X: n x n ; ; -inv(X)'A'inv(X)'
tr(A inv(X) B) ; X ; A: n x n, X: n x n, B: n x n ; ; -inv(X)'A'B'inv(X)'
tr(inv(X + A)) ; X ; A: n x n, X: n x n ; ; -((X + A)^-2)'
tr(inv(X'X)) ; X ; X: m x n ; ; -2 X (X'X)^-2
a'X b ; X ; a: m, X: m x n, b: n ; ; a b'
a'X'X b ; X ; a: n, X: m x n, b: n ; ; X (a b' + b a')
a'inv(X) b ; X ; a: n, X: n x n, b: n ; ; -inv(X)'a b'inv(X)'
‖X‖^2 ; X ; X: m x n ; ; 2 X
‖X‖ ; X ; X: m x n ; ; X/‖X‖
‖A X - B‖^2 ; X ; A: m x n, X: n x p, B: m x p ; ; 2 A'(A X - B)
‖A X B - C‖^2 ; X ; A: m x n, X: n x p, B: p x q, C: m x q ; ; 2 A'(A X B - C) B'
‖Y - W H‖^2 ; W ; Y: m x n, W: m x k, H: k x n ; ; 2 (W H - Y) H'
‖A∘(Y - W H)‖^2 ; H ; A: m x n, Y: m x n, W: m x k, H: k x n ; ; 2 W'(A∘A∘(W H - Y))
y'X inv(X'X) X'y ; X ; X: m x n, y: m ; ; 2 (y - X inv(X'X) X'y) (inv(X'X) X'y)'
tr(X diag(v) X') ; X ; X: m x n, v: n ; ; 2 X diag(v)
tr(X diag(v) X') ; v ; X: m x n, v: n ; ; diag(X'X)
tr(diag(x) A) ; x ; A: n x n, x: n ; ; diag(A)
x'diag(a) x ; x ; a: n, x: n ; ; 2 (a∘x)
tr(A∘X) ; X ; A: n x n, X: n x n ; ; A∘eye(n)
sum(A∘X) ; X ; A: m x n, X: m x n ; ; A
tr(A (B∘X) C) ; X ; A: k x m, B: m x n, X: m x n, C: n x k ; ; B∘(A'C')
tr(A'X B) + sum(X) ; X ; A: m x k, X: m x n, B: n x k ; ; A B' + 1
A X B ; X ; A: m x n, X: n x p, B: p x q ; ; B' ⊗ A
inv(X) ; X ; X: n x n ; ; -(inv(X)' ⊗ inv(X))
X' ; X ; X: m x n ; ; commutation(m, n)
X'X ; X ; X: m x n ; ; (eye(n*n) + commutation(n, n)) (eye(n) ⊗ X')
X ⊗ A ; X ; X: m x n, A: p x q ; ; (eye(n) ⊗ commutation(q, m) ⊗ eye(p)) (eye(m*n) ⊗ vec(A))
x ⊗ y ; x ; x: m, y: n ; ; eye(m) ⊗ y
exp(A x) ; x ; A: m x n, x: n ; ; diag(exp(A x)) A
sum(exp(A x)) ; x ; A: m x n, x: n ; ; A'exp(A x)
logsumexp(A x + b) ; x ; A: m x n, x: n, b: m ; ; A'softmax(A x + b)
logsumexp(x) ; x ; x: n ; hessian ; diag(softmax(x)) - softmax(x) softmax(x)'
softmax(x) ; x ; x: n ; ; diag(softmax(x)) - softmax(x) softmax(x)'
sigmoid(x) ; x ; x: n ; ; diag(sigmoid(x)∘sigmoid(-x))
sum(log(1 + exp(-y∘(X w)))) ; w ; X: m x n, w: n, y: m ; ; -X'(y∘sigmoid(-y∘(X w)))
sum(softplus(X w)) - y'X w ; w ; X: m x n, w: n, y: m ; ; X'(sigmoid(X w) - y)
sum(softplus(X w)) - y'X w ; w ; X: m x n, w: n, y: m ; hessian ; X'diag(sigmoid(X w)∘sigmoid(-X w)) X
-y'log(sigmoid(X w)) - (1 - y)'log(1 - sigmoid(X w)) ; w ; X: m x n, w: n, y: m ; ; X'(sigmoid(X w) - y)
logsumexp(W x) - y'W x ; W ; W: m x n, x: n, y: m ; ; (softmax(W x) - y) x'
-y'log(softmax(W x)) ; W ; W: m x n, x: n, y: m ; ; (sum(y) softmax(W x) - y) x'
‖X w - y‖^2 + s ‖w‖^2 ; w ; X: m x n, w: n, y: m, s: scalar ; ; 2 (X'(X w - y) + s w)
‖X w - y‖^2 + s ‖w‖^2 ; w ; X: m x n, w: n, y: m, s: scalar ; hessian ; 2 (X'X + s I)
‖X w - y‖^2/2 + s ‖w‖_1 ; w ; X: m x n, w: n, y: m, s: scalar ; ; X'(X w - y) + s sign(w)
(A x)∘(B x) ; x ; A: m x n, B: m x n, x: n ; ; diag(B x) A + diag(A x) B
x∘x ; x ; x: n ; ; 2 diag(x)
x x' ; x ; x: n ; ; x ⊗ eye(n) + eye(n) ⊗ x
x x'x ; x ; x: n ; ; 2 x x' + (x'x) I
A(B(X C)∘D∘E)F ; X ; A: 1 x a, B: a x b, X: b x 1, C: 1 x e, D: b x e, E: a x e, F: e x 1 ; ; (D∘(B'(E∘(A'F')))) C'
A(B(X C)∘D∘E)F ; X ; A: q x a, B: a x b, X: b x 1, C: 1 x e, D: b x e, E: a x e, F: e x 1 ; ; A (B∘(E diag(C'∘F) D'))
V tanh(W x) ; x ; V: p x m, W: m x n, x: n ; ; V diag(1 - tanh(W x).^2) W
‖V relu(W x) - y‖^2 ; W ; V: p x m, W: m x n, x: n, y: p ; ; 2 ((V'(V relu(W x) - y))∘step(W x)) x'
mean((x - mean(x)).^2) ; x ; x: n ; ; 2 (x - mean(x))/n
sum((X - ones(m, 1) u').^2) ; u ; X: m x n, u: n ; ; 2 (m u - X'ones(m, 1))
-sum(log(b - A x)) ; x ; A: m x n, x: n, b: m ; ; A'(b - A x).^-1
-sum(log(b - A x)) ; x ; A: m x n, x: n, b: m ; hessian ; A'diag((b - A x).^-2) A
x'log(x) ; x ; x: n ; ; log(x) + 1
t A ; t ; t: scalar, A: m x n ; ; vec(A)
inv(A + t B) ; t ; t: scalar, A: n x n, B: n x n ; ; -vec(inv(A + t B) B inv(A + t B))
logdet(A + t B) ; t ; t: scalar, A: n x n, B: n x n ; ; tr(inv(A + t B) B)
"""


class Problem(NamedTuple):
    expr: str
    wrt: str
    declared: str
    kind: str
    textbook: str

    @property
    def shapes(self) -> dict[str, str]:
        columns = {name: shape if " x " in shape else f"{shape} x 1" for name, shape, _ in self._declarations()}
        return {name: "1 x 1" if shape == "scalar x 1" else shape for name, shape in columns.items()}

    @property
    def assume(self) -> dict[str, list[str]]:
        return {name: [word] for name, _, word in self._declarations() if word}

    def _declarations(self) -> list[tuple[str, str, str]]:
        return re.findall(r"(\w+): (scalar|\w+ x \w+|\w+)(?: (\w+))?", self.declared)

    def derivative(self) -> matcalc.Derivative:
        return matcalc.diff(self.expr, wrt=self.wrt, shapes=self.shapes, assume=self.assume, kind=self.kind or None)


ALL = [Problem(*map(str.strip, line.split(";"))) for line in PROBLEMS.strip().splitlines() if not line.startswith("#")]
NAMED = [pytest.param(p, id=f"{p.expr} by {p.wrt} {p.kind}") for p in ALL]


@pytest.mark.parametrize("problem", NAMED)
def test_an_answer_equals_that_of_textbooks(problem):
    d = problem.derivative()
    assert d.certificate.holds
    textbook = read(problem.textbook, shapes=problem.shapes, assume=problem.assume).expr
    certificate = certify.certify_equal(d.expr, textbook)
    assert certificate.holds, f"{d.text}: {certificate.detail}"


@pytest.mark.parametrize("problem", NAMED)
def test_an_answer_parses_back(problem):
    d = problem.derivative()
    back = read(d.text, shapes=problem.shapes, assume=problem.assume).expr
    assert normalize(back) is normalize(d.expr)


def test_answers_are_golden(golden):
    blocks = []
    for p in ALL:
        d = p.derivative()
        question = f"d {p.expr} / d {p.wrt}{f', {p.kind}' if p.kind else ''}    {p.declared}"
        given = f"if:    {', '.join(d.conditions)}\n" if d.conditions else ""
        source = d.numpy.replace("\n", "\n       ")
        blocks.append(f"{question}\ntext:  {d.text}\n{given}latex: {d.latex}\nnumpy: {source}\n")
    golden("answers.txt", "\n".join(blocks))


WORDING = """
‖x - a‖ ; x ; x: n, a: n ; ; (x - a) / ‖x - a‖
‖x - a‖ ; x ; x: n, a: n ; hessian ; I / s - (x - a) (x - a)ᵀ / s^3 where s = ‖x - a‖
exp(-‖x - a‖^2/2) ; a ; x: n, a: n ; ; exp(-‖x - a‖^2 / 2) (x - a)
sqrt((x - m)'inv(S) (x - m)) ; x ; x: n, m: n, S: n x n spd ; ; S⁻¹ (x - m) / sqrt((x - m)ᵀ S⁻¹ (x - m))
‖(I - P) (x - a)‖^2 ; x ; P: n x n idempotent, x: n, a: n ; ; 2 (I - Pᵀ) (I - P) (x - a)
x - mean(x) ; x ; x: n ; ; I - ones(n, n) / n
log(sum(x)) + sum(log(x)) ; x ; x: n ; hessian ; -(ones(n, n) / sum(x)^2 + diag(x.^-2))
sum(log(1 + X)) ; X ; X: n x n ; ; (1 + X).^-1
tr(S A) - logdet(S)/2 ; S ; S: n x n symmetric, A: n x n ; ; Aᵀ - (1/2) S⁻¹
diag(F X) ; X ; F: n x n skew, X: n x n ; ; -khatri_rao(eye(n), F)ᵀ
"""


@pytest.mark.parametrize("line", WORDING.strip().splitlines())
def test_an_answer_is_written_as_people_would(line):
    p = Problem(*map(str.strip, line.split(";")))
    d = p.derivative()
    assert d.text == p.textbook
    assert normalize(read(d.text, shapes=p.shapes, assume=p.assume).expr) is normalize(d.expr)


@pytest.mark.parametrize(("expr", "by"), [("t x'A x / (1 + x'x)", "x"), ("nuc(X)", "X"), ("A X B", "X")])
def test_an_answer_is_the_same_copied_and_in_another_process(expr, by, tmp_path):
    d = matcalc.diff(expr, by)
    assert copy.deepcopy(d).expr is d.expr
    sent = tmp_path / "answer"
    sent.write_bytes(pickle.dumps(d))
    code = f"import pickle; d = pickle.load(open({str(sent)!r}, 'rb')); print(d.text, d.numpy, d.steps, sep='\\n')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert told.stdout == f"{d.text}\n{d.numpy}\n{d.steps}\n"


MISTAKES = [
    {"expr": 3}, {"expr": None}, {"wrt": 3}, {"wrt": None}, {"wrt": []}, {"wrt": ["x", 3]}, {"shapes": 3},
    {"shapes": "x: n"}, {"shapes": {"x": 3}}, {"shapes": {"x": None}}, {"shapes": {3: "n x n"}},
    {"shapes": {"x": (1,)}},
    {"assume": "spd"}, {"assume": {"A": 3}}, {"assume": {3: ["spd"]}}, {"order": "2"},
    {"order": None}, {"order": 2.0}, {"kind": 3}, {"form": None}, {"layout": []}, {"structured": 3}, {"direction": 3},
    {"cotangent": {}}, {"origin": 3},
]


@pytest.mark.parametrize("given", MISTAKES, ids=repr)
def test_an_argument_of_a_wrong_type_is_told_by_an_error_of_ours(given):
    with pytest.raises(MatcalcError) as told:
        matcalc.diff(**{"expr": "x'A x", "wrt": "x", **given})
    assert told.value.exit_code == 2


@pytest.mark.parametrize("call", [
    lambda d: d.wrapped("png"), lambda d: d.wrapped(3), lambda d: d.wrapped("latex", "box"), lambda d: d.code("cobol"),
    lambda d: matcalc.codegen("x'x", "x", functions=[3]), lambda d: matcalc.codegen("x'x", "x", target=None),
    lambda d: matcalc.codegen("x'x", "x", sizes=3), lambda d: matcalc.from_json({}), lambda d: matcalc.from_numpy(b"x"),
    lambda d: matcalc.verify("x'x", "x", 3), lambda d: matcalc.equal("x'x", None),
])
def test_what_there_is_not_is_told_by_an_error_of_ours(call):
    with pytest.raises(MatcalcError) as told:
        call(matcalc.diff("x'A x", "x"))
    assert told.value.exit_code == 2


@pytest.mark.parametrize(("given", "words"), [
    ({"x": [1, 2, 3]}, "has the shape (3,)"), ({"A": np.ones((2, 3, 1))}, "has the shape (2, 3, 1)"),
    ({"x": [["a"]] * 3}, "no array of numbers"), ({"s": None}, "no array of numbers"), ({"s": "2"}, "no array of num"),
    ({"x": [[1], [2, 3], [4]]}, "no array of numbers"), ({"s": [1, 2]}, "has the shape (2,)"),
    ({"x": [[1, 2, 3]]}, "1×3"),
    ({"n": 4}, "3"), ({"n": "three"}, "no symbol here"),
    ({"n": -1}, "no size"),
])
def test_arrays_that_do_not_fit_are_told_by_name(given, words):
    gradient = matcalc.diff("s ‖A x‖^2", "x", {"A": "m x n", "x": "n x 1", "s": "scalar"}).to_numpy()
    right = {"A": np.ones((2, 3)), "x": np.ones((3, 1)), "s": 2}
    assert gradient(**right).shape == (3, 1)
    with pytest.raises(MatcalcError) as told:
        gradient(**{**right, **given})
    assert words in told.value.message
