"""Running emitted programs in the languages that are installed."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.linalg
import scipy.special

from matcalc.certify.numeric import evaluate
from matcalc.ops.leaves import SYM
from matcalc.ops.unknown import UNKNOWN, code_name


class Runtime(NamedTuple):
    """The modules that a program may name, an array of the language from one of NumPy's, and back."""
    modules: dict[str, Any]
    given: Callable[[Any], Any]
    taken: Callable[[Any], Any]


def _numpy() -> Runtime:
    return Runtime({"np": np, "scipy": scipy}, np.asarray, np.asarray)


def _jax() -> Runtime:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    jax.config.update("jax_enable_x64", True)
    import jax.scipy

    return Runtime({"jax": jax, "jnp": jax.numpy}, jax.numpy.asarray, np.asarray)


def _torch() -> Runtime:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    return Runtime({"torch": torch}, lambda a: torch.tensor(np.asarray(a)), np.asarray)


_RUNTIMES = {"numpy": _numpy, "scipy": _numpy, "jax": _jax, "torch": _torch}
PYTHON = tuple(_RUNTIMES)


@cache
def runtime(target: str) -> Runtime:
    """What runs a language in this process; the test is skipped where that is not installed."""
    return _RUNTIMES[target]()


def run(source: str, target: str, env: Mapping[str, Any], sizes: Mapping[str, int]) -> np.ndarray:
    """The value of emitted source: statements, the last of which is the answer."""
    modules, given, taken = runtime(target)
    functions = {code_name("g", order): lambda a, order=order: given(declared(taken(a), order)) for order in range(6)}
    names = {**modules, **sizes, **functions, **{name: given(value) for name, value in env.items()}}
    before, _, last = source.strip().rpartition("\n")
    exec(before, names)
    return np.atleast_2d(taken(eval(last, names)))


def declared(a: np.ndarray, order: int) -> np.ndarray:
    """A derivative of what stands for the declared function g."""
    return evaluate(UNKNOWN(SYM(data=("X", ("m", "n"), ())), data=("g", order)), {"X": a}, {})
