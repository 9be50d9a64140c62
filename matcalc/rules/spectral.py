"""Eigenvalues, singular values and polar factors of special matrices."""
from __future__ import annotations

from matcalc.build import T, epow, eye, fn, mm, norm, num, scale, tr, zeros
from matcalc.expr import Expr
from matcalc.ops.hadamard import outer
from matcalc.ops.reductions import TR
from matcalc.ops.spectral import EPROJ_MAX, EVEC_MAX, LMAX, LSV, NUC, POLAR, RESOLVENT_MAX, RSV, SMAX
from matcalc.ops.term import join, split
from matcalc.ops.transposes import TRANSPOSE
from matcalc.properties import definite, positive, semidefinite
from matcalc.rules.engine import neighbours, on


def _positive_part(a: Expr) -> tuple[Expr, Expr] | None:
    """A positive scalar and what it multiplies, of a multiple of a matrix."""
    c, powers, body = split(a)
    known = [(x, k) for x, k in powers if positive(x)]
    if body is None or (abs(c) == 1 and not known):
        return None
    return join(abs(c), known), join(1 if c > 0 else -1, [p for p in powers if p not in known], body)


def _of_transpose(e: Expr) -> Expr | None:
    """The transpose of the argument, where it stands for both."""
    x = T(e.args[0])
    return x if x.op.name != "term" and x.key < e.args[0].key else None


# ---- eigenvalues
@on(LMAX)
def eigenvalue_of_scalar(e: Expr) -> Expr | None:
    """lmax(s) = s for scalar s"""
    return e.args[0] if e.args[0].is_scalar else None


@on(LMAX, "term", "eye")
def eigenvalue_of_multiple(e: Expr) -> Expr | None:
    """lmax(2 A) = 2 lmax(A); lmax(eye(n)) = 1"""
    if e.args[0].op.name == "eye":
        return num(1)
    found = _positive_part(e.args[0])
    return scale(found[0], fn("lmax", found[1])) if found else None


@on(LMAX)
def eigenvalue_of_transpose(e: Expr) -> Expr | None:
    """lmax(A') = lmax(A)"""
    x = _of_transpose(e)
    return None if x is None else fn("lmax", x)


@on(EVEC_MAX, "term")
def eigenvector_of_multiple(e: Expr) -> Expr | None:
    """evec_max(2 A) = evec_max(A)"""
    found = _positive_part(e.args[0])
    return fn("evec_max", found[1]) if found else None


@neighbours("transpose", "evec_max")
def unit_length(a: Expr, b: Expr) -> Expr | None:
    """evec_max(A)' evec_max(A) = 1"""
    return num(1) if a.args[0] is b else None


@neighbours("resolvent_max", "evec_max")
def eigenvector_vanishes(a: Expr, b: Expr) -> Expr | None:
    """u + resolvent_max(A) evec_max(A) = u"""
    return zeros(*b.shape) if a.args[0] is b.args[0] else None


@neighbours("transpose", "resolvent_max")
def left_eigenvector_vanishes(a: Expr, b: Expr) -> Expr | None:
    """u' + evec_max(S)' resolvent_max(S) = u' for symmetric S"""
    v = a.args[0]
    return zeros(*a.shape) if v.op is EVEC_MAX and v.args[0] is T(b.args[0]) else None


@on(EPROJ_MAX)
def projector_of_symmetric(e: Expr) -> Expr | None:
    """eproj_max(S) = evec_max(S) evec_max(S)' for symmetric S"""
    x = e.args[0]
    return mm(fn("evec_max", x), T(fn("evec_max", x))) if T(x) is x else None


@on(EPROJ_MAX, "term")
def projector_of_multiple(e: Expr) -> Expr | None:
    """eproj_max(2 A) = eproj_max(A)"""
    found = _positive_part(e.args[0])
    return fn("eproj_max", found[1]) if found else None


@on(RESOLVENT_MAX, "term")
def resolvent_of_multiple(e: Expr) -> Expr | None:
    """resolvent_max(2 A) = (1/2) resolvent_max(A)"""
    found = _positive_part(e.args[0])
    return scale(epow(found[0], -1), fn("resolvent_max", found[1])) if found else None


@on(TRANSPOSE, "eproj_max", "resolvent_max")
def transposed(e: Expr) -> Expr:
    """eproj_max(A)' = eproj_max(A'); resolvent_max(A)' = resolvent_max(A')"""
    return fn(e.args[0].op.name, T(e.args[0].args[0]))


@neighbours("eproj_max", "eproj_max")
def projector_twice(a: Expr, b: Expr) -> Expr | None:
    """eproj_max(A) eproj_max(A) = eproj_max(A)"""
    return a if a is b else None


@neighbours("eproj_max", "resolvent_max")
def projected_resolvent(a: Expr, b: Expr) -> Expr | None:
    """B + eproj_max(A) resolvent_max(A) = B"""
    return zeros(*a.shape) if a.args[0] is b.args[0] else None


@neighbours("resolvent_max", "eproj_max")
def resolvent_of_projector(a: Expr, b: Expr) -> Expr | None:
    """B + resolvent_max(A) eproj_max(A) = B"""
    return projected_resolvent(a, b)


@on(TR, "eproj_max")
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


@on(SMAX)
def singular_value_of_semidefinite(e: Expr) -> Expr | None:
    """smax(S) = lmax(S) for psd S"""
    return fn("lmax", e.args[0]) if semidefinite(e.args[0]) else None


@on(SMAX, "term")
def singular_value_of_multiple(e: Expr) -> Expr | None:
    """smax(-2 A) = 2 smax(A)"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(fn("abs", join(c, powers)), fn("smax", body))


@on(SMAX)
def singular_value_of_transpose(e: Expr) -> Expr | None:
    """smax(X') = smax(X)"""
    x = _of_transpose(e)
    return None if x is None else fn("smax", x)


@on(LSV)
def left_of_transpose(e: Expr) -> Expr | None:
    """lsv(X') = rsv(X)"""
    x = _of_transpose(e)
    return None if x is None else fn("rsv", x)


@on(RSV)
def right_of_transpose(e: Expr) -> Expr | None:
    """rsv(X') = lsv(X)"""
    x = _of_transpose(e)
    return None if x is None else fn("lsv", x)


@neighbours("transpose", "lsv")
def left_unit_length(a: Expr, b: Expr) -> Expr | None:
    """lsv(X)' lsv(X) = 1"""
    return num(1) if a.args[0] is b else None


@neighbours("transpose", "rsv")
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
    x = _of_transpose(e)
    return None if x is None else fn("nuc", x)


@on(TRANSPOSE, "polar")
def transposed_factor(e: Expr) -> Expr:
    """polar(X)' = polar(X')"""
    return fn("polar", T(e.args[0].args[0]))


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
