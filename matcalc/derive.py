"""From an expression as written to its derivative: free variables first, what is assumed of them last."""
from __future__ import annotations

from collections.abc import Callable

from matcalc import forms, rules
from matcalc.build import T, add, eye, had, neg, normalize
from matcalc.expr import OPS, Expr, rebuild
from matcalc.rewrite import simplify
from matcalc.shape import Shape

IDENTITIES = rules.IDENTITIES
KEPT = ("positive", "nonnegative", "nonsingular")
"""Assumptions that hold of every entry or of the matrix as it is, and do not tie entries together."""

KINDS = ("gradient", "jacobian", "hessian")


def variable(name: str, shape: Shape, assume: tuple[str, ...]) -> Expr:
    """The symbol that is derived by."""
    return OPS["sym"](data=(name, shape, assume))


def free(x: Expr) -> Expr:
    """The variable without what ties its entries together: using X = Xᵀ before differentiating is wrong."""
    name, shape, assume = x.data
    return OPS["sym"](data=(name, shape, tuple(a for a in assume if a in KEPT)))


def substitute(e: Expr, by: dict[Expr, Expr]) -> Expr:
    """The expression as written with symbols replaced."""
    return rebuild(e, lambda node, args: by.get(node) or (node.op(*args, data=node.data) if args else node))


def renormal(e: Expr, by: dict[Expr, Expr]) -> Expr:
    """A normal expression with symbols replaced, normal again."""
    return rebuild(e, lambda node, args: by.get(node) or (node.op.build(*args, data=node.data) if args else node))


class Derived:
    """A derivative in normal form, and other normal forms of it that may be shorter once parts have names."""

    __slots__ = ("also", "normal")

    def __init__(self, normal: Expr, also: list[Expr]):
        self.normal, self.also = normal, also

    def map(self, by: Callable[[Expr], Expr]) -> Derived:
        return Derived(by(self.normal), [by(e) for e in self.also])


def derive(f: Expr, x: Expr, kind: str) -> Derived:
    """The derivative of an expression as written, in normal form and simplified.

    `kind` is gradient (the shape of x), jacobian (d vec f / d vec xᵀ) or hessian (of vec of the gradient).
    Raises calculus.linear.NotDifferentiable.
    """
    moving = free(x)
    normal = normalize(substitute(f, {x: moving}))
    how = {"gradient": forms.gradient, "jacobian": forms.jacobian, "hessian": forms.hessian}[kind]
    also = [forms.unsimplified(normal, moving)] if kind == "gradient" else []
    out = Derived(how(normal, moving), also)
    return out if moving is x else Derived(simplify(renormal(out.normal, {moving: x})), [renormal(e, {moving: x}) for e in also])


def by_entries(g: Expr, structure: str) -> Expr:
    """The derivative by the free entries of a structured variable, from the free gradient (Matrix Cookbook, ch. 2.8)."""
    identity = eye(g.rows)
    how = {"symmetric": lambda: add(g, T(g), neg(had(g, identity))), "diagonal": lambda: had(g, identity),
           "skew": lambda: add(g, neg(T(g)))}
    return simplify(how[structure]())
