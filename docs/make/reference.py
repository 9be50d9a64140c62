"""Writes the reference in docs/python.md from the docstrings: `python docs/make/reference.py`."""
from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

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
CLASSES = (matcalc.Derivative, Derivatives, Told, Certificate, Step, Verdict, Verification, Diagnosis, Counterexample,
           Module, matcalc.MatcalcError)


def section(name: str, told: str | None) -> str:
    """A heading, and a docstring as it stands: its columns mean something."""
    return f"### `{name}`\n\n```text\n{inspect.cleandoc(told or '')}\n```\n"


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
    functions = [section(f"matcalc.{f.__name__}{signature(f)}", f.__doc__) for f in FUNCTIONS]
    classes = [section(kind.__name__, kind.__doc__) + members(kind) for kind in CLASSES]
    return "\n".join(["\n## Functions\n", *functions, "## What they give\n", *classes])


def page() -> str:
    """The page with the reference as it is now."""
    return MARKED.sub(lambda _: reference(), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE, file=sys.stderr)
