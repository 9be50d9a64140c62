"""The README shows what happens: its sessions are run, and `pytest --golden=update` pastes what they print."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import matcalc

README = Path(__file__).resolve().parent.parent / "README.md"
SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def shown(command: str) -> str:
    """What a person sees who types the command in a terminal, in the checkout."""
    import pty

    shell = f'matcalc() {{ "{sys.executable}" -m matcalc "$@"; }}; {command}'
    env = {**os.environ, "TERM": "dumb", "PYTHONPATH": str(README.parent)}
    ours, theirs = pty.openpty()
    with subprocess.Popen(["sh", "-c", shell], cwd=README.parent, env=env, stdin=subprocess.DEVNULL, stdout=theirs,
                          stderr=theirs):
        os.close(theirs)
        out = b""
        while chunk := _read(ours):
            out += chunk
    os.close(ours)
    return out.decode().replace("\r\n", "\n")


def _read(stream: int) -> bytes:
    try:
        return os.read(stream, 65536)
    except OSError:  # the last writer has gone
        return b""


def played(session: str) -> str:
    """The session with the output that its commands have now."""
    return "".join(f"{line}\n{shown(line[2:])}" for line in session.splitlines() if line.startswith("$ "))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_sessions_print_what_they_show(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    now = SESSION.sub(lambda found: played(found[0]), text)
    if request.config.getoption("--golden") == "update":
        README.write_text(now, encoding="utf-8")
    assert now.splitlines() == README.read_text(encoding="utf-8").splitlines()


def test_the_python_example_is_right() -> None:
    d = matcalc.diff("‖A x - b‖^2", wrt="x", shapes={"A": "m x n"})
    assert not isinstance(d, list)
    text = README.read_text(encoding="utf-8")
    for name, value in (("text", d.text), ("numpy", d.numpy), ("shape", d.shape)):
        shown_value = str(value).replace("'", '"') if name == "shape" else f'"{value}"'
        assert re.search(rf"d\.{name} +# {re.escape(shown_value)}\n", text), (name, value)
    assert d.latex in text.replace("\\\\", "\\")
