"""Formulas in LaTeX, MathML and Typst: every operator is written in each, and what is written compiles."""
from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterable

import pytest
from every import EVERYTHING
from running import DOCS, compiles_in_latex, needs_latex

import matcalc
from matcalc.expr import OPS, Expr
from matcalc.ops.leaves import SYM
from matcalc.render import write
from matcalc.render.formulas import _OWN, BARS, CALLS, CONSTANTS, INFIX, JOINS, SCRIPTS
from matcalc.render.languages import ACCENTS, GREEK, LETTERS, VARIANTS, named
from matcalc.shape import Shape
from matcalc.steps.step import DIFFERENTIAL
from matcalc.syntax import read

LEAVES = ("num", "sym", "dim", "const")
SHOWN = [e for e in EVERYTHING if e.op.name in LEAVES or e.op.latex is not None]
"""What people may see, a node of each operator."""
CORE = {"mrow", "mi", "mn", "mo", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot", "munder",
        "mover"}
"""Elements of MathML Core that are used, each with the number of its children, where that is fixed."""
CHILDREN = {"msup": 2, "msub": 2, "msubsup": 3, "mfrac": 2, "mroot": 2, "munder": 2, "mover": 2}


def of(text: str, **shapes: Shape | str) -> Expr:
    return read(text, shapes=shapes).expr


@pytest.mark.parametrize("e", SHOWN, ids=repr)
def test_mathml_is_well_formed_and_of_the_core(e):
    root = ET.fromstring(write(e, "mathml"))
    for node in root.iter():
        assert node.tag in CORE
        assert len(node) == CHILDREN.get(node.tag, len(node))
        assert node.tag in ("mspace",) or len(node) or node.text


@pytest.mark.parametrize("e", SHOWN, ids=repr)
@pytest.mark.parametrize("language", ["mathml", "typst"])
def test_every_operator_shows_its_arguments(e, language):
    written = write(e, language)
    assert not re.search(r"\{\d", written)
    for i, _ in enumerate(e.args):
        assert f"<mi>X</mi><mn>{i}</mn>" in written if language == "mathml" else f"X_{i}" in written


def test_the_tables_name_operators_once():
    tables = (CALLS, SCRIPTS, BARS, CONSTANTS, JOINS, INFIX, _OWN)
    names = [name for table in tables for name in table]
    assert len(names) == len(set(names))
    assert set(names) <= {*OPS, DIFFERENTIAL.name}


@pytest.mark.parametrize("e", [e for e in SHOWN if e.args], ids=repr)
@pytest.mark.parametrize("language", ["mathml", "typst"])
def test_brackets_stand_where_they_do_in_latex(e, language):
    """One precedence for all languages of formulas."""
    assert named(language).notation(e).precedence == named("latex").notation(e).precedence
    places = {place for place in named(language).notation(e).widths(scalar=e.is_scalar)[1] if place[1]}
    theirs = {place for place in named("latex").notation(e).widths(scalar=e.is_scalar)[1] if place[1]}
    assert places == theirs or named("latex").notation(e).join is not None or SYM in {a.op for a in e.args}


@pytest.mark.parametrize(("text", "latex", "typst"), [
    ("(A + B) x", "(A + B) x", "(A + B) x"),
    ("loss x", r"\mathrm{loss} \, x", 'op("loss") x'),
    ("2 tr(A)", r"2 \operatorname{tr}(A)", "2 tr (A)"),
    ("‖x‖^2", r"\lVert x \rVert^{2}", "norm(x)^2"),
    ("A B^-T", r"A B^{-\top}", "A B^(-top)"),
    ("(x/2 + y)'", r"\left(\frac{x}{2} + y\right)^{\top}", "(frac(x, 2) + y)^top"),
    ("exp(x/2)", r"\exp\left(\frac{x}{2}\right)", "exp (frac(x, 2))"),
    ("x_1 + beta_2", r"x_{1} + \beta_{2}", "x_1 + beta_2"),
    ("A∘B ⊗ C", r"(A \circ B) \otimes C", "(A ∘ B) ⊗ C"),
    ("x_hat", r"x_{\mathrm{hat}}", 'x_("hat")'),
    ("A dX B", r"A \, dX \, B", "A thin d X thin B"),
    ("A dX' B", r"A \, dX^{\top} \, B", "A thin d X^top thin B"),
    ("A dX.^2", r"A (dX)^{\circ 2}", "A (d X)^(∘2)"),
])
def test_a_formula_is_set_as_by_hand(text, latex, typst):
    given = dict.fromkeys(("A", "B", "C", "dX"), "n x n") | {
        "x_hat": "n x 1", "loss": "n x n", "x": "n x 1", "y": "n x 1", "x_1": "n x 1", "beta_2": "n x 1"}
    used = {name: shape for name, shape in given.items() if name in text}
    e = of(text, **used)
    assert (write(e, "latex"), write(e, "typst")) == (latex, typst)


