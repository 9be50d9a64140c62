"""Writes the reference in docs/python.md from the docstrings: `python docs/make/reference.py`."""
from __future__ import annotations

import inspect
import re
import sys
import textwrap
from pathlib import Path
from statistics import mode

import matcalc
from matcalc.certify import Certificate
from matcalc.derivative import Derivatives
from matcalc.emit import Module
from matcalc.judge.verdict import Counterexample, Diagnosis, Verdict, Verification
from matcalc.records.told import Told
from matcalc.steps import Step

PAGE = Path(__file__).resolve().parent.parent / "python.md"
MARKED = re.compile(r"(?<=<!-- reference -->\n).*", re.DOTALL)
FUNCTIONS = (matcalc.diff, matcalc.verify, matcalc.equal, matcalc.codegen, matcalc.from_json, matcalc.from_numpy)
NAMED = re.compile(r"\S+(?:, \S+)* {2,}(?=\S)")
"""A name, or some, and the space before what is said of it."""
WIDTH = 88
"""Of a block of code that is seen as a whole on a page."""
CLASSES = (matcalc.Derivative, Derivatives, Told, Certificate, Step, Verdict, Verification, Diagnosis, Counterexample,
           Module, matcalc.MatcalcError)


def section(name: str, told: str | None, call: str = "") -> str:
    """A heading, how a function is called, and its docstring."""
    block = textwrap.fill(call, WIDTH, subsequent_indent=" " * (call.find("(") + 1), break_on_hyphens=False)
    shown = f"```python\n{block}\n```\n\n" if call else ""
    return f"### `{name}`\n\n{shown}" + "\n\n".join(map(_part, inspect.cleandoc(told or "").split("\n\n"))) + "\n"


def _part(told: str) -> str:
    """A paragraph, or a table where each line has a name before a column of words."""
    lines = told.splitlines()
    ends = [found.end() for line in lines if (found := NAMED.match(line))]
    if not NAMED.match(lines[0]) or len(ends) < len([line for line in lines if line[0] != " "]) - 1:
        return _escaped(" ".join(lines))
    rows: list[list[str]] = []
    for line in lines:
        longer = NAMED.match(line)
        at = longer.end() if longer and longer.end() > mode(ends) else mode(ends)
        name, words = line[:at].strip(), line[at:].strip()
        if name:
            rows.append([", ".join(f"`{each}`" for each in name.split(", ")), words])
        else:
            rows[-1][1] += " " + words
    return "| | |\n|---|---|\n" + "\n".join(f"| {name} | {_escaped(words)} |" for name, words in rows)


def _escaped(told: str) -> str:
    """Words without marks of Markdown but for code."""
    parts = told.split("`")
    parts[::2] = [re.sub(r"[*<\[\]]", r"\\\g<0>", part) for part in parts[::2]]
    return "`".join(parts).replace("|", chr(92) + "|")


def signature(function: object) -> str:
    """Names and defaults; what they may be is told below."""
    given = inspect.signature(function)  # type: ignore[arg-type]
    shown = [p.replace(annotation=p.empty) for p in given.parameters.values()]
    return str(given.replace(parameters=shown, return_annotation=given.empty))


def members(kind: type) -> str:
    """The public attributes and methods of a class that have a docstring of their own."""
    rows = []
    found_in = {name: found for base in reversed(kind.__mro__) if base.__module__.startswith("matcalc")
                for name, found in vars(base).items()}
    for name, found in found_in.items():
        told = inspect.getdoc(found.fget if isinstance(found, property) else found)
        if name.startswith("_") or not told or not (isinstance(found, property) or inspect.isfunction(found)):
            continue
        call = "" if isinstance(found, property) else signature(found).replace("(self, ", "(").replace("(self)", "()")
        rows.append(f"| `{name}{call}` | {' '.join(told.split()).replace('|', chr(92) + '|')} |")
    return "\n| | |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""


def reference() -> str:
    """The reference: functions, then what they give."""
    functions = [section(f.__name__, f.__doc__, f"matcalc.{f.__name__}{signature(f)}") for f in FUNCTIONS]
    classes = [section(kind.__name__, kind.__doc__) + members(kind) for kind in CLASSES]
    return "\n".join(["\n## Functions\n", *functions, "## What they give\n", *classes])


def page() -> str:
    """The page with the reference as it is now."""
    return MARKED.sub(lambda _: reference(), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE, file=sys.stderr)
