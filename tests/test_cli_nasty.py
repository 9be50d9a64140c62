"""What steers a terminal, or turns the order of its text, never comes out, wherever in the input it stands."""
from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
from running import Cli, Ran, spawn

from matcalc.cli.group import COMMANDS
from matcalc.jsontext import dumps

NASTY = {
    "escape": "\x1b[31m", "title": "\x1b]0;t\x07", "C1": "\x9b31m", "bell": "\x07", "return": "\r", "backspace": "\x08",
    "tab": "\t", "delete": "\x7f", "null": "\x00", "form feed": "\x0c", "vertical tab": "\x0b", "next line": "\x85",
    "RLO": "\u202e", "LRE": "\u202a", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067", "PDI": "\u2069",
    "RLM": "\u200f", "ALM": "\u061c", "zero width": "\u200b", "joiner": "\u200d", "word joiner": "\u2060",
    "line separator": "\u2028", "paragraph separator": "\u2029", "byte order": "\ufeff", "soft hyphen": "\xad",
    "no byte": "\udcff", "private": "\ue000", "tag": "\U000e0041", "shorthand": "\U0001bca0",
}
BAD = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")

GOOD = {
    "diff": ["x'A x", "--wrt", "x"], "hessian": ["x'A x", "--wrt", "x"], "shapes": ["x'A x"],
    "verify": ["x'A x", "2 A x", "--wrt", "x"], "equal": ["tr(A B)", "tr(B A)"],
    "codegen": ["x'A x", "--wrt", "x"], "functions": ["logdet"], "check": ["samples/seed-scalar.toml"],
    "rules": ["traces"], "explain": ["syntax"], "doctor": [], "repl": [], "render": ["d.json"], "pandoc": [],
    "completion": ["bash"],
}
"""Arguments that each command takes."""
FORMS = ("{}", "x'{} x", "x{}", "x: n{} x 1", "x: n x 1 {}", "{}: n x n", "-{}", "@{}", "x+({}")
EXTRA = {"diff": [["--format", "json"], ["--format", "pretty"], ["--format", "latex"], ["--steps"],
                  ["--format", "numpy"]],
         "shapes": [["--format", "json"], ["--format", "toml"], ["--tree"]],
         "verify": [["--format", "json"]], "equal": [["--format", "json"]],
         "check": [["--format", "json"], ["--format", "junit"]]}


def assert_harmless(ran: Ran, what: object) -> None:
    for stream in (ran.out, ran.err):
        found = {hex(ord(c)) for c in stream if c != "\n" and unicodedata.category(c) in BAD}
        assert not found, (what, found, stream)


FEW = ("escape", "C1", "RLO", "zero width", "line separator", "no byte", "null")
"""One of each kind, where all would take long."""


def written(form: str) -> list[str]:
    return [form.format(NASTY[name]) for name in (NASTY if form in FORMS[:2] else FEW)]


def inputs(name: str) -> Iterator[list[str]]:
    """The command with each of its arguments, and each value of its options, replaced by something nasty."""
    good = [name, *GOOD[name]]
    command: click.Command = import_module(COMMANDS[name][0]).command
    options = [p.opts[-1] for p in command.params if isinstance(p, click.Option) and not p.is_flag]
    places = [i for i in range(1, len(good)) if not good[i].startswith("--")]
    for form in FORMS:
        for text, i in itertools.product(written(form), places):
            yield [*good[:i], text, *good[i + 1:]]
    for text, option in itertools.product([*written("{}"), *written("x{}: n x n"), *written("x: {}")], options):
        yield [*good, option, text]
    for text in written("--{}") + written("--form{}"):
        yield [*good, text]
    for extra, text in itertools.product(EXTRA.get(name, []), written("x'{} x") + written("x{}")):
        yield [*[text if arg in ("x'A x", "tr(A B)") else arg for arg in good], *extra]


def test_every_command_is_tried() -> None:
    assert set(GOOD) == set(COMMANDS)


