"""Arguments as NumPy, PyTorch and MATLAB write them: norm(x, inf), norm(X, ord='fro'), softmax(X, axis=1)."""
from __future__ import annotations

from collections.abc import Container, Iterator

from matcalc.diagnostics import fault
from matcalc.syntax import words
from matcalc.syntax.tree import Tree

KEYWORDS = frozenset({"ord", "p"})
AXES = frozenset({"axis", "dim"})
ALONG = {"sum": ("colsum", "rowsum"), "mean": ("colmean", "rowmean"),
         **{name: (f"col_{name}", f"row_{name}") for name in ("softmax", "log_softmax", "logsumexp")}}
"""Functions of all entries, and what they are along axis 0, of columns, and along axis 1, of rows."""
INFINITE = frozenset({"inf", "Inf", "infty"})


def plain(tokens: list[Tree], known: Container[str]) -> list[Tree]:
    """The tokens without the keyword before an order, its word for infinity as a text, the p_p of ‖x‖^p_p in two."""
    if any(t.kind == "NORM" for t in tokens):
        tokens = list(_below(tokens, known))
    if not any(t.text == "norm" for t in tokens):
        return tokens
    out: list[Tree] = []
    calls: list[bool] = []  # for each open bracket, whether it is that of a norm
    for i, token in enumerate(tokens):
        if token.kind == "LPAR":
            calls.append(bool(out) and out[-1].text == "norm" and "norm" not in known)
        elif token.kind == "RPAR" and calls:
            calls.pop()
        if not calls or not calls[-1]:
            out.append(token)
            continue
        before, after = tokens[i - 1], tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if after == "EQUAL" and token.text in KEYWORDS and before.kind == "COMMA":
            continue
        if token.kind == "EQUAL" and before.text in KEYWORDS:
            continue
        infinite = token.text in INFINITE and token.text not in known and before.kind in ("COMMA", "EQUAL")
        out.append(Tree("STRING", token.start, token.end, text=f'"{token.text}"') if infinite else token)
    return out


def _below(tokens: list[Tree], known: Container[str]) -> Iterator[Tree]:
    """The word p_p behind ‖x‖^ as a name and an index."""
    before: list[str] = ["", ""]
    for token in tokens:
        letter, _, at = token.text.partition("_")
        if token.kind == "WORD" and before == ["NORM", "POW"] and letter == at and token.text not in known:
            middle = token.start + len(letter)
            yield Tree("WORD", token.start, middle, text=letter)
            yield Tree("SUBSCRIPT", middle, token.end, text=token.text[len(letter):])
        else:
            yield token
        before = [before[1], token.kind]


def along(tokens: list[Tree], source: str, known: Container[str], notes: dict[str, None]) -> list[Tree]:
    """sum(X, axis=1) as rowsum(X), softmax(X, dim=-1) as row_softmax(X). Raises MatcalcError `wrong-arguments`."""
    if not any(t.kind == "EQUAL" for t in tokens):
        return tokens
    out: list[Tree] = []
    opened: list[int] = []  # where in `out` each open bracket stands
    rest = tokens[::-1]
    while rest:
        token = rest.pop()
        if token.kind == "LPAR":
            opened.append(len(out))
        elif token.kind == "RPAR" and opened:
            opened.pop()
        elif token.kind == "COMMA" and opened and [t.kind for t in rest[-1:-3:-1]] == ["WORD", "EQUAL"]:
            keyword, value = rest[-1].text, []
            while rest and rest[-1].kind not in ("COMMA", "RPAR"):
                value.append(rest.pop())
            if keyword.startswith("keepdim"):
                continue
            function = out[opened[-1] - 1] if opened[-1] else token
            axis = "".join(t.text for t in value[2:])
            pair = ALONG.get(words.function(function.text) or "") if function.text not in known else None
            if keyword not in AXES or pair is None or axis not in ("0", "1", "-1"):
                raise fault("wrong-arguments", f"there is no argument {keyword}= here", source, value[0].span,
                            hint="of rows and columns there are rowsum, colsum, rowmean, row_softmax and the like")
            name = pair[axis != "0"]
            notes[f"{function.text}(…, {source[value[0].start:value[-1].end]}) is read as {name}(…)"] = None
            out[opened[-1] - 1] = Tree("WORD", function.start, function.end, text=name)
            continue
        out.append(token)
    return out
