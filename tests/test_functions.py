"""Functions of a matrix: derivatives by each argument, alone, under a trace, in a product and under an inverse.

The certificates use differences for the spectral ones; the forms that literature gives are compared besides.
"""
import numpy as np
import pytest

import matcalc
from matcalc import certify
from matcalc.build import normalize
from matcalc.expr import walk
from matcalc.ops import FUNCTIONS
from matcalc.rewrite import LAST, finish
from matcalc.syntax import read

SHAPES = {**dict.fromkeys("ABPQSWX", ("n", "n")), "Y": ("m", "n"), "Z": ("n", "m"), "a": ("n", "1"), "b": ("n", "1"),
          "y": ("m", "1"), "t": ("1", "1")}
SPD = {"X": ["spd"], "A": ["spd"], "B": ["spd"]}

UNARY = ("pinv", "adj", "expm", "logm", "sqrtm", "polar", "eproj_max", "resolvent_max")
SPECTRUM = ("lmax", "lmin", "smax", "nuc")
PLACES = ("a' {} b", "tr(W {})", "tr(inv(A + {}))", "tr({})", "tr({}) tr(B X)")


def diff(expr, wrt="X", **options):
    used = {name: shape for name, shape in SHAPES.items() if name in expr}
    return matcalc.diff(expr, wrt, used, **options)


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("place", PLACES)
def test_a_gradient_is_certified(name, place):
    assume = SPD if name in ("logm", "sqrtm") else {"A": ["spd"]}
    used = {k: v for k, v in assume.items() if k in place or k == "X"}
    assert diff(place.format(f"{name}(X)"), assume=used).certificate.holds


@pytest.mark.parametrize("name", SPECTRUM)
@pytest.mark.parametrize("place", ["{}(X)", "{}(X)^2 + tr(X)", "log({}(P' P + X' X))", "{}(A X B)", "{}(X' X)"])
def test_an_extreme_value_has_a_gradient(name, place):
    assert diff(place.format(name)).certificate.holds


@pytest.mark.parametrize("name", ["pinv", "smax", "nuc"])
def test_rectangular_matrices_too(name):
    f = "y' pinv(Y)' a" if name == "pinv" else f"{name}(Y)"
    assert diff(f, "Y").certificate.holds
    assert diff(f.replace("Y", "(Z')"), "Z").certificate.holds


@pytest.mark.parametrize("expr", ["pinv(Y) y", "adj(X)", "expm(X)", "logm(X)", "sqrtm(X)", "polar(X)", "expm(t X)"])
def test_a_jacobian_is_certified(expr):
    assert diff(expr, "Y" if "Y" in expr else "X").certificate.holds


@pytest.mark.parametrize("expr", ["det(X)", "det(X)^2", "lmax(X)", "lmax(X' X)", "lmin(S + X' X)", "smax(X)", "nuc(X)",
                                  "eigval(X, 2)", "eigval(X' X, 2)", "sval(X, 2)", "tr(expm(X))", "tr(sqrtm(X))",
                                  "tr(A pinv(X))", "tr(logm(X))"])
def test_a_hessian_is_certified_where_it_is_closed(expr):
    assert diff(expr, kind="hessian").certificate.holds


@pytest.mark.parametrize("expr", ["a' expm(X) b", "a' logm(X) b", "a' sinm(X) b", "a' coshm(B X) b"])
def test_a_hessian_of_a_function_of_a_matrix_is_a_derivative_of_second_order(expr):
    d = diff(expr, kind="hessian")
    assert d.certificate.holds
    assert len(d.text) < 250


def test_derivatives_of_third_order_are_refused():
    with pytest.raises(matcalc.MatcalcError, match="frechet_expm_triple"):
        diff("a' frechet_expm(X, X, X, A, A) b")


