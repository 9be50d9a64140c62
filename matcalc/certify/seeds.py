"""Seeds of random points, from what is to be certified: the same claim is tried at the same points, run after run."""
from __future__ import annotations

import zlib
from collections.abc import Sequence

from matcalc.expr import Expr, walk


def seed_of(parts: Sequence[Expr]) -> int:
    """A number that depends on all nodes of some expressions, and on nothing else."""
    at: dict[Expr, int] = {}
    seed = 0
    for e in walk(*parts):
        at[e] = len(at)
        seed = zlib.crc32(f"{e.op.name} {e.data} {e.shape} {[at[a] for a in e.args]}".encode(), seed)
    return zlib.crc32(f"{[at[e] for e in parts]}".encode(), seed)
