"""Formulas in two dimensions: every operator is drawn, and what is drawn fits together."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from every import EVERYTHING
from running import Cli

import matcalc
from matcalc.cli.drawing import Drawing, as_pretty
from matcalc.cli.layout import page
from matcalc.cli.look import Look
from matcalc.derivative import Derivatives
from matcalc.diagnostics import columns
from matcalc.expr import Expr
from matcalc.render import write
from matcalc.render.boxes import Box
from matcalc.syntax import read

DRAWN = {
    "fraction": ("x'A x/(x'B x)", "x", {}),
    "root": ("sqrt(x'A x)/(1 + x'x)^2", "x", {}),
    "norms": ("‖x‖_1/‖A x‖ + ‖X‖_F^3", "x", {}),
    "exponents": ("tr((A X + B)^3)^(1/3)/(1 + tr(X)/det(X))", "X", {}),
    "entries": ("sum(1 ./ (1 + x.^2).^3)", "x", {}),
    "sum": ("A(B(XC)∘D∘E)F", "X", {"form": "svd", "shapes": {
        "A": "q x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}}),
    "index": ("A X^2 B", "X", {"form": "index"}),
    "kronecker": ("A X B X", "X", {"form": "kronecker"}),
    "scripts": ("det(X)^(1/n) ‖A x‖_p + k' log(abs(v)^((a + b)/2))", "X", {"shapes": {
        "X": "n x n", "p": "1 x 1", "v": "1 x 1", "a": "1 x 1", "b": "1 x 1", "k": "1 x 1"}}),
    "commutation": ("log det X", "X", {"kind": "hessian"}),
    "sizes": ("log(cbrt(mean(X))) + det(X)/m", "X", {}),
}
SHOWN = [e for e in EVERYTHING if e.op.name in ("num", "sym", "dim", "const") or e.op.text is not None]
LOOKS = {"unicode": Drawing(), "ascii": Drawing(ascii_only=True)}


def drawn(e: Expr, look: Drawing) -> Box:
    return look.drawn(write(e, "pretty"))


@pytest.mark.parametrize("e", SHOWN, ids=repr)
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_operator_is_drawn(e: Expr, look: Drawing) -> None:
    box = drawn(e, look)
    shown = "\n".join(box.lines)
    assert {columns(line) for line in box.lines} == {box.width}
    assert 0 <= box.base < len(box.lines)
    assert shown.replace("\n", "").isprintable()
    assert shown.isascii() or not look.ascii_only
    for i, _ in enumerate(e.args):
        assert ("X_" + str(i) if look.ascii_only else "X" + chr(0x2080 + i)) in shown


@pytest.mark.parametrize("name", DRAWN)
def test_drawings(name: str, golden: Callable[[str, str], None]) -> None:
    expr, wrt, how = DRAWN[name]
    d = matcalc.diff(expr, wrt, **how)
    out = [expr]
    for look in LOOKS.values():
        out += ["", *(line.rstrip() for line in drawn(d.function, look).lines), "", as_pretty(d.answer, look)]
    golden(f"pretty-{name}.txt", "\n".join(out) + "\n")


def test_what_is_too_wide_is_written_in_lines() -> None:
    found = matcalc.diff("x'A x/(x'B x)", ["x"])
    assert isinstance(found, Derivatives)
    assert "────" in page(found, Drawing(width=60))
    narrow, lines = page(found, Drawing(width=30)), page(found, Look(width=30))
    assert narrow.partition("∂f")[2] == lines.partition("∂f")[2]


def test_deep_fractions_are_drawn_in_time() -> None:
    text = "x"
    for _ in range(120):
        text = f"exp({text}/2)"
    box = Drawing().drawn(write(read(text).expr, "pretty"))
    assert len(box.lines) == 241


def test_in_a_pipe_it_is_the_drawing_alone(cli: Cli) -> None:
    assert cli("diff", "‖x‖", "--wrt", "x", "--format", "pretty", "-q") == (0, " x\n───\n‖x‖\n", "")
    assert cli("diff", "‖x‖", "--wrt", "x", "--format", "pretty", "-q", "--ascii").out == "  x\n-----\n||x||\n"
    assert "where s = xᵀ B x" in cli("diff", "x'A x/(x'B x)", "--wrt", "x", "--format", "pretty").out


def test_there_are_no_steps_in_it(cli: Cli) -> None:
    assert cli("diff", "x'x", "--wrt", "x", "--format", "pretty", "--steps").code == 2
