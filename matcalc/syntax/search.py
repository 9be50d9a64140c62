"""Every bracketing of a run that its shapes allow: a table over spans, cubic in the number of operands.

Bracketings are compared by a key that is equal where associativity, commuting scalars or commuting ∘ make the
values equal; of each span and shape at most `limits.RIVALS` keys are kept.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from matcalc import dims
from matcalc.shape import SCALAR, Shape
from matcalc.syntax import limits
from matcalc.syntax.runs import ELEMENTWISE
from matcalc.syntax.typed import Brackets, Choice, Typed, is_number

Factor = tuple[int, int]
Key = tuple[tuple[Factor, ...], int]
"""Scalar factors, each with its exponent, and the number of what is left; 0 where nothing is."""


class Sub:
    """One reading of a span."""

    __slots__ = ("brackets", "key")

    def __init__(self, key: Key, brackets: Brackets):
        """A key and its brackets."""
        self.key, self.brackets = key, brackets


Cell = dict[Shape, list[Sub]]


def search(ops: Sequence[str], operands: Sequence[Sequence[Choice]], conventional: Sequence[Brackets | None],
           shape_of: Callable[[Typed], Shape]) -> Cell:
    """The readings of the whole run by shape, without those equal to the conventional ones given.

    A divisor of several operands is looked for only where none of one operand fits.
    """
    for wide_divisors in (False, True):
        keys = Keys(shape_of)
        known = {keys.of(ops, brackets) for brackets in conventional if brackets is not None}
        table = _table(ops, operands, keys, wide_divisors)
        found = table[0, len(ops) + 1]
        if found or known:
            return {shape: [sub for sub in subs if sub.key not in known] for shape, subs in found.items()}
    return {}


def _table(ops: Sequence[str], operands: Sequence[Sequence[Choice]], keys: Keys, wide: bool) -> dict[tuple[int, int],
                                                                                                     Cell]:
    n = len(operands)
    table: dict[tuple[int, int], Cell] = {}
    for i, choices in enumerate(operands):
        cell: Cell = {}
        for choice in choices:
            cell.setdefault(keys.shape_of(choice.typed), []).append(Sub(keys.leaf(choice), choice))
        table[i, i + 1] = cell
    for width in range(2, n + 1):
        for i in range(n - width + 1):
            cell = table[i, i + width] = {}
            for k in range(i + width - 1, i, -1):
                if ops[k - 1] == "DIV" and i + width > k + 1 and not (wide and _may_widen(operands[k])):
                    continue
                _combine(cell, ops, k - 1, table[i, k], table[k, i + width], keys)
    return table


def _may_widen(divisor: Sequence[Choice]) -> bool:
    """Regrouping a division by a number is no other reading."""
    return not is_number(divisor[0].typed)


def _combine(cell: Cell, ops: Sequence[str], op: int, left: Cell, right: Cell, keys: Keys) -> None:
    """Add to a cell what one operator makes of the readings on its sides."""
    for a, lefts in left.items():
        for b, rights in right.items():
            shape = result(ops[op], a, b)
            if shape is None or len(shape[0]) + len(shape[1]) > limits.DIMENSION:
                continue
            subs = cell.setdefault(shape, [])
            for x in lefts:
                for y in rights:
                    if ops[op] == "HDIV" and not isinstance(y.brackets, Choice) and ops[y.brackets[1]] in ELEMENTWISE:
                        continue
                    if len(subs) >= limits.RIVALS:
                        break
                    key = keys.join(ops[op], x.key, a, y.key, b)
                    if all(key != sub.key for sub in subs):
                        subs.append(Sub(key, (x.brackets, op, y.brackets)))


def result(op: str, a: Shape, b: Shape) -> Shape | None:
    """The shape that an operator of a run makes of two shapes, or None."""
    if op == "TIMES":
        return b if a == SCALAR else a if b == SCALAR else (a[0], b[1]) if a[1] == b[0] else None
    if op == "CDOT":
        return result("TIMES", a, b) or (SCALAR if a == b and "1" in a else None)
    if op == "DIV":
        return a if b == SCALAR else None
    if op == "KRON":
        return dims.mul(a[0], b[0]), dims.mul(a[1], b[1])
    return a if a == b else None


def bracketings(ops: Sequence[str], leaves: Sequence[Choice], first: int = 0) -> Iterator[Brackets]:
    """Every bracketing of a short run, whatever its shapes."""
    if len(leaves) == 1:
        yield leaves[0]
    for k in range(len(leaves) - 1, 0, -1):
        op = ops[first + k - 1]
        if op == "DIV" and len(leaves) > k + 1 and is_number(leaves[k].typed):
            continue
        for left in bracketings(ops, leaves[:k], first):
            for right in bracketings(ops, leaves[k:], first + k):
                if op != "HDIV" or isinstance(right, Choice) or ops[right[1]] not in ELEMENTWISE:
                    yield left, first + k - 1, right


class Keys:
    """Numbers for what is equal up to associativity and the commuting of scalars and of ∘."""

    def __init__(self, shape_of: Callable[[Typed], Shape]):
        """Numbers are given out afresh."""
        self.shape_of = shape_of
        self._numbers: dict[Any, int] = {}
        self._parts: dict[int, Any] = {}
        self._shapes: dict[int, Shape] = {}

    def _number(self, what: Any, shape: Shape) -> int:
        number = self._numbers.setdefault(what, len(self._numbers) + 1)
        self._parts[number], self._shapes[number] = what, shape
        return number

    def leaf(self, choice: Choice) -> Key:
        """The key of an operand; a symbol that occurs twice is one."""
        typed, shape = choice.typed, self.shape_of(choice.typed)
        number = self._number(("symbol", typed.data) if typed.op.name == "sym" else ("part", id(choice)), shape)
        return (((number, 1),), 0) if shape == SCALAR else ((), number)

    def of(self, ops: Sequence[str], brackets: Brackets) -> Key:
        """The key of a bracketing that fits."""
        stack: list[tuple[Brackets, bool]] = [(brackets, False)]
        values: list[tuple[Key, Shape]] = []
        while stack:
            part, done = stack.pop()
            if isinstance(part, Choice):
                values.append((self.leaf(part), self.shape_of(part.typed)))
            elif done:
                (y, b), (x, a) = values.pop(), values.pop()
                shape = result(ops[part[1]], a, b) or SCALAR
                values.append((self.join(ops[part[1]], x, a, y, b), shape))
            else:
                stack += [(part, True), (part[2], False), (part[0], False)]
        return values[0][0]

    def join(self, op: str, x: Key, a: Shape, y: Key, b: Shape) -> Key:
        """The key of an operator on two parts of known keys and shapes."""
        sign = -1 if op in ("DIV", "HDIV") else 1
        scalars = [*x[0], *((n, sign * e) for n, e in y[0])]
        if SCALAR in (a, b):
            return tuple(sorted(scalars)), x[1] or y[1]
        if op == "CDOT" and a[1] != b[0]:
            return tuple(sorted([*scalars, (self._number(("dot", *sorted((x[1], y[1]))), SCALAR), 1)])), 0
        if op in ("TIMES", "CDOT"):
            return self._chain(scalars, self._items("chain", x[1]) + self._items("chain", y[1]))
        shape = result(op, a, b) or SCALAR
        if op == "KRON":
            body = self._number(("kron", self._items("kron", x[1]) + self._items("kron", y[1])), shape)
        else:
            powers = self._powers(x[1]) + tuple((n, sign * e) for n, e in self._powers(y[1]))
            body = self._number(("hadamard", tuple(sorted(powers))), shape)
        return tuple(sorted(scalars)), body

    def _items(self, kind: str, number: int) -> tuple[int, ...]:
        what = self._parts[number]
        items: tuple[int, ...] = what[1] if what[0] == kind else (number,)
        return items

    def _powers(self, number: int) -> tuple[Factor, ...]:
        what = self._parts[number]
        powers: tuple[Factor, ...] = what[1] if what[0] == "hadamard" else ((number, 1),)
        return powers

    def _chain(self, scalars: list[Factor], items: tuple[int, ...]) -> Key:
        """A product, cut where its inner dimension is 1: what closes there is a scalar."""
        pieces: list[list[int]] = [[]]
        for i, item in enumerate(items):
            if i and self._shapes[item][0] == "1":
                pieces.append([])
            pieces[-1].append(item)
        rest: list[int] = []
        for piece in pieces:
            if self._shapes[piece[0]][0] == "1" and self._shapes[piece[-1]][1] == "1":
                scalars = [*scalars, (self._number(("chain", tuple(piece)), SCALAR), 1)]
            else:
                rest += piece
        if not rest:
            return tuple(sorted(scalars)), 0
        if len(rest) == 1:
            return tuple(sorted(scalars)), rest[0]
        shape = self._shapes[rest[0]][0], self._shapes[rest[-1]][1]
        return tuple(sorted(scalars)), self._number(("chain", tuple(rest)), shape)
