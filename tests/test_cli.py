"""The command line as people and programs use it."""
from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Cli, imported, spawn

import matcalc
from matcalc.cli.layout import page
from matcalc.cli.look import Look
from matcalc.cli.source import Line
from matcalc.derivative import Derivatives
from matcalc.expr import OPS, Op
from matcalc.glossary import is_rare, told

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SEED = ["A(B(XC)∘D∘E)F", "--wrt", "X", "--shapes", str(SAMPLES / "seed-scalar.toml")]


def test_the_first_problem_prints_one_line_of_latex(cli: Cli) -> None:
    ran = cli("diff", *SEED, "--format", "latex")
    assert ran.code == 0
    assert ran.out.endswith("\n")
    assert ran.out[:-1] == r"(D \circ (B^{\top} (E \circ A^{\top} F^{\top}))) C^{\top}"
    assert ran.err == "note: read as A((B((XC)∘D))∘E)F\n"


@pytest.mark.parametrize(("expr", "note"), [
    ("tr(A X^k)", "frechet_power(A, B, k) is the Fréchet derivative of A^k in the direction B: the sum of Aⁱ B Aʲ"),
    ("tr(A sqrtm(X))", "sylvester(A, B, C) is the X with A X + X B = C"),
    ("nuc(X)", "polar(A) is the orthogonal factor")])
def test_a_function_that_few_know_is_told_of(cli: Cli, expr: str, note: str) -> None:
    assert note in cli("diff", expr, "--wrt", "X").err
    assert note.split("(")[0] not in cli("diff", "tr(A X)", "--wrt", "X").err


@pytest.mark.parametrize("op", [op for op in OPS.values() if is_rare(op)], ids=repr)
def test_every_function_that_few_know_is_told_of(op: Op) -> None:
    assert " is " in told(op)


def test_quiet_leaves_out_notes(cli: Cli) -> None:
    assert cli("diff", *SEED, "-q").err == ""


@pytest.mark.parametrize("args", [
    ["-x'Ax", "--wrt", "x"], ["--wrt", "x", "-x'Ax"], ["--wrt", "x", "--", "-x'Ax"], ["-q", "-x'Ax", "--wrt=x"],
    ["-d", "x: n x 1", "-x'A x", "--wrt", "x"], ["-dx: n x 1", "-x'A x", "--wrt", "x"],
    ["-x'A x", "-dx:n x 1", "--wrt", "x"],
    [" - x' A   x", "--wrt", "x"], ["−x'Ax", "--wrt", "x"],
])
def test_an_expression_may_begin_with_a_minus_sign(cli: Cli, args: list[str]) -> None:
    assert cli("diff", *args)[:2] == (0, "-(A + Aᵀ) x\n")


def test_a_letter_after_the_minus_sign_is_no_option(cli: Cli) -> None:
    assert cli("diff", "-d'x", "--wrt", "x").out == "-d\n"
    assert cli("diff", "-q'x", "--wrt", "x").out == "-q\n"
    assert cli("diff", "-h'x", "--wrt", "x").out == "-h\n"


def test_several_symbols_give_an_answer_each(cli: Cli) -> None:
    assert cli("diff", "x'A y", "--wrt", "x", "--wrt", "y", "--wrt", "A").out == "A y\nAᵀ x\nx yᵀ\n"


def test_a_declaration_overrides_the_file(cli: Cli) -> None:
    ran = cli("shapes", "A X", "--shapes", str(SAMPLES / "seed-scalar.toml"), "-d", "A: p x b", "--format", "json")
    assert json.loads(ran.out)["shape"] == ["p", "1"]


def test_assumptions_are_used(cli: Cli) -> None:
    assert cli("diff", "x'S x", "--wrt", "x", "--assume", "S: symmetric").out == "2 S x\n"
    assert cli("diff", "x'S x", "--wrt", "x", "-d", "S: n x n symmetric").out == "2 S x\n"


def test_what_is_assumed_of_nothing_is_told(cli: Cli) -> None:
    told = "note: a does not occur: what is assumed of it is not used\n"
    assert told in cli("diff", "x'A x", "--wrt", "x", "--assume", "a: symmetric").err
    assert told not in cli("diff", "x'A x", "--wrt", "x", "--assume", "A: symmetric").err


