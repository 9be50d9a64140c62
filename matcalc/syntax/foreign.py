"""What other languages write and this one does not: refused with what to write instead, never misread."""
from __future__ import annotations

import re
from collections.abc import Container
from itertools import pairwise

from matcalc.diagnostics import MatcalcError, Span, fault, visible
from matcalc.syntax import words
from matcalc.syntax.tree import Tree

DERIVATIVE = "leave the sign of the derivative out, and say with --wrt what to derive by"
ENTRY = "an entry of a column is unit(i, n)' x, one of a matrix unit(i, m)' X unit(j, n)"

SHELL = "between double quotes a shell replaces $x: leave the signs $ out, or use single quotes"

CHARACTERS = {
    "&": "write the operands of an elementwise product with ∘ or .*",
    "%": "write a/100; a remark behind % is left out where there are commands of LaTeX",
    "_": "an index stands right behind a name or the bars of a norm; the positive part of x is relu(x)",
    "!": "factorials are not part of the language",
    "\"": "a transpose is one ', as in A'",
    "$": "leave out the $ round a formula",
    ".": "elementwise operators are .* ./ and .^",
    "∂": DERIVATIVE, "∇": DERIVATIVE,
    "∫": "integrals are no part of the language", "∏": "products over an index are no part of the language",
    "~": "for the complement of a 0/1 matrix write 1 - A", "#": "leave out what is no formula",
    "\\": "for a left division write A^-1 B", "?": "leave out what is no formula",
    "≤": "write one expression, without a relation", "≥": "write one expression, without a relation",
    "∈": "shapes are declared apart from the expression: -d \"x: n x 1\"",
    "ℝ": "shapes are declared apart from the expression: -d \"x: n x 1\"",
}
"""What to write instead of a character that other notations use."""

FUNCTIONS = {
    "inner": "write x' y, or <A, B> for matrices", "lndet": "did you mean logdet?",
    "divide": "write A ./ B",
    "solve": "write A^-1 b", "linsolve": "write A^-1 b", "mldivide": "write A^-1 b", "Identity": "write eye(n)",
    "identity": "write eye(n)", "MatrixSymbol": 'a symbol is declared apart: -d "X: m x n"',
    "symbols": 'symbols are declared apart: -d "X: m x n"',
    "E": "write exp(…) for the function of each entry; if E is a matrix, declare it", "T": "write tr(…) for the trace; "
    "if T is a matrix, declare it",
    "len": "write the name of the dimension", "size": "write the name of the dimension",
    "prod": "for positive entries write exp(sum(log(x)))", "eig": "write lmax(X) or lmin(X)",
    "eigvals": "write lmax(X) or lmin(X)", "eigenvalues": "write lmax(X) or lmin(X)",
    **dict.fromkeys(("smin", "svmin"), "write sval(X, n) for X with no more than m rows and n columns"),
    "svd": "write smax(X) or nuc(X)", "cond": "write smax(X) smax(inv(X))", "square": "write x.^2",
    "power": "write x.^k", "pow": "write x.^k", "Matrix": 'a matrix is declared apart: -d "X: m x n"',
    "cov": "write (X - 1 m')'(X - 1 m') / n", "grad": DERIVATIVE, "gradient": DERIVATIVE, "diff": DERIVATIVE,
    "hessian": DERIVATIVE, "jacobian": DERIVATIVE, "D": DERIVATIVE, "concat": "blocks are no part of the language",
    "KroneckerProduct": "write A⊗B",
    "Determinant": "write det(X)",
    "Inverse": "write X^-1", "einsum": 'write einsum("ia,ak->ik", A, B)', "norm_2": "write norm2(x)",
    "l2": "write norm2(x)", "L2": "write norm2(x)", "l1": "write norm1(x)", "fro": "write ‖X‖_F",
    "toml": "to run a file's cases: matcalc check FILE", "expit": "write sigmoid(x)",
    **{name: f"write 1/{of}(x), of a column 1 ./ {of}(x)" for name, of in (("sech", "cosh"), ("csch", "sinh"),
                                                                          ("coth", "tanh"))},
}
"""What to write instead of a function that other languages have."""

STEPS = frozenset({"floor", "ceil", "round", "rank", "argmax", "argmin"})
"""Functions that are constant but for their steps."""

