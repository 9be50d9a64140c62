"""Derivatives as factors and operators: the form that is told, read with the factors, is the array of entries."""
import re
import tracemalloc

import numpy as np
import pytest
from running_code import loaded

from matcalc import codegen
from matcalc.certify.numeric import evaluate
from matcalc.syntax import read

VECTORS = {"x": "n x 1", "a": "n x 1", "A": "m x n", "b": "m x 1"}
CASES = [
    ("(a'x)^3", "x", VECTORS, "hessian", "F1 F2ᵀ"),
    ("norm(x)", "x", VECTORS, "hessian", "F1 eye(n) - F2 F3ᵀ"),
    ("norm(x)^4", "x", VECTORS, "hessian", "F1 F2ᵀ + F3 eye(n)"),
    ("x'x", "x", VECTORS, "hessian", "F1 eye(n)"),
    ("logsumexp(x)", "x", VECTORS, "hessian", "Diag(F1) - F1 F1ᵀ"),
    ("norm(A x - b)^2", "x", VECTORS, "hessian", "F1 F2"),
    ("sum(exp(A x))^2", "x", VECTORS, "hessian", "F1 (Diag(F2) + F3 F3ᵀ) F4"),
    ("x'A x/x'x", "x", {"A": "n x n", "x": "n x 1"}, "hessian", "F1 - F2 eye(n) + F3 F4ᵀ - F5 F4ᵀ - F6 F7ᵀ"),
    ("softmax(x)", "x", VECTORS, "jacobian", "Diag(F1) - F1 F1ᵀ"),
    ("A diag(x) B", "x", {"A": "m x n", "x": "n x 1", "B": "n x k"}, "jacobian", "khatri_rao(F1, F2)"),
    ("X'X", "X", {"X": "m x n"}, "jacobian", "(eye(n*n) + commutation(n, n)) (eye(n) ⊗ F1)"),
    ("logdet(X)", "X", {"X": "n x n"}, "hessian", "-commutation(n, n) (F1 ⊗ F2)"),
    ("A X' B", "X", {"A": "m x n", "X": "p x n", "B": "p x k"}, "jacobian", "commutation(k, m) (F1 ⊗ F2)"),
    ("kron(A, X)", "X", {"A": "p x q", "X": "m x n"}, "jacobian", None),
    ("kron(X, A)", "X", {"A": "p x q", "X": "m x n"}, "jacobian", None),
    ("row_softmax(Q K') V", "Q", {"Q": "m x d", "K": "n x d", "V": "n x p"}, "jacobian", None),
    ("cross_entropy(Y, col_softmax(X))", "X", {"Y": "m x n", "X": "m x n"}, "hessian", None),
    ("norm(M.*(A - U V'))^2", "U", {"M": "m x n", "A": "m x n", "U": "m x k", "V": "n x k"}, "hessian",
     "(F1 ⊗ eye(m)) Diag(F2) (F3 ⊗ eye(m))"),
]
SIZES = [dict.fromkeys("mnkpqd", 1), {**dict.fromkeys("mnkpqd", 1), "n": 3}, {**dict.fromkeys("mnkpqd", 2), "n": 1},
         {"m": 3, "n": 4, "k": 2, "p": 2, "q": 3, "d": 2}]
ASSUMED = {"x'A x/x'x": {"A": ["symmetric"]}}


@pytest.mark.parametrize(("expr", "x", "shapes", "kind", "form"), CASES, ids=[case[0] for case in CASES])
def test_factors_make_the_derivative_and_so_does_the_operator(expr, x, shapes, kind, form):
    source = codegen(expr, x, shapes, ASSUMED.get(expr), functions=[kind, f"{kind}_factors", f"{kind}_operator"]).source
    assert "np.eye" not in source.partition("_factors(")[2].partition("\ndef ")[0]
    told = re.search(rf"factors of the {kind.capitalize()} (.*?) of f by", " ".join(source.split()))[1]
    assert form is None or told == form
    module, rng = loaded(source), np.random.default_rng(0)
    for sizes in SIZES:
        args = arguments(getattr(module, kind), expr, shapes, sizes, rng)
        dense = getattr(module, kind)(*args)
        found = getattr(module, f"{kind}_factors")(*args)
        np.testing.assert_allclose(made(told, found if isinstance(found, tuple) else (found,), sizes), dense,
                                   atol=1e-12, err_msg=f"{told} at {sizes}")
        agrees(getattr(module, f"{kind}_operator")(*args), dense, rng)


def arguments(function, expr, shapes, sizes, rng):
    """Random arguments, those that are assumed to be symmetric made so."""
    names = function.__code__.co_varnames[:function.__code__.co_argcount]
    found = {name: rng.uniform(0.2, 1, [sizes.get(d) or int(d) for d in shapes[name].split(" x ")]) for name in names}
    return [a + a.T if name in ASSUMED.get(expr, ()) else a for name, a in found.items()]


def made(told, parts, sizes):
    """What the told form is of the factors."""
    given = {f"F{i}": np.reshape(part, np.shape(part) or (1, 1)) for i, part in enumerate(parts, 1)}
    text = re.sub(r"\b[a-z]\b", lambda word: str(sizes[word[0]]), told).replace("Diag", "diag")
    shapes = {name: "{} x {}".format(*part.shape) for name, part in given.items()}
    return evaluate(read(text, shapes=shapes).expr, given, {})


def agrees(operator, dense, rng):
    """Assert that the products with an operator and its transpose are those with the array."""
    v, g = rng.standard_normal((dense.shape[1], 2)), rng.standard_normal((dense.shape[0], 2))
    for got, want in ((operator.matmat(v), dense @ v), (operator.rmatmat(g), dense.T @ g),
                      (operator.matvec(v[:, 0]), dense @ v[:, 0]), (operator.rmatvec(g[:, 0]), dense.T @ g[:, 0]),
                      (operator.H @ g, dense.T @ g), (operator.T @ g, dense.T @ g)):
        np.testing.assert_allclose(got, want, atol=1e-12)


@pytest.mark.parametrize(("expr", "x", "shapes", "kind"), [
    ("norm(M.*(A - U V'))^2", "U", {"M": "m x n", "A": "m x n", "U": "m x k", "V": "n x k"}, "hessian"),
    ("row_softmax(Q K') V", "Q", {"Q": "m x k", "K": "n x k", "V": "n x k"}, "jacobian"),
    ("row_softmax(X)", "X", {"X": "m x k"}, "jacobian"),
    ("col_softmax(X)", "X", {"X": "k x m"}, "jacobian"),
    ("sum(row_logsumexp(X))", "X", {"X": "m x k"}, "hessian"),
])
def test_blocks_take_no_array_larger_than_the_result(expr, x, shapes, kind):
    function = getattr(loaded(codegen(expr, x, shapes, functions=[kind]).source), kind)
    args = arguments(function, expr, shapes, {"m": 30, "n": 40, "k": 5}, np.random.default_rng(0))
    tracemalloc.start()
    entries = function(*args).nbytes
    largest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert largest < 1.5 * entries + 2**16
