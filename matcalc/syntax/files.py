"""Shapes and sample files in TOML: `[shapes]`, `[assume]` and `[[case]]`."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from os import PathLike
from typing import Any

from matcalc.diagnostics import MatcalcError, Span, did_you_mean, fault, visible
from matcalc.properties import ASSUMPTIONS
from matcalc.shape import Shape
from matcalc.syntax.declare import Declarations, assumption, is_name, parse_shape
from matcalc.syntax.textfile import beside, read_text

TABLES = ("shapes", "assume", "case")

CASE_KEYS: dict[str, tuple[type, ...]] = {
    "expr": (str,), "wrt": (str,
                            list), "expect": (str,), "id": (str,), "shapes": (dict,), "assume": (dict,), "kind": (str,),
    "form": (str,), "latex": (str,), "error": (str,), "source": (str,), "tags": (list,), "order": (int,),
    "layout": (str,), "structured": (str, bool), "note": (str,), "direction": (str,), "cotangent": (str,),
}
"""What a case may hold, and of which types."""

REQUIRED = ("expr",)

_TYPES = {str: "a text in quotes", list: "a list", dict: "a table", int: "a number", bool: "true or false"}


class Case:
    """One problem of a sample file: its keys, its declarations with the file's, and the line where it begins."""

    __slots__ = ("declarations", "keys", "line")

    def __init__(self, keys: dict[str, Any], declarations: Declarations, line: int):
        """A checked case."""
        self.keys, self.declarations, self.line = keys, declarations, line


class ShapesFile:
    """What a file declares, and its cases."""

    __slots__ = ("cases", "declarations", "path")

    def __init__(self, path: str, declarations: Declarations, cases: list[Case]):
        """A checked file."""
        self.path, self.declarations, self.cases = path, declarations, cases


def load(path: str | PathLike[str]) -> ShapesFile:
    """Read a shapes or sample file. Raises MatcalcError `bad-file`, with file, line and key."""
    return loads(read_text(str(path), _meant), str(path))


def _meant(path: str) -> str | None:
    """What may have been meant by a path where nothing can be read."""
    if path.startswith("@"):
        return f"leave out the @: {visible(path[1:])}"
    if ":" in path and "." not in path:
        return f'a declaration goes with -d: -d "{visible(path)}"'
    return beside(path)


def loads(text: str, path: str = "shapes") -> ShapesFile:
    """Read the text of a shapes or sample file; `path` names it in messages. Raises MatcalcError `bad-file`."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise _bad_toml(text, path, str(e)) from None
    except RecursionError:
        raise MatcalcError("bad-file", f"{visible(path)} is nested too deeply") from None
    return _Reader(text, path).file(data)


def _bad_toml(text: str, path: str, message: str) -> MatcalcError:
    """The error for text that is no TOML; tomllib tells line and column in words."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
    at = sum(len(row) + 1 for row in text.split("\n")[:line - 1]) + column - 1
    hint = None
    row = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if re.match(r"\s*[\w\"']+\s*=\s*[^\s\"'\[{]", row) or re.match(r"\s*\w+\s*:", row):
        name = re.findall(r"\w+", row)[0]
        hint = f'write {name} = "m x n", with quotes'
    what = message.split(" (at")[0]
    message = f"{visible(path)}:{line}: this is no TOML: {visible(what[:1].lower() + what[1:])}"
    start = min(at, len(text))
    return fault("bad-file", message, text, Span(start, start + 1), hint=hint)


