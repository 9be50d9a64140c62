"""Repeated subexpressions get names, where that makes the answer shorter: `A X M N M where M = (Xᵀ A X)⁻¹, N = Xᵀ B X`."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from matcalc import dims, properties
from matcalc.build import T, mm, sym
from matcalc.expr import Expr, rebuild, walk
from matcalc.ops.leaves import SYM
from matcalc.ops.products import MATMUL
from matcalc.ops.term import TERM, split
from matcalc.present.view import View

MATRICES, VECTORS, SCALARS = "MNPQRSTUVWHKLGZ", "uvwrzpqhgyk", "stckdjl"
LONGEST_RUN = 8
"""So many factors of a product are looked at together."""
SHORT = 24
"""Answers for people of fewer characters are left as they are."""

Definitions = list[tuple[str, Expr]]


def named(e: Expr, view: View, taken: AbstractSet[str]) -> tuple[Expr, Definitions]:
    """A normal expression in which repeated parts are symbols, and what they stand for, in order of use.

    `taken` are names that mean something already. For people a part is named where that saves two operations and
    the whole gets no longer; in code wherever it saves one.
    """
    if not view.code and view.cost(e)[1] <= SHORT:
        return e, []
    parts: list[Expr] = [e]
    names: list[str] = []
    used = set(taken) | {name for d in _dims(e) for name in dims.names(d)}
    rejected: set[Expr] = set()
    while (best := _best(parts, view, rejected, set(names))) is not None:
        best = min(best, T(best), key=lambda e: (view.price(view.shown(e)), _turns(view.shown(e))))
        symbol = _symbol(best, used)
        shorter = [replaced(p, best, symbol) for p in parts]
        if not view.code and _length([*shorter, best], view) > _length(parts, view):
            rejected |= {best, T(best)}
            continue
        used.add(symbol.data[0])
        names.append(symbol.data[0])
        parts = [*shorter, best]
    return parts[0], _ordered(list(zip(names, parts[1:], strict=True)))


def _dims(e: Expr) -> Iterator[str]:
    for node in walk(e):
        yield from node.shape


def _length(parts: Sequence[Expr], view: View) -> int:
    """Characters of an answer and its definitions, each with a name and a sign of equality."""
    return sum(view.cost(p)[1] + 2 for p in parts)


def _best(parts: Sequence[Expr], view: View, rejected: AbstractSet[Expr], names: AbstractSet[str]) -> Expr | None:
    """The part whose name saves most operations."""
    least = 1 if view.code else 2
    best, most = None, 0
    for part, count in _occurrences(parts, names).items():
        if count > 1 and part not in rejected:
            operations = view.cost(part)[0]
            saved = (count - 1) * operations
            if operations >= least and saved > most:
                best, most = part, saved
    return best


def _occurrences(parts: Sequence[Expr], names: AbstractSet[str]) -> dict[Expr, int]:
    """How often each composite part, or run of factors without a name, stands there; a part and its transpose are one."""
    found: dict[Expr, int] = {}
    seen = list(dict.fromkeys(node for p in parts for node in walk(p)))
    for node in seen:
        for a in node.args:
            _count(found, a)
        if node.op is MATMUL:
            for i, j in _runs(node):
                if not any(_is_named(a, names) for a in node.args[i:j]):
                    _count(found, mm(*node.args[i:j]))
    return found


def _is_named(e: Expr, names: AbstractSet[str]) -> bool:
    leaf = e.args[0] if e.op.name == "transpose" else e
    return leaf.op is SYM and leaf.data[0] in names


def _count(found: dict[Expr, int], e: Expr) -> None:
    if e.op is TERM:
        body = split(e)[2]
        if body is None:
            found[e] = found.get(e, 0) + 1
        return
    if not e.args or e.op.name == "transpose":
        return
    flipped = T(e)
    key = flipped if flipped in found else e
    found[key] = found.get(key, 0) + 1


def _runs(e: Expr) -> Iterator[tuple[int, int]]:
    """Runs of two or more factors, but not all of them."""
    n = len(e.args)
    for i in range(n):
        for j in range(i + 2, min(n, i + LONGEST_RUN) + 1):
            if j - i < n:
                yield i, j


def replaced(e: Expr, part: Expr, symbol: Expr) -> Expr:
    """The expression with a part, its transpose, and runs of factors equal to either, replaced."""
    by: Mapping[Expr, Expr] = {part: symbol, T(part): T(symbol)}

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        found = by.get(node)
        if found is not None:
            return found
        if not args:
            return node
        if node.op is MATMUL and part.op is MATMUL:
            args = tuple(_without_runs(list(args), part, symbol))
        return node.op.build(*args, data=node.data)

    return rebuild(e, visit)


def _without_runs(factors: list[Expr], part: Expr, symbol: Expr) -> list[Expr]:
    for run, new in ((part, symbol), (T(part), T(symbol))):
        chain = list(run.args) if run.op is MATMUL else []
        i = 0
        while chain and i + len(chain) <= len(factors):
            if factors[i:i + len(chain)] == chain:
                factors[i:i + len(chain)] = [new]
            i += 1
    return factors


def _turns(written: Expr) -> int:
    """How many transposes an expression as written holds."""
    return sum(node.op.name in ("transpose", "invt") for node in walk(written))


def _symbol(part: Expr, used: AbstractSet[str]) -> Expr:
    """A new symbol of the part's shape that is symmetric or positive where the part is."""
    letters = SCALARS if part.is_scalar else VECTORS if "1" in part.shape else MATRICES
    name = next(name for name in _candidates(letters) if name not in used)
    assume = [word for word, holds in (("positive", properties.positive(part)), ("symmetric", part.rows == part.cols != "1" and T(part) is part))
              if holds]
    return sym(name, part.shape, tuple(assume))


def _candidates(letters: str) -> Iterator[str]:
    yield from letters
    number = 1
    while True:
        yield from (f"{letter}{number}" for letter in letters)
        number += 1


def _ordered(definitions: Definitions) -> Definitions:
    """Definitions with each behind those that it uses."""
    of = dict(definitions)
    out: dict[str, Expr] = {}

    def add(name: str) -> None:
        if name not in out:
            for node in walk(of[name]):
                if node.op is SYM and node.data[0] in of and node.data[0] != name:
                    add(node.data[0])
            out[name] = of[name]

    for name, _ in definitions:
        add(name)
    return list(out.items())
