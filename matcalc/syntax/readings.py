"""The readings of a run: the conventional one where its shapes fit, else every bracketing that does."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.shape import ShapeMismatch
from matcalc.syntax import counts, doubts, limits
from matcalc.syntax.context import Context
from matcalc.syntax.ones import with_columns
from matcalc.syntax.runs import ELEMENTWISE, Builder, conventional, operators
from matcalc.syntax.search import Key, Keys, Sub, bracketings, search
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Brackets, Choice, build
from matcalc.syntax.values import differ


def of_run(ctx: Context, tree: Tree, operands: list[list[Choice]]) -> list[Choice]:
    """The readings of a run from those of its operands, one a shape, the conventional one first."""
    ops = operators(tree)
    operands = with_columns(ctx, tree, ops, operands)
    _refuse_bare(ctx, ops, operands)
    if "DIV" in ops:
        doubts.tell_quotients(ctx, tree, ops, operands)
    counts.suspect(ctx, ops, operands)
    mark = ctx.mark()
    known = _known(ctx, operands)
    found, first = _conventional(ctx, tree, ops, operands)
    if found:
        counts.suspect_product(ctx, found[0].typed)
    if found and len(found) == 1 and not _mixed(ops):
        return found
    if not known:
        if (not found or ctx.unifier.forced_since(mark[0])) and len(operands) <= limits.OPEN_RUN:
            ctx.undo(mark)
            guess = _guess(ctx, tree, ops, operands)
            found, first = ([guess], None) if guess is not None else _conventional(ctx, tree, ops, operands)
        return _first(found[:1], first)
    if len(ops) >= limits.RUN:
        return _first(found, first)
    return _searched(ctx, tree, ops, operands, found, first)


def _conventional(ctx: Context, tree: Tree, ops: Sequence[str],
                  operands: list[list[Choice]]) -> tuple[list[Choice], MatcalcError | None]:
    """The conventional bracketing of each combination of the operands' readings that fits, and the first error."""
    found: list[Choice] = []
    first: MatcalcError | None = None
    for leaves in islice(product(*operands), limits.COMBINATIONS):
        mark = ctx.mark()
        try:
            choice = _choice(ctx, tree, ops, conventional(ops, leaves), leaves,
                             plain=all(c.conventional for c in leaves))
        except MatcalcError as e:
            first = first or e
            ctx.undo(mark)
            continue
        if all(ctx.shape(choice.typed) != ctx.shape(old.typed) for old in found):
            found.append(choice)
    return found, first


def _searched(ctx: Context, tree: Tree, ops: Sequence[str], operands: list[list[Choice]], found: list[Choice],
              first: MatcalcError | None) -> list[Choice]:
    """All readings: those found already, with their rivals, then those of other shapes."""
    out = list(found)
    taken = {ctx.shape(choice.typed): choice for choice in found}
    for shape, subs in search(ops, operands, [choice.brackets for choice in found], ctx.shape).items():
        for sub in subs:
            new = _try(ctx, tree, ops, sub)
            if new is None:
                continue
            old = taken.get(shape)
            if old is None:
                taken[shape] = new
                out.append(new)
            elif len(old.rivals) < limits.RIVALS and all(rival(ctx, other, new) for other in (old, *old.rivals)):
                old.rivals += (new,)
    return _first(out, first)


def _first(found: list[Choice], error: MatcalcError | None) -> list[Choice]:
    """What was found; the error of the conventional reading if that is nothing."""
    if not found and error is not None:
        raise error
    return found


def _guess(ctx: Context, tree: Tree, ops: Sequence[str], operands: list[list[Choice]]) -> Choice | None:
    """The only bracketing, up to associativity, whose shapes can be found without forcing a dimension to be 1."""
    leaves = [choices[0] for choices in operands]
    keys = Keys(ctx.shape)
    fits: dict[Key, Brackets] = {}
    for brackets in bracketings(ops, leaves):
        mark = ctx.mark()
        try:
            Builder(ctx, ops).build(brackets)
        except MatcalcError:
            pass
        else:
            if not ctx.unifier.forced_since(mark[0]):
                fits.setdefault(keys.of(ops, brackets), brackets)
        ctx.undo(mark)
    if len(fits) != 1:
        return None
    (brackets,) = fits.values()
    return _choice(ctx, tree, ops, brackets, leaves, plain=False)


def _try(ctx: Context, tree: Tree, ops: Sequence[str], sub: Sub) -> Choice | None:
    try:
        return _choice(ctx, tree, ops, sub.brackets, leaves_of(sub.brackets), plain=False)
    except MatcalcError:
        return None


def _choice(ctx: Context, tree: Tree, ops: Sequence[str], brackets: Brackets, leaves: Sequence[Choice], *,
            plain: bool) -> Choice:
    typed = Builder(ctx, ops).build(brackets)
    return Choice(typed.at(tree), tree, tuple(leaves), plain, brackets)


def leaves_of(brackets: Brackets) -> list[Choice]:
    """The operands of a bracketing, from the left."""
    out: list[Choice] = []
    stack: list[Brackets] = [brackets]
    while stack:
        part = stack.pop()
        if isinstance(part, Choice):
            out.append(part)
        else:
            stack += [part[2], part[0]]
    return out


def rival(ctx: Context, old: Choice, new: Choice) -> bool:
    """Whether two readings of one shape differ in value, at a random point."""
    try:
        return differ(build(old.typed, ctx.unifier.dim), build(new.typed, ctx.unifier.dim))
    except ShapeMismatch:  # dimensions that are not known yet
        return False


def _mixed(ops: Sequence[str]) -> bool:
    """Whether another bracketing could have another value: products, ⊗ and elementwise operators do not associate."""
    kinds = {"∘" if op in ELEMENTWISE else op for op in ops} - {"DIV"}
    return len(kinds) > 1


def _known(ctx: Context, operands: list[list[Choice]]) -> bool:
    """Whether the shapes of all operands are known, so that what else would fit can be told."""
    return all("?" not in d for choices in operands for choice in choices for d in ctx.shape(choice.typed))


def _in_bars(part: Tree, after: Tree) -> bool:
    """Whether bars show what a function takes: log|X| y, but not log|X||Y|."""
    return part.children[1].kind == "bars" and after.kind != "bars"


def _refuse_bare(ctx: Context, ops: Sequence[str], operands: list[list[Choice]]) -> None:
    """Raises MatcalcError `bare-function` for a function without brackets whose operand may go on."""
    for i, choices in enumerate(operands[:-1]):
        part = choices[0].tree
        if part.kind == "bare" and ops[i] != "DIV" and not _in_bars(part, operands[i + 1][0].tree):
            name = part.children[0].text
            last = next((k for k in range(i, len(ops)) if ops[k] != "TIMES"), len(ops))
            ends = operands[max(last, i + 1)][0].tree.end
            inside, more = ctx.source[part.children[1].start:part.end], ctx.source[part.children[1].start:ends]
            raise fault("bare-function", f"does {name} take {inside} or {more}?", ctx.source, Span(part.start, ends),
                        hint=f"write {name}({more}) or {name}({inside})")
