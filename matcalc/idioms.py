"""Idioms that people have a name for: exponentials divided by their sum are a softmax."""
from __future__ import annotations

from collections.abc import Set as AbstractSet

from matcalc import dims
from matcalc.build import T, fn, scale, sym
from matcalc.expr import OPS, Expr, rebuild, walk
from matcalc.present import TEXT, Answer
from matcalc.present.naming import named
from matcalc.rewrite import clear, simplify

NAMES = "pqsrt"
Definitions = list[tuple[str, Expr]]


def idiomatic(e: Expr, taken: AbstractSet[str]) -> Answer | None:
    """A normal expression for people in terms of idioms, repeated parts named; None where it holds none."""
    found = recognised(e, taken)
    if found is None:
        return None
    body, idioms = found
    rest, definitions = named(clear(body), TEXT, {*taken, *(name for name, _ in idioms)})
    return Answer.of(rest, [*idioms, *definitions], TEXT).inlined()


def recognised(e: Expr, taken: AbstractSet[str]) -> tuple[Expr, Definitions] | None:
    """A normal expression in terms of softmax vectors, and what these stand for; None if a sum of exp is left."""
    if _sum_of_exponentials(e) is None:
        return None
    definitions: Definitions = []
    sizes = {name for node in walk(e) for d in node.shape for name in dims.names(d)}
    names = iter([c for c in NAMES if c not in taken and c not in sizes])
    while (total := _sum_of_exponentials(e)) is not None:
        name = next(names, None)
        new = None if name is None else _in_terms_of(e, total, sym(name, total.args[0].shape, ("positive",)))
        if new is None or name is None:
            return None
        definitions.append((name, OPS["softmax"](total.args[0].args[0])))
        e = new
    return e, definitions


def _sum_of_exponentials(e: Expr) -> Expr | None:
    """The innermost sum(exp(u)) of an expression that stands in no logarithm."""
    return next((a for n in walk(e) if n.op.name != "log" for a in n.args
                 if a.op.name == "sum" and a.args[0].op.name == "exp"), None)


def _in_terms_of(e: Expr, total: Expr, softmax: Expr) -> Expr | None:
    """e with exp(u) written as sum(exp(u)) softmax(u), if the sum then cancels."""
    exponential = total.args[0]
    amount = sym("\N{MIDDLE DOT}total", ("1", "1"), ("positive",))
    logarithm = fn("log", total)
    by = {total: amount, exponential: scale(amount, softmax), T(exponential): scale(amount, T(softmax)),
          logarithm: logarithm}

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        return by.get(node) or (node.op.build(*args, data=node.data) if args else node)

    out = simplify(rebuild(e, visit))
    return None if any(node is amount for node in walk(out)) else out
