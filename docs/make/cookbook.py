"""Writes the cookbook from samples/: `python docs/make/cookbook.py`. Every entry is derived, certified, compared anew.

A case that fails is no entry: the script ends with its name.
"""
from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from matcalc.api import diff
from matcalc.batch.cases import Broken, Job, collect
from matcalc.batch.verdict import ARGUMENTS, failure
from matcalc.derivative import Derivative
from matcalc.expr import walk
from matcalc.render import languages, write
from matcalc.shape import show

DOCS = Path(__file__).resolve().parent.parent
SAMPLES = DOCS.parent / "samples"

TITLES = {
    "matrix-cookbook": "The Matrix Cookbook's chapter on derivatives",
    "magnus-neudecker": "Magnus and Neudecker: Jacobians and Hessians",
    "wikipedia": "Tables of identities",
    "regression": "Regression and classification",
    "objectives": "What people minimise",
    "networks": "Layers and losses of neural networks",
    "norms": "Norms",
    "matrix-functions": "Functions of a matrix, determinants, spectra",
    "structured": "Symmetric, triangular and other structured variables",
    "matrixcalculus-org": "The examples of matrixcalculus.org",
    "sympy": "What SymPy gets wrong or does not have",
    "seed-scalar": "The problem that matcalc began with, a scalar",
    "seed-vector": "The same, a vector",
}
"""The pages, by the name of their sample file, and their order."""
REMARK = "<!-- Written by docs/make/cookbook.py from samples/{name}.toml: edit that, and run it again. -->"


def page(name: str) -> str:
    """The page of one sample file. Raises SystemExit where a case fails."""
    path = SAMPLES / f"{name}.toml"
    lead = [line[1:].strip() for line in path.read_text(encoding="utf-8").split("\n\n")[0].splitlines()
            if line.startswith("#")]
    entries, jobs = [], list(collect([str(path)]))
    first = {job["name"].partition("-")[0] for job in jobs if not isinstance(job, Broken)}
    for job in jobs:
        why = job.message if isinstance(job, Broken) else failure(job)
        if isinstance(job, Broken) or why:
            raise SystemExit(f"{path.name}: {why}")
        if "error" not in job["keys"]:
            entries.append(_entry(job, job["name"].partition("-")[2] if len(first) == 1 else job["name"]))
    return "\n\n".join([f"# {TITLES[name]}", REMARK.format(name=name), " ".join(lead), *entries]) + "\n"


def _entry(job: Job, name: str) -> str:
    """A case: its name, the formula, and what belongs to it."""
    keys = job["keys"]
    arguments = {name: keys[name] for name in ARGUMENTS if name in keys}
    found = diff(keys["expr"], keys["wrt"], job["shapes"], job["assume"], origin=job["origin"], **arguments)
    answers = found if isinstance(found, list) else [found]
    told = [f"`{keys['expr']}`", _symbols(answers)]
    if conditions := dict.fromkeys(c for d in answers for c in d.conditions):
        told.append("provided " + ", ".join(f"`{c}`" for c in conditions))
    told.append(_certified(answers))
    told += [keys["source"]] if "source" in keys else []
    return "\n\n".join([f"## {name.replace('-', ' ')}", _formula(answers), " · ".join(told)])


def _formula(answers: list[Derivative]) -> str:
    f = write(answers[0].function, "latex")
    lines = [f"f &= {f}", *(f"{_derivative(d)} &= {d.latex}" for d in answers)]
    body = " \\\\[1ex]\n".join(lines)
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _derivative(d: Derivative) -> str:
    """The sign of a derivative: of which order, by what, in which direction."""
    by = [languages.name_latex(name) for name in d.by]
    if d.kind == "differential":
        return r"\mathrm{d}f" if d.order == 1 else rf"\mathrm{{d}}^{d.order} f"
    order = f"^{d.order}" if d.order > 1 else ""
    below = " ".join(rf"\partial {name}" + (f"^{n}" if n > 1 else "") for name, n in Counter(by).items())
    sign = rf"\frac{{\partial{order} f}}{{{below}}}"
    return sign if d.direction is None else f"{sign}[{write(d.direction, languages.LANGUAGES['latex'])}]"


def _symbols(answers: list[Derivative]) -> str:
    """What the symbols are that occur."""
    occur = {e.data[0] for e in walk(answers[0].function, *(d.expr for d in answers)) if e.op.name == "sym"}
    occur.update(name for d in answers for name in d.by)
    return ", ".join(f"{name}: {show(s.shape)}" + "".join(f" {word.replace('_', ' ')}" for word in s.assume)
                     for name, s in answers[0].symbols.items() if name in occur)


METHODS = {"exact": "exactly", "complex-step": "by complex steps", "differences": "by differences"}


def _certified(answers: list[Derivative]) -> str:
    methods = dict.fromkeys(METHODS.get(d.certificate.method, d.certificate.method) for d in answers if d.certificate)
    return "certified " + " and ".join(methods)


def index(pages: dict[str, str]) -> str:
    """The first page: what there is."""
    counts = {name: text.count("\n## ") for name, text in pages.items()}
    rows = "\n".join(f"| [{TITLES[name]}](cookbook/{name}.md) | {count} |" for name, count in counts.items())
    return (f"# Cookbook\n\nDerivatives from books, papers and questions: {sum(counts.values())} of them. Each was "
            "derived, certified and compared\nwith its source when these pages were made. The same cases are in "
            f"`samples/`, which `matcalc check samples` runs.\n\n| | entries |\n|---|--:|\n{rows}\n")


def written() -> dict[Path, str]:
    """Every page by its file."""
    pages = {name: page(name) for name in TITLES}
    files = {DOCS / "cookbook" / f"{name}.md": text for name, text in pages.items()}
    return {DOCS / "cookbook.md": index(pages), **files}


if __name__ == "__main__":
    for path, text in written().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path, file=sys.stderr)
