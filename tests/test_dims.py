"""Dimensions: polynomials that are whole numbers, one string each."""
import pytest

from matcalc import dims
from matcalc.dims import DimError
from matcalc.syntax import read

WRITTEN = {"2n": "2*n", "n + 1": "n+1", "n*m": "m*n", "2(n+1)": "2*n+2", "n(n+1)/2": "n*(n+1)/2",
           "(n*n + n)/2": "n*(n+1)/2", "m*n*(n-1)/2": "m*n*(n-1)/2", "3*n1": "3*n1",
           "n^2": "n*n", "(n+1)²": "n*n+2*n+1", "12/4": "3"}
WRONG = ["", "+", "n+", "*n", "n**m", "n^10", "3.5", "(n", "n)", "n/0", "n/m"]


@pytest.mark.parametrize(("text", "canonical"), WRITTEN.items())
def test_a_dimension_has_one_string_that_reads_back(text, canonical):
    assert dims.parse(text) == canonical
    assert dims.parse(canonical) == canonical


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_dimension_is_refused(text):
    with pytest.raises(DimError):
        dims.parse(text)


@pytest.mark.parametrize("text", ["n/2", "m*n/2", "n*(n+2)/2"])
def test_a_dimension_is_whole_at_all_sizes(text):
    with pytest.raises(DimError, match="whole number"):
        dims.parse(text)


@pytest.mark.parametrize("n", ["1", "3", "n", "n+1", "m*n", "m+2*n"])
def test_the_side_of_a_triangle_is_found(n):
    assert dims.side(dims.triangle(n)) == n


@pytest.mark.parametrize("dim", ["n", "4", "n*n", "n*n*(n*n+1)"])
def test_what_is_no_triangle_has_no_side(dim):
    assert dims.side(dim) is None


@pytest.mark.parametrize(("dim", "size", "n"), [("n", 3, 3), ("2*n+1", 7, 3), ("n*(n+1)/2", 6, 3), ("m*n", 6, 3)])
def test_a_dimension_is_solved_for_its_unknown_size(dim, size, n):
    assert dims.solve(dim, size, {"m": 2}) == ("n", n)


@pytest.mark.parametrize("dim", ["n*(n+1)/2", "2*n", "m"])
def test_a_size_that_does_not_fit_solves_nothing(dim):
    assert dims.solve(dim, 5, {"m": 2}) is None


def test_triangles_of_equal_size_are_of_equal_matrices():
    reading = read("vech(A) - vech(B)")
    assert reading.symbols["A"].shape == reading.symbols["B"].shape == ("n", "n")
    assert read("c' vech(A)", shapes={"c": ("6", "1")}).symbols["A"].shape == ("3", "3")
