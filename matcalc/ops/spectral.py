"""Extreme eigenvalues and singular values, with the vectors that are their derivatives.

An eigenvector is of length 1, and (u, v) a pair of singular vectors: their signs are arbitrary, and cancel in
every derivative of an eigenvalue or a singular value.
"""
from __future__ import annotations

from collections.abc import Callable

from matcalc.build import T, add, eye, fn, inner, inv, mm, neg, normalize, scale, sub, sylvester, tr
from matcalc.expr import Expr, Notation, Op


def _call(name: str) -> Notation:
    return Notation(name + "({0})")


def _latex(name: str) -> Notation:
    return Notation(name + r"\left({0}\right)")


# ---- eigenvalues
def _either(symmetric: str, general: str, *, cost: tuple[int, int]) -> Callable[[Expr], Notation]:
    """Code that depends on whether the argument is symmetric, as written."""
    notations = Notation(symmetric, 50, cost=cost[0]), Notation(general, 50, cost=cost[1])

    def choose(e: Expr) -> Notation:
        normal = normalize(e.args[0])
        return notations[T(normal) is not normal]

    return choose


def _of_eig(column: str) -> str:
    return f"(lambda w, v: v[:, [np.{column}(w.real)]].real)(*np.linalg.eig({{0}}))"


def _eigenvector_differential(v: Expr, i: int, da: Expr) -> Expr:
    """R dA v for symmetric A; else less its part along v, which keeps the length."""
    a = v.args[0]
    change = mm(fn("resolvent_max", a), da, v)
    return change if T(a) is a else sub(change, scale(mm(T(v), change), v))


def _projector_differential(p: Expr, i: int, da: Expr) -> Expr:
    """R dA P + P dA R"""
    r = fn("resolvent_max", p.args[0])
    return add(mm(r, da, p), mm(p, da, r))


def _resolvent_differential(r: Expr, i: int, da: Expr) -> Expr:
    """R² dB P + P dB R² − R dB R, with B = λI − A and dB = tr(P dA) I − dA."""
    p = fn("eproj_max", r.args[0])
    db = sub(scale(tr(mm(p, da)), eye(r.rows)), da)
    return add(mm(r, r, db, p), mm(p, db, r, r), neg(mm(r, db, r)))


LMAX = Op("lmax", "n,n -> 1,1", differential=lambda e, i, da: tr(mm(fn("eproj_max", e.args[0]), da)),
          text=_call("lmax"), latex=_latex(r"\lambda_{{\max}}"),
          numpy=_either("np.linalg.eigvalsh({0})[-1]", "np.linalg.eigvals({0}).real.max()", cost=(3, 2)),
          source="Magnus 1985, theorem 2; Matrix Cookbook eq. 67")
"""The largest eigenvalue, by its real part."""
LMIN = Op("lmin", "n,n -> 1,1", normal=lambda a: neg(fn("lmax", neg(a))),
          text=_call("lmin"), latex=_latex(r"\lambda_{{\min}}"),
          numpy=_either("np.linalg.eigvalsh({0})[0]", "np.linalg.eigvals({0}).real.min()", cost=(2, 2)))
EVEC_MAX = Op("evec_max", "n,n -> n,1", differential=_eigenvector_differential,
              text=_call("evec_max"), latex=_latex(r"\mathrm{{v}}_{{\max}}"),
              numpy=_either("np.linalg.eigh({0})[1][:, -1:]", _of_eig("argmax"), cost=(4, 4)),
              source="dv = (λI − A)⁺ dA v: Magnus 1985, theorem 1; Matrix Cookbook eq. 68")
"""The eigenvector of the largest eigenvalue, of length 1."""
EVEC_MIN = Op("evec_min", "n,n -> n,1", normal=lambda a: fn("evec_max", neg(a)),
              text=_call("evec_min"), latex=_latex(r"\mathrm{{v}}_{{\min}}"),
              numpy=_either("np.linalg.eigh({0})[1][:, :1]", _of_eig("argmin"), cost=(3, 4)))


EPROJ_MAX = Op("eproj_max", "n,n -> n,n", differential=_projector_differential,
               text=_call("eproj_max"), latex=_latex(r"\mathrm{{P}}_{{\max}}"),
               numpy=Notation("(lambda w, v: (v * (w == w[np.argmax(w.real)]) @ np.linalg.inv(v)).real)"
                              "(*np.linalg.eig({0}))", 50, cost=8),
               source="Kato 1995, Perturbation Theory, ch. II.2; Magnus 1985, theorem 2")
