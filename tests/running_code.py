"""Running emitted programs in the languages that are installed."""
from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.linalg
import scipy.special

from matcalc.certify.numeric import evaluate
from matcalc.ops.leaves import SYM
from matcalc.ops.unknown import UNKNOWN, code_name
from matcalc.render.target import Script


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


Program = tuple[Script, Mapping[str, Any], Mapping[str, int]]
"""A program, its arguments and its sizes."""


def octave(programs: Sequence[Program]) -> list[np.ndarray]:
    """The values of MATLAB programs of one result each, in one run of GNU Octave; skips where that is not installed."""
    if shutil.which("octave-cli") is None:
        pytest.skip("GNU Octave is not installed")
    functions = dict.fromkeys(h for script, _, _ in programs for h in script.helpers if h.startswith("function"))
    text = "\n".join(["1;", *functions, *(_case(*program) for program in programs)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "programs.m")
        path.write_text(text, encoding="utf-8")
        ran = subprocess.run(["octave-cli", "-q", str(path)], capture_output=True, text=True, check=False)
    values = arrays(ran.stdout)
    assert len(values) == len(programs), ran.stdout[-500:] + ran.stderr
    return values


def arrays(printed: str) -> list[np.ndarray]:
    """The arrays that are printed, one a line: its sizes and its entries, column by column."""
    lines = [line.split() for line in printed.splitlines()]
    return [np.array(list(map(float, numbers))).reshape(int(m), int(n), order="F") for m, n, *numbers in lines]


def literal(value: Any) -> str:
    """An array or a number in MATLAB."""
    return "[" + "; ".join(", ".join(repr(float(x)) for x in row) for row in np.atleast_2d(value)) + "]"


def _case(script: Script, env: Mapping[str, Any], sizes: Mapping[str, int]) -> str:
    given = [f"{script.names.get(name, name)} = {literal(value)};" for name, value in {**sizes, **env}.items()]
    own = [h for h in script.helpers if not h.startswith("function")]
    body = [*given, *own, *script.lines, f"result_ = {script.results[0]};"]
    return "\n".join([*body, r"printf('%d %d', size(result_)); printf(' %.17g', result_); printf('\n');", "clear -v"])


def declared(a: np.ndarray, order: int) -> np.ndarray:
    """A derivative of what stands for the declared function g."""
    return evaluate(UNKNOWN(SYM(data=("X", ("m", "n"), ())), data=("g", order)), {"X": a}, {})
