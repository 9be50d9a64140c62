"""What elaboration carries along: unknowns, symbols, notes; and how it applies an operator or says why it cannot."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from matcalc import dims
from matcalc.diagnostics import Label, MatcalcError, Span, fault, visible
from matcalc.dims import Dim
from matcalc.expr import Op
from matcalc.shape import SCALAR, Shape, ShapeMismatch, Signature, show
from matcalc.syntax import limits
from matcalc.syntax.tokens import Names
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, postorder
from matcalc.syntax.unify import Mark, Unifier, match, unknowns

_SIZES_OF_BRACKETS = r"\\(?:(?:left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])|[,;:!])\s*"


def shown(text: str) -> str:
    """A stretch of the source without commands that only place what is around them."""
    return re.sub(_SIZES_OF_BRACKETS, "", text) if "\\" in text else text


POOL = ("m", "n", "p", "q", "r", "s", "k", "l", "d", "t", "u", "v", "h", "g")
"""Names for inferred dimensions, in the order in which they are given out."""

NAMED_UP_TO = 16
"""Characters of an operand that is named in the words under it."""


class Context:
    """The state of one attempt to give every part of the source a shape.

    symbols    what each name is, declared or not
    shapes     declared shapes; origin says where each was declared
    kinds      "scalar" or "vector" for undeclared symbols that are not of their conventional kind; "integer" for
               the exponents of matrices
    retry      kinds without which the attempt was in vain
    wrt        the names of variables
    bound      the names of singular values and vectors; decomposed, by index, the matrix that a sum runs over
    penalty    how much the attempt had to bend: a reading without penalty is taken at once
    suspects   undeclared symbols that are likely to be of another kind
    sizes      unknowns for the sizes in indices that no declaration names: the n of I_n
    exponents  what scalars and entries have been raised to
    countable  undeclared symbols that are but factors and divisors; counts are those of them that are rather scalars
    """

    def __init__(self, source: str, names: Names, shapes: Mapping[str, Shape], assume: Mapping[str, Sequence[str]],
                 origin: Mapping[str, str], kinds: Mapping[str, str], wrt: Iterable[str] = ()):
        """A fresh attempt: nothing is bound yet."""
        self.source, self.names, self.kinds = source, names, kinds
        self.shapes, self.assume, self.origin = shapes, assume, origin
        self.wrt = frozenset(wrt)
        self.retry: dict[str, str] = {}
        self.unifier = Unifier()
        self.symbols: dict[str, Typed] = {}
        self.definitions: dict[str, Typed] = {}
        self.bound: dict[str, Typed] = {}
        self.decomposed: dict[str, Typed] = {}
        self.notes: dict[str, None] = {}
        self.penalty = 0
        self.suspects: dict[str, None] = {}
        self.countable: Set[str] = frozenset()
        self.counts: dict[str, None] = {}
        self.pretty: dict[str, str] = {}
        self.sizes: dict[str, str] = {}
        self.exponents: set[str] = set()

    def mark(self) -> tuple[Mark, int, int]:
        """A point to return to when an attempt fails."""
        return self.unifier.mark(), len(self.notes), self.penalty

    def undo(self, mark: tuple[Mark, int, int]) -> None:
        """Take back what was done since the mark."""
        self.unifier.undo(mark[0])
        for note in list(self.notes)[mark[1]:]:
            del self.notes[note]
        self.penalty = mark[2]

    def note(self, text: str) -> None:
        """Tell the reader something, once."""
        self.notes[text] = None

    def shape(self, t: Typed) -> Shape:
        """The shape as far as it is known."""
        return self.unifier.shape(t.shape)

    def is_scalar(self, t: Typed) -> bool:
        """Whether it is known to be 1×1."""
        return self.shape(t) == SCALAR

    def text(self, t: Typed | Tree) -> str:
        """What stands in the source, for a reader: without the sizes of brackets in LaTeX."""
        return shown(self.source[t.start:t.end])

    def apply(self, op: Op, args: Sequence[Typed], at: Tree | Typed, data: Any = None) -> Typed:
        """The node for an operator on arguments, whose unknowns are bound so that it fits.

        Raises MatcalcError `shape-mismatch` with labels under the arguments at fault.
        """
        shapes = [self.shape(a) for a in args]
        out: Shape | None
        try:
            if isinstance(op.signature, Signature) and any("?" in d for s in shapes for d in s):
                out = match(self.unifier, op.signature, shapes, op.fold)
                if out is None:
                    out = op.shape(tuple(self.shape_in_names(s) for s in shapes), data)
                    raise ShapeMismatch("the shapes do not fit", {0: f"this is {self.show(shapes[0])}"})
            else:
                out = op.shape(tuple(shapes), data)
        except ShapeMismatch as e:
            raise self.mismatch(e.message, [(args[i], words) for i, words in e.blame.items()],
                                e.hint or self._squared([args[i] for i in e.blame])) from None
        self.check_size(out, at)
        return Typed(op, tuple(args), data, out, at.start, at.end)

    def check_size(self, shape: Shape, at: Tree | Typed) -> None:
        """Raises MatcalcError `limit` for a dimension that has grown too long to handle."""
        if len(shape[0]) + len(shape[1]) > limits.DIMENSION:
            raise MatcalcError("limit", "a dimension grows beyond the limit", source=self.source,
                               labels=[Label(Span(at.start, at.end))])

    def mismatch(self, message: str, blamed: Sequence[tuple[Typed, str]], hint: str | None = None,
                 code: str = "shape-mismatch") -> MatcalcError:
        """An error that points at operands with their shapes, and says where the symbols in them were declared."""
        labels = [Label(Span(t.start, t.end), self._is(t) if words[:8] in ("", "this is ") else words) for t,
                  words in blamed]
        notes: dict[str, None] = {}
        for t, _ in blamed:
            while t.op.name in ("transpose", "neg", "inv") and t.args:
                t = t.args[0]
            for symbol in (t, *t.args) if len(t.args) <= 3 else (t,):
                if symbol.op.name == "sym":
                    notes[self.declared(symbol)] = None
        self.suspects.update((s.data[0], None) for s in self.symbols.values() if s.data[0] not in self.shapes)
        return MatcalcError(code, message, source=self.source, labels=labels, hint=hint, notes=list(notes))

    def _squared(self, blamed: Sequence[Typed]) -> str | None:
        """The declaration of a symbol as a square matrix, where it alone is at fault."""
        if len(blamed) != 1 or blamed[0].op.name != "sym" or blamed[0].data[0] not in self.shapes:
            return None
        rows, cols = self.shape(blamed[0])
        name, size = blamed[0].data[0], "n" if "1" in (rows, cols) else cols
        return f'did you mean -d "{visible(name)}: {size} x {size}"?' if rows != cols else None

    def one_size(self, a: str, b: str) -> str | None:
        """What to do about two declared sizes that may be one."""
        names = self.names.dims
        return f"if {a} and {b} are one size, declare them by one name" if a in names and b in names else None

    def one_of(self, a: Shape, b: Shape) -> str | None:
        """What to do about two shapes that differ in one size."""
        sizes = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return self.one_size(*sizes[0]) if len(sizes) == 1 else None

    def _is(self, t: Typed) -> str:
        """`A B is m×n`."""
        text = self.text(t)
        return f"{text if 0 < len(text) <= NAMED_UP_TO else 'this'} is {self.show(self.shape(t))}"

    def declared(self, symbol: Typed) -> str:
        """`A is m×n, declared in shapes.toml:3`."""
        name = symbol.data[0]
        where = self.origin.get(name)
        how = f"declared in {where}" if where else "as declared" if name in self.shapes else "by convention"
        return f"{name} is {self.show(self.shape(symbol))}, {how}"

    def show(self, shape: Shape) -> str:
        """The shape for a reader; unknowns have names."""
        return show(self.shape_in_names(shape))

    def shape_in_names(self, shape: Shape) -> Shape:
        """The shape with a name for each unknown."""
        return self.named(shape[0]), self.named(shape[1])

    def named(self, dim: str) -> str:
        """The dimension with a name for each unknown."""
        dim = self.unifier.dim(dim)
        for name in unknowns(dim):
            self.pretty.setdefault(name, next(self._free_names()))
        return _rename(dim, self.pretty)

    def size(self, dim: Dim) -> Dim:
        """A size in an index. A name that no declaration has is found from what stands round it, as one everywhere."""
        if not self.shapes:
            return dim
        own = [name for name in dims.names(dim) if name not in self.names.dims | self.names.singles | self.names.known]
        return dims.substitute(dim, {name: self.sizes.setdefault(name, self.unifier.fresh()) for name in own})

    def name_unknowns(self) -> None:
        """Give each unknown its final name; one that is alone is n."""
        self.pretty.clear()
        for word, size in self.sizes.items():
            dim = self.unifier.dim(size)
            if dim[0] == "?" and dim[1:].isdigit():
                self.pretty.setdefault(dim, word)
            else:
                self.note(f"{word} is {self.named(dim)}")
        left = {name: None for s in self.symbols.values() for dim in self.shape(s) for name in unknowns(dim)
                if name not in self.pretty}
        free = list(self._free_names()) if left else []
        if len(left) == 1 and "n" in free:
            free = ["n"]
        self.pretty.update(zip(left, free, strict=False))

    def _free_names(self) -> Iterator[str]:
        used = {*self.pretty.values(), *self.names.dims, *self.names.known, *self.symbols, *self.kinds}
        yield from (name for name in POOL if name not in used)
        yield from (name for i in range(1, len(used) + len(self.symbols) * 2 + 2) if (name := f"n{i}") not in used)


_SIZES = {"eye": "n", "ones": "m, n", "zeros": "m, n", "unit": "i, n"}
"""Constants whose size something else may tell, and how it is given."""


def undetermined(ctx: Context, root: Typed) -> None:
    """Raises MatcalcError `unknown-size` where a constant's size is tied to no symbol."""
    known = {name for s in ctx.symbols.values() for dim in ctx.shape(s) for name in unknowns(dim)}
    for t in postorder(root):
        if t.op.name in _SIZES:
            free = [name for dim in ctx.shape(t) for name in unknowns(dim) if name not in known]
            if free:
                text = ctx.text(t)
                sizes = "n, 1" if t.shape[1] == "1" and t.op.name != "unit" else _SIZES[t.op.name]
                fix = f"{t.op.name}({sizes})"
                raise fault("unknown-size", f"nothing tells the size of {text}", ctx.source, Span(t.start, t.end),
                            hint=f"give it: {fix}")


def _rename(dim: str, by: dict[str, str]) -> str:
    return dims.substitute(dim, {name: by[name] for name in unknowns(dim)}) if "?" in dim else dim
