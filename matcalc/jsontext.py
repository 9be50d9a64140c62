"""JSON that a terminal may be shown: what would steer it, or turn the order of its text, stands as an escape."""
from __future__ import annotations

import json
import unicodedata
from typing import Any

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that are not written as they are."""


def dumps(value: Any, *, ascii_only: bool = False) -> str:
    """One line of JSON, in ASCII on request."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) if unicodedata.category(c) in HIDDEN else c for c in text)


def _escape(c: str) -> str:
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else json.dumps(c)[1:-1]
