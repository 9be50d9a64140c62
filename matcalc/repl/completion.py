"""What may be meant by the beginning of a word: commands, functions, names in scope, Greek letters by their names."""
from __future__ import annotations

import re
from collections.abc import Iterable

from matcalc.properties import ASSUMPTIONS
from matcalc.repl.commands import ALIASES, COMMANDS
from matcalc.repl.queries import KEYWORDS
from matcalc.repl.state import State
from matcalc.syntax import words
from matcalc.syntax.stream import GREEK

SIGNS = {**GREEK, "varepsilon": "ε", "circ": "∘", "odot": "∘", "otimes": "⊗", "times": "×", "cdot": "·", "top": "ᵀ",
         "partial": "∂", "nabla": "∇", "norm": "‖", "inv": "⁻¹", "dagger": "⁺", "sqrt": "√"}
"""What a name behind a backslash becomes."""

FILES = ("load", "save", "save!")

_COMMAND = re.compile(r"\s*:(\S*)")
_ARGUMENT = re.compile(r"\s*:(\S+)\s+(?:.*[\s,(=])?(\S*)")
_SIGN = re.compile(r".*\\([A-Za-z]*)")
_DECLARED = re.compile(r"\s*\w+(?:\s*,\s*\w+)*\s*:(?:.*\s)([a-z]+)")
_WORD = re.compile(r"(?:.*[^\w])?([^\W\d]\w*)")


class Completions:
    """What can stand instead of the text from `start` on."""

    __slots__ = ("found", "start")

    def __init__(self, start: int, found: Iterable[str]):
        self.start, self.found = start, list(found)


def completions(state: State, line: str) -> Completions:
    """What can stand at the end of a line."""
    if match := _SIGN.fullmatch(line):
        return _sign(match)
    if match := _COMMAND.fullmatch(line):
        return _from(match, (f":{name}" for name in COMMANDS), before=1)
    if match := _ARGUMENT.fullmatch(line):
        command = COMMANDS.get(ALIASES.get(match[1], match[1]))
        if match[1] in FILES or command is None:
            return Completions(len(line), ())
        if given := [*command.words(state.scope)]:
            return _from(match, given, group=2)
    if match := _DECLARED.fullmatch(line):
        return _from(match, (*ASSUMPTIONS, "scalar"))
    if match := _WORD.fullmatch(line):
        return _from(match, dict.fromkeys((*state.scope.names, *words.functions(), *KEYWORDS)))
    return Completions(len(line), ())


def _from(match: re.Match[str], known: Iterable[str], *, group: int = 1, before: int = 0) -> Completions:
    """Those that begin with a group of the match; `before` more characters belong to them."""
    start = match.start(group) - before
    begun = match.string[start:]
    return Completions(start, (name for name in known if name.startswith(begun) and name != begun))


def _sign(match: re.Match[str]) -> Completions:
    r"""α for \alpha, and for \al the names that begin so."""
    begun, start = match[1], match.start(1) - 1
    if begun in SIGNS:
        return Completions(start, [SIGNS[begun]])
    return Completions(start, (f"\\{name}" for name in SIGNS if begun and name.startswith(begun)))
