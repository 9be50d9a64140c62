"""Sessions: lines and what they give, without a terminal."""
from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Cli, posix

import matcalc
from matcalc.derivative import Derivatives
from matcalc.repl import State, respond
from matcalc.repl.commands import COMMANDS
from matcalc.repl.completion import completions
from matcalc.repl.front import history
from matcalc.repl.results import Answers, Output
from matcalc.repl.shown import Style, notes, shown
from matcalc.syntax.files import load

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

TRANSCRIPT = r"""
X: m x n; y: m
S: n x n symmetric
f = ‖X w - y‖^2 + w'S w
d f / d w
:latex
:steps
H = hessian f w
tr(H)
d tr(H) / d S
d f/d w = X'(X w - y) + S w
A B == (B'A')'
g(V) = logdet(S + V V')
∇_V g(V)
g(S)
:form differential
:form auto
:numpy
:structured entries
d log det S / d S
:structured off
tr(X S
tr(X y)
d f / d
d X'X + S / d X
det(S)/dS
θ: scalar; h = exp(-\theta) f
∂²h/∂θ∂w
d^3 h/dθ^3
:shapes
:verify -h
:equal h = exp(-θ) f
?S
f?
:undo
:form kronecke
:forget X
w'X w
:names
:nonsense
# a remark
:quit
"""


def said(*lines: str, state: State | None = None) -> tuple[State, list[Output]]:
    state, out = state or State(), []
    for line in lines:
        state, given = respond(state, line)
        out.append(given)
    return state, out


def text(out: Output, style: Style | None = None) -> str:
    style = style or Style()
    lines = [shown(result, style) for result in out.results]
    lines += [f"note: {note}" for result in out.results for note in notes(result, style)]
    lines += [f"note: {note}" for note in out.notes]
    return "\n".join(filter(None, [*lines, out.error.render() if out.error else ""]))


@pytest.mark.parametrize("person", [True, False], ids=["terminal", "pipe"])
def test_a_session_reads_as_it_should(golden: Callable[[str, str], None], person: bool) -> None:
    state, out = State(), []
    for line in TRANSCRIPT.strip().splitlines():
        state, given = respond(state, line)
        out += [f"matcalc> {line}", *(row for row in text(given, Style(person=person)).splitlines()
                                      if not row.startswith("certified"))]
    assert given.over
    golden(f"repl-{'terminal' if person else 'pipe'}.txt", "\n".join(out) + "\n")


FIRST = ["d f / d x", "d f/dx", "df/dx", "df / d x", "∂f/∂x", "∂f / ∂ x", "∇_x f", "∇_{x} f", "d/dx f", "∂/∂x f",
         "d/dx (x'A x)",
         "d(x'A x)/dx", "d x'A x/dx", r"\nabla_x f", r"\frac{\partial f}{\partial x}", r"\frac{d}{dx} f",
         r"\frac{df}{dx}", r"\frac{\partial}{\partial x} x'A x", "gradient f x", "grad f x", "gradient(f, x)",
         "gradient of f by x",
         "gradient x'A x, x", "derivative of x'A x by x", "diff f wrt x", "diff(x'A x, x)", "d(f)/dx", "df/d(x)"]
SECOND = ["d^2 f / d x^2", "d²f/dx²", "∂²f/∂x²", "d^2 f/dx dx", "∂^2 f/∂x∂x", "d^2f/(dx dx)", "d^2/dx^2 f",
          "∇²_x f", "∇_x^2 f", "∇^2_x f", "∇_x² f", "hessian f x", "hessian(f, x)", "hessian of f by x",
          r"\nabla^2_{x} f",
          r"\frac{\partial^2 f}{\partial x^2}", r"\frac{d^{2} f}{dx^{2}}", "hessian x'A x wrt x", "d^2 f/dxdx"]


@pytest.mark.parametrize(("line", "answer"), [*((line, "(A + Aᵀ) x") for line in FIRST if line != "df/d(x)"),
                                              *((line, "A + Aᵀ") for line in SECOND)])
def test_a_derivative_is_asked_for_as_people_write_it(line: str, answer: str) -> None:
    state, _ = said("f = x'A x")
    _, out = respond(state, line)
    assert out.error is None, out.error
    assert [shown(result) for result in out.results] == [answer]


