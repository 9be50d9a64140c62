"""Python code over arrays: read as what NumPy computes, which the code, run here, tells."""
import functools

import numpy as np
import pytest
import scipy.linalg
import scipy.special
from numpy import trace as tr_of

import matcalc
from matcalc import MatcalcError, from_numpy
from matcalc.render import write
from matcalc.syntax import read
from matcalc.syntax.arraycalls import CALLS, METHODS

SIZES = {"m": 3, "n": 2, "k": 4}
SHAPES = {"A": ("m", "n"), "B": ("m", "n"), "C": ("n", "k"), "S": ("n", "n"), "X": ("n", "n"), "x": ("n", "1"),
          "y": ("m", "1"), "z": ("n", "1"), "a": ("1", "1"), "r": ("1", "n")}

SCALARS = [
    ("np.trace(X @ S.T)", "X"), ("x @ S @ x", "x"), ("x.T @ S @ x", "x"), ("np.dot(x, S @ x)", "x"),
    ("np.sum((A @ x - y)**2)", "x"), ("np.linalg.norm(A @ x - y)**2 / 2", "x"), ("np.linalg.slogdet(X)[1]", "X"),
    ("np.log(np.linalg.det(X.T @ X))", "X"), ("np.sum(A * B)", "A"), ("np.sum(A / B)", "B"),
    ("(y @ A) @ x + np.exp(-x @ x)", "x"), ("np.vdot(A, B)", "A"), ("np.inner(x, z)", "x"),
    ("np.trace(np.outer(x, z) @ S)", "x"), ("np.sum(np.kron(A, X))", "X"), ("a * np.sum(np.exp(A @ x))", "x"),
    ("np.sum(np.exp(A @ x)) * a**3", "a"), ("np.linalg.solve(X, x) @ z", "X"), ("np.trace(np.linalg.inv(X) @ S)", "X"),
    ("np.sum(np.linalg.pinv(A))", "A"), ("np.mean(A**2)", "A"), ("np.var(A)", "A"), ("np.std(x)", "x"),
    ("np.sum(A.sum(axis=0)**2)", "A"), ("np.sum(np.sum(A, axis=1)**2)", "A"), ("A.sum(0) @ x", "A"),
    ("np.sum(A.sum(axis=1, keepdims=True)**3)", "A"), ("np.sum(np.mean(A, 0)**2)", "A"), ("A.mean(axis=1) @ y", "A"),
    ("np.sum(np.diag(x) @ S)", "x"), ("np.diag(X) @ x", "X"), ("np.sum(np.maximum(A @ x, 0))", "x"),
    ("np.linalg.norm(A, 'fro')", "A"), ("np.linalg.norm(A, 'nuc')", "A"), ("np.linalg.norm(A, 2)", "A"),
    ("np.linalg.norm(x, 1)", "x"), ("np.linalg.norm(x, 3)", "x"), ("np.linalg.norm(x, np.inf)", "x"),
    ("np.sum(x[:, None] * S)", "x"), ("np.sum((x[:, None] @ z[None, :]) * X)", "x"), ("np.sum(S - r)", "r"),
    ("A[0, 1] * x[1]", "A"), ("np.sum(np.ones((3, 2)) * A)", "A"), ("np.sum(np.eye(2) * X)", "X"),
    ("np.sum(np.tanh(A @ C)) / A.shape[0]", "A"), ("np.sum(x) / len(x)", "x"), ("np.sum(2 ** x)", "x"),
    ("np.sum(scipy.special.expit(A @ x))", "x"), ("scipy.special.logsumexp(A @ x)", "x"),
    ("np.sum(scipy.special.softmax(A, axis=1) * B)", "A"), ("np.sum(scipy.special.softmax(A @ x) * y)", "x"),
    ("np.sum(np.logaddexp(0, -y * (A @ x)))", "x"), ("np.sum(np.linalg.matrix_power(X, 3))", "X"),
    ("np.trace(scipy.linalg.expm(X))", "X"), ("np.sum(np.sin(A) + np.arctan(A) - np.abs(A))", "A"),
    ("np.sum(np.power(A, 3)) - np.sum(np.square(B))", "A"), ("np.sum(A.T @ y * x)", "A"), ("x.dot(S).dot(x)", "x"),
    ("np.sum((y @ A) * x)", "A"), ("np.sum(np.clip(x, 0.35, 0.7)**2)", "x"), ("-x @ x + 1e-2 * np.pi", "x"),
    ("np.sum((x + 1) / (1 - a * x))", "x"), ("np.linalg.norm(r, 1)", "r"), ("np.linalg.norm(r, np.inf)", "r"),
    ("np.sum(np.kron(x, z) ** 2)", "x"), ("np.sum(np.kron(x[None, :], A) ** 2)", "x"), ("r.squeeze() @ x", "r"),
    ("np.sum(r * x[:, None])", "x"), ("np.sum(A * r)", "r"), ("x.squeeze() @ S @ r.T.squeeze()", "x"),
    ("x.reshape(-1, 1).T @ S @ x.reshape(-1, 1)", "x"), ("sum(x) * max(z)", "x"), ("pow(x @ x, 2)", "x"),
    ("np.sum(np.linalg.cholesky(X @ X.T))", "X"), ("1_0.5e-1 * (x @ x)", "x"),
    ("import numpy as xp\nfrom numpy import trace as tr\nu, v = x, 2 * x\ns = t = xp.dot(u, v)\ns * t + tr(X)", "x"),
]


