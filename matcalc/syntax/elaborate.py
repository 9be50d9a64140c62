"""Gives every part of the syntax tree its operators and shapes, from the leaves up and without recursion."""
from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product

from matcalc.diagnostics import MatcalcError
from matcalc.syntax import limits, words
from matcalc.syntax.atoms import ATOMS
from matcalc.syntax.calls import apply_bare, apply_call
from matcalc.syntax.context import Context
from matcalc.syntax.postfix import POSTFIX
from matcalc.syntax.readings import of_run, rival
from matcalc.syntax.series import SERIES
from matcalc.syntax.sums import SUMS
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Choice, Typed

Handler = Callable[[Context, Tree, list[Typed]], Typed]

HANDLERS: dict[str, Handler] = {**ATOMS, **POSTFIX, **SUMS, **SERIES, "call": apply_call, "bare": apply_bare}
"""How each node of the tree but a run becomes an operator, by the name its rule has in the grammar."""


def elaborate(ctx: Context, root: Tree) -> list[Choice]:
    """The readings of a tree, one for each shape that it can have, the conventional one first."""
    done: dict[int, list[Choice]] = {}
    stack: list[tuple[Tree, bool]] = [(root, False)]
    while stack:
        tree, ready = stack.pop()
        parts = _parts(tree)
        if ready or not parts:
            choices = [done.pop(id(part)) for part in parts]
            done[id(tree)] = of_run(ctx, tree, choices) if tree.kind == "run" else _of_node(ctx, tree, choices)
        else:
            stack.append((tree, True))
            stack.extend((part, False) for part in reversed(parts))
    return done[id(root)]


def _parts(tree: Tree) -> list[Tree]:
    """The children that are expressions: no tokens, no dimensions."""
    parts = [child for child in tree.children if child.kind[0].islower()]
    if tree.kind == "call":
        name = tree.children[0].text
        if name in words.WITH_SIZES:
            return parts[:words.WITH_SIZES[name][1]]
        if name in words.SIZED:
            return []
    return parts


def _of_node(ctx: Context, tree: Tree, choices: list[list[Choice]]) -> list[Choice]:
    """The readings of a node, one a shape, from those of its parts."""
    handler = HANDLERS[tree.kind]
    if all(len(c) == 1 for c in choices):
        args = tuple(c[0] for c in choices)
        typed = handler(ctx, tree, [a.typed for a in args])
        return [Choice(typed, tree, args, all(a.conventional for a in args))]
    found: list[Choice] = []
    first: MatcalcError | None = None
    for args in islice(product(*choices), limits.COMBINATIONS):
        mark = ctx.mark()
        try:
            typed = handler(ctx, tree, [a.typed for a in args])
        except MatcalcError as e:
            first = first or e
            ctx.undo(mark)
            continue
        _offer(ctx, found, Choice(typed, tree, args, all(a.conventional for a in args)))
    if not found and first is not None:
        raise first
    return found


def _offer(ctx: Context, found: list[Choice], new: Choice) -> None:
    """Add a reading of a new shape, or note it as a rival of the one that has its shape."""
    for old in found:
        if ctx.shape(old.typed) == ctx.shape(new.typed):
            if len(old.rivals) < limits.RIVALS and rival(ctx, old, new):
                old.rivals += (new,)
            return
    found.append(new)
