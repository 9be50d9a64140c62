"""How formulas are shown in two dimensions: drawn where the width allows, else in lines."""
from __future__ import annotations

from matcalc.cli.ascii import to_ascii
from matcalc.cli.formulas import formula
from matcalc.cli.look import Look, Spelling, spaced
from matcalc.present import Answer
from matcalc.render import write
from matcalc.render.boxes import ASCII, UNICODE, Box, draw


class Drawing(Look):
    """A look with fractions one above the other, raised exponents and tall brackets."""

    __slots__ = ()

    def drawn(self, marked: str) -> Box:
        """The box of a formula in the marks of `render.pretty`."""
        return draw(marked, ASCII, _spelled) if self.ascii_only else draw(marked, UNICODE)

    def equation(self, name: str, of: Spelling, wide: int, *, lead: str = "", indent: int = 0) -> list[str]:
        """`name = formula` in as many lines as it is tall, with room round it; broken where it is too wide."""
        box, before = self.drawn(of("pretty")), indent + wide + 3
        if box.width + before > self.width:
            return super().equation(name, of, wide, lead=lead, indent=indent)
        out = [(self.head(name, wide, lead) if i == box.base else " " * before) + formula(line.rstrip(), self.paint)
               for i, line in enumerate(box.lines)]
        return ["", *out, ""] if len(out) > 1 else out


def as_pretty(answer: Answer, look: Drawing) -> str:
    """The answer as data: its drawing, and those of what it is defined by."""
    out = [line.rstrip() for line in look.drawn(write(answer.expr, "pretty")).lines]
    if answer.where or answer.decomposed is not None:
        out += ["", *look.definitions(answer, lambda i: "      " if i else "where ", 6)]
    return "\n".join(spaced(out))


def _spelled(text: str) -> str:
    """Text in ASCII, which has blanks round a sign only if the text has."""
    spelled = to_ascii(text)
    return spelled if " " in text else spelled.replace(" ", "")
