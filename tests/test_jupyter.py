"""Notebooks: what results are shown as, the magics, and the notebook of the documentation."""
from __future__ import annotations

import json
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import matcalc
from matcalc.diagnostics import MatcalcError
from matcalc.jupyter import bundle
from matcalc.jupyter.display import Rich, plain
from matcalc.jupyter.magics import Session
from matcalc.syntax import read

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "matcalc.ipynb"

RESULTS: dict[str, Any] = {
    "gradient": lambda: matcalc.diff("‖A x - b‖^2", "x"),
    "several": lambda: matcalc.diff("‖V tanh(W x + c) - y‖^2", ["V", "W", "c"]),
    "hessian": lambda: matcalc.diff("log det X", "X", kind="hessian"),
    "svd": lambda: matcalc.diff("(A(B(XC)∘D∘E)F)", "X", {"X": "b x 1", "C": "1 x e"}, form="svd"),
    "right": lambda: matcalc.verify("x'A x", "x", "(A + A')x"),
    "wrong": lambda: matcalc.verify("x'A x", "x", "2 A x"),
    "ill-shaped": lambda: matcalc.verify("x'A x", "x", "A A + x", {"x": "n x 1"}),
    "equal": lambda: matcalc.equal("A B", "(B'A')'"),
    "different": lambda: matcalc.equal("A B", "B A", {"A": "n x n", "B": "n x n"}),
    "reading": lambda: read("tr(A B)"),
    "nothing": lambda: matcalc.diff("x'x", "x", certify=False),
}


class Balanced(HTMLParser):
    """Checks that tags are closed in order, and are those that notebooks let pass."""

    allowed = frozenset({"div", "span", "details", "summary", "table", "tr", "td", "code", "pre"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Balanced:
    parser = Balanced()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert parser.seen <= Balanced.allowed
    return parser


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_shown_as_html_that_notebooks_let_pass(name: str) -> None:
    result = RESULTS[name]()
    shown = bundle(result)
    parsed(shown["text/html"])
    assert shown["text/plain"]
    if not isinstance(result, type(read("x"))):
        assert result._repr_mimebundle_() == shown


def test_a_derivation_folds() -> None:
    html = bundle(RESULTS["gradient"]())["text/html"]
    assert {"details", "summary", "table"} <= parsed(html).seen
    assert "<details open" not in html
    assert r"\frac{\partial f}{\partial x} &amp;= 2 A^{\top} (A x - b)" in html
    assert html.count("<details") == 1
    assert bundle(RESULTS["several"]())["text/html"].count("<details") == 3


def test_a_formula_is_latex_for_those_who_take_that() -> None:
    assert bundle(RESULTS["wrong"]()).keys() == {"text/plain", "text/html"}
    latex = bundle(RESULTS["gradient"]())["text/latex"]
    assert latex.startswith("$$\n\\begin{aligned}")
    assert "&amp;" not in latex


def test_a_step_alone_is_a_formula() -> None:
    d = RESULTS["gradient"]()
    assert all(step._repr_latex_().startswith("$\\displaystyle") and "&" not in step._repr_latex_() for step in d.steps)


def told(*cells: str) -> tuple[list[Any], Any]:
    shown: list[Any] = []
    session, last = Session(shown.append), None
    for cell in cells:
        last = session.cell("", cell)
    return shown, last


def test_a_cell_is_a_session() -> None:
    shown, last = told("A: m x n\nf = ‖A x - b‖^2\n\n# the gradient\nd f / d x", "d f / d A")
    assert [thing.bundle["text/plain"] for thing in shown] == ["‖A x - b‖^2"]
    assert repr(last) == "2 (A x - b) xᵀ"
    assert last.value.text == "2 (A x - b) xᵀ"
    parsed(last._repr_mimebundle_()["text/html"])


@pytest.mark.parametrize("line", ['"x\'A x" x', '"x\'A x" --wrt x', '--wrt x "x\'A x"', '"x\'A x" x -d "A: n x n"'])
def test_a_line_takes_an_expression_and_the_options_of_diff(line: str) -> None:
    assert Session(print).line(line).text == "(A + Aᵀ) x"


def test_a_line_gives_what_its_options_say() -> None:
    session = Session(print)
    session.cell("", "S: n x n symmetric")
    assert session.line('"x\'S x" x').text == "2 S x"
    assert [d.text for d in session.line('"x\'S x" x,S')] == ["2 S x", "x xᵀ"]
    assert session.line('"x\'S x" x --kind hessian').text == "2 S"
    assert repr(session.line('"x\'S x" x --format numpy')) == "2 * (S @ x)"
    assert "<details open>" in session.line('"x\'S x" x --steps')._repr_mimebundle_()["text/html"]
    assert repr(session.line("d x'S x / d x")) == "2 S x"


@pytest.mark.parametrize(("line", "code"), [
    ('"x\'x', "usage"), ('"x\'x" x --nonsense', "usage"), ('"x\'x" x --form round', "usage"), ('"x\'x"', "usage"),
    ("d x +/ d x", "syntax"), (":nonsense", "usage")])
def test_what_is_wrong_is_one_error(line: str, code: str) -> None:
    with pytest.raises(MatcalcError) as found:
        Session(print).line(line)
    assert found.value.code == code


def test_an_error_has_no_traceback_in_a_notebook() -> None:
    with pytest.raises(MatcalcError) as found:
        matcalc.diff("tr(x", "x")
    lines = found.value._render_traceback_()
    assert "unclosed-bracket" in lines[0]
    assert lines[1].strip() == "tr(x"


def test_what_is_typed_is_no_html() -> None:
    parsed(bundle(matcalc.verify("x'A x", "x", "A A <x, x>", {"A": "n x n"}))["text/html"])
    assert "&lt;b&gt;" in Rich.note("<b>").bundle["text/html"]
    assert "&lt;b&gt;" in plain("<b>")["text/html"]


def test_the_notebook_shows_what_happens(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(NOTEBOOK.parent.parent), *sys.path]))
    stored = nbformat.read(NOTEBOOK, 4)
    now = nbformat.read(NOTEBOOK, 4)
    nbclient.NotebookClient(now, timeout=120, kernel_name="python3", record_timing=False).execute()
    for cell in now.cells:
        cell.metadata.pop("execution", None)
    now.metadata = stored.metadata
    if request.config.getoption("--golden") == "update":
        nbformat.write(now, NOTEBOOK)
        stored = nbformat.read(NOTEBOOK, 4)
    assert [outputs(cell) for cell in now.cells] == [outputs(cell) for cell in stored.cells]


def outputs(cell: Any) -> list[str]:
    """What a cell shows, but for how it was checked and derived, which is tested elsewhere."""
    return [re.sub(r"certified .*?(?=</div>)|<details>.*?</details>", "", json.dumps(
        out.get("data") or out.get("traceback") or out.get("text"), ensure_ascii=False, sort_keys=True))
        for out in cell.get("outputs", [])]
