"""Gradients of long products by their partial products, each with a name: as long as the product, not its square.

tr(A₁ X A₂ X … Aₙ X) has n terms of 2n − 1 factors. With P for the products from the left and Q for those from the
right there are n terms of two factors, and 2n definitions (Griewank & Walther, Evaluating Derivatives, ch. 3.3).
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from matcalc import calculus
from matcalc.build import T, epow, had, inner, mm, num, scale, sym
from matcalc.calculus.linear import dependent, pull
from matcalc.expr import Expr, walk
from matcalc.ops import term
from matcalc.ops.hadamard import HADPOW
from matcalc.ops.products import MATMUL
from matcalc.ops.term import TERM, split
from matcalc.rewrite import simplify

MOVING = 8
"""Products of fewer factors that move are written out."""
CELLS = 240
"""So are those whose terms together have no more factors than this."""
LETTERS = "PQUVMNGHKLRSWZ"

Definitions = list[tuple[str, Expr]]
Product = Callable[..., Expr]


def is_long(f: Expr, x: Expr) -> bool:
    """Whether a product in f moves in so many places that the terms of its differential are better not written out."""
    if all(len(e.args) < MOVING for e in walk(f)):
        return False
    moving = set(dependent(f, x))
    return any(_is_long(e, [i for i, a in enumerate(e.args) if a in moving]) for e in moving)


def _is_long(e: Expr, moving: Sequence[int]) -> bool:
    """Equal neighbours, which are written as a power, count as one factor."""
    if e.op not in (MATMUL, TERM, HADPOW) or len(moving) < MOVING:
        return False
    places = sum(e.args[i:i + 1] != e.args[i + 1:i + 2] for i in moving)
    return places >= MOVING and places * len(e.args) > CELLS


def gradient(f: Expr, x: Expr, taken: Collection[str]) -> tuple[Expr, Definitions]:
    """The gradient of a scalar, and what the names in it stand for; `taken` are names that mean something already."""
    names = _Names(taken)

    def shares(e: Expr, g: Expr, moving: list[int]) -> list[tuple[int, Expr]]:
        first = calculus.period(e, g)
        once = [i for i in moving if i < first]
        if not _is_long(e, once):
            return calculus.shares(e, g, moving)
        weight = scale(num(len(e.args) // first), g)
        return names.of_chain(e, weight, once) if e.op is MATMUL else names.of_multiset(e, weight, once)

    (out,) = calculus.gradient(f, [x], simplify, share=shares)
    return simplify(out), names.definitions


class _Names:
    """The definitions so far, and the letters of the names."""

    __slots__ = ("count", "definitions", "left", "right")

    def __init__(self, taken: Collection[str]):
        used = {name[0].upper() for name in taken if name}
        free = [letter for letter in LETTERS if letter not in used]
        self.left, self.right = free[:2] if len(free) > 1 else ("Pp", "Qq")
        self.definitions: Definitions = []
        self.count: Counter[str] = Counter()

    def named(self, e: Expr, letter: str) -> Expr:
        """A symbol for a product that is no symbol itself."""
        if not e.args:
            return e
        letter = letter.lower() if "1" in e.shape else letter
        self.count[letter] += 1
        name = f"{letter}{self.count[letter]}"
        self.definitions.append((name, e))
        return sym(name, e.shape)

    def before(self, factors: Iterable[Expr], moving: Collection[int], product: Product, letter: str,
               ) -> dict[int, list[Expr]]:
        """For each place the product of the factors before it, as a list of one factor, or none."""
        out: dict[int, list[Expr]] = {}
        run: list[Expr] = []
        for i, a in enumerate(factors):
            if i in moving:
                run = [self.named(product(*run), letter)] if run else []
                out[i] = run
            run = [*run, a]
        return out

    def of_chain(self, e: Expr, g: Expr, moving: list[int]) -> list[tuple[int, Expr]]:
        """Of a matrix product: (R Gᵀ L)ᵀ, where L and R are the products of the factors before and behind."""
        c, powers, body = split(g)
        plain = body is None or body.op.name == "eye"
        factor = term.join(c, powers) if plain else num(1)
        behind = [*(() if plain else (T(g),)), *reversed(e.args)]
        last = len(behind) - 1
        left = self.before(e.args, moving, mm, self.left)
        right = self.before(behind, {last - i for i in moving}, lambda *run: mm(*reversed(run)), self.right)
        return [(i, scale(factor, T(mm(*right[last - i], *left[i])))) for i in moving]

    def of_multiset(self, e: Expr, g: Expr, moving: list[int]) -> list[tuple[int, Expr]]:
        """Of a product of scalars, or entry by entry: G ∘ L ∘ R ∘ k Xᵏ⁻¹ for the factor Xᵏ."""
        exponents = e.data[1] if e.op is TERM else e.data
        weight = scale(num(e.data[0]), inner(g, term.body(e))) if e.op is TERM else g
        bases = [i for i in moving if i < len(exponents)]
        factors = [epow(a, k) for a, k in zip(e.args, exponents, strict=False)]
        last = len(factors) - 1
        left = self.before(factors, bases, had, self.left)
        right = self.before(reversed(factors), {last - i for i in bases}, had, self.right)
        out = [(i, had(scale(num(exponents[i]), weight), epow(e.args[i], exponents[i] - 1), *left[i], *right[last - i]))
               for i in bases]
        return out + [(i, pull(e, i, g)) for i in moving if i not in bases]
