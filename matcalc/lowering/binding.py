"""Names for what is used more than once, in all results together: each is computed once, before it is used."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from matcalc import dims
from matcalc.expr import Expr, walk
from matcalc.ops.leaves import SYM
from matcalc.ops.products import MATMUL
from matcalc.present.naming import MATRICES, SCALARS, VECTORS, candidates
from matcalc.render import languages
from matcalc.render.overlays.shared import is_number
from matcalc.render.target import Target

RESERVED = frozenset({"I", "T", "np", "jnp", "jax", "scipy", "torch"})
"""Names that mean something in a target."""


class Program:
    """Straight-line array code: names for parts, in order of use, and the results."""

    __slots__ = ("bindings", "results")

    def __init__(self, bindings: list[tuple[str, Expr]], results: list[Expr]):
        self.bindings, self.results = bindings, results

    @property
    def roots(self) -> list[Expr]:
        """All expressions: what has a name, and the results."""
        return [*(e for _, e in self.bindings), *self.results]


def bound(roots: Sequence[Expr], taken: AbstractSet[str], target: str) -> Program:
    """The program for these results; `taken` are names that mean something already.

    Raises MatcalcError `unsupported` for what the target lacks.
    """
    nodes = list(walk(*roots))
    language = languages.target(target)
    uses = dict.fromkeys(nodes, 0)
    for e in nodes:
        for a, count in _uses(e, language):
            uses[a] += count
    for root in roots:
        uses[_upright(root)] += 1
    used = {*taken, *reserved(roots)}
    bindings: list[tuple[str, Expr]] = []
    done: dict[Expr, Expr] = {}
    for e in nodes:
        new = _put(e, [done[a] for a in e.args])
        if uses[e] > 1 and e.op.name not in CHEAP and not (e.is_scalar and is_number(e)):
            name = next(name for name in candidates(letters(e)) if name not in used)
            used.add(name)
            bindings.append((name, new))
            new = SYM(data=(name, e.shape, ()))
        done[e] = new
    return Program(bindings, [done[root] for root in roots])


def _put(e: Expr, args: list[Expr]) -> Expr:
    """The node with other arguments; of products from the left one."""
    if e.op is MATMUL and args[0].op is MATMUL:
        args[:1] = args[0].args
    return e.op(*args, data=e.data) if args else e


CHEAP = {"sym", "num", "dim", "const", "transpose"}
"""What is no dearer than its name: leaves, and views of other arrays."""


def reserved(roots: Iterable[Expr]) -> set[str]:
    """Names that mean something in an expression, or in a target."""
    nodes = walk(*roots)
    return {*RESERVED, *(name for e in nodes for d in e.shape for name in dims.names(d)),
            *(e.data[0] for e in nodes if e.op is SYM)}


def letters(e: Expr) -> str:
    """Those that a part of this shape is named by."""
    return SCALARS if e.is_scalar else VECTORS if "1" in e.shape else MATRICES


def _upright(e: Expr) -> Expr:
    return e.args[0] if e.op.name == "transpose" else e


def _uses(e: Expr, language: Target) -> Iterator[tuple[Expr, int]]:
    """What a node uses and how often it is written; a transpose stands for what it is the transpose of."""
    if e.op.name == "transpose" or e.op.name in language.leaves:
        return
    notation = language.notation(e)
    for i, a in enumerate(e.args):
        written = 1 if notation.join is not None else sum(
            not isinstance(p, str) and p[0] == str(i) for p in notation.pieces(scalar=e.is_scalar))
        yield _upright(a), max(1, written)
