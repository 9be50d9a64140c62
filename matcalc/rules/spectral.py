"""Eigenvalues, singular values and polar factors of special matrices."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.build import T, epow, eye, fn, mm, norm, num, scale, tr, zeros
from matcalc.expr import Expr
from matcalc.ops.hadamard import outer
from matcalc.ops.products import Pair
from matcalc.ops.reductions import TR
from matcalc.ops.spectral import LMAX, NUC, POLAR, SMAX, SPECTRA, spectrum
from matcalc.ops.term import join, split
from matcalc.ops.transposes import TRANSPOSE, plainer
from matcalc.properties import definite, positive, semidefinite
from matcalc.rules.engine import Rule, neighbours, on


def each(part: str, *inner: str) -> Callable[[Rule], Rule]:
    """Register an identity of one part of every spectrum."""
    def add(rule: Rule) -> Rule:
        for s in SPECTRA:
            on(getattr(s, part), *inner)(rule)
        return rule
    return add


def beside(left: str, right: str) -> Callable[[Pair], Pair]:
    """Register an identity of two neighbours in a product that belong to one spectrum, or a transpose and such."""
    def add(rule: Pair) -> Pair:
        for s in SPECTRA:
            neighbours(*(getattr(s, part).name if hasattr(s, part) else part for part in (left, right)))(rule)
        return rule
    return add


def _same(e: Expr, a: Expr) -> Expr:
    """The same operator of another matrix."""
    return e.op.build(a, data=e.data)


def _positive_part(a: Expr) -> tuple[Expr, Expr] | None:
    """A positive scalar and what it multiplies, of a multiple of a matrix."""
    c, powers, body = split(a)
    known = [(x, k) for x, k in powers if positive(x)]
    if body is None or (abs(c) == 1 and not known):
        return None
    return join(abs(c), known), join(1 if c > 0 else -1, [p for p in powers if p not in known], body)


# ---- eigenvalues
@on(LMAX)
def eigenvalue_of_scalar(e: Expr) -> Expr | None:
    """lmax(s) = s for scalar s"""
    return e.args[0] if e.args[0].is_scalar else None


@each("value", "term", "eye")
def eigenvalue_of_multiple(e: Expr) -> Expr | None:
    """lmax(2 A) = 2 lmax(A); lmax(eye(n)) = 1"""
    if e.args[0].op.name == "eye":
        return num(1)
    found = _positive_part(e.args[0])
    return scale(found[0], _same(e, found[1])) if found else None


@each("value")
def eigenvalue_of_transpose(e: Expr) -> Expr | None:
    """lmax(A') = lmax(A); eigval(A', 2) = eigval(A, 2)"""
    x = plainer(e.args[0])
    return None if x is None else _same(e, x)


@each("vector", "term")
def eigenvector_of_multiple(e: Expr) -> Expr | None:
    """evec_max(2 A) = evec_max(A)"""
    found = _positive_part(e.args[0])
    return _same(e, found[1]) if found else None


@beside("transpose", "vector")
def unit_length(a: Expr, b: Expr) -> Expr | None:
    """evec_max(A)' evec_max(A) = 1; eigvec(A, 2)' eigvec(A, 2) = 1"""
    return num(1) if a.args[0] is b else None


@beside("resolvent", "vector")
def eigenvector_vanishes(a: Expr, b: Expr) -> Expr | None:
    """u + resolvent_max(A) evec_max(A) = u"""
    return zeros(*b.shape) if (a.args, a.data) == (b.args, b.data) else None


@beside("transpose", "resolvent")
def left_eigenvector_vanishes(a: Expr, b: Expr) -> Expr | None:
    """u' + evec_max(S)' resolvent_max(S) = u' for symmetric S"""
    v = a.args[0]
    same = v.op is spectrum(b).vector and v.data == b.data and v.args[0] is T(b.args[0])
    return zeros(*a.shape) if same else None


@each("projector")
def projector_of_symmetric(e: Expr) -> Expr | None:
    """eproj_max(S) = evec_max(S) evec_max(S)' for symmetric S"""
    x = e.args[0]
    v = spectrum(e).vector.build(x, data=e.data)
    return mm(v, T(v)) if T(x) is x else None


@each("projector", "term")
def projector_of_multiple(e: Expr) -> Expr | None:
    """eproj_max(2 A) = eproj_max(A)"""
    found = _positive_part(e.args[0])
    return _same(e, found[1]) if found else None


@each("resolvent", "term")
def resolvent_of_multiple(e: Expr) -> Expr | None:
    """resolvent_max(2 A) = (1/2) resolvent_max(A); resolvent(2 A, 2) = (1/2) resolvent(A, 2)"""
    found = _positive_part(e.args[0])
    return scale(epow(found[0], -1), _same(e, found[1])) if found else None


@on(TRANSPOSE, *(getattr(s, part).name for s in SPECTRA for part in ("projector", "resolvent")))
def transposed(e: Expr) -> Expr:
    """eproj_max(A)' = eproj_max(A'); resolvent_max(A)' = resolvent_max(A')"""
    x = e.args[0]
    return _same(x, T(x.args[0]))


@beside("projector", "projector")
def projector_twice(a: Expr, b: Expr) -> Expr | None:
    """eproj_max(A) eproj_max(A) = eproj_max(A)"""
    return a if a is b else None


