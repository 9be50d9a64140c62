"""The exponential, the logarithm and the square root of a matrix, with their Fréchet derivatives.

L(A, B, E) is the upper right block of f([[A, E], [0, B]]), and L(A, A, E) the derivative of f at A along E
(Higham, Functions of Matrices, theorem 3.6). vec L(A, B, E) = L(I ⊗ A, Bᵀ ⊗ I, I) vec E, since both blocks commute.
"""
from __future__ import annotations

from matcalc.build import T, add, eye, inv, kron, mm, neg, sylvester
from matcalc.expr import OPS, Expr, Notation, Op

FRECHET = {"expm": "frechet_expm", "logm": "frechet_logm"}
"""The derivative of each function whose derivative is an operator of its own."""


def _tex(name: str) -> str:
    return r"\operatorname{{" + name + r"}}"


def _function(name: str) -> Op:
    def differential(e: Expr, i: int, da: Expr) -> Expr:
        return OPS[FRECHET[name]].build(e.args[0], da)

    return Op(name, "n,n -> n,n", differential=differential, text=Notation(name + "({0})"),
              latex=Notation(_tex(name) + r"\left({0}\right)"), numpy=Notation(f"scipy.linalg.{name}({{0}})"),
              source="Higham, Functions of Matrices, ch. 3, 10 and 11")


def _pair(name: str) -> str:
    return FRECHET[name] + "_pair"


def _matrix(name: str, a: Expr, b: Expr) -> Expr:
    """M with vec L(A, B, E) = M vec E."""
    left, right = kron(eye(b.rows), a), kron(T(b), eye(a.rows))
    return OPS[_pair(name)].build(left, right, eye(left.rows))


def _derivative(name: str, numpy: str, cost: int) -> Op:
    own = FRECHET[name]
    return Op(own, "n,n n,n -> n,n", linear=lambda e, i: i == 1,
              transpose=lambda e, i, g: OPS[own].build(T(e.args[0]), g),
              matrix=lambda e, i: _matrix(name, e.args[0], e.args[0]),
              text=Notation(own + "({0}, {1})"), latex=Notation(rf"L_{{{{{_tex(name)}}}}}\left({{0}}, {{1}}\right)"),
              numpy=Notation(numpy, 50, cost=cost), source="Higham, Functions of Matrices, eq. 3.6 and ch. 10.6")


def _general(name: str) -> Op:
    own = _pair(name)
    return Op(own, "m,m n,n m,n -> m,n", linear=lambda e, i: i == 2,
              transpose=lambda e, i, g: OPS[own].build(T(e.args[0]), T(e.args[1]), g),
              matrix=lambda e, i: _matrix(name, *e.args[:2]), text=Notation(FRECHET[name] + "({0}, {1}, {2})"),
              latex=Notation(rf"L_{{{{{_tex(name)}}}}}\left({{0}}, {{1}}, {{2}}\right)"),
              numpy=Notation(_blocks(name, "{0}", "{1}", "{2}") + "[:{rows}, {rows}:]", 50, cost=5),
              source="Higham, Functions of Matrices, theorem 3.6")


def _blocks(name: str, a: str, b: str, e: str) -> str:
    return f"(lambda a, b, e: scipy.linalg.{name}(np.block([[a, e], [np.zeros_like(e.T), b]])))({a}, {b}, {e})"


EXPM, LOGM = _function("expm"), _function("logm")
FRECHET_EXPM = _derivative("expm", "scipy.linalg.expm_frechet({0}, {1}, compute_expm=False)", 1)
FRECHET_LOGM = _derivative("logm", "(lambda a, e: scipy.linalg.logm(np.block([[a, e], [np.zeros_like(a), a]]))"
                                   "[:len(a), len(a):])({0}, {1})", 6)
FRECHET_EXPM_PAIR, FRECHET_LOGM_PAIR = _general("expm"), _general("logm")
"""The derivative of the exponential and of the logarithm at A along E, and the same for two matrices A and B."""


def _sylvester_differential(x: Expr, i: int, change: Expr) -> Expr:
    """A dX + dX B = dC − dA X − X dB"""
    a, b, _ = x.args
    return sylvester(a, b, change if i == 2 else neg(mm(change, x) if i == 0 else mm(x, change)))


SYLVESTER = Op("sylvester", "m,m n,n m,n -> m,n", linear=lambda e, i: i == 2, differential=_sylvester_differential,
               transpose=lambda e, i, g: sylvester(T(e.args[0]), T(e.args[1]), g),
               matrix=lambda e, i: inv(add(kron(eye(e.cols), e.args[0]), kron(T(e.args[1]), eye(e.rows)))),
               text=Notation("sylvester({0}, {1}, {2})"),
               latex=Notation(r"\operatorname{{sylvester}}\left({0}, {1}, {2}\right)"),
               numpy=Notation("scipy.linalg.solve_sylvester({0}, {1}, {2})"),
               source="Magnus & Neudecker, ch. 2.4: vec(A X + X B) = (I ⊗ A + Bᵀ ⊗ I) vec X")
"""The solution X of A X + X B = C."""
SQRTM = Op("sqrtm", "n,n -> n,n", differential=lambda s, i, da: sylvester(s, s, da),
           text=Notation("sqrtm({0})"), latex=Notation("{0:91}^{{1/2}}", 90), numpy=Notation("scipy.linalg.sqrtm({0})"),
           source="S dS + dS S = dA; Higham, Functions of Matrices, ch. 6")
"""The principal square root."""
