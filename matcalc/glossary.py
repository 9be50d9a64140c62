"""What the functions in an answer are, where the question does not name them."""
from __future__ import annotations

from matcalc.derivative import Derivative
from matcalc.expr import Op, walk

RARE = frozenset({
    "lsv", "rsv", "lsvec", "rsvec", "evec_max", "evec_min", "eigvec", "eproj_max", "eigproj", "resolvent_max",
    "resolvent", "sylvester", "polar", "onehot_max", "onehot_min", "blockdot", "blocksum", "halftril"})
"""Functions that derivatives bring in, and few people know by these names; Fréchet derivatives are told of too."""


def glossary(d: Derivative) -> list[str]:
    """A sentence for each rare function of an answer: `sylvester(A, B, C) is the X with A X + X B = C`."""
    known = {e.op for e in walk(d.function)}
    found = dict.fromkeys(e.op for e in walk(d.expr) if is_rare(e.op) and e.op not in known)
    if not found:
        return []
    return list(dict.fromkeys(map(told, found)))


def remarks(d: Derivative) -> list[str]:
    """What should be known of an answer besides its formula: how it was read, rare functions, what it rests on."""
    return [*d.notes, *glossary(d), *([f"holds where {'; '.join(d.conditions)}"] if d.conditions else [])]


def told(op: Op) -> str:
    """What a rare function is; one that is written as another with more arguments is told of by the words on that."""
    from matcalc.catalogue import entries

    known = {entry.op.name: entry for entry in entries()}
    if (entry := known.get(op.name)) is not None:
        return f"{entry.call} is {entry.about.partition(';')[0]}"
    entry = known[op.name.rpartition("_")[0]]
    return f"{entry.call} is {entry.about}"


def is_rare(op: Op) -> bool:
    """Whether few people know a function by its name."""
    return op.name in RARE or op.name.startswith("frechet_")
