"""A claim and the right answer as sums of terms: which one is missing, too much, or has another coefficient."""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from matcalc.answers import for_people
from matcalc.build import add, neg, normalize, num, scale
from matcalc.derive import Derived
from matcalc.expr import OPS, Expr, rebuild
from matcalc.judge.hypotheses import Hit, listed, transposed
from matcalc.judge.question import Question
from matcalc.judge.verdict import Assumed, Diagnosis
from matcalc.ops.leaves import SYM
from matcalc.ops.term import join, split
from matcalc.present import TEXT
from matcalc.rewrite import simplify
from matcalc.rules.expanding import expand

ROUNDS, MOST_TERMS, MOST_WRONG = 200, 40, 2

Sum = dict[Expr, Fraction]
"""The coefficient of each term."""


def hits(q: Question, right: Expr, claim: Expr, square: list[str]) -> Iterator[Hit]:
    """What is wrong with some terms of a claim or its transpose, perhaps where square symbols are symmetric."""
    for turned in (claim, OPS["transpose"](claim)):
        if turned.shape != right.shape:
            continue
        head = () if turned is claim else (transposed(q, claim, right),)
        hit = _compared(turned, right, {})
        symmetric = {name: (*q.assumed.get(name, q.words(name)), "symmetric") for name in square}
        if hit is None and (hit := _compared(turned, right, symmetric)) is not None:
            for name in square:
                fewer = {n: words for n, words in hit.assumed.items() if n != name}
                hit = (_compared(turned, right, fewer) if fewer else None) or hit
            head = (*head, Diagnosis("assumes-symmetric", symbols=listed(hit.assumed)))
        if hit is not None:
            yield Hit(hit.cost + len(head), (*head, *hit.parts), {**q.assumed, **hit.assumed}, hit.left, hit.right)


def _compared(claim: Expr, right: Expr, assumed: Assumed) -> Hit | None:
    """What is wrong with some terms of a claim, where others are right; both as written, of one shape."""
    claim, right = (_assuming(e, assumed) for e in (claim, right))
    a, b = _sum(normalize(claim)), _sum(normalize(right))
    if a is None or b is None:
        return None
    wrong = [t for t in dict.fromkeys((*b, *a)) if a.get(t) != b.get(t)]
    if not 0 < len(wrong) <= MOST_WRONG or all(t in wrong for t in b):
        return None
    parts = tuple(_diagnosis(t, a.get(t, Fraction(0)), b.get(t, Fraction(0))) for t in wrong)
    return Hit(float(len(parts)), parts, assumed, _corrected(claim, a, b, wrong), right)


def _assuming(e: Expr, assumed: Assumed) -> Expr:
    """The expression with more assumed of its symbols."""
    def by(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node.op is SYM and node.data[0] in assumed:
            return SYM(data=(*node.data[:2], tuple(sorted({*node.data[2], *assumed[node.data[0]]}))))
        return node.op(*args, data=node.data) if args else node
    return rebuild(e, by) if assumed else e


def difference(claim: Expr, right: Expr) -> Expr:
    """claimed - right, simplified, as written."""
    return TEXT.shown(simplify(add(normalize(claim), neg(normalize(right)))))


def _corrected(claim: Expr, a: Sum, b: Sum, wrong: list[Expr]) -> Expr:
    repaired = [scale(num(b.get(t, Fraction(0)) - a.get(t, Fraction(0))), t) for t in wrong]
    return add(normalize(claim), *repaired)


def _diagnosis(term: Expr, claimed: Fraction, right: Fraction) -> Diagnosis:
    if not claimed:
        return Diagnosis("missing-term", term=_text(term, right))
    if not right:
        return Diagnosis("extra-term", term=_text(term, claimed))
    if claimed == -right:
        return Diagnosis("term-sign", term=_text(term, right))
    return Diagnosis("term-factor", term=_text(term, claimed), factor=str(right / claimed))


def _text(term: Expr, coefficient: Fraction) -> str:
    return for_people(Derived(simplify(scale(num(coefficient), term))), "auto", set()).text


def _sum(e: Expr) -> Sum | None:
    """A normal expression multiplied out; None where that has too many terms."""
    out: Sum = {}
    stack, rounds = [e], 0
    while stack:
        rounds += 1
        if rounds > ROUNDS or len(stack) > MOST_TERMS:
            return None
        top = stack.pop()
        if top.op.name == "add":
            stack.extend(reversed(top.args))
        elif (inner := _opened(top)) is not None:
            stack.extend(reversed(inner))
        elif top.op.name != "zeros":
            c, powers, body = split(top)
            like = join(1, powers, body)
            out[like] = out.get(like, Fraction(0)) + c
    return {term: c for term, c in out.items() if c}


def _opened(e: Expr) -> list[Expr] | None:
    """The terms of a product with a sum in it, or of a linear operator's."""
    found = expand(e)
    if found is not None:
        return found
    c, powers, body = split(e)
    if body is not None and body.op.name in ("diag", "transpose", "diagpart") and body.args[0].op.name == "add":
        return [scale(join(c, powers), body.op.build(t, data=body.data)) for t in body.args[0].args]
    return None
