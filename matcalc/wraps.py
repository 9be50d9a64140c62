"""What stands around formulas: dollar signs, displays, aligned rows, whole documents that compile."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc.answers import Formulated
from matcalc.diagnostics import MatcalcError, visible
from matcalc.present import Answer
from matcalc.render import mathrows, write
from matcalc.render.languages import FORMULAS, WRAPS, formulas
from matcalc.render.rows import rows
from matcalc.titles import letter, symbol, title

LANGUAGES = ("latex", *FORMULAS)
"""The languages that can be wrapped."""

Equation = tuple[str, str]
"""A left side and a right side; an empty left side continues the row before."""


def equations(found: Sequence[Formulated], answers: Sequence[Answer], language: str,
              called: str = "") -> list[Equation]:
    """The function, the answers, and what they define: what several define alike stands once, at the end."""
    out = [(symbol(called or letter(found[0]), language), write(found[0].function, language))]
    shared = answers[0].equations(language) if all(a.where == answers[0].where for a in answers) else None
    for d, answer in zip(found, answers, strict=True):
        out.append((title(d, language, called), write(answer.expr, language)))
        out += answer.equations(language) if shared is None else []
    return out + (shared or [])


def wrapped(found: Sequence[str], lines: Callable[[], Sequence[Equation]], language: str, wrap: str) -> str:
    """Formulas in a wrap; `lines` gives the equations of rows."""
    if wrap in ("align", "standalone"):
        return aligned(lines(), language, wrap)
    before, after = _AROUND_FORMULA[language][wrap]
    return "\n".join(f"{before}{formula}{after}" for formula in found)


def check(language: str, wrap: str, *, steps: bool = False) -> None:
    """Refuse what there is not. Raises MatcalcError `usage`."""
    if wrap not in WRAPS:
        raise MatcalcError("usage", f"there is no wrap {visible(str(wrap))!r}", hint=f"they are {', '.join(WRAPS)}")
    if steps and wrap in ("inline", "display"):
        raise MatcalcError("usage", f"a derivation has rows, which do not go {wrap}",
                           hint="--wrap align, or standalone")
    if wrap != "none" and language not in LANGUAGES:
        raise MatcalcError("usage", f"there is no --wrap {wrap} in {visible(language)}",
                           hint=f"it goes with {', '.join(LANGUAGES)}")


def check_formula(language: str, wrap: str) -> None:
    """Refuse what no formula can be wrapped in. Raises MatcalcError `usage`."""
    check(language, wrap)
    if language not in LANGUAGES:
        raise MatcalcError("usage", f"{visible(str(language))!r} is no language that is wrapped",
                           hint=f"they are {', '.join(LANGUAGES)}")


_MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"'
_AROUND_FORMULA = {
    "latex": {"none": ("", ""), "inline": ("$", "$"), "display": (r"\[", r"\]")},
    "typst": {"none": ("", ""), "inline": ("$", "$"), "display": ("$ ", " $")},
    "mathml": {"none": (f'{_MATH} display="block">', "</math>"), "inline": (f"{_MATH}>", "</math>"),
               "display": (f'{_MATH} display="block">', "</math>")},
}


# ---- rows
def aligned(lines: Sequence[Equation], language: str, wrap: str) -> str:
    """Equations in rows, the signs of equality below each other, alone or in a document."""
    return derivation([(line, "") for line in lines], language, wrap)


def derivation(lines: Sequence[tuple[Equation, str]], language: str, wrap: str) -> str:
    """Equations in rows, each with a reason in a row of its own, which may be empty; alone or in a document."""
    row, block = _ROWS[language]
    body = block([part for (left, right), why in lines for part in row(left, right, why)])
    return body if wrap != "standalone" else document(body, language)


def in_rows(left: str, right: str, why: str = "") -> list[str]:
    """An equation of LaTeX as rows of an `align*`, and the reason, if that is plain words."""
    first, *more = rows(right, "latex")
    return [f"{left} &= {first}", *(rf"&\quad {{}} {row}" for row in more),
            *([rf"&\qquad \text{{({why})}}"] if plain(why) else [])]


def plain(words: str) -> str:
    """Words that LaTeX can set as they are, else none."""
    return words if words.isascii() and not _SPECIAL & set(words) else ""


_SPECIAL = frozenset("\\{}$&#^_~%")


def align(found: Sequence[str]) -> str:
    """Rows of LaTeX as an `align*`."""
    return "\\begin{align*}\n" + " \\\\\n".join(f"  {row}" for row in found) + "\n\\end{align*}"


def document(body: str, language: str) -> str:
    """A document that compiles as it stands."""
    return _DOCUMENTS[language].format(body)


def _typst_rows(left: str, right: str, why: str) -> list[str]:
    first, *more = rows(right, "typst")
    reason = [f"  &quad {formulas('typst').marks.word(f'({why})')}"] if why else []
    return [f"  {left} &= {first}", *(f"  &quad {row}" for row in more), *reason]


def _mathml_rows(left: str, right: str, why: str) -> list[str]:
    reason = [_ROW.format("", f'<mspace width="2em"/><mtext>({why.translate(_ESCAPES)})</mtext>')] if why else []
    first, *more = mathrows.rows(right)
    below = [_ROW.format("", f'<mspace width="2em"/>{row}') for row in more]
    return [_ROW.format(left, f"<mo>=</mo>{first}"), *below, *reason]


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TO = "text-align: {0}; text-align: -webkit-{0}"
"""Formulas are blocks to Chromium, and take the second."""
_ROW = (f'<mtr><mtd style="{_TO.format("right")}; padding-right: 0">{{}}</mtd>'
        f'<mtd style="{_TO.format("left")}; padding-left: 0"><mrow>{{}}</mrow></mtd></mtr>')
_ROWS: dict[str, tuple[Callable[[str, str, str], list[str]], Callable[[Sequence[str]], str]]] = {
    "latex": (in_rows, align),
    "typst": (_typst_rows, lambda found: "$\n" + " \\\n".join(found) + "\n$"),
    "mathml": (_mathml_rows, lambda found: (
        f'{_MATH} display="block"><mtable displaystyle="true">\n' + "\n".join(found) + "\n</mtable></math>")),
}
"""How an equation and its reason become rows, and rows a block."""
_DOCUMENTS = {
    "latex": "\\documentclass{{article}}\n\\usepackage[a4paper, margin=2cm]{{geometry}}\n"
             "\\usepackage{{amsmath, amssymb}}\n\\begin{{document}}\n\\allowdisplaybreaks\n{}\n\\end{{document}}",
    "typst": '#set page("a4", margin: 2cm)\n#show math.equation: set block(breakable: true)\n{}',
    "mathml": '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>matcalc</title>\n'
              "<style>body {{ overflow-x: auto }} mtd {{ padding: 0.3em 0.1em }}</style></head>\n<body>\n{}\n"
              "</body>\n</html>",
}
"""Documents that compile as they stand, in the place of `{{}}` the rows."""
