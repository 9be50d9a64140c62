"""Eigenvalues and singular values, the largest or by number, with the vectors that are their derivatives.

An eigenvector is of length 1, and (u, v) a pair of singular vectors: their signs are arbitrary, and cancel in
every derivative of an eigenvalue or a singular value. Numbers count from 1, the largest.
"""
from __future__ import annotations

import re
from collections.abc import Callable

from matcalc.build import T, add, eye, fn, inner, mm, neg, normalize, scale, sub, sylvester, tr
from matcalc.expr import Expr, Notation, Op, Written


class Spectrum:
    """The operators of one eigenvalue λ of A, or of one singular value σ; the number is their data, if they have some.

    value, vector  λ, and v with A v = λ v
    projector      P = v wᵀ / (wᵀ v), with w the eigenvector of Aᵀ: v vᵀ for symmetric A
    resolvent      R = (λI − A + P)⁻¹ − P: (λI − A)⁺ for symmetric A
    sigma          σ; left, right  u and v with A v = σ u and Aᵀ u = σ v
    """

    __slots__ = ("left", "projector", "resolvent", "right", "sigma", "value", "vector")

    value: Op
    vector: Op
    projector: Op
    resolvent: Op
    sigma: Op
    left: Op
    right: Op


LARGEST, NUMBERED = Spectrum(), Spectrum()
SPECTRA = LARGEST, NUMBERED


def spectrum(e: Expr) -> Spectrum:
    """The operators that belong to the same eigenvalue or singular value."""
    return LARGEST if e.data is None else NUMBERED


def _call(name: str) -> Notation:
    return Notation(name + "({0})")


def _latex(name: str) -> Notation:
    return Notation(name + r"\left({0}\right)")


def _text(name: str, number: bool) -> Notation:
    return Notation(name + ("({0}, {data})" if number else "({0})"))


def _tex(name: str, index: str, number: bool) -> Notation:
    return _latex(rf"\operatorname{{{{{name}}}}}_{{{{{{data}}}}}}" if number else index)


# ---- eigenvalues
def _either(symmetric: str, general: str, *, cost: tuple[int, int]) -> Callable[[Expr], Notation]:
    """Code that depends on whether the argument is symmetric, as written; `#` is the place of λ in rising order.

    Where that holds names of sizes, the names in the code are none that a size has.
    """
    def choose(e: Expr) -> Notation:
        normal = normalize(e.args[0])
        turned = T(normal) is not normal
        last = "1" if e.data is None else e.data if e.data.isalnum() else f"({e.data})"
        form = general if turned else symmetric
        if not last.isdecimal():
            form = re.sub(r"\b([wv])\b", r"\1_", form)
        return Notation(form.replace("#", f"-{last}"), 50, cost=cost[turned])

    return choose


def _vector_differential(v: Expr, i: int, da: Expr) -> Expr:
    """R dA v for symmetric A; else less its part along v, which keeps the length."""
    a = v.args[0]
    change = mm(spectrum(v).resolvent.build(a, data=v.data), da, v)
    return change if T(a) is a else sub(change, scale(mm(T(v), change), v))


def _projector_differential(p: Expr, i: int, da: Expr) -> Expr:
    """R dA P + P dA R"""
    r = spectrum(p).resolvent.build(p.args[0], data=p.data)
    return add(mm(r, da, p), mm(p, da, r))


def _resolvent_differential(r: Expr, i: int, da: Expr) -> Expr:
    """R² dB P + P dB R² − R dB R, with B = λI − A and dB = tr(P dA) I − dA."""
    p = spectrum(r).projector.build(r.args[0], data=r.data)
    db = sub(scale(tr(mm(p, da)), eye(r.rows)), da)
    return add(mm(r, r, db, p), mm(p, db, r, r), neg(mm(r, db, r)))


def _value_differential(e: Expr, i: int, da: Expr) -> Expr:
    """tr(P dA)"""
    return tr(mm(spectrum(e).projector.build(e.args[0], data=e.data), da))


_PLACE = "w[np.argsort(w.real)[#]]"
"""λ in NumPy, among the eigenvalues w."""


