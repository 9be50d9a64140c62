"""Languages of formulas besides LaTeX: how each operator is set, said once, in marks that each language has its own of.

What no table names is a function, called by its own name: a new function of entries needs no line here.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from matcalc.expr import Expr
from matcalc.notation import Notation
from matcalc.ops.einsum import free
from matcalc.ops.pnorm import is_plain
from matcalc.render.changes import is_change, is_raised
from matcalc.render.languages import ACCENTS, ATOM, LETTERS, Language, Said, Written, cut, dim_text, is_letter
from matcalc.render.marks import Marks

CALLS = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "sigmoid": "σ", "normcdf": "Φ", "trigamma": "ψ_1",
    "log2": "log_2", "log10": "log_10", "leaky_relu": "LeakyReLU", "leaky_relu_by": "LeakyReLU", "huber1": "huber",
    "maximum": "max", "minimum": "min", "cross_entropy": "crossentropy", "khatri_rao": "KhatriRao",
    **{f"{along}_{name}": f"{name.replace('_', '')}_{along}" for along in ("row", "col")
       for name in ("softmax", "logsumexp", "log_softmax")},
    "lmax": "λ_max", "lmin": "λ_min", "evec_max": "v_max", "evec_min": "v_min", "eproj_max": "P_max",
    "resolvent_max": "R_max", "smax": "σ_max", "lsv": "u_1", "rsv": "v_1",
    **{name: name + "_data" for name in ("eigval", "eigvec", "eigproj", "resolvent", "sval", "lsvec", "rsvec")},
    **{name: name + "_data[0]×data[1]" for name in ("blockdot", "blocksum", "unvec")},
    "diag": "Diag", "diagpart": "diag",
}
"""Functions whose name is not the operator's: a word, a Greek letter or a Latin one set upright, and an index."""

SCRIPTS = {"transpose": "⊤", "inv": "−1", "invt": "−⊤", "pinv": "+", "sqrtm": "1/2", "power": "data",
           "mpower": "data"}
"""What stands in the place of an exponent."""

BARS = {"norm": ("‖", ""), "norm1": ("‖", "1"), "norm_inf": ("‖", "∞"), "nuc": ("‖", "∗")}
"""Bars, and their index."""

CONSTANTS = {"unit": "e_data[0]", "commutation": "K_data[0],data[1]", "duplication": "D_data",
             "elimination": "L_data", "symmetrizer": "N_data"}
"""Constant matrices: a letter set upright, and an index."""

JOINS = {"add": ("+", 10, 10, None), "hadamard": ("∘", 30, 31, 41), "kron": ("⊗", 19, 41, None)}
"""Signs between any number of operands, with precedence and what operands need: see Notation."""

INFIX = {"sub": ("{0:10}", "−", "{1:11}", 10), "hdiv": ("{0:30}", "⊘", "{1:31}", 30),
         "frob": ("{0:21}", ":", "{1:21}", 20)}
"""A sign between two operands, and the precedence."""

_TOKEN = re.compile(r"[^\W\d]\w*|\d+|\S")
_DATA = re.compile(r"data(?:\[(\d)\])?")


