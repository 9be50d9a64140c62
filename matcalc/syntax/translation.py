"""LaTeX becomes the tokens of the language, each at its own place in the source."""
from __future__ import annotations

from matcalc.diagnostics import Span, did_you_mean, fault
from matcalc.syntax import words
from matcalc.syntax.commands import (
    ACCENTS,
    CLASSES,
    DAGGERS,
    ENVIRONMENTS,
    FRACTIONS,
    FUNCTION_COMMANDS,
    KNOWN,
    NOTHING,
    REFUSED,
    SIGNS,
    SILENT,
    STYLES,
    TRANSPOSES,
    UPRIGHT,
)
from matcalc.syntax.foreign import OVER_A_VARIABLE
from matcalc.syntax.groups import bare, paired, refuse, unfolded
from matcalc.syntax.stream import GREEK, Stream
from matcalc.syntax.tree import Tree

NESTED = 8
"""Fonts and braces round a name that are looked through."""


def kind(token: Tree) -> str:
    """The kind of the token that a command stands for."""
    return SIGNS.get(token.text[1:], (token.kind,))[0]


class Translation(Stream):
    """Goes through the tokens once, from a stack of those that are left."""

    def run(self) -> list[Tree]:
        """The tokens with commands replaced. Raises MatcalcError `syntax`."""
        self.rest = paired(unfolded(self.rest[::-1], self.source))[::-1]
        while self.rest:
            token = self.rest.pop()
            if token.kind == "COMMAND":
                self._command(token, token.text[1:])
            else:
                self._plain(token)
        if self._in_fraction():
            raise self._incomplete()
        refuse(self.out, self.source)
        return self.out

    def _plain(self, token: Tree) -> None:
        """A token of the language; behind \\frac only its first letter or digit counts."""
        if token.text == "{" and self.rest and _is_font(self.rest[-1]):
            self.rest.append(token)
            if not self._name(token, "") and not self._opened():
                self._put(self.rest.pop())
            return
        if token.text == "{" and self.rest and self.rest[-1].text == "}" and self._is_blank():
            self.rest.pop()
            return
        if token.text == "{" and self.rest and self._normed(token):
            return
        if token.text == "{" and [t.kind for t in self.rest[-1:-4:-1]] == ["WORD", "RPAR", "SUBSCRIPT"]:
            token = self.rest.pop()
            token = Tree("WORD", token.start, self.rest.pop().end, text=token.text)
        if token.kind in ("WORD", "NUMBER") and self._in_fraction() and len(token.text) > 1:
            token = self._first(token)
        self._put(token)

    def _command(self, token: Tree, name: str) -> None:
        if name in NOTHING:
            if name in CLASSES and [t.text for t in self.rest[-1:-4:-2]] == ["{", "}"]:
                del self.rest[-1], self.rest[-2]
            return
        if (name in ("begin", "end") or name in SILENT) and self._skipped(name):
            return
        if name in OVER_A_VARIABLE and self.rest and self.rest[-1].kind == "SUBSCRIPT":
            text = self.source[token.start:self.rest[-1].end]
            raise fault("unknown-name", f"{text} takes a function, and is no part of an expression", self.source,
                        Span(token.start, self.rest[-1].end),
                        hint="give the function itself, and with --wrt what to derive by")
        if name in SIGNS:
            self._sign(token, *SIGNS[name])
        elif name in TRANSPOSES or name in DAGGERS:
            self._raised(token, "PINV" if name in DAGGERS else "TRANSPOSE")
        elif name in FRACTIONS:
            self.out.append(Tree("LPAR", token.start, token.end, text="("))
            self.open.append((token, 2))
        elif name in STYLES or name in ACCENTS:
            if name == "operatorname" and self.rest and self.rest[-1].text == "*":
                self.rest.pop()
            if not self._name(token, ACCENTS.get(name, ""), upright=name in UPRIGHT):
                self._long(token, name)
        elif name == "Gamma" and self.out and self.out[-1].text == "log" and self._called():
            self.out[-1] = Tree("WORD", self.out[-1].start, token.end, text="lgamma")
        elif name == "sqrt" and self.rest and self.rest[-1].text == "[":
            self._root(token)
        elif name in words.GREEK_NAMES:
            self._put(Tree("WORD", token.start, token.end, text=self._greek(name)))
        elif name in FUNCTION_COMMANDS:
            self.out.append(Tree("WORD", token.start, token.end, text=name))
        else:
            division = "for a left division write A^-1 B" if len(name) == 1 or name in self.known else None
            raise fault("syntax", f"{token.text} has no meaning here", self.source, token.span,
                        hint=REFUSED.get(name) or did_you_mean(name, KNOWN) or division)

    def _skipped(self, name: str) -> bool:
        """Whether a label, or the name of an environment for formulas, follows in braces, which is passed over."""
        ends = next((i for i in range(len(self.rest) - 1, -1, -1) if self.rest[i].text == "}"), -1)
        text = "".join(t.text for t in self.rest[:ends:-1])[1:].rstrip("*")
        if ends < 0 or self.rest[-1].text != "{" or (name in ("begin", "end") and text not in ENVIRONMENTS):
            return False
        del self.rest[ends:]
        return True

    def _sign(self, token: Tree, kind: str, text: str) -> None:
        """An operator, a bracket or a bar; two bars side by side are a norm, ^\\circ is an elementwise power."""
        last = self.out[-1] if self.out else token
        if kind == "BAR" and last.kind == "BAR" and last.end == token.start:
            self.out[-1] = Tree("NORM", last.start, token.end, text="‖")
            return
        if token.text == r"\ast" and "POW" in [t.kind for t in self.out[-2:] if t.text in "^{"]:
            self._raised(token, "TRANSPOSE")
            return
        raised = next((i for i in (-1, -2) if [t.kind for t in self.out[i:]] == ["POW", "LPAR"][:-i]), 0)
        if kind == "HADAMARD" and raised:
            power = self.out[raised]
            self.out[raised] = Tree("DOTPOW", power.start, power.end, text=".^")
            return
        self._put(Tree(kind, token.start, token.end, text=text))

    def _raised(self, token: Tree, kind: str) -> None:
        """^\\top, ^{\\top}, ^{-\\top} and the like."""
        kinds = [t.kind for t in self.out[-3:]]
        minus, bracket = kinds[-1:] == ["MINUS"], "LPAR" in kinds[-2:]
        count = 1 + minus + bracket
        if kinds[-count:] != ["POW", *["LPAR"] * bracket, *["MINUS"] * minus]:
            message = f"{token.text} stands behind ^"
            raise fault("syntax", message, self.source, token.span, hint=f"write A^{{{token.text}}}")
        start = self.out[-count].start
        del self.out[-count:]
        end = token
        if bracket:
            self.open.pop()
            end = self.rest.pop() if self.rest and self.rest[-1].kind == "RPAR" else token
        kind = "INVTRANSPOSE" if minus and kind == "TRANSPOSE" else kind
        self.out.append(Tree(kind, start, end.end, text=self.source[start:end.end]))

    def _root(self, token: Tree) -> None:
        """\\sqrt[3]{x}."""
        degree = "".join(t.text for t in self.rest[-2:-4:-1])
        if degree != "3]":
            raise fault("syntax", "only square roots and cube roots have a sign of their own", self.source, token.span,
                        hint="write the power: x^(1/n)")
        del self.rest[-3:]
        self.out.append(Tree("WORD", token.start, token.end, text="cbrt"))

    def _name(self, token: Tree, accent: str, *, upright: bool = False) -> bool:
        """Whether a name follows, in a font or with an accent, with or without braces; what is longer stays in them."""
        depth, i = 0, len(self.rest) - 1
        last = max(0, len(self.rest) - NESTED)
        while i >= last and (self.rest[i].text == "{" or _is_font(self.rest[i])):
            depth += self.rest[i].text == "{"
            accent += ACCENTS.get(self.rest[i].text[1:], "")
            i -= 1
        closed = i >= depth and all(t.text == "}" for t in self.rest[i - depth:i])
        name = self.rest[i] if i >= 0 and closed else token
        if name.kind not in ("WORD", "NUMBER") and (name.kind != "COMMAND" or name.text[1:] not in words.GREEK_NAMES):
            return False
        del self.rest[i - depth:]
        if not depth and len(name.text) > 1 and (accent or name.kind == "NUMBER") and name.kind != "COMMAND":
            name = self._first(name)
        text = self._greek(name.text[1:]) if name.kind == "COMMAND" else name.text
        if text == "1":
            self._put(Tree("ONES", token.start, name.end + depth, text="𝟏"))
        else:
            if upright:
                self.upright = token.start
            kind = "NUMBER" if name.kind == "NUMBER" else "WORD"
            self._put(Tree(kind, token.start, name.end + depth, text=text + accent))
        return True

    def _long(self, token: Tree, name: str) -> None:
        """More than a name in a font, or under an accent. Raises MatcalcError `syntax` for the latter."""
        if name in ACCENTS and self.rest and self.rest[-1].text == "{":
            raise fault("syntax", f"{token.text} belongs to a name", self.source, token.span,
                        hint="give what it stands for a name of its own")
        self._opened()

    def _opened(self) -> bool:
        """Whether the braces that follow were taken off: what they hold is raised, and TeX raises its end alone."""
        operand = not self._in_fraction() and not (self.out and (self.out[-1].kind in ("POW", "DOTPOW")
                                                                 or words.function(self.out[-1].text)))
        return operand and bare(self.rest)

    def _normed(self, token: Tree) -> bool:
        """Whether these braces stand round a norm with its index behind them, and were taken off."""
        if kind(self.rest[-1]) != "NORM" and self.rest[-1].text != r"\left":
            return False
        self.rest.append(token)
        done = self._is_blank() and bare(self.rest, {"SUBSCRIPT"})
        if not done:
            self.rest.pop()
        return done

    def _is_blank(self) -> bool:
        """Whether braces with nothing in them may stand here."""
        return not self._in_fraction() and not (self.out and self.out[-1].kind in ("POW", "DOTPOW"))

    def _greek(self, name: str) -> str:
        """The letter or its name, whichever is declared; before a bracket the letter where it names a function."""
        letter = GREEK.get(name, name)
        if letter in self.known or name in self.known:
            return letter if letter in self.known else name
        return letter if self._called() and words.function(letter) else name

def _is_font(token: Tree) -> bool:
    return token.kind == "COMMAND" and (token.text[1:] in STYLES or token.text[1:] in ACCENTS)
