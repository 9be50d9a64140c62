"""One line of a derivation: a formula, why it follows from the line before, and what is named in it."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matcalc.certify import Certificate
from matcalc.expr import OPS, Expr, Notation, Op
from matcalc.render import languages, write

if TYPE_CHECKING:
    from matcalc.render.marks import Marks

DIFFERENTIAL = Op("differential", "m,n -> m,n", text=Notation("d({0})"), latex=Notation(r"d\left({0}\right)"),
                  numpy=Notation("d({0})"))
"""The change of an expression, not written out. Only in derivations."""


class Side(tuple[str, str]):
    """One side of a line, as (text, LaTeX), and how the other languages of formulas write it."""

    writer: Callable[[str], str]

    def __new__(cls, text: str, latex: str, writer: Callable[[str], str]) -> Side:
        """A pair with more to it; equal to other pairs."""
        out = super().__new__(cls, (text, latex))
        out.writer = writer
        return out


class Step:
    """A line.

    left, right   both sides as (text, LaTeX), names or `Side`s; without a left side the line continues the one before
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

    def written(self, language: str) -> tuple[str, str]:
        """Both sides in `latex`, `mathml` or `typst`, definitions behind the right one."""
        if language == "latex":
            left, _, right = self.latex.partition(" &= ")
            return left, right
        how = languages.named(language)
        parts = [_written(self.right, language)]
        for name, e in self.names:
            parts += [how.said.comma, write(symbol(name), language), how.said.equals, write(e, language)]
        return _written(self.left, language), how.beside(*parts) if parts[1:] else parts[0]

    def __repr__(self) -> str:
        return f"<Step {self.text}>"


def _written(side: tuple[str, str], language: str) -> str:
    if isinstance(side, Side):
        return side.writer(language)
    return write(symbol(side[0]), language) if side[0] else ""


def both(e: Expr) -> Side:
    """An expression as written."""
    return Side(write(e), write(e, "latex"), lambda language: write(e, language))


def change(over: tuple[str, str], under: tuple[str, str]) -> Side:
    """∂over/∂under"""
    def writer(language: str) -> str:
        m = marks(language)
        return m.fraction(*(m.row(m.letter("∂"), _written(side, language)) for side in (over, under)))

    return Side(f"∂{over[0]}/∂{under[0]}", rf"\frac{{\partial {over[1]}}}{{\partial {under[1]}}}", writer)


def marks(language: str) -> Marks:
    """The marks of a language of formulas."""
    return languages.formulas(language).marks


def symbol(name: str) -> Expr:
    """A symbol for its name alone."""
    return OPS["sym"](data=(name, ("1", "1"), ()))
