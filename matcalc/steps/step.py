"""One line of a derivation: a formula, why it follows from the line before, and what is named in it."""
from __future__ import annotations

from matcalc.certify import Certificate
from matcalc.expr import OPS, Expr, Notation, Op
from matcalc.render import write

DIFFERENTIAL = Op("differential", "m,n -> m,n", text=Notation("d({0})"), latex=Notation(r"d\left({0}\right)"),
                  numpy=Notation("d({0})"))
"""The change of an expression, not written out. Only in derivations."""


SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""The digits of an order, raised."""


class Step:
    """A line.

    left, right   both sides as (text, LaTeX); without a left side the line continues the one before
    why           what was done, in words
    identity      the rule that allows it, in matcalc's syntax; may be empty
    names         what the line defines: (name, expression as written)
    certificate   how the line was checked; None for a definition
    """

    __slots__ = ("certificate", "identity", "left", "names", "right", "why")

    def __init__(self, left: tuple[str, str], right: tuple[str, str], why: str = "", identity: str = "",
                 names: list[tuple[str, Expr]] | None = None, certificate: Certificate | None = None):
        self.left, self.right, self.why, self.identity = left, right, why, identity
        self.names, self.certificate = names or [], certificate

    @property
    def text(self) -> str:
        """The formula in plain text, definitions behind it."""
        line = f"{self.left[0]} = {self.right[0]}" if self.left[0] else f"= {self.right[0]}"
        return line + "".join(f", {name} = {write(e)}" for name, e in self.names)

    @property
    def latex(self) -> str:
        """The line as a row of an `align*`."""
        defined = "".join(rf", \quad {both(symbol(name))[1]} = {write(e, 'latex')}" for name, e in self.names)
        return f"{self.left[1]} &= {self.right[1]}{defined}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex.replace('&=', '=')}$"

    def __repr__(self) -> str:
        return f"<Step {self.text}>"


def both(e: Expr) -> tuple[str, str]:
    """An expression as written, in text and LaTeX."""
    return write(e), write(e, "latex")


def symbol(name: str) -> Expr:
    """A symbol for its name alone."""
    return OPS["sym"](data=(name, ("1", "1"), ()))
