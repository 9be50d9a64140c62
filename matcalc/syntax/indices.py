"""Sums over indices, with the letters of each factor in quotes: `einsum("ia,ak->ik", A, B)`."""
from __future__ import annotations

from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.dims import Dim
from matcalc.ops.einsum import FREE, PAIR, shape_of
from matcalc.syntax import words
from matcalc.syntax.context import Context
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed

EXAMPLE = 'einsum("ia,ak->ik", A, B)'


class Letters:
    """The letters of an einsum, and where each stands in the source."""

    __slots__ = ("inputs", "output", "places")

    def __init__(self, token: Tree):
        """Cut the text in quotes at its commas and its arrow."""
        body = token.text[1:-1]
        left, _, right = body.partition("->")
        self.inputs = [group.strip() for group in left.split(",")]
        self.output = right.strip()
        self.places: list[Span] = []
        at = token.start + 1
        for group in left.split(","):
            self.places.append(_place(group, at))
            at += len(group) + 1
        self.places.append(_place(right, at + 1))

    @property
    def free(self) -> str:
        """The letters of an entry: i, j, k, l, and with higher ones all pairs up to them."""
        last = max((FREE.find(c) for c in self.output), default=0)
        return FREE[:max(PAIR, last + 2 - last % 2)]


def _place(group: str, at: int) -> Span:
    start = at + len(group) - len(group.lstrip())
    return Span(start, max(start + len(group.strip()), start + 1))


def call(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """The sum whose factors are the arguments behind the letters."""
    given = [child for child in tree.children if child.kind == "STRING" or child.kind[0].islower()]
    if not given or given[0].kind != "STRING" or len(given) != len(args) + 1:
        raise fault("wrong-arguments", "the letters come first, and only there", ctx.source, tree.span, hint=EXAMPLE)
    letters = Letters(given[0])
    _check(ctx, given[0], letters, len(args))
    sizes = _sizes(ctx, letters, args)
    free = _free(ctx, letters, sizes)
    shape = shape_of(free)
    ctx.check_size(shape, tree)
    data = tuple(letters.inputs), shape, free
    return Typed(words.WITH_TEXT["einsum"], tuple(args), data, shape, tree.start, tree.end)


def _check(ctx: Context, token: Tree, letters: Letters, count: int) -> None:
    """Raises MatcalcError `wrong-arguments` for letters that are none, or too few of them."""
    if "->" not in token.text:
        raise fault("wrong-arguments", "the letters of the result are missing", ctx.source, token.span, hint=EXAMPLE)
    if len(letters.inputs) != count:
        message = f"the letters are for {len(letters.inputs)} and the factors are {count}"
        raise fault("wrong-arguments", message, ctx.source, token.span)
    for group, place in zip(letters.inputs, letters.places, strict=False):
        if len(group) != 2 or not (group.isascii() and group.isalpha()):
            message = "each factor has two letters, for its rows and its columns"
            raise fault("wrong-arguments", message, ctx.source, place)
    known = "".join(letters.inputs)
    if letters.output != "".join(c for c in FREE if c in letters.output) or not set(letters.output) <= set(known):
        message = f"the letters of the result are {', '.join(FREE)}, in this order, and stand in a factor too"
        raise fault("wrong-arguments", message, ctx.source, letters.places[-1])


def _sizes(ctx: Context, letters: Letters, args: list[Typed]) -> dict[str, Dim]:
    """The size of each letter. Raises MatcalcError `shape-mismatch` where factors disagree."""
    found: dict[str, tuple[Dim, Typed]] = {}
    for group, place, arg in zip(letters.inputs, letters.places, args, strict=False):
        for offset, (letter, dim) in enumerate(zip(group, arg.shape, strict=True)):
            size, first = found.setdefault(letter, (dim, arg))
            if not ctx.unifier.unify(size, dim):
                at = Span(place.start + offset, place.start + offset + 1)
                raise _disagreement(ctx, letter, at, [(first, size), (arg, dim)])
    return {letter: ctx.unifier.dim(size) for letter, (size, _) in found.items()}


def _disagreement(ctx: Context, letter: str, at: Span, factors: list[tuple[Typed, Dim]]) -> MatcalcError:
    sizes = " and ".join(f"{ctx.named(dim)} in {ctx.text(factor)}" for factor, dim in factors)
    notes = [ctx.declared(factor) for factor, _ in factors if factor.op.name == "sym"]
    return fault("shape-mismatch", f"the letter {letter} is {sizes}", ctx.source, at, notes=notes)


def _free(ctx: Context, letters: Letters, sizes: dict[str, Dim]) -> tuple[Dim, ...]:
    """The sizes of the free letters; one that is not in the result is 1. Raises MatcalcError `shape-mismatch`."""
    for letter in letters.free:
        if letter in sizes and letter not in letters.output and not ctx.unifier.unify(sizes[letter], "1"):
            message = f"the letter {letter} has size {ctx.named(sizes[letter])} and is missing from the result"
            raise fault("shape-mismatch", message, ctx.source, letters.places[-1],
                        hint=f"letters that are summed over are others than {', '.join(letters.free)}")
    return tuple([ctx.unifier.dim(sizes[letter]) if letter in letters.output else "1" for letter in letters.free])