@pytest.mark.parametrize("name", GOOD)
def test_arguments(cli: Cli, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = (Path(__file__).parent.parent / "samples" / "seed-scalar.toml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "seed-scalar.toml").write_text(seed, encoding="utf-8")
    for args in inputs(name):
        assert_harmless(cli(*args), args)


@pytest.mark.parametrize("name", ["diff", "shapes", "equal", "explain"])
def test_pages_of_a_terminal(cli: Cli, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("matcalc.cli.terminal._is_terminal", lambda stream: True)
    for args in inputs(name):
        assert_harmless(cli(*args), args)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_commands_lines_and_files(cli: Cli, nasty: str, tmp_path: Path) -> None:
    assert_harmless(cli(nasty), "command")
    assert_harmless(cli(f"dif{nasty}f", "x"), "command")
    assert_harmless(cli(f"--{nasty}"), "option")
    raw = nasty.encode("utf-8", "surrogateescape")
    for text in (b"x'" + raw + b" x", b"d x'x / d " + raw, b"x: n" + raw + b" x 1", b":" + raw, b"f" + raw + b" = x'x"):
        assert_harmless(cli("repl", stdin=b"A: n x n\n" + text + b"\nx'A x\n"), text)
    texts = [b"x'" + raw + b"x\ny" + raw + b"\nx'x\n", raw]
    tables = [b"[shapes]\nA" + raw + b" = 'n x n'\n", b"[shapes]\n\"A" + raw + b"\" = 'n x n'\n",
              b"[shapes]\nA = \"n x n" + raw + b"\"\n", b"[assume]\nA = [\"sym" + raw + b"\"]\n",
              b"[shapes]\nx = 'n x 1'\n[[case]]\nexpr = \"x'x" + raw + b"\"\nwrt = 'x'\nid = \"a" + raw + b"\"\n",
              b"[shapes]\nx = 'n x 1'\n[[case]]\nexpr = \"x'x\"\nwrt = 'x\"'\nexpect = \"x" + raw + b"\"\n"]
    for text in texts:
        for extra in ([], ["--format", "json"], ["--steps"]):
            assert_harmless(cli("diff", "-", "--wrt", "x", *extra, stdin=text), text)
        (tmp_path / "list").write_bytes(text)
        assert_harmless(cli("shapes", f"@{tmp_path / 'list'}"), text)
    for table in tables:
        path = tmp_path / "s.toml"
        path.write_bytes(table)
        assert_harmless(cli("diff", "x'A x", "--wrt", "x", "--shapes", str(path)), table)
        for format_ in ("text", "toml", "json"):
            assert_harmless(cli("shapes", "x'A x", "--shapes", str(path), "--format", format_), table)
        for format_ in ("text", "json", "junit"):
            assert_harmless(cli("check", str(path), "--format", format_, "-j", "1"), table)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_records(cli: Cli, nasty: str) -> None:
    good = json.loads(cli("diff", "‖A x - b‖", "--wrt", "x", "--format", "json").out)
    for key, value in good.items():
        changed = (value + nasty if isinstance(value, str) else [*value, nasty] if isinstance(value, list)
                   else {**value, f"x{nasty}": value} if isinstance(value, dict) else nasty)
        record = json.dumps(good | {key: changed}).encode()
        for format_ in ("text", "latex", "numpy"):
            assert_harmless(cli("render", "--format", format_, stdin=record), (key, changed))


@pytest.mark.parametrize("nasty", [n for n in NASTY.values() if "\x00" not in n], ids=[n for n in NASTY if n != "null"])
def test_names_of_files(cli: Cli, nasty: str, tmp_path: Path) -> None:
    try:
        (tmp_path / f"s{nasty}.toml").write_bytes(b"[shapes]\nx = 'n x 1'\n[[case]]\nexpr = \"x'x\"\nwrt = 'x'\n"
                                                 b"expect = '3 x'\n")
    except OSError:
        pytest.skip("no file may be called so")
    path = str(tmp_path / f"s{nasty}.toml")
    assert_harmless(cli("shapes", "x'x", "--shapes", path), path)
    assert_harmless(cli("shapes", "x'x", "--shapes", path, "--format", "json"), path)
    assert_harmless(cli("codegen", "x'x", "--wrt", "x", "-o", str(tmp_path / f"o{nasty}.py")), path)
    for format_ in ("text", "json", "junit"):
        assert_harmless(cli("check", path, str(tmp_path), "--format", format_, "-j", "1"), path)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_documents(cli: Cli, nasty: str) -> None:
    for text, wrt, word in ((f"x'{nasty} x", "x", "text"), ("x'x", f"x{nasty}", "text"), ("x'x", "x", f"text{nasty}")):
        block = {"t": "CodeBlock", "c": [["", ["matcalc"], [["wrt", wrt]]], text]}
        document = {"pandoc-api-version": [1, 22], "meta": {}, "blocks": [block, {"t": "Str", "c": word}]}
        assert_harmless(cli("pandoc", stdin=json.dumps(document).encode()), text)
    assert json.loads(dumps([nasty])) == [nasty]
    assert dumps([nasty]).isprintable()


def test_the_name_of_a_file_is_one_line(cli: Cli) -> None:
    assert cli("diff", "@a\nerror[usage]: b", "--wrt", "x").err.count("\n") == 1


@pytest.mark.parametrize("color", ["always", "never"])
def test_bytes_that_are_no_text(color: str) -> None:
    for args in (["diff", b"x'\xff x"], ["\xff".encode("latin-1")], ["diff", "x'x", b"--\x9b"], ["functions", b"\xfe"]):
        ran = spawn("-m", "matcalc", *[arg if isinstance(arg, str) else arg.decode("utf-8", "surrogateescape")
                                       for arg in args], "--color", color)
        shown = (ran.stdout + ran.stderr).decode()
        for style in ("\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[1;31m", "\x1b[1;36m"):
            shown = shown.replace(style, "")
        assert_harmless(Ran(ran.returncode, shown, ""), args)