class Formulas(Language):
    """A language of formulas made of marks."""

    __slots__ = ("marks",)

    def __init__(self, name: str, marks: Marks, said: Said | None = None):
        self.marks = marks
        super().__init__(
            name, "latex", marks.brackets, self.spelled,
            {"num": self._number, "sym": lambda data: (self.name_of(data[0]), ATOM),
             "dim": lambda dim: (self.spelled(dim), dim_text(dim)[1]),
             "const": lambda data: (self.marks.letter(data), ATOM)},
            brief={"eye": lambda data: (marks.letter("I"), ATOM), "ones": self._ones},
            instead={"sigmoid": (frozenset({"σ", "sigma"}), Notation(
                marks.row(marks.function("sigmoid"), self.in_brackets("{0}"))))}, said=said)

    # ---- leaves
    def name_of(self, name: str) -> str:
        """A symbol's name: Greek as such, what follows the letter as an index, `dX` as such."""
        base, index = self._parts(name)
        return self.marks.sub(base, index) if index else base

    def _parts(self, name: str) -> tuple[str, str]:
        head, index = cut(name)
        change = len(head) > 1 and head[0] in "dΔδ" and is_letter(head[1:])
        base = self.marks.row(self._letters(head[0]), self._letters(head[1:])) if change else self._letters(head)
        return base, self.spelled(index) if index else ""

    def _raised(self, e: Expr, script: str) -> Notation:
        """The first argument with something in the place of an exponent, above its index where it has one."""
        if is_raised(e):
            return Notation(self.marks.sup(self.in_brackets("{0}"), script), 90)
        base, index = self._parts(e.args[0].data[0]) if e.args[0].op.name == "sym" else ("", "")
        return Notation(self.marks.both(base, index, script) if index else self.marks.sup("{0:91}", script), 90)

    def _letters(self, word: str) -> str:
        if word[-1:] in ACCENTS and is_letter(word[:-1]):
            return self.marks.accent(self._letters(word[:-1]), ACCENTS[word[-1]])
        return self.marks.letter(LETTERS.get(word, word)) if is_letter(word) else self.marks.function(word)

    def spelled(self, data: Any) -> str:
        """An exponent, a dimension, an index or a name: its names, numbers and signs."""
        parts = [self._token(token) for token in _TOKEN.findall(str(data))]
        return parts[0] if len(parts) == 1 else self.marks.row(*parts)

    def _token(self, token: str) -> str:
        if token.isdecimal():
            return self.marks.number(token)
        if token[0].isalpha():
            return self._letters(token) if is_letter(token) else self.marks.word(token)
        return self.marks.times if token == "*" else self.marks.comma if token == "," else self.marks.sign(
            "−" if token == "-" else token)

    def _number(self, value: Fraction) -> Written:
        m = self.marks
        top, bottom = str(abs(value.numerator)), str(value.denominator)
        plain = m.number(top) if bottom == "1" else m.fraction(m.number(top), m.number(bottom))
        return (m.row(m.sign("−"), plain), 10) if value < 0 else (plain, ATOM if bottom == "1" else 95)

    def _ones(self, shape: tuple[str, str]) -> Written:
        column, row = self.marks.bold("1"), self.marks.sup(self.marks.bold("1"), self.spelled("⊤"))
        if "1" in shape:
            return (column, ATOM) if shape[1] == "1" else (row, 90)
        return self.marks.row(column, self.marks.times, row), 40

    # ---- operators
    def notation(self, e: Expr) -> Notation:
        """The notation of a node."""
        own, name = _OWN.get(e.op.name), e.op.name
        if own is not None:
            return own(self, e)
        if name in SCRIPTS:
            return self._raised(e, self._put(SCRIPTS[name], e))
        if name in BARS:
            return self._bars(*BARS[name])
        if name in JOINS:
            sign, precedence, inner, crowded = JOINS[name]
            return Notation(join=self.marks.between(sign), precedence=precedence, inner=inner, crowded=crowded)
        if name in INFIX:
            left, sign, right, precedence = INFIX[name]
            return Notation(self.marks.row(left, self.marks.between(sign), right), precedence)
        if name in CONSTANTS:
            return Notation(self._head(CONSTANTS[name], e))
        if name.startswith("frechet_"):
            return self._frechet(e)
        return self._call(CALLS.get(name, name), e)

    def joined(self, notation: Notation, args: list[Written]) -> str:
        """The arguments with the sign between them, as one thing."""
        return self.marks.row(super().joined(notation, args))

    def beside(self, *parts: str) -> str:
        """Parts of a formula as one."""
        return self.marks.row(*parts)

    def bracket(self, written: Written, need: int) -> str:
        """What is written, in brackets unless it binds as tightly as is needed."""
        return written[0] if written[1] >= need else self.filled(list(self.marks.brackets), [written[0]])

    def filled(self, literals: list[str], fields: list[str]) -> str:
        """A template with its fields, whose brackets grow where these are tall."""
        if not any(sign in field for field in fields for sign in self.marks.tall):
            for grows, plain in zip(self.marks.brackets, self.marks.plain, strict=True):
                literals = [part.replace(grows, plain) for part in literals]
        return super().filled(literals, fields)

    def _put(self, spec: str, e: Expr) -> str:
        """An index or exponent with the data of a node in the places of `data` and `data[0]`."""
        return self.spelled(_DATA.sub(lambda m: str(e.data[int(m[1])] if m[1] else e.data), spec))

    def _call(self, head: str, e: Expr, *more: str) -> Notation:
        fields = [f"{{{i}}}" for i in range(len(e.args))] + list(more)
        inside = fields[0] if len(fields) == 1 else self.marks.row(*_between(fields, self.marks.comma))
        return Notation(self.marks.row(self._head(head, e), self.in_brackets(inside)))

    def in_brackets(self, inside: str) -> str:
        """Something in round brackets."""
        return inside.join(self.marks.brackets)

    def _head(self, head: str, e: Expr) -> str:
        """The name of a function or constant, with its index."""
        name, _, index = head.partition("_")
        if name in LETTERS:
            base = self.marks.letter(LETTERS[name])
        else:
            base = self.marks.word(name) if len(name) == 1 else self.marks.function(name)
        return self.marks.sub(base, self._put(index, e)) if index else base

    def _bars(self, bar: str, index: str) -> Notation:
        fenced = self.marks.fenced(bar, "{0}")
        return Notation(self.marks.sub(fenced, self.spelled(index)) if index else fenced)

    def _product(self, e: Expr, fields: list[str]) -> Notation:
        parts = [fields[0]]
        for (a, b), field in zip(zip(e.args, e.args[1:], strict=False), fields[1:], strict=True):
            parts += [self.marks.apart if is_change(a) or is_change(b) else self.marks.gap if
                      _ends_in_word(a) or _begins_with_word(b) else self.marks.times, field]
        return Notation(self.marks.row(*parts), 40)

    def _frechet(self, e: Expr) -> Notation:
        _, index, *which = e.op.name.split("_")
        has_data = e.data is not None
        return self._call(f"L_{','.join((index, *which) if has_data else (index,))}", e,
                          *([self.spelled(e.data)] if has_data else []))

    def _power(self, e: Expr, exponent: str, entrywise: str) -> Notation:
        m = self.marks
        return self._raised(e, exponent if e.is_scalar else m.row(m.sign("∘"), entrywise))

    def _einsum(self, e: Expr) -> Notation:
        letters = [[c for c, size in zip(word, a.shape, strict=True) if size != "1"]
                   for word, a in zip(e.data[0], e.args, strict=True)]
        summed = dict.fromkeys(c for word in letters for c in word if c not in free(e))
        factors = [self._indexed("δ" if a.op.name == "eye" else f"{{{n}:91}}", word)
                   for n, (a, word) in enumerate(zip(e.args, letters, strict=True))]
        total = [self.marks.total(list(summed))] if summed else []
        return Notation(self.marks.row(*total, *_between(factors, self.marks.times)), 40)

    def _indexed(self, base: str, letters: list[str]) -> str:
        m = self.marks
        written = m.letter("delta") if base == "δ" else base
        return m.sub(written, m.row(*map(m.letter, letters))) if letters else written

    def _ones_of(self, shape: tuple[str, str]) -> Notation:
        m, one = self.marks, self.marks.bold("1")
        column, row = m.sub(one, self.spelled(shape[0])), m.both(one, self.spelled(shape[1]), self.spelled("⊤"))
        if "1" in shape:
            return Notation(column) if shape[1] == "1" else Notation(row, 90)
        return Notation(m.row(column, m.times, row), 40)

    def _unknown(self, e: Expr) -> Notation:
        order, name = e.data[1], self.name_of(e.data[0])
        name = self.marks.primes(name, order) if order else name
        return Notation(self.marks.row(name, self.in_brackets("{0}")))

    def _softmax(self, e: Expr) -> Notation:
        """Of a matrix written out: the name alone would be taken for that of its rows."""
        if "1" in e.shape:
            return self._call("softmax", e)
        exp = self.marks.row(self.marks.function("exp"), self.in_brackets("{0}"))
        return Notation(self.marks.fraction(exp, self.marks.row(self.marks.function("sum"), self.in_brackets(exp))), 41)

    def _log_softmax(self, e: Expr) -> Notation:
        if "1" in e.shape:
            return self._call("logsoftmax", e)
        total = self.marks.row(self.marks.function("logsumexp"), self.in_brackets("{0}"))
        return Notation(self.marks.row("{0:10}", self.marks.between("−"), total), 10)

    def _pnorm(self, e: Expr) -> Notation:
        if not is_plain(e.args[1]):
            return self._call("norm", e)
        return Notation(self.marks.sub(self.marks.fenced("‖", "{0}"), "{1}"))

    def _logdet(self, e: Expr) -> Notation:
        m = self.marks
        det = m.row(m.function("det"), self.in_brackets("{0}"))
        return Notation(m.row(m.function("log"), m.gap, m.fenced("|", det)), 45)


