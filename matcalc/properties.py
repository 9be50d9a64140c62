"""What is known of an expression: each property is True, False, or None where nothing is known."""
from __future__ import annotations

from collections.abc import Callable

from matcalc.expr import OPS, Expr

Fact = bool | None

IMPLIES: dict[str, frozenset[str]] = {
    "spd": frozenset({"symmetric", "psd", "nonsingular"}),
    "psd": frozenset({"symmetric"}),
    "diagonal": frozenset({"symmetric", "upper_triangular", "lower_triangular"}),
    "orthogonal": frozenset({"nonsingular"}),
    "positive": frozenset({"nonnegative"}),
}
"""What an assumption brings with it."""

ASSUMPTIONS = ("symmetric", "skew", "spd", "psd", "diagonal", "orthogonal", "upper_triangular", "lower_triangular",
               "nonsingular", "positive", "nonnegative", "idempotent")
"""The words a symbol may be declared with."""

_POSITIVE_VALUES = {"exp", "sigmoid", "softplus", "cosh", "softmax", "row_softmax", "normcdf", "normpdf", "dim", "ones",
                    "const"}
_NONNEGATIVE_VALUES = {"abs", "norm", "norm1", "norm_inf", "pnorm", "relu", "step", "nuc", "smax", "eye"}


def assumed(e: Expr, word: str) -> bool:
    """Whether e is a symbol that was declared, or by implication is, `word`."""
    if e.op.name != "sym":
        return False
    words: tuple[str, ...] = e.data[2]
    implied = {v for w in words for v in IMPLIES.get(w, ())}
    return word in words or word in implied or any(word in IMPLIES.get(v, ()) for v in implied)


def positive(e: Expr) -> bool:
    """Whether every entry is known to be positive, wherever e is defined."""
    return _sign(e, strict=True)


def nonnegative(e: Expr) -> bool:
    """Whether every entry is known to be no less than 0."""
    return _sign(e, strict=False)


def _sign(e: Expr, *, strict: bool) -> bool:
    """One pass over the graph for both: a product is positive where each factor is, an even power is not negative."""
    memo = "positive" if strict else "nonnegative"
    if memo not in e.memo:
        e.memo[memo] = _COMPUTED.get(e.op.name, _by_name)(e, strict)
    return bool(e.memo[memo])


def _by_name(e: Expr, strict: bool) -> bool:
    if e.op.name == "norm" and strict:
        return False
    return e.op.name in _POSITIVE_VALUES or (not strict and e.op.name in _NONNEGATIVE_VALUES)


def _entries(e: Expr, strict: bool) -> bool:
    return all(_sign(a, strict=strict) for a in e.args)


def _sum(e: Expr, strict: bool) -> bool:
    return all(map(nonnegative, e.args)) and (not strict or any(map(positive, e.args)))


def _product(e: Expr, strict: bool) -> bool:
    """Of positive matrices, or xᵀ S x."""
    return _entries(e, strict) or (e.is_scalar and not strict and semidefinite(e))


def _term(e: Expr, strict: bool) -> bool:
    coefficient, exponents, body = e.data
    powers = zip(e.args, exponents, strict=False)
    return (coefficient > 0 and all(_sign(x, strict=strict) or (not strict and k % 2 == 0) for x, k in powers)
            and (not body or _sign(e.args[-1], strict=strict)))


def _hadpow(e: Expr, strict: bool) -> bool:
    return all(_sign(x, strict=strict) or (not strict and k % 2 == 0) for x, k in zip(e.args, e.data, strict=True))


def _power(e: Expr, strict: bool) -> bool:
    return _sign(e.args[0], strict=strict) or (not strict and e.data % 2 == 0)


