"""Differentials and Jacobians: changes move up from the variable, each shared node visited once."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.build import T, add, eye, mm, num, scale, size, vec, zeros
from matcalc.calculus.linear import dependent, push, slot
from matcalc.calculus.reverse import Simplifier, gradient
from matcalc.expr import Expr


def differential(f: Expr, x: Expr, dx: Expr, simplify: Simplifier = lambda e: e) -> Expr:
    """df when x changes by dx, linear in dx, of the shape of f. Raises NotDifferentiable."""
    changes: dict[Expr, Expr] = {x: dx}
    for e in dependent(f, x):
        if e is not x:
            moved = [push(e, i, changes[a]) for i, a in enumerate(e.args) if a in changes]
            changes[e] = simplify(add(*moved))
    return changes[f] if f in changes else zeros(*f.shape)


Alternative = Callable[[Expr, dict[Expr, Expr]], Expr | None]


def jacobian(f: Expr, x: Expr, simplify: Simplifier, choose: Alternative = lambda e, found: None) -> Expr:
    """d vec(f) / d vec(x)ᵀ, column-major (Magnus & Neudecker, ch. 9): one matrix a node.

    `choose` may give another form for a node, from those of the nodes below it. Raises NotDifferentiable.
    """
    found: dict[Expr, Expr] = {x: eye(size(x))}
    for e in dependent(f, x):
        if e is not x:
            found[e] = simplify(_node(e, x, found, simplify))
            better = choose(e, found)
            if better is not None:
                found[e] = better
    return found[f] if f in found else zeros(size(f), size(x))


def _node(e: Expr, x: Expr, found: dict[Expr, Expr], simplify: Simplifier) -> Expr:
    if x.is_scalar:
        return vec(differential(e, x, num(1), simplify))
    if e.is_scalar:
        (g,) = gradient(e, [x], simplify)
        return T(vec(g))
    return add(*(_compose(matrix(e, i), found[a]) for i, a in enumerate(e.args) if a in found))


def _compose(outside: Expr, inside: Expr) -> Expr:
    return scale(outside, inside) if outside.is_scalar or inside.is_scalar else mm(outside, inside)


def matrix(e: Expr, i: int) -> Expr:
    """M with vec(de) = M vec(da) when argument i changes by da. Raises NotDifferentiable."""
    if e.op.matrix is not None and e.op.linear(e, i):
        return e.op.matrix(e, i)
    hole = slot(e.args[i].shape)
    return jacobian(push(e, i, hole), hole, lambda m: m)
