"""Every function of the language by name: derived once and twice by each argument, wherever it may stand."""
from __future__ import annotations

import pytest

import matcalc
from matcalc.expr import Op
from matcalc.ops import FUNCTIONS
from matcalc.shape import Shape, Signature

DOMAIN = {"log": "positive", "sqrt": "positive", "acosh": "positive", "logm": "spd", "sqrtm": "spd"}
"""What the argument must be for the function to be defined at all."""

PLACES = {"under a trace": "sum(W∘({}))", "inside a product": "a' ({}) b", "under an inverse": "a' inv(M + p ({}) q) a"}
"""Where a function stands; the shapes of what is around it fit those of its value."""

ORDERS = {"gradient": "a first derivative", "hessian": "a second derivative"}

WITHOUT_SECOND: frozenset[str] = frozenset()
"""Functions whose second derivative has no closed form."""


def shapes(op: Op) -> list[Shape]:
    if op.samples:
        return [(dims[0], dims[1]) for dims in (sample.split(",") for sample in op.samples)]
    assert isinstance(op.signature, Signature), f"{op} needs samples"
    return list(op.signature.inputs)


def problem(name: str, op: Op, place: str) -> tuple[str, dict[str, Shape], list[str]]:
    """The expression, the shapes of its symbols, and the function's arguments."""
    inputs = shapes(op)
    arguments = ["XYZ"[i] for i in range(len(inputs))]
    value = op.shape(tuple(inputs), None)
    around = {"W": value, "M": ("r", "r"), "p": ("r", value[0]), "q": (value[1], "r"),
              "a": (value[0] if "a' (" in place else "r", "1"), "b": (value[1], "1")}
    symbols = {**dict(zip(arguments, inputs, strict=True)), **around}
    expr = place.format(f"{name}({', '.join(arguments)})")
    return expr, {s: shape for s, shape in symbols.items() if s in expr.replace(name, "")}, arguments


CASES = [pytest.param(name, op, place, argument, kind, id=f"{kind} of {name} {place} by {argument}")
         for name, ops in FUNCTIONS.items() for op in ops[:1] for place in PLACES
         for argument in problem(name, op, PLACES[place])[2] for kind in ORDERS]


@pytest.mark.parametrize(("name", "op", "place", "argument", "kind"), CASES)
def test_a_function_has_certified_derivatives(name, op, place, argument, kind):
    expr, symbols, arguments = problem(name, op, PLACES[place])
    assume = {x: [DOMAIN[name]] for x in arguments if name in DOMAIN}
    try:
        d = matcalc.diff(expr, argument, symbols, assume, kind=kind)
    except matcalc.MatcalcError as e:
        assert e.code == "unsupported", e
        pytest.skip(str(e))
    assert d.certificate.holds
