"""What a person sees: lines that fit the terminal, colour where it is wanted, and nothing but data in a pipe."""
from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import sys
import time
from collections.abc import Callable

import pytest
from running import Cli, Ran, imported, in_terminal, posix

import matcalc
from matcalc.cli import waiting
from matcalc.cli.drawing import Drawing
from matcalc.cli.formulas import formula
from matcalc.cli.group import COMMANDS
from matcalc.cli.layout import page
from matcalc.cli.lines import HANG, LEAST, columns, filled, folded, left, right, wrapped
from matcalc.cli.look import Look
from matcalc.cli.terminal import Terminal
from matcalc.cli.tree import as_tree
from matcalc.derivative import Derivatives
from matcalc.diagnostics import MatcalcError
from matcalc.styles import STYLES, ansi
from matcalc.syntax import read

ANSWERS = [
    "2 Aᵀ (A x - b) / ‖A x - b‖ + λ (x - y) / (1 + xᵀ x) - exp(A X y + B z) ./ (a + b)",
    "-(A + Aᵀ) x (yᵀ D y)^2 (xᵀ B x)^-3 + (Bᵀ (E∘Aᵀ Fᵀ)∘D) Cᵀ",
    "(Y⁻¹ ⊗ ones(q, 1))∘(eye(m) ⊗ (A B)ᵀ)∘(W2 ⊗ V2) + vec(U) : vec(V)",
    "sum(longname∘othername) + tr(X⁻ᵀ (A X B - C)ᵀ (A X B - C)⁺) + x̂ᵀ ŷ",
]
STYLE = re.compile("\x1b\\[[0-9;]*m")


def typed(*args: str, width: int = 80, **env: str) -> str:
    """What a terminal shows of a command."""
    unset = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "COLUMNS")
    base = {name: value for name, value in os.environ.items() if name not in unset}
    return in_terminal([sys.executable, "-m", "matcalc", *args], width, env={**base, "TERM": "xterm", **env})


# ---- lines
@pytest.mark.parametrize(("text", "width"), [*itertools.product(ANSWERS, (16, 24, 33, 40, 57, 80))])
def test_a_formula_is_broken_between_its_parts(text: str, width: int) -> None:
    lines = wrapped(text, width)
    words = re.findall(r"[^\W\d][\ŵ]*", text)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert [word for line in lines for word in re.findall(r"[^\W\d][\ŵ]*", line)] == words
    assert all(columns(line) + HANG <= width or " " not in line for line in lines[1:])


@pytest.mark.parametrize("width", [16, 24, 40, 64])
@pytest.mark.parametrize("text", ANSWERS[:2])
def test_a_formula_in_lines_is_read_as_before(text: str, width: int) -> None:
    shapes = {"y": ("n", "1"), "x": ("n", "1"), "b": ("n", "1"), "a": ("n", "1"), "z": ("n", "1")}
    shapes |= dict.fromkeys("ABCDEFX", ("n", "n"))
    if "exp" not in text:
        shapes["C"] = shapes["F"] = ("1", "n")
        shapes |= {"A": ("n", "n")}
        text = text.partition(" + (B")[0]
    assert read("\n  ".join(wrapped(text, width)), shapes=shapes).expr is read(text, shapes=shapes).expr


def test_it_is_broken_at_the_operator_that_binds_least_outside_of_brackets() -> None:
    assert wrapped(ANSWERS[0], 40) == ["2 Aᵀ (A x - b) / ‖A x - b‖", "+ λ (x - y) / (1 + xᵀ x)",
                                       "- exp(A X y + B z) ./ (a + b)"]
    assert wrapped("(alpha + beta) (gamma + delta) (epsilon)", 34) == ["(alpha + beta) (gamma + delta)", "(epsilon)"]


@pytest.mark.parametrize(("text", "wide"), [("x̂", 1), ("中", 2), ("αₖ", 2), ("‖A‖", 3), ("a⃗b", 2), ("𝟏", 1)])
def test_columns_are_those_of_a_terminal(text: str, wide: int) -> None:
    assert columns(text) == wide
    assert left(text, 5) == text + " " * (5 - wide)
    assert right(text, 5) == " " * (5 - wide) + text


