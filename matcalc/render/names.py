"""Names of symbols in programs: no word that means something there, no sign that the language does not take."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable

from matcalc.render.languages import ACCENTS, LETTERS, SUBSCRIPTS


def safe_names(symbols: Iterable[str], spelled: Callable[[str], str], reserved: Collection[str]) -> dict[str, str]:
    """A name for each symbol or dimension: its own where that can be, none that is reserved, and no two the same.

    `spelled` gives a name in the letters of the language.
    """
    out: dict[str, str] = {}
    taken: set[str] = set()
    plain = {name: spelled(name) for name in dict.fromkeys(symbols)}
    for name in sorted(plain, key=lambda name: plain[name] != name or plain[name] in reserved):
        new = plain[name]
        while new in reserved or _same(new) in taken:
            new += "_"
        taken.add(_same(new))
        out[name] = new
    return out


def _same(name: str) -> str:
    """Names that Python and Julia take for one are equal here."""
    return unicodedata.normalize("NFKC", name)


def identifier(name: str) -> str:
    """A name in Python's or Julia's letters: Greek stays, subscripts are spelled where they are no letters."""
    plain = name if name.isidentifier() else name.translate(SUBSCRIPTS)
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
