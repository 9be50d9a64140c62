"""Sample files as a list of jobs: plain data that can be sent to another process."""
from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

from matcalc.diagnostics import MatcalcError, visible
from matcalc.syntax.files import Case, load, loads

Job = dict[str, Any]
"""A case's keys, its declarations, and where it stands: `keys, shapes, assume, origin, path, line, name`."""

_CASE = re.compile(r"\s*\[\[\s*case\s*\]\]")


class Broken:
    """A file, or a case in one, that cannot be read."""

    __slots__ = ("line", "message", "path")

    def __init__(self, path: str, error: MatcalcError):
        self.path = visible(path)
        self.line = error.line
        self.message = visible(error.message) + (f" ({visible(error.hint)})" if error.hint else "")


def collect(paths: Iterable[str]) -> Iterator[Job | Broken]:
    """The cases of all files, and of all `.toml` files in folders, in order."""
    for path in paths:
        for file in _files(path):
            yield from _cases(file)


def selected(job: Job, ids: Iterable[str], words: Iterable[str]) -> bool:
    """Whether a case has one of the ids, and each word in its name, expression or tags. No ids, no words: all."""
    ids = list(ids)
    haystack = " ".join([job["name"], job["keys"]["expr"], *map(str, job["keys"].get("tags", ()))]).lower()
    return (not ids or job["name"] in ids) and all(word.lower() in haystack for word in words)


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".toml"))


def _cases(path: str) -> Iterator[Job | Broken]:
    try:
        file = load(path)
    except MatcalcError as e:
        yield from _one_by_one(path, e)
        return
    for number, case in enumerate(file.cases, 1):
        yield _job(path, case, number)


def _one_by_one(path: str, error: MatcalcError) -> Iterator[Job | Broken]:
    """The good cases of a file with a bad one: each is read alone, at its own line."""
    lines = error.source.split("\n")
    starts = [i for i, line in enumerate(lines) if _CASE.match(line)]
    try:
        loads("\n".join(lines[:starts[0]] if starts else lines), path)
    except MatcalcError:
        starts = []
    if not starts:
        yield Broken(path, error)
        return
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        padded = [*lines[:starts[0]], *[""] * (start - starts[0]), *lines[start:end]]
        try:
            yield _job(path, loads("\n".join(padded), path).cases[0], number)
        except MatcalcError as e:
            yield Broken(path, e)


def _job(path: str, case: Case, number: int) -> Job:
    declared = case.declarations
    name = case.keys.get("id") or f"{os.path.basename(path)}#{number}"
    return {"keys": case.keys, "shapes": declared.shapes, "assume": declared.assume, "origin": declared.origin,
            "path": visible(path), "line": case.line, "name": name}
