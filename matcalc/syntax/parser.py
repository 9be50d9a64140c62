"""The LALR driver: a stack machine over the generated tables, without recursion."""
from __future__ import annotations

from functools import cache

from matcalc.diagnostics import Label, MatcalcError, Span, fault, visible
from matcalc.syntax import limits
from matcalc.syntax.foreign import SHELL
from matcalc.syntax.tables import tables
from matcalc.syntax.tree import Tree

OPERANDS = frozenset({"NAME", "NUMBER", "LPAR"})


def parse(tokens: list[Tree], source: str) -> Tree:
    """The syntax tree of the tokens. Raises MatcalcError: `syntax`, `limit`."""
    built = tables()
    rows, rules, end = built.STATES, built.RULES, built.END
    states: list[int] = [built.START]
    values: list[Tree] = []
    for token in [*tokens, Tree("$END", len(source), len(source))]:
        while True:
            if values:
                states[-1] = _renamed(states[-2], states[-1], token.kind)
                if states[-1] == end:
                    return values[-1]
            action = rows[states[-1]].get(token.kind)
            if action is None:
                raise _unexpected(token, values[-1] if values else None, rows[states[-1]], source)
            if action >= 0:
                states.append(action)
                values.append(token)
                break
            origin, length, name, keep, is_list = rules[-1 - action]
            node = _reduce(values[-length:], name, keep, is_list, origin, source)
            del values[-length:], states[-length:]
            states.append(rows[states[-1]][origin])
            values.append(node)
    raise AssertionError("the end of the text is always accepted or refused")


@cache
def _renamed(below: int, state: int, kind: str) -> int:
    """The state after the reductions before a token that only give a node another name; `below` is the one under it."""
    built = tables()
    while state != built.END and (action := built.STATES[state].get(kind, 0)) < 0:
        origin, length, name, _, is_list = built.RULES[-1 - action]
        if length > 1 or name is not None or is_list:
            break
        state = built.STATES[below][origin]
    return state


def _reduce(parts: list[Tree], name: str | None, keep: tuple[int, ...], is_list: bool, origin: str,
            source: str) -> Tree:
    """The node for the right side of a rule; a list helper is extended in place, and never left in a node."""
    if name is None and not is_list:
        return parts[keep[0]]
    if is_list and parts[0].kind == origin:
        node, added = parts[0], [parts[i] for i in keep if i]
        node.end = parts[-1].end
    else:
        node, added = Tree(name or origin, parts[0].start, parts[-1].end), [parts[i] for i in keep]
    for part in added:
        node.children += part.children if part.kind.startswith("_") else [part]
        node.depth = max(node.depth, part.depth + (not part.kind.startswith("_")))
    if node.depth > limits.DEPTH:
        raise too_deep(source, node)
    return node


def too_deep(source: str, node: Tree) -> MatcalcError:
    """The error for brackets or operations nested beyond the limit."""
    return fault("limit", f"brackets and operations are nested more than {limits.DEPTH:,} deep, which is the limit",
                 source, Span(node.start, node.start + 1))


def _unexpected(token: Tree, before: Tree | None, row: dict[str, int], source: str) -> MatcalcError:
    wants_operand = bool(OPERANDS & row.keys()) and "$END" not in row and "RPAR" not in row
    label = Label(token.span, "here")
    if token.kind == "$END":
        if not tokens_before(before):
            return MatcalcError("syntax", "there is no expression", source=source)
        if before is not None and before.kind == "definition":
            return fault("syntax", "a definition stands alone", source, before.span, "",
                         "leave out the name and the `=`, or write `;` and the expression that uses the name")
        what = f"`{_shown(before, source)}`" if before is not None else "this"
        return MatcalcError("syntax", f"the expression ends after {what}, where an operand is missing", source=source,
                            labels=[Label(Span(len(source.rstrip()), len(source.rstrip()) + 1),
                                          "an operand is missing")],
                            hint=f"write {before.text}(x)" if before is not None and before.kind == "FUNC" else None)
    if before is not None and before.kind in ("FUNC", "CALL"):
        return MatcalcError("syntax", f"the function {before.text} needs an operand: {before.text}(X)", source=source,
                            labels=[label])
    if wants_operand and before is not None:
        return MatcalcError("syntax",
                            f"an operand is missing between `{_shown(before, source)}` and `{visible(token.text)}`",
                            source=source, labels=[label], hint=RELATION if token.kind == "EQUAL" else None)
    hint = _SEVERAL if before is not None and before.kind == "SEMICOLON" else _HINTS.get(token.kind)
    return MatcalcError("syntax", f"`{visible(token.text)}` cannot stand here", source=source, labels=[label],
                        hint=SHELL if hint is None and source.rstrip().endswith("$") else hint)


def tokens_before(before: Tree | None) -> bool:
    """Whether anything at all was read before the error."""
    return before is not None


def _shown(tree: Tree, source: str) -> str:
    """The end of what stands before the error, short enough for a sentence."""
    text = visible(source[tree.start:tree.end])
    return text if len(text) <= 24 else "…" + text[-23:]


RELATION = "write one expression, without a relation"
_SEVERAL = "before a ; stands a definition, H = A B; several expressions go to stdin, one a line: matcalc diff -"
_HINTS = {
    "EQUAL": "a definition stands before the expression: H = A B; tr(H X)",
    "COMMA": "a comma stands between the arguments of a function; a decimal has a point",
    "SEMICOLON": "matrices are not written out: give the matrix a name and declare its shape",
    "RANGLE": "an inner product has a comma: <x, y>",
    "SUBSCRIPT": "a subscript belongs to a name or a norm",
    "RPAR": "an operand is missing before the bracket",
    "STRING": "a transpose is one ', as in A'",
    "COLON": "A : B is the Frobenius product; shapes are declared apart from the expression",
}
"""What may have been meant, by the terminal that does not fit."""
