"""Gradients of long products: as long as the product, in names for its parts, and derived in time that is too."""
import pytest

import matcalc

N = 20
CHAIN = " X ".join(f"A{i}" for i in range(N)) + " X"
SCALARS = " ".join(f"(a{i}'x)" for i in range(N))
MATRICES = dict.fromkeys(("X", "D", *(f"A{i}" for i in range(N))), "n x n")
VECTORS = dict.fromkeys(("x", "b", "c", *(f"a{i}" for i in range(N))), "n x 1")
SHAPES = {**MATRICES, **VECTORS}

PROBLEMS = {
    "a trace": (f"tr({CHAIN})", "X", {}),
    "a bilinear form": (f"b' {CHAIN} c", "X", {}),
    "below a function": (f"tr(D sin({CHAIN}))", "X", {}),
    "entry by entry": (f"sum(D∘({CHAIN}))", "X", {}),
    "a trace that repeats itself": (f"tr(({CHAIN})^2)", "X", {}),
    "a product of scalars": (SCALARS, "x", {}),
    "powers of scalars": (SCALARS.replace(")", ")^3"), "x", {}),
    "scalars times a vector": (f"b' ({SCALARS} x)", "x", {}),
    "a Hadamard product": ("sum(" + "∘".join(f"(A{i} X)" for i in range(N)) + ")", "X", {}),
    "a symmetric variable": (f"tr({CHAIN})", "X", {"assume": {"X": ["symmetric"]}, "structured": "entries"}),
    "the numerator layout": (f"tr({CHAIN})", "X", {"layout": "numerator"}),
}


@pytest.mark.parametrize(("expr", "wrt", "options"), PROBLEMS.values(), ids=PROBLEMS)
def test_the_gradient_of_a_long_product_names_its_partial_products(expr, wrt, options):
    d = matcalc.diff(expr, wrt, SHAPES, **options)
    assert d.certificate.holds
    assert d.answer.where
    assert len(d.text) < 80 * N
    assert d.numpy


@pytest.mark.parametrize("n", [2, 5, 8])
def test_a_short_product_is_written_out_or_names_what_repeats(n):
    chain = " X ".join(f"A{i}" for i in range(n)) + " X"
    d = matcalc.diff(f"tr({chain})", "X", dict.fromkeys(("X", *(f"A{i}" for i in range(n))), "n x n"))
    assert len(d.answer.where) < n


def test_names_of_partial_products_are_new():
    shapes = {**MATRICES, **dict.fromkeys(("P", "Q1"), "n x n")}
    d = matcalc.diff(f"tr(P Q1 {CHAIN})", "X", shapes)
    assert not {name for name, _ in d.answer.where} & {"P", "Q1", "P1"}


def test_a_trace_of_a_power_is_derived_at_its_first_factor():
    assert matcalc.diff("tr(X^300)", "X", {"X": "m x m"}).text == "300 (Xᵀ)^299"


def test_a_deep_expression_does_not_exhaust_the_stack():
    assert matcalc.diff("sin(" * 400 + "x" + ")" * 400, "x", {"x": "1 x 1"}).certificate.holds


def test_numbered_symbols_are_ordered_by_their_numbers():
    terms = " + ".join(f"tr(A{i} X)" for i in reversed(range(12)))
    assert matcalc.diff(terms, "X", SHAPES).text == "(" + " + ".join(f"A{i}" for i in range(12)) + ")ᵀ"


def test_definitions_are_not_transposed_with_the_layout():
    shapes = {"A": "a x b", "X": "b x c", "D": "a x c"}
    assert matcalc.diff("(A X)∘D", "X", shapes, form="svd", layout="denominator").certificate.holds
