"""An answer as a person reads it in a terminal: the reading, the answer, and what it rests on."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from matcalc.certify import Certificate
from matcalc.cli import derivation
from matcalc.cli.ascii import to_ascii
from matcalc.derivative import Derivative, Derivatives
from matcalc.glossary import glossary
from matcalc.present import Answer
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


def page(found: Derivatives, *, color: bool, ascii_only: bool, steps: bool = False) -> str:
    """The lines to show, without a final line break."""
    paint = _COLORS if color else _PLAIN
    names = [to_ascii(name) if ascii_only else name for name in map(symbol, found)]
    wide = max(map(len, names))
    answers, language = found.answers, "ascii" if ascii_only else "text"
    out = [f"{paint['label']}{function(found[0]):>{wide}} ={paint['off']} {found[0].reading}"]
    for name, answer in zip(names, answers, strict=True):
        told = f"{paint['answer']}{write(answer.expr, language)}{paint['off']}"
        out.append(f"{paint['label']}{name:>{wide}} ={paint['off']} {told}")
        if not found.has_shared_names or answer is answers[-1]:
            out += _definitions(answer, language, wide, paint)
    if steps:
        out += [line for d in found for line in ("", derivation.as_text(d, color=color))]
    out.append("")
    out += [f"{paint['label']}{label:<10}{paint['off']} {told}" for label, told in _facts(found, paint)]
    page = "\n".join(out)
    return to_ascii(page) if ascii_only else page


def _definitions(answer: Answer, language: str, wide: int, paint: dict[str, str]) -> list[str]:
    return [f"{' ' * wide}   {paint['label']}{'' if i else 'where':<5}{paint['off']} {name} = {text}"
            for i, (name, text) in enumerate(answer.definitions(language))]


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


def _facts(found: Derivatives, paint: dict[str, str]) -> Iterator[tuple[str, str]]:
    for d in found:
        which = f", {symbol(d)}" if len(found) > 1 else ""
        yield d.kind, show(d.shape) + (f", {d.structured}" if d.structured else "") + which
    conditions = dict.fromkeys(text for d in found for text in d.conditions)
    if conditions:
        yield "provided", "; ".join(conditions)
    yield from (("note", text) for text in dict.fromkeys(text for d in found for text in (*d.notes, *glossary(d))))
    weakest = {d.certificate and d.certificate.method: d.certificate
               for d in sorted(found, key=lambda d: d.certificate.error_bound if d.certificate else 0)}
    yield from (("certified", _certified(certificate, paint)) for certificate in weakest.values())


def _certified(c: Certificate | None, paint: dict[str, str]) -> str:
    if c is None:
        return f"{paint['warning']}no, as asked{paint['off']}"
    return f"{paint['good']}{certified(c)}{paint['off']}"


def certified(c: Certificate) -> str:
    """The certificate in a few words."""
    bound = "error probability" if c.method == "exact" else "relative error"
    how = _METHODS.get(c.method, c.method)
    return f"{how}, at {c.trials} random points ({bound} ≤ {c.error_bound:.0e})"
