"""Small changes of what was typed that make it readable: each is tried, and only what reads is proposed."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice

from matcalc.diagnostics import Label, MatcalcError, Span, visible
from matcalc.shape import SCALAR, Shape, show
from matcalc.syntax import spelling
from matcalc.syntax.spelling import put, under

Tried = Callable[[str], "tuple[Shape, bool]"]
"""Reads a changed source: its shape, and whether nothing had to be bent. Raises MatcalcError."""
Tier = Callable[[MatcalcError], Iterable[str]]

SYNTAX = 3
"""The exit status of what is no expression: a change that makes it one may leave shapes that do not fit."""

MENDED, LONGEST, TRIES, OFFERED = 500, 72, 16, 3
"""Characters of a source that is mended, and of one that is shown whole; changes of one kind that are tried, and
proposals."""

_SIGN = re.compile(r"['’′ᵀ⊤]|\^\{?(?:T|⊤|\\top|\\intercal|\\mathsf\{T\})\}?|\.T\b")
TRANSPOSED = re.compile(rf"(?:{_SIGN.pattern})\Z")
PRODUCT = re.compile(r"\s*(?:[*·@]|\\cdot)?\s*")
ENTRYWISE = re.compile(r"\s*(?:[∘⊙]|\.\*|\\odot|\\circ)\s*")
_WORD = re.compile(r"(?<![\\\w.])[^\W\d_](?:_?\w)*(?![\w(])")
_ONE = re.compile(r" 1×|×1\Z")
_INVERSE = re.compile(r"\s*(?:\^\{?\(?-1\)?\}?|⁻¹)")
_AS_POWER = re.compile(r"\s*\^\{?[Tt]\}?")


def mended(error: MatcalcError, tried: Tried) -> MatcalcError:
    """The error, with the changes of the first kind that make its source readable as its hint."""
    kept = (error.code in KEPT and error.hint) or not error.labels or len(error.source) > MENDED
    for tier in () if kept else TIERS.get(error.code, ()):
        found: dict[str, Shape] = {}
        bent: dict[str, Shape] = {}
        further: dict[str, Shape] = {}
        for source in islice(dict.fromkeys(tier(error)), TRIES):
            try:
                shape, is_plain = tried(source)
            except MatcalcError as e:
                if e.exit_code > error.exit_code == SYNTAX:
                    further[source] = SCALAR
            else:
                (found if is_plain else bent)[source] = shape
        if offered := found or bent or dict(islice(further.items(), 1)):
            error.hint = _proposal(error, dict(islice(offered.items(), OFFERED)))
            break
    return error


def _proposal(e: MatcalcError, found: dict[str, Shape]) -> str:
    """`did you mean x' x (1×1) or x x' (n×n)?`"""
    differ, room = len(set(found.values())) > 1, LONGEST if len(found) == 1 else LONGEST // 2
    words = [_shown(e, new, room) + (f" ({show(shape)})" if differ else "") for new, shape in found.items()]
    return f"did you mean {' or '.join(filter(None, [', '.join(words[:-1]), words[-1]]))}?"


def _shown(e: MatcalcError, new: str, room: int) -> str:
    """The changed expression; of one that is longer than the room, the stretch with the fault and the change."""
    if len(new) <= room:
        return visible(new.strip())
    start = min(_common(e.source, new), *(label.span.start for label in e.labels))
    end = max(len(e.source) - _common(e.source[::-1], new[::-1]), *(label.span.end for label in e.labels))
    shown = visible(new[start:end + len(new) - len(e.source)].strip())
    return shown if len(shown) <= LONGEST else shown[:LONGEST - 1] + "…"


def _common(one: str, other: str) -> int:
    """The characters with which both begin."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def primed(text: str) -> str:
    """The text transposed, or without its transpose."""
    if (sign := TRANSPOSED.search(text)) is not None:
        return text[:sign.start()]
    whole = re.fullmatch(r"\w+|\\[A-Za-z]+|\([^()]*\)|\\(?:mathbf|boldsymbol|mathrm)\{\w\}", text)
    return (text if whole else f"({text})") + (r"^\top" if "\\" in text else "'")


def _pair(e: MatcalcError) -> tuple[str, str, str, str, str] | None:
    """What stands before, in, between, in and behind the two operands at fault."""
    if len(e.labels) != 2:
        return None
    one, other = sorted((label.span for label in e.labels), key=lambda span: span.start)
    if one.end > other.start:
        return None
    s = e.source
    return s[:one.start], s[one.start:one.end], s[one.end:other.start], s[other.start:other.end], s[other.end:]


def _signs(e: MatcalcError) -> Iterator[str]:
    """∘ for a product that is written *, a product for ∘, a scalar beside a matrix, ./ for a division."""
    if (parts := _pair(e)) is not None:
        before, one, between, other, behind = parts
        if ENTRYWISE.fullmatch(between):
            yield from _turned(e)
            yield f"{before}{one} {other}{behind}"
        elif "*" in between and PRODUCT.fullmatch(between):
            yield f"{before}{one}∘{other}{behind}"
            yield from _turned(e)
    elif (slash := re.search(r"\s*/\s*\Z", e.source[:e.labels[0].span.start])) is not None:
        divisor, behind = under(e, e.labels[0]), e.source[e.labels[0].span.end:]
        dividend = e.source[:slash.start()]
        yield f"{dividend} ./ {divisor}{behind}"
        yield f"{dividend} {divisor if _is_word(divisor) else f'({divisor})'}^-1{behind}"