"""P = v wᵀ / (wᵀ v), with v and w the eigenvectors of A and Aᵀ for the largest eigenvalue: v vᵀ for symmetric A."""
RESOLVENT_MAX = Op("resolvent_max", "n,n -> n,n", differential=_resolvent_differential,
                   text=_call("resolvent_max"), latex=_latex(r"\mathrm{{R}}_{{\max}}"),
                   numpy=_either("(lambda w, v: v[:, :-1] / (w[-1] - w[:-1]) @ v[:, :-1].T)(*np.linalg.eigh({0}))",
                                 "(lambda w, v: (v / np.where(w == w[np.argmax(w.real)], np.inf, "
                                 "w[np.argmax(w.real)] - w) @ np.linalg.inv(v)).real)(*np.linalg.eig({0}))",
                                 cost=(12, 12)),
                   source="Kato 1995, Perturbation Theory, ch. II.2; Campbell & Meyer 1979 for its differential")
"""R = (λI − A + P)⁻¹ − P at the largest eigenvalue λ: (λI − A)⁺ for symmetric A."""


# ---- singular values
def _left_differential(a: Expr, da: Expr) -> Expr:
    """(σ²I − A Aᵀ)⁺ (σ dA v + A dAᵀ u)"""
    change = add(scale(fn("smax", a), mm(da, fn("rsv", a))), mm(a, T(da), fn("lsv", a)))
    return mm(fn("resolvent_max", mm(a, T(a))), change)


SMAX = Op("smax", "m,n -> 1,1", differential=lambda e, i, da: mm(T(fn("lsv", e.args[0])), da, fn("rsv", e.args[0])),
          text=_call("smax"), latex=_latex(r"\sigma_{{\max}}"), numpy=Notation("np.linalg.norm({0}, 2)"),
          source="Giles 2008, sec. 2.4; Magnus & Neudecker, ch. 8.10")
"""The largest singular value, the spectral norm."""
LSV = Op("lsv", "m,n -> m,1", differential=lambda e, i, da: _left_differential(e.args[0], da),
         text=_call("lsv"), latex=_latex(r"\mathrm{{u}}_{{1}}"),
         numpy=Notation("np.linalg.svd({0})[0][:, :1]", 50, cost=3),
         source="the eigenvector of A Aᵀ")
RSV = Op("rsv", "m,n -> n,1", differential=lambda e, i, da: _left_differential(T(e.args[0]), T(da)),
         text=_call("rsv"), latex=_latex(r"\mathrm{{v}}_{{1}}"),
         numpy=Notation("np.linalg.svd({0})[2][:1].T", 50, cost=4),
         source="the eigenvector of Aᵀ A")
"""The left and the right singular vector of the largest singular value."""


# ---- the polar decomposition
def _polar_differential(q: Expr, i: int, da: Expr) -> Expr | None:
    """(dA − Q dH) H⁻¹, with H = (Aᵀ A)^½ and H dH + dH H = dAᵀ A + Aᵀ dA, where A has no more columns than rows."""
    a = q.args[0]
    if a.rows == a.cols or (a.rows.isdecimal() and a.cols.isdecimal() and int(a.rows) > int(a.cols)):
        h = fn("sqrtm", mm(T(a), a))
        dh = sylvester(h, h, add(mm(T(da), a), mm(T(a), da)))
        return mm(sub(da, mm(q, dh)), inv(h))
    if a.rows.isdecimal() and a.cols.isdecimal():
        flipped = _polar_differential(fn("polar", T(a)), 0, T(da))
        return None if flipped is None else T(flipped)
    return None


NUC = Op("nuc", "m,n -> 1,1", differential=lambda e, i, da: inner(fn("polar", e.args[0]), da),
         text=_call("nuc"), latex=Notation(r"\left\|{0}\right\|_{{*}}"), numpy=Notation("np.linalg.norm({0}, 'nuc')"),
         source="Watson 1992, example 3")
"""The nuclear norm, the sum of the singular values."""
POLAR = Op("polar", "m,n -> m,n", differential=_polar_differential,
           text=_call("polar"), latex=_latex(r"\operatorname{{polar}}"),
           numpy=Notation("(lambda u, s, v: u @ v)(*np.linalg.svd({0}, full_matrices=False))", 50, cost=3),
           source="Higham, Functions of Matrices, ch. 8: A = Q H with H = (Aᵀ A)^½")
"""The factor U Vᵀ of a matrix with the singular value decomposition U S Vᵀ."""
