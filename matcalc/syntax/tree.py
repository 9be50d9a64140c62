"""What the parser makes: a token or a node of the syntax tree, with its place in the source."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def closing(tokens: Sequence[Tree], i: int) -> int:
    """Where the bracket that opens at i is closed; 0 where none opens there."""
    depth = 0
    for k in range(i, len(tokens)):
        depth += (tokens[k].kind == "LPAR") - (tokens[k].kind == "RPAR")
        if not depth:
            return k if k > i else 0
    return 0


def outside(tokens: Sequence[Tree], kind: str) -> list[int]:
    """Where tokens of a kind stand outside all brackets."""
    depth, out = 0, []
    for i, token in enumerate(tokens):
        depth += (token.kind == "LPAR") - (token.kind == "RPAR")
        if token.kind == kind and not depth:
            out.append(i)
    return out
