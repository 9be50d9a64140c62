"""The tokens of LaTeX on their way: brackets, the parts of fractions, and what an index belongs to."""
from __future__ import annotations

from collections.abc import Collection

from matcalc.diagnostics import MatcalcError, fault
from matcalc.render.languages import LETTERS, cut
from matcalc.syntax import words
from matcalc.syntax.commands import INDEXED, index
from matcalc.syntax.lexer import lex
from matcalc.syntax.tree import Tree

GREEK = {name: letter for letter, name in LETTERS.items()}
CHANGES = {"Delta": "Δ", "delta": "δ"}
"""What may stand before a name in that of its change."""

EXTREMES = frozenset({"max", "min", "argmax", "argmin"})
"""Indices that tell an operator in any font."""


class Stream:
    """Tokens that are left, a stack, and those that are done."""

    def __init__(self, tokens: list[Tree], source: str, known: Collection[str]):
        self.source, self.known = source, known
        self.names = {(LETTERS.get(head, head), at): name for name in known for head, at in [cut(name)] if at}
        self.rest = tokens[::-1]
        self.out: list[Tree] = []
        self.open: list[tuple[Tree, int]] = []  # brackets, and fractions with the parts that they lack
        self.last: dict[int, list[Tree]] = {}  # what stands before the end of a bracket, by where that begins
        self.upright = -1  # where the last upright word begins

    def _put(self, token: Tree) -> None:
        if token.kind == "SUBSCRIPT" and self.out and self._indexed(token):
            return
        change = CHANGES.get(self.out[-1].text if self.out else "", " ") + token.text
        if token.kind == "WORD" and change in self.known:
            token = Tree("WORD", self.out.pop().start, token.end, text=change)
        self.out.append(token)
        if token.kind == "LPAR":
            self.open.append((token, 0))
            return
        if token.kind == "RPAR":
            if self._in_fraction():
                raise self._incomplete()
            for opened, _ in self.open[-1:]:
                self.out[-1:-1] = self.last.pop(opened.start, [])
            del self.open[-1:]
        self._part_done(token)

    def _part_done(self, last: Tree) -> None:
        """A part of a fraction is complete: a bar follows, or the bracket round the fraction."""
        while self._in_fraction():
            fraction, missing = self.open.pop()
            if missing > 1:
                self.out.append(Tree("DIV", last.end, last.end, text="/"))
                self.open.append((fraction, missing - 1))
                return
            self.out.append(Tree("RPAR", last.end, last.end, text=")"))

    def _in_fraction(self) -> bool:
        return bool(self.open) and self.open[-1][1] > 0

    def _incomplete(self) -> MatcalcError:
        return fault("syntax", "a fraction has two parts", self.source, self.open[-1][0].span, "one is missing",
                     r"write \frac{a}{b}")

    def _first(self, token: Tree) -> Tree:
        """The first character of a token; the others are left."""
        at = token.start + 1
        self.rest += [Tree(t.kind, t.start + at, t.end + at, text=t.text) for t in reversed(lex(token.text[1:]))]
        return Tree(token.kind, token.start, at, text=token.text[:1])

    def _indexed(self, token: Tree) -> bool:
        """Whether an index belongs to what is before it, as in \\beta_1, \\lambda_{\\max}(A) and I_{n p}."""
        word, text = self.out[-1], index(token.text)
        if word.kind in ("ONES", "NUMBER") and "×" in text and word.text in INDEXED:
            return self._sized(INDEXED[word.text], token)
        if word.kind != "WORD":
            token.text = f"_{{{text}}}" if "\\" in token.text else token.text
            return False
        plain = text.replace(",", "").isalnum() and text.isascii()
        return self._operator(word, token, text, plain=plain) or self._subscripted(word, token, text, plain=plain)

    def _operator(self, word: Tree, token: Tree, text: str, *, plain: bool) -> bool:
        """Whether a letter with its index is an operator: a function before a bracket, or a constant of some size."""
        upright, called = word.start == self.upright, self._called()
        head = LETTERS.get(word.text, word.text)
        if (head, text) in self.names and not (upright and len(word.text) == 1):
            return False
        function = INDEXED.get(f"{head}_{text}")
        if called and function and (upright or word.text in GREEK or text in EXTREMES or words.function(word.text)):
            self.out[-1] = Tree("WORD", word.start, token.end, text=function)
            return True
        if called and word.text in words.WITH_SIZES:
            self.last[self._bracket().start] = [Tree("COMMA", token.start, token.start, text=","), *self._sizes(token)]
            return True
        sized = not plain if word.text == "I" else upright
        return sized and word.text in INDEXED and word.text not in self.known and self._sized(INDEXED[word.text], token)

    def _subscripted(self, word: Tree, token: Tree, text: str, *, plain: bool) -> bool:
        """Whether a letter with its index is a name. Raises MatcalcError `unsupported` for a sum over an index."""
        name = self.names.get((LETTERS.get(word.text, word.text), text))
        made = self.source[word.start:word.end] != word.text or "\\" in token.text
        if name is not None or (made and plain and (word.text != "sum" or len(text) == 1)):
            written = name or f"{word.text}_{text.replace(',', '_')}"
            self.out[-1] = Tree("WORD", word.start, token.end, text=written)
            return True
        if made and word.text == "sum":
            raise fault("unsupported", "sums over an index are no part of the language", self.source, token.span,
                        hint="a sum over all entries is sum(...), as in sum(x.^2)")
        return False

    def _called(self) -> bool:
        """Whether a bracket follows."""
        return bool(self.rest) and (self.rest[-1].kind == "LPAR" or self.rest[-1].text in (r"\left", r"\big"))

    def _bracket(self) -> Tree:
        """The bracket that follows."""
        return next(token for token in reversed(self.rest) if token.kind == "LPAR")

    def _sizes(self, token: Tree) -> list[Tree]:
        """The tokens of the sizes in an index: m \\times n, or n,p, or n p."""
        start = token.start + token.text.index("{") + 1 if "{" in token.text else token.start + 1
        inside = lex(self.source[start:token.end - ("{" in token.text)])
        comma = [r"\times", ","]
        return [Tree("COMMA" if t.text in comma else t.kind, t.start + start, t.end + start,
                     text="," if t.text in comma else t.text) for t in inside]

    def _sized(self, name: str, token: Tree) -> bool:
        """Replace the last token by a constant of the sizes in an index."""
        word = self.out.pop()
        self.out += [Tree("WORD", word.start, word.end, text=name), Tree("LPAR", token.start, token.start, text="("),
                     *self._sizes(token), Tree("RPAR", token.end, token.end, text=")")]
        self._part_done(self.out[-1])
        return True