OVER_A_VARIABLE = frozenset({"min", "max", "argmin", "argmax", "inf", "sup", "lim"})
NAMES = {"fro": "write ‖X‖_F for the Frobenius norm", "nuclear": "write ‖X‖_* for the nuclear norm",
         "let": "a definition has no word before it: H = A B; tr(H X)",
         **dict.fromkeys(("minimize", "maximize", "minimise", "maximise"),
                         "give the function itself, and with --wrt what to derive by"),
         **dict.fromkeys(("return", "for", "if", "else", "and", "or", "not"), "leave out what is no formula")}


def stray(source: str, at: int) -> MatcalcError:
    """The error for a character that begins no token."""
    c = source[at]
    if c == "." and source[at - 1:at].isdigit():
        return fault("syntax", "a number needs a digit after its dot", source, Span(at, at + 1),
                     hint=f"write {source[at - 1]}.0, or a space before .* and ./")
    method = re.compile(_METHOD).match(source, at)
    if method is not None and (source[at - 1:at].isalnum() or source[at - 1:at] in ")]"):
        return fault("syntax", "there are no methods and attributes here", source, Span(at, method.end(1)),
                     hint=_function_for(method[1], _before(source, at)))
    return fault("syntax", f"`{visible(c)}` has no meaning here", source, Span(at, at + 1), hint=CHARACTERS.get(c))


_METHOD = r"\.([A-Za-z]\w*)"


def _before(source: str, at: int) -> str:
    """The name before a dot, else the X of an example."""
    found = re.search(r"\w+\Z", source[max(0, at - 40):at])
    return found[0] if found else "X"


def _function_for(word: str, of: str) -> str:
    """What to write for the method of this name."""
    called = words.function(word)
    if called is not None:
        return f"write {called}({of}{', …' if called in words.PRODUCTS else ''})"
    return FUNCTIONS.get(word, "write functions before their brackets, as in tr(X)")


def _left_division(tokens: list[Tree]) -> Tree | None:
    """A backslash and a space where no other command shows that LaTeX was pasted."""
    commands = [token for token in tokens if token.kind == "COMMAND"]
    return commands[0] if commands and all(token.text in ("\\ ", "&") for token in commands) else None


def refuse(tokens: list[Tree], source: str, known: Container[str]) -> None:
    """Raises MatcalcError for x[1], x(1) and d/dx, which would pass for products, and for A \\ b and A & B."""
    if (sign := _left_division(tokens)) is not None:
        raise fault("syntax", f"`{sign.text[0]}` has no meaning here", source, sign.span, hint=CHARACTERS[sign.text[0]])
    if [t.kind for t in tokens[:3]] == ["WORD", "WORD", "COLON"] and tokens[0].text == "lambda":
        raise fault("syntax", f"`{source[tokens[0].start:tokens[2].end]}` is Python's; what stands behind it is the "
                    "expression", source, Span(tokens[0].start, tokens[2].end),
                    hint=f"did you mean {source[tokens[2].end:].strip()}?")
    for i, token in enumerate(tokens):
        if token.kind == "NABLA":
            raise stray(source, token.start)
        if token.kind != "WORD" or token.text in known:
            continue
        ahead = tokens[i + 1:i + 5]
        kinds = [t.kind for t in ahead]
        if token.text == "d" and kinds[:2] == ["DIV", "WORD"] and ahead[1].text[0] == "d" and len(ahead[1].text) > 1:
            raise fault("syntax", f"d/{ahead[1].text} is no part of an expression", source,
                        Span(token.start, ahead[1].end), hint=f"leave it out, and give --wrt {ahead[1].text[1:]}")
    for word, opened, number, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if ((word.kind, opened.kind, number.kind) == ("WORD", "LPAR", "NUMBER") and word.end == opened.start
                and number.text.isdigit() and after.kind in ("RPAR", "COMMA") and opened.text in "(["
                and word.text not in words.ALIASES and words.is_symbol(word.text)):
            closed = source.find(")" if opened.text == "(" else "]", after.start)
            end = after.end if closed < 0 else closed + 1
            raise fault("syntax", f"entries have no indices here: {source[word.start:end]}", source,
                        Span(opened.start, end), hint=f"write eye({number.text})" if word.text == "I" else ENTRY)


def norms(tokens: list[Tree], source: str) -> None:
    """Raises MatcalcError for ‖x‖2 and ‖X‖F, which would pass for products; the tokens have their bars paired."""
    for bar, after in pairwise(tokens):
        if bar.kind == "RNORM" and bar.end == after.start and after.text in ("1", "2", "F"):
            raise fault("syntax", "the index of a norm stands behind a _", source, after.span,
                        hint=f"write ‖x‖_{after.text}, or put a space between the factors of a product")
