"""Finds shapes for undeclared symbols: first the conventional kinds, then others where those do not fit."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from matcalc.diagnostics import MatcalcError, fault
from matcalc.syntax import counts, doubts, limits, series
from matcalc.syntax.atoms import conventional_kind
from matcalc.syntax.brackets import show
from matcalc.syntax.context import Context, shown
from matcalc.syntax.elaborate import elaborate
from matcalc.syntax.readings import leaves_of
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Choice, postorder

Start = Callable[[dict[str, str]], Context]


def best(start: Start, definitions: dict[str, Tree], body: Tree, *, small: bool) -> tuple[Context, Choice]:
    """The elaborated expression under the kinds of undeclared symbols that fit best.

    Raises the error of the conventional kinds where none fit.
    """
    ctx = start({})
    countable = ctx.countable = counts.factors([*definitions.values(), body], ctx.shapes.keys() | ctx.wrt)
    first: MatcalcError | None = None
    found: tuple[Context, Choice] | None = None
    try:
        found = ctx, _attempt(ctx, definitions, body)
    except MatcalcError as e:
        if not ctx.retry and e.code not in ("shape-mismatch", "unknown-size"):
            raise
        first = e
    if ctx.retry and not ctx.retry.items() <= ctx.kinds.items():
        kinds = {**ctx.kinds, **ctx.retry}
        return best(lambda others: start({**kinds, **others}), definitions, body, small=small)
    least = _penalty(ctx) if found else limits.TOKENS
    doubtful = _doubtful(ctx)
    for kinds in _others(doubtful) if small and least else ():
        other = start(kinds)
        other.countable = countable
        try:
            choice = _attempt(other, definitions, body)
        except MatcalcError:
            continue
        finally:
            doubtful += [name for name in _doubtful(other) if name not in doubtful]
        if _penalty(other) < least:
            least, found = _penalty(other), (other, choice)
            if not least:
                break
    if found is None:
        raise first or AssertionError
    found[0].counts = ctx.counts
    if least or found[0].kinds:
        doubts.tell(found[0], [*definitions.values(), body])
    return found


def _doubtful(ctx: Context) -> list[str]:
    """The undeclared symbols that an attempt has met and that may be of another kind, the likely ones first."""
    undeclared = [name for name in ctx.symbols if name not in ctx.shapes
                  and (conventional_kind(name) != "matrix" or name in ctx.counts)]
    likely = sorted((n for n in ctx.suspects if n in undeclared), key=lambda n: conventional_kind(n) != "scalar")
    return list(dict.fromkeys([*likely, *undeclared]))


def _others(doubtful: list[str]) -> Iterator[dict[str, str]]:
    """Other kinds for up to three undeclared symbols. The list may grow: not every attempt meets them all."""
    tried = 0
    for count in (1, 2, 3):
        for names in combinations(tuple(doubtful), count):
            tried += 1
            if tried > limits.GUESSES:
                return
            yield {name: "vector" if conventional_kind(name) == "scalar" else "scalar" for name in names}


def _penalty(ctx: Context) -> int:
    """How much an attempt bends the conventions: scalars spread over matrices, matrices and vectors of size 1."""
    shapes = [(name, ctx.shape(s)) for name, s in ctx.symbols.items() if name not in ctx.shapes]
    matrices = sum("1" in shape for name,
                   shape in shapes if (ctx.kinds.get(name) or conventional_kind(name)) == "matrix")
    vectors = sum(shape == ("1", "1") for name,
                  shape in shapes if (ctx.kinds.get(name) or conventional_kind(name)) == "vector")
    return ctx.penalty + matrices + vectors


def _attempt(ctx: Context, definitions: dict[str, Tree], body: Tree) -> Choice:
    for name, tree in definitions.items():
        if tree.kind == "definition":
            series.bind(ctx, tree, _chosen(ctx, elaborate(ctx, tree.children[0])).typed)
        else:
            ctx.definitions[name] = _chosen(ctx, elaborate(ctx, tree)).typed
    choice = _chosen(ctx, elaborate(ctx, body))
    if not ctx.unifier.settle():
        raise fault("shape-mismatch", "no sizes of the Kronecker products make the shapes fit", ctx.source, body.span)
    return choice


def _chosen(ctx: Context, choices: list[Choice]) -> Choice:
    """The conventional reading, or the only other one, with notes. Raises MatcalcError `ambiguous-reading`."""
    choice, others = choices[0], choices[1:]
    if not choice.conventional:
        if others:
            raise _ambiguous(ctx, choice, others[0])
        for part in postorder(choice):
            if part.rivals and not part.conventional:
                raise _ambiguous(ctx, part, part.rivals[0])
        ctx.note(f"read as {_shown(ctx, choice)}")
        return choice
    for part in postorder(choice):
        for other in part.rivals:
            ctx.note(f"read as {_shown(ctx, part)}; {_shown(ctx, other)} would fit too, with another value")
    for other in others:
        ctx.note(f"read as {_shown(ctx, choice)}; {_shown(ctx, other)} would fit too, with another value")
    return choice


def _shown(ctx: Context, choice: Choice) -> str:
    return shown(show(choice, ctx.source, ctx.shape))


def _ambiguous(ctx: Context, one: Choice, other: Choice) -> MatcalcError:
    message = f"two readings fit the shapes, with different values: {_shown(ctx, one)} and {_shown(ctx, other)}"
    shapes = list(dict.fromkeys(ctx.declared(leaf.typed) for leaf in _symbols(one)))
    return fault("ambiguous-reading", message, ctx.source, one.tree.span, "the conventional reading does not fit",
                 hint="write the brackets of the one that is meant", notes=shapes[:6])


def _symbols(choice: Choice) -> list[Choice]:
    leaves = leaves_of(choice.brackets) if choice.brackets is not None else []
    return [leaf for leaf in leaves if leaf.typed.op.name == "sym"]
