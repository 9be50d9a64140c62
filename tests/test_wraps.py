"""What stands around formulas compiles as it stands, and nothing of it sticks out of the page."""
from __future__ import annotations

import contextlib
import re
import xml.etree.ElementTree as ET

import pytest
from running import Cli, compiles_in_latex, needs_latex
from test_round_trip import PROBLEMS

import matcalc
from matcalc.diagnostics import MatcalcError
from matcalc.render import mathrows, write
from matcalc.render.languages import WRAPS
from matcalc.render.rows import rows
from matcalc.syntax import declarations
from matcalc.wraps import LANGUAGES, align, document

LONG = ("tr(expm(X)) + tr((A X B + C X' D)'(A X B + C X' D)) + log det(X'X + K) + ‖A X B - C‖^2 + "
        "sum(exp(A X)∘sin(B X)) + tr(A inv(X) B) + nuc(A X D) + sum(log(X∘X + ones(n,n)))")
QUOTIENT = f"({LONG}) / (tr(X) + tr((A X)'(A X B + C X' D)))"
WIDE = "(A(B(X C)∘D)∘E) F ⊗ inv(X'X) ⊗ (A X B + C X' D)"


def long(expr: str) -> matcalc.Derivative:
    return matcalc.diff(expr, "X", dict.fromkeys("ABCDEFKX", "n x n"), certify=False)


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_what_python_gives(cli: Cli, language: str, wrap: str):
    ran = cli("diff", "‖A x - b‖^2", "--wrt", "x", "--format", language, "--wrap", wrap, "-q")
    d = matcalc.diff("‖A x - b‖^2", "x")
    assert ran.out == d.wrapped(language, wrap) + "\n"


def test_wraps_of_each_language(golden):
    d = matcalc.diff("log det(X)/(1 + t)", ["X", "t"])
    golden("wraps.txt", "\n\n".join(f"# {language}, {wrap}\n{d.wrapped(language, wrap)}"
                                    for language in LANGUAGES for wrap in WRAPS) + "\n")


