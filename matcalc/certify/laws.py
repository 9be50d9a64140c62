"""The second table: how each operator is evaluated over jets, a line each. It knows nothing of the calculus rules."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from itertools import accumulate
from typing import Any

from matcalc.certify import field as plain
from matcalc.certify.einsum import einsum
from matcalc.certify.entrylaws import ENTRY_LAWS, absolute
from matcalc.certify.field import Matrix, RankDeficient, Singular
from matcalc.certify.halves import HALF_LAWS
from matcalc.certify.jets import Jet, Jets, linear, primal
from matcalc.certify.law import Law, Point, fold, lin, pi, total
from matcalc.expr import Expr, walk


def _softmax(k: Point, a: Jet) -> Jet:
    y = k.function("exp", a)
    return k.scale(k.power(total(k, y), -1), y)


def _along(k: Point, a: Jet, *, columns: bool) -> tuple[Jet, Jet]:
    """exp of the entries, and the sums of the rows or the columns, in all entries of each."""
    if columns:
        y, sums = _along(k, linear(plain.transpose, a), columns=False)
        return linear(plain.transpose, y), linear(plain.transpose, sums)
    y = k.function("exp", a)
    width = len(primal(y)[0])
    return y, linear(lambda x: [r * width for r in k.field.rowsum(x)], y)


def _softmax_along(k: Point, a: Jet, *, columns: bool = False) -> Jet:
    return k.divide(*_along(k, a, columns=columns))


def _log_softmax_along(k: Point, a: Jet, *, columns: bool = False) -> Jet:
    return k.sub(a, k.function("log", _along(k, a, columns=columns)[1]))


def _logsumexp_along(k: Point, a: Jet, *, columns: bool = False) -> Jet:
    sums = _along(k, a, columns=columns)[1]
    return k.function("log", linear(lambda x: x[:1] if columns else [r[:1] for r in x], sums))


def _largest(a: Jet) -> tuple[int, int]:
    """Where the largest entry stands, by the residues' order, which negation reverses as it does that of numbers."""
    value = primal(a)
    return max(((i, j) for i, r in enumerate(value) for j in range(len(r))), key=lambda at: value[at[0]][at[1]])


def _picked(a: Jet, at: tuple[int, int]) -> Jet:
    return linear(lambda x: [[x[at[0]][at[1]]]], a)


def _onehot(a: Jet, at: tuple[int, int]) -> Matrix:
    value = primal(a)
    return [[int((i, j) == at) for j in range(len(r))] for i, r in enumerate(value)]


def _var(k: Point, a: Jet) -> Jet:
    """The mean of the squares less the square of the mean."""
    value = primal(a)
    n = k.field.reciprocal(len(value) * len(value[0]))
    return k.sub(k.scaled(n, total(k, k.power(a, 2))), k.power(k.scaled(n, total(k, a)), 2))


def _column_means(k: Point, a: Jet) -> Jet:
    """A column."""
    return k.scaled(k.field.reciprocal(len(primal(a))), linear(k.field.rowsum, linear(plain.transpose, a)))


def _pinv(k: Point, a: Jet) -> Jet:
    """Of full rank: (AᵀA)⁻¹Aᵀ or Aᵀ(AAᵀ)⁻¹ (Penrose 1955). Raises RankDeficient."""
    t = linear(plain.transpose, a)
    tall = len(primal(a)) >= len(primal(t))
    try:
        return k.matmul(k.inverse(k.matmul(t, a)), t) if tall else k.matmul(t, k.inverse(k.matmul(a, t)))
    except Singular:
        raise RankDeficient("a pseudo-inverse of a matrix without full rank") from None


def _sylvester(k: Point, a: Jet, b: Jet, c: Jet) -> Jet:
    """X with A X + X B = C, from (I ⊗ A + Bᵀ ⊗ I) vec X = vec C."""
    m, n = len(primal(a)), len(primal(b))
    left = k.bilinear(k.field.kron, plain.identity(n), a)
    right = k.bilinear(k.field.kron, linear(plain.transpose, b), plain.identity(m))
    x = k.matmul(k.inverse(k.add(left, right)), linear(plain.vec, c))
    return linear(lambda v: plain.unvec(v, m), x)


