"""Sums over the singular triples of a matrix: `Σₖ αₖ diag(βₖ) where E = Σₖ σₖ uₖ vₖᵀ`."""
from __future__ import annotations

from matcalc.diagnostics import Span, fault
from matcalc.expr import OPS
from matcalc.ops.rankone import LEFT, RIGHT, SIGMA
from matcalc.shape import SCALAR
from matcalc.syntax import words
from matcalc.syntax.context import Context
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, leaf

FORM = "E = Σₖ σₖ uₖ vₖᵀ"


def name(sign: Tree) -> str:
    """The name of a sum in the table of definitions, from its sign or its node."""
    return f"Σ_{(sign.children[0] if sign.children else sign).text}"


def triple(definition: Tree, source: str) -> tuple[str, str, str]:
    """The names of a singular value and its two vectors in `E = Σₖ σₖ uₖ vₖᵀ`. Raises MatcalcError `syntax`."""
    sign, run = definition.children[1].children
    parts = [part for part in run.children if part.kind not in ("TIMES", "CDOT")] if run.kind == "run" else []
    if [part.kind for part in parts] == ["name", "name", "transpose"] and parts[2].children[0].kind == "name":
        one, two, three = (part.children[0].text for part in (parts[0], parts[1], parts[2].children[0]))
        if len({one, two, three}) == 3 and {words.indexed(word)[1] for word in (one, two, three)} == {sign.text}:
            return one, two, three
    raise fault("syntax", "this is no singular value decomposition", source, run.span, "",
                f"write it as {FORM}, with any letters")


def bind(ctx: Context, definition: Tree, matrix: Typed) -> None:
    """Give the names of a decomposition their shapes, and the sum its matrix."""
    given = triple(definition, ctx.source)
    rows, cols = ctx.shape(matrix)
    for word, symbol, shape in zip(given, (SIGMA, LEFT, RIGHT), (SCALAR, (rows, "1"), (cols, "1")), strict=True):
        if word in ctx.shapes or word in ctx.definitions:
            raise fault("circular-definition", f"{word} has a meaning already, and this decomposition defines it too",
                        ctx.source, definition.children[1].span, "", "use another letter for it")
        ctx.bound[word] = leaf("sym", (symbol, shape, ()), shape, definition)
    ctx.decomposed[definition.children[1].children[0].text] = matrix


def summed(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """Σₖ and the term behind it."""
    sign = tree.children[0]
    matrix = ctx.decomposed.get(sign.text)
    if matrix is None:
        word = ctx.source[sign.start:sign.end]
        raise fault("unknown-name", f"nothing says what {word} runs over", ctx.source, sign.span,
                    hint="a sum over all entries is sum(...), as in sum(x.^2); for singular values add "
                         f"`where {FORM}`; a matrix called {word} must be declared")
    return Typed(OPS["svdsum"], (matrix, args[0]), None, ctx.shape(args[0]), tree.start, tree.end)


def inside(ctx: Context, root: Typed) -> None:
    """Raises MatcalcError `unknown-name` where a singular value or vector stands outside of a sum."""
    seen: set[int] = set()
    stack = [root] if ctx.bound else []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.op.name == "sym" and node.data[0] in (SIGMA, LEFT, RIGHT) and node.data[0] not in ctx.symbols:
            message = f"{ctx.text(node)} has a meaning only behind the sign of its sum"
            raise fault("unknown-name", message, ctx.source, Span(node.start, node.end))
        stack += node.args[:1] if node.op.name == "svdsum" else node.args


SERIES = {"series": summed}
