"""Takes a parsed source apart into its definitions, ordered by what they use, and its expression."""
from __future__ import annotations

from matcalc.diagnostics import fault
from matcalc.syntax.tree import Tree, postorder


def parts(root: Tree, source: str) -> tuple[dict[str, Tree], Tree]:
    """The definitions by name, each after those it uses, and the expression.

    Raises MatcalcError `circular-definition` where a name is defined twice, or by itself.
    """
    found: dict[str, Tree] = {}
    body = root
    for child in root.children:
        if child.kind not in ("definition", "where"):
            body = child
        for definition in child.children if child.kind == "where" else [child]:
            if definition.kind == "definition":
                word, tree = definition.children
                if word.text in found:
                    raise fault("circular-definition", f"{word.text} is defined twice", source, word.span)
                found[word.text] = tree
    return _ordered(found, source), body


def _ordered(found: dict[str, Tree], source: str) -> dict[str, Tree]:
    """The definitions, each after those it uses: depth first, with a stack."""
    uses = {name: {t.text: None for t in postorder(tree) if t.kind == "NAME" and t.text in found}
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