def test_prose_is_broken_between_words() -> None:
    assert filled("error probability ≤ 2e-05 and more", 19) == ["error", "probability ≤ 2e-05", "and more"]
    assert folded("\x1b[1mhelp\x1b[0m: " + "word " * 6 + "end", 24).split("\n")[1].startswith("  ")
    assert filled("x" * 30, LEAST) == ["x" * 30]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_pages_fit(width: int, golden: Callable[[str, str], None]) -> None:
    found = matcalc.diff("‖A x - b‖ + x'C x", ["x"], certify=False)
    several = matcalc.diff("-y'log(softmax(W x + c)) + ‖W‖^2/(1 + ‖c‖)", ["W", "c"], certify=False)
    assert isinstance(found, Derivatives)
    assert isinstance(several, Derivatives)
    tree = read("(A(B(X C)∘D)∘E)F + tr(X'X)").expr
    parts = [page(found, Look(width=width), steps=True), page(several, Drawing(width=width)),
             page(several, Drawing(width=width, ascii_only=True)), as_tree(tree, Look(width=width), person=True),
             as_tree(tree, Look(width=width, ascii_only=True), person=True), as_tree(tree, Look(), person=False)]
    text = "\n\n".join(parts)
    assert max(map(columns, text.split("\n"))) <= width
    golden(f"cli-width-{width}.txt", text + "\n")


def test_an_error_shows_so_much_of_the_source_as_fits() -> None:
    source = "x'x + " * 40 + "y) + " + "x'x + " * 40 + "x"
    with pytest.raises(MatcalcError) as e:
        read(source)
    for width in (40, 60, 80):
        source_line, mark = e.value.render(width=width).split("\n")[1:3]
        assert columns(source_line) <= width
        assert source_line[mark.index("^")] == ")"


# ---- colour
def test_every_style_is_one_that_themes_define() -> None:
    assert all(re.fullmatch(r"(0|1|2|4|3[0-7])?(;(1|3[0-7]))?", style) for style in STYLES.values())


def test_colour_tells_what_things_are() -> None:
    shown = formula("2 exp(Aᵀ x₁) + Σₖ αₖ f'(x)∘Σ2⁻¹ 0.5", lambda text, role: f"<{role[0]}:{text}>")
    assert re.findall("<s:(.*?)>", shown) == ["A", "x₁", "αₖ", "x", "Σ2"]
    assert re.findall("<f:(.*?)>", shown) == ["exp", "f'"]
    assert re.findall("<n:(.*?)>", shown) == ["2", "0.5"]
    assert STYLE.sub("", formula(ANSWERS[3], ansi)) == ANSWERS[3]


@posix
@pytest.mark.parametrize(("env", "args", "colored"), [
    ({}, (), True), ({"NO_COLOR": "1"}, (), False), ({"NO_COLOR": ""}, (), True), ({"TERM": "dumb"}, (), False),
    ({"CLICOLOR": "0"}, (), False), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
    ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True), ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ({"FORCE_COLOR": "1"}, ("--color=never",), False)])
def test_who_has_a_say_in_colour(env: dict[str, str], args: tuple[str, ...], colored: bool) -> None:
    shown = typed("diff", "x'x", "--wrt", "x", *args, **env)
    assert ("\x1b[" in shown) is colored
    assert "∂f/∂x = 2 x" in STYLE.sub("", shown)


