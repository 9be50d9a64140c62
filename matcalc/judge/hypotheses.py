"""How a claim may be wrong, as a table: what else it could be the right answer to, and what it could assume."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from matcalc import dims
from matcalc.build import normalize
from matcalc.derivative import Derivative
from matcalc.expr import OPS, Expr
from matcalc.judge.question import Question
from matcalc.judge.verdict import Assumed, Diagnosis, Explanation
from matcalc.kinds import TURNED
from matcalc.present import TEXT
from matcalc.properties import assumed
from matcalc.shape import FUNCTION, show
from matcalc.structured import ENTRIES, TANGENT

MOST_VARIABLES, MOST_SQUARE = 6, 6


class Hit:
    """An explanation that is to be certified: `left` and `right` are equal if it is right.

    cost     how simple it is: of several the cheapest is told
    assumed  what it assumes of symbols
    """

    __slots__ = ("assumed", "cost", "left", "parts", "right")

    def __init__(self, cost: float, parts: Explanation, assumed: Assumed, left: Expr, right: Expr):
        self.cost, self.parts, self.assumed, self.left, self.right = cost, parts, assumed, left, right


class Target:
    """Something that the claim may be a multiple of, and what that would tell; with what must be assumed for it."""

    __slots__ = ("assumed", "cost", "expr", "parts")

    def __init__(self, expr: Expr, cost: float = 0.0, parts: Explanation = (), assumed: Assumed | None = None):
        self.expr, self.cost, self.parts, self.assumed = expr, cost, parts, assumed or {}


def targets(q: Question, right: Derivative, claim: Expr) -> list[Target]:
    """The right answer, its layouts, the structured or unstructured one, and the derivatives by other symbols."""
    found = [Target(right.expr), *_layouts(q, right.expr, claim), *_structured(q, right), *_others(q, right, claim)]
    return [t for t in found if t.expr.shape == claim.shape]


def transposed(q: Question, claim: Expr, d: Expr) -> Diagnosis:
    """The claim is transposed, with the shapes where these tell."""
    differ = claim.shape != d.shape
    shapes = f": it is {show(claim.shape)}, the {q.kind} is {show(d.shape)}" if differ else ""
    return Diagnosis("transposed", shapes=shapes)


def _layouts(q: Question, d: Expr, claim: Expr) -> Iterator[Target]:
    turned, part = OPS["transpose"](d), transposed(q, claim, d)
    yield Target(turned, 1.0, (part,))
    if q.kind in ("jacobian", "hessian"):
        rows, cols = q.x.shape if q.kind == "hessian" else q.f.shape, q.x.shape
        if (q.layout, q.kind) in TURNED:
            rows, cols = cols, rows
        left, right = (OPS["commutation"](data=shape) for shape in (rows, cols[::-1]))
        vectors = ["1" in rows, "1" in cols]
        if d.shape == (dims.mul(*rows), dims.mul(*cols)) and not all(vectors):  # and neither a differential, nor longer
            mixed = [d if vectors[0] else OPS["matmul"](left, d), d if vectors[1] else OPS["matmul"](d, right)]
            both = OPS["matmul"](mixed[0], right) if not vectors[1] else mixed[0]
            yield Target(both, 1.1, (Diagnosis("row-major"),))
            yield Target(OPS["transpose"](both), 2.1, (part, Diagnosis("row-major")))
            yield from (Target(e, 1.2, (Diagnosis("commuted"),)) for e in mixed)
    elif q.kind == "gradient" and "1" not in d.shape:
        stacks = [OPS["vec"](d), OPS["vec"](turned)]
        yield from (Target(e, 1.1, (Diagnosis("vec", wrt=q.name),))
                    for e in (*stacks, *(OPS["transpose"](s) for s in stacks)))


def _structured(q: Question, right: Derivative) -> Iterator[Target]:
    """Derivatives on sets of structured matrices, from the free gradient; and that, where structure was asked for."""
    if q.x.rows != q.x.cols or q.x.is_scalar or right.kind != "gradient":
        return
    free = right if not q.structured else q.derived(structured=False)
    if free is None:
        return
    if q.structured:
        yield Target(free.expr, 1.0, (Diagnosis("unstructured", wrt=q.name),), q.assumed)
    normal = normalize(free.expr)
    for code, table in (("structured-entries", ENTRIES), ("structured-tangent", TANGENT)):
        for structure, rule in table.items():
            about = {"structure": structure} | ({"wrt": q.name} if code == "structured-entries" else {})
            made = TEXT.shown(rule.gradient(normal, normalize(q.x)))
            yield Target(made, 1.4, (Diagnosis(code, **about),), {q.name: q.words(q.name, structure)})


def _others(q: Question, right: Derivative, claim: Expr) -> Iterator[Target]:
    """Derivatives by other symbols, and of another kind."""
    shapes = {name: s.shape for name, s in right.symbols.items() if name != q.name and s.shape != FUNCTION}
    for name, shape in islice(shapes.items(), MOST_VARIABLES):
        if q.kind != "gradient" or claim.shape in (shape, shape[::-1]):
            other = q.derived(wrt=name)
            if other is not None:
                part = Diagnosis("other-variable", variable=name)
                yield Target(other.expr, 1.2, (part,))
                yield Target(OPS["transpose"](other.expr), 2.2, (part, transposed(q, claim, other.expr)))
    kind = {"gradient": "hessian", "hessian": "gradient"}.get(q.kind)
    if kind and claim.shape != right.shape and (found := q.derived(kind=kind)) is not None:
        yield Target(found.expr, 1.0, (Diagnosis("other-kind", claimed=kind, kind=q.kind),))


WORDS = (("symmetric", 1.0), ("skew", 1.5), ("diagonal", 1.5), ("orthogonal", 1.5))
"""What a claim may assume of a square symbol, and the cost of that."""


def assumptions(q: Question, symbols: dict[str, Expr]) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """A word, the symbols it is assumed of, and the cost: none, all square ones symmetric, then one by one."""
    yield "", (), 0.0
    square = [name for name, e in symbols.items() if e.rows == e.cols and not e.is_scalar][:MOST_SQUARE]
    plain = tuple(name for name in square if not assumed(symbols[name], "symmetric"))
    if len(plain) > 1:
        yield "symmetric", plain, 1.0
    for word, cost in WORDS:
        for name in square:
            if not assumed(symbols[name], word) and not (word == "diagonal" and len(plain) == 0):
                yield word, (name,), cost
    for name, e in symbols.items():
        if not assumed(e, "positive") and not e.is_scalar:
            yield "positive", (name,), 1.5
    scalars = tuple(name for name, e in symbols.items() if e.is_scalar and not assumed(e, "positive"))
    if scalars:
        yield "positive", scalars, 1.5




def listed(names: Iterable[str]) -> str:
    """`A, B and C`."""
    *most, last = sorted(names)
    return " and ".join(filter(None, (", ".join(most), last)))
