"""Derivatives in their shortest closed form: several ways are tried, the cheapest is kept."""
from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from itertools import chain, count

from matcalc import calculus
from matcalc.build import num, sym, vec
from matcalc.expr import Expr, walk
from matcalc.forms import network
from matcalc.present import CODE, TEXT
from matcalc.rewrite import simplify


def _as_is(e: Expr) -> Expr:
    return e


def _ways(derived: Callable[[Callable[[Expr], Expr]], Expr]) -> list[Expr]:
    """What is derived with a simplifier, simplified on the way; and as it comes, where there was anything to simplify.
    """
    came: list[Expr] = []
    left: list[Expr] = []

    def watched(e: Expr) -> Expr:
        came.append(e)
        left.append(simplify(e))
        return left[-1]

    along = derived(watched)
    if came == left:
        return [along]
    only_the_last = came[:-1] == left[:-1] and left[-1] is along
    return [along, came[-1] if only_the_last else derived(_as_is)]


def cheapest(options: Iterable[Expr], cost: Callable[[Expr], tuple[int, ...]] = CODE.worth) -> Expr:
    """The first of the expressions with the least cost."""
    first, *others = dict.fromkeys(options)
    return min((first, *others), key=cost) if others else first


def gradients(f: Expr, x: Expr) -> tuple[Expr, Expr]:
    """The gradient of a scalar, of the shape of x, and the same as the plain sum over all ways from f to x.

    The first is simplified on the way or at the end, whichever is shorter.
    """
    ways = _ways(lambda simplifier: calculus.gradient(f, [x], simplifier)[0])
    options, plain = [simplify(e) for e in ways], ways[-1]
    if x.is_scalar:
        options.append(simplify(calculus.differential(f, x, num(1))))
    return cheapest(options), plain


def gradient(f: Expr, x: Expr) -> Expr:
    """The gradient of a scalar in its shortest form."""
    return gradients(f, x)[0]


def jacobian(f: Expr, x: Expr) -> Expr:
    """d vec(f) / d vec(x)ᵀ: networks where they apply, else Kronecker products."""
    if x.is_scalar:
        ways = _ways(lambda simplifier: calculus.differential(f, x, num(1), simplifier))
        return cheapest(simplify(vec(e)) for e in ways)
    return simplify(calculus.jacobian(f, x, simplify, lambda e, found: by_network(e, x, found)))


def kronecker(f: Expr, x: Expr) -> Expr:
    """d vec(f) / d vec(x)ᵀ by Kronecker products and vec alone, each operator one factor."""
    return calculus.jacobian(f, x, _as_is)


def change(x: Expr, taken: Container[str]) -> Expr:
    """The symbol of a variable's change: dX for X, or another where that name is taken."""
    prefixes = chain(("d", "Δ", "δ"), ("d" * n for n in count(2)))
    return sym(next(name for prefix in prefixes if (name := prefix + x.data[0]) not in taken), x.shape)


def differential(f: Expr, x: Expr, dx: Expr | None = None, order: int = 1) -> Expr:
    """The differential of that order, dx the same in each: df, linear in the change of the variable, d²f …"""
    moved = dx or change(x, {e.data[0] for e in walk(f) if e.op.name == "sym"})
    return cheapest(reversed(_ways(lambda simplifier: _repeated(f, x, moved, order, simplifier))), TEXT.cost)


def _repeated(f: Expr, x: Expr, dx: Expr, order: int, simplifier: Callable[[Expr], Expr]) -> Expr:
    for _ in range(order):
        f = simplifier(calculus.differential(f, x, dx))
    return f


def hessian(f: Expr, x: Expr, y: Expr) -> Expr:
    """The Jacobian by y of the gradient by x, from the gradient as derived and as simplified."""
    return cheapest(jacobian(g, y) for g in dict.fromkeys(gradients(f, x)))


def product(f: Expr, x: Expr, v: Expr) -> Expr:
    """The Hessian of a scalar times a direction, of the shape of x: the change of the gradient, or the gradient of the
    change (Pearlmutter 1994)."""
    changes = [calculus.differential(g, x, v) for g in dict.fromkeys(gradients(f, x))]
    return cheapest([*map(simplify, changes), gradient(simplify(calculus.differential(f, x, v)), x)])


def by_network(e: Expr, x: Expr, found: dict[Expr, Expr]) -> Expr | None:
    """The Jacobian of a vector by a vector as a network, where that is shorter than the one found."""
    vectors = "1" in e.shape and "1" in x.shape and not e.is_scalar
    if not vectors or not any("1" not in a.shape for a in e.args if a in found):
        return None
    try:
        new = simplify(network.jacobian(e, x, found))
    except network.NotSeriesParallel:
        return None
    return new if CODE.worth(new) < CODE.worth(found[e]) else None
