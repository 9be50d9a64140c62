"""What is measured is the same function everywhere: emitted code and versions by hand agree, small and untimed."""
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1]))

from benchmarks.cases import CASES, Case
from benchmarks.functions import FUNCTIONS
from benchmarks.hand import HAND
from benchmarks.peers import by_hand, emitted, emitted_scipy, flat


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_emitted_code_and_every_version_by_hand_agree(case: Case) -> None:
    (_, ours), = emitted(case, case.sizes[0])
    expected = flat(case, ours())
    for name, call in (*by_hand(case, case.sizes[0]), *emitted_scipy(case, case.sizes[0])):
        found = flat(case, call())
        assert found.shape == expected.shape, name
        assert np.allclose(found, expected, rtol=1e-9), name


def test_arguments_are_not_written_to() -> None:
    for case in CASES:
        arrays = case.inputs(case.sizes[0])
        for f in HAND[case.name]:
            f(*arrays.values())
        assert all(np.array_equal(a, b) for a, b in zip(arrays.values(), case.inputs(case.sizes[0]).values(),
                                                        strict=True)), case.name


def test_each_case_stands_in_all_tables() -> None:
    assert set(HAND) == set(FUNCTIONS) == {case.name for case in CASES}
