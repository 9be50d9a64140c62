"""Names of symbols in programs: no word that means something there, no sign that the language does not take."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from matcalc.ops.unknown import code_name
from matcalc.render.languages import ACCENTS, LETTERS, SUBSCRIPTS


class Names:
    """Gives out names in a language, each once, and none that is reserved.

    `spelled` gives a name in the letters of the language. Names that Python and Julia take for one are one here.
    """

    __slots__ = ("_spelled", "_taken")

    def __init__(self, spelled: Callable[[str], str], reserved: Iterable[str]):
        self._spelled, self._taken = spelled, set(map(_same, reserved))

    def is_free(self, name: str) -> bool:
        """Whether a name would be given as it is."""
        return self._plain(name) == name and _same(name) not in self._taken

    def give(self, name: str) -> str:
        """The name, spelled and told apart from those that are given already by underscores."""
        new = self._plain(name)
        while _same(new) in self._taken:
            new += "_"
        self._taken.add(_same(new))
        return new

    def _plain(self, name: str) -> str:
        """The name in the letters of the language; g' is dg."""
        plain = name.rstrip("'")
        return code_name(self._spelled(plain), len(name) - len(plain))


def safe_names(symbols: Iterable[str], spelled: Callable[[str], str], reserved: Iterable[str]) -> dict[str, str]:
    """A name for each symbol, dimension or derivative g' of a function: its own where that can be, none that is
    reserved, and no two the same.

    `spelled` gives a name in the letters of the language.
    """
    names = Names(spelled, reserved)
    return {name: names.give(name) for name in sorted(dict.fromkeys(symbols), key=lambda name: not names.is_free(name))}


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", name)


def identifier(name: str) -> str:
    """A name in Python's or Julia's letters: Greek stays, subscripts are spelled where they are no letters; no two
    underscores begin it, which are for what Python itself names."""
    plain = name if name.isidentifier() else name.translate(SUBSCRIPTS)
    plain = plain.lstrip("_") if plain.startswith("__") else plain
    return plain if plain.isidentifier() else in_ascii(name)


def in_ascii(name: str) -> str:
    """A name in Latin letters, digits and underscores, which begins with a letter."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c == "_") else _spelled(c) for c in name.translate(SUBSCRIPTS))
    return plain if plain[:1].isalpha() else f"x{plain}"


def _spelled(c: str) -> str:
    if c in ACCENTS:
        return f"_{ACCENTS[c]}"
    if c in LETTERS:
        return LETTERS[c]
    plain = unicodedata.normalize("NFKD", c)
    if plain != c:
        return in_ascii(plain) if plain[0].isalpha() else "".join(map(_spelled, plain[1:]))
    return "_" + unicodedata.name(c, "u").lower().replace(" ", "_").replace("-", "_")