def _logdet(k: Point, a: Jet) -> Jet:
    d = k.det(a)
    if primal(d) == [[0]]:
        raise Singular("the logarithm of a zero determinant")
    return k.function("log", absolute(k, d))


def _entrywise(k: Point, a: Jet, data: Any) -> Jet:
    return k.power(a, data.numerator, data.denominator)


def _powers(k: Point, bases: Sequence[Jet], exponents: Sequence[Any]) -> Jet:
    """The product of the bases, each to its power, entry by entry."""
    return reduce(k.hadamard, [_entrywise(k, a, r) for a, r in zip(bases, exponents, strict=True)])


def _term(k: Point, e: Expr, args: Sequence[Jet]) -> Jet:
    """A rational times scalar powers times at most one matrix."""
    coefficient, exponents, has_body = e.data
    out: Jet = k.rational(coefficient)
    if exponents:
        out = k.scale(out, _powers(k, args[:len(exponents)], exponents))
    return k.scale(out, args[-1]) if has_body else out


def _unit(k: Point, index: int, n: int) -> Matrix:
    return [[int(i == index - 1)] for i in range(n)]


def _unbound(k: Point, e: Expr) -> Jet:
    raise KeyError(f"{e.data[0]} has no value")


def _chain(k: Point, data: str, args: Sequence[Jet]) -> Jet:
    """The upper right block of a power of [[A, E, 0], [0, B, F], [0, 0, C]]; of A and E alone, B is A."""
    args = args if len(args) % 2 else (args[0], *args)
    half = len(args) // 2 + 1
    corners = [0, *accumulate(len(primal(a)) for a in args[:half])]
    size = corners[-1]
    big: Jet = plain.full(size, size, 0)
    for a, top, left in (*zip(args[:half], corners, corners, strict=False),
                         *zip(args[half:], corners, corners[1:], strict=False)):
        big = k.add(big, linear(partial(plain.placed, size=size, top=top, left=left), a))
    first, last = corners[1], corners[-2]
    return linear(lambda m: [row[last:] for row in m[:first]], k.matrix_power(big, k.size(data)))


def _raised(k: Point, e: Expr, a: Jet, b: Jet) -> Jet:
    """a^b = exp(b log a), of an exponent that is a polynomial in dimensions the product of as many factors."""
    integer = primal(b)[0][0]
    if integer < MOST_FACTORS and not any(node.op.name == "sym" for node in walk(e.args[1])):
        return k.power(a, integer)
    log = k.function("log", a)
    small, large = (b, log) if e.args[1].is_scalar else (log, b)
    return k.function("exp", k.scale(small, large) if len(primal(small)) * len(primal(small)[0]) == 1
                      else k.hadamard(small, large))


def _pnorm(k: Point, e: Expr, a: Jet, p: Jet) -> Jet:
    """(Σ |u|^p)^(1/p), of an order that is no number by exp and log."""
    size, order = absolute(k, a), e.args[1]
    if order.op.name == "num":
        r = order.data
        return k.power(total(k, k.power(size, r.numerator, r.denominator)), r.denominator, r.numerator)
    powers = k.function("exp", k.scale(p, k.function("log", size)))
    return k.function("exp", k.scale(k.power(p, -1), k.function("log", total(k, powers))))


MOST_FACTORS = 1000
"""Exponents below this are counted out."""


