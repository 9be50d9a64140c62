"""Jacobians with a Hadamard factor replaced by its singular value decomposition: E ∘ Z = Σₖ Wₖ Z Vₖ."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import comb
from typing import Any

from matcalc import dims
from matcalc.build import diag, mm, sym
from matcalc.calculus import differential
from matcalc.calculus.linear import dependent
from matcalc.expr import OPS, Expr, rebuild
from matcalc.ops.hadamard import HADPOW, of_powers
from matcalc.ops.leaves import SYM
from matcalc.ops.products import MATMUL
from matcalc.ops.rankone import LEFT, RIGHT, SIGMA, SVDSUM, sandwich
from matcalc.ops.structure import DIAG
from matcalc.ops.term import join, split

Jacobian = Callable[[Expr, Expr], Expr]
Definitions = list[tuple[str, Expr]]
Triple = tuple[Expr, Expr, Expr]
"""σ, u and v."""
Triples = Callable[[Expr, int], Iterable[Triple]]
ALPHA, BETA = "αₖ", "βₖ"
NAMES = frozenset({SIGMA, LEFT, RIGHT, ALPHA, BETA})
"""Names that the form uses."""


HELD = "\N{MIDDLE DOT}held"
"""The Hadamard product where it does not move; no name that a user can write."""


class Split:
    """A function with a Hadamard product E∘Z through which alone it depends on the variable.

    matrix      E
    change      its change when E∘Z changes by one of Σₖ Wₖ Z Vₖ; Z moves only there, and E∘Z itself is the symbol HELD
    is_linear   whether the change is the function with that in the place of E∘Z
    """

    __slots__ = ("_held", "change", "is_linear", "matrix")

    def __init__(self, f: Expr, node: Expr, matrix: Expr, rest: Expr):
        held = sym(HELD, node.shape)
        outer, part = _replace(f, node, held), sandwich(matrix, rest)
        self.matrix, self._held = matrix, (held, node)
        self.change = differential(outer, held, part)
        self.is_linear = self.change is _replace(f, node, part)

    def released(self, e: Expr) -> Expr:
        """The expression with E∘Z in its place."""
        return _replace(e, *self._held)


def split_factor(f: Expr, x: Expr) -> Split | None:
    """The outermost Hadamard product with a matrix through which all ways from f to x lead, if any."""
    inside = dependent(f, x)
    for node in reversed(inside):
        if node.op is not HADPOW or "1" in node.shape or dependent(_replace(f, node, sym(HELD, node.shape)), x):
            continue
        for i, (base, k) in enumerate(zip(node.args, node.data, strict=True)):
            if k == 1 and base not in inside:
                rest = of_powers([(b, q) for j, (b, q) in enumerate(zip(node.args, node.data, strict=True)) if j != i])
                return Split(f, node, base, rest)
    return None


def _replace(f: Expr, part: Expr, by: Expr) -> Expr:
    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        return by if node is part else node.op.build(*args, data=node.data) if args else node
    return rebuild(f, visit)


def jacobian(f: Expr, x: Expr, of: Jacobian) -> tuple[Expr, Definitions] | None:
    """Σₖ αₖ Diag(βₖ), with αₖ and βₖ where the summand has that form; None where `split_factor` finds no factor."""
    found = split_factor(f, x)
    if found is None:
        return None
    matrix, summand = found.matrix, found.released(of(found.change, x))
    scalars, chain = _scalars_and_chain(summand)
    if len(chain) < 2 or chain[-1].op is not DIAG or not chain[-1].args[0].args:
        return SVDSUM(matrix, summand), []
    alpha, beta = mm(scalars, *chain[:-1]), chain[-1].args[0]
    names = sym(ALPHA, alpha.shape), sym(BETA, beta.shape)
    return SVDSUM(matrix, mm(names[0], diag(names[1]))), [(ALPHA, alpha), (BETA, beta)]


def _scalars_and_chain(e: Expr) -> tuple[Expr, tuple[Expr, ...]]:
    c, powers, body = split(e)
    chain = () if body is None else body.args if body.op is MATMUL else (body,)
    return join(c, powers), chain


def expanded(e: Expr, size: int, triples: Triples | None = None) -> Expr:
    """An expression as written without singular triples, for a matrix of `size` columns.

    The summand is linear in σₖ uₖ vₖᵀ, so any decomposition into outer products has the same sum: here that
    into the columns of E, unless others are given.
    """
    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node.op is not SVDSUM:
            return node.op(*args, data=node.data) if args else node
        matrix, summand = args
        return _sum([_at(summand, triple) for triple in (triples or columns)(matrix, size)])
    return rebuild(e, visit)


def columns(matrix: Expr, size: int) -> Iterator[Triple]:
    """E = Σₖ (E eₖ) eₖᵀ."""
    for k in range(1, size + 1):
        pick = OPS["unit"](data=(k, matrix.cols))
        yield OPS["num"](data=Fraction(1)), OPS["matmul"](matrix, pick), pick


def mixtures(matrix: Expr, size: int) -> Iterator[Triple]:
    """E = Σₖ σₖ (E pₖ / σₖ) qₖᵀ with the columns of P, Pascal's matrix, and of its inverse's transpose, and σₖ = k + 1.

    None of their entries is zero, so that a summand that is not linear in the triple gives another sum.
    """
    lower = [[Fraction(comb(i, j)) for j in range(size)] for i in range(size)]
    inverse = [[entry * (1 - (i + j) % 2 * 2) for j, entry in enumerate(row)] for i, row in enumerate(lower)]
    for k in range(size):
        p = [sum((row[j] * lower[k][j] for j in range(size)), Fraction(0)) for row in lower]
        q = [sum((row[i] * row[k] for row in inverse), Fraction(0)) for i in range(size)]
        left = OPS["matmul"](matrix, _column([entry / (k + 2) for entry in p], matrix.cols))
        yield OPS["num"](data=Fraction(k + 2)), left, _column(q, matrix.cols)


def _column(entries: Sequence[Fraction], rows: str) -> Expr:
    units = [OPS["unit"](data=(i, rows)) for i in range(1, len(entries) + 1)]
    return _sum([OPS["scale"](OPS["num"](data=entry), unit) for entry, unit in zip(entries, units, strict=True)])


def _sum(terms: list[Expr]) -> Expr:
    return OPS["add"](*terms) if len(terms) > 1 else terms[0]


def _at(summand: Expr, triple: Triple) -> Expr:
    """The summand for one triple."""
    values = dict(zip((SIGMA, LEFT, RIGHT), triple, strict=True))

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node.op.name == "sym":
            return values.get(node.data[0], node)
        return node.op(*args, data=node.data) if args else node
    return rebuild(summand, visit)


def with_sizes(e: Expr, by: dict[str, str]) -> Expr:
    """An expression as written with the names of dimensions replaced by numbers."""
    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        data = node.data
        return node.op(*args, data=(data[0], _data(data[1], by), data[2]) if node.op is SYM else _data(data, by))
    return rebuild(e, visit)


def _data(data: Any, by: dict[str, str]) -> Any:
    if isinstance(data, tuple):
        return tuple([_data(d, by) for d in data])
    return dims.substitute(data, by) if isinstance(data, str) else data
