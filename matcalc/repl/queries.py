"""What a line asks for: d f / d X, ∇_x f, d²f/dx dy, hessian f x, as stretches of the line that was typed."""
from __future__ import annotations

from collections.abc import Collection, Sequence

from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.syntax import words
from matcalc.syntax.commands import FRACTIONS
from matcalc.syntax.latex import name
from matcalc.syntax.leibniz import NABLAS, PARTIALS, is_sum
from matcalc.syntax.tree import Tree, closing, outside

KEYWORDS = {"gradient": 1, "grad": 1, "jacobian": 1, "derivative": 1, "diff": 1, "differential": 1, "hessian": 2}
"""Words that ask for a derivative, and its order."""

BY = frozenset({"by", "wrt"})
"""Words between a function and its variable."""

DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Query:
    """A derivative that is asked for.

    word       the word that asks for it, "" for a sign
    body       the stretch of the source that holds the function
    variables  of each differentiation; apart: those that an answer each is wanted for
    order      how often is derived
    """

    __slots__ = ("apart", "body", "order", "variables", "word")

    def __init__(self, body: Span, variables: Sequence[str], order: int, *, word: str = "", apart: bool = False):
        self.body, self.variables, self.order = body, tuple(variables), order
        self.word, self.apart = word, apart


class Reader:
    """Looks for a query in the tokens of a statement; `known` are names that have a meaning."""

    def __init__(self, tokens: list[Tree], source: str, known: Collection[str]):
        self.tokens, self.source, self.known = tokens, source, known
        self.end = tokens[-1].end if tokens else 0

    def query(self) -> Query | None:
        """The query, or None for any other expression. Raises MatcalcError `syntax` for one that is not clear."""
        found = self._found() if self.tokens else None
        if found is None:
            self._refuse_inside()
        return found

    def _found(self) -> Query | None:
        first = self.tokens[0]
        if first.text in NABLAS:
            return self._nabla()
        if first.kind == "COMMAND" and first.text[1:] in FRACTIONS:
            return self._fraction()
        if first.kind == "WORD" and first.text in KEYWORDS and first.text not in self.known and self.tokens[1:]:
            return self._worded(first.text)
        return self._quotient()

    def _nabla(self) -> Query:
        order, i = self._order(1)
        variables: list[str] = []
        if i < len(self.tokens) and self.tokens[i].kind == "SUBSCRIPT":
            inside = self.tokens[i].text[1:].removeprefix("{").removesuffix("}")
            variables = [name(part.strip(), self.known) for part in inside.split(",")]
            later, i = self._order(i + 1)
            order = max(order, later)
        sign = Span(self.tokens[0].start, self.tokens[i - 1].end)
        if not variables:
            raise fault("syntax", "∇ does not say by what", self.source, sign, hint="write the variable below: ∇_x f")
        return Query(self._operand(i, sign), variables, order, apart=True)

    def _quotient(self) -> Query | None:
        """d f / d x and d/dx f."""
        over = self._mark(0)
        if over is None:
            self._refuse_unmarked()
            return None
        order, i = over
        if i < len(self.tokens) and self.tokens[i].kind == "DIV" and self._whole(0):
            under = self._under(i + 1)
            if under is None:
                return None
            variables, end = under
            return self._derivative(order, variables, self._operand(end, self._span(0, end)), self._span(0, end))
        found = self._last_quotient(i)
        if found is None:
            return None
        at, variables = found
        body = self.tokens[i:at] if self._whole(0) else [_cut(self.tokens[0]), *self.tokens[i:at]]
        return self._derivative(order, variables, self._single(body), self._span(0, len(self.tokens)))

    def _refuse_unmarked(self) -> None:
        """What ends as a derivative and does not begin as one is refused: it would be read as a fraction."""
        if "d" not in self.known and (found := self._last_quotient(1)) is not None:
            at, under = found[0] + 1, self._span(found[0], len(self.tokens))
            if self.tokens[at].text not in self.known and self.source[self.tokens[at].start] in "d∂\\":
                body = self.source[self.tokens[0].start:self.tokens[at - 1].start].strip()
                raise fault("syntax", f"`{self.source[under.start:under.end]}` ends a derivative, which begins with d",
                            self.source, under, hint=f"write d({body}){self.source[under.start:under.end]}")

    def _refuse_inside(self) -> None:
        """A derivative that is a part of an expression is refused: d f / d x would be read as a fraction."""
        for i, token in enumerate(self.tokens):
            mark = self._mark(i + 1) if token.kind == "DIV" else None
            if mark and self._variables(i + 1, mark[1])[0]:
                first = next((k for k in range(i) if self._mark(k)), None)
                if first is not None:
                    end = self._under(i + 1)
                    raise fault("syntax", "a derivative stands by itself, and is no part of an expression", self.source,
                                self._span(first, end[1] if end else i + 2),
                                hint="give it a name: g = d f/d x; and use that")

    def _fraction(self) -> Query | None:
        r"""\frac{\partial f}{\partial x} and \frac{d}{dx} f."""
        top = closing(self.tokens, 1)
        last = closing(self.tokens, top + 1) if top else 0
        over = self._mark(2) if last else None
        under = self._under(top + 2, last) if over else None
        if over is None or under is None or under[1] != last:
            return None
        order, i = over
        sign = self._span(0, last + 1)
        if i == top and self._whole(2):
            return self._derivative(order, under[0], self._operand(last + 1, sign), sign)
        if last + 1 < len(self.tokens):
            return None
        body = self.tokens[i:top] if self._whole(2) else [_cut(self.tokens[2]), *self.tokens[i:top]]
        return self._derivative(order, under[0], self._single(body), sign)

    def _worded(self, word: str) -> Query:
        """hessian f x, hessian(f, x), gradient of f by x."""
        start = 2 if self.tokens[1].text == "of" and len(self.tokens) > 2 else 1
        tokens, end = self.tokens[start:], self.end
        if tokens[0].kind == "LPAR" and closing(tokens, 0) == len(tokens) - 1 and outside(tokens[1:-1], "COMMA"):
            tokens, end = tokens[1:-1], tokens[-1].start
        by = next((i for i, t in enumerate(tokens) if t.text in BY and t.text not in self.known), 0)
        cut = by or next(iter(outside(tokens, "COMMA")), 0)
        if not cut and len(tokens) > 1 and (len(tokens) == 2 or closing(tokens, 0) == len(tokens) - 2):
            cut = len(tokens) - 1
            variables = self.source[tokens[-1].start:end]
        elif not cut or (not by and cut == 2 and len(tokens) > cut + 1 and tokens[0].kind == tokens[1].kind == "WORD"):
            raise fault("syntax", f"{word} takes a function and a variable", self.source, self._span(0, 1),
                        hint=f"write {word} f x, or {word} EXPR by x")
        else:
            variables = self.source[tokens[cut].end:end]
        names = [name(part.strip(), self.known) for part in variables.split(",")]
        if word == "hessian" and len(names) == 1:
            names *= 2
        return Query(Span(tokens[0].start, tokens[cut - 1].end), names, KEYWORDS[word], word=word, apart=len(names) > 1)

    def _derivative(self, order: int, variables: list[str], body: Span, sign: Span) -> Query:
        if order != len(variables):
            raise fault("syntax", f"there are {order} differentiations above and {len(variables)} below", self.source,
                        sign, hint="the second derivative is d^2 f/dx^2 or d^2 f/(dx dy)")
        return Query(body, variables, order)

    def _last_quotient(self, start: int) -> tuple[int, list[str]] | None:
        """Where the last `/` is outside of brackets, if nothing but dx stands behind it; and the variables."""
        depth = 0
        for at in range(len(self.tokens) - 1, start - 1, -1):
            depth += (self.tokens[at].kind == "RPAR") - (self.tokens[at].kind == "LPAR")
            if self.tokens[at].kind == "DIV" and not depth:
                under = self._under(at + 1)
                return (at, under[0]) if under and under[1] == len(self.tokens) else None
        return None

    def _under(self, i: int, last: int | None = None) -> tuple[list[str], int] | None:
        """The variables of dx dy from a token on, each as often as it is derived by, and where that ends."""
        if i < len(self.tokens) and self.tokens[i].text == "(" and (end := closing(self.tokens, i)):
            found = self._under(i + 1, end)
            return (found[0], end + 1) if found and found[1] == end else None
        out: list[str] = []
        stop = len(self.tokens) if last is None else last
        while i < stop and (mark := self._mark(i)) is not None:
            variables, after = self._variables(i, mark[1])
            if not variables:
                break
            times, i = self._order(after)
            out += [*variables[:-1], *variables[-1:] * times]
        return (out, i) if out else None

    def _variables(self, i: int, after: int) -> tuple[list[str], int]:
        """The x of dx at a token, whose d ends before `after`; both of dxdy."""
        if not self._whole(i):
            first, end = self.tokens[i].start + 1, after
        elif after < len(self.tokens) and self.tokens[after].kind in ("WORD", "COMMAND"):
            opens = self.tokens[after].kind == "COMMAND" and [t.text for t in self.tokens[after + 1:after + 2]] == ["{"]
            first, end = self.tokens[after].start, (closing(self.tokens, after + 1) if opens else after) + 1
        else:
            return [], after
        if end < len(self.tokens) and self.tokens[end].kind == "SUBSCRIPT":
            end += 1
        found = name(self.source[first:self.tokens[end - 1].end], self.known)
        parts = found.split("d")
        several = found not in self.known and not words.is_symbol(found) and all(map(words.is_symbol, parts))
        return parts if several else [found], end

    def _mark(self, i: int) -> tuple[int, int] | None:
        """The order of a d or ∂ at a token, and where what it stands before begins; of `df` that is the next token."""
        if i >= len(self.tokens):
            return None
        token = self.tokens[i]
        if token.text in PARTIALS and (token.text != "d" or "d" not in self.known):
            return self._order(i + 1)
        rest = token.text[1:]
        glued = token.kind == "WORD" and token.text[0] == "d" and rest and not {"d", token.text} & {*self.known}
        if glued and words.function(token.text) is None and token.text not in words.GREEK_NAMES:
            return 1, i + 1
        return None

    def _whole(self, i: int) -> bool:
        """Whether the d or ∂ at a token is all of it."""
        return self.tokens[i].text in PARTIALS

    def _order(self, i: int) -> tuple[int, int]:
        """The number raised behind a sign, 1 without, and the token after it."""
        texts = [t.text for t in self.tokens[i:i + 4]]
        kinds = [t.kind for t in self.tokens[i:i + 4]]
        if kinds[:1] == ["SUPERSCRIPT"] and texts[0].translate(DIGITS) in "23456":
            return int(texts[0].translate(DIGITS)), i + 1
        if kinds[:2] == ["POW", "NUMBER"] and texts[1] in "23456":
            return int(texts[1]), i + 2
        if kinds == ["POW", "LPAR", "NUMBER", "RPAR"] and texts[2] in "23456":
            return int(texts[2]), i + 4
        return 1, i

    def _operand(self, i: int, sign: Span) -> Span:
        """What a sign stands before: all that is left."""
        if i >= len(self.tokens):
            raise fault("syntax", "there is no function behind the sign of the derivative", self.source, sign)
        if is_sum(self.tokens[i:]):
            text = self.source[sign.start:sign.end]
            raise fault("syntax", f"{text} before a sum is of the first term to some, of all to others", self.source,
                        sign, hint=f"set brackets: {text} ({self.source[self.tokens[i].start:self.end]})")
        return self._span(i, len(self.tokens))

    def _single(self, body: list[Tree]) -> Span:
        """What stands between d and the / of d x."""
        span = Span(body[0].start, body[-1].end)
        if is_sum(body):
            raise fault("syntax", "d before a sum is of the first term to some, of all to others", self.source, span,
                        hint=f"set brackets: d({self.source[span.start:span.end]})")
        return span

    def _span(self, i: int, end: int) -> Span:
        return Span(self.tokens[i].start, self.tokens[end - 1].end)


def _cut(token: Tree) -> Tree:
    """The f of df."""
    return Tree(token.kind, token.start + 1, token.end, text=token.text[1:])


def query(tokens: list[Tree], source: str, known: Collection[str]) -> Query | None:
    """The derivative that a statement asks for, or None. Raises MatcalcError `syntax`."""
    found = Reader(tokens, source, known).query()
    if found is None and "d" in known and _reads(tokens, source, {*known} - {"d"}):
        raise fault("syntax", "d is a symbol here, and no sign of a derivative", source,
                    Span(tokens[0].start, tokens[-1].end), hint="write ∂f/∂x, or ∇_x f")
    return found


def _reads(tokens: list[Tree], source: str, known: Collection[str]) -> bool:
    """Whether a derivative is asked for if these names are known."""
    try:
        return Reader(tokens, source, known).query() is not None
    except MatcalcError:
        return False
