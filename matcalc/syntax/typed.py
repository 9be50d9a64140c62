"""Operators with arguments and shapes that may hold unknowns, and the readings of a part of the source."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from matcalc.expr import OPS, Expr, Op
from matcalc.shape import SCALAR, Shape
from matcalc.syntax.tree import Tree

T = TypeVar("T", "Typed", "Choice")


class Typed:
    """An operator's node before its dimensions are known, with the stretch of source it came from.

    maker   the builder that made it and may still add arguments; None for what stood in brackets
    """

    __slots__ = ("args", "data", "end", "maker", "op", "shape", "start")

    def __init__(self, op: Op, args: Sequence[Typed], data: Any, shape: Shape, start: int, end: int):
        """A node whose shape was found by the caller."""
        self.op, self.args, self.data, self.shape, self.start, self.end = op, args, data, shape, start, end
        self.maker: object = None

    def at(self, tree: Tree) -> Typed:
        """The same with another place in the source, such as the brackets round it."""
        return Typed(self.op, self.args, self.data, self.shape, tree.start, tree.end)


class Choice:
    """One reading of a part of the source.

    conventional   whether every run in it is read by the table of precedence
    brackets       of a run: how it is bracketed; None for any other part
    rivals         readings of the same shape with another value
    """

    __slots__ = ("args", "brackets", "conventional", "rivals", "tree", "typed")

    def __init__(self, typed: Typed, tree: Tree, args: tuple[Choice, ...] = (), conventional: bool = True,
                 brackets: Brackets | None = None, rivals: tuple[Choice, ...] = ()):
        """A reading; conventional unless told otherwise."""
        self.typed, self.tree, self.args, self.conventional = typed, tree, args, conventional
        self.brackets, self.rivals = brackets, rivals


Brackets: TypeAlias = "Choice | tuple[Brackets, int, Brackets]"
"""How a run is bracketed: an operand, or (left, number of the operator between, right)."""


def postorder(root: T, known: Collection[int] = ()) -> list[T]:
    """Every node below the root once, arguments first, without recursion; nodes whose id is known are left out."""
    out: list[T] = []
    seen = set(known)
    stack: list[T] = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        missing = [a for a in node.args if id(a) not in seen]
        if missing:
            stack.append(node)
            stack.extend(reversed(missing))
        else:
            seen.add(id(node))
            out.append(node)
    return out


def build(root: Typed, dim: Callable[[str], str] | None, done: dict[int, Expr] | None = None) -> Expr:
    """The checked expression, its unknown dimensions put in by `dim`. `done` keeps what several roots share."""
    made: dict[int, Expr] = {} if done is None else done
    for node in postorder(root, made):
        data = node.data if dim is None or node.data is None else _data(node.data, dim)
        made[id(node)] = node.op(*[made[id(a)] for a in node.args], data=data)
    return made[id(root)]


def _data(data: Any, dim: Callable[[str], str]) -> Any:
    """Constant data with the unknown dimensions in it put in."""
    if isinstance(data, str):
        return dim(data) if "?" in data else data
    return tuple(_data(d, dim) for d in data) if isinstance(data, tuple) else data


def leaf(name: str, data: Any, shape: Shape, tree: Tree) -> Typed:
    """A node without arguments."""
    return Typed(OPS[name], (), data, shape, tree.start, tree.end)


def number(value: Any, tree: Tree) -> Typed:
    """A number."""
    return leaf("num", value, SCALAR, tree)


def node(name: str, args: Iterable[Typed], shape: Shape, data: Any = None, *, start: int | None = None,
         end: int | None = None) -> Typed:
    """A node whose shape is known to fit; it stretches over its arguments."""
    given = tuple(args)
    return Typed(OPS[name], given, data, shape, given[0].start if start is None else start,
                 given[-1].end if end is None else end)


def is_number(t: Typed) -> bool:
    """Whether it is a number as written, or one with a sign or divided by another."""
    while t.op.name in ("neg", "div", "scale", "add", "sub") and all(a.shape == SCALAR for a in t.args[1:]):
        if not all(is_number(a) for a in t.args[1:]):
            return False
        t = t.args[0]
    return t.op.name == "num"