_COMPUTED: dict[str, Callable[[Expr, bool], bool]] = {
    "num": lambda e, strict: e.data > 0 if strict else e.data >= 0,
    "log": lambda e, strict: e.args[0].op.name == "num" and e.args[0].data > 1,
    "sym": lambda e, strict: assumed(e, "positive" if strict else "nonnegative"),
    "add": _sum, "matmul": _product, "sum": _entries, "transpose": _entries, "vec": _entries, "unvec": _entries,
    "kron": _entries, "scale": _entries, "div": _entries, "hadamard": _entries, "hdiv": _entries, "frob": _entries,
    "rowsum": _entries, "colsum": _entries, "mean": _entries, "sqrt": _entries, "epow": _power, "term": _term,
    "hadpow": _hadpow, "raised": lambda e, strict: _sign(e.args[0], strict=True),
}


def symmetric(e: Expr) -> Fact:
    """Whether e equals its transpose; False for what is skew or not square. In the normal form it is `T(e) is e`."""
    if e.rows != e.cols:
        return False
    if assumed(e, "symmetric"):
        return True
    return False if assumed(e, "skew") and not e.is_scalar else None


def square_blocks(e: Expr) -> list[tuple[Expr, ...]]:
    """The factors of a square product, cut into as many square matrices of its size as they make."""
    blocks: list[tuple[Expr, ...]] = [()]
    for a in e.args:
        blocks[-1] = (*blocks[-1], a)
        if a.cols == e.cols:
            blocks.append(())
    return blocks[:-1]


def nonsingular(e: Expr) -> bool:
    """Whether a square matrix is known to be nonsingular, wherever e is defined."""
    if assumed(e, "nonsingular") or e.op.name in ("inv", "invt", "eye", "expm", "commutation", "chol") or definite(e):
        return True
    carried = e.op.name in ("matmul", "transpose", "kron", "power", "mpower")
    return carried and all(a.rows == a.cols and nonsingular(a) for a in e.args)


def semidefinite(e: Expr) -> bool:
    """Whether a matrix is known to be symmetric with no eigenvalue less than 0."""
    return _definite(e, strict=False)


def definite(e: Expr) -> bool:
    """Whether a matrix is known to be symmetric with positive eigenvalues, wherever e is defined."""
    return _definite(e, strict=True)


def _definite(e: Expr, *, strict: bool) -> bool:
    memo = "definite" if strict else "semidefinite"
    if memo not in e.memo:
        e.memo[memo] = e.rows == e.cols and e.op.name in _DEFINITE and _DEFINITE[e.op.name](e, strict)
    return bool(e.memo[memo])


def _sum_definite(e: Expr, strict: bool) -> bool:
    return all(map(semidefinite, e.args)) and (not strict or any(map(definite, e.args)))


def _product_definite(e: Expr, strict: bool) -> bool:
    """Aᵀ A and Aᵀ S A; definite where A is nonsingular."""
    half = len(e.args) // 2
    middle = e.args[half:len(e.args) - half]
    outside = zip(e.args[:half], reversed(e.args), strict=False)
    return (all(_definite(a, strict=strict) for a in middle) and all(OPS["transpose"].build(b) is a for a, b in outside)
            and (not strict or all(a.rows == a.cols and nonsingular(a) for a in e.args[:half])))


_DEFINITE: dict[str, Callable[[Expr, bool], bool]] = {
    "eye": lambda e, strict: True,
    "sym": lambda e, strict: assumed(e, "spd" if strict else "psd"),
    "add": _sum_definite,
    "term": lambda e, strict: _sign(OPS["num"](data=e.data[0]), strict=strict)
    and all(_sign(a, strict=strict) for a in e.args[:-1]) and _definite(e.args[-1], strict=strict),
    "matmul": _product_definite,
    "inv": lambda e, strict: definite(e.args[0]),
    "kron": lambda e, strict: all(_definite(a, strict=strict) for a in e.args),
    "diag": lambda e, strict: _sign(e.args[0], strict=strict),
    "hadpow": lambda e, strict: set(e.data) == {1} and all(_definite(a, strict=strict) for a in e.args),
    "expm": lambda e, strict: OPS["transpose"].build(e.args[0]) is e.args[0],
    "sqrtm": lambda e, strict: _definite(e.args[0], strict=strict),
}
"""By the operator of a normal expression; a Hadamard product by Schur's theorem."""
