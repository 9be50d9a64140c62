"""The manual pages are those of the commands as they are, and what reads manual pages finds nothing amiss."""
import shutil
import subprocess

import pytest
from running import DOCS, script

from matcalc.cli.group import COMMANDS

MAN = script(DOCS / "make" / "man.py")
FILES = sorted((DOCS / "man").glob("*.1"))


def test_the_pages_are_those_of_the_commands():
    """Run docs/make/man.py where this fails."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FILES} == MAN.pages()


def test_every_command_and_option_has_its_place():
    pages = MAN.pages()
    assert set(pages) == {"matcalc.1", *(f"matcalc-{name}.1" for name in COMMANDS)}
    for option in ("wrt", "declare", "shapes", "form", "layout", "steps", "format", "from"):
        assert f"\\-\\-{option}" in pages["matcalc-diff.1"]


@pytest.mark.parametrize(("tool", "options"), [("mandoc", ["-Tlint"]), ("man", ["--warnings", "-l"])])
def test_the_pages_are_clean(tool, options):
    if shutil.which(tool) is None:
        pytest.skip(f"there is no {tool} here")
    for path in FILES:
        ran = subprocess.run([tool, *options, str(path)], capture_output=True, text=True, check=False, timeout=60,
                             env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "100"})
        told = ran.stderr if tool == "man" else ran.stdout + ran.stderr
        assert not told.strip(), told


@pytest.mark.parametrize("text", [".TH", "'x", "\\fB", "a-b ~ ^ `", "Aᵀ∘B"])
def test_signs_that_mean_something_to_roff_are_text(text):
    if shutil.which("mandoc") is None:
        pytest.skip("there is no mandoc here")
    page = "\n".join([*MAN.head("x", "y"), ".SH DESCRIPTION", *MAN.prose(text)]) + "\n"
    ran = subprocess.run(["mandoc", "-Tutf8"], input=page, capture_output=True, text=True, check=False, timeout=60)
    assert text in ran.stdout
