"""The readings of a run: the conventional one where its shapes fit, else every bracketing that does."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

from matcalc.diagnostics import Label, MatcalcError, Span
from matcalc.syntax import limits
from matcalc.syntax.atoms import column_of_ones
from matcalc.syntax.context import Context
from matcalc.syntax.runs import ELEMENTWISE, Builder, conventional, operators
from matcalc.syntax.search import Sub, search
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Brackets, Choice, build
from matcalc.syntax.values import differ


def of_run(ctx: Context, tree: Tree, operands: list[list[Choice]]) -> list[Choice]:
    """The readings of a run from those of its operands, one a shape, the conventional one first."""
    ops = operators(tree)
    operands = _columns_of_ones(ctx, ops, operands)
    _refuse_bare(ctx, tree, ops, operands)
    found, first = _conventional(ctx, tree, ops, operands)
    if found and len(found) == 1 and not _mixed(ops):
        return found
    if not _searchable(ctx, ops, operands):
        if found or first is None:
            return found[:1]
        raise first
    return _searched(ctx, tree, ops, operands, found, first)


def _conventional(ctx: Context, tree: Tree, ops: Sequence[str], operands: list[list[Choice]]) -> tuple[list[Choice], MatcalcError | None]:
    """The conventional bracketing of each combination of the operands' readings that fits, and the first error."""
    found: list[Choice] = []
    first: MatcalcError | None = None
    for leaves in islice(product(*operands), limits.COMBINATIONS):
        mark = ctx.mark()
        try:
            choice = _choice(ctx, tree, ops, conventional(ops, leaves), leaves, plain=all(c.conventional for c in leaves))
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
    for shape, subs in search(ops, operands, [choice.brackets for choice in found]).items():
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
    if out or first is None:
        return out
    raise first


def _try(ctx: Context, tree: Tree, ops: Sequence[str], sub: Sub) -> Choice | None:
    try:
        return _choice(ctx, tree, ops, sub.brackets, leaves_of(sub.brackets), plain=False)
    except MatcalcError:
        return None


def _choice(ctx: Context, tree: Tree, ops: Sequence[str], brackets: Brackets, leaves: Sequence[Choice], *, plain: bool) -> Choice:
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
    if any("?" in d for c in (old, new) for d in ctx.shape(c.typed)):
        return False
    return differ(build(old.typed, ctx.unifier.dim), build(new.typed, ctx.unifier.dim))


def _mixed(ops: Sequence[str]) -> bool:
    """Whether another bracketing could have another value: products, ⊗ and elementwise operators do not associate."""
    kinds = {"∘" if op in ELEMENTWISE else op for op in ops} - {"DIV"}
    return len(kinds) > 1


def _searchable(ctx: Context, ops: Sequence[str], operands: list[list[Choice]]) -> bool:
    return len(ops) < limits.RUN and all("?" not in d for c in operands for choice in c for d in ctx.shape(choice.typed))


def _refuse_bare(ctx: Context, tree: Tree, ops: Sequence[str], operands: list[list[Choice]]) -> None:
    """Raises MatcalcError `bare-function` for a function without brackets whose operand may go on."""
    for i, choices in enumerate(operands[:-1]):
        part = choices[0].tree
        if part.kind == "bare" and ops[i] != "DIV":
            name = part.children[0].text
            ends = operands[i + 1][0].tree.end
            inside, more = ctx.source[part.children[1].start:part.end], ctx.source[part.children[1].start:ends]
            raise MatcalcError("bare-function", f"does {name} take {inside} or {more}?", source=ctx.source,
                               labels=[Label(Span(part.start, ends))], hint=f"write {name}({more}) or {name}({inside})")


def _columns_of_ones(ctx: Context, ops: Sequence[str], operands: list[list[Choice]]) -> list[list[Choice]]:
    """1 1' is a matrix of ones: the number 1 beside a row of ones is a column."""
    out = list(operands)
    for i in range(len(ops)):
        one, row = operands[i][0], operands[i + 1][0]
        if (ops[i] == "TIMES" and one.tree.kind == "number" and one.typed.data == 1 and row.tree.kind == "transpose"
                and row.tree.children[0].kind == "number" and row.typed.args and row.typed.args[0].op.name == "ones"):
            out[i] = [Choice(column_of_ones(ctx, one.tree), one.tree)]
    return out
