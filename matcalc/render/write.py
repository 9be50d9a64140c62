"""Write an expression in a language whose operators carry a Notation, with as few brackets as its precedences allow."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from matcalc.expr import Expr, walk
from matcalc.notation import Notation
from matcalc.ops.several import SEVERAL
from matcalc.ops.unknown import code_name, primed
from matcalc.render import languages
from matcalc.render.languages import Language

Written = tuple[str, int]


def write(e: Expr, language: str = "text", names: Mapping[str, str] | None = None) -> str:
    """The expression in a language, with other names for symbols and dimensions where these are given.

    Shared nodes are written once and repeated in the result. Raises MatcalcError for what the language lacks.
    """
    how = languages.named(language)
    nodes = walk(e)
    symbols = {n.data[0] for n in nodes if n.op.name == "sym"}
    brief = {} if "I" in symbols else how.brief
    instead = {name: notation for name, (taken, notation) in how.instead.items() if taken & symbols}
    of_matrices = _sums_of_matrices(nodes) if how.field == "text" else set()
    done: dict[Expr, Written] = {}
    short: dict[Expr, Written] = {}
    for node in nodes:
        unit = _MULTIPLES.get(node.op.name)
        if node.op.name in brief:
            short[node] = brief[node.op.name](node.data)
        elif unit is not None and node.args[unit] in short:
            short[node] = _multiple(node, unit, [short.get(a, done[a]) for a in node.args], how)
        args = [done[a] for a in node.args]
        tells = not how.telling or node.op.name in how.telling
        if tells and node.op.name in _TELLING:
            full = {a for a in node.args if node in of_matrices and _is_multiple(a, "ones")}
            told = bool(full) or not all(a in short for a in node.args)
            args = [short.get(a, w) if a not in full and (told or i) else w
                    for i, (a, w) in enumerate(zip(node.args, args, strict=True))]
        elif tells and node.op.name == "hadamard" and any(a.op.name != "eye" for a in node.args):
            args = [short.get(a, w) if a.op.name == "eye" else w for a, w in zip(node.args, args, strict=True)]
        done[node] = _node(node, args, how, instead.get(node.op.name), names)
    return done[e][0]


_TELLING = ("add", "sub", *SEVERAL)
"""Operators whose other arguments tell the size of an identity, or of a matrix of ones, that stands among them."""
_MULTIPLES = {"scale": 1, "div": 0, "neg": 0}
"""Operators of which a multiple of an identity is made, and the argument that is the matrix."""


def _is_multiple(e: Expr, unit: str) -> bool:
    while e.op.name in _MULTIPLES:
        e = e.args[_MULTIPLES[e.op.name]]
    return e.op.name == unit


def _sums_of_matrices(nodes: Sequence[Expr]) -> set[Expr]:
    """The square sums in which a number would be taken for a multiple of the identity: beside products, diagonals."""
    found: set[Expr] = set()
    for e in reversed(nodes):
        if e.op.name in ("add", "sub") and e.rows == e.cols != "1" and (
                e in found or any(_is_multiple(a, name) for a in e.args for name in _OF_MATRICES)):
            found |= {e, *(a for a in e.args if a.op.name in ("add", "sub"))}
    return found


_OF_MATRICES = ("eye", "diag", "matmul", "kron", "inv", "invt", "power")


def _multiple(e: Expr, unit: int, args: list[Written], how: Language) -> Written:
    """s I as such; in text s 1 as s, which is added to each entry."""
    plain = e.op.name == "scale" and args[unit][0] == "1"
    return args[0] if plain else _node(e, args, how)


def _node(e: Expr, args: list[Written], how: Language, instead: Notation | None = None,
          names: Mapping[str, str] | None = None) -> Written:
    leaf = how.leaves.get(e.op.name)
    if leaf is not None:
        return leaf(_renamed(e, names) if names else e.data)
    notation = instead or how.notation(e)
    if notation.join is not None:
        return how.joined(notation, args), notation.precedence
    literals, fields = [], []
    for piece in notation.pieces(scalar=e.is_scalar):
        if isinstance(piece, str):
            literals.append(piece)
        else:
            field, need = piece
            fields.append(how.bracket(args[int(field)], need) if field.isdigit() else _constant(field, e, how, names))
    return how.filled(literals, fields), notation.precedence


def _renamed(e: Expr, names: Mapping[str, str]) -> Any:
    """The data of a leaf in other names."""
    if e.op.name == "sym":
        return names.get(e.data[0], e.data[0]), *e.data[1:]
    return _in_names(e.data, names) if e.op.name == "dim" else e.data


def _in_names(size: str, names: Mapping[str, str]) -> str:
    return re.sub(r"[^\W\d]\w*", lambda word: names.get(word[0], word[0]), size)


def _constant(field: str, e: Expr, how: Language, names: Mapping[str, str] | None) -> str:
    """`data`, `rows`, `cols`, an item `data[1]`, the shape of an argument `rows(1)`, or `call`: an unknown function."""
    if field == "call":
        return (names or {}).get(primed(*e.data), code_name(*e.data))
    if field.startswith("data"):
        data = e.data[int(field[5])] if "[" in field else e.data
    else:
        of = e.args[int(field[5])] if "(" in field else e
        data = of.rows if field.startswith("rows") else of.cols
    is_size = isinstance(data, str) and e.op.name not in WORDED
    return how.constant(_in_names(data, names) if names and is_size else data)


WORDED = ("const", "put_call", "unbuffered", "put_unbuffered")
"""Operators whose data is a word of the language."""
