"""What stands round an expression: a name for it in front, definitions and remarks behind: `f(X) = tr(K), K = X X'`."""
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.syntax import leibniz, remarks, words
from matcalc.syntax.commands import NOTHING
from matcalc.syntax.latex import kind, single, translate
from matcalc.syntax.surroundings import EQUALS, Parts
from matcalc.syntax.tokens import joined
from matcalc.syntax.tree import Tree

_OPEN, _CLOSE = frozenset({"LPAR", "LANGLE"}), frozenset({"RPAR", "RANGLE"})


class Clause:
    """A stretch between separators: its tokens, and where it is `name = …`, the name and the brackets behind that.

    at    where the `=` stands; -1 where there is none
    name  '' where the left side is no name
    """

    __slots__ = ("arguments", "at", "body", "name", "tokens")

    def __init__(self, tokens: list[Tree], source: str, known: Collection[str]):
        """A clause, taken apart."""
        self.tokens = tokens
        signs = [i for i, depth in _depths(tokens) if not depth and _is_equal(tokens[i])]
        self.at = signs[0] if len(signs) == 1 else -1
        colon = self.at > 0 and tokens[self.at - 1].kind == "COLON"
        self.body = tokens[self.at + 1:]
        self.name, self.arguments = _head(tokens[:self.at - colon], source, known) if self.at > 0 else ("", None)
        right = "" if self.name or self.at <= 0 else _word(self.body, source, known)
        turned = "" if right and leibniz.differentiates(tokens[:self.at], source) else right
        if turned and turned not in known and not words.function(turned):  # H x - y = e
            self.name, self.body = turned, tokens[:self.at]

    def says(self, source: str) -> str:
        """`f(X) =`, as it stands."""
        return source[self.tokens[0].start:self.tokens[self.at].end].strip()


def take_apart(tokens: list[Tree], source: str, known: Collection[str], notes: dict[str, None]) -> Parts:
    """The expression without a name in front, and what stands beside it; all tokens where they are no such thing.

    Raises MatcalcError `syntax`: for an equation, a name that is used again, a remark that is not understood.
    """
    assume: dict[str, tuple[str, ...]] = {}
    clauses = []
    for part in _split(tokens, source, known):
        remark = remarks.read(part, source, known, notes)
        if remark is None:
            clauses.append(Clause(part, source, known))
        assume |= remark or {}
    value = _value(clauses, source, known)
    if value is None:
        return Parts(tokens, assume=assume)
    body = value.tokens
    if value.at > 0:
        called = "function" if value.arguments is not None else "value"
        if value.body[0] is value.tokens[0]:
            raise _equation(value, source)
        notes[f"{value.says(source)} is left out: it names the {called}"] = None
        body = value.body
    _refuse_unused(clauses, value, source, known)
    others = {clause.name: clause for clause in clauses if clause is not value}
    sides = [[*_named(c), *_uncalled(c.body, others, source, known, notes)] for c in clauses if c is not value]
    return Parts(_uncalled(body, others, source, known, notes), sides, assume)


def _refuse_unused(clauses: list[Clause], value: Clause, source: str, known: Collection[str]) -> None:
    """Raises MatcalcError `syntax` for a function that is defined beside the expression and does not occur."""
    for clause in clauses:
        used = (_names(other.body, source, known) for other in clauses if other is not clause)
        if clause is not value and clause.arguments is not None and not any(clause.name in names for names in used):
            raise fault("syntax", f"`{clause.says(source)}` is defined, and nothing uses it", source,
                        Span(clause.tokens[0].start, clause.tokens[clause.at].end),
                        hint="give the expression in the symbols that are defined")


def _named(clause: Clause) -> list[Tree]:
    """The name and the sign that a definition begins with."""
    first, sign = clause.tokens[0], clause.tokens[clause.at]
    if clause.body[0] is first:
        first = clause.tokens[clause.at + 1]
    return [Tree("WORD", first.start, first.end, text=clause.name), Tree("EQUAL", sign.start, sign.end, text="=")]


def _value(clauses: list[Clause], source: str, known: Collection[str]) -> Clause | None:
    """The clause that is the expression: the one without a name, else the one whose name no other uses."""
    bare = [clause for clause in clauses if not clause.name]
    named = [clause for clause in clauses if clause.name]
    if len(bare) == 1:
        return _expression(bare[0], source) if bare[0].body and all(c.body for c in named) else None
    if bare or not all(clause.body for clause in named):
        return None
    used = {name for clause in named for name in _names(clause.body, source, known)}
    last = [clause for clause in named if clause.name not in used]
    if len(named) == 1 and not last and named[0].arguments is not None:
        says = named[0].says(source)
        raise fault("syntax", f"`{says}` names the function; only what stands behind it is an expression", source,
                    named[0].tokens[named[0].at].span, hint=f"leave out `{says}`")
    if len(last) != 1 or (last[0].arguments is None and last[0].name in known):
        return None
    return last[0]


def _expression(clause: Clause, source: str) -> Clause:
    """A clause without a name. Raises MatcalcError `syntax` where it states something."""
    signs = [i for i, depth in _depths(clause.tokens) if not depth and _is_equal(clause.tokens[i])]
    if not signs:
        return clause
    left = clause.tokens[:signs[0]]
    if not leibniz.differentiates(left, source):
        raise _equation(clause, source)
    right = clause.tokens[signs[0] + 1:]
    if len(signs) == 1 and leibniz.begins(right, source):
        clause.tokens, clause.at = right, -1
        return clause
    text = source[left[0].start:clause.tokens[signs[0]].end] if left else ""
    raise fault("syntax", f"`{text}` says what a derivative is, and an expression is what is differentiated", source,
                Span(left[0].start, clause.tokens[signs[0]].end),
                hint="give the function itself; whether a derivative is right: matcalc verify FUNCTION DERIVATIVE")


