"""Finds the parser's tables: those that the build wrote, or, where they are missing or stale, fresh ones from lark."""
from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def tables() -> Any:
    """An object with CRC, TERMINALS, RULES, STATES, START and END: see `generate.generate`."""
    built = _built()
    beside = Path(__file__).resolve().parent.parent.parent / "grammar" / "matcalc.lark"
    if built is not None and (not beside.is_file() or _fits(built, beside)):
        return built
    return _fresh(beside.read_text(encoding="utf-8") if beside.is_file() else _installed())


def _built() -> Any:
    """The tables that the build wrote, or None."""
    try:
        from matcalc.syntax import _tables
    except ImportError:
        return None
    return _tables


def _fits(built: Any, grammar: Path) -> bool:
    """Whether the built tables are those of the grammar file."""
    import zlib

    return bool(zlib.crc32(grammar.read_bytes().replace(b"\r\n", b"\n")) == built.CRC)


def _installed() -> str:
    """The grammar that an installed package carries."""
    from importlib.resources import files

    return (files("matcalc") / "grammar" / "matcalc.lark").read_text(encoding="utf-8")


def _fresh(grammar: str) -> Any:
    """Tables built in memory, by lark."""
    from types import SimpleNamespace

    from matcalc.syntax.generate import generate

    return SimpleNamespace(**generate(grammar))
