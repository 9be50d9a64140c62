"""PyTorch: NumPy's notations where it has functions of the same name, and its own."""
from __future__ import annotations

import re
from collections.abc import Callable

from matcalc.expr import Expr
from matcalc.notation import Notation, nested, notation_of
from matcalc.ops.einsum import free, path
from matcalc.ops.inverses import OTHERS
from matcalc.ops.placed import CODE_ONLY
from matcalc.render.languages import ATOM, Noted
from matcalc.render.overlays.numpy import LANGUAGE as NUMPY
from matcalc.render.overlays.shared import chain, is_number, of_arrays
from matcalc.render.overlays.torch_helpers import HELPERS
from matcalc.render.reserved import PYTHON
from matcalc.render.target import Target

PRODUCTS = "torch.prod(torch.where(torch.eye(len(s), dtype=torch.bool, device=s.device), 1, s), 1)"
"""The diagonal of adj(Diag s)."""


def modules(form: str) -> str:
    """`np.` as `torch.`, and SciPy's functions of entries as PyTorch's."""
    form = form.replace(OTHERS, PRODUCTS).replace("keepdims=", "keepdim=")
    form = re.sub(r"\bnp\.arc(\w+)", r"torch.a\1", form)
    return re.sub(r"\bnp\.", "torch.", form).replace("scipy.special.", "torch.special.")


def _code(form: str, precedence: int = 50) -> Notation:
    return Notation(form, precedence)


def _of_numbers(form: str, precedence: int = 100) -> Callable[[Expr], Notation]:
    return of_arrays(form, precedence, array="torch.tensor")


def _clamped(side: str) -> Callable[[Expr], Notation]:
    """The larger or smaller of two, of which either may be a number."""
    def notation(e: Expr) -> Notation:
        a, b = ("{1}", "{0}") if is_number(e.args[0]) else ("{0}", "{1}")
        return Notation(f"torch.clamp({a}, {side}={b})")
    return notation


def _einsum(e: Expr) -> Notation:
    """PyTorch's arrays are row-major: the letters of a row and of a column are turned round, so that the first one
    runs fastest. Pairs are contracted one after the other, in the order that is best."""
    shown = [c if size != "1" else "" for c, size in zip(free(e), e.data[2], strict=True)]
    out = "".join([*reversed(shown[:-2]), *reversed(shown[-2:])])
    left = [(letters, f"{{{n}}}") for n, letters in enumerate(e.data[0])]
    for places in path(e) if len(left) > 2 else [tuple(range(len(left)))]:
        taken = [left.pop(k) for k in sorted(places, reverse=True)][::-1]
        needed = {*out, *"".join(letters for letters, _ in left)}
        kept = "".join(dict.fromkeys(c for letters, _ in taken for c in letters if c in needed)) if left else out
        inner = ",".join(letters for letters, _ in taken)
        left.append((kept, f"torch.einsum('{inner}->{kept}', {', '.join(text for _, text in taken)})"))
    return Notation(f"{left[0][1]}.reshape({{rows}}, {{cols}})", 50)


def _largest(e: Expr) -> Notation:
    """An eigenvalue; PyTorch sorts into a pair of values and places."""
    notation = notation_of(e, "numpy")
    return notation.mapped(lambda form: modules(form.replace(".real)[", ".real)[0][")))


_MATRIX = {"expm": "torch.matrix_exp", "cosm": "cosm", "sinm": "sinm", "coshm": "coshm", "sinhm": "sinhm"}
_POWER = "lambda m_: torch.linalg.matrix_power(m_, {data})"

