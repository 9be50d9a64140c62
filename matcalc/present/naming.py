"""Repeated subexpressions get names where that is shorter: `A X M N M where M = (Xᵀ A X)⁻¹, N = Xᵀ B X`."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from matcalc import dims, properties
from matcalc.build import T, mm, neg, sym
from matcalc.expr import Expr, rebuild, walk
from matcalc.ops.leaves import SYM
from matcalc.ops.products import MATMUL
from matcalc.ops.term import TERM, split
from matcalc.present.signs import unsigned
from matcalc.present.view import View

MATRICES, VECTORS, SCALARS = "MNPQRSTUVWHKLGZ", "uvwrzpqhgyk", "stckdjl"
LONGEST_RUN = 8
"""So many factors of a product are looked at together."""
MOST_FACTORS = 240
"""Runs of factors are looked for where the products have no more factors than this together."""
SHORT = 24
"""Answers for people of fewer characters are left as they are."""

Definitions = list[tuple[str, Expr]]


def named(e: Expr, view: View, taken: AbstractSet[str]) -> tuple[Expr, Definitions]:
    """A normal expression in which repeated parts are symbols, and what they stand for, in order of use.

    `taken` are names that mean something already. For people a part is named where that saves two operations and
    the whole gets no longer; in code wherever it saves one.
    """
    (out,), definitions = named_together([e], view, taken)
    return out, definitions


def named_together(answers: Sequence[Expr], view: View, taken: AbstractSet[str]) -> tuple[list[Expr], Definitions]:
    """Several normal expressions, a part of any two of which has one name."""
    nodes = walk(*answers)
    repeated = _repeated(nodes)
    if not repeated and not _has_pairs(_products(nodes)):
        return list(answers), []
    if not view.code and sum(view.cost(e)[1] for e in answers) <= SHORT:
        return list(answers), []
    work = _Naming(answers, view, taken)
    work.nodes(repeated)
    work.runs()
    return work.parts[:work.heads], _ordered(list(zip(work.names, work.parts[work.heads:], strict=True)))


class _Naming:
    """The answers, `heads` of them, and the definitions so far: `parts`; and the names of the definitions."""

    __slots__ = ("heads", "least", "names", "parts", "taken", "used", "view")

    def __init__(self, answers: Sequence[Expr], view: View, taken: AbstractSet[str]):
        self.view, self.parts, self.heads = view, list(answers), len(answers)
        self.names: list[str] = []
        self.taken, self.used = taken, set[str]()
        self.least = 1 if view.code else 2

    def nodes(self, repeated: Mapping[Expr, int]) -> None:
        """Name the nodes that stand in several places; a node and its transpose are one, and so is its negative."""
        chosen: dict[Expr, Expr] = {}
        for node, count in repeated.items():
            if self.pays(node, count):
                part = self._upright(node)
                chosen[part] = self.symbol(part)
        if not chosen:
            return
        self.names += [symbol.data[0] for symbol in chosen.values()]
        parts = self._put(chosen, ())
        if turned := [] if self.view.code else [part for part in chosen if self._may_turn(part)]:
            ways = parts, self._put(chosen, turned)
            parts = min(ways, key=lambda way: (self._price(way), self._minuses(way),
                                               sum(map(self._may_turn, way[self.heads:]))))
        self.parts = parts

    def _put(self, chosen: dict[Expr, Expr], turned: Sequence[Expr]) -> list[Expr]:
        """The parts with symbols for what is chosen, and the definitions; of some parts the symbol is the negative."""
        by = {part: neg(symbol) if part in turned else symbol for part, symbol in chosen.items()}
        by |= {T(part): T(symbol) for part, symbol in by.items()}
        whole = _substituted([*self.parts, *chosen], by)
        at = len(self.parts)
        return [*whole[:at], *(neg(e) if part in turned else e for part, e in zip(chosen, whole[at:], strict=True))]

    def _may_turn(self, part: Expr) -> bool:
        """Whether a part is b − A x, of which A x − b is the better half."""
        shown = self.view.shown(part)
        return unsigned(shown) is not shown

    def _minuses(self, parts: Sequence[Expr]) -> int:
        """How many minus signs are written."""
        return sum(node.op.name in ("neg", "sub") for p in parts for node in walk(self.view.shown(p)))

    def pays(self, node: Expr, count: int) -> bool:
        """Whether a name for a part that stands in so many places makes the whole shorter."""
        operations, length = self.view.cost(node)
        if count < 2 or operations < self.least:
            return False
        return self.view.code or count * length >= count + length + 2

    def runs(self) -> None:
        """Name runs of factors that stand in several products, the one that saves most first."""
        rejected: set[Expr] = set()
        while (best := self._best_run(rejected)) is not None:
            best = self._upright(best)
            symbol = self.symbol(best, claim=False)
            shorter = [replaced(p, best, symbol) for p in self.parts]
            if shorter == self.parts or self._price([*shorter, best]) > self._price(self.parts):
                rejected |= {best, T(best)}
                continue
            self.used.add(symbol.data[0])
            self.names.append(symbol.data[0])
            self.parts = [*shorter, best]

    def _best_run(self, rejected: AbstractSet[Expr]) -> Expr | None:
        products = _products(walk(*self.parts))
        if sum(len(p.args) for p in products) > MOST_FACTORS or not _has_pairs(products):
            return None
        found: dict[tuple[Expr, ...], int] = {}
        for node in products:
            ends: dict[tuple[Expr, ...], int] = {}
            for i, run in _runs(node, set(self.names)):
                if len(set(run)) == 1:
                    continue
                flipped = tuple([T(a) for a in reversed(run)])
                key = flipped if flipped in found else run
                if i >= ends.get(key, 0):
                    found[key] = found.get(key, 0) + 1
                    ends[key] = i + len(run)
        best, most = None, 0
        for run, count in found.items():
            if count < 2:
                continue
            operations = len(run) - 1 + sum(self.view.cost(a)[0] for a in run)
            if operations >= self.least and (count - 1) * operations > most:
                part = mm(*run)
                if part.op is MATMUL and part not in rejected:
                    best, most = part, (count - 1) * operations
        return best

    def _price(self, parts: Sequence[Expr]) -> int:
        """Characters of an answer and its definitions, each with a name and a sign of equality; of code its degree."""
        if self.view.code:
            return max(map(self.view.degree, parts))
        return sum(self.view.cost(p)[1] + 2 for p in parts)

    def _upright(self, part: Expr) -> Expr:
        """Of a part and its transpose the one that is easier to read as a definition."""
        flipped = T(part)
        if flipped.op.name == "transpose":
            return part
        return min(part, flipped, key=lambda e: (self.view.price(self.view.shown(e)), _turns(self.view.shown(e))))

    def symbol(self, part: Expr, *, claim: bool = True) -> Expr:
        """A new symbol of the part's shape that is symmetric or positive where the part is."""
        if not self.used:
            nodes = walk(*self.parts)
            self.used = {*self.taken, *(name for e in nodes for d in e.shape for name in dims.names(d)),
                         *(e.data[0] for e in nodes if e.op is SYM)}
        letters = SCALARS if part.is_scalar else VECTORS if "1" in part.shape else MATRICES
        name = next(name for name in candidates(letters) if name not in self.used)
        if claim:
            self.used.add(name)
        square = part.rows == part.cols != "1"
        facts = {"positive": properties.positive(part), "symmetric": square and T(part) is part}
        return sym(name, part.shape, tuple(word for word, holds in facts.items() if holds))


