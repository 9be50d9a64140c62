"""Nothing is written over what is still read: programs give what they give without that stage, at sizes of 1 too."""
from __future__ import annotations

import random
import unicodedata
import warnings
from collections.abc import Iterator
from inspect import signature
from itertools import count, product
from typing import Any

import numpy as np
import pytest
from every import EVERYTHING, SIZES
from running_code import runtime
from test_round_trip_random import expression

from matcalc import codegen, dims
from matcalc.build import normalize
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr, walk
from matcalc.lowering import Program, in_place, lowered
from matcalc.lowering.buffers import OWN
from matcalc.ops.leaves import SYM
from matcalc.ops.placed import VIEWS
from matcalc.ops.unknown import UNKNOWN
from matcalc.present import CODE, answer
from matcalc.render import languages
from matcalc.syntax import read

ONES = dict.fromkeys(SIZES, 1)
SHAPES = [SIZES, ONES, *(SIZES | {name: 1} for name in "mnp")]
"""Sizes of dimensions: where one is 1, rows and columns are one array, and views appear where there is none."""
KINDS = (("m", "n"), ("n", "n"), ("n", "1"), ("1", "1"))
NO_VALUE = (np.linalg.LinAlgError, ValueError, IndexError, TypeError, AttributeError, SyntaxError)
"""What comes of roots of negative definite matrices, of the second eigenvalue of one, and of a matrix function of a
number."""
TARGETS = ("numpy", "scipy")


def arrays(nodes: list[Expr], sizes: dict[str, int], order: str = "C") -> dict[str, Any]:
    """An array that cannot be written into for each symbol; numbers for scalars."""
    rng = np.random.default_rng(5)
    found: dict[str, Any] = {}
    for e in nodes:
        if e.op is SYM and e.data[0] not in found:
            a = np.asarray(rng.uniform(0.2, 0.8, [dims.value(d, sizes) for d in e.shape]), order=order)
            a.flags.writeable = False
            found[e.data[0]] = a.item() if e.is_scalar else a
    return found


def run(program: Program, target: str, env: dict[str, Any], sizes: dict[str, int]) -> list[Any]:
    """The results of a program, NaN for all where it has no value."""
    script = languages.target(target).script(program.bindings, program.results)
    given = {unicodedata.normalize("NFKC", script.names.get(name, name)): a for name, a in env.items()}
    names = runtime(target).modules | sizes | given
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec("\n".join([*script.helpers, *script.lines]), names)
            return [eval(line, names) for line in script.results]
        except NO_VALUE:
            return [np.nan]


def same(got: list[Any], want: list[Any], text: str) -> None:
    assert len(got) == len(want), text
    for a, b in zip(got, want, strict=True):
        scale = np.max(np.abs(b), initial=1, where=np.isfinite(b))
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-9 * scale, err_msg=text)


@pytest.mark.parametrize("e", [e for e in EVERYTHING if e.args and e.op.name != "unknown"], ids=repr)
def test_what_an_operator_shares_with_its_argument_is_known(e):
    if e.op.name in languages.target("scipy").lacks:
        return
    for order in "CF":
        env = arrays(walk(e), ONES, order)
        (got,) = run(Program([], [e]), "scipy", env, ONES)
        shared = any(np.shares_memory(got, a) for a in env.values())
        assert not shared or (e.op.name in VIEWS and e.op.name not in OWN)


def related(rng: random.Random, e: Expr) -> Iterator[Expr]:
    """Expressions that share parts with another one, and what these show."""
    nodes = [n for n in walk(e) if n.args and not n.is_scalar] or [e]
    for _ in range(3):
        a = OPS["transpose"](rng.choice(nodes)) if rng.random() < 0.5 else rng.choice(nodes)
        others = [b for n in nodes for b in (n, OPS["transpose"](n), OPS["neg"](n)) if b.shape == a.shape]
        b = rng.choice([*others, a])
        yield OPS[rng.choice(("add", "sub", "hadamard", "maximum", "hdiv"))](a, OPS[rng.choice(("sin", "neg"))](b))
        yield OPS[rng.choice(("sum", "max", "vec", "rowsum", "transpose"))](b)


@pytest.mark.parametrize("seed", range(80))
def test_random_programs_that_share_parts_give_what_they_give_without_writing_over_arrays(seed):
    rng = random.Random(seed)
    drawn = (expression(rng, rng.choice(KINDS), 3) for _ in count())
    e = next(e for e in drawn if UNKNOWN not in {n.op for n in walk(e)})
    roots = [e, *related(rng, e)]
    answers = [answer(normalize(root), CODE, set()) for root in roots]
    target = TARGETS[seed % 2]
    try:
        program = lowered(answers, target)
    except MatcalcError:  # the target lacks something
        return
    placed = in_place(program)
    for sizes, order in product(SHAPES, "CF"):
        env = arrays(walk(*roots), sizes, order)
        same(run(placed, target, env, sizes), run(program, target, env, sizes), f"{roots}, {sizes}")


ALL, FIRST = ("value", "gradient", "hessian", "hvp", "jvp", "vjp"), ("value", "jacobian", "jvp", "vjp")
MODULES = dict(line.split(" | ") for line in """
norm(exp(x).*y.*sin(exp(x)))^2 | x: m x 1; y: m x 1
var(row_softmax(X)) | X: m x n
cross_entropy(Y, col_softmax(X)) | X: m x n; Y: m x n
norm(log(sqrt(col_softmax(X))))^2 | X: m x n
norm(A - X B')^2 | X: m x p; B: n x p; A: m x n
tr(adj(X)^3) | X: n x n
std(X) | X: m x n
entropy(softmax(X)) | X: m x n
(A x - b).^2 .* y .* cos(A x - b) | x: n x 1; A: m x n; b: m x 1; y: m x 1
softmax(x) + b + A softmax(x) | x: n x 1; A: n x n; b: n x 1
A x + y + sin(A x) | x: n x 1; A: m x n; y: m x 1
rowsum(tan(softmax(X))) | X: m x n
X^k b | X: n x n; b: n x 1
""".strip().splitlines())
"""Functions whose parts are shared, of the first variable."""


@pytest.mark.parametrize("text", MODULES)
def test_the_functions_of_a_module_give_what_they_give_without_writing_over_arrays(text, monkeypatch):
    shapes = dict(part.split(": ") for part in MODULES[text].split("; "))
    f = read(text, shapes=shapes).expr
    made = []
    for targets in (TARGETS, ()):
        monkeypatch.setattr("matcalc.emit.writer.IN_PLACE", targets)
        made.append({})
        exec(codegen(text, next(iter(shapes)), shapes, functions=ALL if f.is_scalar else FIRST).source, made[-1])
    symbols = [SYM(data=(name, tuple(shape.split(" x ")), ())) for name, shape in shapes.items()]
    beside = {"V": symbols[0], "v": symbols[0], "G": SYM(data=("G", f.shape, ())), "g": SYM(data=("g", f.shape, ()))}
    for sizes, order in product(SHAPES, "CF"):
        env = sizes | arrays([SYM(data=(name, e.shape, ())) for name, e in beside.items()], sizes, order)
        env |= arrays(symbols, sizes, order)
        for name, function in list(made[0].items()):
            if name.startswith(("value", *ALL, *FIRST)):
                args = [env[p] for p in signature(function).parameters]
                with np.errstate(all="ignore"):
                    got, want = (m[name](*args) for m in made)
                same(*(r if isinstance(r, tuple) else [r] for r in (got, want)), f"{name}, {sizes}")
