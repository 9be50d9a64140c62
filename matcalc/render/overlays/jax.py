"""JAX: NumPy's notations with its own modules, and its own functions where it has them."""
from __future__ import annotations

import re
from collections.abc import Callable

from matcalc.expr import Expr
from matcalc.notation import Notation
from matcalc.ops.inverses import OTHERS
from matcalc.ops.placed import CODE_ONLY
from matcalc.render.languages import ATOM, Noted
from matcalc.render.overlays.jax_helpers import HELPERS
from matcalc.render.overlays.numpy import LANGUAGE as NUMPY
from matcalc.render.overlays.shared import of_arrays
from matcalc.render.reserved import PYTHON
from matcalc.render.target import Target

PRODUCTS = "jnp.prod(jnp.where(jnp.eye(len(s), dtype=bool), 1, s), 1)"
"""The diagonal of adj(Diag s)."""

_BY_EXPONENTIAL = ("cosm", "sinm", "coshm", "sinhm")
"""Functions of a matrix that JAX lacks and its exponential gives."""


def modules(form: str) -> str:
    """`np.` as `jnp.`, and SciPy as JAX's part of it; what is a list of arrays in NumPy as one array.

    The order of contractions is a list of pairs alone.
    """
    form = re.sub(r"\bnp\.", "jnp.", form.replace(OTHERS, PRODUCTS))
    for name in _BY_EXPONENTIAL:
        form = form.replace(f"scipy.linalg.{name}(", f"{name}(")
    form = form.replace("optimize=['einsum_path', ", "optimize=[")
    return re.sub(r"\bscipy\.", "jax.scipy.", form)


def _of_numbers(form: str) -> Callable[[Expr], Notation]:
    return of_arrays(form, 100, array="jnp.array")


def _code(form: str) -> Notation:
    return Notation(form, 50)


OVERLAY: dict[str, Noted] = {
    # ---- constant matrices
    "as_array": _code("jnp.asarray({0}, **like)"),
    "eye": _code("jnp.eye({data}, **like)"),
    "ones": _code("jnp.ones(({data[0]}, {data[1]}), **like)"),
    "zeros": _code("jnp.zeros(({data[0]}, {data[1]}), **like)"),
    "unit": _code("jnp.eye({data[1]}, **like)[:, [{data[0]} - 1]]"),
    "diagonal_rows": _code("jnp.eye({cols}, **like)[::{data}+1]"),
    "diagonal_columns": _code("jnp.eye({rows}, **like)[:, ::{data}+1]"),
    "commutation": _code("jnp.eye({rows}, **like)[jnp.arange({rows}).reshape({data[1]}, {data[0]}).T.ravel()]"),
    "duplication": _code("duplication({data}, like)"),
    "elimination": _code(
        "jnp.eye({cols}, **like)[jnp.ravel_multi_index(jnp.triu_indices({data}), ({data}, {data}), mode='clip')]"),
    "symmetrizer": _code("(lambda i_: (i_ + i_.reshape({data}, {data}, -1).swapaxes(0, 1).reshape(i_.shape)) / 2)"
                             "(jnp.eye({rows}, **like))"),
    # ---- functions of entries
    "sigmoid_neg": _of_numbers("jax.nn.sigmoid(-{0:30})"), "gelu": _of_numbers("jax.nn.gelu({0}, approximate=False)"),
    **{name: _of_numbers(f"jax.nn.{name}({{0}})")
       for name in ("sigmoid", "softplus", "silu", "relu", "elu", "leaky_relu")},
    **{name: _of_numbers(f"jax.scipy.special.{call}{{0}})") for name, call in (
        ("erf", "erf("), ("erfc", "erfc("), ("lgamma", "gammaln("), ("digamma", "digamma("),
        ("trigamma", "polygamma(1, "), ("normcdf", "ndtr("))},
    "step": Notation("jnp.heaviside({0}, 0)"),
    "onehot_max": Notation("onehot_max({0})"), "onehot_min": Notation("onehot_max(-{0:30})"),
    # ---- softmax
    "logsumexp": Notation("jax.nn.logsumexp({0})"),
    "softmax": Notation("jax.nn.softmax({0}, None)"), "log_softmax": Notation("jax.nn.log_softmax({0}, None)"),
    **{f"{along}_{name}": Notation(f"jax.nn.{name}({{0}}, {axis}{keep})")
       for along, axis in (("col", 0), ("row", 1))
       for name, keep in (("softmax", ""), ("log_softmax", ""), ("logsumexp", ", keepdims=True"))},
    # ---- routines
    "lu_inv": _code("jax.scipy.linalg.lu_solve({0}, jnp.eye({rows}, **like))"),
    "chol_inv": _code("jax.scipy.linalg.cho_solve(({0}, True), jnp.eye({rows}, **like))"),
    "kron_eye": _code("jnp.kron({0}, jnp.eye({data}, **like))"),
    "eye_kron": _code("jnp.kron(jnp.eye({data}, **like), {0})"),
    "kron_blocks": _code("jnp.einsum('ija,ab->iajb', {0:50}.reshape({data[0]}, {data[1]}, -1), "
                         "jnp.eye({cols(0)}, **like)).reshape({rows}, {cols})"),
    "eye_blocks": _code("jnp.einsum('ija,ab->aibj', {0:50}.reshape({data[0]}, {data[1]}, -1), "
                        "jnp.eye({cols(0)}, **like)).reshape({rows}, {cols})"),
    # ---- matrices
    "sqrtm": Notation("sqrtm({0})"), "rsvec": _code(
        "jnp.linalg.svd({0})[2][{data} - 1][:, None]"),
    **{f"frechet_{name}_triple": Notation(f"frechet3({call}, {{0}}, {{1}}, {{2}}, {{3}}, {{4}})") for name, call in (
        ("expm", "jax.scipy.linalg.expm"), ("power", "lambda m_: jnp.linalg.matrix_power(m_, {data})"),
        *((name, name) for name in _BY_EXPONENTIAL))},
}

LACKS = ("logm", "frechet_logm", "frechet_logm_pair", "frechet_logm_triple")


LANGUAGE = Target(
    "jax", "numpy", NUMPY.brackets, NUMPY.constant,
    {**NUMPY.leaves, "const": lambda data: (f"jnp.{data}", ATOM)}, title="JAX", overlay=OVERLAY,
    lacks={*LACKS, *CODE_ONLY} - {"as_array"}, translate=modules, spelled=NUMPY.spelled, reserved=PYTHON,
    helpers=HELPERS,
    like=lambda array: f"like = {{'dtype': {array}.dtype}}" if array else "like = {'dtype': float}",
    imports={"jax.": "import jax", "jnp.": "import jax.numpy as jnp", "jax.scipy.": "import jax.scipy"})
