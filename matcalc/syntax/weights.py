"""Weighted norms: the matrix below ‖x‖_Σ, with ‖x‖_Σ² = xᵀ Σ x."""
from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS
from matcalc.shape import SCALAR
from matcalc.syntax import norms
from matcalc.syntax.context import Context
from matcalc.syntax.latex import translate
from matcalc.syntax.lexer import lex
from matcalc.syntax.runs import Builder, bracketed, primed
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed

SPACES = frozenset("LHℓ")
"""Letters that with an index or a power name a space of functions, as in ‖f‖_{L^2}."""
_POWERS = (["NORM"], ["NORM", "POW", "NUMBER"], ["NORM", "SUPERSCRIPT"], ["NORM", "POW", "LPAR", "NUMBER", "RPAR"])
"""What stands before the index of a norm."""


def opened(tokens: list[Tree], source: str, known: Collection[str]) -> list[Tree]:
    """The tokens with those of the matrix in the index of a norm."""
    out: list[Tree] = []
    for token in tokens:
        if token.kind == "SUBSCRIPT" and any([t.kind for t in out[-len(before):]] == before for before in _POWERS):
            out += _weight(token, source, known) or [token]
        else:
            out.append(token)
    return out


def _weight(token: Tree, source: str, known: Collection[str]) -> list[Tree]:
    """The tokens of a matrix below a norm, between WEIGHT and a bracket; none for an order."""
    text = source[token.start + 1:token.end]
    at = token.start + 1 + text.startswith("{")
    inside = source[at:token.end - text.startswith("{")]
    try:
        tokens = translate(lex(inside), inside, known)
    except MatcalcError:
        return []
    if not tokens or not _is_matrix(tokens, known):
        return []
    moved = [Tree(t.kind, t.start + at, t.end + at, text=t.text) for t in tokens]
    return [Tree("WEIGHT", token.start, at, text="_"), *moved, Tree("RPAR", moved[-1].end, token.end, text="_")]


def _is_matrix(tokens: list[Tree], known: Collection[str]) -> bool:
    """Whether an index is a matrix: it begins with a capital, or is declared."""
    first = next((t for t in tokens if t.kind != "LPAR"), tokens[0])
    word, alone = first.text, len(tokens) == 1
    if first.kind != "WORD" or any(t.kind == "COMMA" for t in tokens) or (alone and word in norms.WORDS):
        return False
    space = word[0] in SPACES and (len(word) > 1 or not alone)
    return word in known or (word[0].isupper() and not space)


def weighted(ctx: Context, tree: Tree, args: list[Typed]) -> Typed:
    """‖x‖_W, a square root, and ‖x‖^k_W. Raises MatcalcError `ambiguous-norm` for a matrix x."""
    bare, power = norms.under(tree, args[0])
    x, weight = bare.args[0], args[1]
    if ctx.shape(weight) == SCALAR:
        return norms.with_power(norms.of_vector(ctx, tree, x, weight), power, tree)
    text, shown = ctx.text(x), ctx.text(weight)
    norm = f"‖{text}‖_{shown if len(shown) == 1 else f'{{{shown}}}'}^2"
    if "1" not in ctx.shape(x):
        raise ctx.mismatch(f"{norm} of a matrix is more than one thing", [(x, "")],
                           f"write tr({primed(text)} {bracketed(shown)} {bracketed(text)})", code="ambiguous-norm")
    column = ctx.shape(x)[1] == "1"
    turned = ctx.apply(OPS["transpose"], (x,), x)
    left, right = (turned, x) if column else (x, turned)
    build = Builder(ctx, ())
    square = build.times(build.times(left, weight), right).at(tree)
    factors = (primed(text), bracketed(text)) if column else (bracketed(text), primed(text))
    ctx.note(f"{norm} is read as {factors[0]} {bracketed(shown)} {factors[1]}")
    return raised(ctx, tree, square, power.data if power is not None else Fraction(1))


def raised(ctx: Context, tree: Tree, square: Typed, k: Fraction) -> Typed:
    """The power k of a norm whose square is given."""
    if k == 2:
        return square.at(tree)
    return ctx.apply(OPS["sqrt"], (square,), tree) if k == 1 else ctx.apply(OPS["epow"], (square,), tree, k / 2)
