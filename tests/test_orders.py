"""Derivatives of every order, in directions, with cotangents, and in blocks: certified, read back, and run as code."""
from collections.abc import Iterator

import numpy as np
import pytest

import matcalc
from matcalc.certificates import Problem
from matcalc.certify import certify_equal
from matcalc.derivative import Derivatives
from matcalc.derive import variable
from matcalc.diagnostics import MatcalcError
from matcalc.present import Answer
from matcalc.syntax import read

SHAPES = {"t": "scalar", "s": "scalar", "x": "n x 1", "r": "1 x n", "X": "n x n", "Y": "m x n", "A": "n x n",
          "B": "n x n", "C": "m x n", "a": "n x 1", "b": "m x 1"}
FUNCTIONS = {
    "t": ("t^3", "exp(t s)", "t a", "log(t) (A + t B)"),
    "r": ("r A r'", "r a", "A r'", "r'r", "‖r‖"),
    "x": ("x'A x", "x'", "x x'", "x'A", "exp(C x)", "‖x - a‖", "logsumexp(C x)", "(x'A x)^2", "C diag(x) A"),
    "X": ("a'X a", "a'X", "X A X", "inv(X)", "log det X", "det X", "tr(X^3)", "exp(X)", "a'inv(X) a", "A∘X", "X ⊗ b"),
    "Y": ("‖Y x‖^2", "Y'Y", "tr(Y A Y')", "Y x"),
}
"""By variable: a scalar, a row, a column, a square and another matrix; and functions of each shape of it."""

ASKED = (
    {}, {"kind": "jacobian"}, {"kind": "hessian"}, {"order": 3}, {"order": 3, "form": "kronecker"},
    {"order": 2, "form": "index"}, {"order": 3, "form": "index"}, {"order": 2, "form": "differential"},
    {"order": 4, "form": "differential"}, {"kind": "hessian", "form": "differential"}, {"direction": "V"},
    {"kind": "hessian", "direction": "V"}, {"cotangent": "G"}, {"kind": "hessian", "cotangent": "G"},
    {"direction": "V", "cotangent": "G"},
)
PROBLEMS = [pytest.param(f, x, how, id=f"{f} by {x}, {how}")
            for x, fs in FUNCTIONS.items() for f in fs for how in ASKED]


def shapes(d: matcalc.Derivative) -> dict[str, tuple[str, str]]:
    """The shapes of all symbols, and of the change of the variable."""
    moved = [] if d.direction is None or d.direction.op.name != "sym" else [(d.direction.data[0], d.direction.shape)]
    return dict([*((name, s.shape) for name, s in d.symbols.items()), *moved])


def arrays(d: matcalc.Derivative) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    sizes = {"1": 1, "m": 2, "n": 3, "m*n": 6}
    return {name: rng.uniform(0.5, 1.5, [sizes[dim] for dim in shape]) for name, shape in shapes(d).items()}


@pytest.mark.parametrize(("f", "x", "how"), PROBLEMS)
def test_a_derivative_is_certified_reads_back_and_runs(f, x, how):
    if how.get("form") == "index" and ("⊗" in f or f in ("t a", "log(t) (A + t B)")):
        with pytest.raises(MatcalcError, match="--form kronecker"):
            matcalc.diff(f, x, SHAPES, **how)
        return
    d = matcalc.diff(f, x, SHAPES, **how)
    assert d.certificate is not None
    back = read(d.text, shapes=shapes(d)).expr
    assert back.shape == d.shape
    assert certify_equal(back, d.expr)
    if "⊗" in f and "cotangent" in how:
        return
    values = arrays(d)
    scope = {"np": np, "m": 2, "n": 3, **values}
    *lines, last = d.numpy.split("\n")
    exec("\n".join(lines), scope)
    np.testing.assert_allclose(np.atleast_2d(eval(last, scope)), d.to_numpy()(**values), rtol=1e-9, atol=1e-9)


def contracted(d: matcalc.Derivative, v: np.ndarray) -> np.ndarray:
    """The derivative of a scalar by one variable, applied to the same direction each time."""
    value, column = d.to_numpy()(**arrays(d)), v.reshape((-1, 1), order="F")
    value = value @ column
    for _ in range(d.order - 1):
        value = value.reshape((-1, column.size), order="F") @ column
    return value


