"""JAX: NumPy's notations with its own modules."""
from __future__ import annotations

import re

from matcalc.render.languages import ATOM, LANGUAGES, Language

_NUMPY = LANGUAGES["numpy"]


def _modules(form: str) -> str:
    """`np.` as `jnp.`, and SciPy as JAX's part of it."""
    return re.sub(r"\bscipy\.", "jax.scipy.", re.sub(r"\bnp\.", "jnp.", form))


LANGUAGE = Language("jax", "numpy", _NUMPY.brackets, _NUMPY.constant,
                    {**_NUMPY.leaves, "const": lambda data: (f"jnp.{data}", ATOM)}, translate=_modules)