def test_hessian_is_diff_of_kind_hessian(cli: Cli) -> None:
    assert cli("hessian", "x'A x", "--wrt", "x") == cli("diff", "x'A x", "--wrt", "x", "--kind", "hessian")


@pytest.mark.parametrize("form", ["auto", "matrix", "kronecker", "svd", "differential", "index"])
@pytest.mark.parametrize("format_", ["text", "latex", "numpy", "json"])
def test_every_form_is_written_in_every_format(cli: Cli, form: str, format_: str) -> None:
    ran = cli("diff", SEED[0], "--wrt", "X", "--shapes", str(SAMPLES / "seed-vector.toml"), "--form", form,
              "--format", format_)
    assert ran.code == 0
    assert ran.out.strip()
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize("form", ["auto", "kronecker", "svd", "differential"])
def test_ascii_is_ascii(cli: Cli, form: str) -> None:
    ran = cli("diff", SEED[0], "--wrt", "X", "--shapes", str(SAMPLES / "seed-vector.toml"), "--form", form, "--ascii")
    assert ran.out.isascii()


@pytest.mark.parametrize(("expr", "wrt"), [
    ("A(B(XC)∘D∘E)F", "X"), ("tr(inv(X) A)", "X"), ("log det X", "X"), ("‖A x - b‖", "x"), ("sum(exp(α*x))", "x"),
    ("A X B", "X"),
])
def test_ascii_reads_the_same(cli: Cli, expr: str, wrt: str) -> None:
    shapes = {"A": ("q", "a"), "B": ("a", "b"), "X": ("b", "1"), "C": ("1", "e"), "D": ("b", "e"), "E": ("a", "e"),
              "F": ("e", "1")} if "C" in expr else None
    d = matcalc.diff(expr, wrt, shapes, form="kronecker" if expr == "A X B" else "auto")
    given = [part for name, s in d.symbols.items() for part in ("-d", f"{name}: {s.shape[0]} x {s.shape[1]}")]
    form = ["--form", "kronecker"] if expr == "A X B" else []
    text = cli("diff", expr, "--wrt", wrt, "--ascii", *given, *form).out.strip()
    from matcalc.certify import equal
    from matcalc.cli.ascii import LETTERS
    from matcalc.syntax import read

    renamed = {LETTERS.get(name, name): s.shape for name, s in d.symbols.items()}
    if set(renamed) == set(d.symbols):
        assert equal(read(text, shapes=renamed).expr, d.expr)
    else:
        assert read(text, shapes=renamed).expr.shape == d.shape


