"""A node of every operator, and arguments for it: what the tests over the table run through."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from matcalc import dims
from matcalc.expr import OPS, Expr, Op, walk
from matcalc.ops.arrays import ARRAYS
from matcalc.ops.leaves import SYM
from matcalc.ops.placed import CODE_ONLY
from matcalc.ops.routines import ROUTINES
from matcalc.shape import Shape, Signature

LEAVES = {"num", "const", "sym", "dim", "eye", "ones", "zeros", "unit", "commutation", "duplication", "elimination",
          "symmetrizer"}
NOTATION_ONLY = {*ARRAYS, *ROUTINES, *CODE_ONLY, "einsum", "svdsum", "differential"}
SIZES = {"k": 2, "m": 2, "n": 3, "p": 4, "q": 5, "r": 2, "a": 2, "e": 3, "i": 2, "w": 1, "v": 2}

HALF = Fraction(1, 2)
DATA = {"unknown": [("g", 0), ("g", 2)], "power": [3, -2, 0],
        "epow": [Fraction(3), Fraction(-1), HALF], "unvec": [("m", "n")],
        **{name: ["2"] for name in ("eigval", "eigvec", "eigproj", "resolvent", "sval", "lsvec", "rsvec")},
        **{name: ["q", "q-1"] for name in ("mpower", "frechet_power", "frechet_power_pair", "frechet_power_triple")},
        "inner_trace": [("m", "n", "p")], "outer_trace": [("m", "n", "p")], "take_col": [2], "take_row": [2],
        "blockdot": [("m", "n")], "blocksum": [("p", "q")], "hadpow": [(Fraction(1), Fraction(-1), HALF)],
        "term": [(Fraction(2, 3), (Fraction(2), -HALF), True), (Fraction(-2), (Fraction(-1), Fraction(1)), False)]}
"""The constant data of operators that have some, one test each."""

SHAPES = {"hadpow": [("m", "n")] * 3, "blocksum": [("m*p", "n*q"), ("m", "n")]}
"""The arguments where neither the signature nor the samples say."""

RANGES = {"acosh": (1.2, 1.8), **dict.fromkeys(("max", "min", "norm_inf", "onehot_max", "onehot_min"), (0.2, 9.0))}
"""Where arguments are drawn, if not from (0.2, 0.8)."""
SIGNLESS = {"rsv_row", "evec_max", "evec_min", "lsv", "rsv", "eigvec", "lsvec", "rsvec"}
"""Vectors that stand for their negatives as well: numbers can be compared only where they come in pairs."""


def argument_shapes(op: Op, data: object) -> list[Shape]:
    if op.name == "term":
        return [("1", "1")] * len(data[1]) + [("m", "n")] * data[2]
    if op.name in SHAPES:
        return SHAPES[op.name]
    if op.samples:
        return [tuple(sample.split(",")) for sample in op.samples]
    assert isinstance(op.signature, Signature), f"{op} needs samples"
    return list(op.signature.inputs)


def node(op: Op, data: object) -> Expr:
    return op(*(SYM(data=(f"X{i}", shape, ())) for i, shape in enumerate(argument_shapes(op, data))), data=data)


NODES = [node(op, data) for op in OPS.values() if op.name not in LEAVES | NOTATION_ONLY
         for data in DATA.get(op.name, [None])]


def environment(*roots: Expr) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    low, high = next((RANGES[e.op.name] for e in walk(*roots) if e.op.name in RANGES), (0.2, 0.8))
    sizes = {e.data[0]: [dims.value(d, SIZES) for d in e.shape] for e in walk(*roots) if e.op is SYM}
    return {name: rng.uniform(low, high, (m, n)) + (2 * np.eye(m) if m == n > 1 else 0)
            for name, (m, n) in sizes.items()}


def difference(f: Callable[[float], Any], h: float = 1e-3) -> Any:
    """The derivative at 0, by a central difference of fourth order."""
    return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)


def _leaves() -> list[Expr]:
    given = {"eye": "n", "ones": ("m", "n"), "zeros": ("m", "n"), "unit": (2, "n"), "commutation": ("m", "n"),
             "duplication": "i", "elimination": "n", "symmetrizer": "i", "const": "pi", "dim": "m*n",
             "num": Fraction(2, 3), "diagonal_rows": "n", "diagonal_columns": "n"}
    return [OPS[name](data=data) for name, data in given.items()]


def _joined() -> list[Expr]:
    """Operators that stand between any number of arguments, between three."""
    square = [SYM(data=(name, ("n", "n"), ())) for name in ("X0", "X1", "X2")]
    return [OPS[name](*square) for name in ("add", "matmul", "hadamard", "kron")]


INSIDE = {**dict.fromkeys(("mpower", "frechet_power", "frechet_power_pair", "frechet_power_triple"), ("a", "e", "m")),
          **dict.fromkeys(("eigval", "eigvec", "eigproj", "resolvent"), ("v", "w"))}
"""Sizes that have the names of what code uses inside."""

EVERYTHING = [*(e for e in NODES if e.op.name not in ("term", "hadpow")), *_leaves(), *_joined(),
              *(node(op, data) for op in ARRAYS.values() if op.samples or isinstance(op.signature, Signature)
                for data in DATA.get(op.name, [None])),
              *(node(OPS[name], size) for name, sizes in INSIDE.items() for size in sizes)]
"""All that programs may hold."""
