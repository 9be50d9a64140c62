"""Worker processes that outlive bad jobs: one that takes too long, or dies, is replaced, and the rest goes on."""
from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

START = 30.0
"""Seconds that a worker may take to start, on top of its first job's."""


class Result:
    """What became of a job: its value, or in words why it has none."""

    __slots__ = ("error", "job", "seconds", "value")

    def __init__(self, job: Any, value: Any, seconds: float, error: str | None = None):
        self.job, self.value, self.seconds, self.error = job, value, seconds, error


class _Worker:
    """A process with a pipe, and the job it is at."""

    def __init__(self, work: Callable[[Any], Any]):
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()
        self.job: tuple[int, Any] | None = None
        self.began = self.until = 0.0
        self.fresh = True

    def give(self, job: tuple[int, Any], limit: float) -> None:
        self.job, self.began = job, time.monotonic()
        self.until = self.began + limit + (START if self.fresh else 0)
        self.fresh = False
        self.pipe.send(job[1])

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """A worker's life: take a job, send (value, error, seconds)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        began = time.perf_counter()
        try:
            value, error = work(job), None
        except Exception as e:
            value, error = None, " ".join(f"{type(e).__name__}: {e}".split())[:300]
        pipe.send((value, error, time.perf_counter() - began))


def run(work: Callable[[Any], Any], jobs: Sequence[Any], processes: int, limit: float) -> Iterator[Result]:
    """The result of each job, in the jobs' order, each within `limit` seconds."""
    waiting = deque(enumerate(jobs))
    done: dict[int, Result] = {}
    workers: list[_Worker] = []
    try:
        workers.extend(_Worker(work) for _ in range(min(processes, len(jobs))))
        for number in range(len(jobs)):
            while number not in done:
                _turn(workers, waiting, done, work, limit)
            yield done.pop(number)
    finally:
        for worker in workers:
            worker.stop()


def _turn(workers: list[_Worker], waiting: deque[tuple[int, Any]], done: dict[int, Result], work: Callable[[Any], Any],
          limit: float) -> None:
    """Hand out jobs, then wait for the first answer or the first deadline."""
    for worker in workers:
        if worker.job is None and waiting:
            worker.give(waiting.popleft(), limit)
    busy = [worker for worker in workers if worker.job is not None]
    ready = wait([w.pipe for w in busy], max(0.0, min(w.until for w in busy) - time.monotonic()))
    for worker in busy:
        assert worker.job is not None
        number, job = worker.job
        took = time.monotonic() - worker.began
        if worker.pipe in ready:
            try:
                value, error, seconds = worker.pipe.recv()
            except (EOFError, OSError):
                done[number] = Result(job, None, took, "the process ended while at this case")
                workers[workers.index(worker)] = _replaced(worker, work)
            else:
                done[number] = Result(job, value, seconds, error)
                worker.job = None
        elif time.monotonic() >= worker.until:
            done[number] = Result(job, None, took, f"no answer within {limit:g} seconds")
            workers[workers.index(worker)] = _replaced(worker, work)


def _replaced(worker: _Worker, work: Callable[[Any], Any]) -> _Worker:
    worker.stop()
    return _Worker(work)
