"""From an expression as written to its derivative: free variables first, what is assumed of them last."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc import forms, rules
from matcalc.build import normalize
from matcalc.expr import OPS, Expr, rebuild, walk
from matcalc.present import TEXT
from matcalc.rewrite import finish, simplify
from matcalc.rules.adjugates import without_adjugates
from matcalc.shape import Shape

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


def derive(f: Expr, x: Expr, kind: str, form: str = "auto", dx: Expr | None = None) -> Derived:
    """The derivative of an expression as written.

    kind  gradient (the shape of x), jacobian (d vec f / d vec xᵀ), hessian (that of vec of the gradient) or
          differential (df in terms of the change of x)
    form  auto, matrix, kronecker, svd or index
    dx    the symbol of the change of x, where that is not to be `dX`

    Raises NotDifferentiable, and NoSuchForm where the function has none of that kind.
    """
    moving = free(x)
    normal = normalize(substitute(f, {x: moving}))
    if kind == "differential":
        raw = forms.differential(normal, moving, dx)
        out = Derived(min(raw, simplify(raw), key=TEXT.cost))
    else:
        out = _by_form(normal, moving, kind, form)
    if moving is not x:
        out = out.map(lambda e: _assumed(e, {moving: x}, form))
    out.normal = _finished(without_adjugates(out.normal, normal), form)
    return out


def _assumed(e: Expr, by: dict[Expr, Expr], form: str) -> Expr:
    return simplify(renormal(e, by)) if form == "auto" else renormal(e, by)


def _finished(e: Expr, form: str) -> Expr:
    return finish(e) if form in ("auto", "matrix") else e


class NoSuchForm(Exception):
    """The derivative has no such form; the message says why."""


def _by_form(f: Expr, x: Expr, kind: str, form: str) -> Derived:
    if kind == "gradient":
        shortest, plain = forms.gradients(f, x)
        return Derived(shortest, also=[plain])
    if form in ("auto", "matrix") and kind == "hessian":
        return Derived(_matrix_only(forms.hessian(f, x), form))
    inner = forms.gradient(f, x) if kind == "hessian" else f
    if form == "kronecker":
        return Derived(forms.kronecker(inner, x))
    if form == "index":
        return Derived(_index(inner, x))
    if form == "svd":
        return _svd(inner, x)
    return Derived(_matrix_only(forms.jacobian(inner, x), form))


def _svd(f: Expr, x: Expr) -> Derived:
    if names := {e.data[0] for e in walk(f) if e.op.name == "sym"} & forms.svd.NAMES:
        meant = ", ".join(sorted(names))
        raise NoSuchForm(f"the SVD form gives {meant} a meaning of its own; give the symbol another name")
    found = forms.svd.jacobian(f, x, forms.jacobian)
    if found is None:
        raise NoSuchForm("there is no Hadamard product with a matrix on the way to the variable, so no SVD form")
    return Derived(*found)


def _index(f: Expr, x: Expr) -> Expr:
    try:
        return forms.index.jacobian(f, x)
    except forms.network.NotSeriesParallel:
        raise NoSuchForm("an operator here splits indices, so there is no index form; ask for kronecker") from None


def _matrix_only(e: Expr, form: str) -> Expr:
    """The answer, unless plain matrix notation is asked for and it needs Kronecker products or vec."""
    if form == "matrix" and any(node.op.name in ("kron", "vec", "commutation", "khatri_rao") for node in walk(e)):
        raise NoSuchForm("more than two indices are free here, which plain matrix notation does not hold; "
                         "ask for kronecker")
    return e