OVERLAY: dict[str, Noted] = {
    # ---- constant matrices
    "as_array": _code("torch.as_tensor({0}, **like)"),
    "eye": _code("torch.eye({data}, **like)"), "ones": _code("torch.ones({data[0]}, {data[1]}, **like)"),
    "zeros": _code("torch.zeros({data[0]}, {data[1]}, **like)"),
    "unit": _code("torch.eye({data[1]}, **like)[:, [{data[0]} - 1]]"),
    "diagonal_rows": _code("torch.eye({cols}, **like)[::{data}+1]"),
    "diagonal_columns": _code("torch.eye({rows}, **like)[:, ::{data}+1]"),
    "commutation": _code("torch.eye({rows}, **like)[torch.arange({rows}).reshape({data[1]}, {data[0]}).T.ravel()]"),
    "duplication": _code("duplication({data}, like)"),
    "elimination": _code(
        "torch.eye({cols}, **like)[torch.triu_indices({data}, {data}).T @ torch.tensor([{data}, 1])]"),
    "symmetrizer": _code("(lambda i_: (i_ + i_.reshape({data}, {data}, -1).swapaxes(0, 1).reshape(i_.shape)) / 2)"
                         "(torch.eye({rows}, **like))"),
    # ---- shapes
    "vec": _code("{0:50}.T.reshape(-1, 1)"), "unvec": _code("{0:50}.reshape({data[1]}, {data[0]}).T"),
    "vech": _code("{0:50}.T[tuple(torch.triu_indices({rows(0)}, {rows(0)}))][:, None]"),
    "khatri_rao": Notation("torch.flatten({0:50}[:, None] * {1:21}, 0, 1)"), "kron": nested("kron"),
    "einsum": _einsum,
    # ---- functions of entries
    **{name: _of_numbers(f"torch.{name}({{0}})") for name in (
        "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "expm1", "log", "log10",
        "log1p", "log2", "sign", "sin", "sinh", "sqrt", "square", "tan", "tanh", "relu", "sigmoid", "logit")},
    **{name: _of_numbers(f"torch.special.{name}({{0}})") for name in ("erf", "erfc", "digamma")},
    "lgamma": _of_numbers("torch.special.gammaln({0})"), "normcdf": _of_numbers("torch.special.ndtr({0})"),
    "trigamma": _of_numbers("torch.special.polygamma(1, {0})"), "sigmoid_neg": _of_numbers("torch.sigmoid(-{0:30})"),
    "cot": _of_numbers("1 / torch.tan({0})", 20), "sec": _of_numbers("1 / torch.cos({0})", 20),
    "csc": _of_numbers("1 / torch.sin({0})", 20), "cbrt": _of_numbers("cbrt({0})"),
    "normpdf": _of_numbers("torch.exp(-{0:50}**2/2) / (2*torch.pi)**0.5", 20),
    "softplus": _of_numbers("-torch.nn.functional.logsigmoid(-{0:30})", 29),
    "silu": _of_numbers("torch.nn.functional.silu({0})"), "gelu": _of_numbers("torch.nn.functional.gelu({0})"),
    "elu": _of_numbers("torch.nn.functional.elu({0})"),
    "leaky_relu": _of_numbers("torch.nn.functional.leaky_relu({0})"),
    "step": _of_numbers("torch.sign(torch.relu({0}))"),
    "atan2": _of_numbers("torch.atan2({0}, {1})"), "hypot": _of_numbers("torch.hypot({0}, {1})"),
    "leaky_relu_by": _of_numbers("torch.where({0:21} > 0, {0}, {1:21} * {0:21})"),
    "maximum": _clamped("min"), "minimum": _clamped("max"), "spread_max": _clamped("min"),
    "spread_min": _clamped("max"), "clip": _of_numbers("torch.clamp(torch.clamp({0}, min={1}), max={2})"),
    "huber": _of_numbers("{0:50}**2/2 - torch.relu(torch.abs({0}) - {1:11})**2/2", 10),
    "huber1": _of_numbers("{0:50}**2/2 - torch.relu(torch.abs({0}) - 1)**2/2", 10),
    "onehot_max": Notation("onehot_max({0})"), "onehot_min": Notation("onehot_max(-{0:30})"),
    # ---- softmax
    "logsumexp": Notation("torch.logsumexp({0}, (0, 1))"),
    "softmax": Notation("torch.exp({0:10} - torch.logsumexp({0}, (0, 1)))"),
    "log_softmax": Notation("{0:10} - torch.logsumexp({0}, (0, 1))", 10),
    **{f"{along}_{name}": Notation(f"torch.{name}({{0}}, {axis}{keep})")
       for along, axis in (("col", 0), ("row", 1))
       for name, keep in (("softmax", ""), ("log_softmax", ""), ("logsumexp", ", keepdim=True"))},
    # ---- routines
    "dot": _code("torch.tensordot({0}, {1}, 2)"),
    "row_max": _code("{0:50}.amax(1, keepdim=True)"), "col_max": _code("{0:50}.amax(0, keepdim=True)"),
    "lu": _code("torch.linalg.lu_factor({0})"), "lu_solve": _code("torch.linalg.lu_solve(*{0:50}, {1})"),
    "lu_solve_t": _code("torch.linalg.lu_solve(*{0:50}, {1}, adjoint=True)"),
    "lu_inv": _code("torch.linalg.lu_solve(*{0:50}, torch.eye({rows}, **like))"),
    "chol_solve": _code("torch.cholesky_solve({1}, {0})"), "chol_inv": _code("torch.cholesky_inverse({0})"),
    "tri_solve": lambda e: _code(f"torch.linalg.solve_triangular({{0}}, {{1}}, upper={not e.data})"),
    "kron_eye": _code("kron({0}, torch.eye({data}, **like))"),
    "eye_kron": _code("kron(torch.eye({data}, **like), {0})"),
    "kron_blocks": _code("torch.diag_embed({0:50}.reshape({data[0]}, {data[1]}, -1)).transpose(1, 2)"
                         ".reshape({rows}, {cols})"),
    "eye_blocks": _code("torch.block_diag(*{0:50}.T.reshape(-1, {data[0]}, {data[1]}))"),
    # ---- statistics and norms
    "var": Notation("torch.var({0}, correction=0)"), "std": Notation("torch.std({0}, correction=0)"),
    "nuc": Notation("torch.linalg.matrix_norm({0}, 'nuc')"), "smax": Notation("torch.linalg.matrix_norm({0}, 2)"),
    # ---- matrices
    "lmax": _largest, "eigval": _largest, "sval": _code("torch.linalg.svdvals({0})[{data} - 1]"),
    "sqrtm": Notation("sqrtm({0})"), "sylvester": Notation("sylvester({0}, {1}, {2})"),
    **{name: Notation(f"{call}({{0}})") for name, call in _MATRIX.items()},
    **{f"frechet_{name}{which}": chain(call, count) for name, call in (*_MATRIX.items(), ("power", _POWER))
       for which, count in (("", 2), ("_pair", 3), ("_triple", 5))},
}

LACKS = ("logm", "frechet_logm", "frechet_logm_pair", "frechet_logm_triple")


def _like(array: str | None) -> str:
    kind = f"'dtype': {array}.dtype, 'device': {array}.device" if array else "'dtype': torch.float64"
    return f"like = {{{kind}}}"


LANGUAGE = Target(
    "torch", "numpy", NUMPY.brackets, NUMPY.constant,
    {**NUMPY.leaves, "const": lambda data: (f"torch.{data}", ATOM)}, title="PyTorch", overlay=OVERLAY,
    lacks={*LACKS, *CODE_ONLY} - {"as_array"}, translate=modules, spelled=NUMPY.spelled, reserved=PYTHON,
    helpers=HELPERS, like=_like, imports={"torch.": "import torch"})
