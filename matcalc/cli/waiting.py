"""What a terminal shows while an answer takes long: what is done, and for how many seconds; then nothing of it."""
from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from itertools import count
from typing import Any

AFTER, EVERY = 2.0, 1.0
"""Seconds of silence at first, and between two signs of life."""


@contextlib.contextmanager
def told(what: str) -> Iterator[None]:
    """Tell on stderr that work goes on, until it is done. An alarm needs no thread, and interrupts nothing."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    seconds = count(int(AFTER))

    def tell(number: int, frame: Any) -> None:
        _write(f"\r{what}: {next(seconds)} s, Ctrl-C stops it")

    try:
        before = signal.signal(signal.SIGALRM, tell)
    except ValueError:  # not in the main thread
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, AFTER, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if next(seconds) > AFTER:
            _write("\r\x1b[K")


def _write(text: str) -> None:
    """Past the buffer of stderr, in whose midst an alarm may come."""
    with contextlib.suppress(OSError):
        os.write(2, text.encode())
