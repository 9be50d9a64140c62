"""Derivatives on sets of structured matrices: every manner, structure and kind is certified, and says what it is."""
import numpy as np
import pytest

import matcalc
from matcalc.certify.draws import SPREADS
from matcalc.structured import MANNERS, WORDS

ROWS = [(manner, structure) for manner, table in MANNERS.items() for structure in table]
SHAPES = {"A": "n x n", "B": "n x n", "X": "n x n"}
SCALARS = ["tr(A X X B)", "sum(exp(A X))", "tr(A'X)", "logdet(A + X B)"]


def derivative(expr: str, structure: str, manner: str, **options: str) -> matcalc.Derivative:
    return matcalc.diff(expr, "X", SHAPES, {"X": [structure]}, structured=manner, **options)


@pytest.mark.parametrize(("manner", "structure"), ROWS)
@pytest.mark.parametrize("expr", SCALARS)
def test_a_gradient_is_certified_and_names_its_set(expr, manner, structure):
    d = derivative(expr, structure, manner)
    assert d.certificate.holds
    assert structure.replace("_", " ") in d.structured
    assert "X" in d.structured


@pytest.mark.parametrize(("manner", "structure"), [row for row in ROWS if MANNERS[row[0]][row[1]].matrix])
@pytest.mark.parametrize("options", [{}, {"form": "kronecker"}, {"layout": "denominator"}], ids=str)
def test_a_jacobian_is_certified(manner, structure, options):
    for expr in ("A X B", "X X", "exp(X)"):
        assert derivative(expr, structure, manner, **options).certificate.holds


@pytest.mark.parametrize(("manner", "structure"), [
    row for row in ROWS if MANNERS[row[0]][row[1]].matrix and MANNERS[row[0]][row[1]].flat])
@pytest.mark.parametrize("expr", SCALARS)
def test_a_hessian_is_certified(expr, manner, structure):
    d = derivative(expr, structure, manner, kind="hessian")
    assert d.certificate.holds
    assert d.shape == (("n*(n+1)/2",) * 2 if manner == "vech" else ("n*n",) * 2)


@pytest.mark.parametrize("structure", MANNERS["tangent"])
def test_a_differential_moves_in_the_tangent_space(structure):
    assert derivative("tr(A X X B)", structure, "tangent", form="differential").certificate.holds


@pytest.mark.parametrize("options", [{}, {"structured": "tangent", "assume": {"X": ["symmetric"]}}], ids=str)
def test_a_gradient_that_is_asked_for_has_no_form_of_a_jacobian(options):
    with pytest.raises(matcalc.MatcalcError, match="--kind jacobian") as e:
        matcalc.diff("tr(A X)", "X", SHAPES, kind="gradient", form="kronecker", **options)
    assert e.value.code == "unsupported"


def test_the_checker_knows_every_manner_and_structure():
    assert {manner: set(table) for manner, table in MANNERS.items()} == {m: set(t) for m, t in SPREADS.items()}
    assert MANNERS.keys() == WORDS.keys()


ANSWERS = [
    ("logdet(X)", "spd", "vech", {}, "duplication(n)ᵀ vec(X⁻¹)"),
    ("logdet(X)", "spd", "vech", {"kind": "hessian"}, "-duplication(n)ᵀ (X⁻¹ ⊗ X⁻¹) duplication(n)"),
    ("logdet(X)", "spd", "tangent", {"kind": "hessian"}, "-symmetrizer(n) (X⁻¹ ⊗ X⁻¹)"),
    ("logdet(X)", "spd", "affine-invariant", {}, "X"),
    ("A X B", "symmetric", "vech", {}, "(Bᵀ ⊗ A) duplication(n)"),
    ("vech(X^-1)", "symmetric", "vech", {}, "-elimination(n) (X⁻¹ ⊗ X⁻¹) duplication(n)"),
    ("tr(A'X)", "orthogonal", "canonical", {}, "A - X Aᵀ X"),
    ("X^-1", "lower_triangular", "vech", {}, "-(X⁻ᵀ ⊗ X⁻¹) elimination(n)ᵀ"),
]


@pytest.mark.parametrize(("expr", "structure", "manner", "options", "text"), ANSWERS)
def test_an_answer_is_as_short_as_in_print(expr, structure, manner, options, text):
    assert derivative(expr, structure, manner, **options).text == text


REFUSED = [
    ("logdet(X)", ["symmetric", "orthogonal"], "tangent", {}, "orthogonal and symmetric"),
    ("logdet(X)", ["symmetric", "idempotent"], "tangent", {}, "symmetric and idempotent"),
    ("logdet(X)", ["diagonal"], "vech", {}, "vech of diagonal"),
    ("logdet(X)", ["symmetric"], "affine-invariant", {}, "affine-invariant of symmetric"),
    ("logdet(X)", ["spd"], "affine-invariant", {"kind": "hessian"}, "no hessian"),
    ("tr(A X)", ["orthogonal"], "tangent", {"kind": "hessian"}, "curved"),
    ("tr(A X)", ["symmetric"], "vech", {"form": "differential"}, "coordinates"),
]


@pytest.mark.parametrize(("expr", "assume", "manner", "options", "message"), REFUSED)
def test_what_has_no_meaning_is_refused(expr, assume, manner, options, message):
    with pytest.raises(matcalc.MatcalcError, match=message) as refused:
        matcalc.diff(expr, "X", SHAPES, {"X": assume}, structured=manner, **options)
    assert refused.value.code == "unsupported"


@pytest.mark.parametrize("words", [["diagonal", "spd"], ["upper_triangular", "lower_triangular"]])
def test_sets_inside_one_another_are_the_smaller_one(words):
    assert "diagonal" in matcalc.diff("logdet(X)", "X", SHAPES, {"X": words}, structured="tangent").structured


def test_a_derivative_by_vech_agrees_with_differences():
    x = np.array([[2.0, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 1.0]])
    d = derivative("vech(chol(X))", "spd", "vech").to_numpy()(X=x)
    half = np.triu_indices(3)

    def f(v: np.ndarray) -> np.ndarray:
        low = np.zeros((3, 3))
        low.T[half] = v
        return np.linalg.cholesky(low).T[half]

    v = x.T[half]
    columns = [(f(v + 1e-6 * e) - f(v - 1e-6 * e)) / 2e-6 for e in np.eye(6)]
    np.testing.assert_allclose(d, np.array(columns).T, atol=1e-7)


def test_a_word_close_to_a_manner_is_proposed(cli):
    assert "did you mean tangent?" in cli("diff", "log det X", "--wrt", "X", "--structured", "tangant").err


@pytest.mark.parametrize("options", [{"kind": "hessian"}, {"order": 2, "form": "differential"}, {"cotangent": "G"}],
                         ids=str)
def test_what_else_there_is_of_a_matrix_is_certified(options):
    assert derivative("X A X", "symmetric", "tangent", **options).certificate.holds
