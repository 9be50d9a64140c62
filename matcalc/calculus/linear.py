"""The change of one node when one argument changes, forward and transposed: what both modes are made of."""
from __future__ import annotations

from matcalc.build import T, add, num, scale
from matcalc.expr import OPS, Expr, walk
from matcalc.shape import Shape


class NotDifferentiable(Exception):
    """An operator that has no calculus rule; `op` names it."""

    def __init__(self, op: str):
        super().__init__(f"no derivative is known for {op}")
        self.op = op


def slot(shape: Shape) -> Expr:
    """The symbol that stands for a change of this shape; no name that a user can write."""
    return OPS["sym"](data=("\N{MIDDLE DOT}", shape, ()))


def dependent(f: Expr, *xs: Expr) -> list[Expr]:
    """The nodes of f that depend on a variable, arguments first."""
    found: dict[Expr, None] = {}
    for e in walk(f):
        if e in xs or any(a in found for a in e.args):
            found[e] = None
    return list(found)


def upright(e: Expr) -> Expr:
    """Of a node and its transpose the one that stands for both; the node, where its transpose is a multiple."""
    if e.is_scalar or e.op.name == "term":
        return e
    flipped = T(e)
    if flipped.op.name == "term":
        return e
    return flipped if flipped.key < e.key and T(flipped) is e else e


def dependent_upright(f: Expr, *xs: Expr) -> list[Expr]:
    """The nodes of f that depend on a variable, arguments first, a node and its transpose as one."""
    order: list[Expr] = []
    depends: dict[Expr, bool] = dict.fromkeys(xs, True)
    stack = [(upright(f), False)]
    while stack:
        e, done = stack.pop()
        if done:
            depends[e] = e in xs or any(depends[upright(a)] for a in e.args)
            if depends[e]:
                order.append(e)
        elif e not in depends or (e in xs and e not in order):
            depends.setdefault(e, False)
            stack.append((e, True))
            stack.extend((upright(a), False) for a in reversed(e.args) if e not in xs)
    return order


def push(e: Expr, i: int, da: Expr) -> Expr:
    """The change of e when argument i changes by da. Raises NotDifferentiable."""
    if e.op.differential is not None:
        change = e.op.differential(e, i, da)
        if change is None:
            raise NotDifferentiable(e.op.name)
        return change
    if not e.op.linear(e, i):
        raise NotDifferentiable(e.op.name)
    return e.op.build(*e.args[:i], da, *e.args[i + 1:], data=e.data)


def pull(e: Expr, i: int, g: Expr) -> Expr:
    """The cotangent of argument i, given that of e. Raises NotDifferentiable."""
    if e.op.transpose is not None and e.op.linear(e, i):
        return e.op.transpose(e, i, g)
    if e.is_scalar and e.args[i].is_scalar:
        return scale(push(e, i, num(1)), g)
    hole = slot(e.args[i].shape)
    return pull_through(push(e, i, hole), hole, g)


def pull_through(f: Expr, x: Expr, g: Expr) -> Expr:
    """The cotangent of x, where f is linear in it."""
    cotangents: dict[Expr, list[Expr]] = {f: [g]}
    order = dependent(f, x)
    inside = set(order)
    for e in reversed(order):
        if e is x:
            break
        total = add(*cotangents.pop(e))
        for i, a in enumerate(e.args):
            if a in inside:
                cotangents.setdefault(a, []).append(pull(e, i, total))
    return add(*cotangents[x]) if x in cotangents else _nothing(x)


def _nothing(x: Expr) -> Expr:
    return OPS["zeros"](data=x.shape) if not x.is_scalar else OPS["num"](data=0)