@beside("projector", "resolvent")
def projected_resolvent(a: Expr, b: Expr) -> Expr | None:
    """B + eproj_max(A) resolvent_max(A) = B"""
    return zeros(*a.shape) if (a.args, a.data) == (b.args, b.data) else None


@beside("resolvent", "projector")
def resolvent_of_projector(a: Expr, b: Expr) -> Expr | None:
    """B + resolvent_max(A) eproj_max(A) = B"""
    return projected_resolvent(a, b)


@on(TR, *(s.projector.name for s in SPECTRA))
def trace_of_projector(e: Expr) -> Expr:
    """tr(eproj_max(A)) = 1"""
    return num(1)


# ---- singular values
@on(SMAX)
def singular_value_of_vector(e: Expr) -> Expr | None:
    """smax(u) = norm(u)"""
    return norm(e.args[0]) if "1" in e.args[0].shape else None


@on(SMAX, "matmul")
def singular_value_of_outer_product(e: Expr) -> Expr | None:
    """smax(u x') = norm(u) norm(x)"""
    return _lengths(e.args[0])


def _lengths(a: Expr) -> Expr | None:
    """‖u‖ ‖v‖, where a is u vᵀ."""
    sides = outer(a)
    return scale(*map(norm, sides)) if sides else None


@each("sigma")
def singular_value_of_semidefinite(e: Expr) -> Expr | None:
    """smax(S) = lmax(S) for psd S"""
    return spectrum(e).value.build(e.args[0], data=e.data) if semidefinite(e.args[0]) else None


@each("sigma", "term")
def singular_value_of_multiple(e: Expr) -> Expr | None:
    """smax(-2 A) = 2 smax(A)"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(fn("abs", join(c, powers)), _same(e, body))


@each("sigma")
def singular_value_of_transpose(e: Expr) -> Expr | None:
    """smax(X') = smax(X); sval(X', 2) = sval(X, 2)"""
    x = plainer(e.args[0])
    return None if x is None else _same(e, x)


@each("left")
def left_of_transpose(e: Expr) -> Expr | None:
    """lsv(X') = rsv(X); lsvec(X', 2) = rsvec(X, 2)"""
    x = plainer(e.args[0])
    return None if x is None else spectrum(e).right.build(x, data=e.data)


@each("right")
def right_of_transpose(e: Expr) -> Expr | None:
    """rsv(X') = lsv(X)"""
    x = plainer(e.args[0])
    return None if x is None else spectrum(e).left.build(x, data=e.data)


@beside("transpose", "left")
def left_unit_length(a: Expr, b: Expr) -> Expr | None:
    """lsv(X)' lsv(X) = 1"""
    return num(1) if a.args[0] is b else None


@beside("transpose", "right")
def right_unit_length(a: Expr, b: Expr) -> Expr | None:
    """rsv(X)' rsv(X) = 1"""
    return num(1) if a.args[0] is b else None


# ---- nuclear norms and polar factors
@on(NUC)
def nuclear_norm_of_vector(e: Expr) -> Expr | None:
    """‖u‖_* = norm(u)"""
    return norm(e.args[0]) if "1" in e.args[0].shape else None


@on(NUC, "matmul")
def nuclear_norm_of_outer_product(e: Expr) -> Expr | None:
    """‖u x'‖_* = norm(u) norm(x)"""
    return _lengths(e.args[0])


@on(NUC)
def nuclear_norm_of_semidefinite(e: Expr) -> Expr | None:
    """‖X' X‖_* = tr(X' X)"""
    return tr(e.args[0]) if semidefinite(e.args[0]) else None


@on(NUC, "term")
def nuclear_norm_of_multiple(e: Expr) -> Expr | None:
    """‖-2 A‖_* = 2 ‖A‖_*"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(fn("abs", join(c, powers)), fn("nuc", body))


@on(NUC)
def nuclear_norm_of_transpose(e: Expr) -> Expr | None:
    """‖X'‖_* = ‖X‖_*"""
    x = plainer(e.args[0])
    return None if x is None else fn("nuc", x)


@on(TRANSPOSE, "polar")
def transposed_factor(e: Expr) -> Expr:
    """polar(X)' = polar(X')"""
    return fn("polar", T(e.args[0].args[0]))


@neighbours("polar", "*")
def root_of_square(q: Expr, other: Expr) -> Expr | None:
    """polar(X) X' = X polar(X)'"""
    x = q.args[0]
    return mm(x, T(q)) if T(other) is x else None


@on(POLAR)
def factor_of_definite(e: Expr) -> Expr | None:
    """polar(S) = eye(n) for spd S"""
    return eye(e.rows) if definite(e.args[0]) else None


@on(POLAR)
def factor_of_vector(e: Expr) -> Expr | None:
    """polar(u) = u / norm(u)"""
    x = e.args[0]
    return scale(epow(norm(x), -1), x) if "1" in x.shape and not x.is_scalar else None


@on(POLAR, "term")
def factor_of_multiple(e: Expr) -> Expr | None:
    """polar(-2 A) = -polar(A)"""
    c, powers, body = split(e.args[0])
    sign = scale(num(1 if c > 0 else -1), *([fn("sign", join(1, powers))] if powers else []))
    return None if body is None else scale(sign, fn("polar", body))
