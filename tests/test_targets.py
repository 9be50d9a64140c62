"""Programs in every language: each operator is written in it or known to be lacking, and computes its value."""
import numpy as np
import pytest
from every import EVERYTHING, SIGNLESS, SIZES, environment
from running_code import PYTHON, run

from matcalc.certify.numeric import evaluate
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Op
from matcalc.render.languages import TARGETS, target

NEVER = {"term", "hadpow", "differential", "svdsum"}
"""Operators of the normal form, and what is no value."""


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("op", [op for op in OPS.values() if op.name not in NEVER], ids=repr)
def test_every_operator_is_written_or_lacking(op: Op, name: str):
    language = target(name)
    own = op.name in language.leaves or op.name in language.overlay
    assert own != (op.name in language.lacks) or (language.field and op.numpy is not None and not own)


@pytest.mark.parametrize("name", PYTHON)
@pytest.mark.parametrize("e", EVERYTHING, ids=repr)
def test_an_operator_computes_its_value(e, name):
    env = environment(e)
    if e.op.name in target(name).lacks:
        with pytest.raises(MatcalcError, match=e.op.name) as refused:
            target(name).script([], [e])
        assert refused.value.code == "unsupported"
        return
    source = target(name).script([], [e]).text
    got, want = run(source, name, env, SIZES), evaluate(e, env, SIZES)
    if e.op.name in SIGNLESS:
        got, want = abs(got), abs(want)
    np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-10, err_msg=source)
