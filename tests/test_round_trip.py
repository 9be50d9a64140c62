"""Every answer is in the language itself: its text, definitions and all, parses back to it, in each of its forms."""
from collections.abc import Iterator

import pytest

import matcalc
from matcalc import kinds
from matcalc.build import normalize
from matcalc.cli.ascii import ascii_text
from matcalc.diagnostics import MatcalcError
from matcalc.syntax import declarations, read

SEED = "C: 1 x e; D: b x e; E: a x e; F: e x 1; B: a x b; X: b x 1"
NEURAL = "V: p x m; W: m x n; x: n x 1; y: p x 1; b: m x 1"

PROBLEMS = [  # expression, variable, declarations
    ("A(B(XC)∘D∘E)F", "X", f"A: 1 x a; {SEED}"),
    ("A(B(XC)∘D∘E)F", "X", f"A: q x a; {SEED}"),
    ("(A(B(XC)∘D)∘E)F", "E", f"A: q x a; {SEED}"),
    ("(A(B(XC)∘D)∘E)F", "A", f"A: q x a; {SEED}"),
    ("A(W∘(U X V))B", "X", "A: m x n; W: n x p; U: n x k; X: k x l; V: l x p; B: p x q"),
    ("W∘X", "X", "W: m x n; X: m x n"),
    ("(P Q)∘(X y z')", "X", "P: m x p; Q: p x r; X: m x n; y: n x 1; z: r x 1"),
    ("(W∘(x y'))'z", "x", "W: m x n; x: m x 1; y: n x 1; z: m x 1"),
    ("2 s (W∘(x y')) z", "x", "s: scalar; W: m x n; x: m x 1; y: n x 1; z: n x 1"),
    ("(W∘W∘(A x y')) z", "x", "W: m x k; A: m x n; x: n x 1; y: k x 1; z: k x 1"),
    ("A x", "x", "A: m x n; x: n x 1"),
    ("A X B", "X", "A: m x n; X: n x p; B: p x q"),
    ("X'X", "X", "X: m x n"),
    ("X A X", "X", "X: n x n; A: n x n"),
    ("tr(A X) B", "X", "A: n x m; X: m x n; B: p x q"),
    ("inv(X)", "X", "X: n x n"),
    ("inv(X'A X) X'B", "X", "X: m x n; A: m x m; B: m x m"),
    ("A⊗X", "X", "A: p x q; X: m x n"),
    ("x⊗x", "x", "x: n x 1"),
    ("x x'A x", "x", "x: n x 1; A: n x n"),
    ("x'A x", "x", "A: n x n; x: n x 1"),
    ("x'S x/(x'x)", "x", "S: n x n symmetric; x: n x 1"),
    ("‖A x - b‖^2", "x", "A: m x n; x: n x 1; b: m x 1"),
    ("‖A x - b‖", "x", "A: m x n; x: n x 1; b: m x 1"),
    ("‖X w - y‖^2/(2 n) + l ‖w‖^2", "w", "X: m x n; w: n x 1; y: m x 1; l: scalar"),
    ("log det X", "X", "X: n x n spd"),
    ("det(X'A X)", "X", "X: m x n; A: m x m"),
    ("logdet(A + t B)", "t", "t: scalar; A: n x n; B: n x n"),
    ("tr(A inv(X) B)", "X", "A: n x n; X: n x n; B: n x n"),
    ("tr((X'A X)^-1 X'B X)", "X", "X: m x n; A: m x m; B: m x m"),
    ("tr(X'A X B) + a'X b", "X", "X: m x n; A: m x m; B: n x n; a: m x 1; b: n x 1"),
    ("sum(exp(A x))", "x", "A: m x n; x: n x 1"),
    ("logsumexp(A x + b)", "x", "A: m x n; x: n x 1; b: m x 1"),
    ("softmax(W x)", "x", "W: m x n; x: n x 1"),
    ("V tanh(W x + b)", "x", NEURAL),
    ("V sigmoid(W x + b)", "W", NEURAL),
    ("‖V relu(W x + b) - y‖^2", "W", NEURAL),
    ("(A x)∘(B x)./(1 + x'x)", "x", "A: m x n; B: m x n; x: n x 1"),
    ("x/‖x‖", "x", "x: n x 1"),
    ("diag(x) A diag(x)", "x", "x: n x 1; A: n x n"),
    ("exp(-‖x - y‖^2/(2 s^2))", "x", "x: n x 1; y: n x 1; s: scalar"),
    ("mean((x - mean(x)).^2)", "x", "x: n x 1"),
    ("t^2 A + exp(t) B", "t", "t: scalar; A: m x n; B: m x n"),
    ("(x - u)'inv(S)(x - u)", "S", "x: n x 1; u: n x 1; S: n x n spd"),
]
ASKED = [*((form, None) for form in kinds.FORMS), ("auto", "hessian"), ("kronecker", "hessian"), ("index", "hessian")]


