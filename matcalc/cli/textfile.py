"""Reads a text file, or says in a sentence why that cannot be done."""
from __future__ import annotations

import os

from matcalc.diagnostics import MatcalcError, visible

LIMIT = 20_000_000
"""Bytes; no shapes file, sample file or list of expressions is larger."""


def read_text(path: str) -> str:
    """The text of a UTF-8 file. Raises MatcalcError `bad-file`."""
    try:
        with open(path, "rb") as f:
            data = f.read(LIMIT + 1)
    except FileNotFoundError:
        from matcalc.syntax.files import beside

        raise _bad(path, "there is no such file", beside(path)) from None
    except IsADirectoryError:
        raise _bad(path, "it is a folder") from None
    except (OSError, ValueError) as e:
        raise _bad(path, (os.strerror(e.errno) if isinstance(e, OSError) and e.errno else str(e)).lower()) from None
    if len(data) > LIMIT:
        raise _bad(path, f"it is larger than {LIMIT // 1_000_000} MB")
    return decoded(data, path)


def decoded(data: bytes, path: str) -> str:
    """The text of UTF-8 data that was read from somewhere. Raises MatcalcError `bad-file`."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise _bad(path, f"line {line} is not UTF-8 text") from None


def _bad(path: str, why: str, hint: str | None = None) -> MatcalcError:
    return MatcalcError("bad-file", f"cannot read {visible(path) or 'a file without a name'}: {why}", hint=hint)