_OWN: Mapping[str, Callable[[Formulas, Expr], Notation]] = {
    "neg": lambda f, e: Notation(f.marks.row(f.marks.sign("−"), "{0:20}"), 10),
    "matmul": lambda f, e: f._product(e, [f"{{{i}:41}}" for i in range(len(e.args))]),
    "scale": lambda f, e: f._product(e, ["{0:41}", "{1:40}"]),
    "div": lambda f, e: Notation(f.marks.fraction("{0}", "{1}"), 41),
    "epow": lambda f, e: f._power(e, *[f.spelled(e.data)] * 2),
    "raised": lambda f, e: f._power(e, "{1}", "{1:41}"),
    "abs": lambda f, e: f._bars("|", "") if "1" in e.shape else f._call("abs", e),
    "sqrt": lambda f, e: Notation(f.marks.root("{0}")),
    "cbrt": lambda f, e: Notation(f.marks.root("{0}", f.marks.number("3"))),
    "lgamma": lambda f, e: Notation(f.marks.row(f.marks.function("log"), f.marks.gap, f.marks.letter("Gamma"),
                                                f.in_brackets("{0}"))),
    "softmax": Formulas._softmax, "log_softmax": Formulas._log_softmax,
    "logdet": Formulas._logdet, "pnorm": Formulas._pnorm, "unknown": Formulas._unknown, "einsum": Formulas._einsum,
    "eye": lambda f, e: Notation(f.marks.sub(f.marks.letter("I"), f.spelled(e.data))),
    "ones": lambda f, e: f._ones_of(e.data),
    "zeros": lambda f, e: Notation(f.marks.sub(f.marks.bold("0"), f._put("data[0]×data[1]", e))),
    "svdsum": lambda f, e: Notation(f.marks.row(f.marks.total(["k"]), "{1:40}"), 10),
    "differential": lambda f, e: Notation(f.marks.row(f.marks.letter("d"), f.in_brackets("{0}"))),
}
"""Operators that are set in a way of their own."""


def _between(parts: list[str], sign: str) -> list[str]:
    return [piece for part in parts for piece in (sign, part)][1:]


def _begins_with_word(e: Expr) -> bool:
    while e.op.name in ("matmul", "scale", "hadamard", *SCRIPTS):
        e = e.args[0]
    return _is_word(e) or (bool(e.args) and e.op.name not in {*_OWN, *BARS, *JOINS, *INFIX}
                           and len(CALLS.get(e.op.name, e.op.name).partition("_")[0]) > 1) or e.op.name in (
                               "logdet", "lgamma", "softmax", "log_softmax")


def _ends_in_word(e: Expr) -> bool:
    while e.op.name in ("matmul", "scale", "hadamard"):
        e = e.args[-1]
    return _is_word(e)


def _is_word(e: Expr) -> bool:
    return e.op.name == "sym" and not is_letter(cut(e.data[0])[0].lstrip("dΔδ") or "d")
