"""Finds the parser's tables: those that the build wrote, or, where they are missing or stale, fresh ones from lark."""
from __future__ import annotations

import os
from functools import cache
from typing import Any

BESIDE = os.path.join(os.path.dirname(__file__), "..", "..", "grammar", "matcalc.lark")
"""The grammar in a checkout."""


@cache
def tables() -> Any:
    """An object with CRC, TERMINALS, RULES, STATES, START and END: see `generate.generate`."""
    built, beside = _built(), _read(BESIDE)
    if built is not None and _current(built, beside):
        return built
    return _fresh(_installed() if beside is None else beside.decode())


def is_built() -> bool:
    """Whether the tables that the build wrote are there, and those of the grammar."""
    built = _built()
    return built is not None and _current(built, _read(BESIDE))


def _current(built: Any, beside: bytes | None) -> bool:
    """Whether tables are those of the grammar in a checkout, if there is one."""
    return beside is None or _crc(beside) == built.CRC


def _crc(grammar: bytes) -> int:
    import zlib

    return zlib.crc32(grammar.replace(b"\r\n", b"\n"))


def _built() -> Any:
    """The tables that the build wrote, or None."""
    try:
        from matcalc.syntax import _tables
    except ImportError:
        return None
    return _tables


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _installed() -> str:
    """The grammar that an installed package carries."""
    from importlib.resources import files

    return (files("matcalc") / "grammar" / "matcalc.lark").read_text(encoding="utf-8")


def _fresh(grammar: str) -> Any:
    """Tables built in memory, by lark."""
    from types import SimpleNamespace

    from matcalc.syntax.generate import generate

    return SimpleNamespace(**generate(grammar))
