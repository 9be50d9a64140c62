"""The published cases, where they are beside the checkout: no answer is wrong, and nothing crashes."""
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

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
def rows(published_cases: Path, runner: ModuleType) -> list[dict]:
    """The outcome of every case."""
    files = sorted(published_cases.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [runner.run(json.loads(line), TIMEOUT) for line in lines if line.strip()]


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
