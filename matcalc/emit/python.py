"""A module in Python: for NumPy, SciPy, JAX or PyTorch."""
from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from matcalc import dims
from matcalc.dims import Dim
from matcalc.emit import guard, prose
from matcalc.emit.dialects import DIALECTS, head
from matcalc.emit.plan import Body, Plan
from matcalc.emit.selftest import selftest
from matcalc.emit.tidy import tidied
from matcalc.render import languages
from matcalc.render.reserved import MODULES
from matcalc.shape import SCALAR, Shape

IMPORTS = {"np.": "import numpy as np", "math.": "import math", "scipy.sparse.": "import scipy.sparse.linalg"}
"""What a module imports beside what its language does, where it uses the name."""
BATCHED = {"jax": "jax.vmap({0}, in_axes=({1}))", "torch": "torch.func.vmap({0}, in_dims=({1}))"}
"""How a function of many arguments at once is made of one, by targets that can."""


def module(plan: Plan) -> str:
    """The source of a Python module, which holds no node but those that are allowed."""
    text = "\n\n\n".join(_blocks(plan))
    top = [_docstring(prose.of_module(plan), ""), "", *_imports(ast.parse(text), languages.target(plan.target).imports)]
    source = tidied("\n".join(top) + f"\n\n\n{text}\n")
    guard.check(ast.parse(source))
    return source


def _blocks(plan: Plan) -> Iterator[str]:
    yield from (text.rstrip("\n") for text in plan.helpers)
    for b in plan.bodies:
        yield _function(plan, b)
    if plan.batch:
        yield "\n".join(_batched(plan, b) for b in plan.bodies)
    if plan.trial is not None:
        yield selftest(plan)


def _imports(tree: ast.AST, own: Mapping[str, str]) -> list[str]:
    """What code uses of modules, whose names no symbol has."""
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _module_of(node)}
    lines = {line for name, line in {**IMPORTS, **own}.items() if any(word.startswith(name) for word in used)}
    return sorted(lines, key=lambda line: ("math" not in line, line))


def _module_of(node: ast.expr) -> bool:
    """Whether this is something of a module, as np.linalg.solve is."""
    return _module_of(node.value) if isinstance(node, ast.Attribute) else getattr(node, "id", "") in MODULES


def _function(plan: Plan, b: Body) -> str:
    given = [*plan.parameters, *b.extra]
    lines = head(plan.target, given, plan.sizes)
    lines += b.lines
    lines += _operator(plan, b) if b.products else _returned(b.results)
    doc = _docstring(list(prose.of_function(b)), "    ")
    return "\n".join([f"def {b.function.name}({', '.join(p.name for p in given)}):", f"    {doc}",
                      *(f"    {line}".rstrip() for line in lines)])


def _operator(plan: Plan, b: Body) -> list[str]:
    """Nested functions that multiply by a derivative, and the operator that is made of them."""
    lines = []
    for word, product in zip(("matvec", "rmatvec"), b.products, strict=False):
        (along,) = product.extra
        lines += ["", f"def {word}({along.name}):", f"    {along.name} = {_folded(along.name, along.dims)}"]
        lines += [f"    {line}" for line in product.lines]
        lines += [f"    return np.reshape({product.results[0]}, -1, order='F')"]
    inputs = b.products[0].extra[0].dims
    outputs = b.products[1].extra[0].dims if len(b.products) > 1 else inputs
    shape = f"({_side(dims.mul(*outputs))}, {_side(dims.mul(*inputs))})"
    adjoint = "rmatvec" if len(b.products) > 1 else "matvec"
    return [*lines, "", f"return scipy.sparse.linalg.LinearOperator({shape}, matvec, {adjoint}, dtype=float)"]


def _folded(name: str, shape: Shape) -> str:
    """A column of entries as an array of a shape."""
    return f"{name}.item()" if shape == SCALAR else f"{name}.reshape(({_side(shape[0])}, {_side(shape[1])}), order='F')"


def _side(dim: Dim) -> str:
    return DIALECTS["numpy"].number_of(dim)


def _returned(results: Sequence[str]) -> list[str]:
    """One result on a line, several on lines of their own."""
    if len(results) == 1:
        return [f"return {results[0]}"]
    return ["return (", *(f"    {result}," for result in results), ")"]


def _docstring(lines: Sequence[str], indent: str) -> str:
    lines = [*lines[:1], *textwrap.dedent("\n".join(lines[1:])).split("\n")] if len(lines) > 1 else lines
    text = ("\n" + indent).join(line.replace("\\", "\\\\") for line in lines)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return f'"""{text}"""' if len(lines) == 1 else f'"""{text}\n{indent}"""'


def _batched(plan: Plan, b: Body) -> str:
    axes = ", ".join("0" if p.symbol in plan.batch else "None" for p in (*plan.parameters, *b.extra))
    made = BATCHED[plan.target].format(b.function.name, axes + ("," if "," not in axes else ""))
    return f"batched_{b.function.name} = {made}"
