"""The language: source text to a checked expression."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from matcalc.diagnostics import MatcalcError, Span, bounded, did_you_mean, fault, visible
from matcalc.expr import Expr
from matcalc.shape import FUNCTION, SCALAR, Shape, ShapeMismatch, show
from matcalc.syntax import doubts, foreign, leibniz, weights, words
from matcalc.syntax.atoms import conventional_kind, symbol
from matcalc.syntax.context import Context, undetermined
from matcalc.syntax.declare import Declarations, Stated, declarations, parse_shape, spelled
from matcalc.syntax.definitions import parts
from matcalc.syntax.infer import best
from matcalc.syntax.latex import translate
from matcalc.syntax.lexer import lex
from matcalc.syntax.pairs import pair
from matcalc.syntax.parser import parse
from matcalc.syntax.series import inside
from matcalc.syntax.sources import Given, Source, source_of
from matcalc.syntax.surroundings import take_apart
from matcalc.syntax.tokens import Names, refine
from matcalc.syntax.typed import Typed, build

__all__ = ["Declarations", "Reading", "Symbol", "declarations", "parse_shape", "read"]

SMALL = 2_000
"""Tokens up to which other kinds of undeclared symbols are tried."""


class Symbol:
    """A symbol of an expression: its name, shape and assumptions, and where it was declared."""

    __slots__ = ("assume", "declared", "name", "origin", "shape")

    def __init__(self, name: str, shape: Shape, assume: tuple[str, ...], declared: bool, origin: str):
        """What is known of one symbol."""
        self.name, self.shape, self.assume, self.declared, self.origin = name, shape, assume, declared, origin

    def __repr__(self) -> str:
        """`A: m×n, symmetric`."""
        return f"{self.name}: {show(self.shape)}" + "".join(f", {word}" for word in self.assume)


class Reading:
    """How a source is understood.

    expr         the expression as typed, definitions put in (shared nodes)
    symbols      every symbol of the expression, declared ones, and those of `wrt`
    notes        plain sentences: brackets, inferred shapes, what was taken entry by entry
    definitions  the named parts, in the order in which they depend on each other
    originals    the symbols of a source that is no text, by name
    """

    __slots__ = ("definitions", "expr", "notes", "originals", "symbols")

    def __init__(self, expr: Expr, symbols: dict[str, Symbol], notes: tuple[str, ...], definitions: dict[str, Expr],
                 originals: Mapping[str, Any] | None = None):
        """The outcome of `read`."""
        self.expr, self.symbols, self.notes, self.definitions = expr, symbols, notes, definitions
        self.originals: Mapping[str, Any] = originals or {}


@bounded
def read(source: Given, *, shapes: Mapping[str, Shape | Sequence[str] | str] | None = None,
         assume: Mapping[str, Sequence[str] | str] | None = None, wrt: Sequence[str] = (),
         origin: Mapping[str, str] | None = None) -> Reading:
    """Read an expression, from text or from another source.

    shapes, assume  what is declared of symbols; origin says where, for messages
    wrt             names that the expression may lack if they are declared

    Raises MatcalcError, which points at what is wrong, and proposes what can be read.
    """
    source = source_of(source)
    if isinstance(source, Source):
        return source.read(shapes, assume, wrt, origin)

    def tried(text: str) -> tuple[Shape, bool]:
        reading = _read(text, shapes, assume, wrt, origin)
        return reading.expr.shape, all(note.startswith("assumed: ") for note in reading.notes)

    try:
        return _read(source, shapes, assume, wrt, origin)
    except MatcalcError as e:
        raise import_module("matcalc.syntax.repairs").mended(e, tried) from None


def _read(source: str, shapes: Mapping[str, Shape | Sequence[str] | str] | None,
          assume: Mapping[str, Sequence[str] | str] | None, wrt: Sequence[str],
          origin: Mapping[str, str] | None) -> Reading:
    """Read an expression as it stands."""
    wrt = [spelled(name) for name in wrt]
    said = Stated(shapes, assume)
    declared, assumed = said.shapes, said.assume
    names = Names({*declared, *assumed, *filter(words.is_symbol, wrt)}, said.sizes, bool(declared), said.functions,
                  {name: shape for name, shape in declared.items() if shape != SCALAR})
    tokens = lex(source)
    if not tokens:
        raise MatcalcError("syntax", "there is no expression",
                           hint=foreign.SHELL if "$" in source else None)
    signs: dict[str, None] = {}
    beside = take_apart(tokens, source, names.known, signs)
    assumed = {**assumed, **{name: (*assumed.get(name, ()), *told) for name, told in beside.assume.items()}}
    tokens = beside.joined(leibniz.strip(beside.tokens, source, wrt, names.known | set(wrt), signs))
    foreign.refuse(tokens, source, names.known)
    if "\\" in source or "^{(" in source or "^{[" in source:
        resolve = import_module("matcalc.syntax.indexed").resolve
        tokens = resolve(tokens, source, names.known, names.columns, signs)
    tokens = weights.opened(translate(tokens, source, names.known | names.dims), source, names.known)
    tokens, split_notes = refine(tokens, source, names)
    split_notes = [*signs, *split_notes]
    tokens = pair(tokens, source)
    foreign.norms(tokens, source)
    definitions, body = parts(parse(tokens, source), source)

    def start(kinds: dict[str, str]) -> Context:
        return Context(source, names, declared, assumed, origin or {}, kinds, wrt)

    ctx, choice = best(start, definitions, body, small=len(tokens) <= SMALL)
    return concluded(ctx, choice.typed, wrt, split_notes)


def concluded(ctx: Context, root: Typed, wrt: Sequence[str], notes: Sequence[str] = ()) -> Reading:
    """The reading of an elaborated expression, with the symbols that are declared beside it. Raises MatcalcError."""
    _tell_absent(ctx, wrt)
    for name in dict.fromkeys((*wrt, *ctx.shapes)):
        if name in ctx.shapes and name not in ctx.definitions and ctx.kinds.get(name) != "integer":
            symbol(ctx, name)
    _check_wrt(ctx, wrt, ctx.source)
    return _finish(ctx, root, notes)


def _tell_absent(ctx: Context, wrt: Iterable[str]) -> None:
    """Tell of variables that are declared and do not occur: their derivative is zero.

    Raises MatcalcError `unknown-name` where an undeclared symbol looks like an entry of one.
    """
    for name in wrt:
        if name in ctx.symbols or name in ctx.definitions or name in ctx.names.functions:
            continue
        entry = next((other for other in ctx.symbols if other not in ctx.shapes and words.is_entry(other, name)), None)
        if entry is not None:
            raise MatcalcError("unknown-name", f"{visible(entry)} is a symbol of its own here and no entry of "
                               f"{visible(name)}, which does not occur", source=ctx.source, hint=_entries(ctx, name))
        if name in ctx.shapes:
            ctx.note(f"{visible(name)} does not occur in the expression")


def _entries(ctx: Context, name: str) -> str:
    """How entries of a symbol are written, and sums over them."""
    rows, cols = ctx.shapes.get(name) or ("m", "n" if conventional_kind(name) == "matrix" else "1")
    written = visible(name)
    entry = (f"unit(1, {rows})' {written}" if cols == "1" else f"{written} unit(1, {cols})" if rows == "1" else
             f"unit(1, {rows})' {written} unit(2, {cols})")
    return f"an entry is written {entry}; a sum over all entries with functions of them: sum({written}.^2)"


def _check_wrt(ctx: Context, wrt: Iterable[str], source: str) -> None:
    for name in wrt:
        if name in ctx.definitions:
            raise MatcalcError("unknown-name",
                               f"{name} is defined in the expression, so nothing can be derived with respect to it",
                               source=source, hint=f"declare {name} and leave out its definition")
        if name in ctx.names.functions:
            raise MatcalcError("unknown-name", f"{name} is declared as a function, and the derivative is by a symbol",
                               source=source)
        if name not in ctx.symbols:
            raise MatcalcError("unknown-name",
                               f"{visible(name)} does not occur in the expression, and is not declared", source=source,
                               hint=did_you_mean(name, ctx.symbols) or _symbols_there(ctx, name))


def _symbols_there(ctx: Context, name: str) -> str:
    """What else to derive by, or how to declare the name."""
    shape = {"matrix": "m x n", "vector": "n x 1"}.get(conventional_kind(name), "scalar")
    declare = f'-d "{visible(name)}: {shape}"'
    there = " or ".join(f"--wrt {visible(symbol)}" for symbol in list(ctx.symbols)[:3])
    return f"derive by a symbol that does: {there}; or declare it: {declare}" if there else f"declare it: {declare}"


def _finish(ctx: Context, root: Typed, split_notes: Sequence[str]) -> Reading:
    """Put the dimensions in, and tell what was assumed."""
    ctx.name_unknowns()
    undetermined(ctx, root)
    inside(ctx, root)
    made: dict[int, Expr] = {}
    named = ctx.named if ctx.unifier.made else None
    try:
        definitions = {name: build(t, named, made) for name, t in ctx.definitions.items()}
        expr = build(root, named, made)
    except ShapeMismatch as e:
        raise fault("shape-mismatch", e.message, ctx.source, Span(root.start, root.end)) from None
    assumed, symbols = [], {}
    for name, t in ctx.symbols.items():
        shape = ctx.shape_in_names(t.shape)
        is_declared = name in ctx.shapes
        where = ctx.origin.get(name, "declared" if is_declared else "assumed")
        symbols[name] = Symbol(name, shape, t.data[2], is_declared, where)
        if not is_declared:
            assumed.append(f"{name} is {'a scalar' if shape == ('1', '1') else show(shape)}")
    for name in sorted(ctx.names.functions):
        symbols[name] = Symbol(name, FUNCTION, (), True, ctx.origin.get(name, "declared"))
    told = [f"assumed: {', '.join(assumed)}"] if assumed else []
    notes = [*split_notes, *ctx.notes, *doubts.entrywise(expr), *told]
    return Reading(expr, symbols, tuple(notes), definitions)
