"""Random expressions over the whole table of operators parse back from text, ASCII and LaTeX to what they were.

MATCALC_ROUND_TRIPS says how many there are in each notation; 10,000 take some minutes.
"""
from __future__ import annotations

import os
import random
from fractions import Fraction

import pytest
from every import DATA, NOTATION_ONLY

from matcalc import dims
from matcalc.build import normalize
from matcalc.cli.ascii import to_ascii
from matcalc.expr import OPS, Expr, Op, walk
from matcalc.ops.leaves import DIM, EYE, NUM, ONES, SYM, ZEROS
from matcalc.render import write
from matcalc.shape import FUNCTION, Shape, ShapeMismatch, Signature
from matcalc.syntax import read
from matcalc.syntax.calls import COUNTED

COUNT = int(os.environ.get("MATCALC_ROUND_TRIPS", "400"))
BATCHES = 8
DEPTH = 4
DIMS = ("1", "1", "m", "n", "n", "p")
NAMES = {"matrix": ("A", "B", "X", "Σ", "Ω", "V_1", "X\u0302", "W"), "vector": ("x", "y", "w", "u_2", "y\u0303", "β"),
         "scalar": ("s", "t", "λ", "s_0", "α")}
"""Names for symbols; those of arrays have an index that tells their shape."""
NUMBERS = ("2", "3", "-1", "1/2", "-2/3", "1/10")
NORMAL = {"term", "hadpow"}
"""Operators of the normal form, which has its own notation in what is shown."""
FREE = {**DATA, "mpower": ["q", "q-1"], "unvec": [("m", "n"), ("n", "n"), ("p", "n")]}
WRITTEN = [(op, data) for op in OPS.values() if op.name not in NOTATION_ONLY | NORMAL
           for data in FREE.get(op.name, [None])
           if op.samples or (isinstance(op.signature, Signature) and op.signature.inputs)]
DECLARED = {"Z": ("m", "n"), "Zp": ("p", "q"), "g": FUNCTION}
"""Names the dimensions, and the function of entries that is not known."""


def leaf(rng: random.Random, shape: Shape) -> Expr:
    """A symbol or a constant."""
    kind = "scalar" if shape == ("1", "1") else "vector" if "1" in shape else "matrix"
    if rng.random() < 0.15:
        constants = [NUM(data=Fraction(rng.choice(NUMBERS))), DIM(data="n")] if kind == "scalar" else [
            ONES(data=shape), ZEROS(data=shape), *([EYE(data=shape[0])] if shape[0] == shape[1] else [])]
        return rng.choice(constants)
    place = "" if kind == "scalar" else "x".join(shape).replace("*", "")
    name = rng.choice(NAMES[kind])
    return SYM(data=(name + ("" if not place else place if "_" in name else f"_{place}"), shape, ()))


def expression(rng: random.Random, shape: Shape, depth: int) -> Expr:
    """A well-shaped expression of this shape."""
    for _ in range(20 if depth > 0 and rng.random() < 0.9 else 0):
        op, data = rng.choice(WRITTEN)
        if op.name == "log_softmax" and "1" not in shape:  # LaTeX writes it out, in another normal form
            continue
        wanted = inputs(rng, op, shape, data)
        if wanted is None:
            continue
        try:
            made = op(*(expression(rng, s, depth - 1 if max(map(len, s)) < 4 else 0) for s in wanted), data=data)
        except ShapeMismatch:
            continue
        if made.shape == shape and not (op.name == "pnorm" and made.args[1].op is NUM):  # orders are positive
            return made
    return leaf(rng, shape)


def inputs(rng: random.Random, op: Op, shape: Shape, data: object) -> list[Shape] | None:
    """Shapes of arguments with which an operator may have this shape."""
    if op.name == "unvec":
        return [(dims.mul(*data), "1")] if data == shape else None
    if op.name == "diag":
        return [(shape[0], "1")]
    if op.name == "raised":
        return [shape, rng.choice([shape, ("1", "1")])]
    letters = {"1": "1"}
    if isinstance(op.signature, Signature):
        for letter, dim in zip(op.signature.output, shape, strict=True):
            if (letter.isalpha() and letters.setdefault(letter, dim) != dim) or letter == "1" != dim:
                return None
    if op.name in COUNTED and shape[0] == "1":
        return None
    given = [tuple(sample.split(",")) for sample in op.samples] or op.signature.inputs
    sizes = DIMS[2:] if op.name in COUNTED else DIMS
    out = [tuple(letters.setdefault(d, rng.choice(sizes)) if d.isalnum() else d for d in pair) for pair in given]
    return out * (1 + rng.randrange(2)) if op.fold and len(out) == 2 and out[0] == out[1] == shape else out


def cases(batch: int) -> list[Expr]:
    rng = random.Random(batch)
    shapes = [("1", "1"), ("n", "1"), ("m", "n"), ("n", "n"), ("1", "m"), ("m*n", "1"), ("m*p", "n*n"), ("m*n", "m*n")]
    return [expression(rng, rng.choice(shapes), DEPTH) for _ in range(COUNT // BATCHES)]


NOTATIONS = {"text": write, "ascii": lambda e: to_ascii(write(e, "ascii")), "latex": lambda e: write(e, "latex")}


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_random_expression_parses_back(notation, batch):
    for e in cases(batch):
        text = NOTATIONS[notation](e)
        shapes = DECLARED | {node.data[0]: node.shape for node in walk(e) if node.op is SYM}
        assert normalize(read(text, shapes=shapes).expr) is normalize(e), f"{write(e)}: {text}"
