"""The outcome of a batch, written for people, as JSON, or as JUnit's XML."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc import __version__
from matcalc.diagnostics import visible
from matcalc.jsontext import dumps
from matcalc.styles import painter


class Outcome:
    """A case that was run: `message` says what is wrong, None that all is well.

    A file that cannot be opened has no line; what cannot be read has its own, and its message says where.
    """

    __slots__ = ("id", "line", "message", "path", "seconds")

    def __init__(self, path: str, line: int, id: str, message: str | None, seconds: float):
        self.path, self.line, self.id, self.message, self.seconds = path, line, id, message, seconds


def human(outcomes: Sequence[Outcome], seconds: float, color: bool = False) -> str:
    """A line for each failure, and a summary."""
    failed = [o for o in outcomes if o.message is not None]
    paint = painter(color=color)
    lines = [("" if _says_where(o) else f"{paint(visible(f'{o.path}:{o.line}'), 'title')}: {visible(o.id)}: ")
             + visible(" ".join(str(o.message).split())) for o in failed]
    count = f"{len(outcomes) - len(failed)} passed"
    verdict = f"{paint(f'{len(failed)} failed', 'wrong')}, {count}" if failed else paint(count, "right")
    return "\n".join([*lines, f"{verdict} in {seconds:.1f} s"])


def _says_where(o: Outcome) -> bool:
    """Whether the message begins with the file itself."""
    return not o.line or str(o.message).startswith(f"{o.path}:{o.line}:")


def as_json(outcomes: Sequence[Outcome], seconds: float, color: bool = False) -> str:
    """One object; docs/formats.md lists its fields."""
    return dumps({
        "passed": sum(o.message is None for o in outcomes),
        "failed": sum(o.message is not None for o in outcomes),
        "seconds": round(seconds, 3),
        "cases": [{"id": o.id, "file": o.path, "line": o.line or None, "passed": o.message is None,
                   "message": o.message, "seconds": round(o.seconds, 3)} for o in outcomes],
        "version": __version__,
    })


def junit(outcomes: Sequence[Outcome], seconds: float, color: bool = False) -> str:
    """One test suite."""
    from xml.etree import ElementTree as ET

    failures = sum(o.message is not None for o in outcomes)
    suite = ET.Element("testsuite", name="matcalc", tests=str(len(outcomes)), failures=str(failures), errors="0",
                       skipped="0", time=f"{seconds:.3f}")
    for o in outcomes:
        case = ET.SubElement(suite, "testcase", classname=_xml(o.path), name=_xml(o.id), file=_xml(o.path),
                             line=str(o.line), time=f"{o.seconds:.3f}")
        if o.message is not None:
            ET.SubElement(case, "failure", message=_xml(o.message)).text = _xml(
                str(o.message) if _says_where(o) else f"{o.path}:{o.line}: {o.message}")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _xml(text: str) -> str:
    """As it is shown, without the characters that XML 1.0 cannot hold."""
    return visible(text).translate({0xFFFE: "?", 0xFFFF: "?"})


REPORTS: dict[str, Callable[[Sequence[Outcome], float, bool], str]] = {"text": human, "json": as_json, "junit": junit}
"""By the name of the format."""
