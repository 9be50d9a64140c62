"""Running things: the command in this process, Python in another, scripts beside the package, pdflatex;
and what a terminal shows."""
from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


def spawn(*args: str, **named: Any) -> subprocess.CompletedProcess[bytes]:
    """Another Python process, run to its end."""
    return subprocess.run([sys.executable, *args], capture_output=True, timeout=60, check=False, **named)


def imported(args: Sequence[str]) -> set[str]:
    """The modules that a command loads."""
    code = ("import sys\nfrom matcalc.__main__ import main\n"
            "try:\n main()\nexcept SystemExit as e:\n assert not e.code\n"
            "print('\\n', *sys.modules, sep='\\n', file=sys.stderr)")
    ran = spawn("-c", code, *args)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.decode().split())


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def in_terminal(command: Sequence[str], width: int = 80, **named: Any) -> str:
    """What a pseudo-terminal of this width shows of a process, both streams."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    out = b""
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, **{"stdin": theirs, **named}):
        os.close(theirs)
        while got := _read(ours):
            out += got
    os.close(ours)
    return out.decode().replace("\r\n", "\n")


def _read(stream: int) -> bytes:
    try:
        return os.read(stream, 65536)
    except OSError:  # Linux, where the last writer has gone
        return b""


def script(path: Path) -> ModuleType:
    """A file of Python as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")


def compiles_in_latex(source: str, where: Path) -> None:
    """Assert that pdflatex takes a document, and that nothing sticks out of its pages."""
    (where / "page.tex").write_text(source, encoding="utf-8")
    ran = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"],
                         cwd=where, capture_output=True, timeout=120, check=False)
    log = ran.stdout.decode(errors="replace")
    assert ran.returncode == 0, log[-2000:]
    assert "Overfull" not in log, log
