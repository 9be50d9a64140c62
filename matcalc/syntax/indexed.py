"""Indices that LaTeX has and the language has not: sums over the entries of one column, and names such as X^{(1)}."""
from __future__ import annotations

import re
from collections.abc import Collection

from matcalc.diagnostics import Span, fault
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.syntax import words
from matcalc.syntax.commands import NOTHING
from matcalc.syntax.latex import kind
from matcalc.syntax.tree import Tree

COUNTERS = frozenset("ijk")
"""Letters that count."""
COUNTS = COUNTERS | frozenset("tkln")
"""Letters that in brackets behind ^ count iterates or samples to some."""
_ENDS = frozenset({"PLUS", "MINUS", "COMMA", "SEMICOLON", "EQUAL"})
_RAISED = ["POW", "LPAR", "LPAR", "NUMBER", "RPAR", "RPAR"]
_SIGN = r"\W"


def resolve(tokens: list[Tree], source: str, known: Collection[str], columns: Collection[str],
            notes: dict[str, None]) -> list[Tree]:
    r"""The tokens with sum(log(x)) for \sum_i \log(x_i), and X_1 for X^{(1)}. Raises MatcalcError.

    `unsupported` for a sum that nothing says the range of, `ambiguous-name` for X^{(1)} where there is no X_1.
    """
    out = _named(tokens, source, known)
    for i in range(len(out) - 1, -1, -1):
        if out[i].text in (r"\sum", "∑"):
            out[i:] = _sum(out[i:], source, known, columns, notes)
    return out


def _named(tokens: list[Tree], source: str, known: Collection[str]) -> list[Tree]:
    out = list(tokens)
    for i in range(len(tokens) - len(_RAISED), 0, -1):
        inner, end = _counted(out, i)
        word = next((t for t in reversed(out[max(0, i - 3):i]) if t.text != "}"), out[0])
        text = word.text.removeprefix("\\")
        if not end or not (word.kind == "WORD" or text in words.GREEK_NAMES) or words.function(text) is not None:
            continue
        number = source[out[i + 3].start:out[inner].start]
        alone = (inner, end) == (i + 4, i + len(_RAISED)) and out[end - 1].text == "}"
        if not alone or not {f"{text}_{number}", text + number} & set(known):
            raised = Span(word.start, out[end - 1].end)
            raise fault("ambiguous-name", f"{source[raised.start:raised.end]} is a name to some, a power to others",
                        source, raised, hint=f"write {text}_{re.sub(_SIGN, '', number)}, or {text}^{_power(number)}")
        start, last = out[i].start, out[end - 1].end
        out[i:end] = [Tree("SUBSCRIPT", start, last, text=f"_{{{number}}}")]
    return out


def _counted(tokens: list[Tree], at: int) -> tuple[int, int]:
    """Where the brackets of ^{(1)}, ^{[1]}, ^{(k)}, ^{(k+1)} or ^{(k)T} end; zeros for another power."""
    kinds = [t.kind for t in tokens[at:at + 9]]
    if kinds[:3] != _RAISED[:3] or (kinds[3] != "NUMBER" and tokens[at + 3].text not in COUNTS):
        return 0, 0
    size = 3 if kinds[4:6] in (["PLUS", "NUMBER"], ["MINUS", "NUMBER"]) else 1
    if kinds[3 + size:4 + size] != ["RPAR"]:
        return 0, 0
    closed = next((k for k in range(4 + size, len(kinds)) if kinds[k] == "RPAR"), 0)
    after = tokens[at + closed + 1:at + closed + 2]
    if not closed or (after and after[0].kind == "LPAR"):
        return 0, 0
    return at + 3 + size, at + closed + 1


def _power(number: str) -> str:
    return number if number.isalnum() else f"({number})"


def _sum(tokens: list[Tree], source: str, known: Collection[str], columns: Collection[str],
         notes: dict[str, None]) -> list[Tree]:
    """A sign of a sum and what follows, with what is summed in brackets where it is of one column's entries."""
    letter, begun = _index(tokens)
    end, depth = begun, 0
    while end < len(tokens) and (depth or (tokens[end].kind not in _ENDS and kind(tokens[end]) != "RPAR")):
        depth += (kind(tokens[end]) in ("LPAR", "LANGLE")) - (kind(tokens[end]) in ("RPAR", "RANGLE"))
        end += 1
    term, rest = tokens[begun:end], tokens[end:]
    entries = [(t, *words.indexed(t.text)) for t in _joined(term) if t.kind == "WORD"]
    if begun == 1:
        counted = next((t for t, head, at in entries if at in COUNTERS and t.text not in known and head), None)
        if counted is not None:
            raise fault("unsupported", f"nothing says what {counted.text} counts, or where the sum ends", source,
                        counted.span, hint="for entries write the column, sum(log(x)); data whose rows are x_i' are a "
                        "matrix X, and X w has all x_i' w")
        return tokens
    heads = {head for _, head, at in entries if at == letter and head in columns}
    if not letter or len(heads) != 1 or not all(map(_of_entries, term)) or not all(
            at == letter or t.text in ELEMENTWISE for t, _, at in entries):
        return tokens
    inside = [Tree("WORD", t.start, t.end, text=next(iter(heads))) if words.indexed(t.text)[1] == letter else t
              for t in _joined(term)]
    first, last = term[0], term[-1]
    text = source[tokens[0].start:last.end]
    notes[f"{text} is read as the sum over all entries of {next(iter(heads))}"] = None
    return [tokens[0], Tree("LPAR", first.start, first.start, text="("), *inside,
            Tree("RPAR", last.end, last.end, text=")"), *rest]


def _index(tokens: list[Tree]) -> tuple[str, int]:
    """The letter of the index below a sum, and where what is summed begins; 1 where the sum has no index."""
    at = 1
    if at < len(tokens) and tokens[at].text in (r"\limits", r"\nolimits"):
        at += 1
    if at >= len(tokens) or tokens[at].kind != "SUBSCRIPT":
        return "", at if at == 1 else 2
    found = re.fullmatch(r"_\{?\s*([a-z])\s*(?:=\s*1\s*)?\}?", tokens[at].text)
    at += 1
    if at < len(tokens) and tokens[at].kind == "POW":
        at += 2 if tokens[at + 1:] and tokens[at + 1].kind != "LPAR" else 1 + next(
            (k + 1 for k, t in enumerate(tokens[at + 1:]) if t.kind == "RPAR"), 0)
    return found[1] if found else "", at


def _joined(tokens: list[Tree]) -> list[Tree]:
    """x_{i} as one word."""
    out: list[Tree] = []
    for token in tokens:
        if token.kind == "SUBSCRIPT" and out and out[-1].kind == "WORD" and out[-1].end == token.start:
            word = out.pop()
            token = Tree("WORD", word.start, token.end, text=f"{word.text}_{token.text.strip('_{}')}")
        out.append(token)
    return out


def _of_entries(token: Tree) -> bool:
    """Whether a token may stand in a term that is taken entry by entry."""
    return token.kind != "COMMAND" or token.text[1:] in NOTHING or token.text[1:] in ELEMENTWISE
