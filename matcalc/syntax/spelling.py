"""Small changes of the spelling: brackets closed, characters left out or exchanged, backslashes that a shell took."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from matcalc.diagnostics import Label, MatcalcError
from matcalc.properties import ASSUMPTIONS
from matcalc.syntax.commands import FUNCTION_COMMANDS, KNOWN
from matcalc.syntax.declare import SQUARE
from matcalc.syntax.lookalikes import LATIN, PLAIN


def put(source: str, label: Label, text: str) -> str:
    """The source with a text in place of what a label points at; words stay apart."""
    before, behind = source[:label.span.start], source[label.span.end:]
    if not text:
        return before + (behind.lstrip() if before[-1:].isspace() else behind)
    return before + text + (" " if text[-1].isalnum() and behind[:1].isalnum() else "") + behind


def under(e: MatcalcError, label: Label) -> str:
    """What a label points at."""
    return e.source[label.span.start:label.span.end]


def closed(e: MatcalcError) -> Iterator[str]:
    """A bracket or bar closed where the text ends, or before its last power; another bracket; or none."""
    s, label = e.source, e.labels[0]
    text = under(e, label)
    if len(e.labels) == 2:
        yield put(s, label, CLOSERS.get(under(e, e.labels[1]), ""))
    elif text in CLOSERS.values():
        yield put(s, label, "")
        yield re.sub(r"\b([a-z]\w+)\s+(?=[^\s()][^()]*\))", r"\1(", s, count=1)
    else:
        bar, end = CLOSERS.get(text[-1:], text), len(s.rstrip())
        yield s[:end] + bar
        if (power := _LAST_POWER.search(s)) is not None:
            yield s[:power.start()] + bar + s[power.start():]
        if text in BARS:
            yield put(s, label, BARS[text])


def left_out(e: MatcalcError) -> Iterator[str]:
    """What cannot stand there left out, or the comma before it, or a remark; of an equation with a number, the other
    side; brackets round what a function takes."""
    s, (label, *_) = e.source, e.labels
    text, start = under(e, label), label.span.start
    if text in "#%" and re.search(r"[^\s\d]\s*\Z", s[:start]):
        yield s[:start].rstrip()
        if text == "%" or re.match(r"#\s*\w+\s*\w\w", s[start:]):
            return
    if (called := re.search(r"[A-Za-z]+(?=\s*\Z)", s[:start])) is not None and e.message.startswith("the function"):
        argument = re.match(r"-\s*[\w']+|\^(\(.*\))", s[start:])
        if argument is not None:
            taken = argument[1] or f"({argument[0]})"
            yield f"{s[:called.end()]}{taken}{s[start + argument.end():]}"
    if text in LEFT_OUT:
        yield put(s, label, "")
    if (comma := re.search(r",\s*\Z", s[:label.span.start])) is not None:
        yield s[:comma.start()] + s[label.span.start:]
    if (equation := re.fullmatch(r"(.*?)\s*==?\s*\d+\s*", s)) is not None:
        yield equation[1]


def divided(e: MatcalcError) -> Iterator[str]:
    """An inverse for a left division, A \\ b."""
    if e.source.count("\\") == 1:
        yield re.sub(r"(\w+|\([^()]*\))\s*\\(?:\s+(?=[\w(])|(?=\(|[A-Za-z](?![A-Za-z])))", r"\1^-1 ", e.source)


def alike(e: MatcalcError) -> Iterator[str]:
    """The characters that others look like."""
    text = "".join(PLAIN.get(c, LATIN.get(c, c)) for c in e.source)
    if text != e.source:
        yield text


def one_argument(e: MatcalcError) -> Iterator[str]:
    """The first of too many arguments; under a trace or a determinant, rather their product."""
    label = e.labels[0]
    if "," in (text := under(e, label)):
        if re.match(r"(?:tr|trace|det|logdet)\(", text):
            yield put(e.source, label, re.sub(r"\s*,\s*", " ", text))
        yield put(e.source, label, re.sub(r"\s*,.*(?=\))", "", text))


def eaten(e: MatcalcError) -> Iterator[str]:
    """The backslash that a shell or a string took from a command of LaTeX: ^top, frac12, a form feed before rac."""
    s, start = e.source, e.labels[0].span.start
    before = s[start - 1:start]
    if (letter := ESCAPES.get(before)) is not None:
        yield s[:start - 1] + "\\" + letter + s[start:]
    for command in sorted(KNOWN - FUNCTION_COMMANDS, key=len, reverse=True):
        if len(command) > 1 and s.startswith(command, start):
            rest = s[start + len(command):]
            yield s[:start] + "\\" + command + " " * rest[:1].isalpha() + rest


def worded(part: str) -> Iterator[str]:
    """A declaration in other words than there are, or as mathematics has it: A ∈ ℝ^{m×n}, λ > 0."""
    name, colon, said = part.partition(":")
    if name.strip().lower() in ASSUMPTIONS and colon:
        yield f"{said.strip()}: {name.strip().lower()}"
    if (space := _SPACE.fullmatch(unicodedata.normalize("NFKC", part).replace("\\times", "x"))) is not None:
        dims = re.split(r"\s*[x×,]\s*|\s+by\s+", space[2].strip())
        yield f"{space[1].strip()}: {' x '.join(dims if len(dims) == 2 else [space[2].strip(), '1'])}"
    if (sign := re.fullmatch(r"\s*(\w+)\s*(>=?|≥)\s*0\s*", part)) is not None:
        yield f"{sign[1]}: {'positive' if sign[2] == '>' else 'nonnegative'}"
    if colon and (meant := _plain_words(said)) != " ".join(said.split()):
        yield f"{name}: {meant}"


def assumed(word: str) -> str | None:
    """`did you mean spd?` for another word for it."""
    meant = _plain_words(word)
    return f"did you mean {meant}?" if meant in ASSUMPTIONS else None


def _plain_words(said: str) -> str:
    """The shape and the assumptions in the words of the language."""
    sized = re.search(r"\w\s*(?:[x×,]|by)\s*\w+\b", said) is not None
    for phrase, word in SAID:
        new = word if word in (*ASSUMPTIONS, "") or not sized else ""
        said = re.sub(rf"(?<![\w-])(?:{phrase})(?![\w-])", new, said, flags=re.IGNORECASE)
    if (size := re.search(r"\w+ x \w+", said)) is not None:
        square = size[0] == "m x n" and any(word in said for word in SQUARE)
        said = f"{'n x n' if square else size[0]} {said.replace(size[0], '')}"
    return " ".join(said.replace(",", " ").split())


def declared(part: str) -> Iterator[str]:
    """A declaration with its colon, with both dimensions, or with an x between them."""
    if (begun := re.match(r"\s*(\w+(?:\s*,\s*\w+)*)\s*(?:=|:=|\sis\s|\s)\s*(?=\w)", part)) is not None:
        yield f"{begun[1]}: {part[begun.end():]}"
    name, colon, shape = part.partition(":")
    if not colon:
        return
    if (one := re.fullmatch(r"\s*(\w+)\s*", shape)) is not None:
        yield f"{name}: {one[1]} x {one[1]}"
        yield f"{name}: {one[1]} x 1"
    yield f"{name}: {shape.strip().rstrip('x× ')} x 1"
    if "x" not in shape:
        yield f"{name}: {re.sub(r'[*,; ]+', ' x ', shape.strip())}"


SAID: tuple[tuple[str, str], ...] = (
    (r"(\w+)-(?:vector|dimensional)", r"\1 x 1"),
    (r"(?:symmetric,? )?(?:positive[- ]definite|posdef)|pd", "spd"),
    (r"(?:symmetric,? )?positive[- ]semi-?definite|semidefinite", "psd"),
    (r"skew[- ]?symmetric|anti-?symmetric", "skew"), (r"invertible|non-singular|regular|full[- ]rank", "nonsingular"),
    (r"orthonormal|unitary", "orthogonal"), (r"hermitian|sym", "symmetric"),
    (r"diag", "diagonal"),
    (r"lower(?:[- ]triangular)?", "lower_triangular"), (r"upper(?:[- ]triangular)?", "upper_triangular"),
    (r"non-negative", "nonnegative"), *((word, word) for word in ASSUMPTIONS),
    (r"square(?: matrix)?", "n x n"), (r"row(?: vector)?", "1 x n"), (r"(?:column )?vector|column", "n x 1"),
    (r"matrix", "m x n"), (r"number", "scalar"), (r"an?(?= \w\w)|real|and", ""),
)
"""What else people say: patterns, and the words of the language for it."""

_SPACE = re.compile(r"\s*(\w+(?:\s*,\s*\w+)*)\s*(?:∈|:|\\in\b|\bin\b)\s*(?:R|\\mathbb\s*\{?R\}?|\\R)\s*\^?\s*"
                    r"[{(\[]?([^{}()\[\]]+)[})\]]?\s*")
ESCAPES = {"\f": "f", "\t": "t", "\b": "b", "\a": "a", "\v": "v", "\r": "r"}
CLOSERS = {"(": ")", "[": "]", "{": "}", "<": ">", "⟨": "⟩"}
BARS = {"|": "||", "||": "|", "‖": "|"}
LEFT_OUT = frozenset("!$?#*/") | {"**"}
_LAST_POWER = re.compile(r"(?:\^\{?\d\}?|²|_\w)+\s*\Z")