def answers(problem: tuple[str, str, str]) -> Iterator[matcalc.Derivative]:
    """The answers to a problem in all forms that it has."""
    expr, wrt, declared = problem
    given = declarations([declared])
    for form, kind in ASKED:
        try:
            d = matcalc.diff(expr, wrt, given.shapes, given.assume, form=form, kind=kind)
        except MatcalcError as e:
            if e.code not in ("unsupported", "shape-mismatch"):  # there is no such form, or no Hessian
                raise
        else:
            yield d


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: f"{p[0]} by {p[1]}, {p[2]}")
def test_an_answer_parses_back_in_every_form(problem):
    assume = declarations([problem[2]]).assume
    for d in answers(problem):
        shapes = {name: s.shape for name, s in d.symbols.items()}
        if d.form == "differential":
            shapes["d" + d.wrt] = shapes[d.wrt]
        back = read(d.text, shapes=shapes, assume=assume)
        assert normalize(back.expr) is normalize(d.expr), d.text
        plain = ascii_text(d)
        assert plain.isascii()
        assert normalize(read(plain, shapes=shapes, assume=assume).expr) is normalize(d.expr), plain
        assert list(back.definitions) == [name for name, _ in d.answer.where]
        assert set(back.symbols) == set(shapes)


HAVE = {"auto": 43, "matrix": 27, "kronecker": 43, "svd": 9, "differential": 43, "index": 41}
"""How many of the problems have each form, at least."""


@pytest.mark.parametrize("form", kinds.FORMS)
def test_a_form_is_not_lost(form):
    found = 0
    for expr, wrt, declared in PROBLEMS:
        given = declarations([declared])
        try:
            matcalc.diff(expr, wrt, given.shapes, given.assume, form=form, certify=False)
        except MatcalcError:
            continue
        found += 1
    assert found >= HAVE[form]


@pytest.mark.parametrize("text", [
    "Σₖ αₖ diag(βₖ) where E = Σₖ σₖ uₖ vₖᵀ, αₖ = σₖ A diag(uₖ) B, βₖ = D (Cᵀ∘F∘vₖ)",
    "sum_k a_k diag(beta_k) where E = sum_k sigma_k u_k v_k', a_k = sigma_k A diag(u_k) B, beta_k = D (C'.*F.*v_k)",
    "E = ∑_j s_j p_j q_j^T; ∑_j s_j A diag(p_j) B diag(D (C'∘F∘q_j))",
])
def test_a_sum_of_singular_triples_in_other_words(text):
    given = declarations([f"A: q x a; {SEED}"])
    d = matcalc.diff("A(B(XC)∘D∘E)F", "X", given.shapes, form="svd")
    assert normalize(read(text, shapes=given.shapes).expr) is normalize(d.expr)


def test_the_change_of_a_variable_is_told_from_a_symbol_of_its_name():
    shapes = {"X": "m x n", "dX": "n x p"}
    d = matcalc.diff("X dX", "X", shapes, form="differential")
    assert d.text == "ΔX dX"
    assert normalize(read(d.text, shapes={**shapes, "ΔX": "m x n"}).expr) is normalize(d.expr)


def test_a_symbol_that_the_svd_form_would_use_is_told():
    with pytest.raises(MatcalcError, match="uₖ"):
        matcalc.diff("(W∘(x uₖ')) z", "x", {"W": "m x n", "x": "m x 1", "uₖ": "n x 1", "z": "n x 1"}, form="svd")
