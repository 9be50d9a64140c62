"""What each error code and each notation means, with commands that fail and that work: from `explanations.toml`."""
from __future__ import annotations

from importlib.resources import files
from typing import Any, NamedTuple


class Example(NamedTuple):
    """A command that fails, and one that does what was meant; either may be empty."""

    wrong: str = ""
    right: str = ""


class Page(NamedTuple):
    """What there is to say, in sentences; examples; and the signs of a notation."""

    about: str
    examples: tuple[Example, ...] = ()
    signs: tuple[str, ...] = ()


def _pages(table: dict[str, dict[str, Any]]) -> dict[str, Page]:
    return {name: Page(" ".join(page["about"].split()), tuple(Example(**e) for e in page.get("examples", ())),
                       tuple(page.get("signs", ()))) for name, page in table.items()}


def _load() -> dict[str, dict[str, Page]]:
    import tomllib

    text = files("matcalc").joinpath("explanations.toml").read_text(encoding="utf-8")
    return {kind: _pages(table) for kind, table in tomllib.loads(text).items()}


_PAGES = _load()
ERRORS = _PAGES["error"]
"""A page for each code of `diagnostics.CODES`."""
NOTATIONS = _PAGES["notation"]
"""Notations that are worth a page, by name."""
SIGNS = {sign: name for name, page in NOTATIONS.items() for sign in page.signs}
"""The notation of a sign."""
