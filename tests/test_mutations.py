"""Break each operator's calculus rule in turn: every wrong derivative is withheld.

The certificate has laws of its own, so that nothing here touches what it checks by. Whether a derivative is wrong is
decided by its value beside that of the one before the rule was broken.
"""
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from test_operators import ARGUMENTS, NODES, SIZES, environment, squared, weighted

from matcalc import certify, derive, kinds
from matcalc.build import T, add, mm, neg, normalize, num, scale
from matcalc.calculus.linear import NotDifferentiable
from matcalc.certify.numeric import evaluate
from matcalc.expr import OPS, Expr, Op
from matcalc.ops.leaves import SYM
from matcalc.ops.term import split
from matcalc.present import TEXT
from matcalc.shape import ShapeMismatch

Broken = Callable[[Expr, Expr | None], Expr]
"""From what a rule gave, and the change or cotangent it was given, to something else."""


def turned(e: Expr) -> Expr:
    """The transpose, where that has the same shape."""
    return T(e) if e.rows == e.cols else e


def reordered(e: Expr) -> Expr:
    """A product in another order, where that fits."""
    body = split(e)[2]
    if body is None or body.op.name != "matmul":
        return e
    try:
        other = mm(*reversed(body.args))
    except ShapeMismatch:
        return e
    return other if other.shape == e.shape else e


def shortened(e: Expr) -> Expr:
    """A sum without its last term."""
    return OPS["add"].build(*e.args[:-1]) if e.op.name == "add" else e


def with_more(e: Expr, given: Expr | None) -> Expr:
    """A term too many."""
    return add(e, given) if given is not None and given.shape == e.shape else e


MUTATIONS: dict[str, Broken] = {
    "sign": lambda e, _: neg(e), "factor": lambda e, _: scale(num(2), e), "transpose": lambda e, _: turned(e),
    "order": lambda e, _: reordered(e), "a term less": lambda e, _: shortened(e), "a term more": with_more}
RULES = ("differential", "transpose", "matrix")
KINDS = {"gradient": (weighted, squared), "jacobian": (lambda y: y,), "hessian": (weighted,),
         "differential": (lambda y: y,)}
"""Kinds of derivative, and the functions of an operator's result that are derived."""


def square(e: Expr) -> Expr:
    """The operator with square arguments if it takes them, so that transposes and other orders fit."""
    try:
        return e.op(*(a if a.is_scalar else SYM(data=(a.data[0], ("n", "n"), ())) for a in e.args), data=e.data)
    except ShapeMismatch:
        return e


def rule(op: Op, name: str) -> Callable[..., Expr | None] | None:
    """A calculus rule of an operator; the product rule is the differential of what has no other."""
    found = getattr(op, name)
    if found is None and name == "differential" and any(op.linear(e, i) for e, i in ARGUMENTS if e.op is op):
        return lambda e, i, da: op.build(*e.args[:i], da, *e.args[i + 1:], data=e.data) if op.linear(e, i) else None
    return found


def stays(op: Op) -> bool:
    """Whether an operator is in normal forms; one that is made of others there is derived by their rules."""
    return any(normalize(e).op is op for e in NODES if e.op is op)


RULED = [(op, name) for op in sorted({e.op for e in NODES}, key=repr) if stays(op) for name in RULES if rule(op, name)]
UNUSED = {("tr", "matrix"), ("sum", "matrix"), ("transpose", "transpose"), ("trigamma", "differential")}
"""Rules that derivations do not come to: Jacobians of scalars are gradients, transposes stand at the leaves, and the
derivative of trigamma has no name."""


def problems(op: Op) -> list[tuple[Expr, Expr, str]]:
    """Functions with the operator, a variable, and the kind of derivative."""
    nodes = [new for e in NODES if e.op is op for new in dict.fromkeys((e, square(e)))]
    return [(around(e), x, kind) for e in nodes for x in e.args for kind, places in KINDS.items() for around in places]


def derivative(f: Expr, x: Expr, kind: str) -> Expr | None:
    change = SYM(data=("d" + x.data[0], x.shape, ()))
    try:
        return derive.derive(f, [x] * kinds.order_of(kind, 1), kind, along=change).normal
    except NotDifferentiable:
        return None


def same(a: Expr, b: Expr, f: Expr) -> bool:
    """Whether two derivatives of f have the same value at a point."""
    env = environment(f, a, b)
    with np.errstate(all="ignore"):
        left, right = evaluate(a, env, SIZES), evaluate(b, env, SIZES)
    return left.shape == right.shape and np.allclose(left, right, rtol=1e-7, atol=1e-8)


def mutants(op: Op, name: str, change: Broken,
            monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Expr, Expr, str, Expr]]:
    """The problems, each with the answer that a broken rule gives, where that is wrong."""
    right = [(f, x, kind, derivative(f, x, kind)) for f, x, kind in problems(op)]
    original = rule(op, name)

    def broken(*args):
        found = original(*args)
        return None if found is None else change(found, args[2] if len(args) == 3 else None)

    with monkeypatch.context() as patch:
        patch.setattr(op, name, broken)
        for f, x, kind, answer in right:
            mutant = None if answer is None else derivative(f, x, kind)
            if mutant is not None and mutant is not answer and not same(mutant, answer, f):
                yield f, x, kind, mutant


@pytest.mark.parametrize(("op", "name"), RULED, ids=lambda value: str(value))
def test_a_wrong_derivative_is_withheld(op, name, monkeypatch):
    wrong = 0
    for change in MUTATIONS.values():
        for f, x, kind, mutant in mutants(op, name, change, monkeypatch):
            wrong += 1
            certificate = certify.certify_derivative(f, [x], TEXT.shown(mutant), kind, seed=1)
            assert not certificate.holds, f"{kind} of {f} by {x}: {mutant}"
    assert bool(wrong) == ((op.name, name) not in UNUSED)


@pytest.mark.parametrize(("expr", "wrt", "op"), [("‖A x - b‖", "x", "norm"), ("log det(X)", "X", "logdet"),
                                                 ("inv(X)", "X", "inv"), ("sum(exp(A x))", "x", "exp")])
def test_the_command_withholds_a_wrong_derivative(cli, monkeypatch, expr, wrt, op):
    record = OPS[op]
    original = rule(record, "differential")
    monkeypatch.setattr(record, "differential", lambda e, i, da: scale(num(2), original(e, i, da)))
    ran = cli("diff", expr, "--wrt", wrt)
    assert (ran.code, ran.out) == (6, "")
    assert "withheld" in ran.err
