"""Functions with something between their name and the bracket: g'(x) of a declared function, sin^2(x), exp.(x)."""
from __future__ import annotations

from collections.abc import Collection, Container

from matcalc.diagnostics import MatcalcError, fault
from matcalc.ops import FUNCTIONS
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.several import SEVERAL
from matcalc.syntax import words
from matcalc.syntax.tree import Tree, closing

_POWERS = (["POW", "NUMBER", "LPAR"], ["SUPERSCRIPT", "LPAR"])


def settle(tokens: list[Tree], source: str, declared: Container[str], known: Container[str],
           notes: dict[str, None]) -> list[Tree]:
    """The tokens with calls of declared functions as such, and powers of functions behind their brackets.

    Raises MatcalcError: `wrong-arguments` for a declared function without an argument, `syntax` for sin^-1(x).
    """
    tokens = _of_ones(_diagonal(_unbraced(_undotted(tokens, source, declared), known), known), known, source, notes)
    out: list[Tree] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "WORD" and token.text in declared:
            call, length = _called(tokens, i, source)
            out.append(call)
            i += 1 + length
        elif token.kind == "WORD" and token.text not in known and (length := _raised(tokens, i, source)):
            end = closing(tokens, i + 1 + length)
            power = [Tree(t.kind, tokens[end].end, tokens[end].end, text=t.text) for t in tokens[i + 1:i + 1 + length]]
            tokens = [*tokens[:i + 1], *tokens[i + 1 + length:end + 1], *power, *tokens[end + 1:]]
            inside = source[tokens[i + 1].start:tokens[end - length].end]
            raised = "".join(t.text for t in power)
            notes[f"{token.text}{raised}{inside} is read as {token.text}{inside}{raised}"] = None
            out.append(token)
            i += 1
        else:
            out.append(token)
            i += 1
    return out


_BRACED = (["POW", "LPAR", "NUMBER", "RPAR", "LPAR"], ["POW", "LPAR", "MINUS", "NUMBER", "RPAR", "LPAR"])


def _unbraced(tokens: list[Tree], known: Container[str]) -> list[Tree]:
    r"""\sin^{2}(x) as sin^2(x)."""
    out = list(tokens)
    for i in range(len(tokens) - 1, -1, -1):
        word = tokens[i]
        if word.kind == "WORD" and word.text not in known and words.function(word.text) and not words.is_symbol(
                word.text):
            for braced in _BRACED:
                if [t.kind for t in out[i + 1:i + 1 + len(braced)]] == braced:
                    del out[i + len(braced) - 1], out[i + 2]
    return out


def _diagonal(tokens: list[Tree], known: Container[str]) -> list[Tree]:
    """diag^-1(x) as inv(diag(x)): of a column it is a matrix; of a matrix it is none, and has no inverse."""
    out = list(tokens)
    for i in range(len(tokens) - 5, -1, -1):
        kinds = [t.kind for t in out[i + 1:i + 5]]
        if (out[i].text in ("diag", "Diag") and out[i].text not in known and kinds == ["POW", "MINUS", "NUMBER", "LPAR"]
                and out[i + 3].text == "1" and (end := closing(out, i + 4))):
            word, close = out[i], out[end]
            out[end:end + 1] = [close, Tree("RPAR", close.end, close.end, text=")")]
            out[i:i + 4] = [Tree("WORD", word.start, word.start, text="inv"),
                            Tree("LPAR", word.start, word.start, text="("), word]
    return out


_ENDS = frozenset({"PLUS", "MINUS", "EQUAL", "COMMA", "SEMICOLON", "COLON", "HADAMARD", "HDIV", "BAR", "NORM"})
"""What ends a product."""


def _of_ones(tokens: list[Tree], known: Container[str], source: str, notes: dict[str, None]) -> list[Tree]:
    """log 1'exp(x) as log(1'exp(x)): a function of ones alone is a constant, which nobody means."""
    out = list(tokens)
    for i in range(len(tokens) - 3, -1, -1):
        word, one, after = out[i:i + 3]
        ones = one.kind == "ONES" or (one.text == "1" and (after.kind == "TRANSPOSE" or _is_raised(out[i + 2:])))
        if word.kind != "WORD" or word.text in known or not ones or not _by_entries(word.text):
            continue
        end, depth = i + 1, 0
        while end < len(out) and (depth or (out[end].kind not in _ENDS and out[end].kind != "RPAR")):
            depth += (out[end].kind == "LPAR") - (out[end].kind == "RPAR")
            end += 1
        text = source[one.start:out[end - 1].end]
        notes[f"{word.text} {text} is read as {word.text}({text})"] = None
        out[end:end] = [Tree("RPAR", out[end - 1].end, out[end - 1].end, text=")")]
        out[i + 1:i + 1] = [Tree("LPAR", one.start, one.start, text="(")]
    return out