CLOSED = """
det(X) ; X ; ; adj(X)'
det(X) ; X ; X: nonsingular ; det(X) inv(X)'
abs(det(X)) ; X ; X: nonsingular ; abs(det(X)) inv(X)'
det(A X B) ; X ; X: nonsingular ; det(A X B) inv(X)'
det(Z' S Z) ; Z ; S: symmetric ; 2 S Z adj(Z' S Z)
det(X) tr(inv(X)) ; X ; ; det(X) (tr(inv(X)) eye(n) - inv(X)') inv(X)'
tr(expm(X)) ; X ; ; expm(X)'
tr(expm(A X)) ; X ; ; A' expm(X' A')
tr(logm(X)) ; X ; X: spd ; inv(X)
tr(sqrtm(X)) ; X ; X: spd ; inv(sqrtm(X))/2
a' expm(X) b ; X ; ; frechet_expm(X', a b')
expm(t A) ; t ; ; vec(A expm(t A))
sinm(t A) ; t ; ; vec(A cosm(t A))
tr(sinm(X)) ; X ; ; cosm(X)'
tr(cosm(A X)) ; X ; ; -A' sinm(X' A')
tr(sinhm(X)) ; X ; ; coshm(X)'
tr(A cosm(X)) ; X ; ; frechet_cosm(X, A)'
logdet(expm(X)) ; X ; ; eye(n)
lmax(S) ; S ; S: symmetric ; evec_max(S) evec_max(S)'
lmin(S) ; S ; S: symmetric ; evec_min(S) evec_min(S)'
lmax(X) ; X ; ; evec_max(X') evec_max(X)'/(evec_max(X')'evec_max(X))
smax(Y) ; Y ; ; lsv(Y) rsv(Y)'
eigval(S, 2) ; S ; S: symmetric ; eigvec(S, 2) eigvec(S, 2)'
eigval(X, 2) ; X ; ; eigproj(X, 2)'
eigval(S, k) ; S ; S: symmetric ; eigvec(S, k) eigvec(S, k)'
a' eigvec(S, 2) ; S ; S: symmetric ; resolvent(S, 2) a eigvec(S, 2)'
sval(Y, 2) ; Y ; ; lsvec(Y, 2) rsvec(Y, 2)'
nuc(Y) ; Y ; ; polar(Y)
nuc(Y' Y) ; Y ; ; 2 Y
logdet(Y' Y) ; Y ; ; 2 pinv(Y)'
logdet(Z Z' inv(A)) ; Z ; ; 2 pinv(Z)'
‖y - Y pinv(Y) y‖^2 ; Y ; ; -2 (y - Y pinv(Y) y) (pinv(Y) y)'
"""


@pytest.mark.parametrize("line", CLOSED.strip().splitlines())
def test_a_derivative_is_that_of_the_literature(line):
    expr, wrt, words, expected = (part.strip() for part in line.split(";"))
    name, _, word = words.partition(": ")
    assume = {name: [word]} if word else {}
    d = diff(expr, wrt, assume=assume)
    shapes = {symbol: s.shape for symbol, s in d.symbols.items()}
    assert certify.equal(d.expr, read(expected, shapes=shapes, assume=assume).expr), d.text


def test_the_gradient_of_a_determinant_holds_at_singular_matrices():
    d = diff("det(X)")
    assert d.text == "adj(X)ᵀ"
    assert d.conditions == ()


def test_the_code_of_an_adjugate_holds_at_singular_matrices():
    singular = np.array([[1.0, 2], [2, 4]])
    got = eval(diff("det(X)").numpy, {"np": np, "X": singular})
    np.testing.assert_allclose(got, [[4, -2], [-2, 1]], atol=1e-12)


@pytest.mark.parametrize(("expr", "condition"), [
    ("tr(pinv(X))", "X of constant rank nearby"), ("lmax(X)", "X with a simple largest eigenvalue"),
    ("eigval(X, 2)", "X with a simple eigenvalue number 2"),
    ("sval(X, k)", "X with a simple, nonzero singular value number k"),
    ("nuc(X)", "X of full rank"), ("tr(A sqrtm(X))", "X without eigenvalues ≤ 0")])
def test_what_must_hold_is_said(expr, condition):
    assert condition in diff(expr).conditions


