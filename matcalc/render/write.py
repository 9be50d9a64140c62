"""Write an expression in a language whose operators carry a Notation, with as few brackets as its precedences allow."""
from __future__ import annotations

from matcalc.expr import Expr, Notation, walk
from matcalc.render import languages
from matcalc.render.languages import Language

Written = tuple[str, int]


def write(e: Expr, language: str = "text") -> str:
    """The expression in `text`, `latex` or `numpy`. Shared nodes are written once and repeated in the result."""
    how = languages.LANGUAGES[language]
    done: dict[Expr, Written] = {}
    for node in walk(e):
        done[node] = _node(node, [done[a] for a in node.args], how)
    return done[e][0]


def _node(e: Expr, args: list[Written], how: Language) -> Written:
    leaf = how.leaves.get(e.op.name)
    if leaf is not None:
        return leaf(e.data)
    notation: Notation = e.data if e.op.name == "code" else getattr(e.op, how.field)
    if notation.join is not None:
        return how.joined(e, notation, args), notation.precedence
    form = notation.scalar if notation.scalar is not None and e.is_scalar else notation.form
    return fill(form, args, how, e), notation.precedence


def fill(form: str, args: list[Written], how: Language, e: Expr) -> str:
    """A template with its fields filled in."""
    out = []
    for part in pieces(form):
        if isinstance(part, str):
            out.append(part)
        else:
            field, need = part
            out.append(how.bracket(args[int(field)], need) if field.isdigit() else _constant(field, e, how))
    return "".join(out)


def _constant(field: str, e: Expr, how: Language) -> str:
    """`data`, `rows`, `cols`, an item `data[1]`, or the shape of an argument `rows(1)`."""
    if field.startswith("data"):
        return how.constant(e.data[int(field[5])] if "[" in field else e.data)
    of = e.args[int(field[5])] if "(" in field else e
    return how.constant(of.rows if field.startswith("rows") else of.cols)


_PIECES: dict[str, list[str | tuple[str, int]]] = {}


def pieces(form: str) -> list[str | tuple[str, int]]:
    """A template cut into literal text and (field, precedence), once."""
    if form not in _PIECES:
        out: list[str | tuple[str, int]] = []
        text, i = "", 0
        while i < len(form):
            if form[i:i + 2] in ("{{", "}}"):
                text, i = text + form[i], i + 2
            elif form[i] == "{":
                end = form.index("}", i)
                field, _, need = form[i + 1:end].partition(":")
                out += [text, (field, int(need or 0))]
                text, i = "", end + 1
            else:
                text, i = text + form[i], i + 1
        _PIECES[form] = [*out, text]
    return _PIECES[form]


