"""A factor that the chain rule wants and a claim lacks: a part of the function or of the answer, times the claim."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from matcalc.build import T, normalize
from matcalc.expr import OPS, Expr, walk
from matcalc.judge.hypotheses import Hit
from matcalc.judge.samples import Samples
from matcalc.judge.signs import multiplied, times
from matcalc.judge.verdict import Assumed, Diagnosis
from matcalc.present import TEXT
from matcalc.render import write

MOST_PARTS = 60

Way = tuple[str, str, Callable[[Expr, Expr], Expr], str, float]

MATRIX: tuple[Way, ...] = (
    ("missing-factor", "left", lambda s, c: OPS["matmul"](s, c), " on the left", 1.2),
    ("missing-factor", "right", lambda s, c: OPS["matmul"](c, s), " on the right", 1.2),
    ("missing-factor", "entries", lambda s, c: OPS["hadamard"](s, c), " elementwise", 1.3),
    ("extra-factor", "divided", lambda s, c: OPS["hdiv"](c, s), "", 1.4),
)
SCALAR: tuple[Way, ...] = (
    ("missing-factor", "entries", lambda s, c: OPS["scale"](s, c), "", 1.2),
    ("extra-factor", "divided", lambda s, c: OPS["div"](c, s), "", 1.3),
)
"""The code, the product of values, the product of expressions, words for it, and the cost."""


def missing(f: Expr, right: Expr, claim: Expr, assumed: Assumed) -> list[Hit]:
    """The parts whose product with the claim is a multiple of the right answer."""
    if not any(e.op.name == "sym" for e in walk(claim)):
        return []
    parts = list(_parts(f, right))
    samples = Samples((claim, right, *parts), assumed)
    out = []
    for s in parts:
        for code, by, product, where, cost in SCALAR if s.is_scalar else MATRIX:
            if _fits(by, s, claim, right) and (k := samples.ratio(right, claim, by, s)) is not None:
                written = TEXT.shown(s)
                about = {"where": where} if code == "missing-factor" else {}
                parts_ = (Diagnosis(code, factor=write(written), **about), *multiplied(k))
                made = times(k, product(s, claim))
                out.append(Hit(cost + len(multiplied(k)) + 0.01 * len(write(written)), parts_, assumed, made, right))
    return out


def _parts(f: Expr, right: Expr) -> Iterator[Expr]:
    """Parts of both that hold a symbol, in normal form, and their transposes; not the answer itself."""
    whole = normalize(right)
    found: dict[Expr, None] = {}
    for e in walk(normalize(f), whole):
        if e.op.name not in ("num", "eye", "ones", "zeros", "dim", "const", "unit", "commutation"):
            found[e] = None
            found[T(e)] = None
    for e in (whole, T(whole)):
        found.pop(e, None)
    yield from list(found)[:MOST_PARTS]


def _fits(by: str, s: Expr, claim: Expr, right: Expr) -> bool:
    if s.is_scalar:
        return claim.shape == right.shape
    return {"left": (s.rows, s.cols, claim.cols) == (right.rows, claim.rows, right.cols),
            "right": (s.cols, s.rows, claim.rows) == (right.cols, claim.cols, right.rows)}.get(
                by, s.shape == claim.shape == right.shape)