@pytest.mark.parametrize(("line", "answers"), [
    ("∂²f/∂x∂A", ["(eye(n) ⊗ x + x ⊗ eye(n))ᵀ"]), ("d^2 f/dxdA", ["(eye(n) ⊗ x + x ⊗ eye(n))ᵀ"]),
    ("∇_{x,A} f", ["(A + Aᵀ) x", "x xᵀ"]), ("gradient f by x, A", ["(A + Aᵀ) x", "x xᵀ"]),
    ("differential f x", ["dxᵀ (A + Aᵀ) x"]), ("d^3 f/dx^3", ["0"])])
def test_several_variables_and_orders(line: str, answers: list[str]) -> None:
    state, _ = said("x: n", "f = x'A x")
    _, out = respond(state, line)
    assert out.error is None, out.error
    assert [row for result in out.results for row in shown(result).splitlines()] == answers


@pytest.mark.parametrize(("line", "code"), [
    ("∇ f", "syntax"), ("d/dx x'x + x'x", "syntax"), ("d x'x + x'x / dx", "syntax"), ("det(B)/dB", "syntax"),
    ("d^2 f/dx", "syntax"), ("d f/dx^2", "syntax"), ("hessian f", "syntax"), ("gradient f x, A", "syntax"),
    ("gradient x'A x x", "syntax"),
    ("f(x)", "ambiguous-reading"), ("f(x + x)", "ambiguous-reading"), ("d f/df", "unknown-name"),
    ("f = f + 1", "circular-definition"), ("tr = 1", "syntax"), ("x'x = f", "syntax"), ("f =", "syntax"),
    ("X: m x", "bad-declaration"), ("X: m x n symetric", "unknown-assumption"), (":load", "usage"),
    (":load /nowhere.toml", "bad-file"), (":verify x", "usage"), ("?nonsense", "usage"), ("d f/d z", "unknown-name"),
    ("d f/d x y", "syntax"), ("2 d f/d x", "syntax"), ("y df/dx", "syntax"), ("y d/dx f", "syntax"),
    ("d h/d x", "unknown-name"),
    ("h = 2 d f/dx", "syntax"), (r"y \frac{\partial f}{\partial x}", "syntax"), ("y ∇_x f", "syntax")])
def test_what_is_not_clear_is_refused(line: str, code: str) -> None:
    state, _ = said("x: n", "f = x'A x")
    after, out = respond(state, line)
    assert out.error is not None
    assert out.error.code == code, out.error
    assert after == state


def test_d_is_a_sign_unless_it_is_a_symbol() -> None:
    state, _ = said("d: n", "f = d'A d")
    error = respond(state, "d f/d A")[1].error
    assert error is not None
    assert error.code == "syntax"
    assert shown(respond(state, "∂f/∂d")[1].results[0]) == "(A + Aᵀ) d"
    assert shown(respond(state, "2 d")[1].results[0]) == "2 d"


def test_an_error_points_into_the_line_that_was_typed() -> None:
    state, _ = said("A: m x n", "B: p x q", "f = tr(A A')")
    for line in ("d (f tr(A B)) / d A", "g = f + tr(A B)", "f; tr(A B)", "f tr(A B) == 1"):
        error = respond(state, line)[1].error
        assert error is not None
        assert error.source == line
        span = error.labels[0].span
        assert line[span.start:span.end] in ("A", "B"), error.render()


def test_definitions_use_those_before_wherever_their_names_stand() -> None:
    state, _ = said("H = A A'", "f = tr(H B)")
    assert shown(respond(state, "d f/dA")[1].results[0]) == "(B + Bᵀ) A"
    assert shown(respond(state, "xHx'")[1].results[0]) == "x (A Aᵀ) xᵀ"
    state, _ = said(r"\Sigma = B B'", state=state)
    assert shown(respond(state, "tr(Σ)")[1].results[0]) == "tr(B Bᵀ)"
    state, _ = said("H = 2 A", state=state)
    assert shown(respond(state, "d f/dA")[1].results[0]) == "2 Bᵀ"


def test_a_derivative_with_a_name_is_the_same_function() -> None:
    _, out = said("f = ‖A x - b‖^2", "g = d f/d x", "dg/dx", "K = hessian f A", "K")
    assert [o.error for o in out] == [None] * 5
    assert shown(out[2].results[0]) == "2 Aᵀ A"
    reading = out[4].results[0].reading
    assert matcalc.equal(shown(out[4].results[0]), shown(out[3].results[0]),
                         {name: s.shape for name, s in reading.symbols.items()})


