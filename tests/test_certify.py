"""Certificates accept what is right and refuse what is not, in every layout and by every method."""
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

import matcalc
from matcalc.certify.certificate import certify_derivative, certify_equal, certify_pairing, equal
from matcalc.expr import OPS, walk
from matcalc.ops.leaves import SYM
from matcalc.syntax import read


def op(name, *args, data=None):
    return OPS[name](*args, data=data)


def sym(name, rows, cols, *words):
    return SYM(data=(name, (rows, cols), tuple(sorted(words))))


def num(x):
    return op("num", data=Fraction(x))


def mm(*args):
    return op("matmul", *args)


def t(a):
    return op("transpose", a)


def times(c, a):
    return op("scale", num(c), a)


def eye(n):
    return op("eye", data=n)


x, y, b = sym("x", "n", "1"), sym("y", "n", "1"), sym("b", "m", "1")
X, Y, A, Q = sym("X", "m", "n"), sym("Y", "n", "m"), sym("A", "m", "n"), sym("Q", "n", "n")
S, P = sym("S", "n", "n", "symmetric"), sym("P", "n", "n", "spd")
s, c = sym("s", "1", "1"), sym("c", "1", "1")
residual = op("sub", mm(A, x), b)
gram = mm(t(X), X)
inv_q = op("inv", Q)
softmax = op("softmax", x)

