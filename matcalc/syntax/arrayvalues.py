"""Arrays as NumPy means them: products and arithmetic entry by entry.

A symbol n×1 may be an array of one dimension or a column of two. What both make the same of is read; where they differ,
as in x @ x.T, an error says what to write.
"""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS
from matcalc.shape import SCALAR
from matcalc.syntax.context import Context
from matcalc.syntax.exponents import constant, is_constant
from matcalc.syntax.sums import spread
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, leaf, number


class Value:
    """An array of the code.

    typed   as it is read: an array of one dimension is a column
    axes    how many dimensions it has: 1, 2, or 0 where it is a number or a column that may have one or two
    turned  whether it is a column of one dimension, or a row of two: x.T of a column x
    """

    __slots__ = ("axes", "turned", "typed")

    def __init__(self, typed: Typed, axes: int = 0, *, turned: bool = False):
        self.typed, self.axes, self.turned = typed, axes, turned


class Arrays:
    """What operators do with values; every node stretches over the code that it is for."""

    def __init__(self, ctx: Context):
        self.ctx = ctx

    def value(self, typed: Typed, axes: int | None = None) -> Value:
        """A value with as many axes as its shape tells: a column leaves it open."""
        column = self.ctx.shape(typed)[1] == "1"
        return Value(typed, (0 if column else 2) if axes is None else axes)

    def apply(self, op: str, at: Tree, *args: Typed, data: object = None) -> Typed:
        """An operator on arguments; the transpose of a transpose is what it is of. Raises MatcalcError."""
        if op == "transpose" and args[0].op.name == op:
            return args[0].args[0].at(at)
        out = self.ctx.apply(OPS[op], args, at, data)
        out.start, out.end = at.start, at.end
        return out

    def is_scalar(self, v: Value) -> bool:
        """Whether it is a number."""
        return self.ctx.is_scalar(v.typed)

    def is_line(self, v: Value) -> bool:
        """Whether it may have one dimension alone."""
        return v.axes < 2 and not self.is_scalar(v)

    def fault(self, message: str, *values: Value, hint: str | None = None) -> MatcalcError:
        """A refusal that points at values with their shapes."""
        return self.ctx.mismatch(message, [(v.typed, "") for v in values], hint, code="unsupported")

    def text(self, v: Value) -> str:
        """What stands in the code."""
        return self.ctx.text(v.typed)

    # ---- transposes
    def transposed(self, v: Value, at: Tree) -> Value:
        """v.T: an array of one dimension is its own transpose."""
        if self.is_scalar(v) or v.axes == 1:
            return Value(v.typed.at(at), v.axes)
        if v.axes == 2:
            return Value(self.apply("transpose", at, v.typed), 2)
        return Value(v.typed.at(at), turned=not v.turned)

    def settled(self, v: Value) -> Typed:
        """The value as an expression: what may be a row is one."""
        return self.apply("transpose", Tree("at", v.typed.start, v.typed.end), v.typed) if v.turned else v.typed

    # ---- products
    def product(self, a: Value, b: Value, at: Tree) -> Value:
        """a @ b. Raises MatcalcError."""
        for v in (a, b):
            if self.is_scalar(v):
                raise self.fault("@ takes no numbers", v, hint="write * for a multiple")
        left, right = self.is_line(a), self.is_line(b)
        if left and right:
            if b.turned and not a.turned and 1 not in (a.axes, b.axes):
                x, y = self.text(a), self.text(b)
                raise self.fault(f"{x} @ {y} is a number for arrays of one dimension, and a matrix for columns", a, b,
                                 hint=f"write np.outer({x}, {y.removesuffix('.T')}) or np.dot({x}, "
                                 f"{y.removesuffix('.T')})")
            return Value(self.apply("matmul", at, self.apply("transpose", at, a.typed), b.typed))
        if left:
            if self.ctx.shape(b.typed)[0] == "1":
                return Value(self.apply("matmul", at, a.typed, b.typed), 2)
            row = self.apply("transpose", at, a.typed)
            return self._laid(self.apply("matmul", at, row, b.typed), at, 0 if a.turned else 1, turned=a.turned)
        if right:
            if b.turned and self.ctx.shape(a.typed)[1] == "1":
                return Value(self.apply("matmul", at, a.typed, self.settled(b)), 2)
            return Value(self.apply("matmul", at, a.typed, b.typed), 1 if b.turned else b.axes)
        return Value(self.apply("matmul", at, a.typed, b.typed), 2)

    def _laid(self, row: Typed, at: Tree, axes: int, *, turned: bool) -> Value:
        """A row as the array of one dimension that it is."""
        return Value(self.apply("transpose", at, row), axes, turned=turned)

    def line(self, row: Typed, at: Tree) -> Value:
        """A row as an array of one dimension."""
        return self._laid(row, at, 1, turned=False)

    # ---- entry by entry
    def each(self, a: Value, b: Value, at: Tree, how: Callable[[Typed, Typed], Typed]) -> Value:
        """An operation entry by entry, of arrays of one shape. Raises MatcalcError for others."""
        if self.is_scalar(a) or self.is_scalar(b):
            v = b if self.is_scalar(a) else a
            return Value(how(a.typed, b.typed), v.axes, turned=v.turned)
        axes, turned = max(a.axes, b.axes), a.turned and b.turned
        if self.is_line(a) and self.is_line(b):
            if a.turned != b.turned and axes != 1:
                raise self._broadcast(a, b, "a column and what may be a row make a matrix, or an array of one "
                                            "dimension")
        elif self.is_line(a) or self.is_line(b):
            raise self._broadcast(a, b, "an array of one dimension is spread otherwise than a column")
        else:
            a, b = self._spread(a, b, at), self._spread(b, a, at)
        mark = self.ctx.mark()
        if self.ctx.unifier.unify_shapes(a.typed.shape, b.typed.shape) and self.ctx.unifier.forced_since(mark[0]):
            raise self._broadcast(a, b, "nothing tells whether one is spread over the other")
        return Value(how(a.typed, b.typed), axes, turned=turned)

    def _spread(self, a: Value, over: Value, at: Tree) -> Value:
        """A column or row of two dimensions as the matrix it is spread to."""
        (rows, cols), (m, n) = self.ctx.shape(a.typed), self.ctx.shape(over.typed)
        if cols == "1" and n != "1" and "?" not in n:
            return Value(self.apply("matmul", at, a.typed, leaf("ones", ("1", n), ("1", n), at)), 2)
        if rows == "1" and m != "1" and "?" not in m:
            return Value(self.apply("matmul", at, leaf("ones", (m, "1"), (m, "1"), at), a.typed), 2)
        return a

    def _broadcast(self, a: Value, b: Value, message: str) -> MatcalcError:
        line = a if self.is_line(a) else b
        x = self.text(line)
        return self.fault(message, a, b, hint=f"say how: {x}[:, None] is a column, {x}[None, :] a row")

    def multiplied(self, a: Value, b: Value, at: Tree) -> Value:
        """a * b"""
        def how(x: Typed, y: Typed) -> Typed:
            if self.ctx.is_scalar(x):
                return self.apply("scale", at, x, y)
            return self.apply("scale", at, y, x) if self.ctx.is_scalar(y) else self.apply("hadamard", at, x, y)
        return self.each(a, b, at, how)

    def divided(self, a: Value, b: Value, at: Tree) -> Value:
        """a / b"""
        def how(x: Typed, y: Typed) -> Typed:
            if self.ctx.is_scalar(y):
                return self.apply("div", at, x, y)
            return self.apply("hdiv", at, spread(self.ctx, x, self.ctx.shape(y)), y)
        return self.each(a, b, at, how)

    def combined(self, op: str, a: Value, b: Value, at: Tree) -> Value:
        """a + b, a - b and functions of two arrays, in which a number stands for all entries."""
        def how(x: Typed, y: Typed) -> Typed:
            shape = self.ctx.shape(x if self.ctx.is_scalar(y) else y)
            return self.apply(op, at, spread(self.ctx, x, shape), spread(self.ctx, y, shape))
        return self.each(a, b, at, how)

    def raised(self, a: Value, k: Value, at: Tree) -> Value:
        """a ** k"""
        def how(x: Typed, y: Typed) -> Typed:
            if self.ctx.shape(y) == SCALAR and is_constant(y):
                found = constant(self.ctx, y)
                return self.apply("epow", at, x, data=found)
            return self.apply("raised", at, x, y)
        return self.each(a, k, at, how)

    def entries(self, op: str, a: Value, at: Tree) -> Value:
        """A function of each entry."""
        return Value(self.apply(op, at, a.typed), a.axes, turned=a.turned)

    def number(self, value: Fraction | int, at: Tree) -> Value:
        """A number."""
        return Value(number(Fraction(value), at))