@pytest.mark.parametrize(("line", "declares"), [
    ("X: m x n", True), ("X : m x n", True), ("x: n", True), ("S: symmetric", True), ("A, B: n x n", True),
    ("α: scalar", True), ("A : B", False), ("A: B", False), ("tr(A) A : B", False), ("x : y", False)])
def test_a_colon_declares_unless_it_stands_between_factors(line: str, declares: bool) -> None:
    state, _ = said("A: n x n", "B: n x n")
    _, out = respond(state, line)
    assert bool(out.results) is not declares


def test_undo_takes_back_what_changed_the_scope() -> None:
    state, _ = said("A: m x n", "f = tr(A A')", "d f/dA", ":layout numerator")
    for left in (["A: m x n", "f = tr(A A')"], ["A: m x n"], ["nothing is declared or defined"]):
        state, out = said(":undo", ":names", state=state)
        assert out[1].results[0].text.splitlines() == left
    assert said(":undo", state=state)[1][0].error is not None


def test_a_command_changes_nothing_unless_it_is_switched_on() -> None:
    state, _ = said("d x'x/dx")
    once, out = respond(state, ":latex")
    assert text(out) == "2 x\nnote: assumed: x is n×1"
    assert once == state
    on, _ = said(":latex on", state=state)
    assert text(respond(on, "d (A x)/dx")[1]).startswith("A")
    assert shown(respond(on, "d (A'x)/dx")[1].results[0]) == "A^{\\top}"


def test_a_session_is_saved_and_loaded(tmp_path: Path) -> None:
    state, _ = said("A: m x n", "S: n x n spd", "λ: scalar", "f(S) = logdet(S)", "g = λ f", ":form kronecker")
    for name in ("session.txt", "shapes.toml"):
        path = tmp_path / name
        _, out = respond(state, f":save {path}")
        assert out.error is None, out.error
        assert respond(state, f":save {path}")[1].error is not None
        assert respond(state, f":save! {path}")[1].error is None
        again, out = respond(State(), f":load {path}")
        assert out.error is None, out.error
        assert dict(again.scope.shapes) == dict(state.scope.shapes)
        assert dict(again.scope.assume) == dict(state.scope.assume)
        definitions = dict(state.scope.definitions) if name.endswith("txt") else {}
        assert dict(again.scope.definitions) == definitions


def test_a_file_that_loads_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "loop.txt"
    path.write_text(f":load {path}\n", encoding="utf-8")
    error = respond(State(), f":load {path}")[1].error
    assert error is not None
    assert error.code == "limit"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("seed-*.toml")), ids=lambda path: path.stem)
def test_samples_have_the_answers_that_they_have_elsewhere(path: Path) -> None:
    for case in load(path).cases:
        expr, wrt, given = case.keys["expr"], case.keys.get("wrt"), case.declarations
        if {*case.keys} & {"kind", "order", "form", "layout", "structured", "error"} or not isinstance(wrt, str):
            continue
        scope = State().scope.declaring(given)
        _, out = said(f"f = {expr}", f"∂f / ∂{wrt}", state=State(scope))
        d = matcalc.diff(expr, wrt, given.shapes, given.assume)
        assert not isinstance(d, list)
        assert text(out[1]).splitlines()[0] == d.text


def test_an_answer_is_that_of_diff() -> None:
    _, out = said("A: m x n", "f = ‖A x - b‖^2", "d f/d x")
    answers = out[2].results[0]
    assert isinstance(answers, Answers)
    assert isinstance(answers.found, Derivatives)
    d = matcalc.diff("‖A x - b‖^2", "x", {"A": "m x n"})
    assert not isinstance(d, list)
    assert answers.found[0].expr is d.expr


@pytest.mark.parametrize(("line", "found"), [
    (":ste", [":steps"]), (":form kr", ["kronecker"]), ("2 logd", ["logdet"]), (r"\alpha", ["α"]),
    (r"f \nab", [r"\nabla"]), ("S: n x n symm", ["symmetric"]),
    ("tr(lam1", ["lam1x"]), ("hess", ["hessian"]), (":forget la", ["lam1x"]), ("", []),
    (":load x", [])])
def test_the_beginning_of_a_word_is_completed(line: str, found: list[str]) -> None:
    state, _ = said("lam1x: scalar")
    known = completions(state, line)
    assert known.found == found
    assert all(line[known.start:][:1] in new[:1] + "\\" for new in found)


@pytest.mark.parametrize("line", ["?logdet", "logdet?", ":explain ∘", "?shape-mismatch", ":functions tr", "?f", "?A"])
def test_names_are_explained(line: str) -> None:
    state, _ = said("A: m x n", "f = tr(A A')")
    assert text(respond(state, line)[1])


