"""The evaluation of every operator in NumPy, accurate for real input; and complex, where it is holomorphic."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from matcalc import dims
from matcalc.certify.arraynumbers import ARRAY_NUMBERS
from matcalc.certify.einsum import FREE
from matcalc.certify.entrynumbers import ENTRY_NUMBERS, absolute
from matcalc.certify.halves import HALF_NUMBERS
from matcalc.certify.matrixnumbers import MATRIX_NUMBERS
from matcalc.certify.number import Array, Numeric, call, scalar
from matcalc.certify.routinenumbers import ROUTINE_NUMBERS
from matcalc.expr import Expr
from matcalc.ops.unknown import code_name


def _inexact(np: Any, a: Array) -> Array:
    """Integers as floating-point numbers: their powers and products would overflow."""
    return a.astype(float) if a.dtype.kind in "iub" else a


def _logsumexp(np: Any, a: Array) -> Array:
    top = a.real.max()
    return scalar(np, top + np.log(np.exp(a - top).sum()))


def _softmax(np: Any, a: Array) -> Array:
    y = np.exp(a - a.real.max())
    return y / y.sum()


def _onehot(np: Any, a: Array) -> Array:
    """1 at the entry of the largest real part, the first of several."""
    out = np.zeros(a.shape)
    out.flat[a.real.argmax()] = 1
    return out


def _var(np: Any, a: Array) -> Array:
    """Not NumPy's own, which takes absolute values of complex numbers."""
    return scalar(np, ((a - a.mean()) ** 2).mean())


def _along(np: Any, f: Callable[..., Array], a: Array, axis: int) -> Array:
    """f(exponentials less the largest, their sums, what was taken off) of each row or column."""
    top = a.real.max(axis=axis, keepdims=True)
    y = np.exp(a - top)
    return f(y, y.sum(axis=axis, keepdims=True), a - top, top)


def _norm(np: Any, a: Array) -> Array:
    """Scaled by the largest entry, so that squares neither overflow nor vanish."""
    top = np.abs(a).max(initial=0.0)
    return scalar(np, top * np.sqrt(((a / top) ** 2).sum()) if 0 < top < math.inf else a.dtype.type(top))


def _pnorm(np: Any, a: Array, p: Array) -> Array:
    """Scaled like the others; where the order is near 0, and the norm beyond all bounds, it is undefined."""
    size = absolute(np, a)
    top = size.real.max() if abs(p.real).min() > 1 / 6 else math.nan
    return scalar(np, top * ((size / top) ** p).sum() ** (1 / p) if 0 < top < math.inf else top)


def _logdet(np: Any, a: Array) -> Array:
    if not np.iscomplexobj(a):
        return scalar(np, np.linalg.slogdet(a)[1])
    sign, log = np.linalg.slogdet(a)
    return scalar(np, log + np.log(sign if sign.real > 0 else -sign))


