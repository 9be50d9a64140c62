"""Write an expression in a language whose operators carry a Notation, with as few brackets as its precedences allow."""
from __future__ import annotations

from matcalc.expr import Expr, walk
from matcalc.notation import notation_of
from matcalc.render import languages
from matcalc.render.languages import Language

Written = tuple[str, int]


def write(e: Expr, language: str = "text") -> str:
    """The expression in `text`, `latex` or `numpy`. Shared nodes are written once and repeated in the result."""
    how = languages.LANGUAGES[language]
    nodes = list(walk(e))
    brief = {} if any(n.op.name == "sym" and n.data[0] == "I" for n in nodes) else how.brief
    done: dict[Expr, Written] = {}
    for node in nodes:
        args = [done[a] for a in node.args]
        if node.op.name in _SUMS:
            told = not all(_unit(a).op.name in brief for a in node.args)
            args = [_brief(a, done, brief, how) if told or i else w for i, (a, w) in enumerate(zip(node.args, args, strict=True))]
        done[node] = _node(node, args, how)
    return done[e][0]


_SUMS = ("add", "sub")


def _unit(e: Expr) -> Expr:
    """The matrix of a multiple."""
    return e.args[1] if e.op.name == "scale" else e


def _brief(e: Expr, done: dict[Expr, Written], brief: dict[str, str], how: Language) -> Written:
    """In a sum the size of an identity, or of a matrix of ones, is told by the other terms."""
    unit = brief.get(_unit(e).op.name)
    if unit is None:
        return done[e]
    if e.op.name != "scale":
        return unit, languages.ATOM
    scalar = done[e.args[0]]
    return scalar if unit == "1" else (f"{how.bracket(scalar, 41)} {unit}", 40)


def _node(e: Expr, args: list[Written], how: Language) -> Written:
    leaf = how.leaves.get(e.op.name)
    if leaf is not None:
        return leaf(e.data)
    notation = notation_of(e, how.field)
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


def _constant(field: str, e: Expr, how: Language) -> str:
    """`data`, `rows`, `cols`, an item `data[1]`, or the shape of an argument `rows(1)`."""
    if field.startswith("data"):
        return how.constant(e.data[int(field[5])] if "[" in field else e.data)
    of = e.args[int(field[5])] if "(" in field else e
    return how.constant(of.rows if field.startswith("rows") else of.cols)