def arrays(one_dimensional):
    rng = np.random.default_rng(4)
    out = {name: rng.uniform(0.3, 0.9, [SIZES.get(d, 1) for d in shape]) for name, shape in SHAPES.items()}
    out["X"] = out["X"] + 2 * np.eye(2)
    return {name: v.ravel() if one_dimensional and SHAPES[name][1] == "1" and name != "a" else v.item() if name == "a"
            else v for name, v in out.items()}


def run(code, values):
    *statements, result = code.split("\n")
    names = {"np": np, "scipy": scipy, **values}
    exec("\n".join(statements), names)
    return np.sum(eval(result, names))  # a number, perhaps as an array


@pytest.mark.parametrize(("code", "wrt"), SCALARS, ids=[code for code, _ in SCALARS])
def test_the_gradient_is_that_of_the_code_as_it_runs(code, wrt):
    given = {name: shape for name, shape in SHAPES.items() if name in code}
    if "np.eye(2)" in code or "np.ones(" in code:
        given |= {"X": ("2", "2"), "A": ("3", "2")}
    d = matcalc.diff(from_numpy(code), wrt, {k: v for k, v in given.items() if k in {s for s in SHAPES if s in code}})
    values = arrays(True)
    known = {name: np.atleast_2d(values[name] if np.ndim(values[name]) != 1 else values[name][:, None])
             for name in d.symbols}
    gradient = d.to_numpy()(**known)
    direction = np.random.default_rng(9).standard_normal(np.shape(values[wrt]))
    h = 1e-6
    moved = [run(code, {**values, wrt: values[wrt] + sign * h * direction}) for sign in (1, -1)]
    slope = np.sum(gradient.reshape(np.shape(values[wrt])) * direction)
    assert slope == pytest.approx((moved[0] - moved[1]) / (2 * h), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize(("code", "expected"), [
    ("x @ A @ x", "(xᵀ A) x"), ("A * B", "A∘B"), ("2 * (A @ x)", "2 A x"), ("np.sum(A, axis=0)", "colsum(A)ᵀ"),
    ("A.sum(axis=0, keepdims=True)", "colsum(A)"), ("x ** 2", "x.^2"), ("lam * x @ x", "(lam x)ᵀ x"),
    ("np.sum((X @ w - y)**2) / n", "sum((X w - y).^2) / n"),
    ("jnp.linalg.norm(x)", "‖x‖"), ("torch.logdet(X)", "logdet(X)"), ("torch.sigmoid(A @ x)", "sigmoid(A x)"),
    ("X.T @ X + lam * np.eye(n)", "Xᵀ X + lam I"), ("W @ np.tanh(V @ x + b) - y", "W tanh(V x + b) - y")])
def test_code_is_read_as(code, expected):
    reading = read(from_numpy(code))
    assert write(reading.expr) == expected


FUNCTION = '''
def loss(w, X, y, lam):
    """Ridge regression."""
    m, n = X.shape
    r = X @ w - y
    r2: float = r @ r
    r2 /= m
    return r2 / 2 + lam * (w @ w)
'''


def loss(w, X, y):
    import numpy as np
    return np.sum((X @ w - y) ** 2)


def test_functions_are_read_from_text_and_from_their_source():
    assert matcalc.diff(from_numpy(FUNCTION), "w").text == "Xᵀ (X w - y) / m + 2 lam w"
    assert matcalc.diff(from_numpy(loss), "w").text == "2 Xᵀ (X w - y)"
    assert matcalc.diff(from_numpy("f = lambda x, A: x @ A @ x"), "x").text == "(A + Aᵀ) x"
    assert matcalc.diff(from_numpy("s, ld = np.linalg.slogdet(X)\nld"), "X").text == "X⁻ᵀ"
    with pytest.raises(MatcalcError, match="source of len"):
        from_numpy(len)


weight = 2.5


def wrapped(f):
    @functools.wraps(f)
    def inner(*args):
        return 2 * f(*args)
    return inner


def norm(x):
    return x @ x


def test_lambdas_are_told_apart_and_their_names_known():
    (f, g), scale = (lambda x: x @ x, lambda x: np.sum(
        x)), 3
    assert matcalc.diff(from_numpy(f), "x").text == "2 x"
    assert matcalc.diff(from_numpy(g), "x").text == "ones(n, 1)"
    assert matcalc.diff(from_numpy(lambda x, c=1.5: c * scale * weight * (x @ x)), "x").text == "2 c scale weight x"
    assert matcalc.diff(from_numpy(functools.cache(lambda A: tr_of(A @ A))), "A").text == "2 Aᵀ"
    assert matcalc.diff(from_numpy("def f(F, x): return x @ F @ x"), "x").text == "(F + Fᵀ) x"


@pytest.mark.parametrize("function", [wrapped(norm), lambda x: norm(x), functools.partial(norm), object(), 3, None],
                         ids=("decorated", "lambda", "partial", "object", "number", "none"))
def test_a_function_that_computes_something_else_is_refused(function):
    with pytest.raises(MatcalcError):
        matcalc.diff(from_numpy(function), "x")


def test_nothing_is_run(tmp_path):
    mark = tmp_path / "mark"
    for code in (f"open({str(mark)!r}, 'w')", f"__import__('os').system('touch {mark}')"):
        with pytest.raises(MatcalcError):
            matcalc.diff(from_numpy(code), "x")
    assert not mark.exists()


WRONG = [
    ("x @ x.T", "np.outer(x, x)"), ("A * x", "x[:, None]"), ("A + x", "x[:, None]"), ("np.fft(x)", "fft"),
    ("for i in x:\n    pass", "no value"),
    ("x[0:2] @ x[0:2]", "part of an array"), ("[i for i in x]", "comprehensions"),
    ("x if a else z", "branches"), ("x > 0", "comparisons"), ("A @", "no Python"), ("A @ A", "inner dimensions"),
    ("np.linalg.norm(A, 7)", "order"), ("np.sum(A, axis=2)", "axis 2"), ("np.einsum('ij->ji', A)", "einsum"),
    ("A.ravel()", "row by row"), ("np.softmax(A)", "axis None"), ("eval('x')", "eval"), ("-'x'", "texts"),
    ("np.sum(A, out=A)", "read with"), ("x.foo", "attributes"), ("t, u = x\nt", "two values"), ("np.doot(x, x)", "dot"),
    ("global x\nx", "assignments"), ("np.kron(x, A)", "a row to NumPy"), ("np.diagflat(A)", "of a vector"),
    ("x + z[:, None]", "spread otherwise"), ("torch.var(A)", "less one"), ("np.diagonal(x)", "no diagonal"),
    ("np.linalg.norm(r, 3)", "order"), ("x * x.T", "may be a row"), ("np.linalg.slogdet()[1]", "slogdet"),
    ("np.linalg.slogdet(A)[0]", "slogdet"), ("float(x)", "no number"),
    ("A @ 2", "takes no numbers"), ("sum(A)", "rows of a matrix"), ("max(a, 0)", "one array"),
    ("scipy.linalg.cholesky(X)", "upper factor"), ("cholesky(X)", "upper factor"), ("np.add.outer(x, x)", "add.outer"),
    ("from scipy import linalg as L\nL.cholesky(X)", "upper factor"), ("torch.norm(A, 1)", "of its entries"),
    ("A.norm(1)", "of its entries"), ("torch.exp(x).var()", "less one"), ("np.tril(x)", "of a matrix"),
    ("from mine import norm\nnorm(x)", "function of mine"), ("1e9999 * x", "digits"), ("0x" + "f" * 400, "digits"),
    ("@twice\ndef f(x): return x @ x", "decorator"), ("def f(x):\n    y = x @ x", "no value"), ("x // 2", "`//`")]


@pytest.mark.parametrize(("code", "told"), WRONG, ids=[code for code, _ in WRONG])
def test_what_is_not_read_says_why_and_points(code, told):
    with pytest.raises(MatcalcError) as e:
        read(from_numpy(code), shapes={k: v for k, v in SHAPES.items() if k in code})
    assert told in str(e.value), str(e.value)
    assert e.value.labels or "no value" in told


@pytest.mark.parametrize("code", ["A * x", "x @ x.T", "A + x", "lam @ x", "x + x.T"])
def test_what_may_be_spread_is_refused_for_undeclared_names_too(code):
    with pytest.raises(MatcalcError) as e:
        matcalc.diff(from_numpy(code), "x")
    assert e.value.code == "unsupported"


def test_marks_stand_under_the_code_whatever_its_letters():
    with pytest.raises(MatcalcError) as e:
        read(from_numpy("σ = 2\nλ * σ * np.foo(Σ)"))
    assert e.value.line == 2
    assert e.value.render().split("\n")[2].rstrip() == "          ^^^^^^"


def test_long_sums_are_no_matter():
    text = " + ".join(["x @ x"] * 600)
    assert matcalc.diff(from_numpy(text), "x").text == "1200 x"


def test_claims_may_be_code():
    assert matcalc.verify(from_numpy("x @ A @ x"), "x", from_numpy("(A + A.T) @ x"))
    assert matcalc.equal(from_numpy("np.trace(A @ B)"), "tr(B A)")
    assert "def gradient" in matcalc.codegen(from_numpy("x @ A @ x"), "x").source


def test_the_command_reads_code_from_an_argument_a_file_and_stdin(cli, tmp_path):
    (tmp_path / "loss.py").write_text(FUNCTION, encoding="utf-8")
    assert cli("diff", "x @ A @ x", "--wrt", "x", "--from", "numpy").out == "(A + Aᵀ) x\n"
    assert cli("diff", "-x @ x", "--wrt", "x", "--from", "numpy").out == "-2 x\n"
    assert cli("diff", f"@{tmp_path / 'loss.py'}", "--wrt", "w", "--from=numpy").out.startswith("Xᵀ (X w - y) / m")
    wrong = cli("hessian", "x @ np.foo(x)", "--wrt", "x", "--from", "numpy")
    assert wrong.code == 5
    assert "^^^^^^" in wrong.err


def test_every_method_is_a_function_that_is_read():
    assert CALLS.keys() >= METHODS
    d = matcalc.diff(matcalc.from_numpy("torch.trace(X.inverse() @ S)"), "X")
    assert d.text == matcalc.diff("tr(X^-1 S)", "X").text
