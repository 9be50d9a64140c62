"""Takes a parsed source apart into its definitions, ordered by what they use, and its expression."""
from __future__ import annotations

from matcalc.diagnostics import fault
from matcalc.syntax import series
from matcalc.syntax.tree import Tree, postorder


def parts(root: Tree, source: str) -> tuple[dict[str, Tree], Tree]:
    """The definitions by name, each after those it uses, and the expression.

    The decomposition of a matrix stands under the name of its sum, `Σ_k`.

    Raises MatcalcError: `circular-definition` where a name is defined twice, or by itself; `syntax`.
    """
    found: dict[str, Tree] = {}
    body = root
    for child in root.children:
        if child.kind not in ("definition", "where"):
            body = child
        for definition in child.children if child.kind == "where" else [child]:
            if definition.kind == "definition":
                _add(found, definition, source)
    return _ordered(found, source), body


def _add(found: dict[str, Tree], definition: Tree, source: str) -> None:
    left, right = definition.children
    if right.kind == "series":
        name, tree = series.name(right), definition
        if any(other.kind == "definition" for other in found.values()):
            raise fault("unsupported", "only one matrix of an expression can be a sum of singular triples", source,
                        definition.span)
    elif left.kind == "name":
        name, tree = left.children[0].text, right
    else:
        raise fault("syntax", "a definition begins with a name", source, left.span, "this is no name",
                    "write H = A B; and the expression that uses H")
    if name in found:
        raise fault("circular-definition", f"{name} is defined twice", source, left.span)
    found[name] = tree


def _ordered(found: dict[str, Tree], source: str) -> dict[str, Tree]:
    """The definitions, each after those it uses: depth first, with a stack."""
    given = {name: name for name in found}
    for name, tree in found.items():
        if tree.kind == "definition":
            given.update(dict.fromkeys(series.triple(tree, source), name))
    uses = {name: {given[used]: None for t in postorder(_defining(tree)) if (used := _used(t)) in given}
            for name, tree in found.items()}
    out: dict[str, Tree] = {}
    open_ones: set[str] = set()
    stack = list(reversed(found))
    while stack:
        name = stack[-1]
        waiting = [used for used in uses[name] if used not in out]
        if name in out or not waiting:
            out.setdefault(name, found[name])
            open_ones.discard(stack.pop())
        elif name in open_ones and any(used in open_ones for used in waiting):
            message = f"the definition of {name} needs {name} itself"
            raise fault("circular-definition", message, source, found[name].span)
        else:
            open_ones.add(name)
            stack += waiting
    return out


def _defining(tree: Tree) -> Tree:
    """What a definition needs to be known: of a decomposition, the matrix."""
    return tree.children[0] if tree.kind == "definition" else tree


def _used(token: Tree) -> str:
    """The name that a token may refer to."""
    return series.name(token) if token.kind == "SUM" else token.text if token.kind == "NAME" else ""
