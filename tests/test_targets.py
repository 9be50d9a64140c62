"""Programs in every language: each operator is written in it or known to be lacking, and computes its value."""
import unicodedata
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from every import EVERYTHING, SIGNLESS, SIZES, environment
from running_code import OCTAVE, OUTSIDE, PYTHON, run

import matcalc
from matcalc.certify.numeric import evaluate
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr, Op, walk
from matcalc.ops.leaves import SYM
from matcalc.render.languages import TARGETS, target
from matcalc.render.names import safe_names

NEVER = {"term", "hadpow", "differential", "svdsum"}
"""Operators of the normal form, and what is no value."""


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("op", [op for op in OPS.values() if op.name not in NEVER], ids=repr)
def test_every_operator_is_written_or_lacking(op: Op, name: str):
    language = target(name)
    own = op.name in language.leaves or op.name in language.overlay
    assert own != (op.name in language.lacks) or (language.field and op.numpy is not None and not own)


@pytest.mark.parametrize("name", PYTHON)
@pytest.mark.parametrize("e", EVERYTHING, ids=repr)
def test_an_operator_computes_its_value(e, name):
    env = environment(e)
    if e.op.name in target(name).lacks:
        with pytest.raises(MatcalcError, match=e.op.name) as refused:
            target(name).script([], [e])
        assert refused.value.code == "unsupported"
        return
    source = target(name).script([], [e]).text
    same(e, run(source, name, env, SIZES), source)


def same(e: Expr, got: np.ndarray, source: str) -> None:
    """Assert that a value is that of the operator, which is computed by the checker's own table."""
    want = evaluate(e, environment(e), SIZES)
    if e.op.name in SIGNLESS:
        got, want = abs(got), abs(want)
    np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-10, err_msg=source)


def with_numbers(e: Expr) -> dict[str, Any]:
    """The arguments of an operator, numbers for scalars."""
    scalars = {n.data[0] for n in walk(e) if n.op is SYM and n.is_scalar}
    return {name: a.item() if name in scalars else a for name, a in environment(e).items()}


@pytest.mark.parametrize("name", OUTSIDE)
def test_every_operator_computes_its_value_in_another_language(name):
    language = target(name)
    nodes = [e for e in EVERYTHING if e.op.name not in {*language.lacks, "unknown"}]
    scripts = [language.script([], [e]) for e in nodes]
    programs = [(s, with_numbers(e), SIZES) for s, e in zip(scripts, nodes, strict=True)]
    for e, script, got in zip(nodes, scripts, OUTSIDE[name].values(programs), strict=True):
        same(e, got, script.text)


def test_octave_spreads_rows_over_diagonal_matrices():
    row, eye, name = (SYM(data=("X", ("1", "n"), ())), OPS["eye"](data="n"), SYM(data=("N", ("n", "n"), ())))
    double = OPS["scale"](OPS["num"](data=Fraction(2)), eye)
    diagonals = [eye, double, OPS["neg"](eye), OPS["diag"](OPS["transpose"](row)),
                 *(OPS[op](double) for op in ("inv", "abs", "sqrt", "sqrtm", "expm", "cosm"))]
    env = {"X": np.array([[0.2, 0.3, 0.5]])}
    spreading = [lambda e, op=op: OPS[op](e, row) for op in ("spread_add", "spread_sub")]
    spreading += [OPS[f"{along}_{f}"] for along in ("row", "col") for f in ("softmax", "logsumexp", "log_softmax")]
    wanted = [evaluate(op(e), env, SIZES) for e in diagonals for op in spreading]
    matlab = target("matlab")
    direct = [matlab.script([], [op(e)]) for e in diagonals for op in spreading]
    named = [matlab.script([("N", e)], [op(name)]) for e in diagonals for op in spreading]
    for got, want in zip(OCTAVE.values([(s, env, SIZES) for s in (*direct, *named)]), wanted * 2, strict=True):
        np.testing.assert_allclose(got, want)


@pytest.mark.parametrize("name", ["jax", "torch"])
@pytest.mark.parametrize("e", [e for e in EVERYTHING if e.args and e.op.name not in ("sylvester", "dim")], ids=repr)
def test_single_precision_stays(e, name):
    """Constant matrices and numbers take the kind of the arguments."""
    if e.op.name not in target(name).lacks:
        env = {key: value.astype(np.float32) for key, value in environment(e).items()}
        both = OPS["scale"](OPS["sumsq"](e), OPS["eye"](data="n"))
        assert run(target(name).script([], [both]).text, name, env, SIZES).dtype == np.float32