GRADIENTS = {
    "least squares": (mm(t(residual), residual), x, times(2, mm(t(A), residual))),
    "trace of a product": (op("tr", mm(A, Y)), Y, t(A)),
    "quadratic form": (mm(t(x), Q, x), x, op("add", mm(Q, x), mm(t(Q), x))),
    "bilinear form": (mm(t(b), X, x), X, mm(b, t(x))),
    "Frobenius product": (op("frob", mm(X, Q), A), X, mm(A, t(Q))),
    "log determinant": (op("logdet", Q), Q, t(inv_q)),
    "determinant": (op("det", Q), Q, op("scale", op("det", Q), op("invt", Q))),
    "log determinant of a Gram matrix": (op("logdet", gram), X, times(2, mm(X, op("inv", gram)))),
    "trace of an inverse": (op("tr", mm(S, inv_q)), Q, op("neg", t(mm(inv_q, S, inv_q)))),
    "norm": (op("norm", residual), x, op("div", mm(t(A), residual), op("norm", residual))),
    "entrywise norm": (op("norm1", X), X, op("sign", X)),
    "relu": (op("sum", op("relu", mm(A, x))), x, mm(t(A), op("step", mm(A, x)))),
    "log of a sum of exponentials": (op("logsumexp", x), x, softmax),
    "logistic loss": (op("sum", op("softplus", mm(A, x))), x, mm(t(A), op("sigmoid", mm(A, x)))),
    "entropy": (op("sum", op("hadamard", x, op("log", x))), x,
                op("add", op("log", x), op("ones", data=("n", "1")))),
    "square roots": (op("sum", op("sqrt", X)), X, times(Fraction(1, 2), op("epow", X, data=Fraction(-1, 2)))),
    "Gaussian error function": (op("sum", op("erf", x)), x, op("scale", op("div", num(2), op("sqrt", op(
        "const", data="pi"))), op("exp", op("neg", op("hadamard", x, x))))),
    "power of a matrix": (op("tr", op("power", Q, data=3)), Q, times(3, t(op("power", Q, data=2)))),
    "block products": (op("frob", op("kron", X, Q), sym("G", "m*n", "n*n")), X,
                       op("blockdot", sym("G", "m*n", "n*n"), Q, data=("m", "n"))),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_right_gradients_are_certified_exactly(name):
    f, wrt, g = GRADIENTS[name]
    found = certify_derivative(f, [wrt], g, "gradient", seed=1)
    assert found.holds, found.detail
    assert found.method == "exact"
    assert found.error_bound < 1e-4
    assert found.trials >= 2


WRONG = {"negated": lambda g: op("neg", g), "doubled": lambda g: times(2, g),
         "zero": lambda g: op("zeros", data=g.shape),
         "with one entry changed": lambda g: op("add", g, op("ones", data=g.shape)), "transposed": t}


@pytest.mark.parametrize("name", GRADIENTS)
@pytest.mark.parametrize("how", WRONG)
def test_wrong_gradients_are_refused(name, how):
    f, wrt, g = GRADIENTS[name]
    found = certify_derivative(f, [wrt], WRONG[how](g), "gradient", seed=2)
    assert not found.holds
    assert found.detail


def test_swapped_factors_are_refused():
    f, wrt, _ = GRADIENTS["trace of an inverse"]
    assert not certify_derivative(f, [wrt], op("neg", t(mm(inv_q, inv_q, S))), "gradient", seed=1)


def test_a_claim_that_is_right_for_some_signs_only_is_refused():
    wrong = [(op("relu", s), num(1)), (op("abs", s), num(1)), (op("norm", s), num(1)), (op("relu", s), num(0))]
    for f, g in wrong:
        assert not any(certify_derivative(f, [s], g, "gradient", seed=seed).holds for seed in range(20))


PARTLY_RIGHT = {
    "a cube root of what is positive": ("x'cbrt(b)", "x", "cbrt(|b|)", {}),
    "an angle below a right one": ("1/cos(s)", "s", "sin(s)/cos(s)/|cos(s)|", {"s": ["positive"]}),
    "a bound that large norms exceed": ("min(2, norm1(X)) + nuc(A)", "X", "-step(2 - norm1(X)) sign(X)", {}),
    "a bound that small norms do not reach": ("max(norm(x), 9) + nuc(A)", "x", "zeros(n, 1)", {}),
    "positive entries of one magnitude": ("sum((x - 6 b)^2) + nuc(A)", "x", "2 |x - 6 b|",
                                          {"x": ["positive"], "b": ["positive"]}),
    "a definite matrix of a heavy diagonal": ("x'P 1 + nuc(A)", "x", "|P 1|", {"P": ["spd"]}),
}
"""Functions, the variable, and what is their derivative at some points only."""
SHAPED = {"x": "n x 1", "b": "n x 1", "s": "1 x 1", "X": "n x n", "A": "n x n", "P": "n x n"}


@pytest.mark.parametrize("name", PARTLY_RIGHT)
def test_a_claim_that_is_right_in_some_places_only_is_refused(name):
    f, by, wrong, assume = PARTLY_RIGHT[name]
    f, wrong = (read(text, shapes=SHAPED, assume=assume).expr for text in (f, wrong))
    variable = next(e for e in walk(f) if e.op is SYM and e.data[0] == by)
    assert not any(certify_derivative(f, [variable], wrong, "gradient", seed=seed).holds for seed in range(5))


def test_steps_at_zero_are_zero():
    same = read("max(X, X + A)", shapes=SHAPED).expr
    slope = read("diag(vec(step(A) + step(-A)))", shapes=SHAPED, assume={"A": ["diagonal"]}).expr
    (variable,) = (e for e in walk(same) if e.op is SYM and e.data[0] == "X")
    assert not certify_derivative(same, [variable], slope, "jacobian", assume={"A": ["diagonal"]}, seed=1).holds
    assert certify_derivative(same, [variable], slope, "jacobian", assume={"A": []}, seed=1).holds


def test_numbers_are_evaluated_at_zero_and_at_poles_too():
    X = SYM(data=("X", ("n", "n"), ("diagonal",)))
    f = read("sum(expm(softplus(X))) + tr(digamma(X))", shapes=SHAPED, assume={"X": ["diagonal"]}).expr
    slope = read("sigmoid(X)∘frechet_expm(softplus(X), ones(n, n)) + diag(trigamma(diag(X)))", shapes=SHAPED,
                 assume={"X": ["diagonal"]}).expr
    found = certify_derivative(f, [X], slope, "gradient", seed=1)
    assert found.holds, found.detail
    assert found.method == "differences"


CHOSEN = {
    "ties": ("-max(X)", "X", "-onehot_max(|X|)", {"X": ["skew"]}),
    "a difference that is zero": ("sum(atan2(A∘X, s X))", "X",
                                  "s (A ./ ((A.^2 + s^2)∘X) - |A ./ ((A.^2 + s^2)∘X)|)", {}),
    "a power that blurs to nothing": ("(-2)^n nuc(A) det(X)", "X", "(-2)^n nuc(A) |adj(X)'|", {}),
    "logarithms": ("sum(max(A b, log10(x)))", "x", "step(log(x) - A b)./x/log(10)", {}),
}
"""Claims that are right at points that could be chosen by chance or rounding."""


@pytest.mark.parametrize("name", CHOSEN)
def test_points_are_not_chosen_so_that_a_claim_is_right(name):
    f, by, wrong, assume = CHOSEN[name]
    f, wrong = (read(text, shapes=SHAPED, assume=assume).expr for text in (f, wrong))
    variable = next(e for e in walk(f) if e.op is SYM and e.data[0] == by)
    found = [certify_derivative(f, [variable], wrong, "gradient", seed=seed).holds for seed in range(8)]
    assert sum(found) < 3


IDENTITIES = [("expm(-A)", "inv(expm(A))"), ("coshm(A)^2 - sinhm(A)^2", "eye(n)"), ("det(expm(A))", "exp(tr(A))"),
              ("sqrtm(P)^2", "P"), ("logm(expm(P))", "P")]


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identities_of_matrix_functions_hold_at_all_seeds(left, right):
    a, b = (read(text, shapes=SHAPED, assume={"P": ["spd"]}).expr for text in (left, right))
    assert all(certify_equal(a, b, seed=seed).holds for seed in range(12))


def test_resolvents_of_large_matrices_are_accurate():
    from matcalc.certify import spectral

    a = np.array([[3.0, 1, 0], [1, 2, 1], [0, 1, 1]])
    small, large = spectral.resolvent(np, a), spectral.resolvent(np, 1e9 * a)
    np.testing.assert_allclose(1e9 * large, small, rtol=1e-12, atol=1e-13)


def test_a_claim_is_tested_where_it_is_well_conditioned():
    f, slope = (read(text, shapes=SHAPED).expr for text in ("sum(erfc(b)) norm(expm(A) A^3)/s",
                                                            "(sum(erf(b)) - n) norm(expm(A) A^3)/s^2"))
    found = certify_derivative(f, [s], slope, "gradient", seed=1)
    assert found.holds, found.detail


def test_points_chosen_so_that_a_claim_is_defined_do_not_certify_it():
    shapes = {"h": "1 x n", "X": "n x n", "D": "n x m", "d": "m x 1"}
    f, wrong = (read(text, shapes=shapes).expr for text in (
        "hypot(h X, (D d)')", "diag((h X)' ./ sqrt((D |d|).^2 + ((h X)').^2)) ⊗ h"))
    (variable,) = (e for e in walk(f) if e.op is SYM and e.data[0] == "X")
    assert not any(certify_derivative(f, [variable], wrong, "jacobian", seed=seed).holds for seed in range(30))


J = {
    "product": (mm(A, Y), Y, op("kron", eye("m"), A)),
    "transpose": (t(X), X, op("commutation", data=("m", "n"))),
    "Hadamard": (op("hadamard", X, A), X, op("diag", op("vec", A))),
    "inverse": (inv_q, Q, op("neg", op("kron", op("invt", Q), inv_q))),
    "softmax": (softmax, x, op("sub", op("diag", softmax), mm(softmax, t(softmax)))),
    "Gram": (gram, X, mm(op("add", eye("n*n"), op("commutation", data=("n", "n"))), op("kron", eye("n"), t(X)))),
    "row of a scalar": (mm(t(x), x), x, times(2, t(x))),
    "by a scalar": (op("exp", op("scale", s, x)), s, op("hadamard", x, op("exp", op("scale", s, x)))),
    "zero": (y, x, op("zeros", data=("n", "n"))),
}


@pytest.mark.parametrize("name", J)
def test_right_jacobians_are_certified_and_wrong_ones_refused(name):
    f, wrt, answer = J[name]
    assert certify_derivative(f, [wrt], answer, "jacobian", seed=1).holds
    assert not certify_derivative(f, [wrt], op("add", answer, op("ones", data=answer.shape)), "jacobian", seed=1).holds
    if name not in ("zero", "Hadamard", "softmax"):
        assert not certify_derivative(f, [wrt], t(answer), "jacobian", seed=1).holds


HESSIANS = {
    "quadratic form": (mm(t(x), Q, x), [x], op("add", Q, t(Q))),
    "log determinant": (op("logdet", Q), [Q], op("neg", mm(op("commutation", data=("n", "n")),
                                                           op("kron", op("invt", Q), inv_q)))),
    "mixed": (mm(t(x), Q, y), [x, y], Q),
    "exponential": (op("sum", op("exp", x)), [x], op("diag", op("exp", x))),
}


@pytest.mark.parametrize("name", HESSIANS)
def test_right_hessians_are_certified_and_wrong_ones_refused(name):
    f, wrt, answer = HESSIANS[name]
    assert certify_derivative(f, wrt, answer, "hessian", seed=1).holds
    assert not certify_derivative(f, wrt, op("neg", answer), "hessian", seed=1).holds
    if name == "mixed":
        assert not certify_derivative(f, [y, x], answer, "hessian", seed=1).holds


def test_the_hessian_of_the_log_determinant_needs_its_commutation_matrix():
    assert not certify_derivative(op("logdet", Q), [Q], op("neg", op("kron", op("invt", Q), inv_q)), "hessian", seed=1)


def test_third_derivatives_are_certified():
    f, cube = op("epow", s, data=Fraction(5)), times(60, op("epow", s, data=Fraction(2)))
    assert certify_derivative(f, [s], cube, "jacobian", order=3, seed=1)
    assert certify_derivative(f, [s], cube, "derivative", order=3, seed=1)
    third = mm(op("khatri_rao", eye("n"), eye("n")), op("diag", op("exp", x)))
    assert certify_derivative(op("sum", op("exp", x)), [x], third, "jacobian", order=3, seed=1)
    assert not certify_derivative(op("sum", op("exp", x)), [x], times(2, third), "jacobian", order=3, seed=1)


def test_a_derivative_by_a_scalar_in_the_shape_of_f():
    f = op("inv", op("add", Q, op("scale", s, S)))
    assert certify_derivative(f, [s], op("neg", mm(f, S, f)), "derivative", seed=1)
    assert not certify_derivative(f, [s], mm(f, S, f), "derivative", seed=1)


def test_differentials_of_one_and_of_several_variables():
    dq, dx = sym("dQ", "n", "n"), sym("dx", "n", "1")
    assert certify_derivative(inv_q, [Q], op("neg", mm(inv_q, dq, inv_q)), "differential", seed=1)
    f = mm(Q, x)
    assert certify_derivative(f, [Q, x], op("add", mm(dq, x), mm(Q, dx)), "differential", seed=1)
    assert not certify_derivative(f, [Q, x], mm(dq, x), "differential", seed=1)
    assert certify_derivative(mm(t(x), Q, x), [x], times(2, mm(t(dx), Q, dx)), "differential", order=2, seed=1)


def test_pairings_of_cotangents_with_changes_of_subexpressions():
    inner = op("hadamard", mm(A, Y), Q2 := sym("R", "m", "m"))
    f = op("sum", inner)
    ones = op("ones", data=("m", "m"))
    assert certify_pairing(f, [Y], [(ones, inner)], seed=1)
    assert certify_pairing(f, [Y], [(op("hadamard", ones, Q2), mm(A, Y))], seed=1)
    assert certify_pairing(f, [Y], [(mm(t(A), Q2), Y)], seed=1)
    assert not certify_pairing(f, [Y], [(ones, mm(A, Y))], seed=1)
    assert certify_pairing(mm(t(x), x), [x], [(x, x), (x, x)], seed=1)


ENTRIES = op("sub", op("add", op("inv", S), op("inv", S)), op("hadamard", op("inv", S), eye("n")))


def test_structured_derivatives():
    f = op("logdet", S)
    assert certify_derivative(f, [S], op("inv", S), "gradient", seed=1)
    assert certify_derivative(f, [S], op("inv", S), "gradient", structured="tangent", seed=1)
    assert certify_derivative(f, [S], ENTRIES, "gradient", structured="entries", seed=1)
    assert not certify_derivative(f, [S], ENTRIES, "gradient", seed=1)
    assert not certify_derivative(f, [S], op("inv", S), "gradient", structured="entries", seed=1)


def test_a_tangent_gradient_must_be_a_tangent():
    f, free = op("tr", mm(Q, S)), t(Q)
    symmetric = times(Fraction(1, 2), op("add", Q, t(Q)))
    assert certify_derivative(f, [S], free, "gradient", seed=1)
    assert not certify_derivative(f, [S], free, "gradient", structured="tangent", seed=1)
    assert certify_derivative(f, [S], symmetric, "gradient", structured="tangent", seed=1)


def test_the_tangent_gradient_on_the_orthogonal_group():
    o = sym("O", "n", "n", "orthogonal")
    f = op("tr", mm(t(Q), o))
    g = times(Fraction(1, 2), op("sub", Q, mm(o, t(Q), o)))
    assert certify_derivative(f, [o], g, "gradient", structured="tangent", seed=1)
    assert not certify_derivative(f, [o], Q, "gradient", structured="tangent", seed=1)
    with pytest.raises(ValueError, match="linear structures"):
        certify_derivative(f, [o], Q, "hessian", structured="tangent")


def test_a_variable_is_bound_by_name_and_assumptions_are_joined():
    free, symmetric = sym("Z", "n", "n"), sym("Z", "n", "n", "symmetric")
    f = mm(t(x), free, free, x)
    assert not certify_derivative(f, [x], times(2, mm(free, free, x)), "gradient", seed=1)
    assert certify_derivative(f, [x], times(2, mm(symmetric, symmetric, x)), "gradient", seed=1)
    assert certify_derivative(f, [x], times(2, mm(free, free, x)), "gradient", assume={"Z": ["symmetric"]}, seed=1)


def test_an_inconclusive_comparison_is_decided_by_numbers():
    double = op("sin", times(2, x))
    product = times(2, op("hadamard", op("sin", x), op("cos", x)))
    found = certify_equal(double, product, seed=1)
    assert found.holds
    assert found.method == "differences"
    squares = [op("epow", op(name, x), data=Fraction(2)) for name in ("cos", "sin")]
    slope = certify_derivative(op("sum", double), [x], times(2, op("sub", *squares)), "gradient", seed=1)
    assert slope.holds
    assert slope.method == "complex-step"
    assert not certify_equal(op("sin", times(2, x)), times(2, op("sin", x)), seed=1)


@pytest.mark.parametrize("order", [1, 2])
def test_numbers_decide_higher_derivatives_too(order):
    f = op("sum", op("sin", times(2, x)))
    cos2 = op("sub", op("ones", data=("n", "1")), times(2, op("hadamard", op("sin", x), op("sin", x))))
    sin2 = times(2, op("hadamard", op("sin", x), op("cos", x)))
    answer = t(times(2, cos2)) if order == 1 else op("diag", times(-4, sin2))
    assert certify_derivative(f, [x], answer, "jacobian", order=order, seed=1).holds
    assert not certify_derivative(f, [x], op("neg", answer), "jacobian", order=order, seed=1).holds


EQUATIONS = {
    "exp(a+b)": (op("exp", op("add", x, y)), op("hadamard", op("exp", x), op("exp", y))),
    "exp(-a)": (op("exp", op("neg", x)), op("epow", op("exp", x), data=Fraction(-1))),
    "log(ab)": (op("log", op("hadamard", x, y)), op("add", op("log", x), op("log", y))),
    "log exp": (op("log", op("exp", x)), x),
    "sqrt": (op("sqrt", op("hadamard", x, x)), op("abs", x)),
    "roots of products": (op("epow", op("hadamard", x, x), data=Fraction(1, 3)),
                          op("epow", op("abs", x), data=Fraction(2, 3))),
    "sigmoid": (op("sigmoid", op("neg", x)), op("sub", op("ones", data=("n", "1")), op("sigmoid", x))),
    "tanh": (op("tanh", x), op("sub", times(2, op("sigmoid", times(2, x))),
                                  op("ones", data=("n", "1")))),
    "sin² + cos²": (op("add", op("epow", op("sin", x), data=Fraction(2)), op("epow", op("cos", x), data=Fraction(2))),
                    op("ones", data=("n", "1"))),
    "relu": (op("relu", x), times(Fraction(1, 2), op("add", x, op("abs", x)))),
    "log det": (op("log", op("det", Q)), op("logdet", Q)),
    "det of a product": (op("det", mm(Q, S)), op("scale", op("det", Q), op("det", S))),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_functional_equations_that_the_field_keeps(name):
    a, b = EQUATIONS[name]
    found = certify_equal(a, b, seed=3)
    assert found.holds, found.detail
    assert found.method == "exact"


def test_equality():
    assert equal(t(mm(A, Y)), mm(t(Y), t(A)))
    assert not equal(mm(A, Y), sym("R", "m", "m"))
    assert not equal(x, b)
    assert not equal(mm(Q, S), mm(S, Q))
    assert not equal(op("log", x), op("log", op("neg", x)))


def test_a_dimension_is_no_constant():
    assert not equal(op("tr", eye("n")), num(2))
    assert not equal(op("tr", eye("n")), num(3))
    assert equal(op("tr", eye("n")), op("dim", data="n"))


def test_the_sizes_are_distinct_and_change():
    f, wrt, g = GRADIENTS["least squares"]
    found = certify_derivative(f, [wrt], g, "gradient", seed=1)
    first, second = found.sizes
    assert len(set(first.values())) == len(first)
    assert all(first[name] != second[name] for name in first)


def test_a_seed_reproduces_a_certificate():
    f, wrt, g = GRADIENTS["square roots"]
    one, two = (certify_derivative(f, [wrt], g, "gradient", seed=7).to_json() for _ in range(2))
    assert one == two


def test_what_cannot_be_evaluated_is_refused_with_a_reason():
    wide = op("inv", mm(x, t(x)))
    found = certify_equal(mm(wide, x), mm(wide, x, num(1)), seed=1)
    assert not found.holds
    assert "singular" in found.detail.lower()


def test_a_kind_that_makes_no_sense_is_an_error_and_a_shape_that_misfits_a_refusal():
    with pytest.raises(ValueError, match="order 1"):
        certify_derivative(mm(t(x), y), [x, y], x, "gradient", order=1)
    assert "n×m" in certify_derivative(op("tr", mm(A, Y)), [Y], A, "gradient").detail
    assert not certify_derivative(x, [x], x, "gradient")


def test_large_graphs_are_evaluated_without_recursion():
    e = x
    for i in range(20000):
        e = op("add", x, e) if i % 2 else op("sub", e, y)
    g = times(10001, op("ones", data=("n", "1")))
    assert certify_derivative(op("sum", e), [x], g, "gradient", seed=1)


def test_shared_nodes_are_evaluated_once():
    e = x
    for _ in range(60):
        e = op("add", e, e)
    assert certify_derivative(e, [x], times(2**60, eye("n")), "jacobian", seed=1)


def test_the_exact_path_imports_no_heavy_module():
    code = ("import sys, matcalc.certify.certificate\n"
            "heavy = {'numpy', 'sympy', 'rich', 'dataclasses', 'scipy', 'inspect'} & sys.modules.keys()\n"
            "sys.exit(str(heavy) if heavy else 0)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("n", ["1000", "30"])
def test_large_dimensions_are_tested_at_small_sizes(n):
    w = sym("W", n, n)
    assert certify_derivative(op("logdet", w), [w], op("invt", w), "gradient", seed=1)
    refused = certify_derivative(op("tr", mm(w, w)), [w], w, "gradient", seed=1)
    assert not refused.holds


def test_a_large_dimension_that_is_needed_as_a_number_stays_one():
    w = sym("W", "30", "20")
    answer = op("scale", num(Fraction(1, 600)), op("ones", data=("30", "20")))
    assert certify_derivative(op("mean", w), [w], answer, "gradient", seed=1)
    assert certify_derivative(op("vec", w), [w], eye("600"), "jacobian", seed=1)


@pytest.mark.parametrize(("f", "by", "sizes", "kind"), [
    ("sign(X)", "X", "3 x 3", "jacobian"), ("step(X)", "X", "3 x 1", "hessian"), ("s X", "X", "100 x 100", "jacobian"),
    ("X X", "X", "100 x 100", "hessian"), ("X'X", "X", "2000 x 3", "jacobian"), ("tril(X)", "X", "50 x 50", "jacobian"),
])
def test_products_of_sizes_are_those_of_arrays(f, by, sizes, kind):
    d = matcalc.diff(f, by, {by: sizes, "s": "scalar"}, kind=kind)
    assert d.certificate.holds, d.certificate


SIGNS = {"added": (op("sub", op("logdet", Q), times(Fraction(1, 2), op("logdet", S))), Q, t(inv_q), False),
         "multiplied": (op("scale", op("logdet", Q), op("tr", Q)), Q,
                        op("add", op("scale", op("logdet", Q), eye("n")), op("scale", op("tr", Q), t(inv_q))), True),
         "in a function": (op("log", op("logdet", Q)), Q, op("div", t(inv_q), op("logdet", Q)), True)}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_matter_where_the_value_of_a_log_determinant_is_used(name):
    f, wrt, g, matters = SIGNS[name]
    found = certify_derivative(f, [wrt], g, "gradient", seed=1)
    assert found.holds, found.detail
    assert (found.trials > 2) is matters
