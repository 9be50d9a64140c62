"""The output languages: brackets, numbers, names and leaves of each."""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from matcalc import dims
from matcalc.expr import Expr
from matcalc.notation import Notation, nested, notation_of

if TYPE_CHECKING:
    from matcalc.render.formulas import Formulas
    from matcalc.render.target import Target

Written = tuple[str, int]
Noted = Notation | Callable[[Expr], Notation]
ATOM = 100

GREEK = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
         "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta",
         "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega")
LETTERS = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", GREEK, strict=True))

VARIANTS = ("varepsilon", "vartheta", "varpi", "varrho", "varsigma", "varphi")
"""Other shapes of Greek letters, which are names of their own."""

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""The digits of an order, raised."""
SUBSCRIPTS = {ord(c): f"_{plain}" for c, plain in zip("ₖᵢⱼₘₙₚₛₜ₀₁₂₃₄₅₆₇₈₉", "kijmnpst0123456789", strict=True)}


class Said:
    """What stands between formulas: a gap and words before definitions, a comma between them, a sign of equality; and
    the sum over singular triples."""

    __slots__ = ("comma", "equals", "gap", "triples", "where")

    def __init__(self, gap: str, where: str, comma: str, equals: str, triples: str):
        self.gap, self.where, self.comma, self.equals, self.triples = gap, where, comma, equals, triples


class Language:
    """How one language writes leaves, brackets and operators.

    field    the slot of an operator's record that holds its notation
    brief    how a constant matrix is written in a sum, where the other terms tell its size
    telling  the operators in which it is; if none, all whose other arguments tell its size
    instead  how an operator is written where a symbol has its usual name: {operator: (names of symbols, notation)}
    overlay  notations that differ from those in the records
    said     what stands between formulas
    """

    __slots__ = ("brackets", "brief", "constant", "field", "instead", "leaves", "name", "overlay", "said", "telling")

    def __init__(self, name: str, field: str, brackets: tuple[str, str], constant: Callable[[Any], str],
                 leaves: Mapping[str, Callable[[Any], Written]], *,
                 brief: Mapping[str, Callable[[Any], Written]] | None = None,
                 instead: Mapping[str, tuple[frozenset[str], Notation]] | None = None,
                 overlay: Mapping[str, Noted] | None = None, said: Said | None = None, telling: Collection[str] = ()):
        self.name, self.field, self.brackets, self.constant, self.leaves = name, field, brackets, constant, leaves
        self.brief, self.instead, self.overlay, self.said = brief or {}, instead or {}, overlay or {}, said or _PLAINLY
        self.telling = telling

    def notation(self, e: Expr) -> Notation:
        """The notation of a node: the overlay's, else that in its record."""
        found = self.overlay.get(e.op.name)
        if found is None:
            return notation_of(e, self.field)
        return found if isinstance(found, Notation) else found(e)

    def bracket(self, written: Written, need: int) -> str:
        """What is written, in brackets unless it binds as tightly as is needed."""
        text, precedence = written
        return text if precedence >= need else f"{self.brackets[0]}{text}{self.brackets[1]}"

    def joined(self, notation: Notation, args: list[Written]) -> str:
        """The arguments of an operator that stands between them, each in brackets where it needs them."""
        assert notation.join is not None
        out = []
        for text, precedence in args:
            need = notation.crowded if "(" in text else notation.inner
            out.append(self.bracket((text, precedence), need))
        return notation.join.join(out)

    def beside(self, *parts: str) -> str:
        """Parts of a formula as one."""
        return "".join(parts)

    def filled(self, literals: list[str], fields: list[str]) -> str:
        """A template with its fields: one literal before each, and one behind the last."""
        return "".join([part for pair in zip(literals, fields, strict=False) for part in pair]) + literals[-1]


