"""What is known of a case after its measurements, as a row of numbers."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.cases import Case
from benchmarks.interleaved import Effort, Run, measured

OTHERS = ("jax", "torch", "autograd")


@dataclass
class Row:
    """Ratios of one case.

    time, memory  of the emitted code to what is written by hand, for each size
    others        of a peer to the emitted code, for each size at which it was measured; empty where it is not there
    slopes        of emitted and hand-written on a log-log line
    """

    case: Case
    time: list[float]
    memory: list[float]
    others: dict[str, list[float]]
    slopes: tuple[float, float]


def row(case: Case, effort: Effort) -> Row:
    """Measure a case. Raises Disagreement."""
    out = Row(case, [], [], {p: [] for p in OTHERS}, (0, 0))
    for i, sizes in enumerate(case.sizes):
        runs = measured(case, sizes, ("emitted", "hand"), effort)
        out.time.append(runs["emitted"].times(runs["hand"]))
        out.memory.append(runs["emitted"].bytes / runs["hand"].bytes)
        runs = measured(case, sizes, ("emitted", *OTHERS), effort.once) if i in case.others else {}
        for peer in runs.keys() - {"emitted"}:
            out.others[peer].append(runs[peer].times(runs["emitted"]))
    grown = [measured(case, case.grown(n), ("emitted", "hand"), effort.once) for n in case.growth]
    out.slopes = _slope(case.growth, [r["emitted"] for r in grown]), _slope(case.growth, [r["hand"] for r in grown])
    return out


def _slope(sizes: Sequence[int], runs: Sequence[Run]) -> float:
    """Of the line of least squares through the logarithms."""
    x, y = [math.log(n) for n in sizes], [math.log(r.seconds) for r in runs]
    a, b = sum(x) / len(x), sum(y) / len(y)
    return sum((u - a) * (v - b) for u, v in zip(x, y, strict=True)) / sum((u - a)**2 for u in x)