@pytest.mark.parametrize("env", [{"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"COLUMNS": "20"}])
def test_an_answer_in_a_pipe_is_data_whatever_the_environment_says(cli: Cli, monkeypatch: pytest.MonkeyPatch,
                                                                    env: dict[str, str]) -> None:
    problem = ["diff", "‖A x - b‖ + x'C x", "--wrt", "x"]
    answer = cli(*problem).out
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    ran = cli(*problem)
    assert ran.out == answer == "Aᵀ (A x - b) / ‖A x - b‖ + (C + Cᵀ) x\n"
    assert ("\x1b[" in ran.err) is ("COLUMNS" not in env)
    assert "\x1b[" not in cli(*problem, "--format", "latex").out
    assert STYLE.sub("", cli(*problem, "--color", "always").out) == answer != cli(*problem, "--color", "always").out
    assert "\x1b[" not in cli(*problem, "--color", "always", "--format", "json").out


@posix
def test_the_width_is_that_of_the_terminal_or_what_columns_says() -> None:
    problem = ["diff", "‖A x - b‖ + x'C x + exp(y'x)/(1 + z'x)", "--wrt", "x", "--steps"]
    for width in (40, 80):
        lines = STYLE.sub("", typed(*problem, width=width)).split("\n")
        assert max(map(columns, lines)) <= width
        assert lines == STYLE.sub("", typed(*problem, width=120, COLUMNS=str(width))).split("\n")


@posix
def test_errors_and_notes_fit_too() -> None:
    wrong = "x'A x + ‖B (x'A x) (x - b) y z‖ + x'(A B x"
    for args in (["diff", wrong, "--wrt", "x"], ["shapes", "A(B X∘D)∘E + tr(X'X)"], ["functions", "sylvester"]):
        shown = STYLE.sub("", typed(*args, width=40))
        assert max(map(columns, shown.split("\n"))) <= 40, shown


@posix
def test_a_terminal_without_signs_gets_none() -> None:
    assert typed("shapes", "A(X∘B)", "--tree", PYTHONIOENCODING="ascii", PYTHONUTF8="0").isascii()


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_is_coloured_where_people_read_it(cli: Cli, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    plain = cli(*command, "--help").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = cli(*command, "--help").out
    assert STYLE.sub("", shown) == plain != shown
    assert {line for line in shown.split("\n") if line.startswith("\x1b[1m")} >= {"\x1b[1mOptions:\x1b[0m"}
    options = re.findall(r"\x1b\[36m(-.*?)\x1b", shown)
    assert len(options) == len(re.findall(r"^  -", plain, re.MULTILINE))


# ---- pipes
def test_a_tree_in_a_pipe_is_indented(cli: Cli) -> None:
    ran: Ran = cli("shapes", "A x + b", "--tree", "-d", "A: m x n")
    assert ran.out == "A x + b  m×1\n  A x    m×1\n    A    m×n\n    x    n×1\n  b      m×1\n"
    assert cli("shapes", "A x", "--tree", "--format", "json").code == 2


@pytest.mark.parametrize("args", [["diff", "x'A x", "--wrt", "x"], ["shapes", "x'A x", "--tree"],
                                  ["diff", "x'A x", "--wrt", "x", "--format", "pretty"], ["equal", "x", "x"]])
def test_pipes_load_no_library_for_terminals(args: list[str]) -> None:
    assert not any(name.split(".")[0] == "rich" for name in imported(args))


def test_a_wide_tree_ends() -> None:
    expr = read("; ".join([f"M{i + 1} = M{i} M{i}" for i in range(12)]) + "; M12", shapes={"M0": ("n", "n")}).expr
    assert as_tree(expr, Look(width=80), person=True).endswith("\n…")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm")
@pytest.mark.parametrize(("lasts", "shown"), [(0.0, ""), (0.4, "\rderiving: 0 s, Ctrl-C stops it")])
def test_long_work_gives_signs_of_life_and_leaves_none(monkeypatch: pytest.MonkeyPatch, lasts: float,
                                                       shown: str) -> None:
    written: list[str] = []
    monkeypatch.setattr(waiting, "_write", written.append)
    monkeypatch.setattr(waiting, "AFTER", 0.1)
    before = signal.getsignal(signal.SIGALRM)
    with waiting.told("deriving"):
        time.sleep(lasts)
    assert written[:1] == ([shown] if shown else [])
    assert written[-1:] == (["\r\x1b[K"] if shown else [])
    assert signal.getsignal(signal.SIGALRM) is before


def test_nobody_who_does_not_watch_is_told() -> None:
    assert isinstance(Terminal().waiting("deriving"), contextlib.nullcontext)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_a_narrow_terminal_but_for_its_examples(name: str) -> None:
    import click

    from matcalc.cli.group import matcalc as group
    from matcalc.cli.helppage import fit

    command = group.get_command(click.Context(group), name)
    assert command is not None
    ctx = click.Context(command, info_name=f"matcalc {name}")
    fit(ctx, 40)
    page, *_ = re.split(r"\n\n  (?:Examples|Where|A block|Lines)", ctx.get_help())
    told = [line for line in page.splitlines() if not line.lstrip().startswith("-")]
    assert all(columns(line) <= 40 or "|" in line for line in told), told