class _Reader:
    """Checks the data of a file, and knows on which line each key stands."""

    def __init__(self, text: str, path: str):
        """For one text."""
        self.text, self.path = text, path
        self.lines = text.split("\n")

    def file(self, data: dict[str, Any]) -> ShapesFile:
        """The whole file."""
        self.keys(data, TABLES, "", 1)
        for table, kind in (("shapes", dict), ("assume", dict), ("case", list)):
            if not isinstance(data.get(table, kind()), kind):
                hint = "write [[case]] before each case" if table == "case" else f"write [{table}] and names below it"
                raise self.wrong(f"{table} must be a table", table, 1, hint)
        shared = self.declarations(data, Declarations(), 1)
        starts = [i for i, row in enumerate(self.lines, 1) if re.match(r"\s*\[\[\s*case\s*\]\]", row)]
        cases = []
        for i, keys in enumerate(data.get("case", [])):
            line = starts[i] if i < len(starts) else 1
            cases.append(self.case(keys, shared, line))
        return ShapesFile(self.path, shared, cases)

    def case(self, keys: Any, shared: Declarations, line: int) -> Case:
        """One [[case]]."""
        if not isinstance(keys, dict):
            raise self.wrong("a case must be a table", "case", line, "write [[case]] before each case")
        self.keys(keys, CASE_KEYS, "case.", line)
        for key, value in keys.items():
            if not isinstance(value, CASE_KEYS[key]):
                kinds = " or ".join(_TYPES[kind] for kind in CASE_KEYS[key])
                raise self.wrong(f"case.{key} must be {kinds}", key, line)
        for key in REQUIRED:
            if key not in keys:
                raise self.wrong(f"this case has no {key}", "", line, f'add {key} = "..."')
        return Case(keys, self.declarations(keys, shared, line), line)

    def declarations(self, data: dict[str, Any], shared: Declarations, line: int) -> Declarations:
        """The shapes and assumptions of a file or case, added to those it shares."""
        out = Declarations()
        for name in (*shared.shapes, *shared.assume):
            out.add(name, shared.shapes.get(name), shared.assume.get(name, ()), shared.origin.get(name, self.path))
        begin = line
        line = self.line("shapes", begin)
        for name, given in data.get("shapes", {}).items():
            shape = self.told(_shape, given, f"shapes.{name}", name, line)
            out.add(self.name(name, line), shape, (), f"{self.path}:{self.line(name, line)}")
        line = self.line("assume", begin)
        for name, given in data.get("assume", {}).items():
            words = [given] if isinstance(given, str) else given
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise self.wrong(f"assume.{name} must be a list of words", name, line,
                                 f"the words are {', '.join(ASSUMPTIONS)}")
            checked = self.told(_assumptions, words, f"assume.{name}", name, line)
            out.add(self.name(name, line), None, checked, f"{self.path}:{self.line(name, line)}")
        return out

    def name(self, name: str, line: int) -> str:
        """The name, if a symbol can have it."""
        if not is_name(name):
            raise self.wrong(f"{name!r} cannot be the name of a symbol", name, line)
        return name

    def told(self, check: Callable[[Any], Any], value: Any, key: str, name: str, line: int) -> Any:
        """The checked value; what the check raises is told with file, line and key."""
        try:
            return check(value)
        except MatcalcError as e:
            raise self.wrong(f"{key}: {e.message}", name, line, e.hint) from None

    def keys(self, data: dict[str, Any], known: Iterable[str], prefix: str, line: int) -> None:
        """Refuse keys that mean nothing."""
        for key in data:
            if key not in known:
                hint = did_you_mean(key, known) or f"the keys are {', '.join(known)}"
                raise self.wrong(f"{prefix}{key} means nothing here", key, line, hint)

    def line(self, key: str, start: int) -> int:
        """The line on which a key stands, from `start` on."""
        pattern = re.compile(rf"(\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=\].]|.*[{{,]\s*{re.escape(key)}\s*=")
        return next((i for i, row in enumerate(self.lines, 1) if i >= start and pattern.match(row.strip())), start)

    def wrong(self, message: str, key: str, start: int, hint: str | None = None) -> MatcalcError:
        """A `bad-file` error that points at a key."""
        line = self.line(key, start) if key else start
        row = self.lines[line - 1]
        offset = sum(len(r) + 1 for r in self.lines[:line - 1])
        column = max(row.find(key), 0) if key else len(row) - len(row.lstrip())
        width = len(key) if key and key in row else max(len(row.strip()), 1)
        place = Span(offset + column, offset + column + width)
        return fault("bad-file", f"{visible(self.path)}:{line}: {visible(message)}", self.text, place, hint=hint)


def _shape(given: Any) -> Shape:
    """A shape as TOML holds it: a text, or a list of two."""
    if isinstance(given, str):
        return parse_shape(given)
    if isinstance(given, list) and all(isinstance(d, str | int) and not isinstance(d, bool) for d in given):
        return parse_shape([str(d) for d in given])
    raise MatcalcError("bad-declaration", "it is no shape", hint='write "m x n" or ["m", "n"]')


def _assumptions(words: list[str]) -> list[str]:
    return [assumption(word) for word in words]
