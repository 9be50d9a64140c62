"""Random expressions: derivatives are certified, what is written parses back, simplification is sound and finished."""
import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

import matcalc
from matcalc import certify, derive, dims, kinds
from matcalc.build import normalize
from matcalc.calculus.linear import NotDifferentiable
from matcalc.certify.differences import FloatKit
from matcalc.certify.draws import draw
from matcalc.certify.numeric import evaluate
from matcalc.expr import OPS, Expr, walk
from matcalc.ops.leaves import EYE, NUM, ONES, SYM
from matcalc.present import CODE, TEXT, code
from matcalc.render import write
from matcalc.rewrite import simplify
from matcalc.shape import Shape
from matcalc.syntax import read

COMMON = {"deadline": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("default", max_examples=80, derandomize=True, **COMMON)
settings.register_profile("thorough", max_examples=5000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

DEPTH = 4
SIZES = {"m": 2, "n": 3}
SMOOTH = ("exp", "sin", "cos", "tanh", "sigmoid", "softplus", "atan")
KINKED = ("abs", "relu")
NUMBERS = (Fraction(2), Fraction(-1), Fraction(3), Fraction(1, 2), Fraction(-2, 3))
UNDEFINED = ("no point suits", "singular", "zero determinant", "division by zero")
"""What a certificate says of a function that is defined nowhere."""
VARIABLES = {"vector": ("n", "1"), "matrix": ("m", "n"), "square": ("n", "n"), "scalar": ("1", "1"),
             "symmetric": ("n", "n")}
NAMES = {("n", "1"): "ab", ("m", "1"): "cd", ("m", "n"): "AB", ("n", "m"): "CD", ("n", "n"): "MN", ("m", "m"): "KL",
         ("1", "1"): "st", ("1", "n"): "gh", ("1", "m"): "pq", ("m*n", "1"): "yz", ("1", "m*n"): "kl",
         ("m*n", "m*n"): "GH"}
"""Constant symbols by shape."""
ASSUMED = {("n", "n"): [("S", "symmetric"), ("E", "diagonal"), ("Q", "orthogonal"), ("F", "skew"), ("J", "idempotent")],
           ("n", "1"): [("w", "positive")], ("m", "n"): [("U", "positive")], ("1", "1"): [("r", "positive")]}
"""Constant symbols of which something is assumed."""


def variable(kind: str) -> Expr:
    return SYM(data=("X", VARIABLES[kind], ("symmetric",) if kind == "symmetric" else ()))


def leaf(draw: st.DrawFn, shape: Shape, x: Expr) -> Expr:
    options = [SYM(data=(name, shape, ())) for name in NAMES.get(shape, [f"Y{'x'.join(shape).replace('*', '')}"])]
    options += [SYM(data=(name, shape, (word,))) for name, word in ASSUMED.get(shape, ())]
    if x.shape == shape:
        options += [x] * 3
    elif x.shape == shape[::-1]:
        options += [OPS["transpose"](x)] * 2
    constant = EYE(data=shape[0]) if shape[0] == shape[1] else ONES(data=shape)
    options.append(NUM(data=Fraction(2)) if shape == ("1", "1") else constant)
    return draw(st.sampled_from(options))


def expression(draw: st.DrawFn, shape: Shape, x: Expr, depth: int) -> Expr:
    """A well-shaped expression."""
    if depth <= 0 or draw(st.integers(0, 9)) == 0:
        return leaf(draw, shape, x)

    def sub(*shape: str) -> Expr:
        return expression(draw, shape, x, depth - 1)

    def dim() -> str:
        return draw(st.sampled_from(("1", "1", "m", "m", "n", "n", "m*n")))

    def both(op: str) -> Expr:
        return OPS[op](sub(*shape), sub(*shape))

    def regular(n: str) -> Expr:
        """A square matrix that is regular at most points."""
        return OPS["add"](SYM(data=(NAMES[n, n][0] if n != "1" else "s", (n, n), ())), sub(n, n))

    rows, cols = shape
    one = ONES(data=shape) if shape != ("1", "1") else NUM(data=Fraction(1))
    ways = {
        "add": lambda: both("add"), "sub": lambda: both("sub"),
        "neg": lambda: OPS["neg"](sub(*shape)),
        "number": lambda: OPS["scale"](NUM(data=draw(st.sampled_from(NUMBERS))), sub(*shape)),
        "scale": lambda: OPS["scale"](sub("1", "1"), sub(*shape)),
        "function": lambda: OPS[draw(st.sampled_from(SMOOTH))](sub(*shape)),
        "kink": lambda: OPS[draw(st.sampled_from(KINKED))](sub(*shape)),
        "square": lambda: OPS["epow"](sub(*shape), data=Fraction(2)),
        "root": lambda: OPS["sqrt"](OPS["exp"](sub(*shape))),
        "quotient": lambda: OPS["hdiv"](sub(*shape), OPS["add"](OPS["exp"](sub(*shape)), one)),
    }
    if shape != ("1", "1"):
        ways |= {"product": lambda: (lambda k: OPS["matmul"](sub(rows, k), sub(k, cols)))(dim()),
                 "hadamard": lambda: both("hadamard"), "transpose": lambda: OPS["transpose"](sub(cols, rows))}
        ways["another product"] = ways["product"]
    else:
        ways |= {"tr": lambda: OPS["tr"](sub(*[draw(st.sampled_from("mn"))] * 2)),
                 "sum": lambda: OPS["sum"](sub(dim(), dim())),
                 "inner": lambda: (lambda n: OPS["matmul"](sub("1", n), sub(n, "1")))(dim()),
                 "frob": lambda: (lambda m, n: OPS["frob"](sub(m, n), sub(m, n)))(dim(), dim()),
                 "norm": lambda: OPS["norm"](sub(dim(), dim())), "logdet": lambda: OPS["logdet"](regular("n")),
                 "det": lambda: OPS["det"](regular("m")), "logsumexp": lambda: OPS["logsumexp"](sub(dim(), dim())),
                 "kron": lambda: OPS["norm"](OPS["kron"](sub("m", "1"), sub("1", "n")))}
    if rows == cols != "1":
        ways |= {"diag": lambda: OPS["diag"](sub(rows, "1")), "inv": lambda: OPS["inv"](regular(rows)),
                 "power": lambda: OPS["power"](sub(rows, rows), data=2)}
    if rows == "m*n":
        first, second = ("m", "n") if cols == "m*n" else ("1", cols)
        ways["kron"] = lambda: OPS["kron"](sub("m", first), sub("n", second))
    if shape == ("m*n", "1"):
        ways["vec"] = lambda: OPS["vec"](sub("m", "n"))
    if shape == ("m", "n"):
        ways["unvec"] = lambda: OPS["unvec"](sub("m*n", "1"), data=shape)
    if cols == "1" != rows:
        ways |= {"diagpart": lambda: OPS["diagpart"](sub(rows, rows)), "rowsum": lambda: OPS["rowsum"](sub(rows, "n")),
                 "softmax": lambda: OPS["softmax"](sub(rows, "1"))}
    return ways[draw(st.sampled_from(sorted(ways)))]()


@st.composite
def functions(draw: st.DrawFn, shapes: tuple[Shape, ...] = (("1", "1"), ("n", "1"), ("m", "n")),
              depth: int = DEPTH) -> tuple[Expr, Expr]:
    """A function and its variable."""
    x = variable(draw(st.sampled_from(sorted(VARIABLES))))
    f = expression(draw, draw(st.sampled_from(shapes)), x, depth)
    assume(x in set(walk(f)))
    return f, x


SCALARS = functions((("1", "1"),))


def assumptions_of(*roots: Expr) -> dict[str, tuple[str, ...]]:
    return {e.data[0]: e.data[2] for e in walk(*roots) if e.op is SYM and e.data[2]}


def shapes_of(*roots: Expr) -> dict[str, Shape]:
    """Of all symbols, and of one more that declares the dimensions."""
    return {"Z": ("m", "n"), **{e.data[0]: e.shape for e in walk(*roots) if e.op is SYM}}


def environment(*roots: Expr) -> dict[str, np.ndarray]:
    """A value for each symbol, in the set that is assumed."""
    rng = np.random.default_rng(0)
    kit = FloatKit(np, rng, 0.2, 0.8)
    symbols = sorted({(e.data[0], e.shape, e.data[2]) for e in walk(*roots) if e.op is SYM})
    return {name: draw(kit, (dims.value(shape[0], SIZES), dims.value(shape[1], SIZES)), words)
            for name, shape, words in symbols}


def agree(a: Expr, b: Expr) -> None:
    """Two expressions have the same value at a point; infinite ones are left out."""
    env = environment(a, b)
    with np.errstate(all="ignore"):
        try:
            left, right = evaluate(a, env, SIZES), evaluate(b, env, SIZES)
        except np.linalg.LinAlgError:
            return
    if np.isfinite(left).all() and np.isfinite(right).all() and abs(left).max() < 1e8:
        np.testing.assert_allclose(left, right, rtol=1e-6, atol=1e-6 * (1 + abs(left).max()))


def certified(f: Expr, x: Expr, kind: str) -> None:
    try:
        answer = derive.derive(f, [x] * kinds.order_of(kind, 1), kind).normal
    except NotDifferentiable:
        return
    shown = TEXT.shown(answer)
    certificate = certify.certify_derivative(f, [x], shown, kind, seed=1)
    undefined = any(words in certificate.detail for words in UNDEFINED)
    assert certificate.holds or undefined, f"{write(f)} -> {write(shown)}: {certificate.detail}"


@given(SCALARS)
def test_a_gradient_is_certified(case):
    certified(*case, "gradient")


@given(functions((("n", "1"), ("m", "n"), ("1", "n"))))
def test_a_jacobian_is_certified(case):
    certified(*case, "jacobian")


@given(functions((("1", "1"),), depth=3))
def test_a_hessian_is_certified(case):
    certified(*case, "hessian")


@given(functions())
def test_an_expression_parses_back(case):
    f, _ = case
    text = write(f)
    note(text)
    assert normalize(read(text, shapes=shapes_of(f), assume=assumptions_of(f)).expr) is normalize(f)


@given(SCALARS)
def test_a_gradient_parses_back(case):
    f, x = case
    answer = derive.derive(f, [x], "gradient").normal
    text = write(TEXT.shown(answer))
    note(text)
    back = normalize(read(text, shapes=shapes_of(f, answer), assume=assumptions_of(f, answer)).expr)
    assert back is answer or certify.equal(back, answer)


@given(functions())
def test_the_normal_form_keeps_the_value(case):
    f, _ = case
    note(write(f))
    agree(normalize(f), f)


@given(functions())
def test_simplification_keeps_the_value_and_is_finished(case):
    f, _ = case
    note(write(f))
    simple = simplify(normalize(f))
    agree(simple, f)
    simple.memo.pop("simple", None)
    again = simplify(simple)
    assert again is simple or CODE.worth(again) < CODE.worth(simple)


@given(functions())
def test_both_views_keep_the_value(case):
    f, _ = case
    normal = simplify(normalize(f))
    note(write(f))
    note(write(TEXT.shown(normal)))
    agree(TEXT.shown(normal), f)
    agree(CODE.shown(normal), f)


@given(SCALARS)
def test_the_code_of_a_gradient_computes_its_value(case):
    f, x = case
    answer = derive.derive(f, [x], "gradient").normal
    source = write(code(CODE.shown(answer)), "numpy")
    note(write(f))
    note(source)
    env = environment(f, answer)
    with np.errstate(all="ignore"):
        try:
            want, got = evaluate(answer, env, SIZES), eval(source, {"np": np, **env, **SIZES})
        except np.linalg.LinAlgError:
            return
    if np.isfinite(want).all() and abs(want).max() < 1e8:
        np.testing.assert_allclose(np.atleast_2d(got), want, rtol=1e-6, atol=1e-6 * (1 + abs(want).max()))


@given(functions())
def test_what_people_get_is_right(case):
    """From text to text, LaTeX and code."""
    f, x = case
    shapes, words = shapes_of(f), assumptions_of(f)
    note(write(f))
    try:
        d = matcalc.diff(write(f), wrt="X", shapes=shapes, assume=words)
    except matcalc.MatcalcError as error:
        if error.code == "unsupported" or any(words in str(error) for words in UNDEFINED):
            return
        raise
    note(d.text)
    note(d.numpy)
    assert normalize(read(d.text, shapes=shapes, assume=words).expr) is normalize(d.expr)
    assert d.latex.count("{") == d.latex.count("}")
    env = environment(f, x)
    *before, last = d.numpy.strip().split("\n")
    names = {"np": np, **SIZES, **env}
    with np.errstate(all="ignore"):
        try:
            exec("\n".join(before), names)
            got = np.atleast_2d(eval(last, names))
            want = d.to_numpy()(**{name: value for name, value in env.items() if name in shapes}, **SIZES)
        except np.linalg.LinAlgError:
            return
    if np.isfinite(want).all() and abs(want).max() < 1e8:
        np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-6 * (1 + abs(want).max()))


@given(SCALARS)
def test_a_gradient_agrees_with_differences(case):
    """Independent of certificates."""
    f, x = case
    answer = derive.derive(f, [x], "gradient").normal
    note(write(f))
    note(write(TEXT.shown(answer)))
    env = environment(f, answer)
    h = np.random.default_rng(2).uniform(-1, 1, env["X"].shape)

    def at(t: float) -> float:
        return float(evaluate(f, {**env, "X": env["X"] + t * h}, SIZES)[0, 0])

    with np.errstate(all="ignore"):
        try:
            slopes = [(8 * (at(s) - at(-s)) - (at(2 * s) - at(-2 * s))) / (12 * s) for s in (1e-3, 5e-4)]
            want = float((evaluate(answer, env, SIZES) * h).sum())
        except np.linalg.LinAlgError:
            return
    size = max(abs(slopes[0]), 1e-4 * abs(at(0)), 1e-6)
    if np.isfinite(slopes).all() and np.isfinite(want) and abs(slopes[0] - slopes[1]) < 1e-6 * size < 1e4:
        assert want == pytest.approx(slopes[1], rel=1e-4, abs=1e-4 * size)


ONCE_WRONG = [  # expression, kind
    ("tr(A (F∘X∘X))", "gradient"), ("logdet(M + F X)", "gradient"), ("logdet(2*M + sin(F∘X))", "gradient"),
    ("sum((M')^-1∘F∘X)", "hessian"), ("‖X‖^3 tr(X)", "hessian"), ("A - (s + t) X", "jacobian"),
    ("exp(s X)∘sigmoid(-s X)", "jacobian"),
]
"""What random expressions found, once each."""


@pytest.mark.parametrize(("text", "kind"), ONCE_WRONG)
def test_what_once_went_wrong_is_right(text, kind):
    shapes = dict.fromkeys("AFMX", ("n", "n")) | dict.fromkeys("st", ("1", "1"))
    f = read(text, shapes=shapes, assume={"F": ["skew"]}).expr
    certified(f, SYM(data=("X", ("n", "n"), ())), kind)


@pytest.mark.parametrize("text", ["(x'y + eye(1)) A y", "A x (y'x + eye(1))", "(x'y + zeros(1, 1)) A y",
                                  "(unit(1, 1) + x'y) A x", "atan(A x) (ones(1, 1) + eye(1) x'y)"])
def test_constants_of_one_entry_are_numbers_when_read_back(text):
    shapes = {"A": ("m", "n"), "x": ("n", "1"), "y": ("n", "1")}
    d = matcalc.diff(text, "x", shapes)
    assert matcalc.equal(d.text, matcalc.diff(text.replace("eye(1)", "1"), "x", shapes).text, shapes)
    assert matcalc.equal(d.reading, text, shapes)
