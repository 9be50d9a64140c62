"""A derivative as its factors: sums and products of arrays, diagonals, Kronecker products and thin outer products.

Identities, ones and the constant matrices of vec are told by name, and never arrays.
"""
from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from matcalc.expr import OPS, Expr, Op, walk
from matcalc.ops.leaves import UNITY
from matcalc.render.write import write

MEANING = {"commutation": "commutation(m, n) vec(A) = vec(Aᵀ) for A of m×n",
           "duplication": "duplication(n) vech(S) = vec(S) for symmetric S",
           "elimination": "elimination(n) vec(A) = vech(A)",
           "symmetrizer": "symmetrizer(n) vec(A) = vec(A + Aᵀ)/2"}
"""Constant matrices of n² rows, and what they do."""
NAMED = frozenset({"eye", "ones", *MEANING})
LARGE = frozenset({"kron", "khatri_rao", *MEANING})
"""What has more entries than it is made of."""
STRUCTURED = LARGE | {"diag", "eye"}
MULTIPLES = {"scale": 1, "div": 0}
"""The argument that is the matrix."""
COMPOUND = frozenset({"matmul", "add", "sub", "neg", "transpose", *MULTIPLES})
SUM, PRODUCT, ATOM = range(3)
Words = tuple[str, int]
"""A text with places for the factors, and how loosely it binds."""
Over = tuple[tuple[Op, Expr], ...]
"""What multiplies or divides, innermost first."""


def factors(e: Expr) -> tuple[str, list[Expr]] | None:
    """How a matrix as written is made of its factors, and these, diagonal ones as columns; None where it has none.

    Numbers go into the first factor of a product: 2 (A ⊗ B) is `{0} ⊗ {1}` of 2 A and B. Equal factors are one:
    Diag(p) - p pᵀ is `Diag({0}) - {0} {0}ᵀ`.
    """
    if not _holds(e, LARGE) and ("1" in e.shape or not (_holds(e, STRUCTURED) or _holds(e, {"matmul"}))):
        return None
    found = _Factors()
    text, _ = found.sum(e)
    return (text, list(found.parts)) if found.parts else None


def meanings(e: Expr) -> list[str]:
    """What the constant matrices in it do."""
    return list(dict.fromkeys(MEANING[node.op.name] for node in walk(e) if node.op.name in MEANING))


class _Factors:
    """The factors that were met, with their places."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts: dict[Expr, str] = {}

    def place(self, e: Expr, over: Over = ()) -> str:
        """Where a multiple of an array, or a number, stands."""
        for op, s in over:
            e = s if e is UNITY and op.name == "scale" else op(s, e) if MULTIPLES[op.name] else op(e, s)
        return self.parts.setdefault(e, f"{{{len(self.parts)}}}")

    def sum(self, e: Expr, over: Over = ()) -> Words:
        """A multiple of a sum, term by term."""
        (negative, body, own), *rest = _terms(e, over)
        text, level = self.term(body, own)
        if not rest and not negative:
            return text, level
        text = f"-{text}" if negative else text
        for negative, body, own in rest:
            text += (" - " if negative else " + ") + self.term(body, own)[0]
        return text, SUM

    def term(self, e: Expr, over: Over) -> Words:
        """A multiple of what is no sum."""
        name = e.op.name
        if name in NAMED:
            return (f"{self.place(UNITY, over)} {write(e)}", PRODUCT) if over else (write(e), ATOM)
        if name == "diag":
            return f"Diag({self.place(_column(e), over)})", ATOM
        if name == "khatri_rao":
            return f"khatri_rao({self.place(e.args[0], over)}, {self.place(e.args[1])})", ATOM
        if name == "transpose" and e.args[0].op.name == "kron":
            return self.term(OPS["kron"](*map(_flip, e.args[0].args)), over)
        if name == "transpose" and _holds(e, STRUCTURED):
            text, level = self.sum(e.args[0], over)
            return (f"({text})ᵀ" if level < ATOM else f"{text}ᵀ"), ATOM
        if name == "kron":
            return self.product(e.args, " ⊗ ", over, LARGE)
        return self.product_of_matrices(e, over) if name == "matmul" else (self.place(e, over), ATOM)

    def product_of_matrices(self, e: Expr, over: Over) -> Words:
        """Of columns and rows where it is thin inside."""
        cut = next((i for i, a in enumerate(e.args) if a.rows == "1" and "1" not in e.shape), 0)
        if not cut:
            return self.product(e.args, " ", over, STRUCTURED)
        return f"{self.place(_joined(e.args[:cut]), over)} {self.place(_flip(_joined(e.args[cut:])))}ᵀ", PRODUCT

    def product(self, args: Sequence[Expr], join: str, over: Over, opened: AbstractSet[str]) -> Words:
        """Factors side by side, the first that is no sum multiplied; those that hold some operators are told too."""
        first = next((a for a in args if a.op.name not in NAMED and len(_terms(a, ())) == 1), None)
        texts = [self.place(UNITY, over)] if over and first is None else []
        for a in args:
            own, first = (over, None) if a is first else ((), first)
            text, level = self.sum(a, own) if _holds(a, opened) or a.op.name in NAMED else (self.place(a, own), ATOM)
            texts.append(f"({text})" if level < ATOM else text)
        return join.join(texts), PRODUCT


def _terms(e: Expr, over: Over, *, negative: bool = False) -> list[tuple[bool, Expr, Over]]:
    """The terms of a sum: whether each is taken away, what it is, and what multiplies it."""
    name = e.op.name
    if name == "neg":
        return _terms(e.args[0], over, negative=not negative)
    if name in MULTIPLES:
        side = MULTIPLES[name]
        return _terms(e.args[side], ((e.op, e.args[1 - side]), *over), negative=negative)
    if name in ("add", "sub"):
        return [term for i, a in enumerate(e.args)
                for term in _terms(a, over, negative=negative != (i > 0 and name == "sub"))]
    return [(negative, e, over)]


def _holds(e: Expr, names: AbstractSet[str]) -> bool:
    """Whether a matrix is one of those, or a sum or product of them."""
    return e.op.name in names or (e.op.name in COMPOUND and any(_holds(a, names) for a in e.args if not a.is_scalar))


def _joined(args: Sequence[Expr]) -> Expr:
    return args[0] if len(args) == 1 else OPS["matmul"](*args)


def _flip(e: Expr) -> Expr:
    if e.op.name == "matmul":
        return OPS["matmul"](*map(_flip, reversed(e.args)))
    if e.op.name == "transpose":
        return e.args[0]
    return e if e.is_scalar or e.op.name in ("eye", "diag") else OPS["transpose"](e)


def _column(d: Expr) -> Expr:
    return d.args[0] if d.args[0].cols == "1" else _flip(d.args[0])
