"""What is written in another way, or simplified in another order, comes to the same."""
from __future__ import annotations

from hypothesis import given, note
from hypothesis import strategies as st
from test_expressions import functions

from matcalc.build import normalize
from matcalc.expr import OPS, Expr, rebuild
from matcalc.present import CODE
from matcalc.render import write
from matcalc.rewrite import REWRITES, Stage, Table, simplify

REVERSED = {op: rules[::-1] for op, rules in reversed(REWRITES.items())}
BACKWARDS = Stage("backwards", CODE, Table("rewritten backwards", REVERSED))
"""The rewrites of answers, the last first."""
FLIPPED = {"matmul", "add", "hadamard", "sub"}


def rewritten(draw: st.DrawFn, f: Expr) -> Expr:
    """The same function with operands in another order, brackets elsewhere, and transposes of transposes."""
    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        name = e.op.name
        if name in ("add", "hadamard") and draw(st.booleans()):
            args = args[::-1]
        if name in FLIPPED and draw(st.integers(0, 3)) == 0:
            turned = [OPS["transpose"](a) for a in args]
            return OPS["transpose"](e.op(*(turned[::-1] if name == "matmul" else turned), data=e.data))
        if name == "sub" and draw(st.booleans()):
            return OPS["add"](args[0], OPS["neg"](args[1]))
        return e.op(*args, data=e.data) if args else e

    return rebuild(f, visit)


@given(functions(), st.data())
def test_the_normal_form_does_not_depend_on_the_writing(case, data):
    f, _ = case
    other = rewritten(data.draw, f)
    note(f"{write(f)}   {write(other)}")
    assert normalize(other) is normalize(f)


@given(functions())
def test_the_order_of_the_rewrites_does_not_matter(case):
    f, _ = case
    note(write(f))
    e = normalize(f)
    assert BACKWARDS(e) is simplify(e)
