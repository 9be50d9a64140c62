"""The pass over the tokens: transposes written as powers, words split into names, functions told from products."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from itertools import pairwise

from matcalc.diagnostics import Label, MatcalcError, Span, closest, did_you_mean, fault, visible
from matcalc.shape import Shape
from matcalc.syntax import applied, foreign, keywords, limits, primes, spectra, words
from matcalc.syntax.tree import Tree

LETTERS_OF = ("LATIN", "GREEK", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT")
_END = Tree("$END", -1, -1)


class Names:
    """What is known of names before the expression is read."""

    __slots__ = ("alone", "columns", "declared", "dims", "functions", "known", "raises", "singles")

    def __init__(self, known: Iterable[str], dims: Iterable[str], declared: bool, functions: Iterable[str] = (),
                 arrays: Mapping[str, Shape] | None = None):
        """Symbols, dimensions, whether any shape is declared, declared functions, and what is declared as no scalar."""
        self.known, self.dims, self.declared = set(known), set(dims), declared
        self.functions = frozenset(functions)
        self.raises = "T" in self.known and "T" not in (arrays or ())  # ^T is a power, no transpose
        self.columns = {name for name, shape in (arrays or {}).items() if "1" in shape}
        self.alone: set[str] = set()  # words that stand before no bracket
        self.singles: set[str] = set()  # undeclared symbols that stand alone in the expression


def refine(tokens: list[Tree], source: str, names: Names) -> tuple[list[Tree], list[str]]:
    """The tokens with names and functions told apart, and notes on words that were split.

    Raises MatcalcError: `unknown-name`, `unknown-function`, `ambiguous-name`, `syntax`.
    """
    notes: dict[str, None] = {}
    _respell(tokens, names.known)
    tokens = keywords.along(keywords.plain(list(joined(tokens)), names.known), source, names.known, notes)
    spectra.refuse(tokens, source, names.known)
    tokens = applied.settle(tokens, source, names.functions, names.known, notes)
    names.known.update(word.text for word, after in pairwise(tokens) if (word.kind, after.kind) == ("WORD", "EQUAL"))
    tokens = list(_ones(_transposes(tokens, source, names)))
    names.alone = {word.text for word, after in pairwise([*tokens, _END]) if after.kind != "LPAR"}
    free = {t.text for t in tokens if t.kind == "WORD"} - names.known
    primes.refuse(tokens, source, free)
    names.singles = {word for word in free if words.is_symbol(word)}
    out: list[Tree] = []
    sizes = _SizeArguments()
    for token, following in pairwise([*tokens, _END]):
        after = following.kind
        if token.kind != "WORD":
            sizes.feed(token, out)
            out.append(token)
        elif _begins_sum(token, out, after, tokens, names):
            out.append(Tree("SUM", token.start, token.end, text=words.indexed(token.text)[1]))
        elif sizes.inside():
            spectra.refuse_size(token, source, names.columns if names.declared else names.known)
            out.append(Tree("NAME", token.start, token.end, text=token.text))
            names.dims |= {token.text} - names.known
        else:
            out += _word(token, after, source, names, notes)
    return out, list(notes)


def as_declared(word: str, known: Collection[str]) -> str:
    """A name as it is declared: Σ for Sigma, Sigma for Σ, x̂ for x_hat."""
    if word in known or "".join((word, *known)).isascii():
        return word
    in_ascii = import_module("matcalc.render.names").in_ascii
    return {in_ascii(name): name for name in sorted(known)}.get(in_ascii(word), word)


def _respell(tokens: list[Tree], known: Collection[str]) -> None:
    """Names as they are declared, but for those that name a function."""
    if "".join((*known, *(token.text for token in tokens if token.kind == "WORD"))).isascii():
        return
    for token, after in pairwise([*tokens, _END]):
        if token.kind == "WORD" and not (after.kind == "LPAR" and words.function(token.text)):
            token.text = as_declared(token.text, known)


def joined(tokens: list[Tree]) -> Iterator[Tree]:
    """Words with the index in braces that follows: x_{1} is x_1."""
    skip = False
    for token, after in pairwise([*tokens, _END]):
        if skip:
            skip = False
        elif (token.kind == "WORD" and after.kind == "SUBSCRIPT" and after.start == token.end
              and after.text[2:-1].replace(",", "").isalnum() and after.text.isascii()):
            skip = True
            yield Tree("WORD", token.start, after.end, text=f"{token.text}_{after.text[2:-1].replace(',', '_')}")
        else:
            yield token


def _transposes(tokens: list[Tree], source: str, names: Names) -> list[Tree]:
    """^T, ^-T, ^{T}, ^(-T), ^+ as postfix tokens. The T may begin a longer word: A^TAx is AᵀAx."""
    out: list[Tree] = []
    rest, i = tokens, 0
    while i < len(rest):
        token = rest[i]
        length, kind = _raised(rest, i, source, names) if token.kind == "POW" else (0, "")
        if not length:
            out.append(token)
            i += 1
            continue
        last = rest[i + length - 1]
        end = last.start + 1 if last.kind == "WORD" and last.text != "T" else last.end
        out.append(Tree(kind, token.start, end, text=source[token.start:end]))
        i += length
        if end < last.end:
            rest[i - 1] = Tree("WORD", end, last.end, text=source[end:last.end])
            i -= 1
    return out


def _ones(tokens: list[Tree]) -> Iterator[Tree]:
    """11' as 1 1', the matrix of ones: the transpose of a number says nothing."""
    for token, after in pairwise([*tokens, _END]):
        if (token.kind, token.text, after.kind) == ("NUMBER", "11", "TRANSPOSE"):
            yield Tree("NUMBER", token.start, token.start + 1, text="1")
            yield Tree("NUMBER", token.start + 1, token.end, text="1")
        else:
            yield token


def _raised(tokens: list[Tree], i: int, source: str, names: Names) -> tuple[int, str]:
    """How many tokens from the ^ on make a transpose or a pseudo-inverse, and its kind; (0, "") for a power."""
    ahead = [t.kind for t in tokens[i + 1:i + 5]]
    if ahead[:3] in (["LPAR", "PLUS", "RPAR"], ["LPAR", "TIMES", "RPAR"]):
        return 4, "PINV" if ahead[1] == "PLUS" else "TRANSPOSE"
    if ahead[:1] == ["PLUS"]:
        plus = tokens[i + 1]
        if len(ahead) > 1 and tokens[i + 2].start == plus.end and ahead[1] == "NUMBER":
            raised = Span(tokens[i].start, tokens[i + 2].end)
            message = f"`{source[raised.start:raised.end]}` is neither a power nor a pseudo-inverse"
            raise fault("syntax", message, source, raised,
                        hint="write ^1 for the power, or ^+ and a space for the pseudo-inverse")
        return 2, "PINV"
    bracket = ahead[:1] == ["LPAR"]
    inner = i + 1 + bracket
    minus = inner < len(tokens) and tokens[inner].kind == "MINUS"
    at = inner + minus
    if at >= len(tokens) or names.raises:
        return 0, ""
    kind = "INVTRANSPOSE" if minus else "TRANSPOSE"
    if bracket:
        closed = at + 1 < len(tokens) and tokens[at + 1].kind == "RPAR"
        return (at + 2 - i, kind) if closed and tokens[at].text in ("T", "⊤") else (0, "")
    if tokens[at].text == "H" and "H" not in names.known:
        return at + 1 - i, kind
    if tokens[at].kind == "WORD" and tokens[at].text[0] == "T" and (
            tokens[at].text == "T" or tokens[at].text not in names.known):
        return at + 1 - i, kind
    return (at + 1 - i, kind) if minus and tokens[at].text in ("⊤", "ᵀ") else (0, "")


class _SizeArguments:
    """Follows the brackets to tell whether a word stands where a function takes a dimension."""

    __slots__ = ("stack",)

    def __init__(self) -> None:
        self.stack: list[list[int]] = []  # for each open bracket: [expressions its function takes, commas so far]

    def feed(self, token: Tree, before: list[Tree]) -> None:
        """Take note of a bracket or a comma."""
        if token.kind in ("LPAR", "WEIGHT"):
            called = before and before[-1].kind == "CALL" and before[-1].text in words.WITH_SIZES
            self.stack.append([words.WITH_SIZES[before[-1].text][1] if called else limits.TOKENS, 0])
        elif token.kind == "RPAR" and self.stack:
            self.stack.pop()
        elif token.kind == "COMMA" and self.stack:
            self.stack[-1][1] += 1

    def inside(self) -> bool:
        """Whether the argument at hand is a dimension."""
        return any(commas >= expressions for expressions, commas in self.stack[-8:])


_BEFORE_TERM = frozenset({"PLUS", "MINUS", "EQUAL", "LPAR", "COMMA", "SEMICOLON", "WHERE", "BAR", "NORM", "LANGLE"})
"""Tokens after which a term of a sum can begin."""
_OPERANDS = frozenset({"WORD", "NUMBER", "ONES", "LPAR"})


def _begins_sum(token: Tree, before: list[Tree], after: str, tokens: list[Tree], names: Names) -> bool:
    """Whether a word is the sign of a sum: Σₖ before what carries its index. A matrix called Σₖ is declared."""
    head, index = words.indexed(token.text)
    if not index or head not in words.SUM_SIGNS or token.text in names.known or after not in _OPERANDS:
        return False
    if before and before[-1].kind not in _BEFORE_TERM:
        return False
    return any(t.kind == "WORD" and t.text != token.text and words.indexed(t.text)[1] == index for t in tokens)


def _word(token: Tree, after: str, source: str, names: Names, notes: dict[str, None]) -> list[Tree]:
    """The tokens that a word stands for."""
    word = token.text
    if word in names.known:
        return [Tree("NAME", token.start, token.end, text=word)]
    if not word.isascii() and (twin := _twin(word, names)):
        raise fault("unknown-name", f"{visible(word)} is not declared, and looks like {twin}, which is another name",
                    source, token.span, _foreign(word) or "")
    if diagonal := applied.diagonal(token, names.known, names.columns):
        notes[f"{word} is read as diag({diagonal[2].text})"] = None
        return diagonal
    if word == "where":
        return [Tree("WHERE", token.start, token.end, text=word)]
    if word in words.BARE and after != "LPAR":
        return [Tree("NAME", token.start, token.end, text=word)]
    called = words.function(word)
    if called is not None and (after == "LPAR" or not words.is_symbol(word)):
        return [Tree("CALL" if after == "LPAR" else "FUNC", token.start, token.end, text=called)]
    foreign = None if word.isascii() else _foreign(word)
    if foreign:
        raise fault("unknown-name", f"{visible(word)} is not declared", source, token.span, foreign)
    if words.base(word) in words.FUNCTION_LETTERS and after == "LPAR" and word not in names.alone:
        raise _unknown(token, source, names, after)
    if word in names.dims or word == "pi" or words.is_symbol(word) or _is_identity(word, names):
        return [Tree("NAME", token.start, token.end, text=word)]
    if after == "LPAR" and (behind := applied.behind(token, names.known | names.singles)):
        notes[f"{word}(…) is read as {behind[0].text} {behind[1].text}(…)"] = None
        return behind
    parts = _split(token, source, names, after, notes)
    out, at = [], token.start + max(0, source[token.start:token.end].find(word))
    for part in parts:
        out.append(Tree("NAME", at, at + len(part), text=part))
        at += len(part)
    return out


def _is_identity(word: str, names: Names) -> bool:
    return word.startswith("I_") and (word[2:] in names.dims or word[2:].isdigit() or not names.declared)


def _split(token: Tree, source: str, names: Names, after: str, notes: dict[str, None]) -> list[str]:
    """The names of a word that is none itself."""
    word = token.text
    if len(word) > limits.WORD:
        raise fault("limit", f"a word has {len(word)} characters; the limit is {limits.WORD}", source, token.span)
    named = source.startswith(r"\operatorname", token.start)
    if not named and (after != "LPAR" or words.function(word.lower()) is None):
        stand_alone = names.known | names.singles
        for known in (stand_alone, stand_alone | names.dims, stand_alone | words.plain(word)):
            ways = words.splits(word, sorted(known))
            if len(ways) > 1:
                first, second = (" ".join(way) for way in ways)
                raise fault("ambiguous-name", f"{word} can be split in two ways: {first} and {second}", source,
                            token.span, hint="write the product with spaces")
            if ways:
                return ways[0]
        parts = words.letters(word) if not names.declared else applied.letters(token, source, stand_alone)
        if parts is not None:
            notes[f"{word} is read as the product {' '.join(parts)}"] = None
            return parts
    raise _unknown(token, source, names, after)


def _unknown(token: Tree, source: str, names: Names, after: str) -> MatcalcError:
    word, label = token.text, Label(token.span)
    if word in foreign.STEPS:
        return MatcalcError("not-differentiable", f"the derivative of {word} is 0, and at its steps there is none",
                            source=source, labels=[label])
    if after == "LPAR":
        hint = foreign.FUNCTIONS.get(word) or did_you_mean(word, [*words.functions(), *names.known])
        declare = f'declare it: a function of each entry, -d "{word}: function", or a matrix, -d "{word}: m x n"'
        return MatcalcError("unknown-function", f"there is no function {word}, and {word} is not declared",
                            source=source, labels=[label], hint=hint or declare)
    if words.indexed(word)[0] in foreign.OVER_A_VARIABLE:
        return MatcalcError("unknown-name", f"{word} takes a function, and is no part of an expression", source=source,
                            labels=[label], hint="give the function itself, and with --wrt what to derive by")
    near = closest(word, [*names.known, *words.functions(), *words.GREEK_NAMES])
    declare = f'declare it: -d "{word}: n x 1" for a column, -d "{word}: m x n" for a matrix'
    hint = foreign.NAMES.get(word) or (f"did you mean {near}?" if near else declare)
    parts = words.letters(word) or (words.repeated(word) if not near or len(word) < 3 else None)
    if (called := words.applied(word)) is not None:
        hint = f"for the function write {called}"
    elif parts is not None:
        hint = f"for the product write {' '.join(parts)}"
    return MatcalcError("unknown-name", f"{word} is not declared", source=source, labels=[label], hint=hint)


def _twin(word: str, names: Names) -> str:
    """The name in Latin letters that a word looks like, if it occurs."""
    latin = import_module("matcalc.syntax.lookalikes").LATIN
    twin = "".join(latin.get(c, c) for c in word)
    return twin if twin != word and twin in names.known | names.singles else ""


def _foreign(word: str) -> str | None:
    """A warning where a letter only looks like a Latin or Greek one."""
    import unicodedata

    for c in word:
        name = unicodedata.name(c, "")
        if not c.isascii() and c.isalpha() and not name.startswith(LETTERS_OF):
            return f"{c} is the character {name or hex(ord(c))}"
    return None
