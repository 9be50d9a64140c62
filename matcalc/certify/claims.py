"""What can be certified: a claim says which two matrices must agree at every point."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from matcalc import dims
from matcalc.certify import draws, laws
from matcalc.certify.field import Narrower, Singular, Unsuitable
from matcalc.certify.vocabulary import Vocabulary
from matcalc.expr import Expr, walk
from matcalc.shape import Shape, show

if TYPE_CHECKING:
    from matcalc.certify.protocols import Place


class Claim:
    """Expressions, and a test. `parts` are all expressions of the claim, `order` that of its derivatives."""

    __slots__ = ("order", "parts", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, parts: Iterable[Expr], order: int):
        """The symbols, all expressions, and the order: with one, the first of the parts is differentiated."""
        self.vocabulary, self.parts, self.order = vocabulary, tuple(parts), order

    def is_signed(self) -> bool:
        """Whether signs matter, of which two trials may miss some."""
        signed = [e for e in self.vocabulary.every if laws.is_signed(e)]
        unvalued = self._unvalued() if any(map(laws.is_smooth, signed)) else set[Expr]()
        return any(e not in unvalued or not laws.is_smooth(e) for e in signed)

    def _unvalued(self) -> set[Expr]:
        """The nodes whose changes matter alone, not their values: terms of what is differentiated."""
        terms: set[Expr] = set()
        stack = list(self.parts[:1] if self.order else ())
        while stack:
            e = stack.pop()
            if e not in terms:
                terms.add(e)
                stack += _terms(e)
        valued = {a for e in self.vocabulary.every for a in e.args if e not in terms or a not in _terms(e)}
        return terms - valued - {*self.parts[1:]}

    def misfit(self) -> str | None:
        """Why the claim cannot hold, from the shapes alone."""
        return None

    def sides(self, at: Place) -> tuple[Any, Any]:
        """The two matrices. Raises Unsuitable."""
        raise NotImplementedError


def _terms(e: Expr) -> tuple[Expr, ...]:
    """The arguments of a sum, or of a multiple by a number: the change of it is made of theirs alone."""
    if e.op.name in ("scale", "div"):
        i = int(e.op.name == "scale")
        return e.args[i:i + 1] if not any(node.op.name == "sym" for node in walk(e.args[1 - i])) else ()
    return e.args if e.op.name in ("add", "sub", "neg") else ()


class Equality(Claim):
    """Two expressions have the same value."""

    __slots__ = ("a", "b")

    def __init__(self, vocabulary: Vocabulary, a: Expr, b: Expr):
        """Is a equal to b?"""
        super().__init__(vocabulary, (a, b), 0)
        self.a, self.b = a, b

    def misfit(self) -> str | None:
        """Why the claim cannot hold, from the shapes alone."""
        a, b = self.a.shape, self.b.shape
        return None if a == b else f"the shapes {show(a)} and {show(b)} differ"

    def sides(self, at: Place) -> tuple[Any, Any]:
        """The two matrices. Raises Unsuitable."""
        try:
            a = at.value(self.a)
        except Singular:
            raise
        except Unsuitable:
            at.value(self.b)
            raise Narrower("one side is undefined") from None
        return a, _claimed(lambda: at.value(self.b))


def _claimed(value: Callable[[], Any]) -> Any:
    """The claimed side, where the other one is defined. Raises Narrower, and Singular."""
    try:
        return value()
    except Singular:
        raise
    except Unsuitable as e:
        raise Narrower(str(e)) from None


class Variables:
    """The variables that move: at level k the k-th of `wrt` along the direction that a free matrix stands for.

    `manner` is None or a key of `draws.SPREADS`; `structures` holds the structure of each variable, None where it is
    free; `shapes` those of the free matrices.
    """

    __slots__ = ("manner", "shapes", "structures", "wrt")

    def __init__(self, wrt: Sequence[Expr], manner: str | None, structures: Sequence[str | None]):
        """The symbols, one a level, and how they are structured."""
        self.wrt, self.manner, self.structures = tuple(wrt), manner, tuple(structures)
        self.shapes = [draws.coordinates(x.shape, s, manner) for x, s in zip(wrt, structures, strict=True)]

    def directions(self, at: Place, free: Sequence[Any]) -> list[Any]:
        """The direction that each free matrix stands for (`draws.SPREADS`)."""
        return [c if structure is None or self.manner is None
                else draws.SPREADS[self.manner][structure](at.kit, at.values[x.data[0]], c)
                for x, c, structure in zip(self.wrt, free, self.structures, strict=True)]


class Derivative(Claim):
    """The answer is the k-th derivative of f: contracted with free matrices C₁ … Cₖ, it is the coefficient of ε₁…εₖ in
    f(X + ε₁H₁ + … + εₖHₖ), Hⱼ the direction that Cⱼ stands for. With `along`, pairs (Y, V), it is that of the
    derivative of f when each Y moves in the direction V."""

    __slots__ = ("along", "answer", "f", "kind", "variables")

    def __init__(self, vocabulary: Vocabulary, f: Expr, variables: Variables, answer: Expr, kind: str,
                 along: Sequence[tuple[Expr, Expr]] = ()):
        """Is the answer the derivative of f, in that layout?"""
        super().__init__(vocabulary, (f, answer, *variables.wrt, *(e for pair in along for e in pair)),
                         len(variables.wrt) + len(along))
        self.f, self.variables, self.answer, self.kind, self.along = f, variables, answer, kind, tuple(along)

    def misfit(self) -> str | None:
        """Why the claim cannot hold, from the shapes alone."""
        if self.kind == "gradient" and not self.f.is_scalar:
            return "only a scalar has a gradient"
        if self.kind == "derivative" and not all(x.is_scalar for x in self.variables.wrt):
            return "this layout is for derivatives by scalars"
        if any(y.shape != v.shape for y, v in self.along):
            return "a direction has the shape of its variable"
        want = LAYOUTS[self.kind][0](self.f, self.variables.shapes)
        if self.answer.shape == want:
            return None
        return f"the answer is {show(self.answer.shape)}, the {self.kind} is {show(want)}"

    def sides(self, at: Place) -> tuple[Any, Any]:
        """The two matrices. Raises Unsuitable."""
        wrt = self.variables.wrt
        free = [at.free(shape) for shape in self.variables.shapes]
        moves = [*zip(wrt, self.variables.directions(at, free), strict=True),
                 *((y, at.value(v)) for y, v in self.along)]
        tangents: dict[str, list[Any]] = {x.data[0]: [None] * len(moves) for x, _ in moves}
        for level, (x, h) in enumerate(moves):
            tangents[x.data[0]][level] = h
        (change,) = at.derivative((self.f,), tangents)
        return _claimed(lambda: LAYOUTS[self.kind][1](at, self.answer, free)), at.kit.vec(change)


def _jacobian_shape(f: Expr, by: Sequence[Shape]) -> Shape:
    return dims.mul(*f.shape, *(d for shape in by[:-1] for d in shape)), dims.mul(*by[-1])


def _along(at: Place, answer: Expr, free: Sequence[Any]) -> Any:
    """The Jacobian of vec of a Jacobian of …, times each direction, the last first."""
    v = at.times(answer, at.kit.vec(free[-1]))
    for c in reversed(free[:-1]):
        column = at.kit.vec(c)
        v = at.kit.matmul(at.kit.unvec(v, len(v) // len(column)), column)
    return v


def _times_scalars(at: Place, answer: Expr, free: Sequence[Any]) -> Any:
    return at.kit.vec(reduce(lambda v, c: at.kit.scale(c, v), free, at.value(answer)))


LAYOUTS: dict[str, Any] = {
    "gradient": (lambda f, by: by[0], lambda at, answer, free: at.kit.frob(at.value(answer), free[0])),
    "derivative": (lambda f, by: f.shape, _times_scalars),
    "jacobian": (_jacobian_shape, _along),
    "hessian": (_jacobian_shape, _along),
}
"""For each layout: the answer's shape, and its contraction with free matrices, a column."""


