"""Simplification once more, with repeated parts as symbols: what has a name costs little to repeat.

Rewrites take one step at a time, and only a cheaper one; a product multiplied out is a start from the other side.
"""
from __future__ import annotations

from matcalc.build import add
from matcalc.expr import Expr, rebuild, walk
from matcalc.ops.hadamard import HADPOW
from matcalc.ops.kronecker import COMMUTATION, KRON
from matcalc.ops.leaves import SYM
from matcalc.ops.products import MATMUL
from matcalc.ops.structure import DIAGPART
from matcalc.ops.sums import ADD
from matcalc.ops.term import TERM
from matcalc.ops.transposes import TRANSPOSE
from matcalc.present import CODE
from matcalc.present.naming import Definitions, named
from matcalc.rewrite import simplify
from matcalc.rules.expanding import collected, expansion, size

MOST_TERMS = 12
REWRITTEN = (ADD, HADPOW, KRON, DIAGPART)
"""What rewrites are of, or of products and multiples that hold it: without any of these none applies."""
LARGE = (KRON, COMMUTATION)
FEW = 16
"""Nodes up to which a sum of products of symbols is as short as it gets."""


def shared(e: Expr) -> Expr:
    """An equal normal expression, whose code is shorter once repeated parts have names; e where there is none."""
    nodes = walk(e)
    if not any(node.op in REWRITTEN for node in nodes) or (len(nodes) <= FEW and all(map(_is_polynomial, nodes))):
        return e
    whole, definitions = named(e, CODE, set())
    parts = [whole, *(part for _, part in definitions)]
    simpler = [_simpler(part) for part in parts]
    if simpler == parts or _price(*simpler) >= _price(*parts):
        return e
    return _together(simpler[0], [(name, part) for (name, _), part in zip(definitions, simpler[1:], strict=True)])


def _is_polynomial(node: Expr) -> bool:
    """Whether a node is as in sums of products: nothing in it is costly, so that names save no more than a product."""
    return node.op in (SYM, TRANSPOSE, MATMUL, ADD) or (node.op is TERM and not node.data[1])


def _price(*parts: Expr) -> tuple[int, int, int]:
    """The degree of the work; operations; of as many, fewer Kronecker products, which are large."""
    worths = [CODE.worth(e) for e in parts]
    large = sum(node.op in LARGE for e in parts for node in walk(e))
    return max(w[0] for w in worths), sum(w[1] for w in worths), large


def _simpler(e: Expr) -> Expr:
    """The cheaper of the expression simplified as it is and multiplied out."""
    simple, other = simplify(e), simplify(_multiplied_out(e))
    return simple if other is simple else min(simple, other, key=_price)


def _multiplied_out(e: Expr) -> Expr:
    """The sum of the terms of e, unless they are too many or nothing meets."""
    done: list[Expr] = []
    left, meets = [e], False
    while left and len(done) + len(left) <= MOST_TERMS:
        term = left.pop()
        found = expansion(term)
        if found is None:
            done.append(term)
        else:
            left += found.terms
            meets = meets or found.meets
    return add(*done) if not left and (meets or collected(done) < sum(map(size, done))) else e


def _together(e: Expr, definitions: Definitions) -> Expr:
    """The expression with its definitions, each behind those that it uses, put in."""
    of: dict[str, Expr] = {}

    def put(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node.op is SYM:
            return of.get(node.data[0], node)
        return node.op.build(*args, data=node.data) if args else node

    for name, part in definitions:
        of[name] = rebuild(part, put)
    return rebuild(e, put)
