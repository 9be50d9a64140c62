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
    notation = notation_of(e, how.field)
    if e.op.name in _SUMS and how.field != "numpy":
        args = [_constant_term(a, w, how) for a, w in zip(e.args, args, strict=True)]
    if notation.join is not None:
        return how.joined(notation, args), notation.precedence
    out = []
    for piece in notation.pieces(scalar=e.is_scalar):
        if isinstance(piece, str):
            out.append(piece)
        else:
            field, need = piece
            out.append(how.bracket(args[int(field)], need) if field.isdigit() else _constant(field, e, how))
    return "".join(out), notation.precedence


def notation_of(e: Expr, field: str) -> Notation:
    """The notation of a node in a language."""
    found: Notation = e.data if e.op.name == "code" else getattr(e.op, field)
    return found


_SUMS = ("add", "sub")


def _constant_term(e: Expr, written: Written, how: Language) -> Written:
    """In a sum, s·1 is written as s: a scalar added to each entry."""
    if e.op.name == "ones":
        return how.one
    if e.op.name == "scale" and e.args[1].op.name == "ones" and how.field == "text":
        return write(e.args[0], how.name), 41
    return written


def _constant(field: str, e: Expr, how: Language) -> str:
    """`data`, `rows`, `cols`, an item `data[1]`, or the shape of an argument `rows(1)`."""
    if field.startswith("data"):
        return how.constant(e.data[int(field[5])] if "[" in field else e.data)
    of = e.args[int(field[5])] if "(" in field else e
    return how.constant(of.rows if field.startswith("rows") else of.cols)