def _eigenvalues(to: Spectrum, names: tuple[str, str, str, str], *, number: bool) -> None:
    """The operators of an eigenvalue, by the names of λ, v, P and R."""
    value, vector, projector, resolvent = names
    to.value = Op(
        value, "n,n -> 1,1", differential=_value_differential, text=_text(value, number),
        latex=_tex(value, r"\lambda_{{\max}}", number),
        numpy=_either("np.linalg.eigvalsh({0})[#]", "np.sort(np.linalg.eigvals({0}).real)[#]", cost=(3, 2)),
        source="Magnus 1985, theorem 2; Matrix Cookbook eq. 67")
    to.vector = Op(
        vector, "n,n -> n,1", differential=_vector_differential, text=_text(vector, number),
        latex=_tex(vector, r"\mathrm{{v}}_{{\max}}", number),
        numpy=_either("np.linalg.eigh({0})[1][:, [#]]",
                      "(lambda w, v: v[:, [np.argsort(w.real)[#]]].real)(*np.linalg.eig({0}))", cost=(4, 4)),
        source="dv = (λI − A)⁺ dA v: Magnus 1985, theorem 1; Matrix Cookbook eq. 68")
    to.projector = Op(
        projector, "n,n -> n,n", differential=_projector_differential, text=_text(projector, number),
        latex=_tex(projector, r"\mathrm{{P}}_{{\max}}", number),
        numpy=_either("(lambda v: v @ v.T)(np.linalg.eigh({0})[1][:, [#]])",
                      f"(lambda w, v: (v * (w == {_PLACE}) @ np.linalg.inv(v)).real)(*np.linalg.eig({{0}}))",
                      cost=(5, 8)),
        source="Kato 1995, Perturbation Theory, ch. II.2; Magnus 1985, theorem 2")
    to.resolvent = Op(
        resolvent, "n,n -> n,n", differential=_resolvent_differential, text=_text(resolvent, number),
        latex=_tex(resolvent, r"\mathrm{{R}}_{{\max}}", number),
        numpy=_either("(lambda w, v: v / np.where(w == w[#], np.inf, w[#] - w) @ v.T)(*np.linalg.eigh({0}))",
                      f"(lambda w, v: (v / np.where(w == {_PLACE}, np.inf, {_PLACE} - w) @ np.linalg.inv(v)).real)"
                      "(*np.linalg.eig({0}))", cost=(12, 12)),
        source="Kato 1995, Perturbation Theory, ch. II.2; Campbell & Meyer 1979 for its differential")


_eigenvalues(LARGEST, ("lmax", "evec_max", "eproj_max", "resolvent_max"), number=False)
_eigenvalues(NUMBERED, ("eigval", "eigvec", "eigproj", "resolvent"), number=True)
LMAX, EVEC_MAX, EPROJ_MAX, RESOLVENT_MAX = LARGEST.value, LARGEST.vector, LARGEST.projector, LARGEST.resolvent
"""Of the largest eigenvalue, by its real part."""
LMIN = Op("lmin", "n,n -> 1,1", normal=lambda a: neg(fn("lmax", neg(a))),
          text=_call("lmin"), latex=_latex(r"\lambda_{{\min}}"),
          numpy=_either("np.linalg.eigvalsh({0})[0]", "np.linalg.eigvals({0}).real.min()", cost=(2, 2)))
EVEC_MIN = Op("evec_min", "n,n -> n,1", normal=lambda a: fn("evec_max", neg(a)),
              text=_call("evec_min"), latex=_latex(r"\mathrm{{v}}_{{\min}}"),
              numpy=_either("np.linalg.eigh({0})[1][:, :1]",
                            "(lambda w, v: v[:, [np.argmin(w.real)]].real)(*np.linalg.eig({0}))", cost=(3, 4)))


# ---- singular values
def _left_differential(of: Expr, a: Expr, da: Expr, *, left: str, right: str) -> Expr:
    """(σ²I − A Aᵀ)⁺ (σ dA v + A dAᵀ u)"""
    to, k = spectrum(of), of.data
    u, v = (getattr(to, side).build(of.args[0], data=k) for side in (left, right))
    change = add(scale(to.sigma.build(of.args[0], data=k), mm(da, v)), mm(a, T(da), u))
    return mm(to.resolvent.build(mm(a, T(a)), data=k), change)


