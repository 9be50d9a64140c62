"""Names, numbers, constants and what stands in brackets or bars."""
from __future__ import annotations

from fractions import Fraction

from matcalc.diagnostics import fault
from matcalc.expr import OPS
from matcalc.shape import SCALAR, Shape
from matcalc.syntax import limits, words
from matcalc.syntax.context import Context
from matcalc.syntax.declare import SQUARE
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, leaf, number

VULGAR = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


def name(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A definition, a symbol, a dimension used as a number, I, or pi."""
    word = tree.children[0].text
    if word in ctx.definitions:
        return ctx.definitions[word].at(tree)
    if word in ctx.bound:
        return ctx.bound[word].at(tree)
    if ctx.kinds.get(word) == "integer":
        return leaf("dim", word, SCALAR, tree)
    if word not in ctx.names.known:
        if word in ctx.names.dims and word not in ctx.symbols:
            return leaf("dim", word, SCALAR, tree)
        if word in ("pi", "π"):
            return leaf("const", "pi", SCALAR, tree)
        sized = word.startswith("I_") and word.isascii()
        if sized or word in ("I", "eye"):
            size = ctx.size(word[2:]) if sized else ctx.unifier.fresh()
            return leaf("eye", size, (size, size), tree)
        if word in words.BARE:
            return _bare(ctx, word, tree)
    return symbol(ctx, word).at(tree)


def symbol(ctx: Context, word: str) -> Typed:
    """The symbol of this name; undeclared, it gets the kind of the literature's convention."""
    if word not in ctx.symbols:
        properties = tuple(sorted(set(ctx.assume.get(word, ()))))
        shape = ctx.shapes.get(word) or conventional_shape(ctx, word)
        if word not in ctx.shapes and SQUARE & set(properties) and shape != SCALAR:
            size = shape[0]
            shape = size, size
        ctx.symbols[word] = Typed(OPS["sym"], (), (word, shape, properties), shape, 0, 0)
    return ctx.symbols[word]


def conventional_shape(ctx: Context, word: str) -> Shape:
    """Upper case a matrix, lower case Latin a column, lower case Greek a scalar; `kinds` overrides."""
    kind = ctx.kinds.get(word) or conventional_kind(word)
    fresh = ctx.unifier.fresh
    return SCALAR if kind == "scalar" else (fresh(), "1") if kind == "vector" else (fresh(), fresh())


def conventional_kind(word: str) -> str:
    """`matrix`, `vector` or `scalar`."""
    letter = words.base(word)
    if letter[:1].isupper():
        return "matrix"
    is_greek = letter in words.GREEK_NAMES or "Ͱ" <= letter[:1] <= "Ͽ" or "ἀ" <= letter[:1] <= "῿"
    return "scalar" if is_greek else "vector"


def numeral(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A number as written."""
    return exact(ctx, tree.children[0].text, tree)


def exact(ctx: Context, text: str, tree: Tree) -> Typed:
    """The number of a text. Raises MatcalcError `limit` for one with too many digits."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > limits.DIGITS or len(exponent) > 5 or abs(int(exponent or 0)) > limits.DIGITS:
        raise fault("limit", f"a number has more than {limits.DIGITS} digits, which is the limit", ctx.source,
                    tree.span)
    return number(VULGAR.get(text) or Fraction(text), tree)


def ones(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """A column of ones as long as it must be."""
    return column_of_ones(ctx, tree)


def column_of_ones(ctx: Context, tree: Tree, size: str | None = None) -> Typed:
    """A column of ones of this size, or of one that is inferred."""
    shape = size or ctx.unifier.fresh(), "1"
    return leaf("ones", shape, shape, tree)


def _bare(ctx: Context, word: str, tree: Tree) -> Typed:
    """`ones` or `zeros` of the shape that fits."""
    shape = ctx.unifier.fresh(), ctx.unifier.fresh()
    return leaf(word, shape, shape, tree)


def as_column(ctx: Context, t: Typed) -> None:
    """A constant without a size is a column where it is transposed or multiplied."""
    if t.op.name in words.BARE and ctx.text(t) == t.op.name != "eye":
        ctx.unifier.unify(t.shape[1], "1")


def group(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """What stands in brackets."""
    return args[0].at(tree)


def bars(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """|X|: absolute values of a scalar or vector, the determinant of a square matrix."""
    inside = args[0]
    shape = ctx.shape(inside)
    if shape == SCALAR:
        return ctx.apply(OPS["abs"], args, tree)
    if "1" in shape:
        ctx.note(f"{ctx.text(tree)} is taken entry by entry")
        return ctx.apply(OPS["abs"], args, tree)
    if "?" not in shape[0] + shape[1] and shape[0] != shape[1]:
        raise ctx.mismatch("bars are the determinant of a square matrix, or absolute values", [(inside, "")],
                           f"for absolute values write abs({ctx.text(inside)}), for the norm ‖{ctx.text(inside)}‖")
    return ctx.apply(OPS["det"], args, tree)


def norm(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """‖x‖: Euclidean, of a matrix Frobenius."""
    return ctx.apply(OPS["norm"], args, tree)


def inner(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """<A, B>: the sum of the products of the entries."""
    return ctx.apply(OPS["frob"], args, tree)


ATOMS = {"name": name, "number": numeral, "ones": ones, "group": group, "bars": bars, "norm": norm, "inner": inner}
