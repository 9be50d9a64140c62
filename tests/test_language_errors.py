"""What people read when something is wrong: golden/errors.txt holds every message as it is printed."""
from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path

import pytest

from matcalc.diagnostics import CODES, MatcalcError
from matcalc.syntax import declarations, read
from matcalc.syntax.files import loads

GOLDEN = Path(__file__).parent / "golden" / "errors.txt"

WRONG = [  # expression, declarations, wrt, code
    ("sgmoid(x)", "", "", "unknown-function"),
    ("foo(X)", "", "", "unknown-function"),
    ("f(x)", "", "", "unknown-function"),
    ("f(x) = f(x)^2", "", "", "syntax"),
    ("inv.(X)", "", "", "syntax"),
    ("X.(Y)", "", "", "syntax"),
    ("d/dx x'A x + b'x", "", "x", "syntax"),
    ("∂/∂A x'A x", "", "x", "syntax"),
    (r"\frac{\partial^2}{\partial x^2} x'x", "", "x", "syntax"),
    ("∇² x'x", "", "x", "syntax"),
    ("λ_1(X)", "", "", "ambiguous-function"),
    ("sin^-1(x)", "", "", "syntax"),
    ("g x", "g: function", "", "wrong-arguments"),
    ("g(x, x)", "g: function", "", "wrong-arguments"),
    ("Det(X)", "", "", "unknown-function"),
    ("residual' residual", "", "", "unknown-name"),
    ("lamda x", "x: n x 1", "", "unknown-name"),
    ("A B", "B: n x n", "Q", "unknown-name"),
    ("АB", "", "", "unknown-name"),
    ("AX", "X: m x n; B: n x n", "", "unknown-name"),
    ("eye(k) + A", "A: n x n", "", "shape-mismatch"),
    ("tr(A X", "", "", "unclosed-bracket"),
    ("A)", "", "", "unclosed-bracket"),
    ("(A]", "", "", "unclosed-bracket"),
    ("‖x", "", "", "unclosed-bracket"),
    ("A $ B", "", "", "syntax"),
    ("A^+1", "", "", "syntax"),
    ("2.", "", "", "syntax"),
    ("A +", "", "", "syntax"),
    ("A + * B", "", "", "syntax"),
    ("", "", "", "syntax"),
    ("A = B", "A, B: n x n", "", "syntax"),
    ("tr()", "", "", "wrong-arguments"),
    ("A_{x y}", "", "", "syntax"),
    ("tr X'X", "", "", "bare-function"),
    ("A B", "A: 2 x 3; B: 2 x 3", "", "shape-mismatch"),
    ("tr(A B C)", "A: m x n; B: m x n; C: n x m", "", "shape-mismatch"),
    ("A + B", "A: m x n; B: n x m", "", "shape-mismatch"),
    ("A∘B", "A: m x n; B: n x m", "", "shape-mismatch"),
    ("s∘A", "s: scalar; A: n x n", "", "shape-mismatch"),
    ("2.*A", "A: n x n", "", "shape-mismatch"),
    ("A/B", "A: n x n; B: n x n", "", "shape-mismatch"),
    ("tr(A)", "A: m x n", "", "shape-mismatch"),
    ("|A|", "A: m x n", "", "shape-mismatch"),
    ("A^2", "A: m x n", "", "shape-mismatch"),
    ("A^0.3", "A: n x n", "", "shape-mismatch"),
    ("A^-1 x", "A: m x n; x: n x 1", "", "shape-mismatch"),
    ("A B C∘D", "A: m x n; B, C, D: n x n", "", "ambiguous-reading"),
    ("abc", "a, ab, c, bc: n x n", "", "ambiguous-name"),
    ("‖X‖_2", "X: m x n", "", "ambiguous-norm"),
    ("tr(I)", "", "", "unknown-size"),
    ("tr(X)", "X: n x n", "Q", "unknown-name"),
    ("H = A; tr(H)", "A: n x n", "H", "unknown-name"),
    ("a = b; b = a; a", "", "", "circular-definition"),
    ("H = A; H = B; tr(H)", "", "", "circular-definition"),
    ("tr(A, B)", "", "", "wrong-arguments"),
    ("eye(0)", "", "", "wrong-arguments"),
    ("unit(7, 3)", "", "", "wrong-arguments"),
    ("x.^y", "x: n x 1; y: m x 1", "", "shape-mismatch"),
    ("e^X", "", "", "shape-mismatch"),
    ("1 b'", "", "", "unknown-size"),
    ("X^k", "X: m x n", "", "shape-mismatch"),
    ("X^(k/2)", "X: n x n", "", "unsupported"),
    ("‖X‖_∞", "X: m x n", "", "ambiguous-norm"),
    ("‖X‖_p", "X: m x n", "", "unsupported"),
    ("‖x‖_0", "x: n x 1", "", "unsupported"),
    ("‖X‖_{2,1}", "X: m x n", "", "ambiguous-norm"),
    ("sum(X, axis=2)", "X: m x n", "", "wrong-arguments"),
    ("norm(X, axis=1)", "X: m x n", "", "wrong-arguments"),
    ("norm(X, 3)", "X: m x n", "", "unsupported"),
    ("norm(X, 'row')", "X: m x n", "", "wrong-arguments"),
    ("A/0", "A: m x n", "", "unsupported"),
    ("X^5000", "X: n x n", "", "limit"),
    ("f'(x)", "", "", "unsupported"),
    ("sum(exp'(x))", "", "", "unsupported"),
    ("Σₖ αₖ diag(βₖ)", "", "", "unknown-name"),
    ("sum_k x_k", "", "", "unknown-name"),
    ("Σₖ σₖ uₖ where E = Σₖ σₖ uₖ", "E: m x n", "", "syntax"),
    ("σₖ E where E = Σₖ σₖ uₖ vₖᵀ", "E: m x n", "", "unknown-name"),
    ("Σₖ σₖ where E = Σₖ σₖ uₖ vₖᵀ, F = Σⱼ σⱼ uⱼ vⱼᵀ", "E, F: m x n", "", "unsupported"),
    ("Σₖ σₖ where E = Σₖ σₖ uₖ vₖᵀ", "E: m x n; uₖ: m x 1", "", "circular-definition"),
    ("A + B = C; A", "A, B, C: m x n", "", "syntax"),
    ('einsum("ia,ak->ik", A)', "A: m x n", "", "wrong-arguments"),
    ('einsum("ia,akb->ik", A, B)', "A: m x n; B: n x p", "", "wrong-arguments"),
    ('einsum("ia,ak->im", A, B)', "A: m x n; B: n x p", "", "wrong-arguments"),
    ('einsum("ia,ak", A, B)', "A: m x n; B: n x p", "", "wrong-arguments"),
    ('einsum("ia,ak->ik", A, B)', "A: m x n; B: p x q", "", "shape-mismatch"),
    ('einsum("ia,ak->i", A, B)', "A: m x n; B: n x p", "", "shape-mismatch"),
    ('einsum(A, B)', "A: m x n; B: n x p", "", "wrong-arguments"),
    ('tr("x")', "", "", "wrong-arguments"),
    ('A" B"', "A, B: n x n", "", "syntax"),
    ("\x1b[31mA\x00", "", "", "syntax"),
    ("漢字 x̂", "漢字, x̂: n x 1", "", "shape-mismatch"),
    # as other languages have it
    ("X.inv()", "", "", "syntax"),
    ("x.dot(y)", "", "", "syntax"),
    ("dot(x, A)", "", "", "wrong-arguments"),
    ("outer(A, x)", "", "", "wrong-arguments"),
    ("matmul(A)", "", "", "wrong-arguments"),
    ("x[1]", "", "", "syntax"),
    ("I(3) x", "", "", "syntax"),
    ("[1 2; 3 4]", "", "", "syntax"),
    ("1,5 x", "", "", "syntax"),
    ("A \\ b", "", "", "syntax"),
    ("A & B", "", "", "syntax"),
    ("‖x‖2", "", "", "syntax"),
    ("|x|_1", "", "", "syntax"),
    ("norm(x, 1, 2)", "", "", "wrong-arguments"),
    ("softmax(W x)_i", "", "", "syntax"),
    ("d/dx x'x", "", "", "syntax"),
    ("∇ f", "", "", "syntax"),
    ("min_x x'x", "", "", "unknown-name"),
    ("sinx", "", "", "unknown-name"),
    ("tr(ABCD)", "", "", "unknown-name"),
    ("exp^x", "", "", "syntax"),
    ("x_1^2 + x_2^2", "x: n x 1", "x", "unknown-name"),
    ("X_{ij}", "X: m x n", "X", "unknown-name"),
    ("tr AXB + C", "", "", "bare-function"),
    ("‖X‖_A^2", "", "", "ambiguous-norm"),
    ("‖x‖_{L^2}", "", "", "unsupported"),
    ("s^10^1000", "s: scalar", "", "limit"),
    ("tr (A B)^-1", "", "", "ambiguous-reading"),
    ("tr (A)²", "", "", "ambiguous-reading"),
    ("e^(A t) b", "", "", "shape-mismatch"),
    ("u·(v × w)", "", "", "unsupported"),
    (r"v \times w", "v, w: 3 x 1", "", "unsupported"),
    ("sech(x)", "", "", "unknown-function"),
    ("eigval(X, 5)", "X: 3 x 3", "", "wrong-arguments"),
    ("sval(X, 2)", "X: 1 x 5", "", "wrong-arguments"),
    ("A", "A m x n", "", "bad-declaration"),
    ("A", "A: m x", "", "bad-declaration"),
    ("A", "A: 0 x n", "", "bad-declaration"),
    ("A", "A: n x n symetric", "", "unknown-assumption"),
]

