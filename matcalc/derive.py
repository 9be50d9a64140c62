"""From an expression as written to its derivative: free variables first, what is assumed of them last."""
from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from matcalc import forms, rules
from matcalc.build import T, normalize
from matcalc.expr import OPS, Expr, rebuild, walk
from matcalc.rewrite import finish, simplify
from matcalc.rules.adjugates import without_adjugates
from matcalc.shape import Shape
from matcalc.sharing import shared

IDENTITIES = rules.IDENTITIES
KEPT = ("positive", "nonnegative", "nonsingular")
"""Assumptions that hold of every entry or of the matrix as it is, and do not tie entries together."""

Definitions = Sequence[tuple[str, Expr]]


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
    """A derivative in normal form.

    normal  the answer, which may use the names in `where`
    also    other normal forms of it, that may be shorter once parts have names
    """

    __slots__ = ("also", "normal", "where")

    def __init__(self, normal: Expr, where: Definitions = (), also: Sequence[Expr] = ()):
        self.normal, self.where, self.also = normal, list(where), list(also)

    def map(self, by: Callable[[Expr], Expr]) -> Derived:
        """Each normal expression replaced by a function of it."""
        return Derived(by(self.normal), [(name, by(e)) for name, e in self.where], [by(e) for e in self.also])

    @property
    def turned(self) -> Derived:
        """The transpose; what the names stand for stays."""
        return Derived(T(self.normal), self.where, [T(e) for e in self.also])


def derive(f: Expr, levels: Sequence[Expr], kind: str, form: str = "auto", along: Expr | None = None,
           taken: Collection[str] = ()) -> Derived:
    """The derivative of an expression as written by the symbols `levels`, one for each order.

    kind   gradient or vjp (the shape of x), jacobian (d vec f / d vec xᵀ), hessian and derivative (of second and of
           higher order: the Jacobian of vec of that of the order before, which for a scalar begins with the gradient),
           differential (of that order, in the change of x), jvp (the change of f in a direction) or hvp (that of its
           gradient or Jacobian)
    form   auto, matrix, kronecker, svd or index
    along  the direction, as written, of jvp and hvp, and the symbol of the change of x of a differential
    taken  names that mean something already

    Raises NotDifferentiable, and NoSuchForm where the function has none of that kind.
    """
    moving = {x: free(x) for x in levels}
    by = {y: x for x, y in moving.items() if x is not y}
    normal = normalize(substitute(f, moving) if by else f)
    xs = [moving[x] for x in levels]
    if kind in CHANGES:
        assert along is not None
        out = Derived(CHANGES[kind](normal, xs, normalize(along)))
    elif kind in ("gradient", "vjp") and forms.partial.is_long(normal, xs[0]):
        out = Derived(*forms.partial.gradient(normal, xs[0], taken))
    elif kind in ("gradient", "vjp"):
        shortest, plain = forms.gradients(normal, xs[0])
        out = Derived(shortest, also=[plain])
    else:
        out = _array(normal, xs, form)
    if by:
        also = [renormal(e, by) for e in out.also]
        out = out.map(lambda e: _assumed(e, by, form))
        out.also = also
    out.normal = _finished(without_adjugates(out.normal, normal), form)
    return out


def _change_of_derivative(f: Expr, xs: list[Expr], v: Expr) -> Expr:
    x = xs[0]
    if f.is_scalar:
        return forms.product(f, x, v)
    return simplify(forms.differential(forms.jacobian(f, x), x, v))


CHANGES: dict[str, Callable[[Expr, list[Expr], Expr], Expr]] = {
    "differential": lambda f, xs, dx: forms.differential(f, xs[0], dx, len(xs)),
    "jvp": lambda f, xs, v: simplify(forms.differential(f, xs[0], v)),
    "hvp": _change_of_derivative,
}
"""Derivatives that are linear in a direction: from a normal function, the variables and the direction."""


def _assumed(e: Expr, by: dict[Expr, Expr], form: str) -> Expr:
    return simplify(renormal(e, by)) if form == "auto" else renormal(e, by)


def _finished(e: Expr, form: str) -> Expr:
    return shared(finish(e)) if form in ("auto", "matrix") else e


class NoSuchForm(Exception):
    """The derivative has no such form; the message says why, and perhaps there is another one instead."""

    def __init__(self, message: str, instead: str = ""):
        super().__init__(message)
        self.instead = instead


def _array(f: Expr, xs: list[Expr], form: str) -> Derived:
    """The Jacobian of vec of the Jacobian of …; that of a scalar begins with the gradient.

    From the third order on the Kronecker form is simplified on the way: no person reads it otherwise.
    """
    if form == "index":
        return Derived(_index(f, xs))
    *before, x = xs
    if form == "svd":
        return _svd(_nested(f, before, forms.jacobian), x)
    if form == "kronecker" and len(xs) <= 2:
        return Derived(forms.kronecker(_nested(f, before, forms.kronecker), x))
    if f.is_scalar and before:
        f, xs = forms.hessian(f, *xs[:2]), xs[2:]
    for y in xs:
        f = forms.jacobian(f, y)
    return Derived(_matrix_only(f, form))


def _nested(f: Expr, xs: list[Expr], jacobian: Callable[[Expr, Expr], Expr]) -> Expr:
    """What is left to be derived by the last variable: the derivative by those before it."""
    if f.is_scalar and xs:
        f, xs = forms.gradient(f, xs[0]), xs[1:]
    for x in xs:
        f = jacobian(f, x)
    return f


def _svd(f: Expr, x: Expr) -> Derived:
    if names := {e.data[0] for e in walk(f) if e.op.name == "sym"} & forms.svd.NAMES:
        meant = ", ".join(sorted(names))
        raise NoSuchForm(f"the SVD form gives {meant} a meaning of its own; give the symbol another name")
    found = forms.svd.jacobian(f, x, forms.jacobian)
    if found is None:
        raise NoSuchForm("there is no Hadamard product that all of the variable goes through, so no SVD form", "auto")
    return Derived(*found)


def _index(f: Expr, xs: list[Expr]) -> Expr:
    if f.is_scalar and len(xs) > 1:
        f, xs = forms.gradient(f, xs[0]), xs[1:]
    if len(xs) > 1 and xs[-1].is_scalar and not all(e.is_scalar for e in (f, *xs)):
        raise NoSuchForm("the letters of an einsum do not tell the shape of this array", "kronecker")
    try:
        return forms.index.derivative(f, xs)
    except forms.network.NotSeriesParallel:
        raise NoSuchForm("an operator here splits indices, so there is no index form", "kronecker") from None


def _matrix_only(e: Expr, form: str) -> Expr:
    """The answer, unless plain matrix notation is asked for and it needs Kronecker products or vec."""
    if form == "matrix" and any(node.op.name in ("kron", "vec", "commutation", "khatri_rao") for node in walk(e)):
        raise NoSuchForm("more than two indices are free here, which plain matrix notation does not hold",
                         "kronecker")
    return e
