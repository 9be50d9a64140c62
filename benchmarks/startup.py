"""How long a command takes against a bare interpreter, run in turn, modules compiled as after an installation.

A stale .pyc doubles the start-up, so that each command runs once before it is measured.
"""
from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
SCRIPT = Path(sys.executable).with_name("matcalc")
MATCALC = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "matcalc"]
"""The command as installed beside this interpreter; in a bare checkout the module."""
BARE = [sys.executable, "-c", "pass"]
COMMANDS = {
    "click alone": [sys.executable, "-c", "import click"],
    "matcalc --version": [*MATCALC, "--version"],
    "matcalc diff --format latex": [*MATCALC, "diff", "A(B(XC)∘D∘E)F", "--wrt", "X", "--shapes",
                                    str(ROOT / "samples" / "seed-scalar.toml"), "--format", "latex"],
}
WANTED = {"matcalc --version": 5, "matcalc diff --format latex": 9}


def seconds(command: list[str]) -> float:
    """Processor time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def ratios(rounds: int) -> dict[str, float]:
    """Of each command to the bare interpreter."""
    for command in COMMANDS.values():
        seconds(command)
    took: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        bare = seconds(BARE)
        for name, command in COMMANDS.items():
            took[name].append(seconds(command) / bare)
    return {name: statistics.median(t) for name, t in took.items()}
