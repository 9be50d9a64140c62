"""Functions of each entry, extreme entries, statistics: their derivatives as people write them."""
import numpy as np
import pytest

import matcalc
from matcalc import certify
from matcalc.build import normalize
from matcalc.diagnostics import MatcalcError
from matcalc.syntax import read

SHAPES = {"A": "m x n", "x": "n x 1", "y": "n x 1", "p": "n x 1", "q": "n x 1", "b": "m x 1", "w": "n x 1",
          "t": "scalar", "X": "m x n", "Y": "m x n", "g": "function", "h": "function"}


def diff(expr, wrt="x", **options):
    used = {name: shape for name, shape in SHAPES.items() if name in {*expr} or name == wrt}
    return matcalc.diff(expr, wrt, used, **options)


TEXTS = """
sum(log1p(x)) ; x ; (1 + x).^-1
sum(expm1(x)) ; x ; exp(x)
sum(gelu(x)) ; x ; x∘normpdf(x) + normcdf(x)
sum(lgamma(x)) ; x ; digamma(x)
sum(elu(x)) ; x ; exp(-relu(-x))
sum(huber(A x - b)) ; x ; Aᵀ clip(A x - b, -1, 1)
max(A x) ; x ; Aᵀ onehot_max(A x)
min(x) ; x ; onehot_min(x)
max(X) ; X ; onehot_max(X)
sum(max(x, 0)) ; x ; step(x)
sum(maximum(x, y)) ; x ; step(x - y)
sum(minimum(x, 1)) ; x ; step(1 - x)
sum(clip(x, -1, 1)) ; x ; step(1 - x)∘step(1 + x)
var(x) ; x ; 2 (x - mean(x)) / n
std(x) ; x ; (x - mean(x)) / (n std(x))
var(X) ; X ; 2 (X - mean(X)) / (m n)
entropy(p) ; p ; -(1 + log(p))
cross_entropy(p, q) ; q ; -p ./ q
cross_entropy(p, softmax(x)) ; x ; sum(p) softmax(x) - p
sum(rowmean(X).^2) ; X ; 2 rowsum(X) ones(1, n) / n^2
sum(t ./ w) ; w ; -t w.^-2
sum(g(A x)) ; x ; Aᵀ g'(A x)
sum(g'(x)) ; x ; g''(x)
g(x'x) ; x ; 2 g'(xᵀ x) x
sum(g(h(x))) ; x ; g'(h(x))∘h'(x)
A g(x) ; x ; A diag(g'(x))
"""


@pytest.mark.parametrize("line", TEXTS.strip().splitlines())
def test_a_derivative_is_written_as_people_do(line):
    expr, wrt, expected = (part.strip() for part in line.split(" ; "))
    d = diff(expr, wrt)
    assert d.certificate.holds
    assert d.text == expected


ATTENTION = {"Q": "m x d", "K": "n x d", "V": "n x p", "G": "m x p"}
ROWS = [
    ("tr(G' row_softmax(Q K'/sqrt(d)) V)", "Q", ATTENTION,
     "(M∘(G Vᵀ - rowsum(M∘G Vᵀ) ones(1, n))) K / sqrt(d) where M = row_softmax(Q Kᵀ / sqrt(d))"),
    ("tr(G' row_softmax(Q K'/sqrt(d)) V)", "V", ATTENTION, "row_softmax(Q Kᵀ / sqrt(d))ᵀ G"),
    ("-sum(Y∘log(row_softmax(X W)))", "W", {"X": "n x d", "W": "d x k", "Y": "n x k"},
     "Xᵀ (row_softmax(X W)∘(rowsum(Y) ones(1, k)) - Y)"),
    ("sum(row_logsumexp(X W)) - sum(Y∘(X W))", "W", {"X": "n x d", "W": "d x k", "Y": "n x k"},
     "Xᵀ (row_softmax(X W) - Y)"),
    ("-sum(Y∘col_log_softmax(W X))", "W", {"X": "d x n", "W": "k x d", "Y": "k x n"},
     "(col_softmax(W X)∘(ones(k, 1) colsum(Y)) - Y) Xᵀ"),
    ("sum(Y∘(exp(X) ./ (exp(X) 1 1')))", "X", {"X": "m x n", "Y": "m x n"},
     "(Y - rowsum(Y∘row_softmax(X)) ones(1, n))∘row_softmax(X)"),
    ("(x - mean(x))/std(x)", "x", {"x": "n x 1"},
     "(I - (ones(n, n) + u uᵀ / var(x)) / n) / std(x) where u = x - mean(x)"),
]


@pytest.mark.parametrize(("expr", "wrt", "shapes", "text"), ROWS, ids=lambda row: str(row)[:40])
def test_the_derivative_of_a_layer_is_written_as_people_do(expr, wrt, shapes, text):
    d = matcalc.diff(expr, wrt, shapes)
    assert d.certificate.holds
    assert d.text == text
    assert normalize(read(d.text, shapes={name: s.shape for name, s in d.symbols.items()}).expr) is normalize(d.expr)


SECOND = ["sum(g(A x))", "g(x'A'A x)", "var(A x)", "std(x)", "max(x)^2", "sum(max(x, y).^3)", "sum(huber(x))",
          "sum(clip(x, -1, 1).^3)", "kl(x, y)", "sum(silu(x))", "sum(normcdf(x))", "sum(logit(x))", "sum(g(h(x)))",
          "sum(hypot(x, y))", "sum(atan2(x, y))", "sum(leaky_relu(x, 1/5).^2)"]


