"""Every operator: its derivatives by every argument are certified, parse back, and run as the code that is printed."""
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from every import NODES, SIGNLESS, SIZES, difference, environment
from running_code import run

from matcalc import certify, derive, kinds
from matcalc.build import normalize
from matcalc.calculus.linear import NotDifferentiable
from matcalc.certify.numeric import evaluate
from matcalc.expr import OPS, Expr, walk
from matcalc.ops.leaves import SYM
from matcalc.present import CODE, TEXT, code
from matcalc.render import write
from matcalc.shape import FUNCTION, Shape
from matcalc.syntax import read
from matcalc.syntax.calls import BY_ROWS

ARGUMENTS = [(e, i) for e in NODES for i in range(len(e.args))]


class Place(NamedTuple):
    """An expression around an operator, and the derivative wanted."""
    around: Callable[[Expr], Expr]
    kind: str


def weighted(y: Expr) -> Expr:
    return OPS["frob"](SYM(data=("W", y.shape, ())), y)


def in_a_product(y: Expr) -> Expr:
    product = OPS["matmul"](SYM(data=("P", ("k", y.rows), ())), y, SYM(data=("Q", (y.cols, "r"), ())))
    return OPS["frob"](SYM(data=("V", ("k", "r"), ())), product)


def squared(y: Expr) -> Expr:
    return OPS["epow"](OPS["norm"](OPS["sub"](y, SYM(data=("W", y.shape, ())))), data=Fraction(2))


PLACES = {"gradient": Place(weighted, "gradient"), "gradient in a product": Place(in_a_product, "gradient"),
          "gradient of a squared norm": Place(squared, "gradient"), "jacobian": Place(lambda y: y, "jacobian"),
          "hessian": Place(weighted, "hessian"), "hessian in a product": Place(in_a_product, "hessian")}

CASES = [pytest.param(e, i, place, id=f"{place} of {e!r} by {i}") for e, i in ARGUMENTS for place in PLACES]


@cache
def derivative(e: Expr, i: int, place: str) -> tuple[Expr, Expr, Expr]:
    """A function of an operator, its variable and its derivative."""
    f, x = PLACES[place].around(e), e.args[i]
    try:
        return f, x, derive.derive(f, [x] * kinds.order_of(PLACES[place].kind, 1), PLACES[place].kind).normal
    except NotDifferentiable as refused:
        pytest.skip(str(refused))


def symbols(*roots: Expr) -> dict[str, Shape]:
    """What is declared where an expression is read: its symbols, and its functions as such."""
    return {e.data[0]: e.shape if e.op is SYM else FUNCTION for e in walk(*roots) if e.op.name in ("sym", "unknown")}


@pytest.mark.parametrize(("e", "i", "place"), CASES)
def test_a_derivative_is_certified(e, i, place):
    f, x, answer = derivative(e, i, place)
    certificate = certify.certify_derivative(f, [x], TEXT.shown(answer), PLACES[place].kind, seed=1)
    assert certificate.holds, f"{certificate.detail}: {write(TEXT.shown(answer))}"


@pytest.mark.parametrize(("e", "i", "place"), CASES)
def test_a_derivative_parses_back_to_itself(e, i, place):
    f, _, answer = derivative(e, i, place)
    shown = TEXT.shown(answer)
    text = write(shown)
    assert normalize(read(text, shapes=symbols(f, answer)).expr) is normalize(shown), text


@pytest.mark.parametrize(("e", "i", "place"), CASES)
def test_a_derivative_in_latex_reads_back_to_itself(e, i, place):
    f, _, answer = derivative(e, i, place)
    shown = TEXT.shown(answer)
    latex = write(shown, "latex")
    assert normalize(read(latex, shapes=symbols(f, answer)).expr) is normalize(shown), latex


@pytest.mark.parametrize(("e", "i", "place"), CASES)
def test_a_derivative_in_latex_has_balanced_braces(e, i, place):
    latex = write(TEXT.shown(derivative(e, i, place)[2]), "latex").replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for c in latex:
        depth += (c == "{") - (c == "}")
        assert depth >= 0, latex
    assert latex
    assert depth == 0, latex
    assert latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right") - latex.count(r"\rightarrow")


