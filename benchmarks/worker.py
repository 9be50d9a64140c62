"""One competitor in a process of its own, on one core: it reads commands as JSON, a line each, and answers so.

    {"do": "prepare", "case", "sizes"} -> names of candidates, and the file of the result of each
    {"do": "count", "candidate"} -> calls that make a round, and seconds of a call
    {"do": "time", "candidate", "calls"} -> seconds of processor time for each call
    {"do": "memory", "candidate"} -> bytes at the peak over the inputs
"""
from __future__ import annotations

import gc
import json
import math
import sys
import tempfile
import time
import tracemalloc
from typing import Any

import numpy as np

from benchmarks.cases import BY_NAME
from benchmarks.peers import PEERS, flat

ROUND = 0.02
"""Seconds that a round takes at least."""


class Worker:
    """The candidates of one peer for one case at one size."""

    def __init__(self, peer: str):
        self.peer = peer
        self.calls: dict[str, Any] = {}

    def prepare(self, case: str, sizes: dict[str, int]) -> dict[str, str]:
        """Compile, run once, and write down the results."""
        self.calls = dict(PEERS[self.peer](BY_NAME[case], sizes))
        files = {}
        for name, call in self.calls.items():
            with tempfile.NamedTemporaryFile(suffix=".npy", delete=False) as file:
                np.save(file, flat(BY_NAME[case], call()))
            files[name] = file.name
        return files

    def count(self, candidate: str) -> tuple[int, float]:
        """How many calls make a round, and the seconds of a call."""
        n, took = 1, self.time(candidate, 1)
        while took * n < ROUND:
            n *= min(10, max(2, math.ceil(1.1 * ROUND / max(took * n, 1e-9))))
            took = self.time(candidate, n)
        return n, took

    def time(self, candidate: str, calls: int) -> float:
        """Seconds of processor time a call: of all threads, so that what else the machine does is left out.

        Short calls run once before, so that none finds its arrays in caches where another does not.
        """
        call, turns = self.calls[candidate], range(calls)
        if calls > 1:
            call()
        start = time.process_time()
        for _ in turns:
            call()
        return (time.process_time() - start) / calls

    def memory(self, candidate: str) -> int:
        """Bytes at the peak, over what was there before; NumPy tells tracemalloc of its arrays."""
        call = self.calls[candidate]
        tracemalloc.start()
        call()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        call()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak - before


def main(peer: str) -> None:
    """Answer commands until there are no more."""
    worker = Worker(peer)
    gc.disable()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(worker, command.pop("do"))(**command)
        except ImportError as e:
            answer = {}
            sys.stderr.write(f"{peer} is not measured: {e}\n")
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
