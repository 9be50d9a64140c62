"""Every function of the language by name: derived once and twice by each argument, wherever it may stand."""
from __future__ import annotations

from pathlib import Path

import pytest

import matcalc
from matcalc.abouts import ABOUT
from matcalc.catalogue import Entry, entries
from matcalc.ops import FUNCTIONS
from matcalc.shape import Shape
from matcalc.syntax.words import WITH_SIZES

ENTRIES = entries()
DOMAIN = {"log": "positive", "sqrt": "positive", "acosh": "positive", "logm": "spd", "sqrtm": "spd"}
"""What the argument must be for the function to be defined at all."""

PLACES = {"under a trace": "sum(W∘({}))", "inside a product": "a' ({}) b", "under an inverse": "a' inv(M + p ({}) q) a"}
"""Where a function stands; the shapes of what is around it fit those of its value."""

NOT_ONCE = {"trigamma": "A", "frechet_power_triple": "ABC"}
"""Functions whose derivative has no name, and by which arguments."""
NOT_TWICE = {"digamma": "A", "frechet_power_pair": "AB", **NOT_ONCE,
             **{name: "A" for name in ABOUT if name.startswith("frechet") and name.count("_") == 1}}
"""Functions whose second derivative has no closed form, and by which arguments."""


def problem(entry: Entry, place: str) -> tuple[str, dict[str, Shape]]:
    """The expression, and the shapes of its symbols; `a` to `q` are no letters of arguments."""
    rows, cols = entry.node.shape
    around = {"W": (rows, cols), "M": ("r", "r"), "p": ("r", rows), "q": (cols, "r"),
              "a": (rows if "a' (" in place else "r", "1"), "b": (cols, "1")}
    expr = place.format(entry.call)
    return expr, {**{s: shape for s, shape in around.items() if s in place}, **entry.symbols}


CASES = [pytest.param(entry, place, argument, kind, id=f"{kind} of {entry.call} {place} by {argument}")
         for entry in ENTRIES for place in PLACES for argument in entry.symbols for kind in ("gradient", "hessian")]


@pytest.mark.parametrize(("entry", "place", "argument", "kind"), CASES)
def test_a_function_has_certified_derivatives(entry, place, argument, kind):
    expr, symbols = problem(entry, PLACES[place])
    assume = {x: [DOMAIN[entry.names[0]]] for x in entry.symbols if entry.names[0] in DOMAIN}
    if argument in (NOT_ONCE if kind == "gradient" else NOT_TWICE).get(entry.names[0], ""):
        with pytest.raises(matcalc.MatcalcError, match="no derivative is known for"):
            matcalc.diff(expr, argument, symbols, assume, kind=kind)
        return
    assert matcalc.diff(expr, argument, symbols, assume, kind=kind).certificate.holds


@pytest.mark.parametrize("name", [*FUNCTIONS, *WITH_SIZES])
def test_every_function_is_told_of(name):
    assert any(name in entry.names for entry in ENTRIES)


def test_nothing_is_told_of_what_is_no_function():
    assert {entry.op.name for entry in ENTRIES} == set(ABOUT)


def test_the_page_of_functions_is_current(cli):
    page = Path(__file__).parent.parent / "docs" / "functions.md"
    ran = cli("functions", "--format", "markdown")
    assert (ran.code, ran.out) == (0, page.read_text(encoding="utf-8")), \
        "run: matcalc functions --format markdown > docs/functions.md"
