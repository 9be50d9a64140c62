"""From lowered nodes to operations in order: products by their work, systems by what is asked of each matrix."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcalc.expr import OPS, Expr, walk
from matcalc.lowering import work
from matcalc.lowering.chains import Chains
from matcalc.lowering.engine import Lowering
from matcalc.lowering.pieces import SUMS, Run
from matcalc.lowering.scalars import flip
from matcalc.lowering.systems import Modes, Systems
from matcalc.lowering.work import Sizes
from matcalc.ops.arrays import SPREAD_MUL

ROUNDS = 4
"""So often the treatment of systems is settled again."""


def arranged(roots: Sequence[Expr], lowering: Lowering, sizes: Sizes, target: str) -> list[Expr]:
    """The cheapest of several programs: sums multiplied out or not, runs of factors shared or not."""
    found: list[list[Expr]] = []
    for lazy in (False, True):
        one, counts = _settled(roots, lowering, sizes, target, {}, lazy=lazy)
        found.append(one)
        if counts:
            found.append(_settled(roots, lowering, sizes, target, counts, lazy=lazy)[0])
    return min(found, key=lambda program: work.work(program, sizes))


def _settled(roots: Sequence[Expr], lowering: Lowering, sizes: Sizes, target: str, counts: Mapping[Run, int],
             *, lazy: bool) -> tuple[list[Expr], dict[Run, int]]:
    """A program in which each system is treated as it is best, and the runs of factors in several of its products."""
    modes: Modes = {}
    before: list[Expr] = []
    for _ in range(ROUNDS):
        arranging = _Arranging(Chains(Systems(lowering, sizes, target, modes), counts, {*walk(*before)}, lazy=lazy))
        out = arranging.run(roots)
        new = arranging.chains.systems.settled(out)
        if {a: mode for a, mode in new.items() if mode != "solve"} == modes and out == before:
            break
        modes = {a: mode for a, mode in {**modes, **new}.items() if mode != "solve"}
        before = out
    return out, arranging.chains.counted()


class _Arranging:
    """One pass: of each node the array, and the factors that it is as part of a product."""

    __slots__ = ("arrays", "chains", "factors")

    def __init__(self, chains: Chains):
        self.chains = chains
        self.arrays: dict[Expr, Expr] = {}
        self.factors: dict[Expr, Expr] = {}

    def run(self, roots: Sequence[Expr]) -> list[Expr]:
        """The arrays of nodes."""
        wanted = {*roots, *(a for e in walk(*roots) if e.op.name != "tr" for a in e.args)}
        for e in walk(*roots):
            how = ARRANGE.get(e.op.name)
            if e.op.name == "matmul" and e not in wanted:
                self.factors[e] = OPS["matmul"](*self.flat(e))
                continue
            array = how(e, self) if how is not None else self.plain(e)
            factor = self._factor(e, array)
            self.arrays[e], self.factors[e] = array, factor
            for new in (array, factor):
                self.chains.systems.lowering.keep(new, e)
            if factor is not array:
                self.chains.arrays[factor] = array
        return [self.arrays[e] for e in roots]

    def plain(self, e: Expr) -> Expr:
        """The node of the arrays of its arguments."""
        return e.op(*(self.arrays[a] for a in e.args), data=e.data) if e.args else e

    def _factor(self, e: Expr, array: Expr) -> Expr:
        """A node whose parts products may still put in order."""
        name = e.op.name
        if name in ("inv", "diag"):
            return e.op(self.arrays[e.args[0]])
        if name == "transpose":
            return flip(self.factors[e.args[0]]) if e.args[0].op.name in ("inv", *SUMS) else array
        if name in ("matmul", *SUMS, "neg", "scale", "div") and not e.is_scalar:
            return e.op(*(self.factors[a] for a in e.args), data=e.data)
        return array

    def flat(self, e: Expr) -> Run:
        """The factors of a product."""
        return tuple([self.factors[a] for a in e.args])


def _matmul(e: Expr, arranging: _Arranging) -> Expr:
    return arranging.chains.product(arranging.flat(e))


def _trace(e: Expr, arranging: _Arranging) -> Expr:
    a = e.args[0]
    return arranging.chains.trace(arranging.flat(a)) if a.op.name == "matmul" else arranging.plain(e)


def _inverse(e: Expr, arranging: _Arranging) -> Expr:
    return arranging.chains.systems.inverse(arranging.arrays[e.args[0]])


def _logdet(e: Expr, arranging: _Arranging) -> Expr:
    return arranging.chains.systems.logdet(arranging.arrays[e.args[0]])


def _transpose(e: Expr, arranging: _Arranging) -> Expr:
    """Of an inverse of a symmetric matrix itself."""
    a = e.args[0]
    out = arranging.arrays[a]
    systems = arranging.chains.systems
    return out if a.op.name == "inv" and systems.lowering.symmetric(a.args[0]) else flip(out)


def _multiple(e: Expr, arranging: _Arranging) -> Expr:
    """s (x y') as (s x) y', the scalar where the fewest entries are."""
    i = int(e.op.name == "scale")
    body = arranging.arrays[e.args[i]]
    if e.is_scalar or body.op is not SPREAD_MUL or body.shape in (a.shape for a in body.args):
        return arranging.plain(e)
    small = min(body.args, key=arranging.chains.sizes.entries)
    new = e.op(*(small if j == i else arranging.arrays[a] for j, a in enumerate(e.args)))
    return SPREAD_MUL(*(new if a is small else a for a in body.args))


ARRANGE: dict[str, Callable[[Expr, _Arranging], Expr]] = {
    **dict.fromkeys(("scale", "div", "neg"), _multiple),
    "matmul": _matmul, "tr": _trace, "inv": _inverse, "logdet": _logdet, "transpose": _transpose,
}
"""By operator; others take the arrays of their arguments."""
