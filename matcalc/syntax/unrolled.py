"""Recursion without Python's stack: a function that yields the parts it needs, and is sent what they gave."""
from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from typing import Any, TypeAlias, TypeVar

Part = TypeVar("Part", bound=Hashable)
Made = TypeVar("Made")
Steps: TypeAlias = Generator[Any, Any, Made]


def unrolled(visit: Callable[[Part], Steps[Made]], root: Part) -> Made:
    """What `visit` makes of the root; equal parts are visited once."""
    done: dict[Part, Made] = {}
    stack: list[tuple[Part, Steps[Made]]] = [(root, visit(root))]
    answer: Made | None = None
    while stack:
        part, steps = stack[-1]
        try:
            wanted = steps.send(answer)
        except StopIteration as finished:
            answer = done[part] = finished.value
            stack.pop()
            continue
        answer = done.get(wanted)
        if answer is None:
            stack.append((wanted, visit(wanted)))
    return done[root]
