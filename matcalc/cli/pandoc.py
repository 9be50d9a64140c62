"""The command `pandoc`: a filter for Pandoc that makes formulas of blocks and code of the class `matcalc`."""
from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from matcalc.api import diff
from matcalc.cli.command import Helped
from matcalc.cli.declared import declared
from matcalc.cli.terminal import Terminal, tell
from matcalc.cli.wanted import symbols
from matcalc.derivative import Derivatives
from matcalc.diagnostics import MatcalcError, did_you_mean, visible
from matcalc.jsontext import dumps
from matcalc.render.rows import rows
from matcalc.wraps import equations, in_rows

Node = dict[str, Any]

TEXTS = ("wrt", "declare", "assume", "shapes", "kind", "order", "form", "layout", "structured", "direction",
         "cotangent")
"""Options with a value."""
FLAGS = ("steps", "answer")
"""Options without: the derivation, and the answer alone, without what it is the derivative of."""

HTML = frozenset(("html", "html4", "html5", "epub", "epub2", "epub3", "revealjs", "slidy", "slideous", "s5", "dzslides",
                  "chunkedhtml"))
"""Formats that take MathML as it is; Typst takes its own, and all others Pandoc's formulas, which are LaTeX."""

_OPTION = re.compile(rf"\s*({'|'.join(TEXTS)})\s*=\s*(.*)|\s*({'|'.join(FLAGS)})\s*")


class Asked:
    """What a block asks for: an expression and options."""

    __slots__ = ("expression", "flags", "texts")

    def __init__(self, attributes: list[list[str]], classes: list[str], text: str):
        """Attributes of the block come first, then its own first lines. Raises MatcalcError `usage`."""
        self.texts: dict[str, str] = {}
        self.flags = {word for word in classes if word in FLAGS}
        for key, value in attributes:
            if key in TEXTS:
                self.texts[key] = value
            elif key in FLAGS:
                self.flags |= {key} if value.lower() not in ("false", "no", "0") else set()
            else:
                known = (*TEXTS, *FLAGS)
                raise MatcalcError("usage", f"a block of matcalc has no option {visible(key)!r}",
                                   hint=did_you_mean(key, known) or f"they are {', '.join(known)}")
        lines = text.split("\n")
        while lines and ((found := _OPTION.fullmatch(lines[0])) or not lines[0].strip()):
            lines.pop(0)
            if found and found[1]:
                before = self.texts.get(found[1], "") if found[1] in ("declare", "assume") else ""
                self.texts[found[1]] = f"{before}; {found[2]}" if before else found[2]
            elif found:
                self.flags.add(found[3])
        self.expression = " ".join(line.strip() for line in lines).strip()

    def derived(self) -> Derivatives:
        """The answers. Raises MatcalcError."""
        if "wrt" not in self.texts:
            raise MatcalcError("usage", "a block of matcalc needs the variable", hint="```{.matcalc wrt=x}")
        shapes = declared([self.texts["shapes"]] if "shapes" in self.texts else [],
                          *([self.texts[key]] if key in self.texts else [] for key in ("declare", "assume")))
        wrt = symbols([self.texts["wrt"]], shapes.shapes)
        given: dict[str, Any] = {key: self.texts[key] for key in ("kind", "form", "layout", "structured", "direction",
                                                                  "cotangent") if key in self.texts}
        if "order" in self.texts:
            if not re.fullmatch("[1-9]", self.texts["order"]):
                raise MatcalcError("usage", "order is a number", hint="order=2")
            given["order"] = int(self.texts["order"])
        found: Derivatives = diff(self.expression, wrt, shapes.shapes, shapes.assume, origin=shapes.origin, **given)
        return found


# ---- formulas
def block(asked: Asked, to: str) -> list[Node]:
    """The blocks that stand for one. Raises MatcalcError."""
    found = asked.derived()
    language = "mathml" if to in HTML else "typst" if to == "typst" else "latex"
    from matcalc.cli import derivation

    if language == "latex":
        if "steps" in asked.flags:
            return [_shown([row for d in found for row in derivation.rows(d)])]
        if "answer" in asked.flags:
            return [_shown(_alone(formula)) for formula in found.formulas("latex")]
        sides = equations(found, found.answers, "latex")
        return [_shown([row for left, right in sides for row in in_rows(left, right)])]
    raw = derivation.wrapped(found, language, "align") if "steps" in asked.flags else found.wrapped(
        language, "display" if "answer" in asked.flags else "align")
    if language == "mathml":
        return [{"t": "RawBlock", "c": ["html", _SCROLLED.format(raw)]}]
    return [{"t": "RawBlock", "c": ["typst", raw]}]


_SCROLLED = '<div style="overflow-x: auto; overflow-y: hidden; margin: 1em 0">\n{}\n</div>'
"""A formula that is wider than the page moves inside it."""


def _alone(formula: str) -> list[str]:
    first, *more = rows(formula, "latex")
    return [f"&{first}", *(rf"&\quad {{}} {row}" for row in more)] if more else [first]


