"""The main job against a bare interpreter: `python benchmarks/startup.py` prints the ratio of their times.

Both run in turn, so that what else the machine does weighs on both alike.
"""
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 20
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As after an installation, when modules are compiled."""
SHAPES = Path(__file__).parents[1] / "samples" / "seed-scalar.toml"
BARE = [sys.executable, "-c", "pass"]
MAIN = [sys.executable, "-m", "matcalc", "diff", "A(B(XC)∘D∘E)F", "--wrt", "X", "--shapes", str(SHAPES),
        "--format", "latex"]


def seconds(command: list[str]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and their ratio."""
    seconds(MAIN)  # compiled modules are written once
    bare, whole = zip(*((seconds(BARE), seconds(MAIN)) for _ in range(ROUNDS)), strict=True)
    a, b = statistics.median(bare), statistics.median(whole)
    print(f"python -c pass: {a * 1000:.1f} ms; diff --format latex: {b * 1000:.1f} ms; ratio {b / a:.1f}")


if __name__ == "__main__":
    main()
