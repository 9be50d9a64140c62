"""The derivation of a gradient: the differential as Frobenius products, one operator moved at a time."""
from __future__ import annotations

from matcalc import calculus
from matcalc.build import add, neg, num, sym
from matcalc.calculus.linear import dependent_upright, upright
from matcalc.certify import certify_pairing
from matcalc.expr import OPS, Expr, walk
from matcalc.journal import Journal
from matcalc.present import TEXT
from matcalc.present.naming import replaced
from matcalc.present.signs import Signed, negated, total
from matcalc.rewrite import simplify
from matcalc.steps.step import DIFFERENTIAL, Step, both, change
from matcalc.steps.words import is_frobenius, words

MATRICES, VECTORS, SCALARS = "HKLMNPQRSTUVW", "hkpqrstuvwz", "stckpq"
LONG = 3
"""A cotangent of so many operations gets a name."""


def derivation(f: Expr, x: Expr, taken: set[str]) -> tuple[list[Step], Expr]:
    """The steps from df to its Frobenius product with dX, for a normal scalar f, and the gradient they end in."""
    journal = Journal()
    (g,) = calculus.gradient(f, [x], simplify, journal)
    work = _Derivation(f, x, taken)
    work.start()
    for move in journal.moves:
        work.move(move.node, move.to)
    work.finish(g)
    return work.steps, g


class _Derivation:
    """What is left to do: cotangents of nodes, whose products with the nodes' changes sum to df."""

    def __init__(self, f: Expr, x: Expr, taken: set[str]):
        self.f, self.x, self.taken = f, x, taken
        order = dependent_upright(f, x)
        self.inside = set(order)
        self.single = _single_paths(order, x)
        self.pending: dict[Expr, list[Expr]] = {}
        self.names: list[tuple[Expr, Expr]] = []
        self.paired: set[Expr] = set()
        self.steps: list[Step] = []
        self.name = next(n for n in ("γ", "f", "φ") if n not in taken)
        self.dx = sym("d" + x.data[0], x.shape)

    def start(self) -> None:
        """df written out, and as a Frobenius product where it is one piece."""
        change = self.change(self.f)
        self.steps.append(Step((f"d{self.name}", "d" + _greek(self.name)), both(change), "the differential"))
        if self.f in self.single and self.f is not self.x:
            one = OPS["frob"](num(1), change)
            self.steps.append(Step(("", ""), both(one), "a scalar is its own Frobenius product with 1", "1 : s = s"))
        self.pending = {self.f: [num(1)]}

    def move(self, node: Expr, to: list[tuple[Expr, Expr]]) -> None:
        """The cotangent of a node handed on to its arguments."""
        self.pending.pop(node)
        for a, g in to:
            self.pending.setdefault(a, []).append(g)
        if is_frobenius(node):  # its two operators move as one
            self.paired.add(node.args[0])
            return
        named = [found for a, _ in to if (found := self.christen(a))]
        what, identity = words(node, self.inside, self.paired)
        self.line(what, identity, list(dict.fromkeys(named)))

    def line(self, why: str, identity: str, names: list[tuple[str, Expr]]) -> None:
        """What df is now, certified."""
        pairs = [(simplify(add(*gs)), n) for n, gs in self.pending.items()]
        written = _signed_sum([self.product(g, n) for g, n in pairs])
        certificate = certify_pairing(TEXT.shown(self.f), [self.x], [(TEXT.shown(g), TEXT.shown(n)) for g, n in pairs])
        right = both(written)
        if names or right != self.steps[-1].right:
            self.steps.append(Step(("", ""), right, why, identity, names, certificate))

    def product(self, g: Expr, n: Expr) -> Signed:
        """G : dN as written, a plain product where N is a scalar."""
        (sign, cotangent), (other, change) = _unsigned(self.brief(g)), _unsigned(self.change(n))
        sign *= other
        if cotangent is num(1):
            return sign, change
        if sign < 0 and (turned := negated(cotangent)) is not None:
            sign, cotangent = 1, turned
        return sign, OPS["scale" if n.is_scalar else "frob"](cotangent, change)

    def change(self, n: Expr) -> Expr:
        """dN: written out where X enters once and linearly, else as d(N)."""
        if n in self.single:
            return TEXT.shown(calculus.differential(n, self.x, self.dx))
        return DIFFERENTIAL(TEXT.shown(n))

    def brief(self, g: Expr) -> Expr:
        """A cotangent as written, with the names given so far."""
        for part, name in self.names:
            g = name if g is part else replaced(g, part, name)
        return TEXT.shown(g)

    def christen(self, node: Expr) -> tuple[str, Expr] | None:
        """Name the cotangent of a node on the way, if it is long or built on a name; the name and its meaning."""
        g = simplify(add(*self.pending[node]))
        if node is self.x or any(g is part for part, _ in self.names):
            return None
        falls = _unsigned(self.change(node))[0] < 0 < _unsigned(self.brief(neg(g)))[0]  # -g has a name, without a sign
        named = neg(g) if falls else g
        written = self.brief(named)
        built = _symbols(written) & set().union(*(_symbols(name) for _, name in self.names))
        if not _unsigned(written)[1].args or (not built and TEXT.price(written)[0] < LONG):
            return None
        letters = SCALARS if g.is_scalar else VECTORS if "1" in g.shape else MATRICES
        letter = next((c + n for n in ("", "1", "2") for c in letters if c + n not in self.taken), None)
        if letter is None:
            return None
        self.taken.add(letter)
        name = sym(letter, g.shape)
        self.names[:0] = [(named, name), (g, neg(name))] if falls else [(g, name)]
        return letter, written

    def finish(self, g: Expr) -> None:
        """The gradient read off."""
        top, bottom = self.name, self.x.data[0]
        left = change((top, _greek(top)), (bottom, both(self.x)[1]))
        self.steps.append(Step(left, both(self.brief(g)), "the factor of the differential of the variable"))


def _greek(name: str) -> str:
    return {"γ": r"\gamma", "φ": r"\varphi"}.get(name, name)


def _symbols(e: Expr) -> set[str]:
    return {n.data[0] for n in walk(e) if n.op.name == "sym"}


def _unsigned(e: Expr) -> Signed:
    return (-1, e.args[0]) if e.op.name == "neg" else (1, e)


def _signed_sum(terms: list[Signed]) -> Expr:
    sign, out = total(terms)
    return out if sign > 0 else OPS["neg"](out)


def _single_paths(order: list[Expr], x: Expr) -> set[Expr]:
    """Nodes in which x stands once, below linear operators only."""
    single, inside = {x}, set(order)
    for e in order:
        used = [i for i, a in enumerate(e.args) if upright(a) in inside]
        if len(used) == 1 and upright(e.args[used[0]]) in single and e.op.linear(e, used[0]):
            single.add(e)
    return single