class Differential(Claim):
    """The answer is the k-th differential of f: an expression in `dX`, for each variable X."""

    __slots__ = ("answer", "f", "variables")

    def __init__(self, vocabulary: Vocabulary, f: Expr, variables: Variables, answer: Expr, order: int):
        """Is the answer the differential of f of that order?"""
        super().__init__(vocabulary, (f, answer, *variables.wrt), order)
        self.f, self.variables, self.answer = f, variables, answer

    def misfit(self) -> str | None:
        """Why the claim cannot hold, from the shapes alone."""
        f, answer = self.f.shape, self.answer.shape
        return None if f == answer else f"the differential is {show(answer)}, f is {show(f)}"

    def sides(self, at: Place) -> tuple[Any, Any]:
        """The two matrices. Raises Unsuitable."""
        tangents = moved(at, self.variables, self.order)
        (change,) = at.derivative((self.f,), tangents)
        return _claimed(lambda: at.value(self.answer)), change


def moved(at: Place, variables: Variables, order: int) -> dict[str, list[Any]]:
    """All variables moved at all levels, each along the value of the symbol `dX`, which is made a tangent."""
    names = [x.data[0] for x in variables.wrt]
    free = [at.values["d" + name] if "d" + name in at.values else at.free(x.shape)
            for name, x in zip(names, variables.wrt, strict=True)]
    directions = dict(zip(names, variables.directions(at, free), strict=True))
    at.values.update({"d" + name: h for name, h in directions.items()})
    return {name: [h] * order for name, h in directions.items()}


class Pairing(Claim):
    """df is Σ ⟨Gᵢ, dNᵢ⟩, where each Nᵢ is an expression in the variables."""

    __slots__ = ("f", "pairs", "variables")

    def __init__(self, vocabulary: Vocabulary, f: Expr, variables: Variables, pairs: Sequence[tuple[Expr, Expr]]):
        """Is df the sum of the pairings (G, N)?"""
        super().__init__(vocabulary, (f, *variables.wrt, *(e for pair in pairs for e in pair)), 1)
        self.f, self.variables, self.pairs = f, variables, tuple(pairs)

    def misfit(self) -> str | None:
        """Why the claim cannot hold, from the shapes alone."""
        if not self.f.is_scalar:
            return "only a scalar is a sum of pairings"
        uneven = [pair for pair in self.pairs if pair[0].shape != pair[1].shape]
        return f"in a pair, {show(uneven[0][0].shape)} meets {show(uneven[0][1].shape)}" if uneven else None

    def sides(self, at: Place) -> tuple[Any, Any]:
        """The two matrices. Raises Unsuitable."""
        change, *inner = at.derivative((self.f, *(n for _, n in self.pairs)), moved(at, self.variables, 1))
        terms = _claimed(lambda: [at.kit.frob(at.value(g), dn) for (g, _), dn in zip(self.pairs, inner, strict=True)])
        return reduce(at.kit.add, terms, at.kit.scaled(0, change)), change
