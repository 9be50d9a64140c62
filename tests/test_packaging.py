"""What is packed, and that the package is found complete."""
from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from running import script

import matcalc

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from it."""
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("dist")
    ran = subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(CHECKOUT)],
                         capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return out


def names_in_wheel(packed: Path) -> set[str]:
    return set(zipfile.ZipFile(next(packed.glob("*.whl"))).namelist())


def test_the_wheel_from_the_sdist_holds_grammar_tables_and_type_marker(packed: Path) -> None:
    names = names_in_wheel(packed)
    assert {"matcalc/grammar/matcalc.lark", "matcalc/syntax/_tables.py", "matcalc/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "samples/", "grammar/"))]


def test_the_wheel_holds_every_module(packed: Path) -> None:
    modules = {str(p.relative_to(CHECKOUT).as_posix()) for p in (CHECKOUT / "matcalc").rglob("*.py")}
    assert modules - names_in_wheel(packed) == set()


def test_the_wheel_installs_the_manual_pages(packed: Path) -> None:
    pages = {path.name for path in (CHECKOUT / "docs" / "man").glob("*.1")}
    assert pages == {name.rpartition("/")[2] for name in names_in_wheel(packed) if "data/share/man/man1/" in name}


def test_the_sdist_holds_what_tests_need(packed: Path) -> None:
    with tarfile.open(next(packed.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml", "grammar/matcalc.lark", "grammar/build.py", "tests/conftest.py",
            "samples/seed-scalar.toml"} <= names


def test_the_unpacked_wheel_works_without_the_checkout(packed: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(next(packed.glob("*.whl"))).extractall(tmp_path)
    code = ("import sys; sys.path.insert(0, sys.argv[1]); import matcalc; print(matcalc.__file__); "
            "from matcalc.syntax import tables; print('_tables' in repr(tables.tables())); "
            "print(bool(tables._installed())); print(matcalc.diff(\"x'A x\", 'x').text)")
    ran = subprocess.run([sys.executable, "-I", "-c", code, str(tmp_path)], capture_output=True, text=True, check=False,
                         cwd=tmp_path, env={"PYTHONUTF8": "1"})
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split("\n")[:4] == [str(tmp_path / "matcalc" / "__init__.py"), "True", "True", "(A + Aᵀ) x"]


def test_the_version_is_a_literal() -> None:
    text = (CHECKOUT / "matcalc" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    assert found
    assert found[1] == matcalc.__version__


def test_the_readme_names_its_commands_for_ci() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for mark in ("main", "test"):
        assert len(re.findall(rf"<!-- ci: {mark} -->\n+```sh\n[^`]+\n```", readme)) == 1


def test_the_project_needs_what_it_says() -> None:
    names = {re.split(r"[<>=~]", given)[0] for given in PROJECT["project"]["dependencies"]}
    assert names == {"click", "lark", "numpy", "rich", "sympy"}


def test_a_script_with_strict_types_runs():
    user = script(CHECKOUT / "tests" / "user.py")
    assert (user.text, user.same.text) == ("2 A x", "(A + Aᵀ) x")
    assert user.codes == ("factor",)
    assert len(user.lines) == 5
