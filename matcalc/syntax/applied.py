"""Functions with something between their name and the bracket: g'(x) of a declared function, sin^2(x), exp.(x)."""
from __future__ import annotations

from collections.abc import Container

from matcalc.diagnostics import MatcalcError, fault
from matcalc.ops import FUNCTIONS
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.several import SEVERAL
from matcalc.syntax import words
from matcalc.syntax.tree import Tree

_POWERS = (["POW", "NUMBER", "LPAR"], ["SUPERSCRIPT", "LPAR"])


def settle(tokens: list[Tree], source: str, declared: Container[str], known: Container[str],
           notes: dict[str, None]) -> list[Tree]:
    """The tokens with calls of declared functions as such, and powers of functions behind their brackets.

    Raises MatcalcError: `wrong-arguments` for a declared function without an argument, `syntax` for sin^-1(x).
    """
    tokens = _undotted(tokens, source, declared)
    out: list[Tree] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "WORD" and token.text in declared:
            call, length = _called(tokens, i, source)
            out.append(call)
            i += 1 + length
        elif token.kind == "WORD" and token.text not in known and (length := _raised(tokens, i, source)):
            end = _closing(tokens, i + 1 + length)
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
    return length if _closing(tokens, i + 1 + length) else 0


def _inverse(word: Tree, source: str) -> MatcalcError:
    name = words.function("arc" + word.text)
    hint = f"write {name}(x) for the inverse function, 1/{word.text}(x) for the reciprocal" if name else None
    return fault("syntax", f"a negative power of {word.text} is its inverse to some and its reciprocal to others",
                 source, word.span, hint=hint or f"write 1/{word.text}(x)")


def _closing(tokens: list[Tree], i: int) -> int:
    """Where the bracket that opens at i is closed; 0 where it is not."""
    depth = 0
    for k in range(i, len(tokens)):
        depth += (tokens[k].kind == "LPAR") - (tokens[k].kind == "RPAR")
        if not depth:
            return k
    return 0
