"""Derivatives by a variable that moves in a set of structured matrices, made of the free ones."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from matcalc.build import (
    T,
    add,
    commutation,
    diag,
    duplication,
    elimination,
    eye,
    fn,
    had,
    kron,
    mm,
    neg,
    num,
    ones,
    scale,
    size,
    sub,
    sym,
    symmetrizer,
    vec,
    vech,
)
from matcalc.derive import Derived, NoSuchForm, renormal
from matcalc.diagnostics import MatcalcError, did_you_mean
from matcalc.expr import Expr
from matcalc.ops.term import join, split
from matcalc.present import TEXT
from matcalc.properties import IMPLIES
from matcalc.rewrite import simplify
from matcalc.shape import show

HALF = num(Fraction(1, 2))


class Restriction:
    """What becomes of free derivatives on one set of matrices.

    gradient  (g, x) -> the derivative of a scalar, from the free gradient
    matrix    x -> M with J M for the Jacobian J, and Mᵀ H M for the Hessian H; None where a gradient alone is defined
    flat      whether the set is a linear space, in which second derivatives need no curvature
    """

    __slots__ = ("flat", "gradient", "matrix")

    def __init__(self, gradient: Callable[[Expr, Expr], Expr], matrix: Callable[[Expr], Expr] | None = None,
                 flat: bool = True):
        self.gradient, self.matrix, self.flat = gradient, matrix, flat


def _mask(name: str) -> Restriction:
    """The entries of a triangle are free, the others 0."""
    return Restriction(lambda g, x: fn(name, g), lambda x: diag(vec(fn(name, ones(*x.shape)))))


_TRIANGLES = {"upper_triangular": _mask("triu"), "lower_triangular": _mask("tril")}
_DIAGONAL = Restriction(lambda g, x: had(g, eye(g.rows)), lambda x: diag(vec(eye(x.rows))))


def _commuted(x: Expr) -> Expr:
    """(Xᵀ ⊗ X) K: the matrix of C -> X Cᵀ X."""
    return mm(kron(T(x), x), commutation(*x.shape))


ENTRIES = {
    "symmetric": Restriction(lambda g, x: add(g, T(g), neg(had(g, eye(g.rows)))),
                             lambda x: mm(duplication(x.rows), T(duplication(x.rows)))),
    "diagonal": _DIAGONAL,
    "skew": Restriction(lambda g, x: sub(g, T(g)), lambda x: sub(eye(commutation(*x.shape).rows),
                                                                 commutation(*x.shape))),
    **_TRIANGLES,
}
"""By the free entries: what is tied to an entry moves with it (Matrix Cookbook, ch. 2.8)."""

TANGENT = {
    "symmetric": Restriction(lambda g, x: scale(HALF, add(g, T(g))), lambda x: symmetrizer(x.rows)),
    "diagonal": _DIAGONAL,
    "skew": Restriction(lambda g, x: scale(HALF, sub(g, T(g))),
                        lambda x: sub(eye(symmetrizer(x.rows).rows), symmetrizer(x.rows))),
    "orthogonal": Restriction(lambda g, x: scale(HALF, sub(g, mm(x, T(g), x))),
                              lambda x: scale(HALF, sub(eye(_commuted(x).rows), _commuted(x))), flat=False),
    **_TRIANGLES,
}
"""In the tangent space, Frobenius metric: the free ones, projected (Absil, Mahony & Sepulchre, ch. 3)."""

VECH = {
    "symmetric": Restriction(lambda g, x: mm(T(duplication(x.rows)), vec(g)), lambda x: duplication(x.rows)),
    "lower_triangular": Restriction(lambda g, x: vech(g), lambda x: T(elimination(x.rows))),
}
"""By vech X, a column (Magnus & Neudecker, ch. 3.8 and 10.8)."""

AFFINE = {"spd": Restriction(lambda g, x: scale(HALF, mm(x, add(g, T(g)), x)))}
"""The gradient in the metric tr(X⁻¹ H X⁻¹ K) of positive definite matrices (Bhatia, ch. 6)."""

CANONICAL = {"orthogonal": Restriction(lambda g, x: sub(g, mm(x, T(g), x)))}
"""The gradient in the canonical metric of the Stiefel manifold (Edelman, Arias & Smith 1998, eq. 2.53)."""

MANNERS: dict[str, dict[str, Restriction]] = {
    "entries": ENTRIES, "tangent": TANGENT, "vech": VECH, "affine-invariant": AFFINE, "canonical": CANONICAL}
WORDS = {"entries": "by the free entries of {0} {1}", "tangent": "in the tangent space of {0} {1}, Frobenius metric",
         "vech": "by vech({1}) of {0} {1}", "affine-invariant": "on {0} {1}, affine-invariant metric",
         "canonical": "on {0} {1}, canonical metric"}
"""What is asked for, by its name on the command line."""

STRUCTURES = ("diagonal", "orthogonal", "spd", "psd", "symmetric", "skew", "upper_triangular", "lower_triangular")
"""The assumptions that make a set that a variable moves in."""
LINEAR = frozenset(ENTRIES)


def restricted(d: Derived, f: Expr, levels: Sequence[Expr], structure: str, manner: str, kind: str, form: str,
               dx: Expr) -> Derived:
    """The derivative of f on the set of matrices of a structure, in which the variable moves. Raises NoSuchForm."""
    x, how = levels[0], MANNERS[manner][structure]
    if any(y is not x for y in levels) or kind not in ("gradient", "vjp", "differential", "jacobian", "hessian"):
        raise NoSuchForm("on a set of structured matrices there are gradients, Jacobians and Hessians by one variable, "
                         "and differentials")
    if kind == "differential":
        return _along(d, structure, manner, dx, len(levels))
    if kind in ("gradient", "vjp"):
        return Derived(simplify(how.gradient(d.normal, x)), d.where)
    if how.matrix is None:
        raise NoSuchForm(f"the {manner} metric makes a gradient of a scalar, and no {kind}")
    if form not in ("auto", "kronecker"):
        raise NoSuchForm(f"on a set of structured matrices there is no {form} form of a {kind}")
    if kind == "hessian" and not how.flat:
        raise NoSuchForm(f"the set of {structure} matrices is curved, and has no Hessian here")
    m = how.matrix(x)
    left = kron(T(m), eye(size(f))) if kind == "hessian" else eye(d.normal.rows)
    whole = mm(left, d.normal, m)
    if form != "auto":
        return Derived(whole)
    return Derived(min(simplify(whole), simplify(_multiplied_out(whole)), key=TEXT.cost))


def _multiplied_out(e: Expr) -> Expr:
    """A product with a sum among its factors as a sum of products, which the matrices at the ends may make shorter."""
    c, powers, body = split(e)
    factors = list(body.args) if body is not None and body.op.name == "matmul" else []
    at = next((i for i, a in enumerate(factors) if a.op.name == "add"), None)
    if at is None:
        return e
    products = (mm(*factors[:at], t, *factors[at + 1:]) for t in factors[at].args)
    return scale(join(c, powers), add(*products))


def _along(d: Derived, structure: str, manner: str, dx: Expr, order: int) -> Derived:
    """The differential, the change of the variable being in the tangent space."""
    if manner not in ("entries", "tangent"):
        raise NoSuchForm("a differential knows no coordinates and no metric; ask for tangent")
    if structure not in LINEAR:
        if order > 1:
            raise NoSuchForm(f"the set of {structure} matrices is curved, and has no second differential here")
        return d
    change = sym(dx.data[0], dx.shape, (structure,))
    return d.map(lambda e: simplify(renormal(e, {dx: change})))


def asked(structured: str | bool, x: Expr) -> tuple[str | None, str]:
    """The structure of the set a variable moves in, None where it is free, and how derivatives by it are meant.

    Raises MatcalcError `usage` for words that mean nothing, `unsupported` for a set without a rule.
    """
    if not structured:
        return None, "entries"
    name, shape, assume = x.data
    manner = str(structured) if structured in MANNERS else "entries"
    if structured is not True and structured not in MANNERS and structured not in STRUCTURES:
        raise MatcalcError("usage", f"there is no structure {structured!r}",
                           hint=did_you_mean(str(structured), [*MANNERS, *STRUCTURES]))
    words = {str(structured)} if structured in STRUCTURES else set(assume)
    if x.rows != x.cols or x.is_scalar:
        raise MatcalcError("usage", f"--structured is about square matrices, and {name} is {show(shape)}",
                           hint="leave it out")
    if not words & set(STRUCTURES):
        raise MatcalcError("usage", f"nothing is assumed of {name} that ties its entries together",
                           hint=f'assume it: --assume "{name}: symmetric"')
    return _structure(words, manner, name), manner


def _structure(words: set[str], manner: str, name: str) -> str:
    """The row of the manner's table for what is assumed. Raises MatcalcError `unsupported`."""
    said = [word for word in STRUCTURES if word in words]
    if {"upper_triangular", "lower_triangular"} <= words:
        said = ["diagonal", *said]
    first, *more = said
    implied = {*IMPLIES.get(first, ()), *(("spd", "psd") if first == "diagonal" else ())}
    left = [word for word in (*more, *({"idempotent"} & words)) if word not in implied]
    rows = (first, "symmetric") if first in ("spd", "psd") else (first,)
    found = None if left else next((row for row in rows if row in MANNERS[manner]), None)
    if found is None:
        which = " and ".join([first, *left])
        raise MatcalcError("unsupported", f"there is no rule for derivatives by {manner} of {which} matrices",
                           hint=f"{manner} is for {name} " + " or ".join(MANNERS[manner]))
    return found


def told(structure: str, manner: str, name: str) -> str:
    """The set and the manner in words."""
    return WORDS[manner].format(structure.replace("_", " "), name)
