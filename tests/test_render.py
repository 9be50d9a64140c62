"""`matcalc render`: what was told in JSON is written as if it were derived again; what is wrong is refused."""
from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from running import Cli

import matcalc
from matcalc.render.languages import TARGETS, WRAPS
from matcalc.wraps import LANGUAGES

PROBLEMS = [("‖A x - b‖^2", "x"), ("log det X", "X"), ("softmax(W x)", "x"), ("(A∘(x y')) z", "x"),
            ("g(‖x‖)", "x"), ("tr(A X B X)", "X")]


def told(cli: Cli, expr: str, wrt: str, *more: str) -> str:
    declared = ["-d", "g: function"] if "g(" in expr else []
    return cli("diff", expr, "--wrt", wrt, "--format", "json", *declared, *more).out


@pytest.mark.parametrize("language", ["text", *LANGUAGES, *TARGETS])
@pytest.mark.parametrize(("expr", "wrt"), PROBLEMS)
def test_every_format_is_that_of_the_derivation(cli: Cli, expr, wrt, language):
    if language == "numpy" and "softmax" in expr:
        pytest.skip("an equal form: another one is known where it was derived")
    ran = cli("render", "--format", language, stdin=told(cli, expr, wrt).encode())
    declared = ["-d", "g: function"] if "g(" in expr else []
    assert ran.out == cli("diff", expr, "--wrt", wrt, "--format", language, *declared).out
    assert ran.code == 0


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", [(), ("--direction", "v"), ("--kind", "hessian"), ("--form", "differential")])
def test_every_wrap_is_that_of_the_derivation(cli: Cli, language, wrap, asked):
    ran = cli("render", "--format", language, "--wrap", wrap, stdin=told(cli, "x'A x", "x", *asked).encode())
    assert ran.out == cli("diff", "x'A x", "--wrt", "x", *asked, "--format", language, "--wrap", wrap).out


def test_a_line_each_an_array_and_an_indented_file_are_read(cli: Cli, tmp_path):
    lines = told(cli, "x'A x", "x") + "\n" + told(cli, "tr(X'X)", "X")
    records = [json.loads(line) for line in lines.split("\n") if line]
    want = "(A + Aᵀ) x\n2 X\n"
    arrays = json.dumps(records), json.dumps(records, indent=1)
    for text in (lines, lines.replace("\n", "\r\n"), "\ufeff" + lines, *arrays):
        assert cli("render", stdin=text.encode()).out == want
        (tmp_path / "answers.json").write_text(text, encoding="utf-8")
        assert cli("render", str(tmp_path / "answers.json"), "-q").out == want


def test_ascii_is_asked_for(cli: Cli):
    assert cli("render", "--ascii", stdin=told(cli, "x'A x", "x").encode()).out == "(A + A') x\n"


def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(cli: Cli):
    good = told(cli, "x'x", "x").strip()
    old = json.dumps(json.loads(good) | {"schema": 0})
    ran = cli("render", "-q", stdin="\n".join([good, "{spam}", old, good]).encode())
    assert ran.out == "2 x\n2 x\n"
    assert ran.code == 2
    assert "<stdin>:2: error[bad-file]: a record is wrong: this is no JSON" in ran.err
    assert "<stdin>:3: error[bad-file]: the record has schema 0, and this is matcalc for schema 1" in ran.err


def test_an_answer_without_certificate_is_told_of_and_a_wrong_one_refused(cli: Cli):
    without = told(cli, "x'x", "x", "--no-certify")
    ran = cli("render", stdin=without.encode())
    assert (ran.code, ran.out) == (0, "2 x\n")
    assert "note: not certified, its record says" in ran.err
    wrong: dict[str, Any] = json.loads(told(cli, "x'x", "x"))
    wrong["certificate"] |= {"holds": False, "detail": "both sides differ\x1b[31m"}
    ran = cli("render", "--format", "latex", stdin=json.dumps(wrong).encode())
    assert (ran.code, ran.out) == (6, "")
    assert "both sides differ\\x1b[31m" in ran.err


def test_an_error_of_a_line_is_told_again(cli: Cli):
    lines = cli("diff", "-", "--wrt", "x", "--format", "json", stdin=b"x'x\nx +\n").out
    ran = cli("render", "-q", stdin=lines.encode())
    assert (ran.code, ran.out) == (2, "2 x\n")
    assert "line 2 has no answer, its record says: syntax" in ran.err


def test_texts_of_a_record_are_not_printed(cli: Cli):
    fields = json.loads(told(cli, "x'x", "x")) | {"text": "SPAM", "latex": "SPAM", "numpy": "SPAM", "reading": "SPAM"}
    for language in ("text", "latex", "numpy"):
        assert "SPAM" not in cli("render", "--format", language, stdin=json.dumps(fields).encode()).out


def test_notes_cannot_steer_a_terminal(cli: Cli):
    fields = json.loads(told(cli, "x'x", "x")) | {"notes": ["\x1b[2J"], "conditions": ["\u202e"]}
    assert not {"\x1b", "\u202e"} & set(cli("render", stdin=json.dumps(fields).encode()).err)


@pytest.mark.parametrize("stdin", [b"", b"\n \n"])
def test_nothing_to_render_is_told(cli: Cli, stdin):
    ran = cli("render", stdin=stdin)
    assert (ran.code, ran.out) == (2, "")
    assert "holds no record" in ran.err


def test_a_wrap_that_does_not_go_is_refused(cli: Cli):
    assert cli("render", "--format", "numpy", "--wrap", "display", stdin=b"{}").code == 2


def test_one_document_holds_all_answers(cli: Cli):
    lines = told(cli, "x'A x", "x") + told(cli, "tr(X'X)", "X")
    out = cli("render", "--format", "latex", "--wrap", "standalone", "-q", stdin=lines.encode()).out
    assert out.count(r"\documentclass") == 1
    assert out.count(r"\partial f") == 2


def test_a_formula_needs_nothing_heavy():
    code = ("import sys\nfrom matcalc.cli import main\ntry:\n main(['render', '--format', 'latex'])\n"
            "except SystemExit as e:\n assert not e.code, e.code\n"
            "assert not {'numpy', 'sympy', 'rich', 'matcalc.api', 'matcalc.steps'} & set(sys.modules)")
    record = matcalc.diff("x'x", "x")
    from matcalc.records.record import fields

    ran = subprocess.run([sys.executable, "-c", code], input=json.dumps(fields(record, "x'x")).encode(),
                         capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout == b"2 x\n"
