"""An answer as a person reads it in a terminal: the reading, the answer, and what it rests on."""
from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from matcalc.certify import Certificate
from matcalc.cli import derivation
from matcalc.cli.look import Look, spaced
from matcalc.derivative import Derivatives
from matcalc.glossary import glossary
from matcalc.render import write
from matcalc.shape import show
from matcalc.titles import letter, title

_METHODS = {
    "exact": "exactly, over a prime field",
    "complex-step": "by complex steps",
    "differences": "by central differences",
}

_LABELS = 11
"""Columns of the labels of what an answer rests on."""


def page(found: Derivatives, look: Look, *, steps: bool = False, name: str = "") -> str:
    """The lines to show, without a final line break; `name` is what the expression is called."""
    name = name or letter(found[0])
    names = [title(d, "text", name) for d in found]
    wide = max(map(look.columns, names))
    answers = found.answers
    out = look.equation(name, partial(write, found[0].function), wide)
    for called, answer in zip(names, answers, strict=True):
        out += look.equation(called, partial(write, answer.expr), wide)
        if not found.has_shared_names or answer is answers[-1]:
            out += look.definitions(answer, lambda i: " " * (wide + 3) + look.label("     " if i else "where") + " ",
                                    wide + 9)
    if steps:
        out += [line for d in found for line in ("", derivation.as_text(d, look))]
    out.append("")
    for role, label, told in _facts(found, names):
        out += look.prose(told, role, lead=look.label(f"{label:<{_LABELS}}"), indent=_LABELS)
    return "\n".join(spaced(out))


def _facts(found: Derivatives, names: list[str]) -> Iterator[tuple[str, str, str]]:
    """What there is to say of the answers: its role, a label, and the words."""
    for d, name in zip(found, names, strict=True):
        which = f", {name}" if len(found) > 1 else ""
        yield "shape", d.kind, show(d.shape) + (f", {d.structured}" if d.structured else "") + which
    conditions = dict.fromkeys(text for d in found for text in d.conditions)
    if conditions:
        yield "condition", "provided", "; ".join(conditions)
    yield from (("note", "note", text)
                for text in dict.fromkeys(text for d in found for text in (*d.notes, *glossary(d))))
    weakest = {d.certificate and d.certificate.method: d.certificate
               for d in sorted(found, key=lambda d: d.certificate.error_bound if d.certificate else 0)}
    for certificate in weakest.values():
        yield (("uncertified", "certified", "no, as asked") if certificate is None
               else ("certified", "certified", certified(certificate)))


def certified(c: Certificate) -> str:
    """The certificate in a few words."""
    bound = "error probability" if c.method == "exact" else "relative error"
    how = _METHODS.get(c.method, c.method)
    return f"{how}, at {c.trials} points ({bound} ≤ {c.error_bound:.0e})"
