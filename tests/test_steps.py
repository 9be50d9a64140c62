"""Derivations: every line holds, says why, and uses names only after they were given."""
import re
from collections.abc import Callable

import pytest

import matcalc
from matcalc.expr import OPS, walk
from matcalc.ops.leaves import SYM
from matcalc.steps.words import TABLE

SEED = "A(B(XC)∘D∘E)F"
SCALAR = {"A": "1 x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}
VECTOR = {**SCALAR, "A": "q x a"}

PROBLEMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "seed, scalar": (SEED, "X", SCALAR),
    "least squares": ("‖A x - b‖^2", "x", {}),
    "ridge": ("‖A x - b‖^2 + λ x'x", "x", {"λ": "scalar"}),
    "log det": ("log det X", "X", {}),
    "generalised trace": ("tr((X'A X)^-1 X'B X)", "X", {}),
    "logistic": ("sum(log(1 + exp(-y∘(X w))))", "w", {}),
    "masked factors": ("‖W∘(U V' - M)‖^2", "U", {}),
    "bilinear inverse": ("a'X^-1 b", "X", {}),
    "trace of a Kronecker product": ("tr(A kron(X, B))", "X", {"A": "m*p x m*p", "X": "m x m", "B": "p x p"}),
    "diagonal": ("x'diag(x) A x", "x", {}),
    "product of scalars": ("(a'x) log(b'x)", "x", {}),
    "shared node": ("tr(exp(X)' A exp(X))", "X", {}),
}
FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    f"{form}: {name}": (expr, wrt, shapes, form)
    for form in ("auto", "kronecker", "svd", "differential", "index")
    for name, (expr, wrt, shapes) in {"seed, vector": (SEED, "X", VECTOR), "seed, scalar": (SEED, "X", SCALAR)}.items()
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_line_of_a_gradient_is_certified(name: str) -> None:
    expr, wrt, shapes = PROBLEMS[name]
    steps = matcalc.diff(expr, wrt, shapes).steps
    checked = [s for s in steps if s.certificate is not None]
    assert len(checked) >= len(steps) - 4  # the first two, the last, and the simplified one repeat a line that is
    assert all(s.certificate.holds for s in checked)
    assert all(s.why for s in steps)


@pytest.mark.parametrize("name", PROBLEMS)
def test_names_are_given_before_they_are_used(name: str) -> None:
    expr, wrt, shapes = PROBLEMS[name]
    d = matcalc.diff(expr, wrt, shapes)
    known = {*d.symbols, "d" + wrt}
    for step in d.steps:
        for given, of in step.names:
            assert given not in known
            known.add(given)
            assert {n.data[0] for n in walk(of) if n.op is SYM} <= known
        letters = set(re.findall(r"\b[A-Z]\b", step.right[0])) - {"I"}
        assert letters <= known, f"{step.text} uses a name before it is given"


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_the_seed_has_a_derivation_that_holds(name: str) -> None:
    expr, wrt, shapes, form = FORMS[name]
    steps = matcalc.diff(expr, wrt, shapes, form=form).steps
    assert steps
    assert all(s.certificate is None or s.certificate.holds for s in steps)


@pytest.mark.parametrize("kind", ["hessian", "jacobian"])
@pytest.mark.parametrize("name", PROBLEMS)
def test_second_derivatives_have_derivations_that_hold(name: str, kind: str) -> None:
    expr, wrt, shapes = PROBLEMS[name]
    steps = matcalc.diff(expr, wrt, shapes, kind=kind).steps
    assert all(s.certificate is None or s.certificate.holds for s in steps)


@pytest.mark.parametrize(("expr", "kind", "last"), [
    ("x", "jacobian", "∂x/∂xᵀ = eye(n)"), ("x", "hessian", "∂vec(eye(n))/∂xᵀ = zeros(n*n, n)"),
    ("b", "jacobian", "∂b/∂xᵀ = zeros(m, n)"), ("s b", "jacobian", "∂(s b)/∂s = b"),
    ("s B", "jacobian", "∂vec(s B)/∂s = vec(B)")])
def test_the_last_line_of_the_shortest_derivations_is_the_answer(expr: str, kind: str, last: str) -> None:
    shapes = {"x": "n x 1", "b": "m x 1", "B": "m x n", "s": "scalar"}
    found = matcalc.diff(expr, "s" if "s" in expr else "x", shapes, kind=kind)
    assert found.steps[-1].text == last


def test_words_are_for_operators_that_exist() -> None:
    assert set(TABLE) <= set(OPS)


def test_the_derivations_of_the_seed_read_as_they_should(golden: Callable[[str, str], None]) -> None:
    lines = []
    for shapes, form in ((SCALAR, "auto"), (VECTOR, "auto"), (VECTOR, "kronecker"), (VECTOR, "svd")):
        steps = matcalc.diff(SEED, "X", shapes, form=form).steps
        lines += [f"# {form}, A is {shapes['A']}", *(f"{s.text}    | {s.why}" for s in steps),
                  *(s.latex for s in steps), ""]
    golden("steps-seed.txt", "\n".join(lines))