BAD_FILES = [
    '[shapes]\nA = 1 x a\n',
    '[shapes]\nA: m x n\n',
    '[shape]\nA = "m x n"\n',
    '[shapes]\nA = "m x n"\nB = "m x"\n',
    '[assume]\nS = ["symetric"]\n',
    '[[case]]\nexpr = "A"\n\n[[case]]\nexpr = "X"\nexpct = "s"\n',
    '[[case]]\nwrt = "X"\n',
    '[[case]]\nexpr = 3\n',
    'case = 3\n',
    '[shapes]\n"a b" = "m x n"\n',
]


def read_declared(source: str, declared: str, wrt: str) -> None:
    d = declarations([declared] if declared else [])
    read(source, shapes=d.shapes, assume=d.assume, origin=d.origin, wrt=[wrt] if wrt else [])


def error_of(source: str, declared: str, wrt: str) -> MatcalcError:
    with pytest.raises(MatcalcError) as caught:
        read_declared(source, declared, wrt)
    return caught.value


def error_in(text: str) -> MatcalcError:
    with pytest.raises(MatcalcError) as caught:
        loads(text, "shapes.toml")
    return caught.value


@pytest.mark.parametrize("row", WRONG, ids=lambda row: f"{row[0]!r} {row[1]}")
def test_each_error_has_its_code_and_exit_status(row):
    error = error_of(*row[:3])
    assert error.code == row[3]
    assert error.exit_code == CODES[row[3]][0]
    assert str(error).splitlines()[0]


