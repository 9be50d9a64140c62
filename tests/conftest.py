"""What tests share: golden files (`pytest --golden=update` rewrites them), the command, and published cases."""
from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Cli, Ran

from matcalc.cli import main

GOLDEN = Path(__file__).parent / "golden"
CHECKOUT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", choices=["check", "update"], default="check",
                     help="update rewrites the files under tests/golden with what is printed now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("cli-help.txt", text)`: the text is that of the file, line for line."""
    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden") == "update":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"there is no {path.name}: run pytest --golden=update, and look at what it wrote"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines(), f"{name} has changed"
    return compare


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run the command in this process."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*args: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main(args)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(int(stopped.value.code or 0), captured.out, captured.err)
    return run


@pytest.fixture(scope="session")
def published_cases() -> Path:
    """The folder of published cases: $MATCALC_CASES, or shared/cases beside the checkout."""
    path = Path(os.environ.get("MATCALC_CASES") or CHECKOUT.parent / "shared" / "cases")
    if not (path / "cases.jsonl").is_file():
        pytest.skip(f"the published cases are not here ({path.name}); set MATCALC_CASES to their folder")
    return path
