"""Arrays that are written into once they are used no more, as a careful engineer does it in NumPy.

An elementwise operation whose operand is an array of the program's own, of the result's shape and not used again,
puts its result there. What is given, and what views it, is never written into.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from matcalc.expr import OPS, Expr, Op, rebuild, walk
from matcalc.lowering.binding import Program, letters, reserved
from matcalc.lowering.puts import MANY, PUTS
from matcalc.lowering.replay import same
from matcalc.lowering.schedule import scheduled
from matcalc.lowering.work import Sizes
from matcalc.ops import placed
from matcalc.ops.leaves import SYM
from matcalc.present.naming import candidates

METHODS = {"sum": placed.TOTAL, "max": placed.LARGEST, "tr": placed.DIAGONAL_TOTAL}
DEEPEST = 3
"""Longer products of a column are written a step a line."""
OWN = {*PUTS, "matmul", "solve", "inv", "chol_factor", "rowsum", "colsum", "lu_solve", "lu_solve_t", "chol_solve",
       "tri_solve", "lu_inv", "chol_inv", "copy", "kron", "row_dots"}
"""Operators that make a new array."""


def in_place(program: Program, sizes: Mapping[str, int] | None = None, taken: Iterable[str] = ()) -> Program:
    """The same program with arrays written into where that is safe; what it is given must be arrays of floats, and
    numbers for scalars.

    sizes  of dimensions by name; those left out are assumed
    taken  names that arrays may not have, beside those of symbols and sizes
    """
    names = frozenset(taken)
    program = scheduled(program, Sizes(sizes), names)
    made = _Buffers(program, names).run(program)
    return made if same(program, made) else program


class _Buffers:
    """The statements so far, the arrays that are the program's own, and what is still to come of each."""

    __slots__ = ("alias", "left", "names", "own", "pending", "results", "stepped", "steps", "views")

    def __init__(self, program: Program, taken: AbstractSet[str]):
        roots = program.roots
        self.left: dict[Expr, int] = {}
        for root in roots:
            for a in _edges(root):
                self.left[a] = self.left.get(a, 0) + 1
        self.names = {*taken, *reserved(roots), *(name for name, _ in program.bindings)}
        self.steps: list[tuple[str, Expr]] = []
        self.own: set[Expr] = set()
        self.stepped: set[Expr] = set()
        self.alias: dict[Expr, Expr] = {}
        self.views: dict[Expr, Expr] = {}
        self.pending: dict[Expr, tuple[Expr, int]] = {}
        self.results: list[Expr] = []

    def run(self, program: Program) -> Program:
        """The program made of statements."""
        for name, e in program.bindings:
            start, symbol = len(self.steps), _symbol(name, e)
            value = self._evaluated(e)
            if value.op is SYM and value in self.own:
                self._renamed(value, symbol, start)
            else:
                self._bind(symbol, value)
        for e in program.results:
            self.results.append(self._evaluated(e))
        return Program(self.steps, self.results)

    def _bind(self, symbol: Expr, value: Expr) -> None:
        self.steps.append((symbol.data[0], value))
        if value.op.name in OWN and not value.is_scalar:
            self.own.add(symbol)
        elif value.op.name in placed.VIEWS:
            self.views[symbol] = value

    def _renamed(self, value: Expr, symbol: Expr, start: int) -> None:
        """An array that was made under way takes the name, or the name comes to mean an older array."""
        if not any(name == value.data[0] for name, _ in self.steps[:start]):
            by = {value: symbol}
            self.steps[start:] = [(symbol.data[0] if name == value.data[0] else name, _put_in(e, by))
                                  for name, e in self.steps[start:]]
            self.own.add(symbol)
            self.alias[value] = symbol
        else:
            self.alias[symbol] = value
            self.left[value] = self.left.get(symbol, 0)

    # ---- one expression
    def _evaluated(self, e: Expr) -> Expr:
        """What stands for an expression once the statements that it needs are there."""
        uses: dict[Expr, int] = {}
        nodes = walk(e)
        for node in nodes:
            for a in node.args:
                uses[a] = uses.get(a, 0) + 1
        outer = self.pending
        self.pending = {}
        for node in nodes:
            args = [self._taken(a) for a in node.args]
            value = self._node(node, args)
            self.pending[node] = value, uses.get(node, 0)
        out = self.pending[e][0]
        self.pending = outer
        return out

    def _taken(self, a: Expr) -> Expr:
        value, count = self.pending[a]
        self.pending[a] = value, count - 1
        if a.op is SYM:
            real = self._real(a)
            self.left[real] = self.left.get(real, 0) - 1
            return real
        return value

    def _real(self, a: Expr) -> Expr:
        while a in self.alias:
            a = self.alias[a]
        return a

    def _node(self, e: Expr, args: list[Expr]) -> Expr:
        if e.op is SYM:
            return self._real(e)
        if not e.args:
            return e
        if e.op.name in placed.FILLED:
            return self._blocks(e, args[0])
        if e.op.name in ("add", "sub") and not e.is_scalar:
            found = self._diagonal(e, args)
            if found is not None:
                return found
        if e.op.name in PUTS and not e.is_scalar and (e.op.name != "epow" or e.data in (2, -1)):
            return self._elementwise(e, args)
        if e.op.name == "matmul" and (args[-1] in self.stepped or _depth(args[-1]) > DEEPEST):
            return self._stepped(e.op(*args))
        return METHODS.get(e.op.name, e.op)(*args, data=e.data)

    def _stepped(self, e: Expr) -> Expr:
        """A long product of a column, a line a factor, under one name where the columns have one length."""
        steps = [e]
        while steps[-1].args[-1].op.name == "matmul":
            steps.append(steps[-1].args[-1])
        buffer = steps.pop()
        for value in (buffer, *reversed(steps)):
            whole = value if value is buffer else value.op(*value.args[:-1], buffer)
            last = whole.args[-1]
            if last in self.stepped and last.shape == whole.shape and self._free(last):
                self.steps.append((last.data[0], whole))
                buffer = last
            else:
                buffer = self._named(whole)
                self.stepped.add(buffer)
        return buffer

    def _elementwise(self, e: Expr, args: list[Expr]) -> Expr:
        i = next((i for i, a in enumerate(args) if a.shape == e.shape and self._free(a, args[:i] + args[i + 1:])), None)
        if i is None:
            if len(args) < 3:
                return e.op(*args, data=e.data)
            first = e.op(*args[:2], data=e.data)
            return self._elementwise(e, [first, *args[2:]]) if first.shape == e.shape else e.op(*args, data=e.data)
        buffer = self._named(args[i])
        if e.op.name in MANY:
            others = args[:i] + args[i + 1:]
            for a in sorted(others, key=lambda a: not self._holds(a, buffer)):
                self._put(*PUTS[e.op.name](e.op(buffer, a), 0), buffer)
        else:
            at = [buffer if j == i else a for j, a in enumerate(args)]
            self._put(*PUTS[e.op.name](e.op(*at, data=e.data), i), buffer)
        return buffer

    def _put(self, op: Op, others: Sequence[Expr], data: object, buffer: Expr) -> None:
        self.steps.append((buffer.data[0], op(buffer, *others, data=data)))

    def _free(self, a: Expr, beside: Sequence[Expr] = ()) -> bool:
        """Whether an array may be written into: it is the program's own, and nothing that is to come needs it; of what
        stands beside it one may, which is put in first."""
        if a.op is not SYM:
            return a.op.name in OWN
        if a not in self.own or any(self.left.get(v, 0) > 0 for v in (a, *self.views) if self._holds(v, a)):
            return False
        waiting = [value for value, count in self.pending.values() if count > 0]
        return (sum(self._holds(value, a) for value in beside) < 2
                and not any(self._holds(value, a) for value in (*waiting, *self.results)))

    def _holds(self, value: Expr, array: Expr) -> bool:
        """Whether an array is in an expression, or a name in it is a view of the array."""
        return any(self._real(node) is array or (node in self.views and self._holds(self.views[node], array))
                   for node in walk(value))

    def _named(self, a: Expr) -> Expr:
        if a.op is SYM:
            return a
        name = next(name for name in candidates(letters(a)) if name not in self.names)
        self.names.add(name)
        symbol = _symbol(name, a)
        self._bind(symbol, a)
        return symbol

    # ---- diagonals and blocks
    def _diagonal(self, e: Expr, args: list[Expr]) -> Expr | None:
        """A + s I and A - s I by the diagonal alone, s I - A by that of -A."""
        scalars = [_multiple(a) for a in args]
        others = [a for a, s in zip(args, scalars, strict=True) if s is None]
        if len(others) == len(args) or not others:
            return None
        scalars = [s if s is None or not any(self._holds(s, a) for a in others if a.op is SYM) else self._named(s)
                   for s in scalars]
        if e.op.name == "sub":
            negative = scalars[0] is not None
            a = self._evaluated_node(OPS["neg"], others) if negative else others[0]
            terms = [s if negative or s is None else OPS["neg"](s) for s in scalars]
        else:
            a = others[0] if len(others) == 1 else self._elementwise(OPS["add"](*others), others)
            terms = scalars
        buffer = self._named(a if self._free(a) else placed.COPY(a))
        for s in terms:
            if s is not None:
                self._put(placed.PUT_DIAGONAL, (s,), None, buffer)
        return buffer

    def _evaluated_node(self, op: Op, args: list[Expr]) -> Expr:
        return self._elementwise(op(*args), args)

    def _blocks(self, e: Expr, a: Expr) -> Expr:
        """Blocks most of which are 0, of which only the other entries are written."""
        put, sides = placed.FILLED[e.op.name]
        buffer = self._named(placed.BLOCKS(data=(e.shape, *sides(e.data, a))))
        self._put(put, (a,), e.data if isinstance(e.data, tuple) else None, buffer)
        return placed.UNBLOCK(buffer)


def _depth(e: Expr) -> int:
    """How many products of a column stand one inside another."""
    depth = 0
    while e.op.name == "matmul" and e.cols == "1":
        depth, e = depth + 1, e.args[-1]
    return depth


def _multiple(e: Expr) -> Expr | None:
    """s, where e is s I."""
    if e.op.name == "eye":
        return OPS["num"](data=Fraction(1))
    return e.args[0] if e.op.name == "scale" and e.args[1].op.name == "eye" else None


def _edges(root: Expr) -> Iterator[Expr]:
    """The symbols that the nodes of an expression use, and the root where it is one."""
    if root.op is SYM:
        yield root
    for e in walk(root):
        yield from (a for a in e.args if a.op is SYM)


def _symbol(name: str, e: Expr) -> Expr:
    return SYM(data=(name, e.shape, ()))


def _put_in(e: Expr, by: dict[Expr, Expr]) -> Expr:
    return rebuild(e, lambda node, args: by.get(node) or (node.op(*args, data=node.data) if args else node))


__all__ = ["in_place"]
