"""The README and the manual show what happens: their sessions are run; `pytest --golden=update` pastes what they print.

A ```console block is typed in a terminal, in a folder that has the samples, a ```pycon block into Python; page by page
from top to bottom, so that a command finds the files that those before it wrote.
"""
from __future__ import annotations

import ast
import doctest
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from running import in_terminal, posix

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
SESSION = re.compile(r"(?<=```console\n).*?(?=^```)", re.DOTALL | re.MULTILINE)
EXAMPLES = re.compile(r"(?:<!-- needs (\w+) ?(\S*) -->\n)?```pycon\n(.*?)^```", re.DOTALL | re.MULTILINE)
"""With what a block needs beside matcalc, and in which version."""


def shown(command: str, where: Path) -> str:
    """What a person sees who types the command in a terminal, in the checkout."""
    shell = f'matcalc() {{ "{sys.executable}" -m matcalc "$@"; }}; {command}'
    env = {**os.environ, "TERM": "dumb", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    return in_terminal(["sh", "-c", shell], cwd=where, env=env, stdin=subprocess.DEVNULL)


def commands(session: str) -> list[str]:
    """The commands of a session: lines that begin with a prompt, and those that go on with `> `."""
    found: list[str] = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append(line)
        elif line.startswith("> ") and found and (found[-1].endswith(("\\", "'", "EOF")) or _goes_on(found[-1])):
            found[-1] += "\n" + line
    return found


def _goes_on(command: str) -> bool:
    """Whether lines of input follow, up to EOF."""
    return "<<'EOF'" in command and not command.endswith("\n> EOF")


def played(session: str, where: Path) -> str:
    """The session with the output that its commands have now."""
    continued = "\n> "
    return "".join(f"{typed}\n{shown(typed[2:].replace(continued, chr(10)), where)}" for typed in commands(session))


@posix
@pytest.mark.parametrize("page", [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")],
                         ids=lambda page: page.name)
def test_the_sessions_print_what_they_show(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    text = page.read_text(encoding="utf-8")
    now = SESSION.sub(lambda found: played(found[0], tmp_path), text)
    if request.config.getoption("--golden") == "update":
        page.write_text(now, encoding="utf-8")
    assert now.splitlines() == page.read_text(encoding="utf-8").splitlines()


def examples(page: Path) -> str:
    """The Python of a page, but for blocks that need what is not here."""
    found = EXAMPLES.findall(page.read_text(encoding="utf-8"))
    return "\n".join(code for needed, version, code in found if not needed or _is_here(needed, version))


def _is_here(package: str, version: str) -> bool:
    try:
        return metadata.version(package).startswith(version)
    except metadata.PackageNotFoundError:
        return False


@pytest.mark.parametrize("page", [page for page in PAGES if "```pycon" in page.read_text(encoding="utf-8")],
                         ids=lambda page: page.name)
def test_the_python_examples_give_what_they_show(page: Path) -> None:
    test = doctest.DocTestParser().get_doctest(examples(page), {}, page.name, str(page), 0)
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(test).failed == 0


def test_the_python_of_the_readme_runs_and_gives_the_values_beside_it() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    known: dict[str, Any] = {}
    for line in block.splitlines():
        code, _, remark = line.partition("  #")
        if value := re.match(r"""\s*(".*?(?<!\\)"|\(.*\))""", remark):
            assert eval(code, known) == ast.literal_eval(value[1]), line
        else:
            exec(code, known)


def test_every_page_links_to_files_that_are_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
