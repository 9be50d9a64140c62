"""Declarations, inline and in files."""
from __future__ import annotations

import pytest

from matcalc.diagnostics import MatcalcError
from matcalc.syntax import declarations, parse_shape, read
from matcalc.syntax.files import load, loads

SHAPES = {
    "m x n": ("m", "n"), "m×n": ("m", "n"), "1 x a": ("1", "a"),
    "2x3": ("2", "3"), "mxn": ("m", "n"), "nx1": ("n", "1"),
    "n+1 x m*n": ("n+1", "m*n"), "(m, n)": ("m", "n"), "scalar": ("1", "1"),
    "2n X n": ("2*n", "n"), "n by n": ("n", "n"), "(n+1) x (n-1)": ("n+1", "n-1"), "n^2 x 1": ("n*n", "1"),
    "n² x 2(n+1)": ("n*n", "2*n+2"), "n(n+1) x n**2": ("n*n+n", "n*n"),
    "x x y": ("x", "y"), ("m", "n"): ("m", "n"), ("n + n", "1"): ("2*n", "1"), (2, 3): ("2", "3"),
}


@pytest.mark.parametrize(("given", "shape"), SHAPES.items())
def test_shapes_as_people_write_them(given, shape):
    assert parse_shape(given) == shape


@pytest.mark.parametrize("given",
                         ["", "m", "m x", "x", "m x n x p", "0 x n", "-1 x n", "m x a b", "m x 1.5", "m/2 x n", ("m",),
                          3 * ("m",)])
def test_what_is_no_shape_is_refused(given):
    with pytest.raises(MatcalcError) as caught:
        parse_shape(given)
    assert caught.value.code == "bad-declaration"


def test_inline_declarations():
    d = declarations(["A: m x n", "S, T: n x n symmetric; t: scalar positive", "S: nonsingular"])
    assert d.shapes == {"A": ("m", "n"), "S": ("n", "n"), "T": ("n", "n"), "t": ("1", "1")}
    assert d.assume == {"S": ("symmetric", "nonsingular"), "T": ("symmetric",), "t": ("positive",)}
    assert d.origin["A"] == "-d"


FILE = """
[shapes]
A = "1 x a"
X = ["b", "1"]
[assume]
S = ["symmetric"]

[[case]]
expr = "A X"
wrt = "X"

[[case]]
expr = "tr(A)"
shapes = { A = "n x n" }
"""


def test_a_sample_file_is_a_shapes_file_with_problems():
    file = loads(FILE, "s.toml")
    assert file.declarations.shapes == {"A": ("1", "a"), "X": ("b", "1")}
    assert file.declarations.assume == {"S": ("symmetric",)}
    assert file.declarations.origin == {"A": "s.toml:3", "X": "s.toml:4", "S": "s.toml:6"}
    assert [case.line for case in file.cases] == [8, 12]
    assert file.cases[1].declarations.shapes["A"] == ("n", "n")
    assert file.cases[0].declarations.shapes["A"] == ("1", "a")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MatcalcError) as caught:
        load(tmp_path / "none.toml")
    assert caught.value.code == "bad-file"
    assert "none.toml: there is no such file" in caught.value.message


DECLARED = {
    "A: n x n, x: n": {"A": ("n", "n"), "x": ("n", "1")},
    "A, B: n x n symmetric, spd, x, y: n x 1": {**dict.fromkeys("AB", ("n", "n")), **dict.fromkeys("xy", ("n", "1"))},
    "A: m, n": {"A": ("m", "n")}, "x: 3; s: scalar": {"x": ("3", "1"), "s": ("1", "1")},
    "v: n(n+1)/2": {"v": ("n*(n+1)/2", "1")},
}


@pytest.mark.parametrize(("text", "shapes"), DECLARED.items())
def test_several_declarations_stand_in_one_text(text, shapes):
    assert declarations([text]).shapes == shapes


@pytest.mark.parametrize("text", ["A: symetric", "A: n x n symetric", "A: n x n spd, symetric"])
def test_a_word_like_an_assumption_is_taken_for_one(text):
    with pytest.raises(MatcalcError, match="symetric is no assumption") as caught:
        declarations([text])
    assert caught.value.hint == "did you mean symmetric?"


def test_what_only_square_matrices_are_is_square():
    for word in ("orthogonal", "symmetric", "idempotent"):
        assert read("tr(Q A)", assume={"Q": [word]}).symbols["Q"].shape == ("n", "n")
