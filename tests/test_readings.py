"""Sloppy spellings: the shapes settle the brackets."""
from __future__ import annotations

import time

import pytest

from matcalc.diagnostics import MatcalcError
from matcalc.render import write
from matcalc.syntax import read
from matcalc.syntax.values import differ

FIRST = {"A": "1 x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}
SQUARE = dict.fromkeys("ABCDXY", "n x n") | dict.fromkeys("xyuv", "n x 1")
WIDE = SQUARE | {"A": "m x n"}

MEANT = [
    ("A(B(XC)∘D∘E)F", "A((B((XC)∘D))∘E)F", FIRST),
    ("(A(B(XC)∘D)∘E)F", "A((B((XC)∘D))∘E)F", FIRST),
    ("A(B(XC)∘D∘E)F", "A((B((XC)∘D))∘E)F", FIRST | {"A": "q x a"}),
    ("(A(B(XC)∘D)∘E)F", "A((B((XC)∘D))∘E)F", FIRST | {"A": "q x a"}),
    ("x' A∘B y", "x' (A∘B) y", SQUARE),
    ("A x' y", "(x' y) A", WIDE | {"x": "p x 1", "y": "p x 1"}),
    ("x'A x/x'x", "(x'A x)/(x'x)", SQUARE),
    ("A x∘B x", "A (x∘(B x))", WIDE),
    ("logdet(A A' ⊗ B B')", "logdet((A A') ⊗ (B B'))", {"A": "2 x 4", "B": "3 x 5"}),
    ("A∘X' X", "A∘(X' X)", {"A": "n x n", "X": "r x n"}),
    ("A ./ B / s", "A ./ (B / s)", SQUARE | {"s": "scalar"}),
    ("x ./ y / 2", "2 (x ./ y)", SQUARE),
    ("A∘B C'", "A∘(B C')", {"A": "m x n", "B": "m x p", "C": "n x p"}),
]


@pytest.mark.parametrize(("sloppy", "plain", "shapes"), MEANT)
def test_the_only_bracketing_that_fits_is_taken(sloppy, plain, shapes):
    assert not differ(read(sloppy, shapes=shapes).expr, read(plain, shapes=shapes).expr)


def test_a_reading_that_was_searched_is_shown_with_its_brackets():
    assert read("A(B(XC)∘D∘E)F", shapes=FIRST).notes == ("read as A((B((XC)∘D))∘E)F",)
    assert read("x' A∘B y", shapes=SQUARE).notes == ("read as x' (A∘B) y",)


@pytest.mark.parametrize("source", ["A ./ (B / s)", "(A ./ B) / s", "A ./ (B C / s)"])
def test_quotients_of_quotients_are_written_with_brackets(source):
    shapes = SQUARE | {"s": "scalar"}
    e = read(source, shapes=shapes).expr
    assert write(e) == source
    assert read(write(e), shapes=shapes).expr is e


def test_two_readings_that_misfit_conventionally_are_an_error_that_shows_both():
    with pytest.raises(MatcalcError) as caught:
        read("A B C∘D", shapes=WIDE)
    assert caught.value.code == "ambiguous-reading"
    assert "A B (C∘D) and A ((B C)∘D)" in caught.value.message


def test_the_conventional_reading_wins_and_the_other_is_told():
    reading = read("A B∘C", shapes=SQUARE)
    assert not differ(reading.expr, read("(A B)∘C", shapes=SQUARE).expr)
    assert reading.notes == ("read as (A B)∘C; A (B∘C) would fit too, with another value",)


@pytest.mark.parametrize("source",
                         ["diag(x) A∘B", "A/2∘B", "x'y A∘B", "2 A∘B", "A∘B∘C", "A B C D", "x y'∘A", "1/2 x'y x∘y"])
def test_bracketings_of_equal_value_are_no_second_reading(source):
    assert read(source, shapes=SQUARE).notes == ()


def test_a_run_inside_a_run_offers_every_shape_it_can_have():
    shapes = {"u": "m x 1", "A": "m x n", "X": "m x n", "v": "n x 1", "c": "scalar"}
    nested = read("c (u' A∘X v) + (u'A∘X v)^2", shapes=shapes).expr
    assert nested.shape == ("1", "1")


def test_a_run_of_sixty_operands_is_searched_in_time():
    source = " ".join(["x'"] + ["A"] * 28) + "∘" + " ".join(["B"] * 28 + ["y"])
    started = time.process_time()
    with pytest.raises(MatcalcError) as caught:
        read(source, shapes=SQUARE)
    assert caught.value.code == "ambiguous-reading"
    assert time.process_time() - started < 5


def test_a_run_beyond_the_limit_is_read_conventionally():
    with pytest.raises(MatcalcError) as caught:
        read("x'" + " A" * 40 + "∘" + "B " * 40 + "y", shapes=SQUARE)
    assert caught.value.code == "shape-mismatch"
