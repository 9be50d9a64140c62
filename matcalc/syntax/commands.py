"""What LaTeX commands mean, as data: signs, names, styles, and what is left out."""
from __future__ import annotations

import re

from matcalc.notation import Notation
from matcalc.ops import FUNCTIONS, OPS
from matcalc.syntax.words import ALIASES, GREEK_NAMES

SIGNS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("circ", "odot"), ("HADAMARD", "∘")), "oslash": ("HDIV", "⊘"), "otimes": ("KRON", "⊗"),
    **dict.fromkeys(("times", "ast"), ("TIMES", "*")), "cdot": ("CDOT", "·"),
    "div": ("DIV", "/"), "colon": ("COLON", ":"),
    **dict.fromkeys(("|", "Vert", "lVert", "rVert", "parallel"), ("NORM", "‖")),
    **dict.fromkeys(("vert", "lvert", "rvert", "mid"), ("BAR", "|")),
    "langle": ("LANGLE", "⟨"), "rangle": ("RANGLE", "⟩"),
    "{": ("LPAR", "{"), "lbrace": ("LPAR", "{"), "}": ("RPAR", "}"), "rbrace": ("RPAR", "}"),
    "lbrack": ("LPAR", "["), "rbrack": ("RPAR", "]"),
    "ell": ("WORD", "ℓ"),
}
"""Commands that stand for one token: its kind and text."""

TRANSPOSES = frozenset({"top", "intercal", "prime"})
"""What stands behind ^ for a transpose."""
DAGGERS = frozenset({"dagger", "dag", "ddagger"})
"""What stands behind ^ for a pseudo-inverse."""

FRACTIONS = frozenset({"frac", "tfrac", "dfrac", "cfrac"})

STYLES = frozenset({
    "mathbf", "boldsymbol", "bm", "pmb", "mathrm", "mathit", "mathsf", "mathcal", "mathbb", "mathscr", "mathfrak",
    "mathop", "operatorname", "text", "textrm", "textbf", "textit", "textsf", "mbox", "rm", "bf", "it", "sf", "vec",
    "bold", "symbf", "symbfit", "boldmath", "mathnormal", "mathtt", "texttt", "tt", "textnormal",
})
"""Fonts, which do not tell one name from another."""

UPRIGHT = frozenset({"mathrm", "operatorname", "text", "textrm", "mathop", "rm"})
"""Fonts in which a letter with an index can name an operator: \\mathrm{K}_{m,n}."""

ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
           "overline": "\u0304", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c"}
"""Accents, which do."""

CLASSES = frozenset({"mathbin", "mathrel", "mathord", "mathopen", "mathclose"})
"""What says how much space there is round a sign."""

NOTHING = frozenset({
    *",;:! \\", "", "quad", "qquad", "left", "right", "middle", "displaystyle", "textstyle", "limits", "nolimits",
    *(size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")), "nonumber", "notag",
    "thinspace", "medspace", "thickspace", "negthinspace", "enspace", "space", "allowbreak", "scriptstyle",
    "scriptscriptstyle", "tiny", "scriptsize", "footnotesize", "small", "mathstrut", "strut",
    *CLASSES, *(side + null for side in ("left", "right") for null in (".", " .")),
})
"""Space, sizes and placement."""

SILENT = frozenset({"label", "tag", "phantom", "hphantom", "vphantom", "hspace", "vspace", "mspace"})
"""Commands that go with what stands in braces behind them."""

FUNCTION_COMMANDS = frozenset(FUNCTIONS) | frozenset(ALIASES)

ENVIRONMENTS = frozenset({"equation", "align", "aligned", "gather", "gathered", "split", "multline", "displaymath"})
"""Environments that hold a formula."""

REFUSED = {
    **dict.fromkeys(("partial", "nabla"), "leave the sign of the derivative out, and say with --wrt what to derive by"),
    **dict.fromkeys(("begin", "end"), "matrices are not written out: give the matrix a name and declare its shape"),
    **dict.fromkeys(("underset", "arg"), "give the function itself, and with --wrt what to derive by"),
    **dict.fromkeys(("bullet", "star"), "write A B for the product of matrices, A∘B for that of entries, A : B for the "
                                        "inner product"),
    "oplus": "the Kronecker sum of A and B is A⊗I + I⊗B; blocks are no part of the language",
    **dict.fromkeys(("lfloor", "lceil"), "functions that are constant but for their steps have no derivative"),
    **dict.fromkeys(("to", "mapsto", "in", "le", "leq", "ge", "geq", "ne", "neq", "prec", "preceq", "succ", "succeq",
                     "approx", "sim", "simeq", "propto", "implies", "Rightarrow", "rightarrow", "iff", "subset"),
                    "give the expression alone, without relations and conditions"),
    **dict.fromkeys(("ldots", "cdots", "dots", "vdots", "ddots"), "write out what is left out"),
    **dict.fromkeys(("boxed", "color", "textcolor", "underbrace", "overbrace", "underline", "cancel", "overset"),
                    "leave it out, with the braces round the formula"),
    **dict.fromkeys(("int", "prod", "lim"), "products, limits and integrals are no part of the language"),
}
"""Commands that are known and mean nothing here, and what to do instead."""

KNOWN = frozenset({*SIGNS, *TRANSPOSES, *DAGGERS, *FRACTIONS, *STYLES, *ACCENTS, *GREEK_NAMES, *FUNCTION_COMMANDS})
"""What may have been meant by a command that means nothing."""


def _indexed() -> dict[str, str]:
    """Operators that LaTeX writes as a letter with an index, by what tells them, as their records write them."""
    out = {"1": "ones", "𝟏": "ones"}
    for op in OPS.values():
        form = op.latex.form if isinstance(op.latex, Notation) else ""
        letter, low, at = form.replace("{{", "{").replace("}}", "}").partition("\\left(")[0].partition("_")
        if low and isinstance(op.text, Notation):
            letter, name = re.sub(_FONT, "", letter), op.text.form.partition("(")[0]
            out[letter if "{data" in at else f"{letter}_{index(at)}"] = name
    return out


_FONT = rf"\\(?:{'|'.join(sorted(STYLES))})\b|[\\{{}}]"


def index(text: str) -> str:
    """What an index says, without fonts, braces and space: `_{\\mathrm{F}}` is F, `_{m \\times n}` is m×n."""
    told = re.sub(_FONT, "", text.removeprefix("_").replace(r"\times", "×").replace(r"\infty", "∞"))
    return re.sub(r"\s*([,×])\s*", r"\1", told.strip())


INDEXED = _indexed()
"""Letters that with an index are an operator: `lambda_max`, and those of constants."""
