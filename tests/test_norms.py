"""Norms by their order: how they are read, and that their derivatives are as short as one prints them."""
from __future__ import annotations

import pytest

import matcalc
from matcalc.build import normalize
from matcalc.syntax import read

SHAPES = {"x": "n x 1", "X": "m x n", "A": "m x n", "b": "m x 1", "p": "scalar"}

SAME = [
    ("‖x‖_1", "norm1(x)"), ("‖x‖_2", "norm(x)"), ("‖x‖₃", "‖x‖_3"), ("‖x'‖_3", "‖x‖_3"), ("norm(x, 3)", "‖x‖_3"),
    ("‖x‖_{2.5}", "norm(x, 5/2)"), ("‖x‖_{5/2}", "norm(x, 5/2)"), ("norm(x, p)", "‖x‖_p"), (r"\|x\|_p", "‖x‖_p"),
    (r"\|x\|_{p}^{p}", "‖x‖_p^p"), ("‖x‖^p_p", "‖x‖_p^p"), ("norm(x, 1)", "norm1(x)"), ("norm(x, 2)", "norm(x)"),
    ("norm(x, inf)", "‖x‖_∞"), ("norm(x, Inf)", "‖x‖_∞"), ('norm(x, "inf")', "‖x‖_∞"), ("norm(x, ∞)", "‖x‖_∞"),
    (r"\|x\|_\infty", "‖x‖_∞"), (r"\|x\|_{\infty}", "‖x‖_∞"), ("‖x‖_inf", "‖x‖_∞"),
    ("np.linalg.norm(x, np.inf)", "‖x‖_∞"),
    ("np.linalg.norm(x, ord=1)", "norm1(x)"), ("torch.norm(x, p=2)", "norm(x)"), ("‖x‖_∞", "max(abs(x))"),
    ("norm(X, 'fro')", "‖X‖_F"), ('norm(X,"fro")', "‖X‖_F"), ("norm(X, ord='nuc')", "‖X‖_*"),
    ("norm(X,'nuc')", "nuc(X)"),
    ("norm(X, 1)", "max(colsum(abs(X)))"), ("norm(X, 2)", "smax(X)"), ("norm(X, inf)", "max(rowsum(abs(X)))"),
    ("‖X‖_1", "sum(abs(X))"), ("norm(-2 x, p)", "2 ‖x‖_p"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_norm_is_written_in_several_ways(one, other):
    left, right = (normalize(read(text, shapes=SHAPES).expr) for text in (one, other))
    assert left is right


DERIVATIVES = [  # expression, variable, kind, derivative, conditions
    ("‖x‖_p", "x", None, "(x∘abs(x).^(p - 2)) / ‖x‖_p^(p - 1)", ("entries of x ≠ 0",)),
    ("‖x‖_3", "x", None, "(x∘abs(x)) / ‖x‖_3^2", ("entries of x ≠ 0",)),
    ("‖x‖_4", "x", None, "x.^3 / ‖x‖_4^3", ("x ≠ 0",)),
    ("norm(x, 3/2)", "x", None, "(x ./ sqrt(abs(x))) / sqrt(norm(x, 3/2))", ("entries of x ≠ 0",)),
    ("‖x‖_p^p", "x", None, "p (x∘abs(x).^(p - 2))", ("entries of x ≠ 0",)),
    ("‖x‖_p^p", "x", "hessian", "p (p - 1) diag(abs(x).^(p - 2))", ("entries of x ≠ 0",)),
    ("‖x‖_3^3", "x", "hessian", "6 diag(abs(x))", ("entries of x ≠ 0",)),
    ("‖A x - b‖_4^4", "x", "hessian", "12 Aᵀ diag((A x - b).^2) A", ("A x - b ≠ 0",)),
    ("‖x‖_∞", "x", None, "sign(x)∘onehot_max(abs(x))", ("entries of x ≠ 0", "abs(x) with a single largest entry")),
    ("sum(abs(x).^p)", "x", None, "p (x∘abs(x).^(p - 2))", ("entries of x ≠ 0",)),
    ("sum(abs(x).^3)", "x", None, "3 (x∘abs(x))", ("entries of x ≠ 0",)),
    ("‖x‖ + ‖x‖_1", "x", None, "x / ‖x‖ + sign(x)", ("entries of x ≠ 0",)),
]


@pytest.mark.parametrize(("expr", "wrt", "kind", "text", "conditions"), DERIVATIVES)
def test_the_derivative_of_a_norm_is_short(expr, wrt, kind, text, conditions):
    d = matcalc.diff(expr, wrt, SHAPES, kind=kind)
    assert d.certificate.holds
    assert normalize(read(text, shapes=SHAPES).expr) is normalize(d.expr)
    assert len(d.text) <= len(text)
    assert d.conditions == conditions


@pytest.mark.parametrize("expr", ["‖x‖_p", "norm(x, p + 1)", "norm(x, 5/2)", "‖x‖_3", "‖x‖_∞ ‖x‖_1"])
@pytest.mark.parametrize("kind", ["gradient", "hessian"])
def test_the_derivative_of_a_norm_reads_back_from_latex(expr, kind):
    d = matcalc.diff(expr, "x", SHAPES, kind=kind)
    assert normalize(read(d.latex, shapes=SHAPES).expr) is normalize(d.expr), d.latex


def test_a_matrix_has_the_norms_of_its_operator_with_a_note():
    reading = read("norm(X, 1)", shapes=SHAPES)
    assert any("max(colsum(abs(X)))" in note and "norm1(X)" in note for note in reading.notes)
