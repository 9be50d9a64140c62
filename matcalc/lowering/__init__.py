"""From closed forms to array operations in order: what a careful engineer would write, as data for every language."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcalc.expr import Expr
from matcalc.lowering import functions, scalars, stable, structure
from matcalc.lowering.arrange import arranged
from matcalc.lowering.asrows import as_rows
from matcalc.lowering.binding import Program, bound
from matcalc.lowering.blocks import in_blocks
from matcalc.lowering.buffers import in_place
from matcalc.lowering.engine import RULES, Lowering
from matcalc.lowering.spelled import spelled
from matcalc.lowering.twins import twinned
from matcalc.lowering.unbuffered import unbuffered
from matcalc.lowering.work import Sizes
from matcalc.present import Answer, code

__all__ = ["RULES", "Program", "functions", "in_place", "lowered", "scalars", "stable", "structure", "unbuffered"]


def lowered(answers: Sequence[Answer], target: str, sizes: Mapping[str, int] | None = None,
            given: Sequence[Expr] = (), taken: Iterable[str] = ()) -> Program:
    """The program that computes several answers together, in operations that the target has.

    sizes  of dimensions by name; those left out are assumed
    given  functions that are defined where the answers are: what they invert is invertible
    taken  names that parts may not have, beside those of symbols and sizes
    """
    roots = [a.whole for a in answers]
    if any(a.decomposed is not None for a in answers):
        return Program([], [code(e) for e in roots])
    lowering = Lowering((*roots, *given))
    parts = spelled(twinned(lowering(roots, in_blocks), lowering), lowering, target)
    known = Sizes(sizes)
    return bound(as_rows(arranged(parts, lowering, known, target), target, known), frozenset(taken), target)
