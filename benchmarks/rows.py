"""What is known of a case after its measurements, as a row of numbers."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.cases import Case
from benchmarks.interleaved import Effort, Run, measured

OTHERS = {"JAX": ("jax", "emitted"), "emitted JAX": ("jax", "emitted jax"), "PyTorch": ("torch", "emitted"),
          "autograd": ("autograd", "emitted"), "SciPy": ("emitted", "emitted scipy")}
"""Columns: whose time over whose."""


@dataclass
class Row:
    """Ratios of one case.

    time, memory  of the emitted code to what is written by hand, for each size
    others        a column's ratios, for each size at which it was measured; empty where somebody is not there
    slopes        of emitted and hand-written on a log-log line
    checks        what the checks of arguments cost at the small size, over the rest
    """

    case: Case
    time: list[float]
    memory: list[float]
    others: dict[str, list[float]]
    slopes: tuple[float, float]
    checks: float


def row(case: Case, effort: Effort) -> Row:
    """Measure a case. Raises Disagreement."""
    out = Row(case, [], [], {column: [] for column in OTHERS}, (0, 0), 0)
    for i, sizes in enumerate(case.sizes):
        runs = measured(case, sizes, ("emitted", "hand"), effort)
        out.time.append(runs["emitted"].times(runs["hand"]))
        out.memory.append(runs["emitted"].bytes / runs["hand"].bytes)
        if i in case.others:
            peers = dict.fromkeys(peer for pair in OTHERS.values() for peer in pair)
            runs = measured(case, sizes, tuple(peers), effort.once)
            for column, (a, b) in OTHERS.items():
                if a in runs and b in runs:
                    out.others[column].append(runs[a].times(runs[b]))
    grown = [measured(case, case.grown(n), ("emitted", "hand"), effort.once) for n in case.growth]
    out.slopes = _slope(case.growth, [r["emitted"] for r in grown]), _slope(case.growth, [r["hand"] for r in grown])
    runs = measured(case, case.sizes[0], ("emitted checked", "emitted"), effort.once)
    out.checks = runs["emitted checked"].times(runs["emitted"]) - 1
    return out


def _slope(sizes: Sequence[int], runs: Sequence[Run]) -> float:
    """Of the line of least squares through the logarithms."""
    x, y = [math.log(n) for n in sizes], [math.log(r.seconds) for r in runs]
    a, b = sum(x) / len(x), sum(y) / len(y)
    return sum((u - a) * (v - b) for u, v in zip(x, y, strict=True)) / sum((u - a)**2 for u in x)
