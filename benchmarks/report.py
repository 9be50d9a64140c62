"""The tables, as Markdown."""
from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.derivation import HOW
from benchmarks.rows import OTHERS, Row
from benchmarks.startup import WANTED

PACKAGES = ("numpy", "scipy", "jax", "torch", "autograd", "sympy", "tensorgrad")


def heading() -> str:
    """When, with what, and where."""
    found = ", ".join(f"{p} {_version(p)}" for p in PACKAGES)
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    return (f"# Benchmarks\n\n`python benchmarks/run.py --write` writes this page. {date.today()}; Python "
            f"{platform.python_version()}, {found};\n{cpu}, {os.cpu_count()} cores, {platform.system()}. float64, one "
            "thread on one core.\nAll numbers are ratios, of medians of processor time.\n")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, the first column to the left."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(r) + " |" for r in lines) + "\n"


CODE = """## The code

What `matcalc codegen` emits against NumPy written by hand (`benchmarks/hand.py`: the best of several versions at each
size) and against automatic differentiation (`benchmarks/functions.py`: the fastest of grad, jacfwd, jacrev and
hessian, by `jax.jit` with all data as arguments and compilation not counted, `torch.func`, autograd). Each competitor
runs in a process of its own, in turn with the others, in rounds of at least 20 ms; results are compared before.

- *time*, *memory*: of the emitted NumPy ÷ by hand, at small, middle and large sizes, memory at the peak over the
  inputs. 1 is as good as by hand.
- *JAX*, *PyTorch*, *autograd*: their time ÷ that of the emitted NumPy, at middle and large sizes. More is better.
- *emitted JAX*: the time of what JAX derives ÷ that of what is emitted for JAX, both compiled. *SciPy*: the time of
  the emitted NumPy ÷ that of what is emitted for SciPy, which shares factorisations.
- *growth*: the exponent of the time in the size, emitted, by hand, and of the best closed form, at sizes beyond the
  large ones for what is quadratic and between 1000 and 2000 for what is cubic. What a call takes at any size, and
  BLAS, which gets better with the size up to there, make it less than that of the form.

The code is emitted for the sizes measured (`--sizes`), and measured without the checks of its arguments, which cost
*checks* times as much as the rest at the small size.
"""


def code(rows: Iterable[Row]) -> str:
    """Emitted code against all others, and the sizes."""
    rows = list(rows)
    head = ["case", "time", "memory", *OTHERS, "growth", "checks"]
    sizes = [[r.case.name, f"`{r.case.label}`", ", ".join(r.case.variables), *map(_sizes, r.case.sizes)] for r in rows]
    return "\n".join((
        CODE, table(head, map(cells, rows)), sentences(rows),
        "Against aims:\n", table(["case", "sizes", "times as fast as", "aim", "is"], aims(rows)),
        "The functions, and their sizes:\n", table(["case", "function", "by", "small", "middle", "large"], sizes)))


def cells(r: Row) -> list[str]:
    """The row of a case."""
    absent = "absent" if r.case.others else ""
    return [r.case.name, _all(r.time), _all(r.memory), *(_all(r.others[column]) or absent for column in OTHERS),
            " ".join(f"{s:.1f}" for s in (*r.slopes, r.case.exponent)), short(r.checks)]


PLACES = ("small", "middle", "large")


def sentences(rows: Sequence[Row]) -> str:
    """What the table says."""
    time = _over(((r, place, x) for r in rows for place, x in zip(PLACES, r.time, strict=True)), 1.1)
    memory = _over(((r, place, x) for r in rows for place, x in zip(PLACES, r.memory, strict=True)), 1.1)
    jax, own = (_over(((r, "large", 1 / r.others[column][-1]) for r in rows if 2 in r.case.others and r.others[column]),
                      1.15) for column in ("JAX", "emitted JAX"))
    scipy = _over(((r, "large", 1 / (r.others["JAX"][-1] * r.others["SciPy"][-1])) for r in rows
                   if 2 in r.case.others and r.others["JAX"] and r.others["SciPy"]), 1.15)
    steep = _over(((r, f"{r.slopes[0]:.1f}", r.slopes[0] - r.case.exponent) for r in rows), 0.1)
    return "\n".join((f"- Longer than by hand by more than a tenth: {time}.",
                      f"- More memory by more than a tenth: {memory}.",
                      f"- What JAX derives is faster than emitted NumPy by more than 15 % at large sizes: {jax}.\n"
                      "  JAX fuses what stands between two products, and shares factorisations, as SciPy can.",
                      f"- It is faster than what is emitted for SciPy by more than 15 % at large sizes: {scipy}.",
                      f"- It is faster than what is emitted for JAX by more than 15 % at large sizes: {own}.",
                      f"- Time grows faster than that of the best closed form by more than 0.1 in the exponent: "
                      f"{steep}.\n"))


def _over(found: Iterable[tuple[Row, str, float]], limit: float) -> str:
    """Those beyond a limit."""
    return "; ".join(f"{r.case.name} ({place}, {short(x)})" for r, place, x in found if round(x, 2) > limit) or "none"


def aims(rows: Iterable[Row]) -> Iterable[list[str]]:
    """What was aimed at."""
    for r in rows:
        for column, aim in r.case.wanted.items():
            found = r.others[column]
            yield [r.case.name, _sizes(r.case.sizes[r.case.others[0]]), column, f"≥ {aim:g}",
                   short(found[0]) if found else "absent"]


def _sizes(sizes: Mapping[str, int]) -> str:
    if len(set(sizes.values())) == 1:
        return " = ".join((*sizes, str(next(iter(sizes.values())))))
    return ", ".join(f"{d} = {n}" for d, n in sizes.items())


def _all(ratios: Iterable[float]) -> str:
    return " ".join(map(short, ratios))


def short(ratio: float) -> str:
    """Two decimals, or three figures."""
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.3g}" if ratio < 1000 else f"{ratio:.2g}".replace("e+0", "e")


DERIVATION = """## The derivation

In process, warm; each time with new names, so that nothing is remembered of earlier derivations. In milliseconds ÷
those aimed at (1, and 1 for each factor of the chain): *derived*, `matcalc.diff` of an expression that has been read,
as the others are given one, to the answer as people read it; *typed*, of a string with its shapes; *certified*, of a
string, with the certificate. SymPy (its cache cleared; only where it is right) and tensorgrad: their time ÷ that of
*derived*.
"""


def derivation(rows: Iterable[Sequence[str]]) -> str:
    """Derivations against the aim and others."""
    return DERIVATION + "\n" + table(["problem", "by", *HOW, "SymPy", "tensorgrad"], rows)


STARTUP = """## Start-up

Nothing is loaded to tell the version; click and matcalc's own modules, nothing heavier, serve a derivative. The
processor time of a command ÷ that of `python -c pass`, run in turn, modules compiled.
"""


def startup(ratios: Mapping[str, float]) -> str:
    """Commands against a bare interpreter."""
    rows = [[f"`{name}`" if "matcalc" in name else name, short(r), f"≤ {WANTED[name]}" if name in WANTED else ""]
            for name, r in ratios.items()]
    return STARTUP + "\n" + table(["command", "ratio", "aim"], rows)


def updated(page: str, by: str) -> str:
    """A page with the sections of another in the place of its own."""
    new = _sections(by)
    return "".join(new.get(name, text) if name else text for name, text in _sections(page).items())


def _sections(page: str) -> dict[str, str]:
    """The text of each section by its heading, and what stands before the first under the empty name."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    return {part.partition("\n")[0] if part.startswith("## ") else "": part.rstrip("\n") + "\n\n" for part in parts}
