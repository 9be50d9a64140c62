"""The one node type. An expression is an operator applied to expressions; equal expressions are one object."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any
from weakref import ref

from matcalc.dims import Dim
from matcalc.notation import Notation
from matcalc.shape import SCALAR, Shape, Signature

Written = Notation | Callable[["Expr"], Notation] | None

__all__ = ["OPS", "Expr", "Notation", "Op", "pending", "rebuild", "remembered", "walk", "whole"]

_SHAPE = attrgetter("shape")
OPS: dict[str, Op] = {}
"""Every operator, by name. Filled by the records in `ops`; a name stands for one operator."""


class Op:
    """All that is true of one operator by itself; what is true of two together stands in `rules`.

    signature     shapes in and out, `"m,k k,n -> m,n"`, or a function of the data and the shapes
    fold          whether it takes any number of arguments, shapes folded from the left
    normal        how it is built in the normal form: (*normal arguments, data=...) -> normal expression; without
                  it the node itself is normal, up to `rules`
    rules         identities whose left side has this operator at its head, by the operator of its first argument
                  or `*`; filled in by `rules`
    linear        the arguments it is linear in: (e, i) -> bool
    differential  (e, i, da) -> the change of e when argument i changes by da, linear in da, or None where it has no
                  closed form; may be left out where that is e with da for its argument, the product rule
    transpose     (e, i, g) -> the cotangent of the linear argument i, given that of e
    matrix        (e, i) -> the matrix M with vec(de) = M vec(da) for the linear argument i
    text, latex, numpy   notations, or functions of the node that give them
    samples       shapes of arguments for the generic tests, where the signature alone does not say
    plain         the data as it is looked up by, equal to it but hashed faster
    source        where its formula stands
    """

    __slots__ = ("differential", "fold", "latex", "linear", "matrix", "name", "normal", "numpy", "plain", "rules",
                 "samples", "signature", "source", "text", "transpose")

    def __init__(self, name: str, signature: str | Callable[..., Shape], *, normal: Callable[..., Expr] | None = None,
                 fold: bool = False, linear: Callable[[Expr, int], bool] | bool = False,
                 differential: Callable[..., Expr | None] | None = None, transpose: Callable[..., Expr] | None = None,
                 matrix: Callable[..., Expr] | None = None, text: Written = None, latex: Written = None,
                 numpy: Written = None, samples: tuple[str, ...] = (), plain: Callable[[Any], Any] | None = None,
                 source: str = ""):
        if name in OPS:
            raise TypeError(f"two operators are called {name!r}")
        self.name, self.fold, self.samples, self.source = name, fold, samples, source
        self.signature: Signature | Callable[..., Shape] = (
            Signature.read(signature) if isinstance(signature, str) else signature)
        self.normal, self.text, self.latex, self.numpy = normal, text, latex, numpy
        self.linear: Callable[[Expr, int], bool] = linear if callable(linear) else lambda e, i: bool(linear)
        self.differential, self.transpose, self.matrix, self.plain = differential, transpose, matrix, plain
        self.rules: dict[str, list[Callable[[Expr], Expr | None]]] = {}
        OPS[name] = self

    def __call__(self, *args: Expr, data: Any = None) -> Expr:
        """The node as written: its shape is checked, nothing else is done. Raises ShapeMismatch."""
        key = (self, data if self.plain is None else self.plain(data), *map(id, args))
        held = _interned.get(key)
        found = None if held is None else held()
        if found is None:
            found = Expr(self, args, data, self.shape(tuple(map(_SHAPE, args)), data))
            held = _interned[key] = _Held(found, _forget)
            held.key = key
        return found

    def build(self, *args: Expr, data: Any = None) -> Expr:
        """The normal form of this operator applied to normal arguments."""
        if self.normal is not None:
            return self.normal(*args) if data is None else self.normal(*args, data=data)
        return self.reduced(self(*args, data=data))

    def reduced(self, e: Expr) -> Expr:
        """A node of this operator after the first of its rules that applies."""
        if not self.rules:
            return e
        found: Expr | None = e.memo.get("normal")
        if found is None:
            found = e.memo["normal"] = self._first(e) or e
        return found

    def _first(self, e: Expr) -> Expr | None:
        """What the first of the rules that applies makes of a node."""
        for head in (e.args[0].op.name if e.args else "", "*"):
            for rule in self.rules.get(head, ()):
                if (new := rule(e)) is not None:
                    return new
        return None

    def shape(self, shapes: tuple[Shape, ...], data: Any = None) -> Shape:
        """The shape of the result. Raises ShapeMismatch, which blames arguments by number."""
        if not isinstance(self.signature, Signature):
            return self.signature(data, *shapes)
        return self.signature.fold(shapes) if self.fold else self.signature.apply(shapes)

    def __repr__(self) -> str:
        return self.name


def _made(name: str, args: tuple[Expr, ...], data: Any, split: Any) -> Expr:
    found = OPS[name](*args, data=data)
    found.memo |= {} if split is None else {"split": split}
    return found


class Expr:
    """A node: an operator, its arguments, constant data, and the shape; `is_scalar` where that is 1×1.

    Immutable and interned.
    """

    __slots__ = ("__weakref__", "args", "data", "is_scalar", "memo", "op", "shape")

    def __init__(self, op: Op, args: tuple[Expr, ...], data: Any, shape: Shape):
        self.op, self.args, self.data, self.shape = op, args, data, shape
        self.is_scalar = shape == SCALAR
        self.memo: dict[str, Any] = {}  # what is derived from the node alone, such as its transpose

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy is the same node, and one that comes from another process is made anew, a term with its parts."""
        return _made, (self.op.name, self.args, self.data, self.memo.get("split"))

    def __repr__(self) -> str:
        inside = ", ".join(map(repr, self.args)) if self.args else ""
        return f"{self.op}[{self.data}]({inside})" if self.data is not None else f"{self.op}({inside})"

    @property
    def rows(self) -> Dim:
        """The number of rows."""
        return self.shape[0]

    @property
    def cols(self) -> Dim:
        """The number of columns."""
        return self.shape[1]

    @property
    def transposes(self) -> int:
        """How many transposes stand inside, shared ones each time."""
        return self.key[3] >> _BITS

    @property
    def key(self) -> Key:
        """What orders nodes in the same way in every process, and a node where its transpose would stand."""
        found: Key | None = self.memo.get("key")
        return remembered(self, "key", _key) if found is None else found


