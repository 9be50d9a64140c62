"""The filter for Pandoc: blocks become formulas, a bad one stays with its error, and the document compiles."""
from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from running import Cli, compiles_in_latex, needs_latex

CHECKOUT = Path(__file__).resolve().parent.parent
PAPER = """
The loss and its gradient are

```{.matcalc wrt=x declare="A: m x n; b: m x 1"}
‖A x - b‖^2
```

and its Hessian is `‖A x - b‖^2`{.matcalc wrt=x kind=hessian}.

```matcalc
wrt = X
shapes = samples/seed-scalar.toml
steps
A(B(XC)∘D∘E)F
```

- in a list

  ```{.matcalc .answer wrt=W}
  logsumexp(W x)
  ```

```{.matcalc wrt=x}
A x + (
```

Done, with `code` that stays.
"""


def code(text: str, *classes: str, element: str = "CodeBlock", **attributes: str) -> dict[str, Any]:
    return {"t": element, "c": [["", ["matcalc", *classes], [[key, value] for key, value in attributes.items()]], text]}


def filtered(cli: Cli, *blocks: Any, to: str = "latex") -> tuple[list[Any], str]:
    """The blocks after the filter, and what it said."""
    document = {"pandoc-api-version": [1, 22], "meta": {}, "blocks": list(blocks)}
    ran = cli("pandoc", to, stdin=json.dumps(document).encode())
    assert ran.code == 0
    out = json.loads(ran.out)
    assert {**out, "blocks": []} == {**document, "blocks": []}
    return out["blocks"], ran.err


def math(node: Any) -> str:
    assert (node["t"], node["c"][0]["t"], node["c"][0]["c"][0]) == ("Para", "Math", {"t": "DisplayMath"})
    return str(node["c"][0]["c"][1])


def test_a_block_becomes_a_display(cli: Cli):
    (found,), said = filtered(cli, code("x'A x", wrt="x"))
    assert math(found) == ("\\begin{aligned}\nf &= x^{\\top} A x \\\\\n"
                           "\\frac{\\partial f}{\\partial x} &= (A + A^{\\top}) x\n\\end{aligned}")
    assert said == ""


def test_options_stand_in_attributes_or_first_lines(cli: Cli):
    blocks = [code("A x", "answer", wrt="x", declare="A: m x n", cotangent="g"),
              code("wrt = x\ndeclare = A: m x n\ncotangent = g\nanswer\n\nA x"),
              code("declare=A: m x n\ncotangent=g\nanswer\nA\n  x", wrt="x")]
    found, _ = filtered(cli, *blocks)
    assert [math(node) for node in found] == [r"A^{\top} g"] * 3


def test_a_derivation_is_asked_for(cli: Cli):
    (found,), _ = filtered(cli, code("x'A x", "steps", wrt="x"))
    assert math(found).count("&=") >= 3
    assert r"\text{(the differential)}" in math(found)


@pytest.mark.parametrize(("to", "kind", "start"), [
    ("html5", "html", "<div"), ("epub", "html", "<div"), ("typst", "typst", "$")])
def test_mathml_and_typst_are_written_as_such(cli: Cli, to, kind, start):
    (found, para), _ = filtered(cli, code("x'A x", wrt="x"),
                                {"t": "Para", "c": [code("x'A x", element="Code", wrt="x")]}, to=to)
    assert (found["t"], found["c"][0]) == ("RawBlock", kind)
    assert found["c"][1].startswith(start)
    assert (para["c"][0]["t"], para["c"][0]["c"][0]) == ("RawInline", kind)


def test_code_in_a_line_becomes_the_answer(cli: Cli):
    para = {"t": "Para", "c": [{"t": "Str", "c": "is"}, code("x'A x", element="Code", wrt="x")]}
    (found,), _ = filtered(cli, para)
    assert found["c"] == [para["c"][0], {"t": "Math", "c": [{"t": "InlineMath"}, r"(A + A^{\top}) x"]}]


def test_blocks_inside_of_others_are_found(cli: Cli):
    inside = {"t": "BulletList", "c": [[{"t": "BlockQuote", "c": [code("x'x", "answer", wrt="x")]}]]}
    (found,), _ = filtered(cli, inside)
    assert math(found["c"][0][0]["c"][0]) == "2 x"


@pytest.mark.parametrize(("block", "words"), [
    (code("A x + (", wrt="x"), "error[unclosed-bracket]"),
    (code("x'x"), "needs the variable"),
    (code("x'x", wrt="x", spam="1"), "no option 'spam'"),
    (code("x'x", wrt="x", order="two"), "order is a number"),
    (code("x'x", wrt="x", kind="spam"), "no kind 'spam'"),
    (code("x'x", wrt="x", shapes="nowhere.toml"), "nowhere.toml"),
    (code("", wrt="x"), "no expression"),
    (code("x'x", wrt="\x1b[31m"), "error["),
])
def test_a_bad_block_stays_and_the_rest_goes_on(cli: Cli, block, words):
    (kept, told, good), said = filtered(cli, block, code("x'x", "answer", wrt="x"))
    assert kept == block
    assert words in json.dumps(told, ensure_ascii=False)
    assert said.startswith("formula 1: error[")
    assert "\x1b" not in said + told["c"][0]["c"][0]["c"]
    assert math(good) == "2 x"


@pytest.mark.parametrize("other", [
    {"t": "CodeBlock", "c": [["", ["python"], []], "x'x"]}, {"t": "CodeBlock", "c": "spam"}, {"t": "Null"}, [1, None],
    {"t": "CodeBlock", "c": [["", ["matcalc"], ["spam"]], "x"]}, {"t": "Str", "c": "matcalc"}])
def test_all_else_stays(cli: Cli, other):
    assert filtered(cli, other)[0] == [other]


@pytest.mark.parametrize("stdin", [b"", b"{}", b"[]", b"spam", b'{"blocks": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_document_is_refused(cli: Cli, stdin):
    ran = cli("pandoc", "html", stdin=stdin)
    assert ran.out == ""
    assert ran.code in (2, 7)


# ---- with Pandoc itself
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="there is no pandoc")


@pytest.fixture
def pandoc(tmp_path: Path) -> Any:
    script = tmp_path / "matcalc-pandoc"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{CHECKOUT}" exec "{sys.executable}" -c '
                      '"from matcalc.cli.pandoc import main; main()" "$@"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)

    def run(*args: str) -> str:
        ran = subprocess.run(["pandoc", "--filter", str(script), "-f", "markdown", *args], input=PAPER.encode(),
                             capture_output=True, cwd=CHECKOUT, timeout=120, check=False,
                             env={**os.environ, "PYTHONIOENCODING": "utf-8"})
        assert ran.returncode == 0, ran.stderr.decode()
        assert "formula 5: error[unclosed-bracket]" in ran.stderr.decode()
        return ran.stdout.decode()
    return run


@needs_pandoc
def test_a_paper_becomes_html_with_mathml(pandoc):
    html = pandoc("-t", "html", "--mathml", "--wrap=none")
    assert html.count("<math ") == 4
    assert "error[unclosed-bracket]: the bracket opened at column 7 is not closed" in html
    assert "A x + (" in html


@needs_pandoc
@needs_latex
def test_a_paper_becomes_latex_that_compiles(pandoc, tmp_path):
    head = (r"\documentclass{article}\usepackage[a4paper,margin=2cm]{geometry}\usepackage{amsmath,amssymb}"
            "\n\\providecommand{\\tightlist}{}\\begin{document}\n")
    compiles_in_latex(head + pandoc("-t", "latex", "--no-highlight") + "\n\\end{document}\n", tmp_path)