@pytest.mark.parametrize("name", VARIANTS)
def test_other_shapes_of_greek_letters_are_letters(name):
    e = of(f"\\{name} x")
    assert write(e, "latex") == f"\\{name} x"
    assert len(str(ET.fromstring(write(e, "mathml"))[0].text)) == 1
    assert '"' not in write(e, "typst")


def test_a_page_of_names_compiles(tmp_path):
    names = (*GREEK, *VARIANTS, *LETTERS, *(f"x{mark}" for mark in ACCENTS), "ℓ", "loss", "dX", "Δx", "x_1", "A_i_j")
    symbols = [SYM(data=(name, ("1", "1"), ())) for name in names]
    letters = {write(e, "mathml") for e in symbols}
    assert len(letters) == len(symbols) - len(LETTERS)
    typst = pytest.importorskip("typst")
    page = "\n".join(f"$ {write(e, 'typst')} $" for e in symbols)
    assert typst.compile(page.encode(), format="pdf")[:4] == b"%PDF"
    if shutil.which("pdflatex"):
        compiles_in_latex(page_in_latex(symbols), tmp_path)


def test_brackets_of_mathml_grow_only_where_they_must():
    assert '<mo stretchy="false">(</mo>' in write(of("A(x + y)"), "mathml")
    assert "<mo>(</mo>" in write(of("A(x/2 + y)"), "mathml")


def test_names_are_escaped():
    hostile = SYM(data=('a<b&"c', ("1", "1"), ()))
    assert ET.fromstring(write(hostile, "mathml")).text == 'a<b&"c'
    assert write(hostile, "typst") == 'op("a<b&\\"c")'


# ---- pages that compile
LATEX_PAGE = (r"\documentclass{article}\usepackage[a3paper,landscape,margin=9mm]{geometry}\usepackage{amsmath,amssymb}"
              "\n\\begin{document}\n")


def page_in_latex(formulas: Iterable[Expr]) -> str:
    return LATEX_PAGE + "\n".join(rf"\[{write(e, 'latex')}\]" for e in formulas) + "\n\\end{document}\n"


@needs_latex
def test_a_page_of_every_operator_compiles_with_pdflatex(tmp_path):
    compiles_in_latex(page_in_latex(SHOWN), tmp_path)


def test_a_page_of_every_operator_compiles_with_typst():
    typst = pytest.importorskip("typst")
    page = "\n".join(f"$ {write(e, 'typst')} $" for e in SHOWN)
    assert typst.compile(page.encode(), format="pdf")[:4] == b"%PDF"


PAGE = DOCS / "formats.md"


def test_latex_uses_the_macros_of_the_manual_alone():
    told = re.search(r"<!-- macros -->\n(.*?)<!-- end -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert told is not None
    known = set(re.findall(r"`(\\[^`]+)`", told[1]))
    spelled = (*(f"x{mark}" for mark in ACCENTS), "x_i_j", "ℓ", "ΔX", "δx", "loss")
    names = [SYM(data=(name, ("n", "1"), ())) for name in spelled]
    written = [write(e, "latex") for e in (*SHOWN, *names, of("loss x", loss="n x n"), of("‖x/2‖ + sum(x/2)"))]
    around = matcalc.diff("(A∘(x y')) z", "x", {"A": "m x n"}, form="svd").wrapped("latex", "align")
    used = {macro for latex in (*written, around) for macro in re.findall(r"\\(?:[A-Za-z]+|.)", latex)}
    greek = {f"\\{name}" for name in (*GREEK, *VARIANTS)}
    assert used - greek <= known | {r"\begin", r"\end"}
    assert known - used <= greek | {r"\left", r"\right", r"\quad", r"\qquad", r"\text", r"\;", r"\biggl", r"\biggr"}
