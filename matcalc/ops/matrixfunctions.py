"""Functions of a matrix, each with its Fréchet derivatives, which are made in the same way for all.

L(A, B, E) is the upper right block of f([[A, E], [0, B]]), and L(A, B, C, E, F) that of the function of three by three
such blocks: for f(A) = Aᵏ the sums of Aⁱ E Bʲ with i + j = k − 1 and of Aⁱ E Bʲ F Cˡ with i + j + l = k − 2. The
derivative of f at A along E is L(A, E) = L(A, A, E) (Higham, Functions of Matrices, theorem 3.6; Mathias 1996 for
higher ones).
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matcalc import dims
from matcalc.build import T, add, eye, fn, inv, kron, mm, neg, sylvester
from matcalc.expr import Expr, Notation, Op

Slope = Callable[[Expr, Any], Expr]


class Family:
    """A function of a matrix: f(A), L(A, E), L(A, B, E) and L(A, B, C, E, F), all with the data of f, if it has some.

    slope  f′(A), by which a direction that commutes with A is multiplied, of A and the data
    """

    __slots__ = ("chains", "function", "single", "slope")

    def __init__(self, function: Op, slope: Slope, single: Op, chains: tuple[Op, ...]):
        self.function, self.slope, self.single, self.chains = function, slope, single, chains


FAMILIES: dict[str, Family] = {}
"""By the name of the function."""


def family(e: Expr) -> Family:
    """The functions that a derivative belongs to."""
    return FAMILIES[e.op.name.split("_")[1]]


# ---- chains
def parts(e: Expr) -> tuple[list[Expr], list[Expr]]:
    """The matrices and the directions between them: A, B, C and E, F of L(A, B, C, E, F)."""
    half = len(e.args) // 2 + 1
    return list(e.args[:half]), list(e.args[half:])


def _change(e: Expr, i: int, da: Expr) -> Expr | None:
    """L(A, A, B, dA, E) for a change of A in L(A, B, E); a change of a direction takes its place."""
    matrices, directions = parts(e)
    if i >= len(matrices):
        return e.op.build(*e.args[:i], da, *e.args[i + 1:], data=e.data)
    longer = family(e).chains[len(directions):]
    matrices.insert(i, matrices[i])
    directions.insert(i, da)
    return longer[0].build(*matrices, *directions, data=e.data) if longer else None


def _transpose(e: Expr, i: int, g: Expr) -> Expr:
    """The cotangent takes the place of direction i, and from there the chain is read backwards, round in a circle."""
    matrices, directions = parts(e)
    j = i - len(matrices)
    return e.op.build(*_backwards(matrices[:j + 1]), *_backwards(matrices[j + 1:]),
                      *_backwards(directions[:j]), g, *_backwards(directions[j + 1:]), data=e.data)


def _backwards(chain: Sequence[Expr]) -> list[Expr]:
    return [T(e) for e in reversed(chain)]


def _matrix(e: Expr, i: int) -> Expr:
    """M with vec L(…, E, …) = M vec E: I ⊗ A for what stands before E, Bᵀ ⊗ I behind it, since these commute."""
    matrices, directions = parts(e)
    j = i - len(matrices)
    left, right = eye(matrices[-1].rows), eye(matrices[j].rows)
    middle = eye(dims.mul(matrices[-1].rows, matrices[j].rows))
    return e.op.build(*(kron(left, a) for a in matrices[:j + 1]),
                      *(kron(b, right) for b in _backwards(matrices[j + 1:])),
                      *(kron(left, a) for a in directions[:j]), middle,
                      *(kron(b, right) for b in _backwards(directions[j + 1:])), data=e.data)


# ---- one direction
def _second(e: Expr, i: int, da: Expr) -> Expr:
    """L(A, A, A, dA, E) + L(A, A, A, E, dA)"""
    a, direction = e.args
    if i == 1:
        return e.op.build(a, da, data=e.data)
    build = family(e).chains[1].build
    return add(*(build(a, a, a, *two, data=e.data) for two in ((da, direction), (direction, da))))


def _single_matrix(e: Expr, i: int) -> Expr:
    a, direction = e.args
    return _matrix(family(e).chains[0](a, a, direction, data=e.data), 2)


# ---- notations
_PAIR = "[[a, e], [np.zeros_like(e.T), b]]"
_TRIPLE = ("[[a, e, np.zeros((len(a), len(c)))], [np.zeros_like(e.T), b, f], "
           "[np.zeros((len(c), len(a))), np.zeros_like(f.T), c]]")


def _code(call: str, names: str, blocks: str, *, last: str) -> Notation:
    """The upper right block of the function of a block matrix, in NumPy."""
    values = ", ".join(f"{{{i}}}" for i in range(len(names)))
    value = call.replace("{0}", f"np.block({blocks})")
    return Notation(f"(lambda {', '.join(names)}: {value}[:len(a), -len({last}):])({values})", 50, cost=5)


def _tex(name: str, count: int) -> Notation:
    values = ", ".join(f"{{{i}}}" for i in range(count))
    return Notation(rf"L_{{{{\operatorname{{{{{name}}}}}}}}}\left({values}\right)")


_SINGLE = {"expm": Notation("scipy.linalg.expm_frechet({0}, {1}, compute_expm=False)", 50)}
"""L(A, E) in NumPy by the name of the function, where it is not that block."""


def _derivatives(name: str, call: str, source: str) -> tuple[Op, tuple[Op, ...]]:
    """L(A, E), and L(A, B, E) and L(A, B, C, E, F), of a function with this name and code."""
    own = f"frechet_{name}"
    single = Op(own, "n,n n,n -> n,n", linear=lambda e, i: i == 1, differential=_second,
                transpose=lambda e, i, g: e.op.build(T(e.args[0]), g, data=e.data), matrix=_single_matrix,
                text=Notation(own + "({0}, {1})"), latex=_tex(name, 2),
                numpy=_SINGLE.get(name) or _code(call, "ae", _PAIR.replace("b", "a"), last="a"), source=source)
    pair, triple = (
        Op(f"{own}_{which}", signature, linear=lambda e, i: i > len(e.args) // 2, differential=_change,
           transpose=_transpose, matrix=_matrix, text=Notation(f"{own}({values})"), latex=_tex(name, len(names)),
           numpy=_code(call, names, blocks, last=names[len(names) // 2]), source=source)
        for which, signature, names, values, blocks in (
            ("pair", "m,m n,n m,n -> m,n", "abe", "{0}, {1}, {2}", _PAIR),
            ("triple", "m,m n,n p,p m,n n,p -> m,p", "abcef", "{0}, {1}, {2}, {3}, {4}", _TRIPLE)))
    return single, (pair, triple)


def _function(name: str, slope: Callable[[Expr], Expr], source: str) -> Op:
    """A function without data, which SciPy has."""
    call = f"scipy.linalg.{name}({{0}})"
    single, chains = _derivatives(name, call, source)
    out = Op(name, "n,n -> n,n", differential=lambda e, i, da: single.build(e.args[0], da),
             text=Notation(name + "({0})"), latex=Notation(rf"\operatorname{{{{{name}}}}}\left({{0}}\right)"),
             numpy=Notation(call), source=source)
    FAMILIES[name] = Family(out, lambda a, data: slope(a), single, chains)
    return out


EXPM = _function("expm", lambda a: fn("expm", a), "Higham, Functions of Matrices, ch. 10")
LOGM = _function("logm", inv, "Higham, Functions of Matrices, ch. 11")
SINM = _function("sinm", lambda a: fn("cosm", a), "Higham, Functions of Matrices, ch. 12")
COSM = _function("cosm", lambda a: neg(fn("sinm", a)), "Higham, Functions of Matrices, ch. 12")
SINHM = _function("sinhm", lambda a: fn("coshm", a), "Higham, Functions of Matrices, ch. 12")
COSHM = _function("coshm", lambda a: fn("sinhm", a), "Higham, Functions of Matrices, ch. 12")


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