@pytest.mark.parametrize(("e", "i", "place"), CASES)
def test_the_code_of_a_derivative_computes_its_value(e, i, place):
    if e.op.name in SIGNLESS:
        pytest.skip("up to sign")
    f, _, answer = derivative(e, i, place)
    env = environment(f, answer)
    got, want = run(write(code(CODE.shown(answer)), "numpy"), "numpy", env, SIZES), evaluate(answer, env, SIZES)
    np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("e", "i"), [pytest.param(e, i, id=f"{e!r} by {i}") for e, i in ARGUMENTS])
def test_a_jacobian_agrees_with_differences(e, i):
    """Independent of all certificates: NumPy alone, and the layout as it is documented, column-major."""
    f, x, answer = derivative(e, i, "jacobian")
    env = environment(f, answer)
    columns = []
    for k in range(env[x.data[0]].size):
        step = np.zeros(env[x.data[0]].size)
        step[k] = 1
        h = step.reshape(env[x.data[0]].shape, order="F")
        change = difference(lambda t, h=h: evaluate(f, {**env, x.data[0]: env[x.data[0]] + t * h}, SIZES))
        columns.append(change.reshape(-1, order="F"))
    want = np.array(columns).T
    np.testing.assert_allclose(evaluate(answer, env, SIZES), want, rtol=1e-6, atol=1e-7 * (1 + abs(want).max()))


@pytest.mark.parametrize("e", [e for e in NODES if e.op.name not in SIGNLESS], ids=repr)
def test_an_operator_keeps_its_value_in_normal_form_and_as_shown(e):
    env = environment(e)
    want = evaluate(e, env, SIZES)
    normal = normalize(e)
    np.testing.assert_allclose(evaluate(normal, env, SIZES), want, rtol=1e-10)
    np.testing.assert_allclose(evaluate(TEXT.shown(normal), env, SIZES), want, rtol=1e-10)
    np.testing.assert_allclose(run(write(code(CODE.shown(normal)), "numpy"), "numpy", env, SIZES), want, rtol=1e-8)


@pytest.mark.parametrize("e", [e for e in NODES if e.op.text is not None and e.op.name not in SIGNLESS], ids=repr)
def test_an_operator_as_typed_runs_as_code(e):
    env = environment(e)
    np.testing.assert_allclose(run(write(e, "numpy"), "numpy", env, SIZES), evaluate(e, env, SIZES), rtol=1e-8)


@pytest.mark.parametrize("e", [e for e in NODES if e.op.text is not None and e.data != 0], ids=repr)
def test_an_operator_as_typed_parses_back(e):
    assert read(write(e), shapes=symbols(e)).expr is e


@pytest.mark.parametrize("name", sorted(BY_ROWS))
def test_softmax_of_a_matrix_is_of_all_entries_and_in_latex_of_each_row(name):
    shapes = {"X": "m x n"}
    assert read(f"{name}(X)", shapes=shapes).expr.op.name == name
    assert read(rf"\operatorname{{{name}}}(X)", shapes=shapes).expr.op.name == f"row_{name}"
    written = write(read(f"{name}(X)", shapes=shapes).expr, "latex")
    env, back = {"X": np.arange(6.0).reshape(2, 3)}, read(written, shapes=shapes).expr
    np.testing.assert_allclose(evaluate(back, env, SIZES), evaluate(read(f"{name}(X)", shapes=shapes).expr, env, SIZES))


@pytest.mark.parametrize("e", NODES, ids=repr)
def test_linear_arguments_are_linear(e):
    env, other = environment(e), environment(e)
    for i, x in enumerate(e.args):
        if e.op.linear(e, i) and e.op.name != "add":
            name = x.data[0]
            both = evaluate(e, {**env, name: env[name] + 2 * other[name].cumsum(0)}, SIZES)
            parts = evaluate(e, env, SIZES) + 2 * evaluate(e, {**env, name: other[name].cumsum(0)}, SIZES)
            np.testing.assert_allclose(both, parts, rtol=1e-10)
