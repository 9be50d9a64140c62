"""The published cases, where they are beside the checkout: no answer is wrong, and nothing crashes."""
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from running import script
from running_code import OUTSIDE, PYTHON, run, runtime

from matcalc.emit import codegen
from matcalc.render import languages

TIMEOUT = 20
REFUSED_AT_MOST = 0.1
"""The share of the cases that may be refused."""


@pytest.fixture(scope="session")
def runner(published_cases: Path) -> ModuleType:
    """The runner that comes with the cases."""
    return script(published_cases / "run.py")


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


@pytest.mark.parametrize("target", OUTSIDE)
def test_programs_of_other_languages_compute_the_published_answers(target, runner, cases):
    names, programs, wanted = [], [], []
    for case in cases:
        script = runner.ask(case, case["expr"])[0].script(target)
        for env, dims, want in points(runner, case):
            names.append(f"{case['id']}: {script.text}")
            programs.append((script, {name: number_or_array(case, name, a) for name, a in env.items()}, dims))
            wanted.append(want)
    values = OUTSIDE[target].values(programs)
    assert [name for name, got, want in zip(names, values, wanted, strict=True) if not agree(got, want)] == []


def module(runner: ModuleType, case: dict, target: str, name: str = "derivative") -> str:
    """The source of a module with the derivative that a case asks for."""
    assume = {name: [p for p in props if p in runner.ASSUMPTIONS] for name, props in case.get("props", {}).items()}
    shapes = {name: tuple(shape) for name, shape in case["shapes"].items()}
    return codegen(case["expr"], case["wrt"], shapes, assume, target=target, functions=(case["kind"],), name=name,
                   structured=case.get("structured") or False).source


def arguments(source: str, case: dict, target: str, given: dict[str, Any]) -> list[Any]:
    """The values that the function takes, in its order; numbers for scalars."""
    taken = re.search(rf"(?:def|function) [^\n(]*\b{case['kind']}\((.*?)\)", source)
    language = languages.target(target)
    of = {language.spelled(name) + tail: name for name in reversed(given) for tail in ("", "_")}
    return [number_or_array(case, of[name], np.asarray(given[of[name]]))
            for name in re.sub(r"::\w+", "", taken[1]).split(", ")]


def number_or_array(case: dict, name: str, value: np.ndarray) -> Any:
    """A number for a scalar."""
    return value.item() if list(case["shapes"].get(name, ("1", "1"))) == ["1", "1"] else value


@pytest.mark.parametrize("target", PYTHON)
def test_modules_compute_the_published_answers(target, runner, cases):
    _, array, taken = runtime(target)
    wrong = []
    for case in cases:
        source = module(runner, case, target)
        names: dict[str, Any] = {}
        exec(source, names)
        for env, dims, want in points(runner, case):
            values = [array(v) if isinstance(v, np.ndarray) else v for v in arguments(source, case, target, dims | env)]
            if not agree(np.atleast_2d(taken(names[case["kind"]](*values))), want):
                wrong.append(f"{case['id']}: {source}")
    assert wrong == []


@pytest.mark.parametrize("target", OUTSIDE)
def test_modules_of_other_languages_compute_the_published_answers(target, runner, cases, tmp_path):
    outside = OUTSIDE[target]
    outside.need()
    lines, wanted = [], []
    for number, case in enumerate(cases):
        source = module(runner, case, target, f"F{number}")
        lines.append(outside.loaded(tmp_path, f"F{number}", source))
        for env, dims, want in points(runner, case):
            lines.append(outside.called(f"F{number}", case["kind"], arguments(source, case, target, dims | env)))
            wanted.append((f"{case['id']}: {source}", want))
    values = outside.run(lines, tmp_path)
    assert [name for (name, want), got in zip(wanted, values, strict=True) if not agree(got, want)] == []
