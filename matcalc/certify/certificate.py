"""Certificates: is a claimed derivative, or equality, right? Exactly where that can be decided, else by numbers."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, takewhile
from random import Random
from typing import Any

from matcalc.certify import draws
from matcalc.certify.claims import Claim, Derivative, Differential, Equality, Pairing, Variables
from matcalc.certify.degree import degree
from matcalc.certify.field import DRAW_BITS, Narrower, RankDeficient, Singular, Unsuitable
from matcalc.certify.generalise import generalised
from matcalc.certify.laws import LAWS, is_opaque
from matcalc.certify.seeds import seed_of
from matcalc.certify.sizes import Sizes, are_large, largest
from matcalc.certify.squares import smooth_squares
from matcalc.certify.trial import Trial
from matcalc.certify.vocabulary import Vocabulary
from matcalc.expr import Expr, walk

TRIALS = 2
"""Trials of a rational identity, each with sizes of its own."""

SIGNED_TRIALS = 16
"""Trials where signs matter: a claim that is right for half of all signs passes one in two."""

REDRAWS = 150
"""So many points are tried at given sizes before others are; a singular matrix twice changes the sizes at once."""

BUDGET = 1500
"""So many points are tried for one certificate."""

WORK = 3_000_000
"""So many multiplications are done for one point."""


class Certificate:
    """The outcome of a check.

    method       "exact", "complex-step" or "differences"
    trials       points at which both sides were compared
    sizes        the sizes of the dimensions, for each distinct choice
    seed         what reproduces it
    error_bound  the probability that a wrong claim passes, for the exact method; else the relative error allowed
    holds        the verdict
    detail       why not, or why exactness was not to be had
    """

    __slots__ = ("detail", "error_bound", "holds", "method", "seed", "sizes", "trials")

    def __init__(self, holds: bool, method: str, trials: int, sizes: list[dict[str, int]], seed: int,
                 error_bound: float, detail: str = ""):
        """The fields are those that the class names."""
        self.holds, self.method, self.trials, self.sizes = holds, method, trials, sizes
        self.seed, self.error_bound, self.detail = seed, error_bound, detail

    def __bool__(self) -> bool:
        """The verdict."""
        return self.holds

    def __repr__(self) -> str:
        """The verdict and its ground, in a line."""
        verdict = "holds" if self.holds else f"fails: {self.detail}"
        return f"<Certificate {verdict}; {self.method}, {self.trials} trials, error ≤ {self.error_bound:.1g}>"

    def to_json(self) -> dict[str, Any]:
        """All fields, for JSON."""
        names = ("holds", "method", "trials", "sizes", "seed", "error_bound", "detail")
        return {name: getattr(self, name) for name in names}


def certify_derivative(f: Expr, wrt: Sequence[Expr], answer: Expr, kind: str, *, order: int | None = None,
                       structured: str | None = None, assume: Mapping[str, Iterable[str]] | None = None,
                       along: Sequence[tuple[Expr, Expr]] = (), seed: int | None = None) -> Certificate:
    """Is `answer` the derivative of f by the symbols `wrt`?

    kind   gradient      ⟨G, H⟩ = df, the answer has the variable's shape
           jacobian      J vec(H) = vec(df); with an order k, or k variables, the Jacobian of vec of the Jacobian …
           hessian       the same with order 2, unless two variables are given: a mixed derivative, first variable first
           derivative    by a scalar, in f's shape
           differential  the answer is an expression in `dX` for each variable X, and all move
    structured  "tangent": the gradient in the tangent space of what is assumed of the variable (Frobenius metric);
                "entries": the derivatives by its free entries; or another key of `draws.SPREADS`
    assume      replaces the assumptions that symbols carry, by name
    along       pairs of a symbol and a direction: the derivative of f along these comes first; then `wrt` may be empty,
                and the kind `derivative`

    Raises ValueError for a kind, an order or a structure that does not exist.
    """
    def claim(f: Expr, answer: Expr, *rest: Expr) -> Claim:
        wrt, flat = rest[:number], rest[number:]
        vocabulary = _vocabulary((f, answer, *rest), assume)
        if kind == "differential":
            return Differential(vocabulary, f, _variables(wrt, vocabulary, structured), answer, order or 1)
        k = len(wrt) if along else order or max(len(wrt), 2 if kind == "hessian" else 1)
        levels = list(wrt) * k if len(wrt) == 1 else list(wrt)
        if len(levels) != k or (kind == "gradient" and k != 1):
            raise ValueError(f"a {kind} of order {k} by {len(wrt)} variables is not defined")
        directions = list(zip(flat[::2], flat[1::2], strict=True))
        return Derivative(vocabulary, f, _variables(levels, vocabulary, structured), answer, kind, directions)

    number = len(wrt)
    return _certify(claim, (f, answer, *wrt, *(e for pair in along for e in pair)), seed)


def certify_equal(a: Expr, b: Expr, *, assume: Mapping[str, Iterable[str]] | None = None,
                  seed: int | None = None) -> Certificate:
    """Have two expressions the same value wherever both are defined?"""
    return _certify(lambda a, b: Equality(_vocabulary((a, b), assume), a, b), (a, b), seed)


def equal(a: Expr, b: Expr) -> bool:
    """Whether two expressions have the same value."""
    return a is b or certify_equal(a, b).holds


def certify_pairing(f: Expr, wrt: Sequence[Expr], pairs: Sequence[tuple[Expr, Expr]], *, structured: str | None = None,
                    assume: Mapping[str, Iterable[str]] | None = None, seed: int | None = None) -> Certificate:
    """Is df = Σ ⟨G, dN⟩ over the pairs (G, N), where each N is an expression in the variables?"""
    def claim(f: Expr, *rest: Expr) -> Claim:
        xs, flat = rest[:len(wrt)], rest[len(wrt):]
        vocabulary = _vocabulary((f, *rest), assume)
        variables = _variables(xs, vocabulary, structured)
        return Pairing(vocabulary, f, variables, list(zip(flat[::2], flat[1::2], strict=True)))

    return _certify(claim, (f, *wrt, *(e for pair in pairs for e in pair)), seed)


def _vocabulary(parts: Iterable[Expr], assume: Mapping[str, Iterable[str]] | None) -> Vocabulary:
    return Vocabulary(walk(*parts), assume or {})


def _variables(wrt: Sequence[Expr], vocabulary: Vocabulary, manner: str | None) -> Variables:
    if manner is None:
        return Variables(wrt, None, [None] * len(wrt))
    if manner not in draws.SPREADS:
        raise ValueError(f"structured is one of {', '.join(draws.SPREADS)}, not {manner!r}")
    structures = [draws.structure(vocabulary.assumed[x.data[0]], manner) for x in wrt]
    if len(wrt) > 1 and any(s is not None and s not in draws.LINEAR for s in structures):
        raise ValueError("derivatives of higher order are defined on linear structures only")
    return Variables(wrt, manner, structures)


class _Job:
    """A claim with what its trials need, and what is learnt of it.

    crowded    too many roots are to be positive at once: fewer entries are needed
    hopeless   everywhere something is singular, as it is for real numbers too
    fitting    the sizes that fit
    ill        points at which numbers were ill-conditioned
    narrower   the claimed side alone was undefined at a point
    why        what was wrong with the last point that did not suit
    """

    __slots__ = ("claim", "crowded", "fitting", "hopeless", "ill", "narrower", "nodes", "points", "random", "seed",
                 "signed", "sizes", "vocabulary", "why")

    def __init__(self, claim: Claim, seed: int):
        """The claim, and the seed of its points."""
        self.claim, self.vocabulary, self.seed, self.random = claim, claim.vocabulary, seed, Random(seed)
        self.nodes = claim.vocabulary.every
        self.fitting = Sizes(self.nodes)
        self.sizes: list[dict[str, int]] = []
        orthogonal = any("orthogonal" in words for words in self.vocabulary.assumed.values())
        self.signed = orthogonal or claim.is_signed()
        self.points, self.ill, self.why = 0, 0, "no sizes fit"
        self.crowded, self.hopeless, self.narrower = False, True, False

    def trial(self, sizes: dict[str, int], redraw: int) -> Trial:
        self.points += 1
        return Trial(self.vocabulary, sizes, self.random, bold=redraw % 2 == 1 and redraw > 4, signed=self.signed)


def _certify(claim: Callable[..., Claim], parts: Sequence[Expr], seed: int | None) -> Certificate:
    """The certificate of the claim about these parts; first with names for large dimensions, if there are any."""
    seed = seed_of(parts) if seed is None else seed
    parts = smooth_squares(parts)
    asked = claim(*parts)
    misfit = asked.misfit()
    if misfit is not None:
        return Certificate(False, "exact", 0, [], seed, 0.0, misfit)
    for named in (claim(*general) for general in generalised(asked.vocabulary.every, parts)):
        if named.misfit() is None and (found := _decide(named, seed)).holds:
            return found
    return _decide(asked, seed)


def _decide(claim: Claim, seed: int) -> Certificate:
    job = _Job(claim, seed)
    missing = sorted({e.op.name for e in job.nodes if e.op.name not in LAWS})
    if missing:
        return _by_numbers(job, f"no exact law for {', '.join(missing)}")
    outcome = _exactly(job)
    if not isinstance(outcome, Certificate):
        return _by_numbers(job, outcome)
    if not (outcome.holds and job.narrower):
        return outcome
    found = _by_numbers(job, "points were left out")
    return outcome if found.holds else found


def _exactly(job: _Job) -> Certificate | str:
    """The exact certificate, or why there is none."""
    needed = SIGNED_TRIALS if job.signed else TRIALS
    for number in range(needed):
        agree = _compare(job, number)
        if agree is None:
            return _refused(job, number, job.why) if job.hopeless else f"no point suits: {job.why}"
        if not agree:
            if any(map(is_opaque, job.nodes)):
                return "the exact comparison was inconclusive"
            return _refused(job, number + 1, "the values differ")
    top = degree(job.nodes, job.claim.parts, job.claim.order, job.sizes[0])
    bound = (min(top, 2 ** DRAW_BITS) / 2 ** DRAW_BITS) ** TRIALS
    return Certificate(True, "exact", needed, job.sizes, job.seed, max(bound, 2.0 ** -needed) if job.signed else bound)


def _refused(job: _Job, trials: int, why: str) -> Certificate:
    return Certificate(False, "exact", trials, job.sizes, job.seed, 0.0, why)


def _compare(job: _Job, number: int) -> bool | None:
    """Whether both sides agree at a point; None where no point suits, and `job` knows why."""
    for sizes in _sizes(job, number):
        if are_large(job.nodes, sizes, WORK):
            job.hopeless, job.why = False, "the dimensions are large"
            continue
        singular = 0
        for redraw in range(REDRAWS):
            if job.points >= BUDGET:
                job.hopeless = False
                return None
            try:
                left, right = job.claim.sides(job.trial(sizes, redraw))
            except Unsuitable as e:
                job.why = str(e)
                job.narrower = job.narrower or isinstance(e, Narrower)
                job.hopeless = job.hopeless and isinstance(e, Singular) and not isinstance(e, RankDeficient)
                singular += isinstance(e, Singular)
                if singular == 2:
                    break
                continue
            if sizes not in job.sizes:
                job.sizes.append(sizes)
            return bool(left == right)
        job.crowded = job.crowded or singular < 2
    return None


def _sizes(job: _Job, number: int) -> Iterator[dict[str, int]]:
    """Sizes to try: distinct ones, until too many roots are to be positive at once. Signs need but few entries."""
    if number >= TRIALS:
        yield from job.fitting.equal((1, 2) if number % 2 else (2, 1))
        yield from sorted(job.sizes, key=lambda sizes: sum(sizes.values()))
    if not job.crowded:
        yield from takewhile(lambda sizes: not job.crowded, job.fitting.assignments(number))
    yield from job.fitting.equal((2, 1) if number % 2 else (2, 3))


def _by_numbers(job: _Job, why: str) -> Certificate:
    """The certificate by complex steps or differences, where there is no exact one."""
    from matcalc.certify import differences
    from matcalc.certify.numeric import NUMERIC

    missing = sorted({e.op.name for e in job.nodes if e.op.name not in NUMERIC})
    if missing:
        return Certificate(False, "exact", 0, [], job.seed, 0.0, f"{why}; no numbers for {', '.join(missing)}")
    method = differences.method(job.claim, job.nodes)
    bound = differences.TOLERANCES[method][min(job.claim.order, 2)]
    job.sizes = []
    samples = differences.SIGNED_SAMPLES if job.signed else differences.SAMPLES
    for number in range(samples):
        agree, detail = _sample(job, number, method == "complex-step")
        if not agree:
            return Certificate(False, method, number + 1, job.sizes, job.seed, bound, detail)
    return Certificate(True, method, samples, job.sizes, job.seed, bound, why)


def _sample(job: _Job, number: int, holomorphic: bool) -> tuple[bool, str]:
    """Whether both sides agree at one point in numbers, and what is wrong if not."""
    from matcalc.certify import differences

    why = "no sizes fit"
    for sizes in chain(islice(job.fitting.assignments(number), differences.SIZES), job.fitting.again(job.sizes)):
        if largest(job.nodes, sizes) > differences.ENTRIES:
            return False, "the dimensions are too large to be tested"
        for attempt in range(differences.ATTEMPTS):
            scale = differences.scale(number, attempt, job.signed)
            try:
                out = differences.sides(job.claim, sizes, job.random, attempt, holomorphic, scale)
            except Unsuitable as e:
                why = str(e)
                job.ill += scale == 1.0 and isinstance(e, differences.IllConditioned)
                if job.ill > differences.MOST_ILL:
                    return False, why
                continue
            job.sizes += [sizes] if sizes not in job.sizes else []
            return out
    return False, f"no point suits: {why}"
