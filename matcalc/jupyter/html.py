"""Results as a notebook shows them: HTML with formulas in LaTeX, which MathJax sets, and plain text beside it."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from matcalc import wraps
from matcalc.certify import Certificate
from matcalc.cli.inventory import parts
from matcalc.cli.layout import certified
from matcalc.derivative import Derivative, Derivatives
from matcalc.diagnostics import MatcalcError
from matcalc.glossary import glossary
from matcalc.judge import Verdict, Verification, words
from matcalc.judge.verdict import Counterexample
from matcalc.render import write
from matcalc.shape import show
from matcalc.steps import Step
from matcalc.syntax import Reading
from matcalc.titles import symbol, title

Shown = Derivative | Derivatives | Verdict | Verification | Reading

MOST = 40
"""Lines of a derivation that is shown with an answer."""

_LEFT, _RIGHT = 'align="left" style="text-align: left"', 'align="right" style="text-align: right"'
_QUIET = 'style="opacity: 0.7; font-size: 90%"'
_VERDICT = 'style="color: {}; font-weight: bold"'
_GOOD, _BAD = "#1a7f37", "#c4314b"


def bundle(result: Shown, name: str = "") -> dict[str, str]:
    """A result by media type; `name` is what its function is called."""
    if isinstance(result, Reading):
        return {"text/plain": write(result.expr), "text/html": reading(result),
                "text/latex": f"$\\displaystyle {write(result.expr, 'latex')}$"}
    if isinstance(result, Verdict | Verification):
        html = _equality(result) if isinstance(result, Verdict) else _verification(result)
        return {"text/plain": str(result), "text/html": html}
    found = result if isinstance(result, Derivatives) else Derivatives([result])
    latex = f"$$\n{_rows(found, name)}\n$$"
    return {"text/plain": found.text, "text/html": derivatives(found, name), "text/latex": latex}


def derivatives(found: Derivatives, name: str = "", *, opened: bool = False) -> str:
    """Answers, what they rest on, and their derivations, folded unless `opened`."""
    if not found:
        return ""
    return _lines(_display(_rows(found, name)), small(_facts(found)), _derivations(found, name, opened=opened))


def reading(r: Reading, name: str = "", *, opened: bool = False) -> str:
    """How an expression is read, and its parts, folded unless `opened`."""
    head = f"{symbol(name, 'latex')} = " if name else ""
    symbols = [(_inline(symbol(n, "latex")), show(s.shape), ", ".join((*s.assume, s.origin)))
               for n, s in r.symbols.items()]
    inner = [(_inline(write(e, "latex")), show(e.shape), "") for e in parts(r)[:-1]]
    table = _table([(row[0], *map(escape, row[1:])) for row in (*symbols, *inner)])
    return _lines(f"{_display(head + write(r.expr, 'latex'))}", small([show(r.expr.shape), *r.notes]),
                  _folded("shapes", table, opened=opened) if symbols or inner else "")


def steps(found: Sequence[Step]) -> str:
    """A derivation: a row for each line, with the reason beside it."""
    rows = []
    for step in found:
        left, _, right = step.latex.partition("&=")
        why = f"{step.why}: {step.identity}" if step.why and step.identity else step.why or step.identity
        rows.append((_inline(left) if left.strip() else "", _inline(f"= {right}"), escape(why)))
    return _table(rows, first=_RIGHT)


def _rows(found: Derivatives, name: str) -> str:
    equations = wraps.equations(found, found.answers, "latex", name)
    rows = [row for left, right in equations for row in wraps.in_rows(left, right)]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def _facts(found: Derivatives) -> list[str]:
    """What the answers rest on, in a few words."""
    kinds = dict.fromkeys(f"{d.kind}, {show(d.shape)}" + (f", {d.structured}" if d.structured else "") for d in found)
    conditions = dict.fromkeys(text for d in found for text in d.conditions)
    notes = dict.fromkeys(note for d in found for note in (*d.notes, *glossary(d)))
    checks = dict.fromkeys(_checked(d.certificate) for d in found)
    provided = [f"provided {'; '.join(conditions)}"] if conditions else []
    return ["; ".join(kinds), *provided, *notes, *list(checks)[-1:]]


def _checked(c: Certificate | None) -> str:
    return "not certified, as asked" if c is None else f"certified {certified(c)}"


def _derivations(found: Derivatives, name: str, *, opened: bool) -> str:
    """The derivations, each folded; one that cannot be shown is left out."""
    out = []
    for d in found:
        try:
            lines = d.steps
        except MatcalcError:
            continue
        if 1 < len(lines) <= MOST:
            which = f" of {_inline(title(d, 'latex', name))}" if len(found) > 1 else ""
            out.append(_folded(f"steps{which}", steps(lines), opened=opened))
    return "".join(out)


def _equality(v: Verdict) -> str:
    head = "equal" if v.holds else "different"
    left, right = map(show, v.shapes)
    shapes = "" if v.shapes[0] == v.shapes[1] else f": the left side is {left}, the right side {right}"
    rows = [*zip(("", "") if v.holds else ("left", "right"), map(_code, v.readings), strict=True)]
    return _lines(_head(head, shapes, good=v.holds), _table([*rows, *_values(v.counterexample, "left", "right")]),
                  small([*v.notes, *([_checked(v.certificate)] if v.certificate and v.holds else [])]))


def _verification(v: Verification) -> str:
    head = "right" if v.holds else "wrong"
    why = "" if v.holds else f": the claim {words.explained(v.diagnosis)}"
    rows = [("or", escape(f"the claim {words.explained(what)}")) for what in v.also]
    if v.claimed is not None:
        rows.append(("claim", _inline(write(v.claimed, "latex"))))
    if v.right is not None:
        rows.append(("answer", _inline(v.right.latex)))
    seen = [] if v.holds else _values(v.counterexample, "claim", "answer")
    return _lines(_head(head, why, good=v.holds), _table([*rows, *seen]),
                  small([*v.notes, *([_checked(v.certificate)] if v.certificate and v.holds else [])]))


def _values(found: Counterexample | None, left: str, right: str) -> list[tuple[str, str]]:
    """Values that show a difference."""
    if found is None:
        return []
    given = [f"{name} = {words.matrix(value)}" for name, value in found.values.items()]
    return [("where", _code(", ".join(given) or ", ".join(f"{n} = {k}" for n, k in found.sizes.items()))),
            (left, _code(words.matrix(found.left))), (right, _code(words.matrix(found.right)))]


def _head(word: str, more: str, *, good: bool) -> str:
    return f"<div><span {_VERDICT.format(_GOOD if good else _BAD)}>{word}</span>{escape(more)}</div>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _inline(latex: str) -> str:
    return rf"\({escape(latex.strip(), quote=False)}\)"


def _display(latex: str) -> str:
    return f"$$\n{escape(latex, quote=False)}\n$$"


def small(texts: Iterable[str]) -> str:
    """Words below a formula."""
    told = " · ".join(escape(text) for text in texts if text)
    return f"<div {_QUIET}>{told}</div>" if told else ""


def _folded(title: str, body: str, *, opened: bool = False) -> str:
    return f"<details{' open' if opened else ''}><summary>{title}</summary>\n{body}\n</details>"


def _table(rows: Iterable[Sequence[str]], first: str = _LEFT) -> str:
    lines = ["<tr>" + "".join(f"<td {_LEFT if i else first}>{cell}</td>" for i, cell in enumerate(row)) + "</tr>"
             for row in rows]
    return "<table>\n" + "\n".join(lines) + "\n</table>" if lines else ""


def _lines(*parts: str) -> str:
    return "<div>\n" + "\n".join(part for part in parts if part) + "\n</div>"


__all__ = ["bundle", "derivatives", "reading", "small", "steps"]
