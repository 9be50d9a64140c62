"""What a function and its derivatives are called: f, ∂f/∂x, ∂²f/∂x∂y, d³f, in every language of formulas."""
from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from matcalc.answers import Formulated
from matcalc.ops.leaves import SYM
from matcalc.render import write
from matcalc.render.languages import SUPERSCRIPTS


class _Marks(NamedTuple):
    """How a language writes a derivative's name.

    power  of a base, its exponent in figures, and in small ones
    apart  what stands between names side by side
    """

    fraction: str
    partial: str
    power: str
    differential: str
    paired: str
    along: str
    apart: str


_MARKS = {
    "text": _Marks("{}/{}", "∂{}", "{0}{2}", "d", "({} : {})", "[{}]", ""),
    "latex": _Marks(r"\frac{{{}}}{{{}}}", r"\partial {}", "{0}^{{{1}}}", "d", "({} : {})", "[{}]", " "),
    "typst": _Marks("frac({}, {})", "partial {}", "{0}^{1}", "d", "({} : {})", " [{}]", " "),
    "mathml": _Marks("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>", "<mi>∂</mi>{}",
                     "<msup><mrow>{0}</mrow><mn>{1}</mn></msup>", "<mi>d</mi>",
                     "<mrow><mo>(</mo>{} <mo>:</mo> {}<mo>)</mo></mrow>", "<mrow><mo>[</mo>{}<mo>]</mo></mrow>", " "),
}


def letter(d: Formulated) -> str:
    """What the function is called: f, or another letter where it uses that."""
    return next((name for name in "fghF" if name not in d.symbols), "f")


def title(d: Formulated, language: str, called: str = "") -> str:
    """What an answer is called: ∂f/∂x, ∂²f/∂x∂y, d³f; along a direction ∂f/∂x[v], with a cotangent ∂(G : f)/∂x."""
    marks, order = _MARKS[language], len(d.by)

    def power(base: str, count: int) -> str:
        small = str(count).translate(SUPERSCRIPTS)
        return base if count == 1 else marks.power.format(base.strip(), count, small) + marks.apart

    f = symbol(called or letter(d), language)
    if d.cotangent is not None:
        f = marks.paired.format(write(d.cotangent, language), f)
    if d.kind == "differential":
        return power(marks.differential, order) + marks.apart + f
    below = [marks.partial.format(power(symbol(x, language), len(list(same)))) for x, same in groupby(d.by)]
    top = power(marks.partial.format(""), order) + f
    written = marks.fraction.format(top.strip(), marks.apart.join(below).strip())
    return written + (marks.along.format(write(d.direction, language)) if d.direction is not None else "")


def symbol(word: str, language: str) -> str:
    """A name in a language."""
    return write(SYM(data=(word, ("1", "1"), ())), language)