@pytest.mark.parametrize("f", ["x'A x x'B x", "logsumexp(A x)", "sum(exp(x))∘(a'x)^3"])
@pytest.mark.parametrize("order", [2, 3, 4])
@pytest.mark.parametrize("form", ["kronecker", "index"])
def test_the_array_applied_to_a_change_is_the_differential(f, order, form):
    array = matcalc.diff(f, "x", SHAPES, order=order, form=form)
    whole = matcalc.diff(f, "x", SHAPES, order=order, form="differential")
    values = arrays(whole)
    np.testing.assert_allclose(contracted(array, values["dx"]), whole.to_numpy()(**values), rtol=1e-9)


CLOSED = [
    ("log det X", "X", {"order": 3}, "2 tr(inv(X) dX inv(X) dX inv(X) dX)"),
    ("tr(X^4)", "X", {"order": 3}, "24 tr(X dX^3)"),
    ("sum(exp(X))", "X", {"order": 3}, "sum(exp(X)∘dX∘dX∘dX)"),
    ("x'A x", "x", {"order": 3}, "0"),
    ("‖C x - b‖^2", "x", {"kind": "hessian", "direction": "v"}, "2 C'C v"),
    ("log det X", "X", {"kind": "hessian", "direction": "V"}, "-inv(X)' V' inv(X)'"),
    ("exp(C X)", "X", {"cotangent": "G"}, "C'(G∘exp(C X))"),
    ("inv(X)", "X", {"direction": "V"}, "-inv(X) V inv(X)"),
    ("x'A x", "x", {"direction": "B a"}, "x'(A + A')B a"),
    ("‖C - b x'‖^2", "x", {"kind": "hessian", "form": "differential"}, "2 (b'b) dx"),
]


@pytest.mark.parametrize(("f", "x", "how", "closed"), CLOSED)
def test_a_closed_form_that_is_known(f, x, how, closed):
    d = matcalc.diff(f, x, SHAPES, **how)
    assert certify_equal(read(closed, shapes=shapes(d)).expr, d.expr), d.text
    assert len(d.text) <= len(closed) + 2


def test_a_hessian_by_several_variables_is_all_its_blocks():
    blocks = matcalc.diff("‖C - u x'‖^2", ["u", "x"], {**SHAPES, "u": "m x 1"}, kind="hessian")
    assert [(d.by, d.shape) for d in blocks] == [
        (("u", "u"), ("m", "m")), (("u", "x"), ("m", "n")), (("x", "x"), ("n", "n"))]
    mixed = matcalc.diff("‖C - u x'‖^2", ["x", "u"], {**SHAPES, "u": "m x 1"}, kind="hessian")[1]
    assert certify_equal(mixed.expr, read(f"({blocks[1].text})'", shapes=shapes(mixed)).expr)


def test_answers_by_several_variables_name_what_they_share_once():
    found = matcalc.diff("‖V tanh(W x + c) - y‖^2", ["W", "V", "c"])
    assert isinstance(found, Derivatives)
    assert found.text.count("tanh") == found.latex.count("tanh") == 1
    for d, answer in zip(found, found.answers, strict=True):
        assert certify_equal(answer.whole, d.expr)
        assert certify_equal(read(d.text, shapes=shapes(d)).expr, d.expr)


def test_a_layout_of_several_answers_reads_back_line_by_line(cli):
    ran = cli("diff", "‖A x - b‖^2", "--wrt", "A,x", "-q")
    assert [read(line).expr.shape for line in ran.out.splitlines()] == [("m", "n"), ("n", "1")]


REFUSED = [
    ({"order": 0}, "usage"), ({"order": 7}, "limit"), ({"order": 2, "kind": "gradient"}, "unsupported"),
    ({"order": 3, "direction": "V"}, "unsupported"), ({"form": "kronecker", "direction": "V"}, "unsupported"),
    ({"direction": "X"}, "usage"), ({"direction": "a"}, "shape-mismatch"), ({"cotangent": "X a"}, "shape-mismatch"),
    ({"cotangent": "tr(X)"}, "usage"), ({"direction": "V +"}, "syntax"), ({"direction": ""}, "syntax"),
]


