"""Sample files: what passes, what fails, and that nothing stops the rest."""
from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from matcalc.batch import pool
from matcalc.cli import main

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

GOOD = '[[case]]\nid = "good"\nexpr = "x\'A x"\nwrt = "x"\nexpect = "A x + A\'x"\ntags = ["quadratic"]\n'
HEAD = '[shapes]\nA = "n x n"\nx = "n x 1"\n'


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*args: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(["check", *map(str, args)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return int(stopped.value.code or 0), captured.out, captured.err
    return run


Check = Callable[..., tuple[int, str, str]]


def write(path: Path, *cases: str, head: str = HEAD) -> Path:
    path.write_text("\n".join([head, *cases]), encoding="utf-8")
    return path


def test_the_samples_pass(check: Check) -> None:
    code, out, _ = check(SAMPLES)
    assert code == 0, out


@pytest.mark.parametrize(("keys", "told"), [
    ('expr = "x\'A x"\nwrt = "x"\nexpect = "2 A x"', "expected 2 A x, got (A + Aᵀ) x"),
    ('expr = "x\'A x"\nwrt = "x"\nexpect = "x\' (A + A\')"', "which is 1×n, got (A + Aᵀ) x, which is n×1"),
    ('expr = "x\'A x"\nwrt = "x"\nexpect = "A ("', "expect cannot be read"),
    ('expr = "x\'A x"\nwrt = "x"\nlatex = "2 A x"', "expected the LaTeX 2 A x, got"),
    ('expr = "x\'A x"\nwrt = "x"\nerror = "syntax"', "expected the error syntax, got (A + Aᵀ) x"),
    ('expr = "x\'A A\'"\nwrt = "q"\nerror = "syntax"', "expected the error syntax, got error[unknown-name]"),
    ('expr = "x\'A x"\nwrt = "x"\nform = "cubist"', "error[usage]"),
    ('expr = "x\'A x"', "does not say by what to derive"),
    ('expr = "x\'("\nwrt = "x"', "error[unclosed-bracket]"),
])
def test_a_case_that_fails_is_told_with_its_line(check: Check, tmp_path: Path, keys: str, told: str) -> None:
    path = write(tmp_path / "s.toml", GOOD, f'[[case]]\nid = "bad"\n{keys}\n')
    code, out, _ = check(path)
    assert code == 1
    first, last = out.splitlines()
    assert first.startswith(f"{path}:12: bad: ")
    assert told in first
    assert last.startswith("1 failed, 1 passed in ")


@pytest.mark.parametrize("keys", [
    'expr = "x\'A x"\nwrt = "x"\nkind = "hessian"\nexpect = "A + A\'"',
    'expr = "x\'A x"\nwrt = "x"\nassume = {A = ["symmetric"]}\nexpect = "2 A x"',
    'expr = "A x"\nwrt = "x"\nshapes = {A = "m x n"}\nform = "kronecker"\nexpect = "A"',
    'expr = "A B"\nwrt = "A"\nshapes = {B = "m x n"}\nerror = "shape-mismatch"',
    'expr = "x\'A x"\nwrt = "x"\nlatex = "(A + A^{\\\\top}) x"',
    'expr = "x\'A x"\nwrt = "x"\nsource = "a book"\nnote = "classic"\ntags = []',
])
def test_a_case_that_passes(check: Check, tmp_path: Path, keys: str) -> None:
    code, out, _ = check(write(tmp_path / "s.toml", f"[[case]]\n{keys}\n"))
    assert code == 0, out


def test_a_bad_case_or_file_does_not_stop_the_others(check: Check, tmp_path: Path) -> None:
    write(tmp_path / "a.toml", GOOD, '[[case]]\nexpr = 3\nwrt = "x"\n', GOOD.replace("good", "later"))
    write(tmp_path / "b.toml", GOOD, head="[shapes\n")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "inner").mkdir()
    write(tmp_path / "inner" / "d.toml", GOOD)
    code, out, _ = check(tmp_path, tmp_path / "missing.toml")
    assert code == 1
    assert "a.toml:13: case.expr must be a text in quotes" in out
    assert "b.toml:1: this is no TOML" in out
    assert f"cannot read {tmp_path / 'c.toml'}: " in out
    assert f"cannot read {tmp_path / 'missing.toml'}: there is no such file" in out
    assert "4 failed, 3 passed" in out


def test_cases_are_chosen_by_id_and_word(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", GOOD, GOOD.replace("good", "other").replace("quadratic", "odd"))
    assert "1 passed" in check(path, "--id", "good")[1]
    assert "1 passed" in check(path, "-k", "odd")[1]
    assert "2 passed" in check(path, "-k", "x'a")[1]
    assert check(path, "-k", "nothing")[0] == 2


def test_json_and_junit(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", GOOD, '[[case]]\nid = "b<a\\u0007d"\nexpr = "x\'("\nwrt = "x"\n')
    code, out, _ = check(path, "--format", "json")
    report = json.loads(out)
    assert (code, report["passed"], report["failed"]) == (1, 1, 1)
    told = [(c["id"], c["line"], c["passed"]) for c in report["cases"]]
    assert told == [("good", 5, True), ("b<a\u0007d", 12, False)]
    suite = ET.fromstring(check(path, "--format", "junit")[1].split("?>", 1)[1])[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")


def test_an_empty_folder_is_an_error(check: Check, tmp_path: Path) -> None:
    assert check(tmp_path)[0] == 2
    assert check(write(tmp_path / "s.toml"))[0] == 2


def _work(job: str) -> str:
    if job == "sleep":
        time.sleep(60)
    if job == "die":
        os._exit(3)
    if job == "raise":
        raise ValueError("no\ngood")
    return job.upper()


def test_workers_that_hang_die_or_raise_cost_their_own_job_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "START", 1.0)
    jobs = ["a", "sleep", "b", "die", "raise", "c"]
    results = list(pool.run(_work, jobs, processes=2, limit=0.5))
    assert [r.job for r in results] == jobs
    assert [r.value for r in results] == ["A", None, "B", None, None, "C"]
    assert [r.error for r in results] == [None, "no answer within 0.5 seconds", None,
                                          "the process ended while at this case", "ValueError: no good", None]


def test_what_cannot_be_read_has_its_line_in_every_report(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "bad.toml", GOOD, "[[case]]\nexpr = 3\n")
    at = path.read_text().split("\n").index("expr = 3") + 1
    (broken,) = (c for c in json.loads(check(path, "--format", "json")[1])["cases"] if not c["passed"])
    assert broken["line"] == at
    (failed,) = (c for c in ET.fromstring(check(path, "--format", "junit")[1].encode()).iter("testcase") if len(c))
    assert failed.get("line") == str(at)
    assert check(path)[1].startswith(f"{path}:{at}: case.expr")
