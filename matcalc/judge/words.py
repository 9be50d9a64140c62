"""Verdicts in words: what is wrong, and the values that show it, as a person reads them."""
from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from matcalc.render import write
from matcalc.shape import show

if TYPE_CHECKING:
    from matcalc.judge.verdict import Counterexample, Explanation, Rows, Verdict, Verification

CODES = {
    "ill-shaped": "does not fit together: {error}",
    "shape": "is {claimed} where the {kind} is {right}{fits}",
    "transposed": "is transposed{shapes}",
    "row-major": "stacks rows where vec stacks columns",
    "commuted": "lacks the commutation matrix: it is right for the vec of the transpose",
    "vec": "is the vec of the gradient, which has the shape of {wrt}",
    "other-kind": "is the {claimed}, not the {kind}",
    "other-variable": "is the derivative by {variable}",
    "structured-entries": "is the derivative by the free entries of a {structure} {wrt}",
    "structured-tangent": "is the gradient in the tangent space of {structure} matrices",
    "unstructured": "is the derivative by a free {wrt}",
    "sign": "has the wrong sign",
    "factor": "lacks the factor {factor}",
    "missing-factor": "lacks the factor {factor}{where}",
    "extra-factor": "must be divided by {factor}",
    "missing-term": "lacks the term {term}",
    "extra-term": "has the term {term} too much",
    "term-sign": "has the wrong sign before the term {term}",
    "term-factor": "lacks the factor {factor} in the term {term}",
    "assumes-symmetric": "assumes symmetric {symbols}",
    "assumes-skew": "assumes skew {symbols}",
    "assumes-diagonal": "assumes diagonal {symbols}",
    "assumes-orthogonal": "assumes orthogonal {symbols}",
    "assumes-positive": "assumes positive {symbols}",
    "zero": "is zero, and the {kind} is not",
    "difference": "differs from the right answer",
}
"""Every code a diagnosis can carry, and what it says of the claim; codes are added, never renamed."""

LIST = 12
"""Rows and columns up to which a matrix is written out."""


def number(x: float) -> str:
    """An integer or a fraction where it is one; else six digits."""
    near = Fraction(x).limit_denominator(60) if abs(x) < 1e6 else Fraction(0)
    return str(near) if abs(x - near) < 1e-9 else f"{x:.6g}"


def matrix(rows: Rows) -> str:
    """`3`, `[1; 0]`, `[1 2; 3 4]`."""
    if len(rows) == len(rows[0]) == 1:
        return number(rows[0][0])
    if max(len(rows), len(rows[0])) > LIST:
        return f"a {len(rows)}×{len(rows[0])} matrix"
    return "[" + "; ".join(" ".join(map(number, row)) for row in rows) + "]"


def explained(what: Explanation) -> str:
    """`has the wrong sign, and is transposed`."""
    return ", and ".join(d.message for d in what)


def of_equality(v: Verdict) -> str:
    """The verdict, both sides, and where they differ."""
    a, b = v.readings
    if v.holds:
        return f"equal\n{_table([('', a), ('', b)])}"
    if v.shapes[0] != v.shapes[1]:
        left, right = map(show, v.shapes)
        return f"different: the left side is {left}, the right side {right}\n{_table([('left', a), ('right', b)])}"
    return f"different\n{_table([('left', a), ('right', b), *_shown(v.counterexample, 'left', 'right')])}"


def of_verification(v: Verification) -> str:
    """The verdict with its reason, the right answer, and where the claim differs from it."""
    head = "right" if v.holds else f"wrong: the claim {explained(v.diagnosis)}"
    rows = [("or", f"the claim {explained(what)}") for what in v.also]
    rows += [("claim", write(v.claimed))] if v.claimed is not None else []
    rows += [("answer", v.right.text)] if v.right is not None else []
    if not v.holds:
        told = v.difference if v.codes == ("difference",) else None
        rows += [("claim − answer", told)] if told is not None else []
        rows += _shown(v.counterexample, "claim", "derivative" if v.right is None else "answer")
    return f"{head}\n{_table(rows)}"


def _shown(found: Counterexample | None, left: str, right: str) -> list[tuple[str, str]]:
    if found is None:
        return []
    given = [("where", f"{name} = {matrix(value)}") for name, value in found.values.items()]
    sizes = [("where", f"{name} = {size}") for name, size in found.sizes.items()] if not given else []
    return [("", ""), *given[:1], *(("", text) for _, text in given[1:]), *sizes, (left, matrix(found.left)),
            (right, matrix(found.right))]


def _table(rows: Iterable[tuple[str, str]]) -> str:
    rows = list(rows)
    width = max((len(label) for label, _ in rows), default=0)
    return "\n".join(f"  {label:<{width}}  {text}".rstrip() if width else f"  {text}" for label, text in rows)
