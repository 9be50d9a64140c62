"""Typst's math mode."""
from __future__ import annotations

from matcalc.render.formulas import Formulas
from matcalc.render.languages import Said

OPERATORS = frozenset((
    "arccos", "arcsin", "arctan", "cos", "cosh", "cot", "csc", "det", "exp", "log", "max", "min", "sec", "sin", "sinh",
    "tan", "tanh", "tr"))
"""Functions that Typst knows by name."""
_MARKS = {"hat": "hat", "tilde": "tilde", "bar": "macron", "dot": "dot", "ddot": "dot.double", "check": "caron"}
_LETTERS = {"∂": "partial", "epsilon": "epsilon.alt", "varepsilon": "epsilon", "phi": "phi.alt", "varphi": "phi",
            "vartheta": "theta.alt", "varpi": "pi.alt", "varrho": "rho.alt", "varsigma": "sigma.alt"}
"""What Typst calls otherwise; of epsilon and phi the shapes are those that LaTeX takes for these names."""
_SIGNS = {"−": "-", "/": "\\/", "∗": "*", "⊤": "top", "×": " times ", "∞": "oo"}


class Source:
    """The marks of Typst. What no name is common for stands as the character itself."""

    brackets = plain = "(", ")"
    tall: tuple[str, ...] = ()
    times = gap = " "
    apart = " thin "
    comma = ", "

    def number(self, digits: str) -> str:
        """A whole number."""
        return digits

    def letter(self, name: str) -> str:
        """One letter, or Greek by its name."""
        return _LETTERS.get(name, name)

    def word(self, name: str) -> str:
        """A word in quotes is upright, as is one letter where it is asked for."""
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return quoted if len(name) > 1 else f"upright({name})"

    def function(self, name: str) -> str:
        """The name of a function, as Typst has it or as an operator."""
        return name if name in OPERATORS else f"op({self.word(name)})"

    def bold(self, digit: str) -> str:
        """A digit in bold type."""
        return f"bold({digit})"

    def accent(self, letter: str, mark: str) -> str:
        """A mark over a letter."""
        return f"{_MARKS[mark]}({letter})"

    def row(self, *parts: str) -> str:
        """Parts side by side, a space between what would be one word, or a call."""
        out = ""
        for part in parts:
            out += part if not out or not (_is_wordy(out[-1]) and _is_wordy(part[:1])) else f" {part}"
        return out

    def sign(self, sign: str) -> str:
        """An operator."""
        return _SIGNS.get(sign, sign)

    def between(self, sign: str) -> str:
        """An operator with room around it."""
        return f" {self.sign(sign).strip()} "

    def sub(self, base: str, index: str) -> str:
        """An index."""
        return f"{base}_{_grouped(index)}"

    def sup(self, base: str, script: str) -> str:
        """An exponent."""
        return f"{base}^{_grouped(script)}"

    def both(self, base: str, index: str, script: str) -> str:
        """An index, and an exponent above it."""
        return self.sup(self.sub(base, index), script)

    def primes(self, base: str, count: int) -> str:
        """Primes, or the order in brackets."""
        return base + "'" * count if count < 4 else f"{base}^(({count}))"

    def fenced(self, bar: str, inside: str) -> str:
        """Bars that grow."""
        return f"{'norm' if bar == '‖' else 'abs'}({inside})"

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction."""
        return f"frac({top}, {bottom})"

    def root(self, inside: str, degree: str = "") -> str:
        """A root."""
        return f"root({degree}, {inside})" if degree else f"sqrt({inside})"

    def total(self, letters: list[str]) -> str:
        """The sign of a sum."""
        return self.sub("sum", ", ".join(letters)) + " "


def _is_wordy(c: str) -> bool:
    return c.isalnum() or c in "\"(){}"


def _grouped(script: str) -> str:
    return script if script.isalnum() else f"({script})"


_SAID = Said(" quad ", '"where " ', ", thick ", " = ", "sum_k sigma_k u_k v_k^top")
LANGUAGE = Formulas("typst", Source(), _SAID)
"""Source of a formula, to stand between dollar signs."""
