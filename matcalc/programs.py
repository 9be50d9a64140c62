"""Programs are certified like answers: what lowering made of them has the same values."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc.certify import certify_equal
from matcalc.diagnostics import MatcalcError
from matcalc.lowering import Program
from matcalc.present import Answer


def certified(answers: Sequence[Answer], program: Program, what: str) -> Program:
    """The program, if its results are these answers. Raises MatcalcError `not-certified`, which tells what it is of."""
    for answer, result in zip(answers, program.results, strict=True):
        certificate = certify_equal(answer.whole, Answer(result, program.bindings).whole)
        if not certificate.holds:
            raise MatcalcError("not-certified", f"the code of {what} could not be certified and is withheld: "
                               f"{certificate.detail}")
    return program
