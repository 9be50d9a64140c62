"""Undeclared letters that are numbers: n in n/2 log det Σ and in x'x/(2n), where a column would fit as well."""
from __future__ import annotations

from collections.abc import Container, Iterable, Sequence, Set

from matcalc.syntax.atoms import conventional_kind
from matcalc.syntax.context import Context
from matcalc.syntax.tree import Tree, postorder
from matcalc.syntax.typed import Choice, Typed, is_number

SMALL = frozenset("dkmnpqr")
LARGE = frozenset("KNT")
"""Letters that count something."""
SIZES = frozenset("mn")
"""Letters that hardly ever name a column."""
_INSIDE = frozenset({"group", "neg", "plus", "power", "superscript"})
_PLAIN = frozenset({"number", "name", "PLUS", "MINUS"})


def factors(trees: Iterable[Tree], known: Set[str]) -> set[str]:
    """Names beside the known ones that stand nowhere but as factors or divisors: as n in `(n - 1)/2 log det Σ`."""
    found: set[str] = set()
    others: set[str] = set()
    for root in trees:
        nodes = list(postorder(root))
        if all(node.children[0].text in known for node in nodes if node.kind == "name"):
            continue
        above = {id(child): node for node in nodes for child in node.children}
        sums = [node for node in nodes if node.kind == "sum"]
        long = {id(node): sum(child.kind not in _PLAIN for child in node.children) for node in sums}
        for node in nodes:
            if node.kind == "name":
                (found if _is_factor(node, above, long) else others).add(node.children[0].text)
    return {name for name in found - others - known if name in LARGE or conventional_kind(name) != "matrix"}


def _is_factor(node: Tree, above: dict[int, Tree], long: dict[int, int]) -> bool:
    """Whether a name is an operand of a run by itself, or in a bracket with numbers and names alone.

    long  how many terms of each sum are neither a number nor a name
    """
    while (parent := above.get(id(node))) is not None:
        if parent.kind == "run":
            return True
        others = long.get(id(parent), 1) - (node.kind not in _PLAIN)
        if parent.kind not in _INSIDE and (parent.kind != "sum" or others):
            return False
        node = parent
    return False


def carriers(ctx: Context, t: Typed) -> set[str]:
    """The undeclared names but for which something would be a scalar: n of (n - 1)/2."""
    out: set[str] = set()
    rest = [t]
    while rest:
        part = rest.pop()
        if ctx.is_scalar(part) or part.op.name == "ones":
            continue
        if part.op.name == "sym":
            out.add(part.data[0])
        elif part.op.name == "matmul" and ctx.shape(part.args[1])[0] == ctx.shape(part.args[-1])[1] == "1":
            rest.append(part.args[0])
        elif part.op.name in ("scale", "div", "neg", "add", "sub", "epow"):
            rest += part.args
        else:
            return set()
    return out if out <= ctx.countable else set()


def suspect(ctx: Context, ops: Sequence[str], operands: Sequence[Sequence[Choice]]) -> None:
    """A letter that counts, and is a factor beside scalars alone, is hardly a column."""
    if not ctx.countable:
        return
    leaves = [choices[0].typed for choices in operands]
    found = [carriers(ctx, leaf) for leaf in leaves]
    carrying = [names for leaf, names in zip(leaves, found, strict=True) if not ctx.is_scalar(leaf)]
    alone = all(carrying) and (len(carrying) == 1 or not LARGE & set().union(*carrying))
    scaled = alone and any(ctx.is_scalar(leaf) and not is_number(leaf) for leaf in leaves)
    for i, names in enumerate(found):
        halved = ops[i:i + 1] == ["DIV"] and is_number(leaves[i + 1])
        divides = ops[max(i - 2, 0):i] == ["DIV", "TIMES"] and is_number(leaves[i - 1])
        tell(ctx, names & (SMALL | LARGE if halved else SMALL) if scaled else names & SMALL if divides else set())


def suspect_product(ctx: Context, product: Typed) -> None:
    """n x'A x is a number times a scalar; of other letters a column may be meant."""
    if ctx.countable:
        tell(ctx, carriers(ctx, product) & SIZES)


def tell(ctx: Context, names: Container[str]) -> None:
    """These names are rather scalars."""
    for name in sorted(n for n in ctx.countable if n in names):
        ctx.suspects[name] = None
        ctx.counts[name] = None
        ctx.penalty += 1