@pytest.mark.parametrize("expr", SECOND)
def test_a_second_derivative_is_certified(expr):
    assert diff(expr, kind="hessian").certificate.holds


@pytest.mark.parametrize("expr", ["tr(inv(I + X' X) g(X)'X)", "tr(X g(X)')", "tr(inv(X'X + max(X) I))",
                                  "tr(clip(X, -1, 1)'Y)", "logdet(I + gelu(X)'gelu(X))", "var(X inv(X'X))"])
def test_a_gradient_in_a_trace_or_beside_an_inverse_is_certified(expr):
    assert diff(expr, "X").certificate.holds


@pytest.mark.parametrize(("expr", "conditions"), [
    ("max(x)", ("x with a single largest entry",)), ("min(A x)", ("A x with a single smallest entry",)),
    ("sum(maximum(x, y))", ("entries of x - y ≠ 0",)), ("sum(log1p(x))", ("entries of 1 + x > 0",)),
    ("sum(logit(x))", ("entries of x > 0", "entries of 1 - x > 0")), ("std(x)", ("var(x) ≠ 0",)),
    ("sum(huber(x, t))", ("t > 0",)), ("var(x)", ())])
def test_what_must_hold_is_said(expr, conditions):
    assert diff(expr).conditions == conditions


def test_a_function_without_a_derivative_is_refused():
    with pytest.raises(MatcalcError, match="no derivative is known for trigamma") as refused:
        diff("sum(trigamma(x))")
    assert refused.value.code == "unsupported"


def test_var_divides_by_the_number_of_entries():
    d = diff("var(x)", kind="hessian")
    np.testing.assert_allclose(d.to_numpy()(x=np.ones((3, 1))), 2 / 3 * (np.eye(3) - 1 / 3))


@pytest.mark.parametrize(("expr", "order"), [("sum(g(A x))", 1), ("sum(g(A x))", 2), ("sum(g'(A x))", 2)])
def test_an_answer_with_a_declared_function_is_read_back(expr, order):
    d = diff(expr, kind="hessian" if order == 2 else None)
    shapes = {"g": "function", **{name: s.shape for name, s in d.symbols.items()}}
    assert normalize(read(d.text, shapes=shapes).expr) is normalize(d.expr)


def test_code_takes_declared_functions_as_arguments():
    d = diff("sum(g(A x))")
    assert d.numpy == "A.T @ dg(A @ x)"
    a, x = np.arange(6.0).reshape(3, 2), np.ones((2, 1))
    np.testing.assert_allclose(d.to_numpy()(A=a, x=x, dg=np.cos), a.T @ np.cos(a @ x))
    with pytest.raises(MatcalcError, match="dg is not given"):
        d.to_numpy()(A=a, x=x)


@pytest.mark.parametrize(("left", "right", "same"), [
    ("g(x + y)", "g(y + x)", True), ("g(x)", "h(x)", False), ("g(-x)", "g(x)", False), ("g'(x)", "g(x)", False),
    ("max(-x)", "-min(x)", True), ("max(x, y)", "(x + y + abs(x - y))/2", True), ("max(2 x)", "2 max(x)", True),
    ("max(t x)", "t max(x)", False), ("clip(x, -1, 1)", "max(min(x, 1), -1)", True),
    ("atan2(x, y)", "atan(x./y)", False), ("std(x)^2", "var(x)", True),
    ("var(x)", "mean((x - mean(x)).^2)", True), ("relu(x)", "max(0, x)", True)])
def test_equality_of_functions_is_judged(left, right, same):
    one, other = (read(side, shapes={k: v for k, v in SHAPES.items() if k in {*left, *right}}).expr
                  for side in (left, right))
    assert certify.equal(one, other) is same


@pytest.mark.parametrize(("expr", "meant"), [("sin^2(t)", "sin(t)^2"), ("log²(t)", "log(t)^2"),
                                             (r"\tanh^3(t)", "tanh(t)^3")])
def test_a_power_between_a_function_and_its_bracket_is_that_of_the_value(expr, meant):
    shapes = {"t": "scalar"}
    reading = read(expr, shapes=shapes)
    assert reading.expr is read(meant, shapes=shapes).expr
    assert any("is read as" in note for note in reading.notes)


def test_a_declared_function_is_among_the_symbols():
    reading = read("sum(g(A x))", shapes={"g": "function", "A": "m x n"})
    assert reading.symbols["g"].shape == ("function", "function")
    assert read("sum(g(A x))", shapes={name: s.shape for name, s in reading.symbols.items()}).expr is reading.expr
    with pytest.raises(MatcalcError, match="declared as a function"):
        diff("sum(g(x))", "g")


@pytest.mark.parametrize("expr", ["sum(g''(A x))", "sum(row_softmax(X)∘Y)", "sum(col_softmax(X)∘Y)", "max(A x)",
                                  "min(A x)",
                                  "sum(row_logsumexp(X).^2)", "sum(col_logsumexp(X).^2)", "sum(huber(A x, 2))",
                                  "sum(clip(x, -1, 1).^2)", "sum(max(x, y).^2)", "sum(min(x, y).^2)", "std(x)"])
def test_latex_is_read_back(expr):
    d = diff(expr, "X" if "X" in expr else "x")
    shapes = {name: s.shape for name, s in d.symbols.items()}
    assert normalize(read(d.latex, shapes=shapes).expr) is normalize(d.expr), d.latex
