"""What people typed in LaTeX, of the published cases: how much is read, and that nothing is read as something else.

What is read is compared with the case's function in numbers. A case often says less than what was typed, or names it
otherwise: NAMES says what the case calls a typed name, MEANT what the typed text is, where that is not the function.
"""
from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from matcalc.certify.numeric import evaluate
from matcalc.diagnostics import MatcalcError
from matcalc.expr import walk
from matcalc.properties import ASSUMPTIONS
from matcalc.syntax import Reading, read

NAMES: dict[str, dict[str, str]] = {
    "qa-026": {"yh": "ŷ"}, "qa-042": {"x": "X"}, "qa-054": {"m": "M"}, "qa-062": {"w": "W_out"},
    "qa-060": {"W1": "W_1", "W2": "W_2", "b1": "b_1", "b2": "b_2"}, "qa-061": {"W1": "W_1", "b1": "b_1"},
    "qa-071": {"b": "β̂", "X": "X̂", "y": "ŷ"}, "qa-072": {"c": "n"}, "qa-103": {"Dm": "D"},
    "qa-112": {"X1": "X_1", "X2": "X_2"}, "qa-132": {"lam": "lambda"}, "qa-144": {"c": "n"}, "qa-145": {"c": "n"},
    "qa-164": {"xb": "x_b", "Hm": "H"}, "qa-173": {"Kg": "K", "Hm": "H"}, "qa-174": {"s": "sigma"},
    "qa-177": {"lam": "lambda"}, "qa-178": {"lam": "lambda"}, "qa-203": {"Hc": "H"}, "qa-237": {"x": "X"},
}
"""The case's names, and as they are typed."""
GIVEN = {
    "qa-032": {"iota": "np.ones((n, 1))"}, "qa-065": {"e_1": "np.eye(d)[:, [0]]"},
    "qa-146": {"Psi": "np.diagflat(psi)"},
    "qa-075": {"d_k": "1 / c**2"}, "qa-076": {"d_k": "1 / c**2"}, "qa-181": {"sigma": "np.sqrt(s)"},
    "qa-205": {"mu": "np.ones((n, n)) @ x / n1"}, "qa-060": {"y": "y / y.sum()"}, "qa-129": {"b": "3"},
}
"""Names that only the typed text has, or that it means something more special by, in terms of the case's."""
_ATTENTION = "(np.exp(c*Q@K.T)/np.exp(c*Q@K.T).sum(axis=1, keepdims=True))@V"
_SIGMOIDS = "(1/(1+np.exp(-(x@W1+b1))))"
MEANT = {
    "qa-032": "D*(np.ones((n,1))@E.T)+np.ones((n,1))@F.T", "qa-061": _SIGMOIDS,
    "qa-075": _ATTENTION, "qa-076": _ATTENTION,
    "qa-060": f"np.log(np.exp({_SIGMOIDS}@W2+b2).sum())-(y/y.sum()*({_SIGMOIDS}@W2+b2)).sum()",
    "qa-065": "0.5*((np.ones((1,d))@(1/(1+np.exp(-W@X)))-1/(1+np.exp(-np.eye(d)[:,[0]].T@X)))**2).sum()",
    "qa-130": "np.trace(np.linalg.matrix_power(X,n))", "qa-158": "np.abs(B-A*X).sum()",
}
"""What was typed, where the case's function is another one of it: G : Y, a special case, the other norm."""
EQUATIONS = {"qa-071", "qa-160", "qa-192"}
"""Equations, of which the right side is another question than the case."""


@pytest.fixture(scope="module")
def draws(published_cases: Path) -> Iterator[ModuleType]:
    """The random draws of the cases' own validator."""
    sys.path.insert(0, str(published_cases))
    import validate

    yield validate
    sys.path.remove(str(published_cases))


@pytest.fixture(scope="module")
def typed(published_cases: Path) -> list[dict]:
    """The cases that were typed in LaTeX."""
    lines = (published_cases / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [case for case in map(json.loads, lines) if "\\" in case.get("typed", "")]


def is_read(case: dict, source: str, names: dict[str, str]) -> bool:
    return reading(case, source, names) is not None


def reading(case: dict, source: str, names: dict[str, str]) -> Reading | None:
    """How a source is read with the case's shapes; None where it is refused, with a place and a proposal."""
    assume = {names.get(name, name): [word for word in words if word in ASSUMPTIONS]
              for name, words in case.get("props", {}).items()}
    try:
        return read(source, shapes={names.get(name, name): tuple(shape) for name, shape in case["shapes"].items()},
                    assume=assume, wrt=[names.get(case["wrt"], case["wrt"])])
    except MatcalcError as e:
        told = bool(e.labels and (e.hint or names is not NAMES.get(case["id"])))
    assert told, source
    return None


def without_left_side(source: str) -> str:
    """What stands behind a first `… =` or sign of a derivative."""
    found = re.match(r"[^=,]*?:?=(?=[^=]*(,|$))|\\frac\{(?:\\partial|d)\}\{(?:\\partial|d).*?\}(?=[^{])", source)
    return source[found.end():].strip() if found else source


def test_most_of_what_people_typed_is_read_as_it_stands(typed):
    plain = [case["id"] for case in typed if reading(case, case["typed"], {}) is not None]
    assert len(plain) >= 0.6 * len(typed)
    named = [case["id"] for case in typed if reading(case, case["typed"], NAMES.get(case["id"], {})) is not None]
    assert len(named) >= 0.8 * len(typed)


def test_nearly_all_is_read_without_a_left_side(typed):
    refused = [case["id"] for case in typed if all(
        reading(case, source, NAMES.get(case["id"], {})) is None
        for source in (case["typed"], without_left_side(case["typed"])))]
    assert len(refused) <= 0.1 * len(typed), refused


def test_nothing_is_read_as_something_else(typed, draws):
    for case in typed:
        names = NAMES.get(case["id"], {})
        found = reading(case, case["typed"], names)
        if found is None:
            continue
        assert case["id"] not in EQUATIONS, case["typed"]
        for sizes in draws.DIMSETS[:2]:
            env, dims = draws.inputs(case, sizes, seed=3)
            given = {name: draws.evaluate(value, env, dims) for name, value in GIVEN.get(case["id"], {}).items()}
            values = {**{names.get(name, name): value for name, value in env.items()}, **given}
            values = {node.data[0]: next(v for k, v in values.items() if same(k, node.data[0]))
                      for node in walk(found.expr) if node.op.name == "sym"}
            counts = {**dims, **{name: int(v[0, 0]) for name, v in given.items() if v.shape == (1, 1) and name == "b"}}
            want = draws.evaluate(MEANT.get(case["id"], case["f"]), env, dims)
            np.testing.assert_allclose(evaluate(found.expr, values, counts), want, rtol=1e-8, atol=1e-9,
                                       err_msg=f"{case['id']}: {case['typed']}")


def same(name: str, other: str) -> bool:
    """Whether two names are one, however their accents are encoded."""
    import unicodedata

    return unicodedata.normalize("NFD", name) == unicodedata.normalize("NFD", other)
