"""Rounds of several competitors in turn, each in a pinned process of its own; their results are compared first."""
from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.cases import Case, Sizes

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
               "JAX_PLATFORMS": "cpu", "PYTHONPATH": str(ROOT)}
"""One thread; several pools of BLAS would get into each other's way, in one process by up to seven times."""
CLOSE = 1e-7
"""Of the largest entry: how far results may be apart."""

HOPELESS = 3
"""Times as long as another of the same peer: not measured further."""
TRACED = ("emitted", "hand")
"""Whose arrays are NumPy's, of which memory is traced."""
LIKE = 1.03
"""Times as long, that cannot be told from noise."""


class Disagreement(ValueError):
    """Two competitors gave different answers."""


class Process:
    """A worker on one core."""

    def __init__(self, peer: str):
        core = max(os.sched_getaffinity(0))
        self.peer = peer
        self.pipe = subprocess.Popen([sys.executable, "-m", "benchmarks.worker", peer], cwd=ROOT, text=True,
                                     env={**os.environ, **ENVIRONMENT}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     preexec_fn=lambda: os.sched_setaffinity(0, {core}))

    def do(self, what: str, **command: Any) -> Any:
        """The worker's answer to a command. Raises RuntimeError where it died."""
        assert self.pipe.stdin
        assert self.pipe.stdout
        self.pipe.stdin.write(json.dumps({"do": what, **command}) + "\n")
        self.pipe.stdin.flush()
        line = self.pipe.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of {self.peer} ended")
        return json.loads(line)


@contextmanager
def process(peer: str) -> Iterator[Process]:
    """A worker that ends with the block."""
    worker = Process(peer)
    try:
        yield worker
    finally:
        worker.pipe.communicate()


@dataclass
class Run:
    """A candidate: calls in a round, seconds of a call at first and in each round, and bytes at the peak."""

    peer: str
    candidate: str
    worker: Process
    calls: int
    first: float
    rounds: list[float] = field(default_factory=list)
    bytes: int = 0

    def more(self) -> None:
        """One round."""
        self.rounds.append(self.worker.do("time", candidate=self.candidate, calls=self.calls))

    def join(self, other: Run) -> None:
        """Its rounds to these."""
        if other is not self:
            self.rounds += other.rounds

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(self.rounds)

    def times(self, other: Run) -> float:
        """How many times as long it takes as another: the median over rounds, whose runs are neighbours in time."""
        return statistics.median(a / b for a, b in zip(self.rounds, other.rounds, strict=True))


@dataclass(frozen=True)
class Effort:
    """How many sittings, each in new processes, and the rounds of each: at least, at most, and seconds for them."""

    sittings: int
    least: int
    most: int
    seconds: float

    @property
    def once(self) -> Effort:
        """The same in one sitting."""
        return replace(self, sittings=1)


def measured(case: Case, sizes: Sizes, peers: Sequence[str], effort: Effort) -> dict[str, Run]:
    """The fastest candidate of each peer that is there. Raises Disagreement.

    Where arrays lie in memory is a matter of luck that lasts as long as a process, hence the sittings.
    """
    runs: dict[tuple[str, str], Run] = {}
    for _ in range(effort.sittings):
        for run in _sitting(case, sizes, peers, effort):
            runs.setdefault((run.peer, run.candidate), run).join(run)
    return {peer: _best([r for r in runs.values() if r.peer == peer]) for peer in dict.fromkeys(p for p, _ in runs)}


def _sitting(case: Case, sizes: Sizes, peers: Sequence[str], effort: Effort) -> list[Run]:
    with ExitStack() as stack:
        runs, first = [], None
        for peer in peers:
            worker = stack.enter_context(process(peer))
            for name, file in worker.do("prepare", case=case.name, sizes=dict(sizes)).items():
                first = _compared(f"{peer}'s {name} of {case.name}", Path(file), first)
                runs.append(Run(peer, name, worker, *worker.do("count", candidate=name)))
            mine = [r for r in runs if r.peer == peer]
            runs = [r for r in runs if r not in mine or r.first <= HOPELESS * min(q.first for q in mine)]
        end = time.monotonic() + effort.seconds
        while len(runs[0].rounds) < effort.least or (time.monotonic() < end and len(runs[0].rounds) < effort.most):
            for run in runs:
                run.more()
        for run in runs:
            run.bytes = run.worker.do("memory", candidate=run.candidate) if run.peer in TRACED else 0
        return runs


def _best(runs: Sequence[Run]) -> Run:
    """The fastest; of those that are as fast as can be told, the one that needs the least memory."""
    fastest = min(r.seconds for r in runs)
    return min((r for r in runs if r.seconds <= LIKE * fastest), key=lambda r: (r.bytes, r.seconds))


def _compared(what: str, file: Path, first: Any) -> Any:
    """The first result, with which this one agrees. Raises Disagreement."""
    result = np.load(file)
    file.unlink()
    if first is None:
        return result
    if result.shape != first.shape or not np.allclose(result, first, rtol=0, atol=CLOSE * np.abs(first).max()):
        raise Disagreement(f"{what} is another result than that of the first")
    return first
