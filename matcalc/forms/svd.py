"""Jacobians with a Hadamard factor replaced by its singular value decomposition: E ∘ Z = Σₖ Wₖ Z Vₖ."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.build import diag, mm, sym
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
ALPHA, BETA = "αₖ", "βₖ"
NAMES = frozenset({SIGMA, LEFT, RIGHT, ALPHA, BETA})
"""Names that the form uses."""


def split_factor(f: Expr, x: Expr) -> tuple[Expr, Expr] | None:
    """A matrix E and the summand of f = Σₖ f(σₖ, uₖ, vₖ): the outermost Hadamard product on the way to x, if any."""
    inside = dependent(f, x)
    for node in reversed(inside):
        if node.op is not HADPOW or "1" in node.shape:
            continue
        for i, (base, k) in enumerate(zip(node.args, node.data, strict=True)):
            if k == 1 and base not in inside:
                rest = of_powers([(b, q) for j, (b, q) in enumerate(zip(node.args, node.data, strict=True)) if j != i])
                return base, _replace(f, node, sandwich(base, rest))
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
    matrix, summand = found[0], of(found[1], x)
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


def expanded(e: Expr, size: int) -> Expr:
    """An expression as written without singular triples, for a matrix of `size` columns.

    The summand is linear in σₖ uₖ vₖᵀ, so any decomposition into outer products has the same sum: here that
    into the columns of E.
    """
    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node.op is not SVDSUM:
            return node.op(*args, data=node.data) if args else node
        matrix, summand = args
        return _sum([_at(summand, matrix, k) for k in range(1, size + 1)])
    return rebuild(e, visit)


def _sum(terms: list[Expr]) -> Expr:
    return OPS["add"](*terms) if len(terms) > 1 else terms[0]


def _at(summand: Expr, matrix: Expr, k: int) -> Expr:
    """The summand for column k of the matrix."""
    pick = OPS["unit"](data=(k, matrix.cols))
    values = {SIGMA: OPS["num"](data=Fraction(1)), LEFT: OPS["matmul"](matrix, pick), RIGHT: pick}

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
