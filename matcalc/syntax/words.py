"""What a word means: a declared name, a product of names, a function, or nothing known."""
from __future__ import annotations

import re
from collections.abc import Iterable

from matcalc.expr import Op
from matcalc.notation import Notation
from matcalc.ops import FUNCTIONS, OPS

ALIASES = {
    "ln": "log", "σ": "sigmoid", "logistic": "sigmoid", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "ReLU": "relu", "swish": "silu",
    "SiLU": "silu", "GELU": "gelu", "ELU": "elu", "heaviside": "step", "gammaln": "lgamma", "loggamma": "lgamma",
    "Φ": "normcdf", "norm_cdf": "normcdf", "norm_pdf": "normpdf", "cosec": "csc", "cotan": "cot",
    "softmax_rows": "row_softmax", "rowsoftmax": "row_softmax", "softmax_cols": "col_softmax",
    "colsoftmax": "col_softmax", "logsumexp_rows": "row_logsumexp", "logsumexp_cols": "col_logsumexp",
    "sig": "sigmoid", "xent": "cross_entropy", "lse": "logsumexp", "logsoftmax": "log_softmax",
    "LeakyReLU": "leaky_relu", "crossentropy": "cross_entropy",
    "determinant": "det", "Trace": "trace", "inverse": "inv", "transposed": "transpose", "∑": "sum",
    "mm": "matmul", "mv": "matmul", "vdot": "dot", "MatMul": "matmul", "HadamardProduct": "multiply",
    "KhatriRao": "khatri_rao", "√": "sqrt",
    **{letter + at + "max": name for letters, name in ((("λ", "lambda"), "lmax"), (("σ", "sigma"), "smax"))
       for letter in letters for at in ("", "_")},
    "λmin": "lmin", "λ_min": "lmin", "lambda_min": "lmin", "lambdamin": "lmin",
}
"""Other spellings of functions; a Greek letter is one only before a bracket, and so is λ_max."""

GREEK = [
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "varpi", "rho", "varrho", "sigma", "varsigma", "tau", "upsilon", "phi",
    "varphi", "chi", "psi", "omega",
]
GREEK_NAMES = frozenset(GREEK) | frozenset(name.capitalize() for name in GREEK)

SIZED = {"vector": 1, "matrix": 1}
"""Constants of a size that is inferred: `vector(1)` is a column of ones."""

BARE = frozenset({"eye", "ones", "zeros"})
"""Constants whose size is inferred where no bracket gives it."""


def _with_sizes() -> dict[str, tuple[Op, int, int]]:
    """Functions that take dimensions: (operator, expressions, dimensions), as their text notation shows them."""
    out = {}
    for op in OPS.values():
        form = op.text.form if isinstance(op.text, Notation) else ""
        name, _, inside = form.removesuffix(")").partition("(")
        if "{data" in inside and form.endswith(")") and name.isidentifier():
            fields = inside.split(", ")
            sizes = sum(field.startswith("{data") for field in fields)
            out[name] = (op, len(fields) - sizes, sizes)
    return out


WITH_SIZES = _with_sizes()

WITH_TEXT = {"einsum": OPS["einsum"]}
"""Functions whose first argument is a text in quotes."""


PRODUCTS = frozenset({"matmul", "dot", "outer", "multiply"})
"""Products that other languages have names for."""


def functions() -> list[str]:
    """Every name that may stand before a bracket."""
    return [*FUNCTIONS, *(a for a, name in ALIASES.items() if is_function(name)), *WITH_SIZES, *SIZED, *WITH_TEXT,
            *PRODUCTS]


def function(word: str) -> str | None:
    """The function a word names, in its usual spelling."""
    if is_function(word):
        return word
    alias = ALIASES.get(word)
    return alias if alias is not None and is_function(alias) else None


def is_function(word: str) -> bool:
    """Whether a word is a function's usual spelling."""
    return word in FUNCTIONS or word in WITH_SIZES or word in SIZED or word in WITH_TEXT or word in PRODUCTS


