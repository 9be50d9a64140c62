"""Refuses the derivative of a function as a part of an expression: g'(x), exp'(x)."""
from __future__ import annotations

from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.syntax import words
from matcalc.syntax.tree import Tree


def refuse(tokens: list[Tree], source: str, free: set[str]) -> None:
    """Raises MatcalcError `unsupported` for a prime between a function, or what looks like one, and a bracket.

    `free` are the words that are not declared. A column is transposed there too: `g'(x - y)` is a product.
    """
    for i, (word, prime, opened) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        beside = word.end == prime.start and prime.end == opened.start
        if word.text not in free or (prime.kind, opened.kind) != ("TRANSPOSE", "LPAR") or not beside:
            continue
        function = words.function(word.text) is not None
        name = [t.kind for t in tokens[i + 3:i + 5]] == ["WORD", "RPAR"]
        letter = words.is_symbol(word.text)
        if (function and not letter) or (name and (function or word.text in words.FUNCTION_LETTERS)):
            raise _refusal(source, word, prime, function)


def _refusal(source: str, word: Tree, prime: Tree, function: bool) -> MatcalcError:
    message = f"the derivative of a function, {word.text}'(x), cannot be part of an expression"
    hint = f"for the product write {word.text}' * (x), or declare {word.text}: -d \"{word.text}: n x 1\""
    return fault("unsupported", message, source, Span(word.start, prime.end), hint=None if function else hint)
