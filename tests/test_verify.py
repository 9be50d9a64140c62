"""Claims about derivatives, right and wrong, with what is wrong with them; and equalities."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from running import Cli, imported

import matcalc
from matcalc.judge import Verification
from matcalc.judge.integers import MADE, made
from matcalc.judge.words import CODES, matrix, number

SQUARE = {"A": "n x n", "B": "n x n", "X": "n x n"}
ELASTIC = {"X": "n x d", "w": "d x 1", "y": "n x 1"}

RIGHT = [
    ("x'A x", "x", "A x + A'x", {}),
    ("-n/2 log det Σ - 1/2 tr(Σ^-1 S)", "Σ", "-n/2 Σ^-T + 1/2 (Σ^-1 S Σ^-1)'", {}),
    ("1/N ‖y - X w‖²", "w", "-2/N X'(y - X w)", {}), ("(1/2n) ‖y - X w‖²", "w", "-n X'(y - X w)", {}),
    ("x'A x", "x", "(A + A') x", {}),
    ("x'A x", "x", "2 A x", {"assume": {"A": ["symmetric"]}}),
    ("x'A x", "x", "H = A + A'; H x", {}),
    ("x'A x", "A", "x x'", {}),
    ("tr(A X B)", "X", "A'B'", {}),
    ("tr(A X B)", "X", "(B A)'", {}),
    ("tr(A X B)", "X", "B A", {"layout": "numerator"}),
    ("log det X", "X", "X^-T", {}),
    ("det X", "X", "det(X) X^-T", {}),
    ("det X", "X", "adj(X)'", {}),
    ("a'X^-1 b", "X", "-X^-T a b'X^-T", {}),
    ("‖A x - b‖^2", "x", "2A'(A x - b)", {}),
    ("‖A x - b‖^2", "x", "2A'(A x - b)", {"structured": False, "kind": "gradient"}),
    ("‖A x - b‖^2", "x", "2A'A", {"kind": "hessian"}),
    ("log det X", "X", "2X^-1 - X^-1∘I", {"assume": {"X": ["symmetric"]}, "structured": "entries"}),
    ("log det X", "X", "2X^-1 - X^-1∘I", {"structured": "symmetric"}),
    ("softmax(x)", "x", "diag(softmax(x)) - softmax(x) softmax(x)'", {}),
    ("sum(log(1 + exp(X w))) - y'X w", "w", "X'(sigmoid(X w) - y)", {}),
    ("sum(log(1 + exp(X w))) - y'X w", "w", "X'diag(sigmoid(X w)∘(1 - sigmoid(X w))) X", {"kind": "hessian"}),
    ("A x", "x", "A", {}),
    ("A x", "x", "A'", {"layout": "denominator"}),
    ("A X B", "X", "B' ⊗ A", {}),
    ("A X", "X", "I ⊗ A", {}),
    ("θ A", "θ", "A", {}),
    ("tr(A X)", "X", "tr(A dX)", {}),
    ("tr(A) + 0 x'x", "x", "0", {"shapes": {"x": "n x 1", "A": "m x m"}}),
    ("tr(X A X')", "X", "X A + X A'", {}),
]

WRONG = [
    # quadratic forms
    ("x'A x", "x", "2 A x", "assumes-symmetric", {}),
    ("x'A x", "x", "2 x'A", "transposed assumes-symmetric", {}),
    ("x'A x", "x", "A x", "missing-term", {}),
    ("x'A x", "x", "-2 A x", "assumes-symmetric sign", {}),
    ("x'A x", "x", "A x + A'x + b", "extra-term", {}),
    ("x'A x", "x", "A x - A'x", "term-sign", {}),
    ("x'A x + b'x", "x", "(A + A') x + 2 b", "term-factor", {}),
    ("x'A x + b'x", "x", "(A + A') x - b", "term-sign", {}),
    ("x'A x", "x", "x x'", "other-variable", {}),
    ("x'A x", "x", "A + A'", "other-kind", {}),
    ("x'A x", "x", "2 x", "missing-factor", {"assume": {"A": ["symmetric"]}}),
    # traces
    ("tr(A X B)", "X", "B A", "transposed", {}),
    ("tr(A X B)", "X", "A B'", "assumes-symmetric", {"shapes": SQUARE}),
    ("tr(A X B)", "X", "A B", "ill-shaped", {"shapes": {"A": "m x n", "B": "p x m"}}),
    ("tr(X A X')", "X", "X A", "missing-term", {}),
    ("tr(X A X')", "X", "2 X A", "assumes-symmetric", {}),
    ("tr(A X)", "X", "A A'", "shape", {"shapes": {"A": "m x n"}}),
    # determinants and inverses
    ("log det X", "X", "X^-1", "transposed", {}),
    ("log det X", "X", "-X^-T", "sign", {}),
    ("log det X", "X", "2X^-1 - X^-1∘I", "structured-entries", {"assume": {"X": ["symmetric"]}}),
    ("log det X", "X", "2X^-1 - X^-1∘I", "structured-entries", {}),
    ("log det X", "X", "X^-1", "unstructured", {"assume": {"X": ["symmetric"]}, "structured": "entries"}),
    ("log det X", "X", "X'", "assumes-orthogonal transposed", {}),
    ("det X", "X", "X^-T", "missing-factor", {}),
    ("det X", "X", "det(X) X^-1", "transposed", {}),
    ("a'X^-1 b", "X", "X^-T a b'X^-T", "sign", {}),
    ("det(X'A X)", "X", "-2 A X adj(X'A X)", "sign", {"shapes": {"X": "n x p"}, "assume": {"A": ["symmetric"]}}),
    ("a'X^-1 b", "X", "X^-1 b a'X^-1", "transposed sign", {}),
    ("log det X", "X", "-X^-T ⊗ X^-1", "commuted", {"kind": "hessian"}),
    # norms
    ("‖A x - b‖^2", "x", "A'(A x - b)", "factor", {}),
    ("‖A x - b‖^2", "x", "2(A x - b)", "missing-factor", {}),
    ("‖A x - b‖^2", "x", "2A'(b - A x)", "sign", {}),
    ("‖A x - b‖^2", "x", "2(A x - b)'A", "transposed", {}),
    ("‖A x - b‖^2", "x", "2A(A x - b)", "ill-shaped", {}),
    ("‖A x - b‖^2", "x", "2A'A x", "missing-term", {}),
    ("‖A x - b‖^2 / n", "x", "2A'(A x - b)", "factor", {"shapes": {"A": "n x d"}}),
    ("‖A x - b‖", "x", "A'(A x - b)", "extra-factor", {}),
    ("‖A x - b‖", "x", "-2A'(A x - b)/‖A x - b‖", "sign factor", {}),
    ("‖x‖_1", "x", "1", "shape", {}),
    ("sum(abs(x))", "x", "1 + 0x", "assumes-positive", {}),
    # Jacobians and layouts
    ("A x", "x", "A'", "transposed", {}),
    ("A X B", "X", "A ⊗ B'", "row-major", {}),
    ("A X B", "X", "B ⊗ A'", "transposed", {}),
    ("A X B", "X", "A' ⊗ B", "transposed row-major", {}),
    ("X'", "X", "eye(m*n)", "commuted", {"shapes": {"X": "m x n"}}),
    ("tr(A X)", "X", "vec(A')", "vec", {}),
    ("exp(A x)", "x", "A", "missing-factor", {}),
    ("softmax(x)", "x", "diag(softmax(x))", "missing-term", {}),
    ("softmax(x)", "x", "softmax(x) softmax(x)' - diag(softmax(x))", "sign", {}),
    # statistics
    ("sum(log(1 + exp(X w))) - y'X w", "w", "X'(y - sigmoid(X w))", "sign", {"shapes": ELASTIC}),
    ("sum(log(1 + exp(X w))) - y'X w", "w", "(sigmoid(X w) - y)'X", "transposed", {"shapes": ELASTIC}),
    ("sum(log(1 + exp(X w))) - y'X w", "w", "X'sigmoid(X w)", "missing-term", {"shapes": ELASTIC}),
    ("sum(log(1 + exp(X w)))", "w", "X'diag(sigmoid(X w)) X", "difference", {"shapes": ELASTIC, "kind": "hessian"}),
    ("‖X w - y‖^2 + λ w'w", "w", "2X'(X w - y) + λ w", "term-factor", {"shapes": ELASTIC}),
    ("‖X w - y‖^2 + λ w'w", "w", "2X'(X w - y)", "missing-term", {"shapes": ELASTIC}),
    ("‖X w - y‖^2 + λ w'w", "w", "2(X w - y)'X", "transposed missing-term", {"shapes": ELASTIC}),
    ("x'A x + b'x", "x", "2 A x", "assumes-symmetric missing-term", {}),
    ("‖X w - y‖^2", "w", "0", "zero", {"shapes": ELASTIC}),
    ("exp(-γ ‖x - y‖^2)", "x", "-2 (x - y) exp(-γ ‖x - y‖^2)", "missing-factor", {}),
    # asked in public
    ("m A m' - 2*sum(log(m))", "m", "2*((A m')' - 1./m)", "assumes-symmetric",
     {"shapes": {"m": "1 x n", "A": "n x n"}, "assume": {"m": ["positive"]}}),
    ("norm2(A B A' - C)^2", "A", "(A B A' - C) A B", "assumes-symmetric factor",
     {"shapes": {"A": "n x n", "B": "n x n", "C": "n x n"}}),
    ("norm2(Y - X B X')^2", "X", "4 (Y - X B X') X B", "sign",
     {"shapes": {"Y": "n x n", "X": "n x n", "B": "n x n"},
      "assume": {"X": ["symmetric"], "Y": ["symmetric"], "B": ["symmetric"]}}),
]


@pytest.mark.parametrize(("expr", "wrt", "claim", "how"), RIGHT)
def test_what_is_right_is_said_to_be(expr: str, wrt: str, claim: str, how: dict[str, Any]) -> None:
    v = matcalc.verify(expr, wrt, claim, **how)
    assert v, v
    assert (v.diagnosis, v.counterexample) == ((), None)


@pytest.mark.parametrize(("expr", "wrt", "claim", "codes", "how"), WRONG)
def test_what_is_wrong_is_told_how(expr: str, wrt: str, claim: str, codes: str, how: dict[str, Any]) -> None:
    v = matcalc.verify(expr, wrt, claim, **how)
    assert not v
    assert sorted(v.codes) == sorted(codes.split()), v
    assert v.right is not None
    assert v.right.text in str(v)
    if v.claimed is not None and v.claimed.shape == v.right.shape:
        assert v.counterexample is not None
        assert not np.allclose(v.counterexample.left, v.counterexample.right)


def test_every_row_of_the_table_of_codes_is_met() -> None:
    met = {code for *_, codes, _ in WRONG for code in codes.split()}
    assert set(CODES) - met <= {"assumes-skew", "assumes-diagonal", "structured-tangent"}


def test_other_explanations_are_told() -> None:
    v = matcalc.verify("log det X", "X", "X^-1")
    assert [[d.code for d in what] for what in v.also] == [["assumes-symmetric"]]
    assert "or" in str(v)


@pytest.mark.parametrize(("expr", "claim", "told"), [
    ("x'A x", "2 A x", "wrong: the claim assumes symmetric A\n"),
    ("‖A x - b‖^2", "(A x - b)'A",
     "wrong: the claim is transposed: it is 1×n, the gradient is n×1, and lacks the factor 2\n"),
    ("‖A x - b‖^2 / m", "2A'(A x - b)", "wrong: the claim lacks the factor 1 / m\n"),
    ("softmax(x)", "diag(softmax(x))", "wrong: the claim lacks the term -p pᵀ where p = softmax(x)\n"),
])
def test_words(expr: str, claim: str, told: str) -> None:
    shapes = {"A": "m x n"} if "b" in expr else None
    assert str(matcalc.verify(expr, "x", claim, shapes)).startswith(told)


def test_a_claim_is_judged_where_there_is_no_closed_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcalc.judge.question.Question.answer", lambda *args: None)
    assert matcalc.verify("x'A x", "x", "(A + A') x")
    assert matcalc.verify("x'A x", "x", "x'(A + A')", layout="numerator")
    assert matcalc.verify("A x", "x", "A'", layout="denominator")
    v = matcalc.verify("x'A x", "x", "2 A x")
    assert (v.codes, v.right) == (("difference",), None)
    assert v.counterexample is not None
    assert np.allclose(np.abs(np.subtract(v.counterexample.left, v.counterexample.right)).sum(), 1)
    assert matcalc.verify("x'A x", "x", "x'(A + A')").codes == ("shape",)


@pytest.mark.parametrize(("expr", "claim"), [("sum(abs(x)) + y'x", "2 sign(x) + y"), ("‖x x'‖_* + y'x", "3 x + y"),
                                             ("sum(relu(x))", "x∘step(x) + x")])
def test_counterexamples_keep_away_from_kinks(expr: str, claim: str) -> None:
    v = matcalc.verify(expr, "x", claim)
    assert v.counterexample is not None
    assert 0 not in np.array(v.counterexample.values["x"])


def test_derivatives_do_not_load_judgement() -> None:
    assert {m for m in imported(["diff", "x'x", "--wrt", "x", "--format", "latex"]) if "judge" in m} == set()


def test_the_counterexample_is_small() -> None:
    v = matcalc.verify("x'A x", "x", "2 A x")
    assert v.counterexample is not None
    assert v.counterexample.sizes == {"n": 2}
    assert v.counterexample.values == {"A": [[0, 0], [1, 0]], "x": [[0], [1]]}
    assert (v.counterexample.left, v.counterexample.right) == ([[0], [0]], [[1], [0]])


def test_the_counterexample_respects_what_is_assumed() -> None:
    v = matcalc.verify("log det S", "S", "S", {"S": "n x n"}, {"S": ["spd"]})
    assert v.counterexample is not None
    s = np.array(v.counterexample.values["S"])
    assert (s == s.T).all()
    assert np.linalg.eigvalsh(s).min() > 0


@pytest.mark.parametrize("words", [" ".join(sorted(row[0])) for row in MADE])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_small_integers_have_what_is_assumed(words: str, n: int) -> None:
    checks: dict[str, Callable[[Any], Any]] = {
        "symmetric": lambda a: (a == a.T).all(), "skew": lambda a: (a == -a.T).all(),
        "spd": lambda a: (a == a.T).all() and np.linalg.eigvalsh(a).min() > 0,
        "psd": lambda a: (a == a.T).all() and np.linalg.eigvalsh(a).min() > -1e-9,
        "diagonal": lambda a: (a == np.diag(np.diag(a))).all(), "orthogonal": lambda a: (a @ a.T == np.eye(n)).all(),
        "upper_triangular": lambda a: (a == np.triu(a)).all(), "lower_triangular": lambda a: (a == np.tril(a)).all(),
        "nonsingular": lambda a: abs(np.linalg.det(a)) > 1e-9, "idempotent": lambda a: (a @ a == a).all(),
        "positive": lambda a: (np.diag(a) > 0).all() if "diagonal" in words else (a > 0).all(),
        "nonnegative": lambda a: (a >= 0).all(),
    }
    rng = np.random.default_rng(0)
    for _ in range(20):
        a = made(np, rng.integers(-2, 3, (n, n)), words.split())
        assert all(checks[word](a) for word in words.split())


# ---- equalities
@pytest.mark.parametrize(("a", "b"), [
    ("tr(A B)", "tr(B A)"), ("x'A x", "x'A'x"), ("A A^-1", "I"), ("I", "A A^-1"), ("(A B)'", "B'A'"),
    ("sigmoid(-x)", "1 - sigmoid(x)"),
    ("vec(A X B)", "(B' ⊗ A) vec(X)"), ("A:B", "tr(A'B)"), ("‖x‖^2", "x'x"), ("log det(A B)", "log det A + log det B"),
    ("A - A", "0"),
])
def test_what_is_equal(a: str, b: str) -> None:
    v = matcalc.equal(a, b, {"A": "n x n", "B": "n x n"} if "log" in a else None)
    assert v, v
    assert v.counterexample is None


@pytest.mark.parametrize(("a", "b", "assume", "sizes"), [
    ("A x", "A'x", {}, {"n": 2}), ("A B", "B A", {"A": ["symmetric"], "B": ["symmetric"]}, {"n": 2}),
    ("tr(A)^2", "tr(A A)", {}, {"n": 2}), ("x", "2 x", {}, {"n": 1}), ("det(2 A)", "2 det A", {}, {"n": 2}),
])
def test_what_differs_has_a_small_counterexample(a: str, b: str, assume: dict[str, list[str]],
                                                         sizes: dict[str, int]) -> None:
    v = matcalc.equal(a, b, {"A": "n x n", "B": "n x n"} if "A" in a else None, assume)
    assert not v
    assert v.counterexample is not None
    assert v.counterexample.sizes == sizes
    assert "≠" in repr(v.counterexample)


def test_shapes_that_differ_are_shown() -> None:
    v = matcalc.equal("x x'", "x'x")
    assert (v.holds, v.method, v.shapes) == (False, "shapes", (("n", "n"), ("1", "1")))
    assert "the left side is n×n, the right side 1×1" in str(v)


def test_assumptions_make_equal() -> None:
    assert matcalc.equal("A x", "A'x", assume={"A": ["symmetric"]})
    assert matcalc.equal("Q'Q", "I", {"Q": "n x n"}, assume={"Q": ["orthogonal"]})


def test_numbers_are_readable() -> None:
    assert [number(x) for x in (2.0, 0.5, -1 / 3, 0.1234567, 1e9)] == ["2", "1/2", "-1/3", "0.123457", "1e+09"]
    assert [matrix(m) for m in ([[1]], [[1], [2]], [[1, 2], [3, 4]])] == ["1", "[1; 2]", "[1 2; 3 4]"]


# ---- published claims, from NumPy to this language
TRANSLATED = {
    "qa-054": ("2*((A m')' - 1./m)", ("assumes-symmetric",)),
    "qa-069": ("X diag(sigmoid(X'w)∘(1 - sigmoid(X'w))) X'", ()),
    "qa-087": ("(A B A' - C) A B", ("assumes-symmetric", "factor")),
    "qa-088": ("4*(Y - X B X') X B", ("sign",)),
}


def test_published_claims(published_cases: Path) -> None:
    cases = map(json.loads, (published_cases / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    claimed = {case["id"]: case for case in cases if "claimed" in case}
    assert set(TRANSLATED) <= set(claimed)
    for name, (claim, codes) in TRANSLATED.items():
        case = claimed[name]
        v = matcalc.verify(case["expr"], case["wrt"], claim, case["shapes"], case.get("props"), kind=case["kind"])
        assert v.codes == codes, name


# ---- the commands
@pytest.mark.parametrize(("args", "code"), [
    (["verify", "x'A x", "2 A x", "--wrt", "x"], 1),
    (["verify", "x'A x", "2 A x", "--wrt", "x", "--assume", "A: symmetric"], 0),
    (["verify", "-x'A x", "-(A + A') x", "--wrt", "x"], 0),
    (["verify", "x'x", "2x)", "--wrt", "x"], 3),
    (["verify", "x'x", "2x"], 2),
    (["verify", "x'x", "--wrt", "x"], 2),
    (["verify", "x'x", "2 x", "--wrt", "y"], 4),
    (["verify", "x'x", "2 lgo(x)", "--wrt", "x"], 4),
    (["verify", "A x", "A", "--wrt", "x", "--kind", "gradient"], 4),
    (["verify", "log det X", "X", "--wrt", "X", "--structured", "entries"], 2),
    (["equal", "A x", "A'x", "--assume", "A: symmetric"], 0),
    (["equal", "A x", "A'x"], 1),
    (["equal", "x x'", "x'x"], 1),
    (["equal", "-x", "x - 2x"], 0),
    (["equal", "x", "x("], 3),
    (["equal", "A B", "B A", "-d", "A: m x n; B: n x p"], 4),
    (["equal", "x"], 2),
])
def test_exit_status(cli: Cli, args: list[str], code: int) -> None:
    ran = cli(*args)
    assert ran.code == code, ran
    assert (ran.out == "") == (code > 1)


@pytest.mark.parametrize(("command", "args"), [
    ("verify", ["x'A x", "2 A x", "--wrt", "x"]), ("verify", ["‖A x - b‖^2", "2 A(A x - b)", "--wrt", "x"]),
    ("verify", ["A x", "A", "--wrt", "x"]), ("equal", ["A x", "A'x"]), ("equal", ["x x'", "x'x"]),
    ("equal", ["x", "x"]),
])
def test_json_has_the_documented_fields(cli: Cli, command: str, args: list[str]) -> None:
    ran = cli(command, *args, "--format", "json")
    record = json.loads(ran.out)
    assert ran.err == ""
    assert record["holds"] is (ran.code == 0)
    page = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    told = page.partition(f"\n`{command} --format json`")[2].partition(" --format json`")[0]
    assert [field for field in record if f"`{field}`" not in told] == []


PAGES = {
    "symmetric": ["verify", "x'A x", "2 A x", "--wrt", "x"],
    "right": ["verify", "‖A x - b‖^2", "2 A'(A x - b)", "--wrt", "x"],
    "transposed": ["verify", "log det X", "X^-1", "--wrt", "X"],
    "ill-shaped": ["verify", "‖A x - b‖^2", "2 A(A x - b)", "--wrt", "x"],
    "ascii": ["verify", "softmax(x)", "diag(softmax(x))", "--wrt", "x", "--ascii"],
    "equal": ["equal", "x'A x", "x'A'x"],
    "different": ["equal", "A B", "B A", "-d", "A, B: n x n"],
    "shapes": ["equal", "A B", "B'A'", "-d", "A: m x n; B: n x p"],
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(cli: Cli, golden: Callable[[str, str], None], name: str) -> None:
    ran = cli(*PAGES[name])
    assert ran.out.isascii() or "--ascii" not in PAGES[name]
    golden(f"verify-{name}.txt", f"{ran.out}--- stderr, status {ran.code}\n{ran.err}")


def test_a_verdict_says_what_it_is() -> None:
    v = matcalc.verify("x'x", "x", "x")
    assert isinstance(v, Verification)
    assert repr(v) == "<wrong, factor; exact>"
    assert repr(v.diagnosis[0]) == "factor: lacks the factor 2"
    assert repr(matcalc.equal("x", "x")) == "<equal; exact>"


def test_the_verdict_is_coloured_where_that_is_asked_for(cli: Cli) -> None:
    assert cli("equal", "x", "x", "--color", "always").out.startswith("\x1b[32mequal\x1b[0m\n")
    assert cli("equal", "x", "2x", "--color", "always").out.startswith("\x1b[31mdifferent\x1b[0m\n")


def test_a_claim_does_not_define_a_symbol_of_the_expression() -> None:
    with pytest.raises(matcalc.MatcalcError) as caught:
        matcalc.verify("nuc(X)", "X", "U V' where X = U S V'")
    assert caught.value.code == "circular-definition"
    assert "X is a symbol of the other expression" in caught.value.message
    assert matcalc.verify("tr(A X)", "X", "H' where H = A").holds


@pytest.mark.parametrize(("expr", "claim", "wrt", "shapes", "options", "holds"), [
    ("softmax(W x)", "x'", "W", {"W": "m x n"}, {"kind": "hessian"}, False),
    ("X^-1", "A'", "X", {"X": "n x n"}, {"kind": "hessian"}, False),
    ("A X B", "dX", "X", {"A": "m x n", "X": "n x p"}, {}, False),
    ("A X B", "A dX B", "X", {"A": "m x n", "X": "n x p"}, {}, True),
    ("tr(X'A X)", "dX", "X", {"X": "n x n"}, {"assume": {"X": ["orthogonal"]}}, False),
    ("softmax(W x)", "X^-1", "W", {"W": "m x n"}, {"layout": "denominator"}, False),
    ("A X B", "B ⊗ A'", "X", {"A": "m x n", "X": "n x p", "B": "p x q"}, {"layout": "denominator"}, True),
    ("A X B", "A' ⊗ B", "X", {"A": "m x n", "X": "n x p", "B": "p x q"}, {"layout": "denominator"}, False)])
def test_what_has_no_layouts_is_judged_as_well(expr: str, claim: str, wrt: str, shapes: dict[str, str],
                                               options: dict[str, Any], holds: bool) -> None:
    assert matcalc.verify(expr, wrt, claim, shapes, **options).holds is holds


def test_a_claim_in_denominator_layout_may_go_by_rows_too() -> None:
    found = matcalc.verify("A X B", "X", "A' ⊗ B", {"A": "m x n", "X": "n x p", "B": "p x q"}, layout="denominator")
    assert [part.code for part in found.diagnosis] == ["row-major"]
