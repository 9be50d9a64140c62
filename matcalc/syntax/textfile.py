"""Reads and writes text files, or says in a sentence why that cannot be done."""
from __future__ import annotations

import os
from collections.abc import Callable

from matcalc.diagnostics import MatcalcError, closest, visible

LIMIT = 20_000_000
"""Bytes; no shapes file, sample file or list of expressions is larger."""


def beside(path: str) -> str | None:
    """`did you mean FILE?` for the file of the same folder with the nearest name, or None where none is near."""
    folder, name = os.path.split(path)
    try:
        near = closest(name, [other for other in os.listdir(folder or ".") if other != name])
    except (OSError, ValueError):
        return None
    return f"did you mean {visible(os.path.join(folder, near))}?" if near else None


def read_text(path: str, meant: Callable[[str], str | None] = beside) -> str:
    """The text of a UTF-8 file; `meant` proposes something where there is none. Raises MatcalcError `bad-file`."""
    try:
        with open(path, "rb") as f:
            data = f.read(LIMIT + 1)
    except FileNotFoundError:
        raise _bad(path, "there is no such file", meant(path)) from None
    except (OSError, ValueError) as e:
        raise _bad(path, reason(e)) from None
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


def write_text(path: str, text: str, mode: str = "w") -> None:
    """Write a file in UTF-8. Raises MatcalcError `bad-file`, and in mode x FileExistsError."""
    try:
        with open(path, mode, encoding="utf-8") as f:
            f.write(text)
    except FileExistsError:
        raise
    except FileNotFoundError:
        raise _bad(path, "there is no such folder" if path else "it has no name", what="write") from None
    except (OSError, ValueError) as e:
        raise _bad(path, reason(e), what="write") from None


def reason(e: OSError | ValueError) -> str:
    """Why a file cannot be opened, in words."""
    if isinstance(e, IsADirectoryError):
        return "it is a folder"
    return (os.strerror(e.errno) if isinstance(e, OSError) and e.errno else str(e)).lower()


def _bad(path: str, why: str, hint: str | None = None, what: str = "read") -> MatcalcError:
    return MatcalcError("bad-file", f"cannot {what} {visible(path) or 'a file without a name'}: {why}", hint=hint)