LAWS: dict[str, Law] = {
    # leaves
    "sym": Law(_unbound),
    "num": Law(lambda k, e: k.rational(e.data)),
    "const": Law(lambda k, e: [[CONSTANTS[e.data](k)]], opaque=True),
    "dim": Law(lambda k, e: [[k.field.fraction(k.size(e.data))]]),
    "eye": Law(lambda k, e: plain.identity(k.size(e.data))),
    "ones": Law(lambda k, e: plain.full(k.size(e.data[0]), k.size(e.data[1]), 1)),
    "zeros": Law(lambda k, e: plain.full(k.size(e.data[0]), k.size(e.data[1]), 0)),
    "unit": Law(lambda k, e: _unit(k, e.data[0], k.size(e.data[1]))),
    "commutation": Law(lambda k, e: plain.commutation(k.size(e.data[0]), k.size(e.data[1]))),
    # arithmetic
    "add": fold(Jets.add),
    "sub": Law(lambda k, e, a, b: k.sub(a, b)),
    "neg": Law(lambda k, e, a: k.scaled(-1, a)),
    "frob": Law(lambda k, e, a, b: k.bilinear(k.field.frob, a, b)),
    "hadamard": fold(Jets.hadamard),
    "hdiv": Law(lambda k, e, a, b: k.divide(a, b)),
    "matmul": fold(Jets.matmul),
    "scale": Law(lambda k, e, c, a: k.scale(c, a)),
    "div": Law(lambda k, e, a, c: k.scale(k.power(c, -1), a)),
    "term": Law(lambda k, e, *args: _term(k, e, args)),
    "hadpow": Law(lambda k, e, *args: _powers(k, args, e.data)),
    "kron": fold(lambda k, a, b: k.bilinear(k.field.kron, a, b)),
    "khatri_rao": Law(lambda k, e, a, b: k.bilinear(k.field.khatri_rao, a, b)),
    "blockdot": Law(lambda k, e, g, b: k.bilinear(k.field.blockdot, g, b)),
    "blocksum": Law(lambda k, e, g, a: k.bilinear(k.field.blocksum, g, a)),
    "einsum": Law(einsum),
    "transpose": lin(plain.transpose),
    "inv": Law(lambda k, e, a: k.inverse(a)),
    "invt": Law(lambda k, e, a: linear(plain.transpose, k.inverse(a))),
    "power": Law(lambda k, e, a: k.matrix_power(a, int(e.data))),
    "mpower": Law(lambda k, e, a: k.matrix_power(a, k.size(e.data))),
    **{f"frechet_power{row}": Law(lambda k, e, *args: _chain(k, e.data, args)) for row in ("", "_pair", "_triple")},
    "raised": Law(lambda k, e, a, b: _raised(k, e, a, b), opaque=True),
    "epow": Law(lambda k, e, a: _entrywise(k, a, e.data)),
    # rearrangements and reductions
    "diag": lin(plain.diag),
    "diagpart": lin(plain.diagpart),
    "vec": lin(plain.vec),
    "unvec": Law(lambda k, e, a: linear(lambda v: plain.unvec(v, k.size(e.data[0])), a)),
    "tr": Law(lambda k, e, a: linear(k.field.trace, a)),
    "sum": Law(lambda k, e, a: total(k, a)),
    "rowsum": Law(lambda k, e, a: linear(k.field.rowsum, a)),
    "colsum": Law(lambda k, e, a: linear(lambda x: plain.transpose(k.field.rowsum(plain.transpose(x))), a)),
    "mean": Law(lambda k, e, a: k.scaled(k.field.reciprocal(len(primal(a)) * len(primal(a)[0])), total(k, a))),
    "det": Law(lambda k, e, a: k.det(a)),
    "adj": Law(lambda k, e, a: k.adjugate(a)),
    "pinv": Law(lambda k, e, a: _pinv(k, a)),
    "sylvester": Law(lambda k, e, a, b, c: _sylvester(k, a, b, c)),
    "logdet": Law(lambda k, e, a: _logdet(k, a), signed=True, smooth=True),
    "norm": Law(lambda k, e, a: k.power(total(k, k.power(a, 2)), 1, 2), signed=True),
    "norm1": Law(lambda k, e, a: total(k, absolute(k, a)), signed=True),
    "norm_inf": Law(lambda k, e, a: _picked(absolute(k, a), _largest(absolute(k, a))), signed=True),
    "pnorm": Law(_pnorm, signed=True),
    "logsumexp": Law(lambda k, e, a: k.function("log", total(k, k.function("exp", a))), opaque=True),
    "softmax": Law(lambda k, e, a: _softmax(k, a), opaque=True),
    "log_softmax": Law(lambda k, e, a: k.function("log", _softmax(k, a)), opaque=True),
    **{f"{which}_{name}": Law(lambda k, e, a, f=f, columns=which == "col": f(k, a, columns=columns), opaque=True)
       for which in ("row", "col") for name, f in (("softmax", _softmax_along), ("logsumexp", _logsumexp_along),
                                                   ("log_softmax", _log_softmax_along))},
    **ENTRY_LAWS,
    # extreme entries and statistics
    "max": Law(lambda k, e, a: _picked(a, _largest(a)), signed=True),
    "min": Law(lambda k, e, a: _picked(a, _largest(k.scaled(-1, a))), signed=True),
    "onehot_max": Law(lambda k, e, a: _onehot(a, _largest(a)), signed=True),
    "onehot_min": Law(lambda k, e, a: _onehot(a, _largest(k.scaled(-1, a))), signed=True),
    "var": Law(lambda k, e, a: _var(k, a)),
    "std": Law(lambda k, e, a: k.power(_var(k, a), 1, 2), signed=True),
    "rowmean": Law(lambda k, e, a: k.scaled(k.field.reciprocal(len(primal(a)[0])), linear(k.field.rowsum, a))),
    "colmean": Law(lambda k, e, a: linear(plain.transpose, _column_means(k, a))),
    "entropy": Law(lambda k, e, p: k.scaled(-1, k.bilinear(k.field.frob, p, k.function("log", p))), opaque=True),
    "cross_entropy": Law(lambda k, e, p, q: k.scaled(-1, k.bilinear(k.field.frob, p, k.function("log", q))),
                         opaque=True),
    "kl": Law(lambda k, e, p, q: k.bilinear(k.field.frob, p, k.function("log", k.divide(p, q))), opaque=True),
    **HALF_LAWS,
}
"""A law for each operator that has an exact one."""


