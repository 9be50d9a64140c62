"""The published cases, where they are beside the checkout: no answer is wrong, and nothing crashes."""
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from running_code import PYTHON, octave, run

TIMEOUT = 20
REFUSED_AT_MOST = 0.1
"""The share of the cases that may be refused."""


@pytest.fixture(scope="session")
def runner(published_cases: Path) -> ModuleType:
    """The runner that comes with the cases."""
    spec = importlib.util.spec_from_file_location("published_cases_run", published_cases / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def cases(published_cases: Path) -> list[dict]:
    files = sorted(published_cases.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


@pytest.fixture(scope="session")
def rows(runner: ModuleType, cases: list[dict]) -> list[dict]:
    """The outcome of every case."""
    return [runner.run(case, TIMEOUT) for case in cases]


def told(rows: list[dict], *outcomes: str) -> list[str]:
    return [f"{row['id']}: {row['outcome']} {row.get('why', '')} {row.get('text', '')}"
            for row in rows if row["outcome"] in outcomes]


def test_no_published_case_is_answered_wrong(rows):
    assert told(rows, "wrong", "sloppy!") == []


def test_no_published_case_crashes_or_hangs(rows):
    assert told(rows, "crash", "slow") == []


def test_few_published_cases_are_refused(rows):
    assert len(told(rows, "refused")) <= REFUSED_AT_MOST * len(rows), "\n".join(told(rows, "refused"))


def test_answers_are_as_short_as_published(rows):
    """Operations in the code that is emitted, by those of the published answer: the median, and nearly all."""
    sizes = sorted(row["size"] for row in rows if row["outcome"] == "ok")
    assert sizes[len(sizes) // 2] <= 1
    longer = [f"{row['id']}: {row['size']:.2f} {row['text']}" for row in rows if row.get("size", 0) > 1.1]
    assert sizes[int(0.95 * len(sizes))] <= 1.1, "\n".join(longer)


def points(runner: ModuleType, case: dict) -> Iterator[tuple[dict[str, np.ndarray], dict[str, int], np.ndarray]]:
    """Arrays, sizes and the published answer's value at each of two random points."""
    for sizes in runner.V.DIMSETS[:2]:
        env, dims = runner.V.inputs(case, sizes, seed=7)
        want = np.atleast_2d(np.asarray(runner.V.evaluate(case["expected"], env, dims), dtype=float))
        yield {name: np.atleast_2d(env[name]) for name in case["shapes"]}, dims, want


def agree(got: np.ndarray, want: np.ndarray) -> bool:
    return got.shape == want.shape and bool(abs(got - want).max() <= 1e-6 * (1 + abs(want).max()))


@pytest.mark.parametrize("target", PYTHON)
def test_programs_compute_the_published_answers(target, runner, cases):
    wrong = []
    for case in cases:
        source = runner.ask(case, case["expr"])[0].code(target)
        if not all(agree(run(source, target, env, dims), want) for env, dims, want in points(runner, case)):
            wrong.append(f"{case['id']}: {source}")
    assert wrong == []


def test_programs_compute_the_published_answers_in_octave(runner, cases):
    names, programs, wanted = [], [], []
    for case in cases:
        script = runner.ask(case, case["expr"])[0].script("matlab")
        for env, dims, want in points(runner, case):
            names.append(f"{case['id']}: {script.text}")
            programs.append((script, env, dims))
            wanted.append(want)
    assert [name for name, got, want in zip(names, octave(programs), wanted, strict=True) if not agree(got, want)] == []