Key = tuple[bool, str, int, int]
"""Whether it is composite, its first symbol's name, a digest that transposing keeps, and one that it does not: the
number of transposes inside in front of 64 bits, so that of a node and its transpose the plainer one comes first."""
_BITS = 64
_MASK = (1 << _BITS) - 1
_COMMUTE = ("matmul", "add")
"""Operators whose arguments a transpose may reorder."""


def _key(e: Expr) -> Key:
    inner: list[Key] = [a.memo["key"] for a in e.args]
    if e.op.name == "transpose":
        return (*inner[0][:3], inner[0][3] + (1 << _BITS))
    op = stable_hash(e.op.name)
    if not inner:
        name = _padded(e.data[0]) if e.op.name == "sym" else e.op.name
        flat = sorted(map(repr, e.data)) if isinstance(e.data, tuple) and e.op.name != "sym" else repr(e.data)
        return False, name, hash((op, stable_hash(str(flat)))), hash((op, stable_hash(repr(e.data)))) & _MASK
    name = min(k[1] for k in inner)
    if e.op.name in ("term", "hadpow"):
        exponents = (*e.data[1], 1) if e.op.name == "term" else e.data
        plain = [whole(q) for q in exponents]
        digests = [sum([hash((k[i], q)) for k, q in zip(inner, plain, strict=False)]) for i in (2, 3)]
        if e.op.name == "term":
            digests = [hash((d, e.data[0])) for d in digests]
    elif e.op.name in _COMMUTE:
        digests = [sum(hash((k[2], 1)) for k in inner), hash(tuple(k[3] for k in inner))]
    else:
        shape = stable_hash(str(sorted(e.data, key=repr)) if isinstance(e.data, tuple) else repr(e.data))
        digests = [hash((shape, *(k[i] for k in inner))) for i in (2, 3)]
    turned = sum([k[3] >> _BITS for k in inner])
    return True, name, hash((op, digests[0])), (turned << _BITS) + (hash((op, digests[1])) & _MASK)