CONSTANTS: dict[str, Callable[[Point], int]] = {
    "pi": pi,
    "e": lambda k: k.symbols.value("exp", 1),
}
"""Named constants, of which only what the functions need is known."""


NUMERIC_ONLY = frozenset({"atan2", "sqrtm", "nuc", "polar", "smax", "lsv", "rsv", "lmax", "lmin", "evec_max",
                          "evec_min", "eproj_max", "resolvent_max", "eigval", "eigvec", "eigproj", "resolvent", "sval",
                          "lsvec", "rsvec",
                          *(before + name + after for name in ("expm", "logm", "sinm", "cosm", "sinhm", "coshm")
                            for before, after in (("", ""), *(("frechet_", row) for row in ("", "_pair", "_triple"))))})
"""Operators without an exact law: what holds them is certified by numbers alone."""

VALUELESS = frozenset({"differential", "svdsum"})
"""Operators without a value of their own: notation, and sums over singular triples, which are written out first."""


EXPONENTS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "epow": lambda data: (data,), "hadpow": lambda data: data, "term": lambda data: data[1]}
"""The exponents in the data of an operator: a root depends on signs."""


def is_signed(e: Expr) -> bool:
    """Whether the node's value depends on signs that two trials may miss."""
    if e.op.name in EXPONENTS:
        return any(k.denominator != 1 for k in EXPONENTS[e.op.name](e.data))
    return e.op.name not in LAWS or LAWS[e.op.name].signed


def is_smooth(e: Expr) -> bool:
    """Whether signs do not matter for the node's change."""
    return e.op.name in LAWS and LAWS[e.op.name].smooth


def is_opaque(e: Expr) -> bool:
    """Whether a failure at this node is inconclusive."""
    return is_signed(e) or e.op.name not in LAWS or LAWS[e.op.name].opaque


def evaluate(k: Point, e: Expr, known: dict[Expr, Jet]) -> Jet:
    """The value of an expression; `known` holds the symbols' values, and gathers all others.

    Raises Unsuitable, and KeyError for a symbol without a value.
    """
    stack = [e]
    while stack:
        node = stack.pop()
        if node in known:
            continue
        missing = [a for a in node.args if a not in known]
        if missing:
            stack += node, *missing
        else:
            known[node] = LAWS[node.op.name].evaluate(k, node, *[known[a] for a in node.args])
    return known[e]