def _repeated(nodes: Sequence[Expr]) -> dict[Expr, int]:
    """How many places composite nodes stand in; of a node and its transpose one stands for both."""
    if not _may_repeat(nodes):
        return {}
    found: dict[Expr, int] = {}
    upright: dict[Expr, None] = {}
    for node in nodes:
        if T(node) not in upright:
            upright[node] = None
    for node in upright:
        for arg in node.args:
            a = arg.args[0] if arg.op.name == "transpose" else arg
            if a.args and not (a.op is TERM and (split(a)[2] is not None or a is neg(a.args[0]))):
                flipped = T(a)
                key = flipped if flipped in found else a
                found[key] = found.get(key, 0) + 1
    return {node: found[node] for node in reversed(list(found)) if found[node] > 1}


def _may_repeat(nodes: Sequence[Expr]) -> bool:
    """Whether two places hold composite nodes of one digest, which transposing keeps."""
    digests = [a.key[2] for node in nodes for a in node.args if a.args]
    return len(set(digests)) < len(digests)


def _substituted(parts: Sequence[Expr], by: dict[Expr, Expr]) -> list[Expr]:
    """Each part with the nodes of a table replaced, but not itself."""
    done: dict[Expr, Expr] = {}
    for node in walk(*parts):
        args = tuple([by.get(a) or done[a] for a in node.args])
        done[node] = node.op.build(*args, data=node.data) if args else node
    return [done[p] for p in parts]


def _products(nodes: Sequence[Expr]) -> list[Expr]:
    return [node for node in nodes if node.op is MATMUL]


def _has_pairs(products: Sequence[Expr]) -> bool:
    """Whether two neighbours stand in two places: else no run does."""
    seen: set[tuple[Expr, Expr]] = set()
    for node in products:
        for a, b in pairwise(node.args):
            if (a, b) in seen or (T(b), T(a)) in seen:
                return True
            seen.add((a, b))
    return False


def _runs(e: Expr, names: AbstractSet[str]) -> Iterator[tuple[int, tuple[Expr, ...]]]:
    """Runs of two or more factors, but not all of them, without a name in them, and where they begin."""
    n = len(e.args)
    barred = [_is_named(a, names) for a in e.args]
    for i in range(n):
        for j in range(i + 2, min(n, i + LONGEST_RUN) + 1):
            if barred[j - 1] or barred[i]:
                break
            if j - i < n:
                yield i, e.args[i:j]


def _is_named(e: Expr, names: AbstractSet[str]) -> bool:
    leaf = e.args[0] if e.op.name == "transpose" else e
    return leaf.op is SYM and leaf.data[0] in names


def replaced(e: Expr, part: Expr, symbol: Expr) -> Expr:
    """The expression with a part, its transpose, and runs of factors equal to either, replaced."""
    by = {part: symbol, T(part): T(symbol)}

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


def candidates(letters: str) -> Iterator[str]:
    """Names of one or more characters, in order."""
    yield from letters
    number = 1
    while True:
        yield from (f"{letter}{number}" for letter in letters)
        number += 1


def _ordered(definitions: Definitions) -> Definitions:
    """Definitions with each behind those that it uses."""
    of = dict(definitions)
    out: dict[str, Expr] = {}
    stack = [(name, False) for name in reversed(of)]
    while stack:
        name, ready = stack.pop()
        if ready:
            out[name] = of[name]
        elif name not in out:
            stack.append((name, True))
            used = [n.data[0] for n in walk(of[name]) if n.op is SYM and n.data[0] in of]
            stack += [(other, False) for other in used if other not in out]
    return list(out.items())