FUNCTION_LETTERS = frozenset({*"fghET", "phi", "varphi", "psi", *"φϕψ"})
"""Letters that before a bracket name a function, unless they are declared or stand alone elsewhere."""

LETTER_INDICES = dict(zip("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "aehijklmnoprstuvx", strict=True))
"""Letters written below the line."""

SUM_SIGNS = frozenset({"Σ", "∑", "sum"})
"""Words that with a letter for an index are the sign of a sum, where a sum can begin."""

_BELOW = "".join(LETTER_INDICES)
_ATOM = rf"[^\W\d_](?:[0-9₀-₉{_BELOW}\u0300-\u036f\u20d0-\u20ff]|_\w*)*"
_INDEXED = rf"(.+?)(?:_([a-z])|([{_BELOW}]))"
_ENTRY = rf"_?(?:[0-9]+|[₀-₉{_BELOW}]+)|_[a-z](?:_?[a-z])?|_[0-9]+_[0-9]+"
"""Compiled when they are first asked for, which is seldom."""

_NUMERALS = "0123456789₀₁₂₃₄₅₆₇₈₉" + _BELOW
_ACCENTS = "".join(map(chr, (*range(0x300, 0x370), *range(0x20D0, 0x2100))))


def base(word: str) -> str:
    """The letter or Greek name of a word, without its digits, accents and subscript."""
    head = word.split("_")[0]
    return head.rstrip(_NUMERALS).rstrip(_ACCENTS)


def indexed(word: str) -> tuple[str, str]:
    """A word without its letter of an index, and that letter: `uₖ` and `u_k` are ("u", "k"), `u` is ("u", "")."""
    found = re.fullmatch(_INDEXED, word) if len(word) > 1 else None
    return (found[1], found[2] or LETTER_INDICES[found[3]]) if found else (word, "")


def is_entry(word: str, of: str) -> bool:
    """Whether a word is a symbol with one or two indices, as entries have: x_1, x1, xᵢ and x_{ij} of x."""
    return bool(re.fullmatch(_ENTRY, word.removeprefix(of))) and word.startswith(of)


def plain(word: str) -> set[str]:
    """The parts of a word that are names whatever is declared: Greek letters, and I."""
    return {"I", *(c for c in word if "α" <= c <= "ω")} & {*word}


def is_symbol(word: str) -> bool:
    """Whether an undeclared word is one symbol by itself: a letter or a Greek name, perhaps with an index."""
    letter = base(word)
    return (len(letter) == 1 and letter.isalpha()) or letter in GREEK_NAMES


def letters(word: str, most: int = 3) -> list[str] | None:
    """The letters of an undeclared word of a few of which one is a capital, each with its index; else None."""
    parts = re.findall(_ATOM, word)
    if "".join(parts) == word and 2 <= len(parts) <= most and any(part[0].isupper() for part in parts):
        return parts
    return None


def applied(word: str) -> str | None:
    """A function and its operand in one word: sin(x) for sinx."""
    cuts = (n for n in range(len(word) - 1, 2, -1) if function(word[:n]) and is_symbol(word[n:]))
    return next((f"{word[:n]}({word[n:]})" for n in cuts), None)


def repeated(word: str) -> list[str] | None:
    """The letters of a word of a few capitals, or of one letter alone."""
    return list(word) if word.isalpha() and ((word.isupper() and len(word) < 7) or len(set(word)) == 1) else None


def splits(word: str, names: Iterable[str]) -> list[list[str]]:
    """The ways to write the word as names one after another, at most two of them."""
    by_end: dict[str, list[str]] = {}
    for name in names:
        by_end.setdefault(name[-1], []).append(name)
    ways: list[list[list[str]]] = [[[]]]
    for i in range(1, len(word) + 1):
        here = [[*way, name] for name in by_end.get(word[i - 1], ()) if i >= len(name) and word.endswith(name, 0, i)
                for way in ways[i - len(name)]]
        ways.append(here[:2])
    return ways[-1]