def test_json_has_the_documented_fields(cli: Cli) -> None:
    record = json.loads(cli("diff", *SEED, "--format", "json").out)
    page = (SAMPLES.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [field for field in record if f"`{field}`" not in page] == []
    assert record["text"] == "(D∘(Bᵀ (E∘Aᵀ Fᵀ))) Cᵀ"
    assert record["shape"] == ["b", "1"]
    assert record["certificate"]["holds"] is True
    assert set(record["symbols"]["A"]) == {"shape", "assume", "declared", "origin"}


def test_an_answer_that_is_not_certified_says_so(cli: Cli) -> None:
    assert "not certified" in cli("diff", "x'x", "--wrt", "x", "--no-certify").err
    assert json.loads(cli("diff", "x'x", "--wrt", "x", "--no-certify", "--format", "json").out)["certificate"] is None


@pytest.mark.parametrize("name", ["seed-scalar", "seed-vector"])
@pytest.mark.parametrize("form", ["auto", "kronecker", "svd", "differential", "index"])
def test_every_form_has_a_derivation(cli: Cli, name: str, form: str) -> None:
    shapes = str(SAMPLES / f"{name}.toml")
    problem = ["diff", SEED[0], "--wrt", "X", "--shapes", shapes, "--form", form, "--steps", "-q"]
    ran = cli(*problem)
    assert ran.code == 0
    assert " = " in ran.out
    latex = cli(*problem, "--format", "latex").out
    assert latex.startswith("\\begin{align*}")
    assert latex.endswith("\\end{align*}\n")
    steps = json.loads(cli(*problem, "--format", "json").out)["steps"]
    assert len(steps) == latex.count("\n") - 2
    assert set(steps[0]) == {"text", "latex", "why", "identity", "certificate"}


def test_steps_have_no_numpy(cli: Cli) -> None:
    assert cli("diff", "x'x", "--wrt", "x", "--steps", "--format", "numpy").code == 2


# ---- stdin and files
def test_stdin_is_an_expression_a_line_and_bad_lines_are_named(cli: Cli) -> None:
    ran = cli("diff", "-", "--wrt", "x", stdin=b"x'x\n\n# a remark\nx'(\r\ny'x\n")
    assert ran.out == "2 x\ny\n"
    assert ran.code == 3
    assert "<stdin>:4: error[unclosed-bracket]" in ran.err
    assert "<stdin>:5: note: assumed" in ran.err


def test_the_worst_status_counts(cli: Cli) -> None:
    assert cli("diff", "-", "--wrt", "x", stdin=b"x'(\nx'x\nlgo(x)\n").code == 4


@pytest.mark.parametrize("stdin", [b"", b"\n\n", b"# only this\n"])
def test_empty_stdin_is_an_error(cli: Cli, stdin: bytes) -> None:
    ran = cli("diff", "-", "--wrt", "x", stdin=stdin)
    assert (ran.code, ran.out) == (2, "")
    assert "holds no expression" in ran.err


def test_binary_stdin_is_an_error(cli: Cli) -> None:
    ran = cli("diff", "-", "--wrt", "x", stdin=bytes(range(256)) * 4)
    assert ran.code == 3
    assert "\x00" not in ran.err


def test_huge_stdin_is_refused_line_by_line(cli: Cli) -> None:
    ran = cli("diff", "-", "--wrt", "x", stdin=b"x'x" + b" + x'x" * 100_000 + b"\nx'x\n", )
    assert (ran.code, ran.out) == (7, "2 x\n")


def test_a_byte_order_mark_is_skipped(cli: Cli) -> None:
    assert cli("diff", "-", "--wrt", "x", stdin="\ufeffx'x\n".encode()).out == "2 x\n"


def test_a_file_of_expressions(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# mine\nx'x\n\nx'A x\n")
    assert cli("diff", f"@{tmp_path / 'list.txt'}", "--wrt", "x").out == "2 x\n(A + Aᵀ) x\n"


@pytest.mark.parametrize("path", ["@missing.txt", "@.", "@", "@a\0b"])
def test_a_file_that_cannot_be_read(cli: Cli, path: str) -> None:
    ran = cli("diff", path, "--wrt", "x")
    assert (ran.code, ran.out) == (2, "")
    assert "error[bad-file]: cannot read" in ran.err


@pytest.mark.parametrize(("text", "told"), [
    ("A: m x n\n", "TOML"), ("[shapes]\nA = 3\n", "A"), ("[shape]\nA = 'm x n'\n", "shape"),
    ("[assume]\nA = ['odd']\n", "odd"),
    ("\xff", "UTF-8"), ("[shapes]\n'1a' = '1 x 1'\n", "1a"),
])
def test_a_shapes_file_that_is_wrong(cli: Cli, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="latin-1")
    ran = cli("diff", "x'x", "--wrt", "x", "--shapes", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "s.toml" in ran.err


# ---- errors
@pytest.mark.parametrize(("args", "code", "told"), [
    (["diff", "x'x"], 2, "missing option '--wrt'"),
    (["diff", "--wrt", "x"], 2, "missing argument"),
    (["diff", "x'x", "--wrt"], 2, "requires an argument"),
    (["diff", "x'x", "--wtr", "x"], 2, "--wrt"),
    (["diff", "x'x", "--wrt", "x", "--form", "kronecke"], 2, "kronecker"),
    (["diff", "x'", "A", "x", "--wrt", "x"], 2, "quote the expression"),
    (["dif", "x'x"], 2, "did you mean diff?"),
    (["x'A x", "--wrt", "x"], 2, "did you mean matcalc diff \"x'A x\" --wrt x?"),
    (["--nope"], 2, "--nope"),
    (["diff", "", "--wrt", "x"], 3, "there is no expression"),
    (["diff", "  ", "--wrt", "x"], 3, "there is no expression"),
    (["diff", "x'x", "--wrt", "x", "-d", "x"], 2, "declares nothing"),
    (["diff", "x'x", "--wrt", "x", "-d", "x: 0 x 1"], 2, "at least 1"),
    (["diff", "x'x", "--wrt", "x", "--assume", "x: n x 1"], 2, "no shape"),
    (["diff", "x'x", "--wrt", "x", "--assume", "x: nice"], 2, "nice"),
    (["diff", "x'x", "--wrt", "y"], 4, "y does not occur"),
    (["diff", "A B", "--wrt", "A", "-d", "A: m x n", "-d", "B: m x n"], 4, "inner dimensions"),
    (["diff", "foo(x)", "--wrt", "x"], 4, "foo"),
    (["diff", "A x", "--wrt", "x", "--kind", "gradient"], 4, "ask for the jacobian"),
    (["diff", "x'x)", "--wrt", "x"], 3, "bracket"),
    (["diff", "(" * 3000 + "x" + ")" * 3000, "--wrt", "x"], 7, "limit"),
    (["diff", "x'y", "--wrt", "x y"], 2, "did you mean --wrt x,y?"),
    (["diff", "x'y", "--wrt", ""], 2, "name of one symbol"),
    (["shapes"], 2, "missing argument"),
])
def test_errors_have_a_status_and_help(cli: Cli, args: list[str], code: int, told: str) -> None:
    ran = cli(*args)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert ran.err.startswith("error[")


def test_no_arguments_show_help_on_stderr(cli: Cli) -> None:
    ran = cli()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_version(cli: Cli) -> None:
    assert cli("--version")[:2] == (0, f"matcalc {matcalc.__version__}\n")


def test_a_defect_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **named: Any) -> None:
        raise ZeroDivisionError("by\nzero")
    monkeypatch.setattr("matcalc.cli.answer.diff", broken)
    monkeypatch.delenv("MATCALC_DEBUG", raising=False)
    ran = cli("diff", "x'x", "--wrt", "x")
    assert ran.code == 70
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError: by zero" in ran.err


def test_ctrl_c_is_quiet(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: Any, **named: Any) -> None:
        raise KeyboardInterrupt
    monkeypatch.setattr("matcalc.cli.answer.diff", interrupted)
    ran = cli("diff", "x'x", "--wrt", "x")
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "")


# ---- shapes
def test_shapes_writes_a_shapes_file_that_is_read_again(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    first = cli("shapes", "‖A x - b‖^2 + μ x'S x", "--assume", "S: spd", "--format", "toml")
    path.write_text(first.out, encoding="utf-8")
    again = cli("shapes", "‖A x - b‖^2 + μ x'S x", "--shapes", str(path), "--format", "toml")
    assert (again.out, again.err) == (first.out, "")


def test_shapes_json_lists_symbols_and_parts(cli: Cli) -> None:
    record = json.loads(cli("shapes", "A x", "-d", "A: m x n", "--format", "json").out)
    assert record["symbols"]["A"] == {"shape": ["m", "n"], "assume": [], "declared": True, "origin": "-d"}
    assert record["parts"] == [{"text": "A x", "shape": ["m", "1"]}]


# ---- golden files
VECTOR = {"A": "q x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}
PAGES = {
    "least-squares": ("‖A x - b‖^2", "x", {}),
    "norm": ("‖A x - b‖", "x", {}),
    "logdet-hessian": ("log det X", "X", {"kind": "hessian"}),
    "svd": (SEED[0], "X", {"form": "svd", "shapes": VECTOR}),
    "third-order": ("tr(X^4)", "X", {"order": 3}),
    "hvp": ("log det X", "X", {"kind": "hessian", "direction": "V"}),
    "vjp": ("exp(A X)", "X", {"cotangent": "G"}),
}
SEVERAL = {
    "several": ("-y'log(softmax(W x + b))", "W b", {}),
    "blocks": ("‖A - U V‖^2", "U V", {"kind": "hessian"}),
    "network": ("‖V tanh(W x + c) - y‖^2", "V W c", {}),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_for_a_terminal(name: str, golden: Callable[[str, str], None]) -> None:
    expr, wrt, how = PAGES[name]
    d = matcalc.diff(expr, wrt.split(), **how)
    assert isinstance(d, Derivatives)
    pages = [page(d, Look(), steps=True), "", page(d, Look(ascii_only=True))]
    lines = [line for line in "\n".join(pages).splitlines() if not line.startswith("certified")]
    golden(f"cli-page-{name}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", SEVERAL)
def test_a_page_for_several_variables(name: str, golden: Callable[[str, str], None]) -> None:
    expr, wrt, how = SEVERAL[name]
    d = matcalc.diff(expr, wrt.split(), **how)
    assert isinstance(d, Derivatives)
    lines = [line for line in page(d, Look()).splitlines() if not line.startswith("certified")]
    golden(f"cli-page-{name}.txt", "\n".join([*lines, "", d.latex]) + "\n")


@pytest.mark.parametrize("command", ["", "diff", "hessian", "shapes", "verify", "equal", "codegen", "functions",
                                     "rules", "explain", "doctor", "repl", "render", "pandoc", "check"])
def test_help(cli: Cli, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    ran = cli(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Examples:" in ran.out
    golden(f"cli-help{'-' if command else ''}{command}.txt", ran.out)


@pytest.mark.parametrize(("name", "args"), [
    ("seed", ["shapes", *SEED[:1], "-d", "A: 1 x a; B: a x b; X: b x 1; C: 1 x e; D: b x e; E: a x e; F: e x 1"]),
    ("mismatch", ["diff", "A B x", "--wrt", "x", "-d", "A: m x n; B: m x n; x: n x 1"]),
    ("typo", ["diff", "lgo(x)' x", "--wrt", "x"]),
    ("functions", ["functions", "logdet", "polar", "digamma", "max"]),
    ("no-function", ["functions", "lodget"]),
])
def test_what_people_read(cli: Cli, golden: Callable[[str, str], None], name: str, args: list[str]) -> None:
    ran = cli(*args)
    golden(f"cli-{name}.txt", f"{ran.out}--- stderr, status {ran.code}\n{ran.err}")


# ---- processes
def test_latex_of_declared_shapes_imports_nothing_heavy() -> None:
    heavy = {"numpy", "sympy", "rich", "scipy", "lark", "asyncio", "importlib.metadata", "json", "ast", "dis", "locale"}
    seldom = {"matcalc.steps", "matcalc.numbers", "matcalc.certify.numeric", "matcalc.catalogue", "matcalc.judge",
              "matcalc.syntax.translation"}
    assert imported(["diff", *SEED, "--format", "latex"]) & (heavy | seldom) == set()
    assert "tomllib" not in imported(["diff", "x'A x", "--wrt", "x", "-d", "x: n x 1", "--format", "latex"])


def test_a_module_that_is_postponed_is_loaded_when_something_of_it_is_asked_for() -> None:
    code = ("import sys", "from matcalc.postponed import postpone", "postpone('inspect', 'sys')", "import inspect",
            "print('ast' in sys.modules, inspect.signature(postpone))", "from inspect import cleandoc",
            "import inspect as i", "print('ast' in sys.modules, cleandoc(' a'), i.cleandoc is inspect.cleandoc)")
    ran = spawn("-c", "\n".join(code))
    assert ran.stdout.decode().splitlines() == ["False (*names: 'str') -> 'None'", "True a True"]


def test_python_has_nothing_to_look_through_on_its_way_out() -> None:
    told = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 9 * len(gc.get_objects())))\n"
    for args in (["x'x", "--wrt", "x"], ["x x", "--wrt", "x"]):
        ran = spawn("-c", told + "from matcalc.__main__ import main\nmain()", "diff", *args)
        assert ran.stdout.decode().split()[-1] == "True"


def test_the_version_and_the_package_load_nothing() -> None:
    assert {name for name in imported(["--version"]) if name.startswith(("matcalc", "click"))} == {
        "matcalc", "matcalc.__main__"}
    ran = spawn("-c", "import sys, matcalc; print(*[name for name in sys.modules if 'matcalc' in name], *dir(matcalc))")
    assert ran.stdout.decode().split()[:1] == ["matcalc"]
    assert set(matcalc.__all__) <= set(ran.stdout.decode().split())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that takes nothing")
def test_a_version_that_cannot_be_written_is_an_error() -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([sys.executable, "-m", "matcalc", "--version"], stdout=full, stderr=subprocess.PIPE,
                             check=False)
    assert ran.returncode == 2
    assert b"cannot write the answer" in ran.stderr


def test_a_reader_that_leaves_is_no_error() -> None:
    with subprocess.Popen([sys.executable, "-m", "matcalc", "diff", "-", "--wrt", "x"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"x'x\n" * 50)
        process.stdin.close()
        errors = process.stderr.read()
    assert process.returncode == 141
    assert [line for line in errors.splitlines() if b"note: " not in line] == []


@pytest.mark.skipif(sys.platform == "win32", reason="uses a POSIX shell")
def test_closed_streams_do_not_break_it() -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        ran = spawn("-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1], shell=True))",
                    f"{sys.executable} -m matcalc diff \"x'x\" --wrt x {closed}")
        assert ran.returncode in (0, 141), closed
        assert b"Traceback" not in ran.stderr


def test_streams_that_take_ascii_only_get_ascii() -> None:
    import os

    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    args = ["-m", "matcalc", "diff", SEED[0], "--wrt", "X", "--shapes", str(SAMPLES / "seed-scalar.toml")]
    ran = spawn(*args, env=env)
    assert (ran.returncode, ran.stdout) == (0, b"(D .* (B' (E .* A' F'))) C'\n")
    assert ran.stderr == b"note: read as A((B((XC) .* D)) .* E)F\n"
    assert json.loads(spawn(*args, "--format", "json", env=env).stdout)["text"] == "(D∘(Bᵀ (E∘Aᵀ Fᵀ))) Cᵀ"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        ran = subprocess.run([sys.executable, "-m", "matcalc", "diff", "x'x", "--wrt", "x", "-q"], stdout=full,
                             stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 2
    assert ran.stderr == b"error[bad-file]: cannot write the answer: no space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("expr", "code", "out"), [("x'x", 0, b"2 x\n"), ("x x", 4, b"")])
def test_a_full_disk_under_a_log_keeps_nobody_from_the_answer(expr: str, code: int, out: bytes) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        ran = subprocess.run([sys.executable, "-m", "matcalc", "diff", expr, "--wrt", "x", "-d", "x: n"], stderr=full,
                             stdout=subprocess.PIPE, check=False)
    assert (ran.returncode, ran.stdout) == (code, out)


def test_a_line_that_is_not_utf_8_is_told_of_and_the_rest_goes_on(cli: Cli) -> None:
    ran = cli("diff", "-", "--wrt", "x", "-q", stdin=b"x'x\n\xff\xfex\nx\n")
    assert (ran.code, ran.out) == (2, "2 x\neye(n)\n")
    assert ran.err == "<stdin>:2: error[bad-file]: this is not UTF-8 text\n"


@pytest.mark.parametrize(("args", "code"), [
    (("verify", "@f", "@g"), 0), (("verify", "-", "@g"), 0), (("verify", "@g", "@f"), 1), (("equal", "@f", "-"), 0),
    (("equal", "@f", "@g"), 1), (("verify", "@f", "@none"), 2), (("verify", "@both", "2 x"), 2)])
def test_a_claim_and_its_expression_may_stand_in_files(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                       args: tuple[str, ...], code: int) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"f": "x'x\n", "g": "2 x", "both": "x'x\nx\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    wrt = ("--wrt", "x") if args[0] == "verify" else ("-d", "x: n")
    assert cli(*args, *wrt, stdin=b"# the same\nx'x\n").code == code


def test_lines_keep_their_numbers() -> None:
    assert Line("x", 3).prefix == "<stdin>:3: "
    assert Line("x").prefix == ""


@pytest.mark.parametrize(("wrt", "declared"), [
    (r"\mu", "mu: n x 1"), (r"$\mu$", "μ: n x 1"), (r"\mathbf{x}", "A: n x n"), ("x_{1}", "A: n x n")])
def test_a_symbol_is_named_as_in_latex(cli: Cli, wrt: str, declared: str) -> None:
    ran = cli("diff", r"\mu'x + x'x + x_{1}' x", "--wrt", wrt, "-d", declared)
    assert (ran.code, bool(ran.out)) == (0, True), ran.err


@pytest.mark.parametrize(("given", "told"), [
    (("--shapes", "@x.toml"), "leave out the @: x.toml"), (("--shapes", "A: n x n"), '-d "A: n x n"'),
    (("-d", "x.toml"), "--shapes x.toml"), (("-d", "@x.toml"), "--shapes x.toml")])
def test_what_goes_with_another_option_is_told(cli: Cli, given: tuple[str, str], told: str) -> None:
    ran = cli("diff", "x'A x", "--wrt", "x", *given)
    assert ran.code == 2
    assert told in ran.err
