"""What people read when they make a mistake: golden/mistakes.txt holds it, and what the help proposes is tried."""
from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mistakes import FILES, MISTAKES, Mistake
from running import Cli, Ran

from matcalc.cli.ascii import to_ascii
from matcalc.cli.terminal import spelled
from matcalc.diagnostics import Span, fault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
MENDED = [m for m in MISTAKES if m.new]


def typed(cli: Cli, command: str) -> Ran:
    """The command as a shell passes it on; what stands before a pipe is run."""
    before, piped, behind = command.rpartition(" | matcalc ")
    stdin = _sh(before) if piped else b""
    words = _sh(f'matcalc() {{ printf "%s\\0" "$@"; }}; {"matcalc " + behind if piped else command}').split(b"\0")[:-1]
    return cli(*(word.decode() for word in words), stdin=stdin)


def _sh(command: str) -> bytes:
    return subprocess.run(["sh", "-c", command], capture_output=True, check=True).stdout


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("files")
def test_what_people_read_is_golden(cli: Cli, golden: Callable[[str, str], None]) -> None:
    shown = []
    for mistake in MISTAKES:
        ran = typed(cli, mistake.typed)
        shown.append(f"$ {mistake.typed}    [{ran.code}]\n{re.sub(' in [0-9.]+ s', '', ran.out + ran.err)}")
    golden("mistakes.txt", "\n".join(shown))


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.typed)
def test_a_mistake_ends_with_an_error(cli: Cli, mistake: Mistake) -> None:
    ran = typed(cli, mistake.typed)
    assert ran.code not in (0, 70)
    assert (mistake.told or mistake.new) in ran.err.rpartition("help: ")[2]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("mistake", MENDED, ids=lambda m: m.typed)
def test_what_is_proposed_works_and_is_what_is_meant(cli: Cli, mistake: Mistake) -> None:
    assert mistake.old in mistake.typed
    ran = typed(cli, mistake.typed.replace(mistake.old, mistake.new))
    assert ran.code == 0, ran.err
    assert mistake.answer in ("", ran.out.strip())


def test_marks_stand_right_where_signs_are_spelled_out() -> None:
    error = fault("syntax", "wrong", "α∘漢 x", Span(4, 5))
    line, marks = spelled(error, to_ascii).render().splitlines()[1:3]
    assert (line[marks.index("^")], line.isascii()) == ("x", True)


def test_most_mistakes_are_mended() -> None:
    assert len(MISTAKES) >= 60
    assert len(MENDED) >= 50
    assert sum(bool(m.answer) for m in MENDED) >= 50