def proposals(error: MatcalcError) -> list[str]:
    """The source with each proposal of the help: a word goes where the error points, all else is an expression."""
    found = re.fullmatch(r"did you mean (.*)\?", error.hint or "")
    if found is None or "-d " in found[1] or error.code == "unknown-assumption":
        return []
    proposed = [re.sub(r" \(\S+×\S+\)\Z", "", text) for part in found[1].split(" or ") for text in (
        part.split(", ") if " or " in found[1] else [part])]
    if any(text.isalpha() and len(text) > 2 for text in proposed):
        span = error.labels[0].span
        return [error.source[:span.start] + text + error.source[span.end:] for text in proposed]
    return proposed


@pytest.mark.parametrize("row", WRONG, ids=lambda row: f"{row[0]!r} {row[1]}")
def test_what_is_proposed_is_an_expression(row):
    error = error_of(*row[:3])
    for source in proposals(error):
        if error.exit_code == 4:
            read_declared(source, row[1], row[2])
        else:  # the shapes may not fit even so
            with contextlib.suppress(MatcalcError):
                read_declared(source, row[1], row[2])


def test_a_repair_is_found_within_a_moment():
    letters = " ".join("ABCDEFGH" * 20)
    start = time.perf_counter()
    error_of(letters, "A, B, C, D, E, F, G, H: m x n", "")
    error_of("‖" + "+".join("abcdefgh" * 50), "", "")
    assert time.perf_counter() - start < 5


def test_what_people_read_is_golden(golden):
    out = []
    for row in WRONG:
        error = error_of(*row[:3])
        command = f"{row[0]!r}" + (f" -d {row[1]!r}" if row[1] else "") + (f" --wrt {row[2]}" if row[2] else "")
        out.append(f"$ {command}    [{error.exit_code}]\n{error.render()}\n")
    for text in BAD_FILES:
        error = error_in(text)
        out.append(f"$ file {text!r}    [{error.exit_code}]\n{error.render()}\n")
    golden("errors.txt", "\n".join(out))


def test_no_message_carries_a_control_character():
    assert all(c == "\n" or c.isprintable() for c in GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", BAD_FILES)
def test_a_wrong_file_is_a_usage_error_with_file_and_line(text):
    error = error_in(text)
    assert (error.code, error.exit_code) == ("bad-file", 2)
    assert error.message.startswith("shapes.toml:")
