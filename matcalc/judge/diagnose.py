"""Tries every hypothesis on a claim that is wrong: by numbers first, and what they favour by certificate."""
from __future__ import annotations

from collections.abc import Iterator

from matcalc.certify import certify_equal
from matcalc.derivative import Derivative
from matcalc.expr import Expr, walk
from matcalc.judge import factors, terms
from matcalc.judge.hypotheses import Hit, Target, assumptions, listed, targets
from matcalc.judge.question import Question
from matcalc.judge.samples import Samples
from matcalc.judge.signs import multiplied, times
from matcalc.judge.verdict import Assumed, Diagnosis, Explanation
from matcalc.shape import Shape, show

MOST_TOLD, NEAR, TRIED = 3, 0.35, 12
"""Explanations told at most, how much dearer than the first they may be, and hits certified at most."""


def explanations(q: Question, right: Derivative, claim: Expr) -> list[Explanation]:
    """What may be wrong with a claim, the simplest first: each makes the claim right, by certificate."""
    found = sorted(_hits(q, right, claim), key=lambda hit: hit.cost)
    out: dict[tuple[str, ...], Explanation] = {}
    least = None
    for hit in found[:TRIED]:
        if least is not None and hit.cost > least + NEAR:
            break
        name = tuple(part.code for part in hit.parts)
        if name not in out and certify_equal(hit.left, hit.right, assume=hit.assumed).holds:
            least = hit.cost if least is None else least
            out[name] = hit.parts
    return list(out.values())[:MOST_TOLD] or [_last(q, right, claim)]


def _last(q: Question, right: Derivative, claim: Expr) -> Explanation:
    """What can be said of any claim that is wrong."""
    if claim.shape != right.shape:
        return (misshapen(claim, right.shape, q.kind),)
    if claim.op.name == "zeros" or (claim.op.name == "num" and not claim.data):
        return (Diagnosis("zero", kind=q.kind),)
    return (Diagnosis("difference"),)


def misshapen(claim: Expr, shape: Shape, kind: str) -> Diagnosis:
    """The claim has a wrong shape, and says which is right."""
    fits = " (its transpose has that shape)" if claim.shape == shape[::-1] else ""
    return Diagnosis("shape", claimed=show(claim.shape), right=show(shape), kind=kind, fits=fits)


def _hits(q: Question, right: Derivative, claim: Expr) -> Iterator[Hit]:
    options = targets(q, right, claim)
    symbols = {e.data[0]: e for e in walk(right.expr, claim, q.f) if e.op.name == "sym"}
    plain = [t for t in options if not t.assumed]
    for word, names, cost in assumptions(q, symbols):
        yield from _assuming(q, claim, plain, word, names, cost)
    for t in options:
        if t.assumed:
            samples = Samples((claim, t.expr), t.assumed)
            yield from _multiple(samples, claim, t, t.assumed, (), 0.0)
    yield from factors.missing(q.f, right.expr, claim, q.assumed)
    square = [name for word, names, _ in assumptions(q, symbols) if word == "symmetric" for name in names]
    yield from terms.hits(q, right.expr, claim, list(dict.fromkeys(square)))


def _assuming(q: Question, claim: Expr, options: list[Target], word: str, names: tuple[str, ...],
              cost: float) -> Iterator[Hit]:
    """The targets that the claim is a multiple of, with a word assumed of some symbols: as few as are needed."""
    samples = Samples((claim, *(t.expr for t in options)), _words(q, word, names))
    for t in options:
        if samples.ratio(t.expr, claim) is None:
            continue
        needed = names
        for name in names if len(names) > 1 else ():
            fewer = tuple(n for n in needed if n != name)
            if Samples((claim, t.expr), _words(q, word, fewer)).ratio(t.expr, claim) is not None:
                needed = fewer
        assumed = _words(q, word, needed)
        part = (Diagnosis(f"assumes-{word}", symbols=listed(needed)),) if needed else ()
        extra = cost + 0.1 * (len(needed) - 1) if needed else 0.0
        yield from _multiple(Samples((claim, t.expr), assumed), claim, t, assumed, part, extra)


def _multiple(samples: Samples, claim: Expr, t: Target, assumed: Assumed, more: Explanation, cost: float
              ) -> Iterator[Hit]:
    k = samples.ratio(t.expr, claim)
    if k is not None:
        constant = multiplied(k)
        yield Hit(t.cost + cost + len(constant), (*t.parts, *more, *constant), assumed, times(k, claim), t.expr)


def _words(q: Question, word: str, names: tuple[str, ...]) -> Assumed:
    return {**q.assumed, **{name: (*q.assumed.get(name, q.words(name)), word) for name in names}}
