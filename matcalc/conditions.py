"""What must hold for an expression and its derivative to be defined, in words."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from matcalc.build import add, like, neg, normalize
from matcalc.expr import OPS, Expr, walk
from matcalc.facts import ABOVE, INSIDE, NONSINGULAR, NONZERO, POSITIVE, SOME, Fact, apart, minimal, same
from matcalc.ops.powers import is_integer
from matcalc.present import TEXT
from matcalc.present.signs import minus
from matcalc.properties import definite, nonsingular, semidefinite
from matcalc.render.write import write

LARGEST, SMALLEST = "with a single largest entry", "with a single smallest entry"
NEEDS = {
    "inv": NONSINGULAR, "invt": NONSINGULAR, "logdet": NONSINGULAR, "log": POSITIVE, "sqrt": POSITIVE,
    **dict.fromkeys(("norm", "norm_inf"), SOME),
    **dict.fromkeys(("abs", "norm1", "sign", "step", "relu", "div", "hdiv", "cbrt", "reciprocal", "leaky_relu",
                     "leaky_relu_by"), NONZERO),
    **dict.fromkeys(("log2", "log10", "lgamma", "digamma", "trigamma", "entropy", "cross_entropy", "huber"), POSITIVE),
    "sec": "≠ π/2 + kπ", "csc": "≠ kπ", "cot": "≠ kπ",
    "asin": INSIDE, "acos": INSIDE, "atanh": INSIDE, "acosh": ABOVE, "tan": "≠ π/2 + kπ",
}
"""What the last argument of an operator must satisfy."""
ENTRYWISE = {*NEEDS.values()} - {NONSINGULAR, SOME}
"""What is said of every entry."""
ASKED: dict[str, Callable[..., Iterable[tuple[Expr, str]]]] = {
    "log1p": lambda a: [(_sum(like(a), a), POSITIVE)],
    "logit": lambda a: [(a, POSITIVE), (_sum(like(a), neg(normalize(a))), POSITIVE)],
    "kl": lambda p, q: [(p, POSITIVE), (q, POSITIVE)],
    "norm_inf": lambda a: [(OPS["abs"](a), LARGEST)],
    "max": lambda a: [(a, LARGEST)], "min": lambda a: [(a, SMALLEST)],
    **dict.fromkeys(("maximum", "minimum"), lambda a, b: [(_sum(a, neg(normalize(b))), NONZERO)]),
    "clip": lambda a, low, high: [(_sum(a, neg(normalize(bound))), NONZERO) for bound in (low, high)],
}
"""What the arguments of an operator must satisfy where it is differentiated, beside what `NEEDS` says."""
SMOOTH = {
    "chol": "positive definite", "pinv": "of constant rank nearby", "nuc": "of full rank", "polar": "of full rank",
    **dict.fromkeys(("logm", "sqrtm"), "without eigenvalues ≤ 0"),
    **dict.fromkeys(("lmin", "evec_min"), "with a simple smallest eigenvalue"),
    **dict.fromkeys(("lmax", "evec_max", "eproj_max", "resolvent_max"), "with a simple largest eigenvalue"),
    **dict.fromkeys(("eigval", "eigvec", "eigproj", "resolvent"), "with a simple eigenvalue number {}"),
    **dict.fromkeys(("smax", "lsv", "rsv"), "with a simple largest singular value"),
    **dict.fromkeys(("sval", "lsvec", "rsvec"), "with a simple, nonzero singular value number {}"),
}
"""Where functions of a matrix have a derivative. What they bring into answers holds there too."""


def conditions(f: Expr, answer: Expr) -> tuple[str, ...]:
    """The conditions of a function and its derivative, both as written: none that others imply, those of the function
    first."""
    smooth = _only_squared(f, answer)
    asked = [need for e in walk(f, answer) if e not in smooth for need in _needs(e)]
    asked += [need for e in walk(f) for need in _smooth(e)]
    facts = minimal(fact for a, needs in asked for fact in apart(needs, normalize(a)))
    return _said(facts, f, answer) if facts else ()


def _only_squared(*roots: Expr) -> set[Expr]:
    """The norms of which only even powers are taken: these are smooth everywhere."""
    squared: set[Expr] = set()
    other: set[Expr] = set(roots)
    for e in walk(*roots):
        even = e.op.name == "epow" and e.data > 0 and e.data % 2 == 0
        (squared if even else other).update(a for a in e.args if a.op.name == "norm")
    return squared - other


def _needs(e: Expr) -> Iterator[tuple[Expr, str]]:
    """What a node asks of an argument, as far as it is not known."""
    name = e.op.name
    needs = NEEDS.get(name, "")
    if name == "power" and e.data < 0:
        needs = NONSINGULAR
    if name == "epow":
        needs = POSITIVE if e.data.denominator != 1 else NONZERO if e.data < 0 else ""
    if name == "raised" and not is_integer(e.args[1]):
        yield e.args[0], POSITIVE
    if name == "pnorm":
        a, order = e.args
        yield a, SOME if order.op.name == "num" and order.data >= 2 else NONZERO
    if needs:
        yield e.args[-1], needs


def _smooth(e: Expr) -> Iterator[tuple[Expr, str]]:
    """What a function of a matrix asks of it, as far as it is not known."""
    if e.op.name == "sylvester":
        a, b, _ = e.args
        yield a, f"and {write(minus(b))} without a common eigenvalue"
    elif e.op.name in SMOOTH and "1" not in e.args[0].shape:
        a = normalize(e.args[0])
        if not _KNOWN.get(e.op.name, _never)(a):
            yield e.args[0], SMOOTH[e.op.name].format(e.data)
    elif e.op.name in ASKED:
        yield from ASKED[e.op.name](*e.args)


def _sum(a: Expr, b: Expr) -> Expr:
    """a + b, as it would be shown."""
    return TEXT.shown(add(normalize(a), normalize(b)))


def _never(a: Expr) -> bool:
    return False


_KNOWN: dict[str, Callable[[Expr], bool]] = {
    "pinv": lambda a: a.rows == a.cols and nonsingular(a), "nuc": semidefinite,
    **dict.fromkeys(("chol", "logm", "sqrtm"), definite)}
"""Matrices of which a function asks nothing."""


def _said(facts: Iterable[Fact], *roots: Expr) -> tuple[str, ...]:
    """Facts in words, of expressions as they were first written below the roots."""
    nodes = walk(*roots)
    place = {normalize(node): i for i, node in reversed(list(enumerate(nodes)))}

    def said(needs: str, e: Expr) -> str:
        places = [place[a] for a in same(needs, e) if a in place]
        shown = TEXT.signed(e)[1] if neg(e) in same(needs, e) else TEXT.shown(e)
        return _words(needs, nodes[min(places)] if places else shown)

    return tuple(said(*fact) for fact in facts)


def _words(needs: str, a: Expr) -> str:
    entries = needs in ENTRYWISE and not a.is_scalar
    return f"{'entries of ' if entries else ''}{write(a)} {NONZERO if needs == SOME else needs}"
