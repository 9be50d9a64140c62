"""What the parser makes: a token or a node of the syntax tree, with its place in the source."""
from __future__ import annotations

from collections.abc import Iterator

from matcalc.diagnostics import Span


class Tree:
    """A node (`kind` is a rule of the grammar) or a token (`kind` is a terminal, `text` its text)."""

    __slots__ = ("children", "depth", "end", "kind", "start", "text")

    def __init__(self, kind: str, start: int, end: int, children: list[Tree] | None = None, text: str = "",
                 depth: int = 0):
        """A token has text, a node has children."""
        self.kind, self.start, self.end, self.text, self.depth = kind, start, end, text, depth
        self.children: list[Tree] = children if children is not None else []

    def __repr__(self) -> str:
        """For debugging."""
        return f"{self.kind}({', '.join(map(repr, self.children))})" if self.children else f"{self.kind}:{self.text}"

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        return Span(self.start, self.end)


def postorder(root: Tree, opaque: frozenset[str] = frozenset()) -> Iterator[Tree]:
    """Every node, children first, without recursion; the children of `opaque` kinds are left out."""
    stack: list[tuple[Tree, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done or not node.children or node.kind in opaque:
            yield node
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.children))
