"""Running emitted programs in the languages that are installed."""
from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.linalg
import scipy.special

from matcalc.certify.numeric import evaluate
from matcalc.ops.leaves import SYM
from matcalc.ops.unknown import UNKNOWN, code_name
from matcalc.render.target import Script


def loaded(source: str) -> Any:
    """A module, of its source in Python."""
    module = ModuleType("emitted")
    exec(compile(source, "emitted", "exec"), module.__dict__)
    return module


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


class Outside(NamedTuple):
    """A language that runs in a process of its own; texts are filled by `str.format`.

    command   what runs a file, whose name ends in `suffix`
    suffix    of files
    begin     the first lines of a file
    literal   an array, or a number for a number
    assign    a name is given a value
    program   the lines {0} of a program, which leaves no names behind
    show      the array {0} is printed: its sizes and its entries, column by column
    load      the module {0}, in a file of that name
    call      the function {1} of the module {0} of the arguments {2}
    """

    title: str
    command: tuple[str, ...]
    suffix: str
    begin: str
    literal: Callable[[Any], str]
    assign: str
    program: str
    show: str
    load: str
    call: str

    def need(self) -> None:
        """The test is skipped where the language is not installed."""
        if shutil.which(self.command[0]) is None:
            pytest.skip(f"{self.title} is not installed")

    def run(self, lines: Iterable[str], folder: Path) -> list[np.ndarray]:
        """The arrays that lines print, in one process, in a folder that may hold modules."""
        path = folder / f"run_all{self.suffix}"
        path.write_text("\n".join([self.begin, *lines]), encoding="utf-8")
        ran = subprocess.run([*self.command, path.name], cwd=folder, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout[-500:] + ran.stderr
        return [_array(line) for line in ran.stdout.splitlines()]

    def values(self, programs: Sequence[Program]) -> list[np.ndarray]:
        """The values of programs of one result each."""
        self.need()
        functions = dict.fromkeys(h for script, _, _ in programs for h in script.helpers if not _is_value(h))
        imports = dict.fromkeys(line for script, _, _ in programs for line in script.imports)
        with tempfile.TemporaryDirectory() as folder:
            return self.run([*imports, *functions, *(self._case(*program) for program in programs)], Path(folder))

    def _case(self, script: Script, env: Mapping[str, Any], sizes: Mapping[str, int]) -> str:
        given = [self.assign.format(script.names.get(name, name), self.literal(value))
                 for name, value in {**sizes, **env}.items()]
        own = [h for h in script.helpers if _is_value(h)]
        result = self.assign.format("result_", script.results[0])
        return self.program.format("\n".join([*given, *own, *script.lines, result, self.show.format("result_")]))

    def loaded(self, folder: Path, name: str, source: str) -> str:
        """The line that loads a module, which is written to its file."""
        (folder / f"{name}{self.suffix}").write_text(source, encoding="utf-8")
        return self.load.format(name)

    def called(self, name: str, function: str, arguments: Sequence[Any]) -> str:
        """The line that prints what a function of a loaded module returns."""
        return self.show.format(self.call.format(name, function, ", ".join(map(self.literal, arguments))))


def _is_value(helper: str) -> bool:
    """Whether a helper is a value of a name, as MATLAB's handles are, and no definition of a function."""
    return re.match(r"\w+ = @", helper) is not None


def _array(line: str) -> np.ndarray:
    """The array that is printed."""
    m, n, *numbers = line.split()
    return np.array(list(map(float, numbers))).reshape(int(m), int(n), order="F")


def _matlab_literal(value: Any) -> str:
    return "[" + "; ".join(", ".join(repr(float(x)) for x in row) for row in np.atleast_2d(value)) + "]"


def _julia_literal(value: Any) -> str:
    """A matrix for an array."""
    if not np.ndim(value):
        return repr(value)
    m, n = np.atleast_2d(value).shape
    return f"reshape([{', '.join(repr(float(x)) for x in np.ravel(value, order='F'))}], {m}, {n})"


OCTAVE = Outside(
    "GNU Octave", ("octave-cli", "-q"), ".m", begin=r"""1;
function show_(a)
  printf('%d %d', size(a)); printf(' %.17g', a); printf('\n');
end""", literal=_matlab_literal, assign="{} = {};", program="{}\nclear -v", show="show_({});", load="{0}_ = {0}();",
    call="{0}_.{1}({2})")
JULIA = Outside(
    "Julia", ("julia", "--startup-file=no", "--compile=min"), ".jl",
    begin="show_(a) = println(join(Any[size(a, 1), size(a, 2), float.(a)...], ' '))",
    literal=_julia_literal, assign="{} = {}", program="let\n{}\nend", show="show_({})", load='include("{0}.jl")',
    call="{0}.{1}({2})")
OUTSIDE = {"matlab": OCTAVE, "julia": JULIA}
"""By target."""


def declared(a: np.ndarray, order: int) -> np.ndarray:
    """A derivative of what stands for the declared function g."""
    return evaluate(UNKNOWN(SYM(data=("X", ("m", "n"), ())), data=("g", order)), {"X": a}, {})
