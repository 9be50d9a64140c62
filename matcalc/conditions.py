"""What must hold for an expression and its derivative to be defined, in words."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from matcalc.build import add, like, neg, normalize
from matcalc.expr import OPS, Expr, walk
from matcalc.ops.powers import is_integer
from matcalc.ops.term import split
from matcalc.present import TEXT
from matcalc.present.signs import minus
from matcalc.properties import definite, nonsingular, positive, semidefinite
from matcalc.render.write import write

NONSINGULAR = "nonsingular"
LARGEST, SMALLEST = "with a single largest entry", "with a single smallest entry"
NEEDS = {
    "inv": NONSINGULAR, "invt": NONSINGULAR, "logdet": NONSINGULAR, "log": "> 0", "sqrt": "> 0", "norm": "≠ 0",
    "abs": "≠ 0", "norm1": "≠ 0", "sign": "≠ 0", "step": "≠ 0", "relu": "≠ 0", "div": "≠ 0", "hdiv": "≠ 0",
    "norm_inf": "≠ 0", "cbrt": "≠ 0", "reciprocal": "≠ 0", "leaky_relu": "≠ 0", "leaky_relu_by": "≠ 0",
    **dict.fromkeys(("log2", "log10", "lgamma", "digamma", "trigamma", "entropy", "cross_entropy", "huber"), "> 0"),
    "sec": "≠ π/2 + kπ", "csc": "≠ kπ", "cot": "≠ kπ",
    "asin": "in (−1, 1)", "acos": "in (−1, 1)", "atanh": "in (−1, 1)", "acosh": "> 1", "tan": "≠ π/2 + kπ",
}
"""What the last argument of an operator must satisfy, entry by entry."""
ASKED: dict[str, Callable[..., Iterable[tuple[Expr, str]]]] = {
    "log1p": lambda a: [(_sum(like(a), a), "> 0")],
    "logit": lambda a: [(a, "> 0"), (_sum(like(a), neg(normalize(a))), "> 0")],
    "kl": lambda p, q: [(p, "> 0"), (q, "> 0")],
    "norm_inf": lambda a: [(OPS["abs"](a), LARGEST)],
    "max": lambda a: [(a, LARGEST)], "min": lambda a: [(a, SMALLEST)],
    **dict.fromkeys(("maximum", "minimum"), lambda a, b: [(_sum(a, neg(normalize(b))), "≠ 0")]),
    "clip": lambda a, low, high: [(_sum(a, neg(normalize(bound))), "≠ 0") for bound in (low, high)],
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
    """The conditions of a function and its derivative, both as written: each once, those of the function first."""
    found: dict[tuple[str, Expr], str] = {}
    loose: set[tuple[str, Expr]] = set()  # asked of an array as a whole
    smooth = _only_squared(f, answer)
    for e in walk(f, answer):
        if e not in smooth:
            whole = _takes_zeros(e)
            for a, needs in _asked(e):
                at = needs, _up_to_sign(a, needs)
                if at not in found or (at in loose and not whole):
                    found[at] = _words(a, needs, whole=whole)
                    (loose.add if whole else loose.discard)(at)
    for e in walk(f):
        for a, needs in _smooth(e):
            found.setdefault((needs, _up_to_sign(a, needs)), _words(a, needs, whole=needs[0] not in "≠>"))
    positives = {_up_to_sign(a, "≠ 0") for needs, a in found if needs == "> 0"}
    implied = {a.args[0] for _, a in found if a.op.name == "det"}
    said = {"≠ 0": positives, NONSINGULAR: implied}
    return tuple(dict.fromkeys(words for (needs, a), words in found.items() if a not in said.get(needs, ())))


def _takes_zeros(e: Expr) -> bool:
    """Whether entries may be zero, but not all of them: in ‖x‖, and in ‖x‖_p for p ≥ 2."""
    return e.op.name == "norm" or (e.op.name == "pnorm" and e.args[1].op.name == "num" and e.args[1].data >= 2)


def _asked(e: Expr) -> Iterator[tuple[Expr, str]]:
    """What a node asks; of an absolute value to be positive, its argument not to vanish. A norm asks for itself."""
    for given, needs in _needs(e):
        a = given.args[0] if given.op.name == "transpose" and needs != NONSINGULAR else given
        if a.op.name == "abs":
            yield a.args[0], "≠ 0"
        elif a.op.name != "pnorm":
            yield given, needs


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
        needs = "> 0" if e.data.denominator != 1 else "≠ 0" if e.data < 0 else ""
    if name == "raised" and not is_integer(e.args[1]) and not positive(normalize(e.args[0])):
        yield e.args[0], "> 0"
    if name == "pnorm":
        yield e.args[0], "≠ 0"
    if not needs:
        return
    known = nonsingular if needs == NONSINGULAR else lambda a: positive(normalize(a))
    for a in _factors(e.args[-1]) if name in ("div", "hdiv", "epow", "huber") else (e.args[-1],):
        if not known(a):
            yield a, needs


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
        yield from ((a, needs) for a, needs in ASKED[e.op.name](*e.args)
                    if needs in (LARGEST, SMALLEST) or not positive(normalize(a)))


def _sum(a: Expr, b: Expr) -> Expr:
    """a + b, as it would be shown."""
    return TEXT.shown(add(normalize(a), normalize(b)))


def _never(a: Expr) -> bool:
    return False


_KNOWN: dict[str, Callable[[Expr], bool]] = {
    "pinv": lambda a: a.rows == a.cols and nonsingular(a), "nuc": semidefinite,
    **dict.fromkeys(("chol", "logm", "sqrtm"), definite)}
"""Matrices of which a function asks nothing."""


def _factors(e: Expr) -> Iterator[Expr]:
    """The factors of a product of scalars or entries that can vanish by themselves; norms speak for themselves."""
    stack = [e]
    while stack:
        a = stack.pop()
        if a.op.name in ("scale", "hadamard", "div", "neg"):
            stack.extend(a.args)
        elif a.op.name in ("epow", "sqrt", "raised"):
            stack.append(a.args[0])
        elif a.op.name not in ("norm", "num", "const", "dim", "ones"):
            yield a


def _up_to_sign(a: Expr, needs: str) -> Expr:
    normal = normalize(a)
    if needs != "≠ 0":
        return normal
    _, powers, body = split(normal)
    base = powers[0][0] if body is None and len(powers) == 1 else normal
    return min(base, neg(base), key=lambda e: e.key)


def _words(a: Expr, needs: str, *, whole: bool) -> str:
    if needs == "≠ 0" and a.op.name == "neg":
        a = a.args[0]
    who = write(a) if a.is_scalar or whole or needs == NONSINGULAR else f"entries of {write(a)}"
    return f"{who} {needs}"