def _padded(name: str) -> str:
    """A name with its number filled up: A2 comes before A10."""
    head = name.rstrip("0123456789")
    return head + name[len(head):].zfill(4) if head != name else name


class _Held(ref[Expr]):
    """A node that its users keep alive, and the key that it is found by."""

    __slots__ = ("key",)
    key: Any


_interned: dict[Any, _Held] = {}
"""Nodes by operator, data and the identities of their arguments, which live as long as the node. A key that held the
arguments themselves would keep a node alive that remembers another made of it, such as its transpose."""


def _forget(held: _Held) -> None:
    """Drop the entry of a node that is gone, unless there is an equal one by now."""
    if _interned.get(held.key) is held:
        del _interned[held.key]


def whole(q: Fraction | int) -> Fraction | int:
    """A fraction as an int where it is one: equal, of the same hash, and hashed at once."""
    return q.numerator if q.denominator == 1 else q


@lru_cache(maxsize=4096)
def stable_hash(text: str) -> int:
    """A hash of a string that does not change from process to process (FNV-1a, 64 bits)."""
    out = 0xCBF29CE484222325
    for byte in text.encode():
        out = (out ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return out


FEW = 64
"""Nodes with no more below them remember these."""


def walk(*roots: Expr) -> list[Expr]:
    """Every node below the roots once, arguments before the nodes that use them."""
    if len(roots) == 1:
        return _walk(roots[0])
    return list(dict.fromkeys(chain.from_iterable(map(_walk, roots))))


def _walk(root: Expr) -> list[Expr]:
    """The same for one root, without recursion."""
    below: list[Expr] | None = root.memo.get("below")
    if below is not None:
        return [*below, root]
    out: list[Expr] = []
    seen: set[Expr] = set()
    stack = [root]
    while stack:
        e = stack.pop()
        if e in seen:
            continue
        args = e.args
        if args and not seen.issuperset(args):
            stack.append(e)
            stack += args[::-1]
        else:
            seen.add(e)
            out.append(e)
    if len(out) <= FEW:
        root.memo["below"] = out[:-1]
    return out


def pending(e: Expr, name: str, busy: AbstractSet[Expr] = frozenset()) -> Iterator[Expr]:
    """The nodes below that remember nothing under a name and are not busy, when their turn comes, arguments before the
    nodes that use them."""
    stack = [e]
    while stack:
        e = stack[-1]
        if name not in e.memo and e not in busy:
            depth = len(stack)
            for a in reversed(e.args):
                if name not in a.memo and a not in busy:
                    stack.append(a)
            if len(stack) > depth:
                continue
            yield e
        stack.pop()


def remembered(e: Expr, name: str, of: Callable[[Expr], Any]) -> Any:
    """What each node remembers under a name, worked out once, arguments before the nodes that use them."""
    if name not in e.memo:
        for a in e.args:
            if name not in a.memo:
                for node in pending(a, name):
                    node.memo[name] = of(node)
        if name not in e.memo:
            e.memo[name] = of(e)
    return e.memo[name]


def rebuild(e: Expr, by: Callable[[Expr, tuple[Expr, ...]], Expr]) -> Expr:
    """Fold over the graph, shared nodes once: `by(node, folded arguments)`."""
    done: dict[Expr, Expr] = {}
    for node in walk(e):
        done[node] = by(node, tuple([done[a] for a in node.args]))
    return done[e]
