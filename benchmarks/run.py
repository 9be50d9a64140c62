"""All measurements: `python benchmarks/run.py` prints the tables, `--write` puts them into docs/benchmarks.md.

--only NAME   the cases whose name holds it; or "derivation", "startup", which --write puts in place of what they were
--quick       three rounds, to see that all works
"""
from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import derivation, report, startup  # noqa: E402
from benchmarks.cases import CASES  # noqa: E402
from benchmarks.interleaved import Disagreement, Effort  # noqa: E402
from benchmarks.rows import row  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks.md"
THOROUGH, QUICK = Effort(3, 3, 9, 1), Effort(1, 3, 3, 0)


def code(only: str, effort: Effort) -> str:
    """Part one: the code."""
    rows = []
    for case in CASES:
        if only in case.name:
            try:
                rows.append(row(case, effort))
            except (Disagreement, RuntimeError, OSError) as e:  # the others are measured none the less
                print(f"{case.name} failed: {e}", file=sys.stderr)
                continue
            print(" | ".join(report.cells(rows[-1])), file=sys.stderr)
    return report.code(rows) if rows else ""


def derivations(effort: Effort) -> str:
    """Part two: derivations. The others are loaded after matcalc was measured."""
    own = derivation.matcalc_takes(5 * effort.most)
    rows = []
    for case, took in zip(derivation.BASIC, own, strict=True):
        others = [take(case, effort.least) for take in (derivation.sympy_takes, derivation.tensorgrad_takes)]
        rows.append([f"`{case.expr}`" if len(case.expr) < 30 else f"a chain of {case.milliseconds}", case.wrt,
                     *(report.short(1e3 * t / case.milliseconds) for t in took),
                     *("" if t is None else report.short(t / took[0]) for t in others)])
    return report.derivation(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    if asked.write and asked.only not in ("", "derivation", "startup"):
        parser.error("some cases alone are not written, as the table has all of them")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    effort = QUICK if asked.quick else THOROUGH
    parts = [report.heading(), code(asked.only, effort)]
    if asked.only in "derivation":
        parts.append(derivations(effort))
    if asked.only in "startup":
        parts.append(report.startup(startup.ratios(3 * effort.most)))
    page = "\n".join(filter(None, parts))
    print(page)
    if asked.write:
        whole = report.updated(PAGE.read_text(encoding="utf-8"), page) if asked.only else page
        PAGE.write_text(whole.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