def _blocks(np: Any, rule: str, g: Array, block: tuple[int, int], other: Array) -> Array:
    """A contraction of the blocks of g, of that shape: indices i, j number them, k, l their entries."""
    p, q = block
    return np.einsum(rule, g.reshape((g.shape[0] // p, p, g.shape[1] // q, q)), other)


def _blocksum(np: Any, g: Array, a: Array) -> Array:
    return _blocks(np, "ikjl,ij->kl", g, (g.shape[0] // a.shape[0], g.shape[1] // a.shape[1]), a)


def _einsum(np: Any, e: Expr, args: Sequence[Array]) -> Array:
    """The matrix with a column for the last two free letters, a row for the others, the first of each fastest."""
    inputs, _, free = e.data
    output = "".join(c for c, size in zip(FREE, free, strict=False) if size != "1")
    out = np.einsum(f"{','.join(inputs)}->{output}", *args)
    axes = iter(out.shape)
    sizes = [1 if size == "1" else next(axes) for size in free]
    return out.reshape((math.prod(sizes[:-2]), math.prod(sizes[-2:])), order="F")


def _powers(np: Any, bases: Sequence[Array], exponents: Sequence[Any]) -> Array:
    return reduce(lambda a, b: a * b, [_power(np, a, k) for a, k in zip(bases, exponents, strict=True)])


def _term(np: Any, e: Expr, args: Sequence[Array]) -> Array:
    """A rational times scalar powers times at most one matrix."""
    coefficient, exponents, has_body = e.data
    out = scalar(np, float(coefficient))
    if exponents:
        out = out * _powers(np, args[:len(exponents)], exponents)
    return out * args[-1] if has_body else out


def _power(np: Any, a: Array, k: Any) -> Array:
    return a ** (int(k) if k.denominator == 1 else float(k)) if k >= 0 or k.denominator != 1 else 1 / a ** int(-k)


def _commutation(np: Any, m: int, n: int) -> Array:
    return np.eye(m * n)[np.arange(m * n).reshape((m, n), order="F").ravel()]


def _unit(np: Any, index: int, n: int) -> Array:
    return np.eye(n)[:, [index - 1]]


def _khatri_rao(np: Any, a: Array, b: Array) -> Array:
    return (a[:, None] * b[None]).reshape(-1, a.shape[1])


def _fold(product: Callable[[Any, Array, Array], Array]) -> Numeric:
    return Numeric(lambda np, e, size, *args: reduce(lambda a, b: product(np, a, b), args))


def _unbound(np: Any, e: Expr, size: Any) -> Array:
    raise KeyError(f"{e.data[0]} has no value")


NUMERIC: dict[str, Numeric] = {
    # leaves
    "sym": Numeric(_unbound),
    "num": Numeric(lambda np, e, size: scalar(np, float(e.data))),
    "const": Numeric(lambda np, e, size: scalar(np, getattr(math, e.data))),
    "dim": Numeric(lambda np, e, size: scalar(np, float(size(e.data)))),
    "eye": Numeric(lambda np, e, size: np.eye(size(e.data))),
    "ones": Numeric(lambda np, e, size: np.ones((size(e.data[0]), size(e.data[1])))),
    "zeros": Numeric(lambda np, e, size: np.zeros((size(e.data[0]), size(e.data[1])))),
    "unit": Numeric(lambda np, e, size: _unit(np, e.data[0], size(e.data[1]))),
    "commutation": Numeric(lambda np, e, size: _commutation(np, size(e.data[0]), size(e.data[1]))),
    # arithmetic
    "add": _fold(lambda np, a, b: a + b),
    "sub": Numeric(lambda np, e, size, a, b: a - b),
    "neg": call(lambda np, a: -a),
    "frob": Numeric(lambda np, e, size, a, b: scalar(np, (a * b).sum())),
    "hadamard": _fold(lambda np, a, b: a * b),
    "hdiv": Numeric(lambda np, e, size, a, b: a / b),
    "matmul": _fold(lambda np, a, b: a @ b),
    "scale": Numeric(lambda np, e, size, c, a: c * a),
    "div": Numeric(lambda np, e, size, a, c: a / c),
    "kron": _fold(lambda np, a, b: np.kron(a, b)),
    "khatri_rao": Numeric(lambda np, e, size, a, b: _khatri_rao(np, a, b)),
    "term": Numeric(lambda np, e, size, *args: _term(np, e, args)),
    "hadpow": Numeric(lambda np, e, size, *args: _powers(np, args, e.data)),
    "blockdot": Numeric(lambda np, e, size, g, b: _blocks(np, "ikjl,kl->ij", g, b.shape, b)),
    "blocksum": Numeric(lambda np, e, size, g, a: _blocksum(np, g, a)),
    "einsum": Numeric(lambda np, e, size, *args: _einsum(np, e, args)),
    "transpose": call(lambda np, a: a.T),
    "inv": call(lambda np, a: np.linalg.inv(a)),
    "invt": call(lambda np, a: np.linalg.inv(a).T),
    "power": Numeric(lambda np, e, size, a: np.linalg.matrix_power(a, int(e.data))),
    "raised": Numeric(lambda np, e, size, a, b: a ** b),
    "epow": Numeric(lambda np, e, size, a: _power(np, a, e.data)),
    # rearrangements and reductions
    "diag": call(lambda np, a: np.diagflat(a)),
    "diagpart": call(lambda np, a: np.diag(a)[:, None]),
    "vec": call(lambda np, a: a.reshape((-1, 1), order="F")),
    "unvec": Numeric(lambda np, e, size, a: a.reshape((size(e.data[0]), size(e.data[1])), order="F")),
    "tr": call(lambda np, a: scalar(np, np.trace(a))),
    "sum": call(lambda np, a: scalar(np, a.sum())),
    "rowsum": call(lambda np, a: a.sum(axis=1, keepdims=True)),
    "colsum": call(lambda np, a: a.sum(axis=0, keepdims=True)),
    "mean": call(lambda np, a: scalar(np, a.mean())),
    "det": call(lambda np, a: scalar(np, np.linalg.det(a))),
    "logdet": call(_logdet),
    "norm": call(_norm),
    "norm1": call(lambda np, a: scalar(np, absolute(np, a).sum())),
    "norm_inf": call(lambda np, a: (absolute(np, a) * _onehot(np, absolute(np, a))).sum().reshape(1, 1)),
    "pnorm": Numeric(lambda np, e, size, a, p: _pnorm(np, a, p)),
    "logsumexp": call(_logsumexp),
    "softmax": call(_softmax),
    "log_softmax": call(lambda np, a: a - _logsumexp(np, a)),
    **{f"{which}_{name}": Numeric(lambda np, e, size, a, f=f, axis=axis: _along(np, f(np), a, axis))
       for axis, which in ((1, "row"), (0, "col")) for name, f in (
           ("softmax", lambda np: lambda y, sums, rest, top: y / sums),
           ("logsumexp", lambda np: lambda y, sums, rest, top: top + np.log(sums)),
           ("log_softmax", lambda np: lambda y, sums, rest, top: rest - np.log(sums)))},
    **MATRIX_NUMBERS,
    **ENTRY_NUMBERS,
    # extreme entries and statistics
    "max": call(lambda np, a: (a * _onehot(np, a)).sum().reshape(1, 1)),
    "min": call(lambda np, a: (a * _onehot(np, -a)).sum().reshape(1, 1)),
    "onehot_max": call(_onehot),
    "onehot_min": call(lambda np, a: _onehot(np, -a)),
    "var": call(_var),
    "std": call(lambda np, a: np.sqrt(_var(np, a))),
    "rowmean": call(lambda np, a: a.mean(axis=1, keepdims=True)),
    "colmean": call(lambda np, a: a.mean(axis=0, keepdims=True)),
    "entropy": call(lambda np, p: scalar(np, -(p * np.log(p)).sum())),
    "cross_entropy": Numeric(lambda np, e, size, p, q: scalar(np, -(p * np.log(q)).sum())),
    "kl": Numeric(lambda np, e, size, p, q: scalar(np, (p * np.log(p / q)).sum())),
    **HALF_NUMBERS,
    **ARRAY_NUMBERS,
    **ROUTINE_NUMBERS,
}
"""Every operator in NumPy. The kinked functions continue the analytic piece that a real point is on."""


def is_holomorphic(e: Expr) -> bool:
    """Whether the node may be evaluated at complex arguments."""
    return NUMERIC[e.op.name].holomorphic


Blur = Callable[[Array], Array]
"""What is done to values to see how far rounding errors are carried."""


def evaluate(e: Expr, env: Mapping[str, Array], sizes: Mapping[str, int], blur: Blur | None = None) -> Array:
    """The value of an expression, a 2-d array, given arrays by symbol's name and sizes by dimension's name.

    A declared function may be given too, each derivative under its name in code.

    Raises KeyError for a symbol or a size that is not given, and numpy.linalg.LinAlgError for a singular matrix.
    """
    return evaluate_all((e,), env, sizes, blur)[0]


def evaluate_all(roots: tuple[Expr, ...], env: Mapping[str, Array], sizes: Mapping[str, int],
                 blur: Blur | None = None) -> list[Array]:
    """The values of several expressions; what they share is evaluated once. `blur` is done to each on the way."""
    import numpy as np
    known_sizes = dict(sizes)

    def size(dim: str) -> int:
        return dims.value(dim, known_sizes)

    known: dict[Expr, Array] = {}

    def keep(e: Expr, value: Array) -> None:
        known[e] = value if blur is None else blur(value)

    stack = list(roots)
    while stack:
        e = stack[-1]
        if e in known:
            stack.pop()
        elif e.op.name == "sym" and e.data[0] in env:
            keep(e, _inexact(np, env[e.data[0]]))
        elif e.op.name == "unknown" and callable(given := env.get(code_name(*e.data))) and e.args[0] in known:
            keep(e, given(known[e.args[0]]))
        elif missing := [a for a in e.args if a not in known]:
            stack.extend(missing)
        else:
            keep(e, NUMERIC[e.op.name].run(np, e, size, *[known[a] for a in e.args]))
    return [known[e] for e in roots]
