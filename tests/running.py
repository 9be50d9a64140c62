"""Running the command: what it printed in this process, and what another process does."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


def spawn(*args: str, **named: Any) -> subprocess.CompletedProcess[bytes]:
    """Another Python process, run to its end."""
    return subprocess.run([sys.executable, *args], capture_output=True, timeout=60, check=False, **named)


def imported(args: Sequence[str]) -> set[str]:
    """The modules that a command loads."""
    code = ("import sys\nfrom matcalc.__main__ import main\n"
            "try:\n main()\nexcept SystemExit as e:\n assert not e.code\n"
            "print('\\n', *sys.modules, sep='\\n', file=sys.stderr)")
    ran = spawn("-c", code, *args)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.decode().split())
