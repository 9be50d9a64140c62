"""Takes a parsed source apart into its definitions, ordered by what they use, and its expression."""
from __future__ import annotations

from matcalc.diagnostics import Label, MatcalcError, fault
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
    uses = {name: {t.text for t in postorder(tree) if t.kind == "NAME" and t.text in found} for name,
            tree in found.items()}
    ordered: dict[str, Tree] = {}
    while len(ordered) < len(found):
        ready = [name for name in found if name not in ordered and uses[name] <= ordered.keys()]
        if not ready:
            name = next(name for name in found if name not in ordered)
            raise MatcalcError("circular-definition", f"the definition of {name} needs {name} itself", source=source,
                               labels=[Label(found[name].span)])
        ordered.update((name, found[name]) for name in ready)
    return ordered, body