@pytest.mark.parametrize("expr", ["tr(sqrtm(X))", "tr(A logm(X))", "nuc(X' X)", "tr(A pinv(X))"])
def test_what_is_known_is_not_asked_for(expr):
    assert diff(expr, assume={"X": ["spd"]}).conditions == ()


@pytest.mark.parametrize(("rule", "op"), [(rule, op) for op, rules in LAST.items() for rule in rules])
def test_a_last_rewrite_states_itself(rule, op):
    for text in rule.__doc__.split(";"):
        left, right = (normalize(read(side, shapes={"X": ("m", "n")}).expr) for side in text.split(" = "))
        assert finish(left) is right
        assert certify.equal(left, right)


def test_pseudo_inverses_stand_in_answers_only():
    """In a gradient that is differentiated again they would be dear."""
    assert "pinv" in {e.op.name for e in walk(diff("logdet(Y' Y)", "Y").expr)}
    assert len(diff("logdet(Y' Y)", "Y", kind="hessian").text) < 120


def test_emitted_code_that_needs_scipy_names_its_module():
    scipy = pytest.importorskip("scipy")
    linalg = pytest.importorskip("scipy.linalg")
    x = np.diag([1.0, 2.0]) + 0.1
    a = np.array([[1.0], [2.0]])
    d = diff("a' expm(X) a")
    *before, last = d.numpy.split("\n")
    names = {"np": np, "scipy": scipy, "X": x, "a": a}
    exec("\n".join(before), names)
    np.testing.assert_allclose(eval(last, names), linalg.expm_frechet(x.T, a @ a.T, compute_expm=False))
    np.testing.assert_allclose(d.to_numpy()(X=x, a=a), eval(last, names))


@pytest.mark.parametrize("name", ["pinv", "adj", "expm", "logm", "sqrtm", "sinm", "cosm", "lmax", "lmin",
                                  "smax", "nuc", "polar"])
def test_a_function_is_known_by_name(name):
    assert FUNCTIONS[name][0].name == name


def test_the_size_of_an_array_tells_that_of_a_dimension_in_a_sum():
    d = matcalc.diff("sum(x)/n", "x", {"x": "2n+1 x 1"})
    np.testing.assert_allclose(d.to_numpy()(x=np.ones((5, 1))), np.full((5, 1), 0.5))
    with pytest.raises(matcalc.MatcalcError):
        matcalc.diff("A x", "x", {"A": "n x n+1", "x": "n+1 x 1"}).to_numpy()(A=np.ones((2, 2)), x=np.ones((3, 1)))


@pytest.mark.parametrize(("function", "spellings"), [
    ("lmax", ["lambda_max(S)", "λ_max(S)", "λmax(S)", r"\lambda_{\max}(S)", r"\lambda_{max}\left(S\right)"]),
    ("lmin", ["lambda_min(S)", "λ_min(S)", "λmin(S)", r"\lambda_{\min}(S)", r"\lambda_{\min}\left(S\right)"]),
    ("smax", ["sigma_max(S)", "σ_max(S)", "σmax(S)", r"\sigma_{\max}(S)", "norm(S, 2)"])])
def test_a_spectral_function_has_the_spellings_of_books(function, spellings):
    assert {read(text, shapes={"S": "n x n"}).expr for text in spellings} == {
        read(f"{function}(S)", shapes={"S": "n x n"}).expr}


@pytest.mark.parametrize("text", ["λ_1(X)", "σ₁(X)", r"\sigma_{2}\left(X\right)", "λ_2(X' X)", r"\sigma_{\min}(X)"])
def test_a_number_of_a_spectrum_is_not_read_as_a_product(text):
    with pytest.raises(matcalc.MatcalcError, match="and a product to others") as refused:
        read(text)
    assert refused.value.hint.startswith(("write eigval(X", "write sval(X"))


@pytest.mark.parametrize("text", ["λ_1 (X)", r"\lambda_{1} \left(X\right)", "λ_1(x - y)"])
def test_a_product_with_a_weight_stays_one(text):
    assert read(text).expr.op.name == "scale"
