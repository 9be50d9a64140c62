"""What differs by a sign, a complement or a factor from another part of the program is made from it."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from matcalc.expr import OPS, Expr, walk
from matcalc.lowering.engine import Lowering
from matcalc.lowering.scalars import num
from matcalc.ops.routines import EIGH, FROM_EIGH, FROM_SVD, SVD

Twins = Callable[[Sequence[Expr], Lowering], dict[Expr, Expr]]


def differences(nodes: Sequence[Expr], lowering: Lowering) -> dict[Expr, Expr]:
    """B - A = -(A - B)"""
    there = set(nodes)
    found: dict[Expr, Expr] = {}
    for e in nodes:
        if e.op.name in ("sub", "spread_sub"):
            other = e.op(*reversed(e.args))
            if other in there and other not in found:
                found[e] = OPS["neg"](other)
    return found


def turned_differences(nodes: Sequence[Expr], lowering: Lowering) -> dict[Expr, Expr]:
    """A - B (C - D) = A + B (D - C), where C is given and D is made: C may be taken from D in its place"""
    uses = Counter(a for e in nodes for a in e.args)
    found: dict[Expr, Expr] = {}
    for e in nodes:
        if e.op.name == "sub" and e.args[1].op.name == "matmul" and uses[e.args[1]] == 1:
            left, product = e.args
            for i, d in enumerate(product.args):
                if d.op.name == "sub" and uses[d] == 1 and not d.args[0].args and d.args[1].args:
                    turned = d.op(*reversed(d.args))
                    lowering.keep(turned, OPS["neg"](d))
                    new = OPS["matmul"](*product.args[:i], turned, *product.args[i + 1:])
                    lowering.keep(new, OPS["neg"](product))
                    found[e] = OPS["add"](new, left)
                    break
    return found


def complements(nodes: Sequence[Expr], lowering: Lowering) -> dict[Expr, Expr]:
    """sigmoid(A)∘sigmoid(-A)∘B = e ./ (1 + e).^2∘B with e = exp(-|A|)"""
    found: dict[Expr, Expr] = {}
    for e in nodes:
        for s in e.args if e.op.name in ("hadamard", "dot") else ():
            other = OPS["sigmoid_neg"](*s.args) if s.op.name == "sigmoid" else s
            if other is not s and (rest := _without(e.args, (s, other))) is not None:
                both = bell(s.args[0], lowering)
                lowering.keep(both, OPS["hadamard"](s, other))
                found[e] = OPS["sum"](both) if e.op.name == "dot" else e.op(both, *rest) if rest else both
    return found


def bell(a: Expr, lowering: Lowering) -> Expr:
    """e ./ (1 + e).^2 with e = exp(-|A|)"""
    y = OPS["exp"](lowering.make("neg", OPS["abs"](a)))
    return OPS["hdiv"](y, OPS["epow"](OPS["spread_add"](num(1), y), data=Fraction(2)))


def factors(nodes: Sequence[Expr], lowering: Lowering) -> dict[Expr, Expr]:
    """A∘B∘C = (A∘B)∘C"""
    products = sorted((e for e in nodes if e.op.name == "hadamard"), key=lambda e: len(e.args))
    found: dict[Expr, Expr] = {}
    for e in products:
        for part in reversed(products):
            if len(part.args) < len(e.args) and (rest := _without(e.args, part.args)) is not None:
                found[e] = e.op(part, *rest)
                break
    return found


def _without(args: Iterable[Expr], part: Iterable[Expr]) -> list[Expr] | None:
    """The factors that are left when some are taken out, if these are there."""
    rest = list(args)
    for a in part:
        if a not in rest:
            return None
        rest.remove(a)
    return rest


def decompositions(nodes: Sequence[Expr], lowering: Lowering) -> dict[Expr, Expr]:
    """lmax(A) = Λ₁, evec_max(A) = V₁ for symmetric A = V Λ V'; smax(A) = Σ₁, nuc(A) = sum(Σ) for A = U Σ V'"""
    found: dict[Expr, Expr] = {}
    for whole, parts, fits in ((EIGH, FROM_EIGH, lowering.symmetric), (SVD, FROM_SVD, lambda a: True)):
        of: dict[Expr, list[Expr]] = {}
        for e in nodes:
            if e.op.name in parts and fits(e.args[0]):
                of.setdefault(e.args[0], []).append(e)
        for a, several in of.items():
            if len(several) > 1:
                found |= {e: op(whole(a), data=data) for e in several for op, data in (parts[e.op.name],)}
    return found


TWINS: tuple[Twins, ...] = (differences, turned_differences, complements, factors, decompositions)
"""Docstrings state the identities."""


def twinned(roots: Sequence[Expr], lowering: Lowering) -> list[Expr]:
    """The same with one of each pair made from the other."""
    out = list(roots)
    for twins in TWINS:
        nodes = list(walk(*out))
        by = twins(nodes, lowering)
        if not by:
            continue
        for e, new in by.items():
            lowering.keep(new, e)
        done: dict[Expr, Expr] = {}
        for e in walk(*out):
            done[e] = _remade(by.get(e, e), done, lowering)
            lowering.keep(done[e], e)
        out = [done[e] for e in out]
    return out


def _remade(e: Expr, done: dict[Expr, Expr], lowering: Lowering) -> Expr:
    if not e.args or all(done.get(a, a) is a for a in e.args):
        return e
    return lowering.make(e.op.name, *(done.get(a, a) for a in e.args), data=e.data)
