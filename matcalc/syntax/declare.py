"""Shapes and assumptions as people declare them: `A: m x n`, `["m", "n"]`, `S: n x n symmetric`."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import pairwise

from matcalc import dims
from matcalc.diagnostics import Label, MatcalcError, Span, closest, decomposed, did_you_mean, fault, visible
from matcalc.dims import Dim, DimError
from matcalc.properties import ASSUMPTIONS, IMPLIES
from matcalc.shape import FUNCTION, SCALAR, Shape, show
from matcalc.syntax import latex, limits
from matcalc.syntax.lexer import lex

FORMS = 'write "m x n", ["m", "n"], "scalar" or "function"; a column is "n x 1"'


SQUARE = frozenset({"symmetric", "skew", "spd", "psd", "diagonal", "upper_triangular", "lower_triangular",
                    "nonsingular", "idempotent", "orthogonal"})
"""Assumptions that only a square matrix can meet."""

NOUNS = frozenset({"matrix", "vector", "column", "row", "square"})
"""Words about a shape that are no name of a dimension."""

WHOLE = ("scalar", FUNCTION[0])
"""Words that are a shape by themselves."""


class Declarations:
    """Shapes, assumptions, and where each name was declared."""

    __slots__ = ("assume", "origin", "shapes")

    def __init__(self) -> None:
        """Nothing declared."""
        self.shapes: dict[str, Shape] = {}
        self.assume: dict[str, tuple[str, ...]] = {}
        self.origin: dict[str, str] = {}

    def add(self, name: str, shape: Shape | None, assume: Sequence[str], origin: str) -> None:
        """Declare a name, or add assumptions to one."""
        if shape is not None:
            self.shapes[name] = shape
            self.origin[name] = origin
        if assume:
            self.assume[name] = tuple(dict.fromkeys((*self.assume.get(name, ()), *assume)))
            self.origin.setdefault(name, origin)


def declarations(texts: Iterable[str], origin: str = "-d") -> Declarations:
    """Inline declarations, `A: m x n` or `S, T: n x n symmetric`; several may stand in one text, with `;` or `,`
    between them. A lower-case name with one dimension is a column.

    Raises MatcalcError `bad-declaration`, `unknown-assumption`.
    """
    out = Declarations()
    for text in texts:
        for part in (single for several in filter(str.strip, text.split(";")) for single in _singles(several)):
            try:
                _declare(out, part, origin)
            except MatcalcError as e:
                mend = import_module("matcalc.syntax.repairs").redeclared
                raise mend(e, part.strip(), origin, lambda new: _declare(Declarations(), new, origin)) from None
    return out


def _declare(out: Declarations, part: str, origin: str) -> None:
    """One declaration, of one or several names. Raises MatcalcError `bad-declaration`, `unknown-assumption`."""
    left, colon, right = part.partition(":")
    names = [spelled(name.strip()) for name in left.split(",")]
    if not colon or not all(is_name(name) for name in names):
        named = part.strip().lstrip("@")
        hint = (f"a file goes with --shapes: --shapes {visible(named)}" if named.endswith(".toml") else
                'write a name, a colon and words: --assume "S: symmetric"' if origin == "--assume" else
                'write a name, a colon and a shape: -d "A: m x n"')
        raise MatcalcError("bad-declaration", f"`{visible(part.strip())}` declares nothing", hint=hint)
    if names[0] in ASSUMPTIONS and is_name(spelled(right.strip())):
        raise MatcalcError("bad-declaration", f"{names[0]} is what is assumed, and stands behind the colon")
    shape, words = _shape_and_words(right, column=not any(name[0].isupper() for name in names))
    for name in names:
        if shape is not None and out.shapes.get(name, shape) != shape:
            raise MatcalcError("bad-declaration", f"{name} is declared twice, as {show(out.shapes[name])} and as "
                               f"{show(shape)}", hint="leave one of them out")
        out.add(name, shape, words, origin)


def _singles(text: str) -> Iterator[str]:
    """`A: m x n, x, y: n` cut at the commas between declarations: names behind a comma belong to the next colon."""
    pieces = text.split(",")
    starts = [i for i, piece in enumerate(pieces) if ":" in piece]
    for k, (before, start) in enumerate(zip([-1, *starts], starts, strict=False)):
        while start - 1 > before and (not k or _begins(pieces[start - 1].strip())):
            start -= 1
        starts[k] = start
    for start, end in pairwise([0, *starts[1:], len(pieces)]):
        yield ",".join(pieces[start:end])


def _begins(name: str) -> bool:
    return is_name(spelled(name)) and name not in ASSUMPTIONS


def _shape_and_words(text: str, *, column: bool) -> tuple[Shape | None, list[str]]:
    """`n x n symmetric`, `symmetric`, and for a column `n`."""
    words = text.replace(",", " , ").split()
    given: list[str] = []
    while words and (words[-1] in ASSUMPTIONS or words[-1] == "," or _meant(words)):
        given.append(words.pop())
    assumptions = [assumption(word) for word in reversed(given) if word != ","]
    if column and len(words) == 1 and words[0] not in WHOLE and len(_parts(words[0])) == 1:
        words += ["x", "1"]
    return (parse_shape(" ".join(words)) if words else None), assumptions


def _meant(words: Sequence[str]) -> bool:
    """Whether the last word, which is no assumption, is meant as one: it is like one, or a shape stands before it."""
    return len(words[-1]) > 3 and (len(words) > 3 or closest(words[-1], ASSUMPTIONS) is not None)


@lru_cache(maxsize=1024)
def is_name(text: str) -> bool:
    """Whether a text can be the name of a symbol."""
    try:
        tokens = lex(text) if len(text) <= limits.WORD else []
    except MatcalcError:
        return False
    return len(tokens) == 1 and tokens[0].kind == "WORD" and tokens[0].text == text


def assumption(word: str) -> str:
    """The word, if it is one for an assumption. Raises MatcalcError `unknown-assumption`."""
    if word not in ASSUMPTIONS:
        raise MatcalcError("unknown-assumption", f"{visible(str(word))} is no assumption that is known",
                           source=str(word), labels=[Label(Span(0, len(str(word))))],
                           hint=import_module("matcalc.syntax.spelling").assumed(str(word)) or
                           did_you_mean(str(word), ASSUMPTIONS) or f"the words are {', '.join(ASSUMPTIONS)}")
    return word


def parse_shape(given: Shape | Sequence[str] | str) -> Shape:
    """A shape: "m x n", "m×n", ("m", "n"), ["1", "a"], "scalar"; or "function", for a function of each entry.

    Raises MatcalcError `bad-declaration`.
    """
    parts = _parts(given) if isinstance(given, str) else [str(part) for part in given] if isinstance(
        given, Iterable) else []
    if parts in ([FUNCTION[0]], list(FUNCTION)):
        return FUNCTION
    if len(parts) != 2:
        text = given if isinstance(given, str) else ""
        raise MatcalcError("bad-declaration", f"{visible(repr(given))} is no shape", source=text,
                           labels=[Label(Span(0, len(text)))] if text else (), hint=FORMS)
    return parse_dim(parts[0]), parse_dim(parts[1])


def _parts(text: str) -> list[str]:
    """The two dimensions of a shape in words."""
    stripped = _unbracketed(text.strip())
    if stripped == "scalar":
        return list(SCALAR)
    for separator in (r"×", r"\s[xX]\s", r"(?<=\d)\s*[xX]\s*|\s*[xX]\s*(?=\d)", r",", r"\bby\b"):
        parts = re.split(separator, stripped)
        if len(parts) == 2:
            return parts
    parts = stripped.split("x")
    return parts if len(parts) == 2 and all(parts) else [stripped]


def _unbracketed(text: str) -> str:
    """`(m, n)` without the brackets round it; `(n+1) x (n+1)` as it is."""
    inside = text[1:-1]
    whole = text[:1] in ("(", "[") and text[-1:] in (")", "]") and inside.find("(") <= inside.find(")")
    return inside if whole else text


@lru_cache(maxsize=1024)
def parse_dim(text: str) -> Dim:
    """A dimension of a declared shape. Raises MatcalcError `bad-declaration` where it is none, or can be no size."""
    try:
        dim = dims.parse(text) if len(text) <= limits.WORD else ""
    except DimError as e:
        raise fault("bad-declaration", visible(str(e)), text, Span(0, len(text)), hint=FORMS) from None
    if re.search(r"\w\s+\w", text) or not NOUNS.isdisjoint(dims.names(dim)):
        raise fault("bad-declaration", f"{visible(text.strip())!r} is no dimension", text, Span(0, len(text)),
                    hint=FORMS)
    if not dim or dim == "0" or (dim[0] == "-" and not dims.names(dim)):
        raise fault("bad-declaration", f"a dimension is at least 1, not {visible(text.strip())[:40]}", text,
                    Span(0, len(text)), hint=FORMS)
    return dim


def normalise(shapes: Mapping[str, Shape | Sequence[str] | str] | None) -> tuple[dict[str, Shape],
                                                                                 dict[str, list[str]]]:
    """Shapes as a caller gives them, parsed, and the assumptions in the same words: `n x n symmetric`.

    Raises MatcalcError `bad-declaration`, `unknown-assumption`.
    """
    out: dict[str, Shape] = {}
    assume: dict[str, list[str]] = {}
    for given, shape in (shapes or {}).items():
        name = spelled(given) if isinstance(given, str) else ""
        if not is_name(name):
            raise MatcalcError("bad-declaration", f"{visible(repr(given))} cannot be the name of a symbol")
        if isinstance(shape, str) and " " in shape.strip():
            found, assume[name] = _shape_and_words(shape, column=False)
            out |= {} if found is None else {name: found}
        else:
            out[name] = parse_shape(shape)
    return out, assume


def assumptions(assume: Mapping[str, Sequence[str] | str] | None,
                more: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The words about each symbol, of which one or several may stand in one text, behind those of `more`.

    Raises MatcalcError `bad-declaration`.
    """
    given: dict[str, Sequence[str]] = {}
    for name, words in (assume or {}).items():
        said = words.replace(",", " ").split() if isinstance(words, str) else words
        if not isinstance(name, str) or not isinstance(said, Iterable):
            raise MatcalcError("bad-declaration", f"what is assumed of {visible(str(name))} is a list of words, and "
                               f"not {visible(repr(words))[:60]}")
        given[spelled(name)] = said
    return {name: (*more.get(name, ()), *given.get(name, ())) for name in dict.fromkeys((*more, *given))}