AWKWARD = ["lambda", "np", "jnp", "torch", "jax", "end", "function", "I", "i", "pi_", "beta", "β", "x₁", "x1", "len",
           "sum", "eye", "like", "kron", "x̂", "using", "n", "zeros", "inv",
           "input", "open", "abs", "math", "__x", "__", "ſ", "s", "g'"]
"""Names that are words of some language, that it does not take, or that become the same."""


@pytest.mark.parametrize("name", TARGETS)
def test_awkward_names_are_safe_and_stay_apart(name):
    language = target(name)
    found = safe_names(AWKWARD, language.spelled, language.reserved)
    assert len({unicodedata.normalize("NFKC", new) for new in found.values()}) == len(AWKWARD)
    assert not language.reserved & set(found.values())
    assert not any(new.startswith("__") for new in found.values())
    assert all(new.isidentifier() and (name != "matlab" or new.isascii()) for new in found.values())


@pytest.mark.parametrize("name", PYTHON)
def test_programs_with_awkward_names_run(name):
    shapes = {"lambda": "scalar", "np": "n x n", "torch": "n x n", "like": "n x n", "jax": "n x n", "x": "n x 1"}
    d = matcalc.diff("lambda x'(np + torch + jax + like + I) x", wrt="x", shapes=shapes)
    env = {key: np.random.default_rng(0).uniform(0.2, 0.8, (3, 3)) for key in ("np", "torch", "like", "jax")}
    env |= {"x": np.ones((3, 1)), "lambda": np.array([[2.0]])}
    given = {f"{key}_" if key in (*target(name).reserved,) else key: value for key, value in env.items()}
    np.testing.assert_allclose(run(d.code(name), name, given, {"n": 3}), d.to_numpy()(**env))


FORMS = [("index", "(A(B(X C)∘D)∘E) F"), ("svd", "(A(B(X C)∘D)∘E) F"), ("index", "A X B"), ("kronecker", "X^-1"),
         ("index", "tr(A X B X)")]


@pytest.mark.parametrize("name", PYTHON)
@pytest.mark.parametrize(("form", "expr"), FORMS)
def test_forms_on_request_run(form, expr, name):
    shapes = {"A": "q x a", "B": "a x b", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1", "X": "b x 1"}
    square = dict.fromkeys("ABX", "n x n")
    given = {key: value for key, value in (shapes if "F" in expr else square).items() if key in expr}
    d = matcalc.diff(expr, wrt="X", shapes=given, form=form, kind="jacobian")
    sizes = {"q": 2, "a": 3, "b": 4, "e": 5, "n": 3}
    rng = np.random.default_rng(2)
    env = {key: rng.uniform(0.2, 0.8, [sizes.get(s, 1) for s in value.split(" x ")]) for key, value in given.items()}
    np.testing.assert_allclose(run(d.code(name), name, env, sizes), d.to_numpy()(**env), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("name", PYTHON)
@pytest.mark.parametrize("function", ["sigmoid", "sigmoid_neg", "softplus", "exp", "sqrt", "relu", "gelu", "erf",
                                      "digamma", "normcdf", "trigamma", "log1p", "elu", "step"])
def test_functions_of_numbers_run(function, name):
    e = OPS["scale"](OPS[function](OPS["num"](data=Fraction(2))), SYM(data=("X", ("m", "n"), ())))
    env = {"X": np.ones((2, 3))}
    np.testing.assert_allclose(run(target(name).script([], [e]).text, name, env, SIZES), evaluate(e, env, SIZES))


def test_what_a_target_lacks_is_refused_by_name():
    with pytest.raises(MatcalcError, match="JAX has no function for logm") as refused:
        matcalc.diff("sum(logm(X) B)", wrt="B").code("jax")
    assert refused.value.exit_code == 5


def test_an_unknown_target_is_told():
    with pytest.raises(MatcalcError, match="no target 'fortran'"):
        matcalc.diff("x'x", wrt="x").code("fortran")


def test_helpers_stand_before_what_calls_them():
    text = matcalc.diff("tr(expm(X)^2 A)", wrt="X", shapes={"X": "n x n"}).code("torch")
    assert text.index("def frechet2") < text.index("def frechet(") < text.rindex("frechet(")