@pytest.mark.parametrize(("how", "code"), REFUSED)
def test_what_does_not_go_together_is_refused(how, code):
    with pytest.raises(MatcalcError) as refused:
        matcalc.diff("log det X", "X", SHAPES, **how)
    assert refused.value.code == code


def steps_of() -> Iterator[tuple[str, str, dict[str, object]]]:
    for f, x in (("log det X", "X"), ("X A X", "X"), ("x'A x x'B x", "x"), ("A exp(x)", "x"), ("t^3 A", "t")):
        yield from ((f, x, how) for how in ASKED if how.get("form") != "index")


@pytest.mark.parametrize(("f", "x", "how"), list(steps_of()))
def test_derivations_end_in_the_answer(f, x, how):
    d = matcalc.diff(f, x, SHAPES, **how)
    assert all(step.certificate is None or step.certificate.holds for step in d.steps)
    named = any(step.names for step in d.steps)
    assert named or d.text.startswith(d.steps[-1].right[0])


def test_functions_of_arrays_take_the_change_of_the_variable_and_say_what_is_missing():
    run = matcalc.diff("x'A x", "x", form="differential").to_numpy()
    x, a = np.ones((2, 1)), np.eye(2)
    np.testing.assert_allclose(run(A=a, x=x, dx=x), [[4.0]])
    for given, word in (({"A": a, "x": x}, "dx has no value"), ({"A": a, "x": x, "dx": x, "q": a}, "q is no symbol")):
        with pytest.raises(MatcalcError, match=word):
            run(**given)
    with pytest.raises(MatcalcError, match="the size n"):
        matcalc.diff("a", "x", SHAPES).to_numpy()()


def test_a_squared_norm_is_smooth_where_it_is_zero():
    assert matcalc.diff("‖x - x‖^2", "x").text == "zeros(n, 1)"
    assert matcalc.diff("‖C x - C x‖^4", "x").certificate.method == "exact"


@pytest.mark.parametrize("f", ["exp(C∘Y) x", "softmax((C∘(b x'))a)", "exp(C∘Y)"])
def test_the_svd_form_of_what_is_not_linear_in_the_hadamard_product_is_that_of_its_change(f):
    x = "Y" if "Y" in f else "x"
    d = matcalc.diff(f, x, SHAPES, form="svd", kind="jacobian")
    plain = matcalc.diff(f, x, SHAPES, kind="jacobian")
    np.testing.assert_allclose(d.to_numpy()(**arrays(d)), plain.to_numpy()(**arrays(d)))


@pytest.mark.parametrize("f", ["(Y + (C∘Y)) x", "(C∘Y)'(C∘Y) x", "(C∘(b x')) x"])
def test_there_is_no_svd_form_where_the_variable_goes_round_the_hadamard_product(f):
    with pytest.raises(MatcalcError) as refused:
        matcalc.diff(f, "Y" if "Y" in f else "x", SHAPES, form="svd")
    assert refused.value.code == "unsupported"


def test_a_sum_over_triples_that_it_is_not_linear_in_is_not_certified():
    claim = "Σₖ σₖ (xᵀ ⊗ eye(m)) diag(vec(exp(σₖ diag(uₖ) Y diag(vₖ)))) (diag(vₖ) ⊗ diag(uₖ)) where C = Σₖ σₖ uₖ vₖᵀ"
    reading = read("exp(C∘Y) x", shapes=SHAPES, wrt=("Y",))
    y = variable("Y", ("m", "n"), ())
    answer = Answer(read(claim, shapes=SHAPES).expr, [])
    with pytest.raises(MatcalcError, match="withheld"):
        Problem(reading.expr, [y], "jacobian", y).certified(answer)


@pytest.mark.parametrize("direction", ["x x'", "v v'", "A"])
def test_a_misshapen_direction_is_told_in_its_own_words(direction):
    with pytest.raises(matcalc.MatcalcError) as caught:
        matcalc.diff("x'A x", "x", {"A": "n x n"}, direction=direction)
    assert caught.value.message.startswith(f"`{direction}` is ")
    assert caught.value.message.endswith(", and should be n×1")


def test_a_direction_declared_beside_an_undeclared_variable_is_told_of():
    with pytest.raises(MatcalcError) as caught:
        matcalc.diff("x'A x", "x", {"v": "n x 1"}, direction="v")
    assert caught.value.hint == "a size that nothing declares has a name of its own: declare both"