def _shown(lines: list[str]) -> Node:
    """Rows of LaTeX as a display."""
    aligned = "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"
    body = lines[0] if len(lines) == 1 else aligned
    return {"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath"}, body]}]}


def inline(asked: Asked, to: str) -> list[Node]:
    """The inlines that stand for code in a line: the answer. Raises MatcalcError."""
    found = asked.derived()
    if to in HTML or to == "typst":
        language, raw = ("mathml", "html") if to in HTML else ("typst", "typst")
        return [{"t": "RawInline", "c": [raw, found.wrapped(language, "inline").replace("\n", " ")]}]
    return [{"t": "Math", "c": [{"t": "InlineMath"}, r" \quad ".join(found.formulas("latex"))]}]


def block_error(told: str) -> Node:
    """What stands in the document behind a block that is wrong."""
    return {"t": "Para", "c": [{"t": "Strong", "c": [{"t": "Str", "c": told}]}]}


def inline_error(told: str) -> Node:
    """What stands in the document behind code that is wrong."""
    return {"t": "Strong", "c": [{"t": "Str", "c": told}]}


KINDS: Mapping[str, tuple[Callable[[Asked, str], list[Node]], Callable[[str], Node]]] = {
    "CodeBlock": (block, block_error), "Code": (inline, inline_error)}
"""The elements that may hold an expression: what stands for them, and for an error."""


# ---- documents
class Filter:
    """Replaces what is of the class `matcalc`, and counts it; what is wrong stays, with the error behind it."""

    __slots__ = ("number", "terminal", "to")

    def __init__(self, to: str, terminal: Terminal):
        self.to, self.terminal, self.number = to, terminal, 0

    def walked(self, value: Any) -> Any:
        """A part of the document with its formulas in it."""
        if isinstance(value, list):
            return [part for each in value for part in self._replaced(each)]
        return {key: self.walked(part) for key, part in value.items()} if isinstance(value, dict) else value

    def _replaced(self, value: Any) -> list[Any]:
        if not _is_ours(value):
            return [self.walked(value)]
        (_, classes, attributes), text = value["c"]
        make, wrong = KINDS[value["t"]]
        self.number += 1
        try:
            return make(Asked(attributes, classes, text), self.to)
        except MatcalcError as e:
            tell(f"formula {self.number}: {e.render(color=self.terminal.err_color)}")
            between = [{"t": "Space"}] if value["t"] == "Code" else []
            return [value, *between, wrong(f"matcalc: error[{e.code}]: {visible(e.message)}")]


def _is_ours(value: Any) -> bool:
    """Whether an element is code of the class `matcalc`."""
    if not isinstance(value, dict) or value.get("t") not in KINDS:
        return False
    match value.get("c"):
        case [[str(), list(classes), list(attributes)], str()]:
            return "matcalc" in classes and all(
                isinstance(pair, list) and [type(part) for part in pair] == [str, str] for pair in attributes)
    return False


@click.command("pandoc", cls=Helped, short_help="Filter a document of Pandoc.", epilog="""\b
Examples:
  pandoc --filter matcalc-pandoc paper.md -o paper.pdf
  pandoc --filter matcalc-pandoc paper.md -s -o paper.html
  pandoc paper.md -t json | matcalc pandoc latex | pandoc -f json -t latex

\b
A block of the document, options as attributes or in its first lines:
  ```{.matcalc wrt=x declare="A: m x n; b: m x 1"}
  ‖A x - b‖^2
  ```""")
@click.argument("to", metavar="FORMAT", default="latex")
def command(to: str) -> int:
    """Read a document of Pandoc in JSON from stdin, and write it with formulas to stdout.

    Blocks and code of the class `matcalc` become formulas: the expression and its derivative, with the class `steps`
    the derivation, with `answer` the answer alone. Options are wrt, declare, assume, shapes (a file), kind, order,
    form, layout, structured, direction and cotangent. FORMAT is what Pandoc will write. A block that is wrong stays,
    with the error behind it and on stderr, and the rest goes on.
    """
    try:
        document = json.loads((sys.stdin or sys.__stdin__).buffer.read())  # type: ignore[union-attr]
        if not isinstance(document, dict) or not isinstance(document.get("blocks"), list):
            raise MatcalcError("bad-file", "stdin holds no document of Pandoc", hint="pandoc -t json …")
        document["blocks"] = Filter(to, Terminal()).walked(document["blocks"])
    except RecursionError:
        raise MatcalcError("limit", "the document is nested too deeply") from None
    except ValueError as e:
        raise MatcalcError("bad-file", f"stdin holds no document of Pandoc: {visible(str(e))}") from None
    click.echo(dumps(document, ascii_only=True))
    return 0


def main() -> None:
    """The command `matcalc-pandoc`, which Pandoc calls with the format."""
    from matcalc.cli import main as run

    run(["pandoc", *sys.argv[1:]])
