"""Python as a formatter leaves it: double quotes, spaces about operators, but for powers of names and numbers."""
from __future__ import annotations

import keyword
from collections.abc import Sequence
from io import StringIO
from tokenize import COMMENT, NAME, NEWLINE, NL, NUMBER, OP, STRING, TokenInfo, generate_tokens

_BINARY = frozenset({"+", "-", "*", "/", "//", "%", "@", "**"})


def tidied(source: str) -> str:
    """The same program in such signs and spaces. Lines stay as they are."""
    tokens = [t for t in generate_tokens(StringIO(source).readline) if t.string]
    lines = source.splitlines(keepends=True)
    out: list[str] = []
    row, column = 1, 0
    for i, token in enumerate(tokens):
        between = _between(lines, row, column, token.start)
        out.append(_spaced(tokens, i, between) if token.start[0] == row and column else between)
        out.append(_quoted(token.string) if token.type == STRING else token.string)
        row, column = token.end
    return "".join(out)


def _between(lines: Sequence[str], row: int, column: int, end: tuple[int, int]) -> str:
    """The text from a place to another."""
    if end[0] == row:
        return lines[row - 1][column:end[1]]
    return lines[row - 1][column:] + "".join(lines[row:end[0] - 1]) + lines[end[0] - 1][:end[1]]


def _spaced(tokens: Sequence[TokenInfo], i: int, between: str) -> str:
    """What stands before a token on its line."""
    if tokens[i].type in (COMMENT, NEWLINE, NL):
        return between
    for at in (i, i - 1):
        if _is_binary(tokens, at):
            return "" if tokens[at].string == "**" and _is_simple(tokens, at) else " "
    return between


def _is_binary(tokens: Sequence[TokenInfo], i: int) -> bool:
    """Whether this is an operator that stands behind an operand."""
    before = tokens[i - 1]
    if tokens[i].type != OP or tokens[i].string not in _BINARY or i == 0:
        return False
    named = before.type in (NAME, NUMBER) and not keyword.iskeyword(before.string)
    return named or before.string in (")", "]", "}")


def _is_simple(tokens: Sequence[TokenInfo], i: int) -> bool:
    """Whether a power is one of a name or number, with dots perhaps, to the power of another."""
    left, right = i - 1, i + 1
    while tokens[left - 1].string == "." and tokens[left - 2].type == NAME:
        left -= 2
    right += tokens[right].string == "-"
    operands = all(tokens[at].type in (NAME, NUMBER) for at in (i - 1, right))
    after = tokens[right + 1].string if right + 1 < len(tokens) else ""
    return operands and tokens[left - 1].string != "." and after not in ("(", "[", ".")


def _quoted(text: str) -> str:
    """A string in double quotes, where that changes nothing else."""
    plain = text[0] == "'" and not text.startswith("'''") and '"' not in text and "\\" not in text
    return f'"{text[1:-1]}"' if plain else text