def _sigma_differential(e: Expr, i: int, da: Expr) -> Expr:
    """uᵀ dA v"""
    to, a = spectrum(e), e.args[0]
    return mm(T(to.left.build(a, data=e.data)), da, to.right.build(a, data=e.data))


def _column(form: str, number: bool, *, cost: int) -> Written:
    """Code of one singular vector; `#` stands for the slice that takes it."""
    return Notation(form.replace("#", "[{data} - 1]" if number else ":1"), 50, cost=cost)


def _singular_values(to: Spectrum, names: tuple[str, str, str], *, number: bool) -> None:
    """The operators of a singular value, by the names of σ, u and v."""
    sigma, left, right = names
    to.sigma = Op(
        sigma, "m,n -> 1,1", differential=_sigma_differential, text=_text(sigma, number),
        latex=_tex(sigma, r"\sigma_{{\max}}", number),
        numpy=Notation("np.linalg.svd({0}, compute_uv=False)[{data} - 1]" if number else "np.linalg.norm({0}, 2)"),
        source="Giles 2008, sec. 2.4; Magnus & Neudecker, ch. 8.10")
    to.left = Op(
        left, "m,n -> m,1", text=_text(left, number), latex=_tex(left, r"\mathrm{{u}}_{{1}}", number),
        differential=lambda e, i, da: _left_differential(e, e.args[0], da, left="left", right="right"),
        numpy=_column("np.linalg.svd({0})[0][:, #]", number, cost=3), source="the eigenvector of A Aᵀ")
    to.right = Op(
        right, "m,n -> n,1", text=_text(right, number), latex=_tex(right, r"\mathrm{{v}}_{{1}}", number),
        differential=lambda e, i, da: _left_differential(e, T(e.args[0]), T(da), left="right", right="left"),
        numpy=_column("np.linalg.svd({0})[2][#].T", number, cost=4), source="the eigenvector of Aᵀ A")


_singular_values(LARGEST, ("smax", "lsv", "rsv"), number=False)
_singular_values(NUMBERED, ("sval", "lsvec", "rsvec"), number=True)
SMAX, LSV, RSV = LARGEST.sigma, LARGEST.left, LARGEST.right
"""The largest singular value, which is the spectral norm, and its vectors."""


# ---- the polar decomposition
def _polar_differential(q: Expr, i: int, da: Expr) -> Expr:
    """The K with (A Qᵀ) K + K (Qᵀ A) = dA − Q dAᵀ Q: in singular vectors, uᵢᵀ K vⱼ (σᵢ + σⱼ) = uᵢᵀ dA vⱼ − vᵢᵀ dAᵀ uⱼ.

    One of A Qᵀ and Qᵀ A, the roots of A Aᵀ and Aᵀ A, is positive definite where A has full rank, whatever its shape.
    """
    a = q.args[0]
    return sylvester(mm(a, T(q)), mm(T(q), a), sub(da, mm(q, T(da), q)))


NUC = Op("nuc", "m,n -> 1,1", differential=lambda e, i, da: inner(fn("polar", e.args[0]), da),
         text=_call("nuc"), latex=Notation(r"\left\|{0}\right\|_{{*}}"), numpy=Notation("np.linalg.norm({0}, 'nuc')"),
         source="Watson 1992, example 3")
"""The nuclear norm, the sum of the singular values."""
POLAR = Op("polar", "m,n -> m,n", differential=_polar_differential,
           text=_call("polar"), latex=_latex(r"\operatorname{{polar}}"),
           numpy=Notation("(lambda u, s, v: u @ v)(*np.linalg.svd({0}, full_matrices=False))", 50, cost=3),
           source="Higham, Functions of Matrices, ch. 8: A = Q H with H = (Aᵀ A)^½")
"""The factor U Vᵀ of a matrix with the singular value decomposition U S Vᵀ."""
