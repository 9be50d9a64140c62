"""The order in which names are computed: what takes little memory first, so that larger arrays can be let go of."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial

from matcalc.expr import Expr, rebuild, walk
from matcalc.lowering.binding import Program, letters, reserved
from matcalc.lowering.puts import PUTS
from matcalc.lowering.work import Sizes
from matcalc.ops.leaves import SYM
from matcalc.present.naming import candidates


class _Item:
    """A binding, or a result, whose name is empty."""

    __slots__ = ("name", "needs", "takes", "value")

    def __init__(self, name: str, value: Expr, bound: Iterable[str], sizes: Sizes):
        self.name, self.value = name, value
        nodes = walk(value)
        self.needs = {e.data[0] for e in nodes if e.op is SYM} & set(bound)
        self.takes = sum(sizes.entries(e) for e in nodes if e.args and e.op.name != "transpose")


class _Parting:
    """Numbers that are made of an array stand by themselves, where what they are part of is made of something that
    could be put in the array's place: else both would have to be there.

    behind  the names that each binding is made of
    """

    __slots__ = ("behind", "bound", "out", "used")

    def __init__(self, program: Program, taken: AbstractSet[str]):
        self.bound = dict(program.bindings)
        self.used = {*taken, *self.bound, *reserved(program.roots)}
        self.behind: dict[str, set[str]] = {}
        for name, e in program.bindings:
            own = self._names(e)
            self.behind[name] = own.union(*(self.behind[n] for n in own))
        self.out: list[tuple[str, Expr]] = []

    def run(self, program: Program) -> Program:
        """The same program with those numbers bound."""
        for name, e in program.bindings:
            self.out.append((name, self._parted(e)))
        results = [self._parted(e) for e in program.results]
        return Program(self.out, results)

    def _parted(self, e: Expr) -> Expr:
        reads = self._names(e)
        before = reads.union(*(self.behind[n] for n in reads))
        for name in sorted(reads):
            after = {user for user in before if _replacing(name, self.bound[user])}
            part = self._early(name, e, {n for n in self.bound if n in after or after & self.behind[n]})
            if part is not None:
                e = rebuild(e, partial(_with, {part: self._named(part)}))
        return e

    def _early(self, name: str, e: Expr, late: AbstractSet[str]) -> Expr | None:
        """The largest number that is made of an array and of nothing late, where something is, or else stands in the
        expression, that could be put in the array's place before."""
        beside = _replacing(name, e)
        for n in reversed(walk(e)):
            if n.is_scalar and n.args and name in (found := self._names(n)) and not late & found:
                below = walk(n)
                if not any(w in below for w in beside) and (late or any(n not in walk(w) for w in beside)):
                    return n
        return None

    def _named(self, e: Expr) -> Expr:
        name = next(name for name in candidates(letters(e)) if name not in self.used)
        self.used.add(name)
        self.out.append((name, e))
        return SYM(data=(name, e.shape, ()))

    def _names(self, e: Expr) -> set[str]:
        return {n.data[0] for n in walk(e) if n.op is SYM} & self.bound.keys()


def _replacing(name: str, e: Expr) -> list[Expr]:
    """The work on an array in an expression, entry by entry, whose result could be put in the array's place."""
    return [n for n in walk(e) if n.op.name in PUTS and not n.is_scalar
            and any(a.op is SYM and a.data[0] == name and a.shape == n.shape for a in n.args)]


def _with(by: Mapping[Expr, Expr], e: Expr, args: tuple[Expr, ...]) -> Expr:
    return by.get(e) or (e.op(*args, data=e.data) if args else e)


def scheduled(program: Program, sizes: Sizes, taken: AbstractSet[str]) -> Program:
    """The same program; results that hold what is used again after them get names themselves."""
    program = _Parting(program, taken).run(program)
    bound = dict(program.bindings)
    left = [_Item(name, e, bound, sizes) for name, e in (*program.bindings, *(("", e) for e in program.results))]
    results = left[len(program.bindings):]
    order: list[_Item] = []
    done: set[str] = set()
    while left:
        ready = [item for item in left if item.needs <= done]
        readers = {name: sum(name in item.needs for item in left) for name in done}
        freed = {item: sum(sizes.entries(bound[name]) for name in item.needs if readers[name] == 1) for item in ready}
        best = min(ready, key=lambda item: item.takes - freed[item])
        left.remove(best)
        order.append(best)
        done.add(best.name)
    used = {*taken, *bound, *reserved(program.roots)}
    early: dict[_Item, Expr] = {}
    for i, item in enumerate(order):
        if not item.name and item.value.args and any(item.needs & later.needs for later in order[i + 1:]):
            item.name = next(name for name in candidates(letters(item.value)) if name not in used)
            used.add(item.name)
            early[item] = SYM(data=(item.name, item.value.shape, ()))
    return Program([(item.name, item.value) for item in order if item.name],
                   [early.get(item, item.value) for item in results])
