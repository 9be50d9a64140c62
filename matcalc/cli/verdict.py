"""Verdicts printed, for a person or as JSON, with the exit status that tells them."""
from __future__ import annotations

import re
from typing import Any

import click

from matcalc import __version__
from matcalc.cli import lines
from matcalc.cli.each import note
from matcalc.cli.look import Look
from matcalc.cli.source import Line
from matcalc.cli.terminal import Terminal, json_line
from matcalc.judge import Verdict, Verification
from matcalc.render import write

FORMATS = ("text", "json")


def show(verdict: Verdict | Verification, record: dict[str, Any], *, format_: str, ascii_only: bool, quiet: bool,
         color: str) -> int:
    """Print the verdict; the exit status is 0 for yes and 1 for no."""
    terminal = Terminal(color)
    if format_ == "json":
        text = json_line(record | {"version": __version__})
    else:
        if not quiet:
            note(verdict.notes, Line(""), terminal)
        text = shown(str(verdict), Look.on(terminal, ascii_only=ascii_only), good=verdict.holds)
    click.echo(text, color=True)
    return int(not verdict.holds)


_ROW = re.compile(r"(  (or|claim − answer|claim|answer|derivative|left|right|where)? *)(.*)")
"""A line below the verdict: a label, and a formula, or words behind `or`."""


def shown(text: str, look: Look, *, good: bool) -> str:
    """The verdict, its first word as what is right or wrong, and the rows below it."""
    head, *rest = text.split("\n")
    word, *said = lines.filled(look.signs(head), look.width - lines.HANG)
    end = len(head.partition(":")[0])
    first = look.paint(word[:end], "right" if good else "wrong") + word[end:]
    out = [first, *(" " * lines.HANG + line for line in said)]
    for line in rest:
        row = _ROW.fullmatch(line)
        if row is None:
            out.append(line)
        else:
            lead, indent = look.label(row[1]), look.columns(row[1])
            out += look.prose(row[3], "note", lead=lead, indent=indent) if row[2] == "or" else look.formula(
                row[3], lead=lead, indent=indent)
    return "\n".join(line.rstrip() for line in out)


def of_equality(v: Verdict, left: str, right: str) -> dict[str, Any]:
    """The fields of `equal --format json`; docs/formats.md lists them."""
    return {
        "left": left,
        "right": right,
        "readings": list(v.readings),
        "shapes": [list(shape) for shape in v.shapes],
        "holds": v.holds,
        "method": v.method,
        "counterexample": v.counterexample.to_json() if v.counterexample is not None else None,
        "notes": list(v.notes),
        "certificate": v.certificate.to_json() if v.certificate is not None else None,
    }


def of_verification(v: Verification, source: str, claimed: str) -> dict[str, Any]:
    """The fields of `verify --format json`; docs/formats.md lists them."""
    right = v.right
    return {
        "expr": source,
        "claimed": claimed,
        "reading": write(v.problem.expr),
        "claim": write(v.claimed) if v.claimed is not None else None,
        "wrt": v.wrt,
        "kind": v.kind,
        "holds": v.holds,
        "method": v.method,
        "diagnosis": [d.to_json() for d in v.diagnosis],
        "also": [[d.to_json() for d in what] for what in v.also],
        "answer": {"text": right.text, "latex": right.latex, "shape": list(right.shape)} if right is not None else None,
        "difference": v.difference,
        "counterexample": v.counterexample.to_json() if v.counterexample is not None else None,
        "conditions": list(right.conditions) if right is not None else [],
        "notes": list(v.notes),
        "certificate": v.certificate.to_json() if v.certificate is not None else None,
    }