class Latex(Language):
    """LaTeX: brackets and bars grow where what is inside is tall, and words keep their distance from letters."""

    def bracket(self, written: Written, need: int) -> str:
        """What is written, in brackets unless it binds as tightly as is needed."""
        return written[0] if written[1] >= need else brackets_latex(written[0])

    def notation(self, e: Expr) -> Notation:
        """The notation of a node."""
        found = super().notation(e)
        if found.precedence != 90 or not e.args or e.args[0].op.name != "sym" or e.args[0].data[0][0] != "d":
            return found
        raised: Notation = import_module("matcalc.render.changes").raised(e, found)
        return raised

    def joined(self, notation: Notation, args: list[Written]) -> str:
        """The arguments of an operator that stands between them."""
        if notation.join != " ":
            return super().joined(notation, args)
        return _spaced([self.bracket(arg, notation.inner) for arg in args])

    def filled(self, literals: list[str], fields: list[str]) -> str:
        """A template with its fields, whose `\\left` and `\\right` are needed round what is tall."""
        if literals == ["", " ", ""]:
            return _spaced(fields)
        text = super().filled(literals, fields)
        return text if any(map(is_tall, fields)) else _low(text)


def is_tall(latex: str) -> bool:
    """Whether brackets round a formula must grow."""
    return r"\frac" in latex or r"\sum" in latex


def brackets_latex(latex: str) -> str:
    """A formula in round brackets, as large as they must be."""
    return rf"\left({latex}\right)" if is_tall(latex) else f"({latex})"


def _low(latex: str) -> str:
    """The formula with brackets and bars of one size."""
    if r"\left" in latex:
        for grows, plain in _PLAIN:
            latex = latex.replace(grows, plain)
    return latex


_PLAIN = ((r"\left(", "("), (r"\right)", ")"), (r"\left\|", r"\lVert "), (r"\right\|", r" \rVert"),
          (r"\left|", r"\lvert "), (r"\right|", r" \rvert"))


def _spaced(factors: list[str]) -> str:
    r"""Factors side by side; between a word and a letter there is a thin space, as between `\sin` and its x.

    A differential is set off in the same way: in s dX A nothing else shows where it begins and ends.
    """
    out = factors[0]
    for before, factor in pairwise(factors):
        wide = _ends_in_word(before) or _is_word(factor) or _is_change(factor) or _is_change(before.rpartition(" ")[2])
        out += (r" \, " if wide else " ") + factor
    return out


def _is_change(latex: str) -> bool:
    """Whether it begins with the sign of a differential: dX, d(X)."""
    return latex[:1] == "d" and (latex[1:2].isalpha() or latex[1:2] in ("\\", "("))


def _is_word(latex: str) -> bool:
    """Whether it begins with a word."""
    return latex.startswith(r"\mathrm{") and latex[9:10] != "}"


def _ends_in_word(latex: str) -> bool:
    start = latex.rfind(r"\mathrm{")
    return start >= 0 and _is_word(latex[start:]) and latex.find("}", start) == len(latex) - 1


def fraction_text(value: Fraction) -> Written:
    """A number in plain text: `1/2`."""
    text = str(value)
    return text, (10 if value < 0 else ATOM if value.denominator == 1 else 40)


def exponent_text(data: Any) -> str:
    """An exponent or a dimension in plain text: brackets round what is no integer or name."""
    if isinstance(data, Fraction) and data.denominator != 1:
        return f"({data})"
    return str(data)


def dim_text(dim: str) -> Written:
    """A dimension as a number in plain text: `m n` for `m*n`."""
    terms = dims.factors(dim)
    single = terms and (terms[0] == 1) + len(terms[1]) <= 2 and "*" not in dim
    return dim.replace("*", " "), ATOM if single else 40 if terms else 10


def name_latex(name: str) -> str:
    r"""A symbol's name in LaTeX: Greek by name, what follows the letter as an index (`\beta_{1}`), `dX` as such."""
    head, index = cut(name)
    change = head[:1] in CHANGES and is_letter(head[1:])
    base = CHANGES[head[0]] + _letter_latex(head[1:]) if change else _letter_latex(head)
    words = (rf"\mathrm{{{word}}}" if len(word) > 2 and word.isalpha() else word for word in index.split(","))
    return f"{base}_{{{','.join(words)}}}" if index else base


def cut(name: str) -> tuple[str, str]:
    """A name as its letter or word and its index, however that is written: x₁, x1 and x_1 are ("x", "1")."""
    head, _, index = name.translate(SUBSCRIPTS).partition("_")
    if not index:
        head = name.rstrip("0123456789")
        index = name[len(head):]
    return head, index.replace("_", ",")


CHANGES = {"d": "d", "Δ": r"\Delta ", "δ": r"\delta "}
"""What stands before a symbol in the name of its change."""
ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot", "\u0308": "ddot", "\u030c": "check"}
"""Marks over a letter."""


