"""Dimensions with unknowns, and the unifier that finds them; an unknown is a dimension's name that begins with `?`."""
from __future__ import annotations

from matcalc import dims
from matcalc.dims import Dim
from matcalc.shape import Shape, Signature

Mark = tuple[int, int]


class Unifier:
    """What is known of the unknowns. `mark` and `undo` take back what a failed attempt bound."""

    __slots__ = ("_bound", "_count", "_later", "_trail")

    def __init__(self) -> None:
        """Nothing is known."""
        self._bound: dict[str, Dim] = {}
        self._trail: list[str] = []
        self._later: list[tuple[Dim, Dim]] = []
        self._count = 0

    def fresh(self) -> Dim:
        """A new unknown."""
        self._count += 1
        return f"?{self._count}"

    @property
    def made(self) -> bool:
        """Whether there is any unknown."""
        return self._count > 0

    def mark(self) -> Mark:
        """A point to return to."""
        return len(self._trail), len(self._later)

    def undo(self, mark: Mark) -> None:
        """Forget all that was bound since the mark."""
        for name in self._trail[mark[0]:]:
            del self._bound[name]
        del self._trail[mark[0]:], self._later[mark[1]:]

    def forced_since(self, mark: Mark) -> bool:
        """Whether an unknown was bound to 1 since the mark."""
        return any(self.dim(name) == "1" for name in self._trail[mark[0]:])

    def dim(self, dim: Dim) -> Dim:
        """The dimension with the unknowns that are known put in."""
        while "?" in dim:
            by = {name: self._bound[name] for name in unknowns(dim) if name in self._bound}
            if not by:
                break
            dim = dims.substitute(dim, by)
        return dim

    def shape(self, shape: Shape) -> Shape:
        """The shape with the unknowns that are known put in."""
        if "?" not in shape[0] and "?" not in shape[1]:
            return shape
        return self.dim(shape[0]), self.dim(shape[1])

    def unify(self, a: Dim, b: Dim) -> bool:
        """Make two dimensions equal; whether they can be."""
        a, b = self.dim(a), self.dim(b)
        if a == b:
            return True
        for one, other in ((a, b), (b, a)):
            if one[0] == "?" and one[1:].isdigit() and one not in unknowns(other):
                self._bind(one, other)
                return True
        if "?" not in a and "?" not in b:
            return False
        return self._products(a, b)

    def unify_shapes(self, a: Shape, b: Shape) -> bool:
        """Make two shapes equal; whether they can be."""
        return self.unify(a[0], b[0]) and self.unify(a[1], b[1])

    def settle(self) -> bool:
        """Solve what was put off; products that still fit in several ways are matched factor by factor."""
        while self._later:
            before, self._later = self._later, []
            if not all(self.unify(a, b) for a, b in before):
                return False
            if len(self._later) == len(before) and not self._guess(*self._later.pop()):
                return False
        return True

    def _bind(self, name: str, dim: Dim) -> None:
        self._bound[name] = dim
        self._trail.append(name)

    def _products(self, a: Dim, b: Dim) -> bool:
        """Unknowns inside a product or sum: strike common factors, or put off until more is known."""
        left, right = dims.factors(a), dims.factors(b)
        if left is None or right is None:
            return self._sum(a, b)
        (c, xs), (d, ys) = left, right
        left_only, right_only = _without(xs, ys), _without(ys, xs)
        if len(left_only) < len(xs):
            return self.unify(_product(c, left_only), _product(d, right_only))
        for (k, names), (other_k, others) in (((c, xs), (d, ys)), ((d, ys), (c, xs))):
            if len(names) == 1 and names[0][0] == "?" and other_k % k == 0:
                return self.unify(names[0], _product(other_k // k, others))
        if not any(x[0] == "?" for x in xs) and len(xs) >= 1 and not ys and d == 1:
            return False
        self._later.append((a, b))
        return True

    def _sum(self, a: Dim, b: Dim) -> bool:
        """Triangles have equal sides; a sum with one unknown that stands alone in it is solved for it."""
        if (m := dims.side(a)) is not None and (n := dims.side(b)) is not None:
            return self.unify(m, n)
        rest = dims.add(a, b, -1)
        for name in unknowns(rest):
            for sign in (1, -1):
                other = dims.add(rest, name, -sign)
                if name not in unknowns(other):
                    self._bind(name, other if sign < 0 else dims.add("0", other, -1))
                    return True
        self._later.append((a, b))
        return bool(unknowns(rest))

    def _guess(self, a: Dim, b: Dim) -> bool:
        left, right = dims.factors(a), dims.factors(b)
        if left is None or right is None or left[0] != right[0] or len(left[1]) != len(right[1]):
            return False
        return all(self.unify(x, y) for x, y in zip(left[1], right[1], strict=True))


def unknowns(dim: Dim) -> list[str]:
    """The unknowns in a dimension, in a fixed order."""
    return sorted(name for name in dims.names(dim) if name[0] == "?") if "?" in dim else []


def _without(names: tuple[str, ...], strike: tuple[str, ...]) -> tuple[str, ...]:
    """The factors that are left when those of the other product are struck out, each once."""
    left = list(names)
    for name in strike:
        if name in left:
            left.remove(name)
    return tuple(left)


def _product(c: int, names: tuple[str, ...]) -> Dim:
    return dims.mul(str(c), *names)


def match(unifier: Unifier, signature: Signature, shapes: list[Shape], fold: bool) -> Shape | None:
    """The result of a signature on shapes with unknowns, which are bound so that it fits; None where it cannot."""
    if not fold:
        return _match(unifier, signature, shapes)
    out: Shape | None = shapes[0]
    for shape in shapes[1:]:
        out = _match(unifier, signature, [out, shape]) if out is not None else None
    return out


def _match(unifier: Unifier, signature: Signature, shapes: list[Shape]) -> Shape | None:
    if len(shapes) != len(signature.inputs):
        return None
    letters: dict[str, Dim] = {"1": "1"}
    for pattern, shape in zip(signature.inputs, shapes, strict=True):
        for letter, dim in zip(pattern, shape, strict=True):
            if not unifier.unify(letters.setdefault(letter, dim), dim):
                return None
    by = {letter: unifier.dim(dim) for letter, dim in letters.items()}
    return dims.substitute(signature.output[0], by), dims.substitute(signature.output[1], by)