def test_every_command_has_help() -> None:
    _, (out,) = said(":help")
    told = text(out)
    assert [name for name in COMMANDS if f":{name}" not in told and name != "save!"] == []


def test_a_script_has_the_worst_exit_status(cli: Cli) -> None:
    ran = cli("repl", stdin=b"A: m x n\nf = x'x\nd f/dx\nA A\nC C' == C'C\n1 +\nd f/dx\n")
    assert ran.code == 4
    assert ran.out.startswith("2 x\ndifferent: the left side is p×p")
    assert ran.out.endswith("2 x\n")
    assert ":6: error[syntax]" in ran.err
    assert cli("repl", stdin=b"2 x == x + x\n").code == 0
    assert cli("repl", stdin=b"").code == 0
    assert cli("repl", stdin=b"2 x == 3 x\n").code == 1


def test_a_script_takes_what_other_commands_take(cli: Cli) -> None:
    ran = cli("repl", "-d", "A: n x n symmetric", "--ascii", "-q", stdin="d x'A x/dx\n∇_A (x'A x)\n".encode())
    assert (ran.code, ran.out, ran.err) == (0, "2 A x\nx x'\n", "")


def test_nothing_typed_reaches_the_terminal_as_a_command(cli: Cli) -> None:
    ran = cli("repl", stdin="\x1b[31m\nx\u202e + 1\n:\x1b[0m\n?\x1b[0m\n:save \x1b]0;x\x07/y\n".encode())
    assert ran.code in (2, 3)
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err


def test_history_stands_in_the_state_folder_if_it_can(tmp_path: Path) -> None:
    assert history({"XDG_STATE_HOME": str(tmp_path)}) == tmp_path / "matcalc" / "history"
    assert history({"MATCALC_HISTORY": "off", "XDG_STATE_HOME": str(tmp_path)}) is None
    assert history({"MATCALC_HISTORY": str(tmp_path / "mine")}) == tmp_path / "mine"
    assert history({"XDG_STATE_HOME": "/dev/null"}) is None


def test_what_cannot_be_true_of_a_symbol_is_not_declared(cli: Cli) -> None:
    ran = cli("repl", "-q", stdin=b"A: m x n symmetric\nd (x'A x)/dx\nS: n x n\nS: skew\nS: spd\ntr(S) S\n")
    assert ran.out.startswith("(A + A")
    assert [line for line in ran.err.splitlines() if "error" in line] == [
        "<stdin>:1: error[bad-declaration]: only a square matrix is symmetric, and A is m×n",
        "<stdin>:5: error[bad-declaration]: only zero is skew and spd, and both are said of S"]


@pytest.mark.parametrize(("line", "help_"), [
    ("X: n", "help: did you mean X: n x n or X: n x 1?"), ("d (x'x)/dy", "help: derive by a symbol that does: x; or "
     "declare it: y: n x 1"), ("A: m x n symmetric", "help: did you mean A: m x m symmetric?")])
def test_help_is_what_can_be_typed_here(cli: Cli, line: str, help_: str) -> None:
    assert cli("repl", stdin=line.encode()).err.splitlines()[-1] == help_


@posix
def test_a_terminal_has_a_prompt_and_ctrl_d_ends(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    env = {**os.environ, "MATCALC_HISTORY": "off", "TERM": "dumb", "NO_COLOR": "1"}
    with subprocess.Popen([sys.executable, "-m", "matcalc", "repl"], stdin=theirs, stdout=theirs, stderr=theirs,
                          env=env, close_fds=True, start_new_session=True) as process:
        os.close(theirs)
        seen = _until(ours, "matcalc> ")
        os.write(ours, b"f = x'x\nd f/dx\nf +\n")
        seen += _until(ours, "an operand is missing", "matcalc> ")
        os.write(ours, b"\x04")
        try:
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
    os.close(ours)
    assert "∂f/∂x = 2 x" in seen


def _until(stream: int, *words: str) -> str:
    """What is printed up to some words, one after another; all that is printed in a while where they do not come."""
    out, until = b"", time.monotonic() + 20
    pattern = re.compile(".*".join(map(re.escape, words)).encode(), re.DOTALL)
    while not pattern.search(out) and (left := until - time.monotonic()) > 0:
        if select.select([stream], [], [], left)[0]:
            out += os.read(stream, 65536)
    return out.decode(errors="replace")
