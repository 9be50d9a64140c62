"""A flat run of operands joined by products, ∘, ⊗ and divisions: its operators, and its conventional reading."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate

from matcalc import dims
from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.expr import OPS
from matcalc.shape import SCALAR, Shape
from matcalc.syntax import counts
from matcalc.syntax.context import Context
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Brackets, Choice, Typed, is_number, node

CROSS = frozenset({"×", r"\times"})
ELEMENTWISE = frozenset({"HADAMARD", "HDIV"})
OPERATORS = frozenset({"TIMES", "CDOT", "DIV", "KRON"}) | ELEMENTWISE


def operators(run: Tree) -> list[str]:
    """The operators between the operands; side by side is a product."""
    out: list[str] = []
    operand_before = False
    for child in run.children:
        if child.kind in OPERATORS:
            out.append(child.kind)
            operand_before = False
        else:
            if operand_before:
                out.append("TIMES")
            operand_before = True
    return out


def conventional(ops: Sequence[str], leaves: Sequence[Choice]) -> Brackets:
    """The brackets of the table of precedence, each from the left: products, ⊗ and /, then the dot, then ∘ and ./.

    Beside ⊗ a dot is a product like any other.
    """
    loose = frozenset() if "KRON" in ops else frozenset({"CDOT"})
    parts: list[Brackets] = list(leaves)
    signs = list(range(len(ops)))
    for level in (OPERATORS - ELEMENTWISE - loose, loose, ELEMENTWISE):
        parts, signs = _joined(ops, parts, signs, level)
    return parts[0]


def _joined(ops: Sequence[str], parts: list[Brackets], signs: list[int],
            level: frozenset[str]) -> tuple[list[Brackets], list[int]]:
    """The parts with those joined, from the left, between which an operator of the level stands."""
    out, left = [parts[0]], []
    for part, i in zip(parts[1:], signs, strict=True):
        if ops[i] in level:
            out[-1] = (out[-1], i, part)
        else:
            out.append(part)
            left.append(i)
    return out, left


class Builder:
    """Turns brackets into operators; what it makes itself it may flatten, what stood in brackets it leaves."""

    def __init__(self, ctx: Context, ops: Sequence[str]):
        """For the operators of one run."""
        self.ctx, self.ops = ctx, ops

    def build(self, brackets: Brackets) -> Typed:
        """The operators of a bracketing. Raises MatcalcError where its shapes do not fit."""
        stack: list[tuple[Brackets, bool]] = [(brackets, False)]
        values: list[Typed] = []
        while stack:
            part, done = stack.pop()
            if isinstance(part, Choice):
                values.append(part.typed)
            elif done:
                right, left = values.pop(), values.pop()
                values.append(self._apply(self.ops[part[1]], left, right))
            else:
                stack += [(part, True), (part[2], False), (part[0], False)]
        return values[0]

    def _apply(self, op: str, left: Typed, right: Typed) -> Typed:
        return _APPLY[op](self, left, right)

    def _made(self, t: Typed) -> Typed:
        t.maker = self
        return t

    def _flat(self, name: str, left: Typed, right: Typed, shape: Shape) -> Typed:
        """An operator that takes any number of operands: what this builder has begun on the left is continued."""
        more = right.args if right.op.name == name and right.maker is self else (right,)
        if left.op.name == name and left.maker is self and isinstance(left.args, list):
            left.args.extend(more)
            left.shape, left.end = shape, right.end
            return left
        return self._made(Typed(OPS[name], [left, *more], None, shape, left.start, right.end))

    def times(self, left: Typed, right: Typed) -> Typed:
        """A product, with a scalar in front of a matrix."""
        ctx = self.ctx
        if ctx.is_scalar(left):
            return self._made(node("scale", (left, right), ctx.shape(right)))
        if ctx.is_scalar(right):
            return self._made(node("scale", (right, left), left.shape, start=left.start, end=right.end))
        if left.op.name == "scale" and left.maker is self:
            body = self.times(left.args[1], right)
            return self._made(node("scale", (left.args[0], body), body.shape, start=left.start, end=right.end))
        columns = ctx.shape(left)[1] == ctx.shape(right)[1] == "1"
        if columns and ctx.source[left.end:right.start].strip() in CROSS:
            one = ctx.text(left)
            raise fault("unsupported", "the cross product of columns is no part of the language", ctx.source,
                        Span(left.start, right.end), hint=f'if {one} is a scalar, declare it: -d "{one}: scalar"')
        if not ctx.unifier.unify(left.shape[1], right.shape[0]):
            raise self._misfit(left, right)
        return self._flat("matmul", left, right, ctx.unifier.shape((left.shape[0], right.shape[1])))

    def dot(self, left: Typed, right: Typed) -> Typed:
        """A dot: the inner product of two columns, or of two rows, and else a product."""
        ctx = self.ctx
        a, b = ctx.shape(left), ctx.shape(right)
        if SCALAR in (a, b) or not (a[1] == b[1] == "1" or a[0] == b[0] == "1"):
            return self.times(left, right)
        columns = a[1] == "1"
        one, other = ctx.text(left), ctx.text(right)
        turned = ctx.apply(OPS["transpose"], (left if columns else right,), left if columns else right)
        made = self.times(turned, right) if columns else self.times(left, turned)
        product = f"{primed(one)} {bracketed(other)}" if columns else f"{bracketed(one)} {primed(other)}"
        ctx.note(f"{one}·{other} is read as the inner product {product}")
        return made

    def _misfit(self, left: Typed, right: Typed) -> MatcalcError:
        ctx = self.ctx
        a, b = ctx.shape_in_names(left.shape), ctx.shape_in_names(right.shape)
        return ctx.mismatch(f"the inner dimensions {a[1]} and {b[0]} of a product must agree",
                            [(last_factor(left, self), ""), (right, "")], ctx.one_size(a[1], b[0]))

    def divide(self, left: Typed, right: Typed) -> Typed:
        """A quotient by a scalar."""
        if not self.ctx.is_scalar(right):
            text = self.ctx.text(right)
            counts.tell(self.ctx, counts.carriers(self.ctx, right))
            raise self.ctx.mismatch("only a scalar can divide", [(right, "")],
                                    f"for the inverse write {bracketed(text)}^-1, for entries ./")
        if right.op.name == "num" and right.data == 0:
            raise fault("unsupported", "this divides by zero", self.ctx.source, Span(right.start, right.end))
        if left.op.name == "num" and right.op.name == "num":
            return Typed(OPS["num"], (), left.data / right.data, SCALAR, left.start, right.end)
        return self._made(node("div", (left, right), self.ctx.shape(left)))

    def kron(self, left: Typed, right: Typed) -> Typed:
        """A Kronecker product."""
        a, b = self.ctx.shape(left), self.ctx.shape(right)
        shape = dims.mul(a[0], b[0]), dims.mul(a[1], b[1])
        self.ctx.check_size(shape, left)
        return self._flat("kron", left, right, shape)

    def _plain(self, t: Typed) -> bool:
        """Whether it is a scalar as written, or a product of such: no product of this run that merely closes to one."""
        parts = [t]
        while parts:
            part = parts.pop()
            if part.maker is self and part.op.name not in ("scale", "div"):
                return False
            parts += part.args if part.maker is self else ()
        return True

    def elementwise(self, left: Typed, right: Typed, name: str, scalar: str) -> Typed:
        """∘ or ./ of two operands of one shape."""
        ctx = self.ctx
        if ctx.is_scalar(left) and ctx.is_scalar(right):
            return self._made(node(scalar, (left, right), SCALAR))
        if name == "hdiv" and ctx.is_scalar(left) and (is_number(left) or self._plain(left)):
            if not is_number(left):
                ctx.note(f"{ctx.text(left)} is divided by each entry of {ctx.text(right)}")
            inverse = Typed(OPS["epow"], (right,), Fraction(-1), ctx.shape(right), right.start, right.end)
            is_one = left.op.name == "num" and left.data == 1
            return self._made(inverse if is_one else node("scale", (left, inverse), inverse.shape, start=left.start))
        if ctx.is_scalar(left) or ctx.is_scalar(right):
            one, other = ctx.text(left), ctx.text(right)
            quotient = f"{one} / {other}" if ctx.is_scalar(right) else f"{one} {bracketed(other)}.^-1"
            raise ctx.mismatch("elementwise operators take two operands of the same shape, and one is a scalar",
                               [(left, ""), (right, "")],
                               f"write {one} {other}" if name == "hadamard" else f"write {quotient}")
        mark = ctx.unifier.mark()
        if not ctx.unifier.unify_shapes(left.shape, right.shape):
            ctx.unifier.undo(mark)
            if name == "hadamard" and len(self.ops) == 1 and self._circled(left, right):
                return ctx.apply(OPS["khatri_rao"], (left, right), left)
            raise ctx.mismatch("both sides of an elementwise operator must have the same shape",
                               [(left, ""), (right, "")], ctx.one_of(ctx.shape(left), ctx.shape(right)))
        if name == "hadamard":
            return self._flat(name, left, right, ctx.unifier.shape(left.shape))
        return self._made(node(name, (left, right), ctx.unifier.shape(left.shape)))


    def _scaling(self, left: Typed, right: Typed) -> str | None:
        """What to write where a column stands beside a matrix of as many rows."""
        for x, a in ((left, right), (right, left)):
            if self.ctx.shape(x) == (self.ctx.shape(a)[0], "1"):
                column, matrix = self.ctx.text(x), bracketed(self.ctx.text(a))
                return f"to multiply the rows by the entries of {column} write diag({unbracketed(column)}) {matrix}"
        return None

    def _circled(self, left: Typed, right: Typed) -> bool:
        """Whether ⊙ alone stands between matrices of as many columns and other rows, and is the Khatri-Rao product."""
        ctx = self.ctx
        (m, n), (p, q) = ctx.shape(left), ctx.shape(right)
        if ctx.source[left.end:right.start].strip(" ()[]{}") not in ("⊙", r"\odot") or n != q or "1" in (m, p, n):
            return False
        one, other = ctx.text(left), ctx.text(right)
        ctx.note(f"{one} ⊙ {other} is read as their Khatri-Rao product: they have different rows")
        return True


_APPLY: dict[str, Callable[[Builder, Typed, Typed], Typed]] = {
    "TIMES": Builder.times,
    "CDOT": Builder.dot,
    "DIV": Builder.divide,
    "KRON": Builder.kron,
    "HADAMARD": lambda b, x, y: b.elementwise(x, y, "hadamard", "scale"),
    "HDIV": lambda b, x, y: b.elementwise(x, y, "hdiv", "div"),
}


def last_factor(left: Typed, maker: Builder) -> Typed:
    """Of a product that was just made, the factor that meets what follows."""
    return left.args[-1] if left.op.name == "matmul" and left.maker is maker else left


def bracketed(text: str) -> str:
    """The text with brackets round it unless it is one word or in brackets already."""
    return text if text.isalnum() or (text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1) else f"({text})"


def unbracketed(text: str) -> str:
    """The text without brackets round all of it."""
    inside = text[1:-1]
    depths = list(accumulate((c in "([{") - (c in ")]}") for c in inside))
    whole = text[:1] in ("(", "[", "{") and text[-1:] in (")", "]", "}") and min(depths, default=0) >= 0
    return inside.strip() if whole else text


def primed(text: str) -> str:
    """The text transposed."""
    return text[:-1] if text.endswith("'") and text[:-1].isalnum() else bracketed(text) + "'"
