"""Runs sample files: every case, whatever becomes of the others."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.batch import pool
from matcalc.batch.cases import Broken, Job, collect, selected
from matcalc.batch.report import Outcome
from matcalc.batch.verdict import failure


class Plan:
    """What is to be run: the cases that were selected, and what could not be read."""

    __slots__ = ("broken", "jobs")

    def __init__(self, paths: Sequence[str], ids: Sequence[str], words: Sequence[str]):
        found = list(collect(paths))
        self.broken = [b for b in found if isinstance(b, Broken)]
        self.jobs: list[Job] = [j for j in found if not isinstance(j, Broken) and selected(j, ids, words)]


def run(plan: Plan, processes: int, limit: float, tick: Callable[[], None]) -> list[Outcome]:
    """The outcome of everything: first what could not be read, then each case. `tick` is called after each case."""
    out = [Outcome(b.path, b.line, "unreadable", b.message, 0.0) for b in plan.broken]
    for result in pool.run(failure, plan.jobs, processes, limit):
        job = result.job
        message = result.error if result.error is not None else result.value
        out.append(Outcome(job["path"], job["line"], job["name"], message, result.seconds))
        tick()
    return out