def _turned(e: MatcalcError) -> Iterator[str]:
    """One of the operands at fault transposed."""
    if _pair(e) is not None:
        for label in e.labels:
            yield put(e.source, label, primed(under(e, label)))


def _turned_throughout(e: MatcalcError) -> Iterator[str]:
    """A symbol at fault transposed wherever it stands: a row for a column."""
    for label in e.labels if _pair(e) is not None else ():
        if (word := _WORD.match(under(e, label))) is not None:
            yield _transposed(e.source, [m for m in _WORD.finditer(e.source) if m[0] == word[0]])


def _swapped(e: MatcalcError) -> Iterator[str]:
    """The operands of a product the other way round, if that puts a matrix before the other."""
    parts = _pair(e)
    right = max(e.labels, key=lambda label: label.span.start)
    if parts is not None and PRODUCT.fullmatch(parts[2]) and not _ONE.search(right.text):
        before, one, between, other, behind = parts
        yield f"{before}{other}{between or ' '}{one}{behind}"


def _entries(e: MatcalcError) -> Iterator[str]:
    """∘ between two operands side by side."""
    parts = _pair(e)
    if parts is not None and PRODUCT.fullmatch(parts[2]):
        before, one, _, other, behind = parts
        yield f"{before}{one}∘{other}{behind}"


def _spread(e: MatcalcError) -> Iterator[str]:
    """A column beside a matrix for each of its columns or rows, as arrays are spread."""
    if (parts := _pair(e)) is None:
        return
    before, one, between, other, behind = parts
    if re.fullmatch(r"\s*[-+]\s*", between):
        yield f"{before}{one}{between}{other} 1'{behind}"
        yield f"{before}{one}{between}1 {primed(other)}{behind}"
    elif ENTRYWISE.fullmatch(between):
        yield f"{before}{one} diag({other}){behind}"
        yield f"{before}diag({other}) {one}{behind}"
        yield f"{before}diag({one}) {other}{behind}"


def _of_one(e: MatcalcError) -> Iterator[str]:
    """A transpose for ^T where T is declared, a pseudo-inverse for the inverse of a matrix that is not square."""
    for label in e.labels:
        text, behind = under(e, label), e.source[label.span.end:]
        if (power := _AS_POWER.match(behind) or _AS_POWER.search(text)) is not None:
            at = label.span.end if power.string is behind else label.span.start
            yield e.source[:at + power.start()] + "'" + e.source[at + power.end():]
        if (inverse := _INVERSE.match(behind)) is not None:
            yield e.source[:label.span.end] + "^+" + behind[inverse.end():]
        if (called := re.search(r"(?<!\w)inv(?=\(\Z)", e.source[:label.span.start])) is not None:
            yield e.source[:called.start()] + "p" + e.source[called.start():]


def _turned_elsewhere(e: MatcalcError, count: int = 1) -> Iterator[str]:
    """Some symbols transposed."""
    words = [m for m in _WORD.finditer(e.source) if m[0] != "where"] if _pair(e) is not None else []
    yield from (_transposed(e.source, chosen) for chosen in combinations(words, count))


def _transposed(source: str, words: Sequence[re.Match[str]]) -> str:
    """The source with these words transposed."""
    for word in reversed(words):
        behind = _SIGN.match(source, word.end())
        end = behind.end() if behind else word.end()
        source = put(source, Label(Span(word.start(), end)), primed(source[word.start():end]))
    return source


def _is_word(text: str) -> bool:
    return re.fullmatch(r"\w+|\(.*\)", text) is not None


def redeclared(error: MatcalcError, part: str, option: str, tried: Callable[[str], object]) -> MatcalcError:
    """The error about a declaration, which points into it, with the changes that make it one as its hint."""
    wrong = error.source.strip() or part
    start = max(part.find(wrong), 0)
    error.source, error.labels = part, (Label(Span(start, min(start + len(wrong), len(part)))),)
    if (error.hint or "").startswith("did you mean"):
        return error
    for tier in (spelling.worded, spelling.declared):
        found = []
        for new in dict.fromkeys(tier(part)):
            try:
                tried(new)
            except MatcalcError:
                continue
            found.append(f'{option} "{visible(new.strip())}"')
        if found:
            error.hint = f"did you mean {' or '.join(found[:OFFERED])}?"
            break
    return error


KEPT = frozenset({"wrong-arguments"})
"""Codes of errors that know better what to do, where they say anything."""

TIERS: dict[str, tuple[Tier, ...]] = {
    "shape-mismatch": (_of_one, _signs, _turned, _turned_throughout, _swapped, _entries, _spread, _turned_elsewhere,
                       lambda e: _turned_elsewhere(e, 2)),
    "unclosed-bracket": (spelling.closed,),
    "syntax": (spelling.alike, spelling.divided, spelling.left_out),
    "unknown-name": (spelling.eaten, spelling.alike),
    "unknown-function": (spelling.alike,),
    "wrong-arguments": (spelling.one_argument,),
}
"""The kinds of changes by the code of the error, the likeliest first."""
