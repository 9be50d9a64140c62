"""LALR(1) tables from the grammar, by lark; used when the package is built, or when the built tables are stale.

This module imports nothing of the package: the build loads it by its path.
"""
from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

Tables = dict[str, Any]
_PARSER: Any = import_module("re._parser")


class _Post:
    """Tells lark that tokens which no rule names (WORD, BAR, ...) reach a later pass."""

    always_accept = ("WORD", "BAR", "NORM", "COMMAND", "NABLA", "DOT")

    def process(self, stream: Iterator[Any]) -> Iterator[Any]:
        return stream


def generate(grammar: str) -> Tables:
    """The tables of a grammar, as plain Python values.

    CRC        of the grammar's text
    TERMINALS  (name, the characters that it can begin with, or '' for too many to name, regular expression, or '' where
               it is one of these characters and no more), an alternative each, in the order in which they are tried;
               ignored text has no name
    RULES      (left side, length, name of the node or None to pass one child on, positions to keep, is a list)
    STATES     per state: symbol -> next state, or -1 - rule to reduce by
    START, END the first state, and the one in which the end of the text is accepted
    """
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    built: Any = Lark(grammar, parser="lalr", lexer="basic", postlex=_Post(), maybe_placeholders=False)
    table = built.parser.parser._parse_table
    numbers = {rule: i for i, rule in enumerate(built.rules)}
    ignored = set(built.ignore_tokens)
    start = table.start_states["start"]
    order = _order(start, {state: {symbol: arg for symbol, (action, arg) in row.items() if action is Shift}
                           for state, row in table.states.items()})
    return {
        "CRC": crc(grammar),
        "TERMINALS": [("" if t.name in ignored else t.name, *_begun(regex))
                      for t in built.parser.lexer.lexer.terminals for regex in _alternatives(t.pattern.to_regexp())],
        "RULES": [_rule(rule) for rule in built.rules],
        "STATES": [{symbol: order[arg] if action is Shift else -1 - numbers[arg]
                    for symbol, (action, arg) in sorted(table.states[state].items())} for state in order],
        "START": order[start],
        "END": order[table.end_states["start"]],
    }


def _alternatives(regex: str) -> list[str]:
    """A regular expression taken apart at the bars outside of all brackets."""
    out, depth, inside = [""], 0, False
    for piece in re.findall(r"\\.|.", regex, re.DOTALL):
        inside = piece == "[" or (inside and piece != "]")
        depth += 0 if inside else (piece == "(") - (piece == ")")
        if piece == "|" and not depth and not inside:
            out.append("")
        else:
            out[-1] += piece
    return out


def _begun(regex: str) -> tuple[str, str]:
    """The characters that a regular expression can begin with, and what has to be matched of it."""
    parsed = list(_PARSER.parse(regex))
    begins = _begins(parsed)
    is_sign = len(parsed) == 1 and str(parsed[0][0]) in ("LITERAL", "IN") and bool(begins)
    return "".join(sorted(begins or ())), "" if is_sign else regex


def _begins(parsed: Any) -> set[str] | None:
    """The characters that what Python's parser of regular expressions gives can begin with; None for too many."""
    out: set[str] = set()
    for op, given in parsed:
        kind = str(op)
        if kind in _WITHOUT_WIDTH:
            continue
        found = _FOUND[kind](given) if kind in _FOUND else None
        if found is None:
            return None
        out |= found
        if kind != "MAX_REPEAT" or given[0]:
            return out
    return None


_WITHOUT_WIDTH = ("ASSERT", "ASSERT_NOT", "AT")
_FOUND: dict[str, Callable[[Any], set[str] | None]] = {
    "LITERAL": lambda c: {chr(c)},
    "RANGE": lambda ends: {chr(c) for c in range(ends[0], ends[1] + 1)},
    "IN": lambda items: _either([item] for item in items),
    "BRANCH": lambda given: _either(given[1]),
    "SUBPATTERN": lambda given: _begins(given[-1]),
    "MAX_REPEAT": lambda given: _begins(given[2]),
}


def _either(ways: Iterable[Any]) -> set[str] | None:
    out: set[str] = set()
    for way in ways:
        found = _begins(way)
        if found is None:
            return None
        out |= found
    return out


def _order(start: int, moves: dict[int, dict[str, int]]) -> dict[int, int]:
    """The states numbered as they are reached, symbols in alphabetical order: the same in every build."""
    order = {start: 0}
    for state in (reached := [start]):
        for _, after in sorted(moves[state].items()):
            if after not in order:
                order[after] = len(order)
                reached.append(after)
    return order


def crc(grammar: str) -> int:
    """A checksum of the grammar's text, whatever its line endings."""
    return zlib.crc32(grammar.replace("\r\n", "\n").encode())


def _rule(rule: Any) -> tuple[str, int, str | None, tuple[int, ...], bool]:
    origin = str(rule.origin.name)
    keep = tuple(i for i, symbol in enumerate(rule.expansion) if not getattr(symbol, "filter_out", False))
    is_list = origin.startswith("_")
    inline = rule.options.expand1 and not rule.alias and len(keep) == 1
    name = None if inline or is_list else str(rule.alias or origin)
    return origin, len(rule.expansion), name, keep, is_list


def as_module(tables: Tables) -> str:
    """The source of a module that holds the tables."""
    rows = [f'{name} = {value!r}' if not isinstance(value, list) else
            f"{name} = [\n" + "".join(f"    {item!r},\n" for item in value) + "]" for name, value in tables.items()]
    head = '"""LALR tables, generated from grammar/matcalc.lark by grammar/build.py. Do not edit."""'
    return "\n".join([head, *rows, ""])
