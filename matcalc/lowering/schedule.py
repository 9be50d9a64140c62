"""The order in which names are computed: what takes little memory first, so that larger arrays can be let go of."""
from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from matcalc.expr import Expr, walk
from matcalc.lowering.binding import Program, letters, reserved
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


def scheduled(program: Program, sizes: Sizes, taken: AbstractSet[str]) -> Program:
    """The same program; results that hold what is used again after them get names themselves."""
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