@pytest.mark.parametrize(("arguments", "words"), [
    (("--format", "json", "--wrap", "display"), "no --wrap display in json"),
    (("--format", "text", "--wrap", "inline"), "no --wrap inline in text"),
    (("--format", "numpy", "--wrap", "align"), "no --wrap align in numpy"),
    (("--format", "latex", "--steps", "--wrap", "inline"), "rows"),
    (("--format", "julia", "--steps"), "no --steps in julia"),
])
def test_what_does_not_go_together_is_refused(cli: Cli, arguments, words):
    ran = cli("diff", "x'x", "--wrt", "x", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_second_document_is_refused(cli: Cli):
    ran = cli("diff", "-", "--wrt", "x", "--format", "latex", "--wrap", "standalone", "-q", stdin=b"x'x\nx'A x\n")
    assert (ran.code, ran.out.count("documentclass")) == (2, 1)
    assert "<stdin>:2: error[usage]: a document was printed already" in ran.err


def test_left_sides_say_what_an_answer_is():
    def left(expr: str, **asked: str | int) -> str:
        return matcalc.diff(expr, "x", **asked).wrapped("latex", "align").split("\n")[2].strip().partition(" &=")[0]

    assert left("x'A x") == r"\frac{\partial f}{\partial x}"
    assert left("x'A x", kind="hessian") == r"\frac{\partial^{2} f}{\partial x^{2}}"
    assert left("x'A x", form="differential") == "d f"
    assert left("x'A x", direction="v") == r"\frac{\partial f}{\partial x}[v]"
    assert left("A x", cotangent="g") == r"\frac{\partial (g : f)}{\partial x}"
    assert left("f'x", ) == r"\frac{\partial g}{\partial x}"


# ---- rows
@pytest.mark.parametrize("expr", [LONG, WIDE])
@pytest.mark.parametrize("language", ["latex", "typst"])
def test_rows_hold_all_of_a_formula(language, expr):
    whole = long(expr).answer.written(language)
    cut = rows(whole, language)
    assert len(cut) > 1
    assert re.sub(r"\s", "", "".join(cut)).replace(r"\(", "(").replace(r"\)", ")") == re.sub(r"\s", "", whole)


def test_a_row_ends_before_an_operator_that_binds_loosely():
    assert rows("A B + C D + E F", "latex", 10) == ["A B + C D", "+ E F"]
    assert rows("A (B + C) + D", "latex", 8) == ["A (B + C)", "+ D"]
    assert rows(r"A \left(\frac{B}{C} + D\right) E", "latex", 6) == [r"A \left(\frac{B}{C} + D\right)", "E"]
    assert rows("op(\"tr\") (A B + C D)", "typst", 6) == ['op("tr") \\(A B', "+ C D\\)"]


def test_brackets_that_grow_stay_in_one_row():
    assert rows("(frac(A, B) + C D) E", "typst", 5) == ["(frac(A, B) + C D)", "E"]


def test_a_long_sum_of_mathml_is_cut_before_its_signs():
    shapes = dict.fromkeys("ABCDE", "n x n") | {"x": "n x 1"}
    expr = " - ".join(f"log(sum(exp({name} x))) + ‖{name} x‖^2" for name in shapes if name != "x")
    formula = write(matcalc.diff(expr, "x", shapes, certify=False).answer.expr, "mathml")
    found = mathrows.rows(formula)
    assert len(found) > 1
    assert all(row.startswith(('<mrow><mo form="infix">+', '<mrow><mo form="infix">−')) for row in found[1:])
    told = ["".join(ET.fromstring(each).itertext()) for each in (formula, *found)]
    assert "".join(told[1:]) == told[0]


def test_what_is_too_wide_for_a_row_is_loosened():
    assert rows(r"-\frac{a + b + \frac{c}{d} + e + f + g}{t}", "latex", 12) == [
        r"-\frac{1}{t}", r"\biggl(a + b + \frac{c}{d}", "+ e + f", r"+ g\biggr)"]
    assert rows(r"\exp\left(\frac{a}{b} + c + d + e\right)", "latex", 9) == [
        r"\exp\biggl(\frac{a}{b} + c", "+ d", r"+ e\biggr)"]
    assert rows(r"\frac{a + b}{c}", "latex", 9) == [r"\frac{a + b}{c}"]


# ---- derivations
DERIVED = [("A(B(XC)∘D∘E)F", "X", "samples/seed-scalar.toml", ()),
           ("A(B(XC)∘D∘E)F", "X", "samples/seed-vector.toml", ()),
           ("A(B(XC)∘D∘E)F", "X", "samples/seed-vector.toml", ("--form", "svd")),
           ("A(B(XC)∘D∘E)F", "X", "samples/seed-vector.toml", ("--form", "kronecker")),
           ("tr(X^3)", "X", None, ("--order", "3")), ("log det X", "X", None, ("--kind", "hessian")),
           ("log det X", "X", None, ("--assume", "X: symmetric", "--structured", "entries"))]


@pytest.mark.parametrize("language", ["mathml", "typst"])
@pytest.mark.parametrize(("expr", "wrt", "shapes", "more"), DERIVED)
def test_derivations_are_written_in_every_language_of_formulas(cli: Cli, expr, wrt, shapes, more, language):
    asked = ["diff", expr, "--wrt", wrt, *(["--shapes", shapes] if shapes else []), *more, "--steps", "-q"]
    text, written = cli(*asked, "--format", "latex").out, cli(*asked, "--format", language).out
    assert cli(*asked, "--format", language, "--wrap", "align").out == written
    if language == "mathml":
        root = ET.fromstring(written)
        rows = [row for row in root.iter("{http://www.w3.org/1998/Math/MathML}mtr")
                if row.find(".//{http://www.w3.org/1998/Math/MathML}mtext") is None]
        assert len(rows) == text.count("&=")
        return
    assert written.count("&= ") == text.count("&=")
    typst = pytest.importorskip("typst")
    page = cli(*asked, "--format", language, "--wrap", "standalone").out
    assert typst.compile(page.encode(), format="pdf")[:4] == b"%PDF"


# ---- documents
@needs_latex
@pytest.mark.parametrize("steps", [False, True])
def test_documents_compile_with_pdflatex(tmp_path, cli: Cli, steps: bool):
    ran = cli("diff", "A(B(XC)∘D∘E)F", "--wrt", "X", "--shapes", "samples/seed-scalar.toml", "--format", "latex",
              "--wrap", "standalone", *(["--steps"] if steps else []))
    compiles_in_latex(ran.out, tmp_path)


@needs_latex
def test_a_page_of_answers_compiles_with_pdflatex(tmp_path):
    body = "\n".join(d.wrapped("latex", "align") for d in _answers())
    compiles_in_latex(document(body, "latex"), tmp_path)


def test_a_page_of_answers_compiles_with_typst():
    typst = pytest.importorskip("typst")
    body = "\n".join(d.wrapped("typst", "align") for d in _answers())
    assert typst.compile(document(body, "typst").encode(), format="pdf")[:4] == b"%PDF"


def test_a_page_of_answers_is_well_formed():
    for d in _answers():
        ET.fromstring(d.wrapped("mathml", "align"))
        ET.fromstring(d.mathml)


def _answers() -> list[matcalc.Derivative]:
    out = [long(LONG), long(QUOTIENT), long(WIDE)]
    for expr, wrt, declared in PROBLEMS:
        given = declarations([declared])
        with contextlib.suppress(MatcalcError):  # one of them is refused
            out.append(matcalc.diff(expr, wrt, given.shapes, given.assume, certify=False))
    assert len(out) > 40
    return out


def test_rows_of_latex_are_an_align():
    assert align(["a &= b", "&+ c"]) == "\\begin{align*}\n  a &= b \\\\\n  &+ c\n\\end{align*}"