def _equation(clause: Clause, source: str) -> MatcalcError:
    sign = next(t for i, t in enumerate(clause.tokens) if _is_equal(t))
    return fault("syntax", "an equation is no expression", source, sign.span,
                 hint="give one side of it; whether two expressions are equal: matcalc equal LEFT RIGHT")


def _split(tokens: list[Tree], source: str, known: Collection[str]) -> Iterator[list[Tree]]:
    """The stretches between commas, semicolons, line breaks before a definition, and words such as `where`."""
    cuts = [(i, i + 1) for i, depth in _depths(tokens) if not depth and (
        tokens[i].kind in ("COMMA", "SEMICOLON") or tokens[i].text == "\\\\"
        or (tokens[i].text in remarks.JOINING and tokens[i].text not in known))]
    cuts += remarks.texts(tokens, source)
    ends = [start for start, _ in sorted(cuts)] + [len(tokens)]
    begun = 0
    out: list[list[Tree]] = []
    for (_, after), end in zip([(0, 0), *sorted(cuts)], ends, strict=True):
        part = _stripped(tokens[after:end])
        breaks = after and tokens[after - 1].text == "\\\\" and not any(map(_is_equal, part[1:]))
        if breaks and out:
            out[-1] = _stripped(tokens[begun:end])
        elif part:
            out.append(part)
            begun = after
    yield from out


def _stripped(tokens: list[Tree]) -> list[Tree]:
    """Without the space at both ends."""
    start, end = 0, len(tokens)
    while start < end and _is_space(tokens[start]):
        start += 1
    while end > start and _is_space(tokens[end - 1]):
        end -= 1
    return tokens[start:end]


def _is_space(token: Tree) -> bool:
    return token.kind == "COMMAND" and (token.text[1:] in NOTHING or token.text == "&") and token.text[1:] not in (
        "left", "right")


def _is_equal(token: Tree) -> bool:
    return token.kind == "EQUAL" or token.text in EQUALS


def _depths(tokens: list[Tree]) -> Iterator[tuple[int, int]]:
    """Each position, and how many brackets are open there."""
    depth = 0
    for i, token in enumerate(tokens):
        bracket = kind(token)
        depth -= bracket in _CLOSE
        yield i, depth
        depth += bracket in _OPEN


def _head(tokens: list[Tree], source: str, known: Collection[str]) -> tuple[str, str | None]:
    r"""The name in `f`, `\mathcal{L}(\mathbf X)` and the like, and what stands in the brackets; '' where it is none."""
    tokens = _stripped(tokens)
    if tokens and tokens[-1].text in (")", "]"):
        opened = max((i for i, depth in _depths(tokens[:-1]) if not depth and tokens[i].text in "(["), default=0)
        end = opened - (tokens[opened - 1].text == r"\left")
        word = _word(tokens[:end], source, known)
        if not word or word in known or words.function(word):
            return "", None
        return word, _plain(source[tokens[opened].end:tokens[-1].start])
    return _word(tokens, source, known), None


def _word(tokens: list[Tree], source: str, known: Collection[str]) -> str:
    tokens = _stripped(tokens)
    return single(source[tokens[0].start:tokens[-1].end], known) if tokens else ""


def _names(tokens: list[Tree], source: str, known: Collection[str]) -> set[str]:
    """The words of a clause, commands among them."""
    try:
        tokens = list(joined(translate(tokens, source, known)))
    except MatcalcError:  # which is told when the whole is read
        return {single(t.text, known) if t.kind == "COMMAND" else t.text for t in tokens}
    return {t.text for t in tokens if t.kind == "WORD"}


def _plain(text: str) -> str:
    return "".join(text.replace(r"\left", "").replace(r"\right", "").split())


def _uncalled(tokens: list[Tree], clauses: Mapping[str, Clause], source: str, known: Collection[str],
              notes: dict[str, None]) -> list[Tree]:
    """The tokens with Ω for Ω(X), where Ω(X) is what a clause defines, or Ω in terms of X.

    Raises MatcalcError `ambiguous-function` where another argument stands there.
    """
    out: list[Tree] = []
    i = 0
    while i < len(tokens):
        word, i = tokens[i], i + 1
        out.append(word)
        at = i + (tokens[i].text == r"\left" if i < len(tokens) else 0)
        if word.kind not in ("WORD", "COMMAND") or at >= len(tokens) or tokens[at].text not in ("(", "["):
            continue
        clause = clauses.get(single(word.text, known) if word.kind == "COMMAND" else word.text)
        if clause is None:
            continue
        end = next((k for k, depth in _depths(tokens[at:]) if k and not depth), len(tokens) - at - 1) + at
        inside = source[tokens[at].end:tokens[end].start].replace(r"\right", "")
        alone = single(inside, known)
        if clause.arguments == _plain(inside) or (clause.arguments is None and alone and any(
                alone in name for name in _names(clause.body, source, known))):
            notes[f"{source[word.start:tokens[end].end]} is read as {clause.name}"] = None
            i = end + 1
        elif clause.arguments is not None or alone:
            raise fault("ambiguous-function", f"{source[word.start:tokens[end].end]} is {clause.name} to some, and a "
                        "product to others", source, Span(word.start, tokens[end].end),
                        hint=f"write {clause.name} alone, or {clause.name} * and the other factor")
    return out
