"""Writes a reading with its brackets, in the words of the source."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.shape import SCALAR, Shape
from matcalc.syntax.runs import ELEMENTWISE, OPERATORS, operators
from matcalc.syntax.search import result
from matcalc.syntax.typed import Brackets, Choice, Typed, postorder

ShapeOf = Callable[[Typed], Shape]


def show(choice: Choice, source: str, shape_of: ShapeOf) -> str:
    """The source of a reading with brackets wherever a run mixes operators."""
    done: dict[int, str] = {}
    for part in postorder(choice):
        done[id(part)] = _run(part, source, done, shape_of) if part.brackets is not None else _node(part, source, done)
    return done[id(choice)]


def _node(choice: Choice, source: str, done: dict[int, str]) -> str:
    """The source text, with the parts rewritten."""
    out, at = "", choice.tree.start
    for arg in choice.args:
        out += source[at:arg.tree.start] + done[id(arg)]
        at = arg.tree.end
    return out + source[at:choice.tree.end]


def _run(choice: Choice, source: str, done: dict[int, str], shape_of: ShapeOf) -> str:
    ops = operators(choice.tree)
    signs = _signs(choice)
    stack: list[tuple[Brackets, bool]] = [(choice.brackets or choice, False)]
    texts: list[tuple[str, str]] = []  # text, and the kind of its operator
    while stack:
        part, ready = stack.pop()
        if isinstance(part, Choice):
            texts.append((done[id(part)], ""))
        elif ready:
            (right, r), (left, lk) = texts.pop(), texts.pop()
            kind = "∘" if ops[part[1]] in ELEMENTWISE else ops[part[1]]
            tight = ops[part[1]] in ("DIV", "HDIV") or not _associates(part, ops, shape_of)
            left = f"({left})" if lk and lk != kind and {lk, kind} != {"TIMES", "DIV"} else left
            right = f"({right})" if r and (r != kind or tight) else right
            texts.append((left + signs[part[1]] + right, kind))
        else:
            stack += [(part, True), (part[2], False), (part[0], False)]
    return texts[0][0]


def _associates(part: tuple[Brackets, int, Brackets], ops: Sequence[str], shape_of: ShapeOf) -> bool:
    """Whether a product on the right needs no brackets: its factors fit from the left as well."""
    if isinstance(part[2], Choice) or ops[part[1]] != "TIMES":
        return True
    left, right = _shape(part[0], ops, shape_of), _factors(part[2], ops)
    for factor in right:
        left = result("TIMES", left, _shape(factor, ops, shape_of)) or ("", "")
    return left != ("", "") and left == _shape(part, ops, shape_of)


def _factors(part: Brackets, ops: Sequence[str]) -> list[Brackets]:
    if isinstance(part, Choice) or ops[part[1]] != "TIMES":
        return [part]
    return [*_factors(part[0], ops), *_factors(part[2], ops)]


def _shape(part: Brackets, ops: Sequence[str], shape_of: ShapeOf) -> tuple[str, str]:
    if isinstance(part, Choice):
        return shape_of(part.typed)
    return result(ops[part[1]], _shape(part[0], ops, shape_of), _shape(part[2], ops, shape_of)) or SCALAR


def _signs(choice: Choice) -> list[str]:
    """What stands between the operands: their operators, or a space where the source has one."""
    out: list[str] = []
    before = None
    for child in choice.tree.children:
        if child.kind in OPERATORS:
            out.append(child.text if child.kind in ELEMENTWISE and len(child.text) == 1 else f" {child.text} ")
            before = None
        else:
            if before is not None:
                out.append("" if before.end == child.start else " ")
            before = child
    return out
