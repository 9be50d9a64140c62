"""Answers as functions of arrays."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matcalc import dims
from matcalc.certify.numeric import evaluate
from matcalc.diagnostics import MatcalcError, decomposed
from matcalc.expr import Expr, walk
from matcalc.forms.svd import expanded
from matcalc.ops.rankone import LEFT, RIGHT, SIGMA, SVDSUM
from matcalc.ops.unknown import UNKNOWN, code_name
from matcalc.shape import Shape, show


def function(e: Expr, shapes: Mapping[str, Shape]) -> Callable[..., Any]:
    """A function of keyword arrays and sizes, and of declared functions, for an expression as written.

    Raises MatcalcError: `usage` for a name that is missing or that means nothing, `shape-mismatch`.
    """
    functions = {code_name(*node.data): None for node in walk(e) if node.op is UNKNOWN}

    def call(**given: Any) -> Any:
        import numpy as np

        given = {decomposed(name): value for name, value in given.items()}
        called = {name: given.pop(name) for name, value in list(given.items()) if callable(value)}
        if missing := [name for name in functions if name not in called]:
            raise MatcalcError("usage", f"the function {missing[0]} is not given")
        arrays = {name: np.atleast_2d(_numbers(name, value, shapes[name])) for name, value in given.items()
                  if name in shapes}
        sizes = {name: _size(name, np.asarray(value)) for name, value in given.items() if name not in shapes}
        for _ in arrays:
            for name, array in arrays.items():
                _take(shapes[name], array.shape, sizes)
        for name, array in arrays.items():
            _check(name, shapes[name], array.shape, sizes)
        _complete(e, arrays, sizes)
        return np.atleast_2d(evaluate(_finite(e, sizes), {**arrays, **called}, sizes))

    call.__name__ = call.__qualname__ = "derivative"
    call.__doc__ = f"Arrays by name: {', '.join(f'{name} {show(shape)}' for name, shape in shapes.items())}."
    return call


def _numbers(name: str, value: Any, shape: Shape) -> Any:
    """The value of a symbol. Raises MatcalcError for what are no numbers, or in another array than a matrix is."""
    import numpy as np

    try:
        array = np.asarray(value)
        if array.dtype.kind == "O":
            array = np.array([float(v) for v in array.flat]).reshape(array.shape)
    except (TypeError, ValueError):
        raise MatcalcError("usage", f"the value of {name} is no array of numbers") from None
    if array.dtype.kind not in "biufc":
        raise MatcalcError("usage", f"the value of {name} is no array of numbers")
    if array.ndim > 2 or (array.ndim == 1 < array.size and shape[1] == "1"):
        raise MatcalcError("shape-mismatch", f"{name} has the shape {array.shape}, and is {show(shape)}",
                           hint="a column has the shape (n, 1): x[:, None]" if array.ndim == 1 else None)
    return array


def _size(name: str, value: Any) -> int:
    """The value of a dimension. Raises MatcalcError."""
    if value.size != 1 or value.dtype.kind not in "iuf" or not 0 <= value.item() == value.item() // 1:
        raise MatcalcError("usage", f"{name} is no symbol here, and no size of a dimension")
    return int(value.item())


def _complete(e: Expr, arrays: Mapping[str, Any], sizes: Mapping[str, int]) -> None:
    """Raise MatcalcError for a symbol without an array, or a dimension without a size."""
    nodes = walk(e)
    bound = {SIGMA, LEFT, RIGHT} if any(node.op is SVDSUM for node in nodes) else set()
    symbols = {node.data[0] for node in nodes if node.op.name == "sym"} - bound
    if missing := sorted(symbols - arrays.keys()):
        raise MatcalcError("usage", f"{missing[0]} has no value", hint=f"give an array: {missing[0]}=…")
    needed = {name for node in nodes for dim in node.shape for name in dims.names(dim)}
    if missing := sorted(needed - sizes.keys()):
        raise MatcalcError("usage", f"the size {missing[0]} does not follow from the arrays",
                           hint=f"give it as a keyword: {missing[0]}=4")


def _finite(e: Expr, sizes: Mapping[str, int]) -> Expr:
    """The expression with sums over singular triples written out."""
    matrix = next((node.args[0] for node in walk(e) if node.op is SVDSUM), None)
    return e if matrix is None else expanded(e, dims.value(matrix.cols, dict(sizes)))


def _take(shape: Shape, actual: tuple[int, ...], sizes: dict[str, int]) -> None:
    """Take sizes of dimensions from an array: n from n, and from n+1."""
    for dim, size in zip(shape, actual, strict=True):
        if (found := dims.solve(dim, size, sizes)) is not None:
            sizes[found[0]] = found[1]


def _check(name: str, shape: Shape, actual: tuple[int, ...], sizes: dict[str, int]) -> None:
    """Raises MatcalcError where an array has another size than its shape says."""
    for dim, size in zip(shape, actual, strict=True):
        if dims.names(dim) <= sizes.keys() and (wanted := dims.value(dim, sizes)) != size:
            raise MatcalcError("shape-mismatch", f"{name} is {actual[0]}×{actual[1]} where {dim} = {wanted}")