def _is_raised(tokens: list[Tree]) -> bool:
    """Whether ^T or ^{T} follows."""
    texts = [t.text for t in tokens[:4] if t.kind not in ("LPAR", "RPAR")]
    return texts[:1] == ["^"] and texts[1:2] in (["T"], ["⊤"])


_ORDER = ["POW", "LPAR", "LPAR", "NUMBER", "RPAR", "RPAR"]
"""^{(4)} behind a function: its fourth derivative."""


def _undotted(tokens: list[Tree], source: str, declared: Container[str]) -> list[Tree]:
    """exp.(x) as exp(x), which is taken entry by entry. Raises MatcalcError `syntax` for other functions."""
    out: list[Tree] = []
    for token in tokens:
        if token.kind != "DOT":
            out.append(token)
        elif not out or (out[-1].text not in declared and not _by_entries(out[-1].text)):
            before = out[-1].text if out else ""
            hint = f"{before} is no function of entries: write {before}(X)" if words.function(before) else None
            raise fault("syntax", "a dot before a bracket takes a function entry by entry", source, token.span,
                        hint=hint or "for the product of entries write A∘B")
    return out


def _by_entries(word: str) -> bool:
    """Whether a word names a function of each entry."""
    ops = FUNCTIONS.get(words.function(word) or "", ())
    return bool(ops) and all(op.name in ELEMENTWISE or op.name in SEVERAL for op in ops)


def _called(tokens: list[Tree], i: int, source: str) -> tuple[Tree, int]:
    """g''( as the call of g'', and how many tokens the order of the derivative takes; g^{(4)} is its fourth."""
    word, primes = tokens[i], 0
    if [t.kind for t in tokens[i + 1:i + 8]] == [*_ORDER, "LPAR"] and tokens[i + 4].text in "123456789":
        order = int(tokens[i + 4].text)
        return Tree("CALL", word.start, tokens[i + 6].end, text=word.text + "'" * order), len(_ORDER)
    while i + 1 + primes < len(tokens) and tokens[i + 1 + primes].text in ("'", "′", "’"):
        primes += 1
    if i + 1 + primes >= len(tokens) or tokens[i + 1 + primes].kind != "LPAR":
        raise fault("wrong-arguments", f"{word.text} is declared as a function, which takes its argument in brackets",
                    source, word.span)
    return Tree("CALL", word.start, tokens[i + primes].end, text=word.text + "'" * primes), primes


def _raised(tokens: list[Tree], i: int, source: str) -> int:
    """How many tokens between a function and its bracket are a power."""
    word = tokens[i]
    if words.function(word.text) is None or words.is_symbol(word.text):
        return 0
    kinds = [t.kind for t in tokens[i + 1:i + 4]]
    length = next((len(power) - 1 for power in _POWERS if kinds[:len(power)] == power), 0)
    if kinds == ["POW", "MINUS", "NUMBER"] or (length and tokens[i + 1].text.startswith("⁻")):
        raise _inverse(word, source)
    return length if closing(tokens, i + 1 + length) else 0


def _inverse(word: Tree, source: str) -> MatcalcError:
    name = words.function("arc" + word.text)
    hint = f"write {name}(x) for the inverse function, 1/{word.text}(x) for the reciprocal" if name else None
    return fault("syntax", f"a negative power of {word.text} is its inverse to some and its reciprocal to others",
                 source, word.span, hint=hint or f"write 1/{word.text}(x)")


def behind(token: Tree, known: Collection[str]) -> list[Tree]:
    """A name and the function behind it in one word before a bracket: X sig(…) for Xsig(…)."""
    word = token.text
    cuts = [n for n in range(1, len(word) - 2) if word[:n] in known and words.function(word[n:])]
    if len(cuts) != 1 or words.splits(word, sorted(known)):
        return []
    middle = token.start + cuts[0]
    function = words.function(word[cuts[0]:]) or ""
    return [Tree("NAME", token.start, middle, text=word[:cuts[0]]), Tree("CALL", middle, token.end, text=function)]


def diagonal(token: Tree, known: Container[str], columns: Container[str]) -> list[Tree]:
    """D_x of a column x as diag(x), unless there is a D."""
    letter, column = words.indexed(token.text)
    if letter != "D" or letter in known or column not in columns:
        return []
    return [Tree(kind, token.start, token.end, text=text)
            for kind, text in (("CALL", "diag"), ("LPAR", "("), ("NAME", column), ("RPAR", ")"))]


IN_FORMULAS = 5
"""Letters side by side in a formula."""


def letters(token: Tree, source: str, known: Collection[str]) -> list[str] | None:
    """The letters of an undeclared word in a formula of LaTeX, of which one is a name; a font makes one name of it."""
    if "\\" not in source or not source.startswith(token.text[0], token.start):
        return None
    parts = words.letters(token.text, IN_FORMULAS)
    return parts if parts is not None and any(part in known for part in parts) else None