class Stated:
    """What a caller says of symbols, checked.

    shapes, functions  of symbols, and the names of what is no symbol
    assume             the words about each
    sizes              the names in shapes
    """

    __slots__ = ("assume", "functions", "shapes", "sizes")

    def __init__(self, shapes: Mapping[str, Shape | Sequence[str] | str] | None,
                 assume: Mapping[str, Sequence[str] | str] | None):
        """As `read` takes them. Raises MatcalcError."""
        given, words = normalise(shapes)
        self.functions = {name for name, shape in given.items() if shape == FUNCTION}
        self.shapes = {name: shape for name, shape in given.items() if name not in self.functions}
        self.assume = {name: tuple(map(assumption, said)) for name, said in assumptions(assume, words).items()}
        self.sizes = {name for shape in self.shapes.values() for dim in shape for name in dims.names(dim)}
        consistent(self.shapes, self.assume)


def consistent(shapes: Mapping[str, Shape], assumed: Mapping[str, Sequence[str]]) -> None:
    """Raises MatcalcError `bad-declaration` for what cannot be true of a symbol: m×n and symmetric, or spd and skew."""
    for name, words in assumed.items():
        rows, cols = shapes.get(name, SCALAR)
        square = next((word for word in words if word in SQUARE), None)
        if square is not None and rows != cols:
            size = cols if rows == "1" else rows
            given = visible(name)
            raise MatcalcError("bad-declaration", f"only a square matrix is {square}, and {given} is "
                               f"{show((rows, cols))}", hint=f'did you mean -d "{given}: {size} x {size} {square}"?')
        other = next((word for word in words if "symmetric" in (word, *IMPLIES.get(word, ()))), None)
        if other is not None and "skew" in words:
            raise MatcalcError("bad-declaration", f"only zero is skew and {other}, and both are said of "
                               f"{visible(name)}", hint="leave one of them out")


def spelled(name: str) -> str:
    """A name that is written in LaTeX, as it is read: Sigma for \\Sigma."""
    return latex.name(decomposed(name), ())
