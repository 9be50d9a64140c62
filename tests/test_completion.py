"""Completion in shells: their scripts run in them, where they are installed, and what is completed."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import imported

import matcalc
from matcalc.cli.completion import SHELLS
from matcalc.cli.group import COMMANDS

HERE = {**os.environ, "PYTHONPATH": str(Path(matcalc.__file__).parent.parent)}


@pytest.fixture
def shell(tmp_path):
    """Runs a script in a shell that finds the command."""
    command = tmp_path / "matcalc"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m matcalc "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "given.toml").write_text('[shapes]\nP = "m x n"\nQ = "n x n"\n', encoding="utf-8")
    env = {**HERE, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    def run(name, script, *options):
        if shutil.which(name) is None:
            pytest.skip(f"there is no {name} here")
        ran = subprocess.run([name, *options, "-c", script], capture_output=True, text=True, timeout=60, env=env,
                             cwd=tmp_path, check=False)
        assert not ran.stderr, ran.stderr
        return ran.stdout.splitlines()
    return run


LINES = [
    (["matcalc", "dif"], ["diff"]), (["matcalc", "diff", "\"x'A x\"", "--wrt", ""], ["x", "A"]),
    (["matcalc", "diff", "--shapes", "given.toml", "--wrt", ""], ["P", "Q"]),
    (["matcalc", "diff", "x", "--format", "lat"], ["latex"]),
    (["matcalc", "diff", "x", "--fo"], ["--form", "--format"]),
    (["matcalc", "functions", "logd"], ["logdet"]), (["matcalc", "completion", "z"], ["zsh"]),
]


def quoted(words):
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)


@pytest.mark.parametrize(("words", "expected"), LINES, ids=[" ".join(words) for words, _ in LINES])
def test_bash_completes(shell, words, expected):
    script = (f'eval "$(matcalc completion bash)"; COMP_WORDS=({quoted(words)}); COMP_CWORD={len(words) - 1}; '
              '_matcalc_completion matcalc; printf "%s\\n" "${COMPREPLY[@]}"')
    assert shell("bash", script, "--norc", "--noprofile") == expected


@pytest.mark.parametrize(("words", "expected"), LINES, ids=[" ".join(words) for words, _ in LINES])
def test_zsh_completes(shell, words, expected):
    script = ('compdef() {}; compadd() { print -l -- $completions }; '
              '_describe() { print -l -- ${completions_with_descriptions%%:*} }; '
              f'eval "$(matcalc completion zsh)"; words=({quoted(words)}); CURRENT={len(words)}; _matcalc_completion')
    assert shell("zsh", script, "-f") == expected


@pytest.mark.parametrize(("words", "expected"), LINES, ids=[" ".join(words) for words, _ in LINES])
def test_fish_completes(shell, words, expected):
    line = " ".join(words).replace("\\", "\\\\").replace("'", "\\'")
    found = shell("fish", f"matcalc completion fish | source; complete -C '{line}'", "--no-config")
    assert sorted(word.split("\t")[0] for word in found) == sorted(expected)


def asked(words, incomplete="", **env):
    """What PowerShell's script would be told."""
    given = {**HERE, "COMP_WORDS": "\n".join(words), "COMP_INCOMPLETE": incomplete,
             "_MATCALC_COMPLETE": "pwsh_complete", **env}
    ran = subprocess.run([sys.executable, "-m", "matcalc"], capture_output=True, text=True, env=given, timeout=60,
                         check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return [line.split("\t")[1] for line in ran.stdout.splitlines() if line]


@pytest.mark.parametrize(("words", "incomplete", "expected"), [
    (["diff", "x'A x", "--wrt"], "", ["x", "A"]), (["diff", "x'A x", "--wrt"], "x,", ["x,A"]),
    (["diff", "x'A x", "--wrt", "x", "--wrt"], "", ["A"]), (["diff", "x'A (x", "--wrt"], "", ["x", "A"]),
    (["diff", "x @ A @ x", "--from", "numpy", "--wrt"], "", ["x", "A"]), (["verify", "tr(M N)", "--wrt"], "M", ["M"]),
    (["diff", "x", "--assume"], "S: sym", ["S: symmetric"]), (["diff", "x", "-d"], "S: n x n spd, nonn",
                                                              ["S: n x n spd, nonnegative"]),
    (["diff", "x'A x", "--assume"], "A", ["A:"]), (["explain"], "shape-", ["shape-mismatch"]),
    (["diff", "--wrt"], "", []), (["diff", "x", "--shapes"], "gi", ["gi"]),
])
def test_words_are_completed(words, incomplete, expected):
    assert asked(["matcalc", *words], incomplete) == expected


def test_files_of_expressions_are_completed(tmp_path):
    (tmp_path / "loss.py").write_text("x", encoding="utf-8")
    assert asked(["matcalc", "diff"], f"@{tmp_path}/lo") == [f"@{tmp_path}/loss.py"]
    assert asked(["matcalc", "diff"], "@/nowhere/at/all") == []


def test_all_commands_are_completed_without_loading_them():
    assert asked(["matcalc"]) == list(COMMANDS)


@pytest.mark.parametrize("name", SHELLS)
def test_scripts_are_printed_for_every_shell(cli, name):
    ran = cli("completion", name)
    assert (ran.code, ran.err) == (0, "")
    assert "_MATCALC_COMPLETE" in ran.out
    assert "%(" not in ran.out
    assert ran.out.count("{") == ran.out.count("}")


def test_the_script_of_powershell_registers_a_completer_and_cleans_up(cli):
    script = cli("completion", "powershell").out
    assert script.startswith("Register-ArgumentCompleter -Native -CommandName matcalc -ScriptBlock {")
    set_there = set(re.findall(r"\$env:(\w+)", script))
    assert set_there == set(re.findall(r"env:(\w+)", script.split("Remove-Item")[1]))
    assert all(script.count(a) == script.count(b) for a, b in ("()", "[]", "{}"))


def test_completing_loads_nothing_heavy():
    heavy = {"numpy", "sympy", "rich", "scipy", "lark"}
    assert not heavy & imported(["completion", "bash"])