def is_letter(word: str) -> bool:
    """Whether a word is one letter, which may be Greek."""
    return len(word) == 1 or word in GREEK or word in VARIANTS


def _letter_latex(word: str) -> str:
    r"""One letter, Greek or not, perhaps with an accent; a longer word upright."""
    if word[-1:] in ACCENTS and is_letter(word[:-1]):
        return f"\\{ACCENTS[word[-1]]}{{{_letter_latex(word[:-1])}}}"
    name = "ell" if word == "ℓ" else LETTERS.get(word, word if len(word) > 1 and is_letter(word) else "")
    return f"\\{name}" if name else word if len(word) == 1 else rf"\mathrm{{{word}}}"


def number_latex(value: Fraction) -> Written:
    r"""A number in LaTeX: `\frac{1}{2}`."""
    if value.denominator == 1:
        return str(value), 10 if value < 0 else ATOM
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", 10 if sign else 95


def ones_latex(shape: tuple[str, str]) -> Written:
    """Ones whose size something else tells: a column, a row, or a column times a row."""
    if shape[1] == "1":
        return r"\mathbf{1}", ATOM
    return (r"\mathbf{1}^{\top}", 90) if shape[0] == "1" else (r"\mathbf{1} \mathbf{1}^{\top}", 40)


def constant_latex(data: Any) -> str:
    """An exponent, a dimension or a name in LaTeX."""
    if isinstance(data, Fraction) and data.denominator != 1:
        return f"{data.numerator}/{data.denominator}"
    text = str(data)
    return name_latex(text) if text.isidentifier() else text.replace("*", " ")


_PLAINLY = Said(" ", "where ", ", ", " = ", "Σₖ σₖ uₖ vₖᵀ")
_IN_LATEX = Said(r" \quad ", r"\text{where } ", r",\; ", " = ", r"\sum_{k} \sigma_{k} u_{k} v_{k}^{\top}")
_TEXT_LEAVES: dict[str, Callable[[Any], Written]] = {
    "num": fraction_text, "sym": lambda data: (data[0], ATOM), "dim": dim_text, "const": lambda data: (data, ATOM)}
_TEXT_BRIEF: dict[str, Callable[[Any], Written]] = {
    "eye": lambda data: ("eye(1)" if data == "1" else "I", ATOM), "ones": lambda data: ("1", ATOM)}

LANGUAGES: dict[str, Language] = {language.name: language for language in (
    Language("text", "text", ("(", ")"), exponent_text, _TEXT_LEAVES, brief=_TEXT_BRIEF),
    Language("ascii", "text", ("(", ")"), exponent_text, _TEXT_LEAVES, brief=_TEXT_BRIEF,
             overlay={"kron": nested("kron")}),
    Latex("latex", "latex", (r"\left(", r"\right)"), constant_latex, {
        "num": number_latex, "sym": lambda data: (name_latex(data[0]), ATOM),
        "dim": lambda dim: (constant_latex(dim), dim_text(dim)[1]),
        "const": lambda data: (f"\\{data}", ATOM)}, brief={"eye": lambda data: ("I", ATOM), "ones": ones_latex},
        instead={"sigmoid": (frozenset({"σ", "sigma"}), Notation(r"\operatorname{{sigmoid}}\left({0}\right)"))},
        said=_IN_LATEX),
)}
"""By name, those for people. In `ascii`, which is text before its signs are spelled out, Kronecker products are calls:
⊗ has no spelling between operands."""

FORMULAS = ("mathml", "typst")
"""Other languages of formulas, each a module beside this one."""
WRAPS = ("none", "inline", "display", "align", "standalone")
"""What can stand around formulas; the first is nothing."""
TARGETS = ("numpy", "scipy", "jax", "torch", "julia", "matlab")
"""The languages of programs."""


def named(name: str) -> Language:
    """A language by name."""
    if name in (*FORMULAS, "pretty"):
        return formulas(name)
    return LANGUAGES.get(name) or target(name)


def formulas(name: str) -> Formulas:
    """A language of formulas that is made of marks; it is loaded when asked for."""
    found: Formulas = import_module(f"matcalc.render.{name}").LANGUAGE
    return found


def target(name: str) -> Target:
    """A language of programs by name; it is loaded when asked for."""
    found: Target = import_module(f"matcalc.render.overlays.{name}").LANGUAGE
    return found
