"""An answer as a person reads it in a terminal: the reading, the answer, and what it rests on."""
from __future__ import annotations

from itertools import groupby

from matcalc.certify import Certificate
from matcalc.cli import derivation
from matcalc.cli.ascii import plain, to_ascii
from matcalc.derivative import Derivative
from matcalc.render import write
from matcalc.shape import show
from matcalc.steps.step import SUPERSCRIPTS

_METHODS = {
    "exact": "exactly, over a prime field",
    "complex-step": "by complex steps",
    "differences": "by central differences",
}

_COLORS = {"answer": "\x1b[1m", "label": "\x1b[2m", "good": "\x1b[32m", "warning": "\x1b[33m", "off": "\x1b[0m"}
_PLAIN = dict.fromkeys(_COLORS, "")


def page(d: Derivative, *, color: bool, ascii_only: bool, steps: bool = False) -> str:
    """The lines to show, without a final line break."""
    paint = _COLORS if color else _PLAIN
    left, answer = symbol(d), plain(d.answer) if ascii_only else d.answer
    left = to_ascii(left) if ascii_only else left
    out = [f"{paint['label']}{function(d):>{len(left)}} ={paint['off']} {d.reading}",
           f"{paint['label']}{left} ={paint['off']} {paint['answer']}{write(answer.expr)}{paint['off']}"]
    for i, (name, text) in enumerate(answer.definitions("text")):
        out.append(f"{' ' * len(left)}   {paint['label']}{'' if i else 'where':<5}{paint['off']} {name} = {text}")
    if steps:
        out += ["", derivation.as_text(d, color=color)]
    out.append("")
    out += [f"{paint['label']}{label:<10}{paint['off']} {told}" for label, told in _facts(d, paint)]
    page = "\n".join(out)
    return to_ascii(page) if ascii_only else page


def function(d: Derivative) -> str:
    """What the expression is called: f, or another letter where it uses that."""
    return next((name for name in "fghF" if name not in d.symbols), "f")


def symbol(d: Derivative) -> str:
    """What the answer is called: ∂f/∂x, ∂²f/∂x∂y, d³f; in a direction ∂f/∂x[v], with a cotangent ∂(G : f)/∂x."""
    f = function(d) if d.cotangent is None else f"({write(d.cotangent)} : {function(d)})"
    order = _power(d.order)
    if d.kind == "differential":
        return f"d{order}{f}"
    by = "".join(f"∂{name}{_power(len(list(same)))}" for name, same in groupby(d.by))
    return f"∂{order}{f}/{by}" + (f"[{write(d.direction)}]" if d.direction is not None else "")


def _power(n: int) -> str:
    return str(n).translate(SUPERSCRIPTS) if n > 1 else ""


def _facts(d: Derivative, paint: dict[str, str]) -> list[tuple[str, str]]:
    structured = f", {d.structured}" if d.structured else ""
    facts = [(d.kind, show(d.shape) + structured)]
    facts += [("provided", "; ".join(d.conditions))] if d.conditions else []
    facts += [("note", text) for text in d.notes]
    if d.certificate is None:
        facts.append(("certified", f"{paint['warning']}no, as asked{paint['off']}"))
    else:
        facts.append(("certified", f"{paint['good']}{certified(d.certificate)}{paint['off']}"))
    return facts


def certified(c: Certificate) -> str:
    """The certificate in a few words."""
    bound = "error probability" if c.method == "exact" else "relative error"
    how = _METHODS.get(c.method, c.method)
    return f"{how}, at {c.trials} random points ({bound} ≤ {c.error_bound:.0e})"
