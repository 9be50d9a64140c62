"""Functions of a matrix, each with its Fréchet derivatives, which are made in the same way for all.

L(A, B, E) is the upper right block of f([[A, E], [0, B]]), and L(A, B, C, E, F) that of the function of three by three
such blocks: for f(A) = Aᵏ the sums of Aⁱ E Bʲ with i + j = k − 1 and of Aⁱ E Bʲ F Cˡ with i + j + l = k − 2. The
derivative of f at A along E is L(A, E) = L(A, A, E) (Higham, Functions of Matrices, theorem 3.6; Mathias 1996 for
higher ones).
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from matcalc import dims
from matcalc.build import T, add, dim, eye, fn, inv, kron, mm, neg, raised, scale, sylvester, zeros
from matcalc.dims import Dim
from matcalc.expr import OPS, Expr, Notation, Op

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


# ---- a constant exponent
def of_data(a: Expr, k: Dim) -> Expr:
    """A^k, where k may be a number or begin with a minus."""
    if k.lstrip("-").isdecimal():
        return OPS["power"].build(a, data=int(k))
    if k.startswith("-"):
        return of_data(inv(a), dims.mul("-1", k))
    return raised(a, dim(k)) if a.is_scalar else MPOWER.reduced(MPOWER(a, data=k))


def _expanded(own: str) -> Callable[..., Expr]:
    """How derivatives of A^k are built: where k is a number, as the sum that they are."""
    def build(*args: Expr, data: Dim) -> Expr:
        e = OPS[own](*args, data=data)
        if not data.isdecimal():
            return e.op.reduced(e)
        matrices, directions = parts(e) if len(args) != 2 else ([args[0]] * 2, [args[1]])
        free = int(data) - len(directions)
        exponents = [k for k in product(range(free + 1), repeat=len(matrices)) if sum(k) == free]
        terms = (mm(of_data(matrices[0], str(k[0])),
                    *(f for d, a, n in zip(directions, matrices[1:], k[1:], strict=True)
                      for f in (d, of_data(a, str(n))))) for k in exponents)
        return add(zeros(*e.shape), *terms)
    return build


# ---- notations
_PAIR = "[[a, e], [np.zeros_like(e.T), b]]"
_TRIPLE = ("[[a, e, np.zeros((len(a), len(c)))], [np.zeros_like(e.T), b, f], "
           "[np.zeros((len(c), len(a))), np.zeros_like(f.T), c]]")


def _code(call: str, names: str, blocks: str, *, last: str) -> Notation:
    """The upper right block of the function of a block matrix, in NumPy; beside an exponent, names that no size has."""
    values = ", ".join(f"{{{i}}}" for i in range(len(names)))
    value = call.replace("{0}", f"np.block({blocks})")
    function = f"lambda {', '.join(names)}: {value}[:len(a), -len({last}):]"
    if "{data}" in call:
        function = re.sub(rf"\b([{names}])\b", r"\1_", function)
    return Notation(f"({function})({values})", 50, cost=5)


def _tex(index: str, values: str) -> Notation:
    return Notation(rf"\mathrm{{{{L}}}}_{{{{\mathrm{{{{{index}}}}}}}}}\left({values}\right)")


_SINGLE = {"expm": Notation("scipy.linalg.expm_frechet({0}, {1}, compute_expm=False)", 50)}
"""L(A, E) in NumPy by the name of the function, where it is not that block."""


def _derivatives(name: str, call: str, source: str) -> tuple[Op, tuple[Op, ...]]:
    """L(A, E), and L(A, B, E) and L(A, B, C, E, F), of a function with this name and code."""
    def op(which: str, signature: str, values: str, numpy: Notation, **rules: Any) -> Op:
        own = f"frechet_{name}{which}"
        if "{data}" not in call:
            return Op(own, signature, text=Notation(f"frechet_{name}({values})"), latex=_tex(name, values),
                      numpy=numpy, source=source, **rules)
        values += ", {data}"
        return Op(own, signature, normal=_expanded(own), text=Notation(f"{own}({values})"),
                  latex=_tex(name + which.replace("_", ","), values), numpy=numpy, source=source, **rules)

    single = op("", "n,n n,n -> n,n", "{0}, {1}",
                _SINGLE.get(name) or _code(call, "ae", _PAIR.replace("b", "a"), last="a"),
                linear=lambda e, i: i == 1, differential=_second, matrix=_single_matrix,
                transpose=lambda e, i, g: e.op.build(T(e.args[0]), g, data=e.data))
    chain = {"linear": lambda e, i: i > len(e.args) // 2, "differential": _change, "transpose": _transpose,
             "matrix": _matrix}
    pair = op("_pair", "m,m n,n m,n -> m,n", "{0}, {1}, {2}", _code(call, "abe", _PAIR, last="b"), **chain)
    triple = op("_triple", "m,m n,n p,p m,n n,p -> m,p", "{0}, {1}, {2}, {3}, {4}",
                _code(call, "abcef", _TRIPLE, last="c"), **chain)
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


_SINGLE_POWER, _POWERS = _derivatives("power", "np.linalg.matrix_power({0}, {data})", "Higham, ch. 3.2, problem 3.6")
MPOWER = Op("mpower", "n,n -> n,n", normal=lambda a, *, data: of_data(a, data),
            differential=lambda e, i, da: _SINGLE_POWER.build(e.args[0], da, data=e.data),
            text=lambda e: Notation("{0:91}^{data}" if e.data.isidentifier() else "{0:91}^({data})", 90),
            latex=Notation("{0:91}^{{{data}}}", 90), numpy=Notation("np.linalg.matrix_power({0}, {data})"),
            source="Magnus & Neudecker, ch. 9.10: d tr Xᵏ = k tr(Xᵏ⁻¹ dX)")
"""A^k; data is k, a positive integer, as a dimension."""
FAMILIES["power"] = Family(MPOWER, lambda a, k: scale(dim(k), of_data(a, dims.add(k, "1", -1))), _SINGLE_POWER,
                           _POWERS)


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
