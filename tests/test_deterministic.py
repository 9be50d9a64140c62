"""What is printed does not depend on the order of sets: byte for byte the same under ten seeds of Python's hashes."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

SEEDS = range(10)
COMMANDS = [
    ["diff", "A(B(XC)∘D∘E)F", "--wrt", "X", "-d",
     "A: 1 x a; B: a x b; C: 1 x e; D: b x e; E: a x e; F: e x 1; X: b x 1"],
    ["diff", "(A(B(XC)∘D∘E)F)", "--wrt", "X", "--form", "svd", "-d",
     "A: q x a; B: a x b; C: 1 x e; D: b x e; E: a x e; F: e x 1; X: b x 1"],
    ["diff", "log det(X'A X) + tr(X B)", "--wrt", "X", "--steps", "-d", "X: m x n; A: m x m; B: n x m"],
    ["diff", "‖A x - b‖^2 + λ ‖x‖_1", "--wrt", "x", "--format", "json"],
    ["diff", "x'A x/(x'B x)", "--wrt", "x", "--kind", "hessian", "--format", "latex"],
    ["diff", "-y'log(softmax(W x + b))", "--wrt", "W", "--wrt", "b"],
    ["diff", "X⊗X", "--wrt", "X", "-d", "X: m x n", "--format", "numpy"],
    ["shapes", r"\operatorname{tr}(QLQ^T),\ L = D - S", "--format", "toml"],
    ["shapes", "V sigmoid(W x + b)∘y", "--tree"],
    ["verify", "x'A x", "2 A x", "--wrt", "x"],
    ["codegen", "sum(log(1 + exp(-y∘(X w))))", "--wrt", "w", "--wrt", "X", "-d", "X: m x n"],
    ["equal", "tr(A B C)", "tr(B C A)", "-d", "A: m x n; B: n x p; C: p x m"],
    ["diff", "A X B + b'X", "--wrt", "X", "-d", "A: m x n; X: n x p; b: q x 1"],
    ["diff", "lamda x", "--wrt", "x"],
]
RUN = """
import sys
from matcalc.cli import main
for command in eval(sys.stdin.read()):
    try:
        main(command)
    except SystemExit as stopped:
        print("exit", stopped.code or 0)
"""


def started(python: str, seed: int) -> subprocess.Popen[bytes]:
    """All commands in one process, with its standard error behind its output."""
    env = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"}
    out = subprocess.Popen([python, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, env=env)
    assert out.stdin is not None
    out.stdin.write(repr(COMMANDS).encode())
    out.stdin.close()
    return out


def printed(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.read()


def test_output_does_not_depend_on_the_seed_of_hashes():
    first, *others = [printed(process) for process in [started(sys.executable, seed) for seed in SEEDS]]
    assert first.count(b"exit 0") == len(COMMANDS) - 3, first.decode()
    assert all(other == first for other in others)


@pytest.mark.parametrize("python", ["python3.11", "python3.12", "python3.13", "python3.14"])
def test_output_does_not_depend_on_the_version_of_python(python):
    found = shutil.which(python)
    if found is None or subprocess.run([found, "-c", "import lark, click, numpy"], capture_output=True,
                                       check=False).returncode:
        pytest.skip(f"{python} with what matcalc needs is not here")
    assert printed(started(found, 0)) == printed(started(sys.executable, 0))
