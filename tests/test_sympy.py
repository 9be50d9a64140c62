"""SymPy's matrix expressions in and out: the same values and expressions, and what has no counterpart is named."""
import inspect
import sys

import numpy as np
import pytest
import sympy as sp
from every import NODES, SIZES
from sympy.matrices.expressions.hadamard import HadamardPower
from test_architecture import NORMAL_ONLY, NOTATION_ONLY

import matcalc
from matcalc import MatcalcError, dims
from matcalc.certify.numeric import evaluate
from matcalc.expr import OPS, walk
from matcalc.render.tosympy import LACKS, OF_SCALARS, ROWS, source, to_sympy
from matcalc.syntax import read
from matcalc.syntax.sympyrules import symbol_shape

m, n, k = sp.symbols("m n k", integer=True, positive=True)
A, B, C = sp.MatrixSymbol("A", m, n), sp.MatrixSymbol("B", m, n), sp.MatrixSymbol("C", n, k)
X, Y, S = sp.MatrixSymbol("X", n, n), sp.MatrixSymbol("Y", n, n), sp.MatrixSymbol("S", 3, 3)
x, y, b = sp.MatrixSymbol("x", n, 1), sp.MatrixSymbol("y", n, 1), sp.MatrixSymbol("b", m, 1)
a, t, z = sp.Symbol("a", positive=True), sp.Symbol("t", real=True), sp.Symbol("z")
g = sp.Function("g")

IN = [
    (x.T * X * x, "x'X x"), ((A * x - b).T * (A * x - b), "(A x - b)'(A x - b)"),
    (sp.Trace(A * C * C.T * A.T), "tr(A C C'A')"),
    (sp.log(sp.Determinant(X)), "log(det(X))"), (X.inv() * x, "X⁻¹ x"), (sp.Trace(X**3), "tr(X^3)"),
    (X**-2, "X^-2"), (sp.HadamardProduct(A, B) * x, "(A∘B) x"), (HadamardPower(A, sp.Rational(3, 2)), "A.^(3/2)"),
    (sp.KroneckerProduct(A, C), "A ⊗ C"), (sp.DiagMatrix(x) * X, "diag(x) X"), (sp.DiagonalOf(X), "diag(X)"),
    (sp.DiagonalMatrix(X), "X∘I"), (a * X + 2 * sp.Identity(n), "a X + 2 I"), (sp.ZeroMatrix(m, n) + A, "A"),
    (sp.OneMatrix(1, m) * A, "colsum(A)"), (A.applyfunc(sp.sin), "sin(A)"),
    (A.applyfunc(sp.Lambda(z, z**2 / (1 + sp.exp(-z)))), "A.^2∘sigmoid(A)"),
    (A.applyfunc(sp.Lambda(z, a * z - t)), "a A - t ones(m, n)"),
    (A.applyfunc(sp.exp).applyfunc(sp.log), "A"), (A.applyfunc(sp.Lambda(z, z + sp.Trace(X))), "A + tr(X) ones(m, n)"),
    (sp.exp(a) * sp.sin(t) / t**2 - sp.sqrt(a), "exp(a) sin(t)/t^2 - sqrt(a)"), (a**t, "a^t"),
    (sp.Abs(t) + sp.sign(t) + sp.tanh(t) + sp.erf(t) + sp.loggamma(a),
     "abs(t) + sign(t) + tanh(t) + erf(t) + lgamma(a)"),
    (sp.digamma(a) + sp.polygamma(1, a) + sp.Heaviside(t), "digamma(a) + trigamma(a) + step(t)"),
    (sp.Max(t, 0) + sp.Min(t, a) + sp.atan2(t, a), "max(t, 0) + min(t, a) + atan2(t, a)"),
    (n * a + sp.pi + sp.E, "n a + pi + exp(1)"), (A[0, 1], "unit(1, m)' A unit(2, n)"),
    (S[2, 0], "unit(3, 3)' S unit(1, 3)"),
    ((X * X.T).T, "X X'"), (sp.Float(0.1) * t, "t/10"), (t - a - 1, "t - a - 1"), (-X - Y, "-X - Y"),
    (X.applyfunc(g) * x, "g(X) x"), (X**sp.Rational(1, 2), "sqrtm(X)"), (X**k, "X^k"),
]
SHAPES = {"A": "m x n", "B": "m x n", "C": "n x k", "X": "n x n", "Y": "n x n", "S": "3 x 3", "x": "n x 1",
          "y": "n x 1",
          "b": "m x 1", "a": "scalar positive", "t": "scalar", "g": "function"}


@pytest.mark.parametrize(("expr", "text"), IN, ids=[text for _, text in IN])
def test_an_expression_of_sympys_is_read_as_what_it_is(expr, text):
    assert matcalc.equal(expr, text, shapes=SHAPES, assume={"a": ["positive"]})


@pytest.mark.parametrize(("expr", "named"), [
    (sp.I * a, "ImaginaryUnit"), (A.adjoint(), "Adjoint"), (sp.Matrix([[1, 2]]), "MutableDenseMatrix"),
    (sp.BlockMatrix([[X, Y]]), "BlockMatrix"), (sp.gamma(a), "gamma"),
    (sp.Piecewise((a, t > 0), (t, True)), "Piecewise"),
    (sp.Integral(sp.exp(z**2), (z, 0, 1)), "Integral"), (sp.oo, "Infinity"), (sp.MatrixSymbol("Q", 2**n, 1), "2**n"),
    (sp.exp(X), "exp of a matrix"), (sp.Symbol("A B"), "A B"), (sp.Symbol("P", commutative=False), "commute"),
    (sp.Symbol("A") * A, "two symbols are called A"), (sp.Sum(z, (z, 1, n)), "Sum"), (A[m - 1, 0], "indices"),
    (X**a, "a")], ids=str)
def test_what_has_no_counterpart_is_refused_by_name(expr, named):
    with pytest.raises(MatcalcError) as e:
        read(expr)
    assert named in str(e.value)
    assert e.value.code == "unsupported"


@pytest.mark.parametrize("given", [3, None, ["x'x"], object()])
def test_what_is_no_expression_is_refused(given):
    with pytest.raises(MatcalcError) as e:
        matcalc.diff(given, "x")
    assert e.value.code == "usage"


def test_symbols_bring_their_shapes_and_assumptions():
    reading = read(a * A * x)
    assert [repr(s) for s in reading.symbols.values()] == ["a: 1×1, positive", "A: m×n", "x: n×1"]
    sized = sp.MatrixSymbol("T", n * (n + 1) / 2, 2 * n**2)
    assert read(sized).expr.shape == (dims.parse("n*(n+1)/2"), dims.parse("2*n*n"))


def test_a_derivative_comes_back_with_the_symbols_that_went_in():
    d = matcalc.diff((A * x - b).T * (A * x - b), wrt=x)
    assert d.to_sympy() == 2 * A.T * (A * x - b)
    assert matcalc.diff(sp.log(sp.Determinant(X)), wrt=X, assume={"X": ["symmetric"]}).to_sympy() == X.inv()


def test_a_symbol_that_does_not_occur_has_derivative_zero():
    assert matcalc.diff(sp.Trace(X), wrt=A).text == "zeros(m, n)"


def test_claims_and_directions_may_be_sympys():
    assert matcalc.verify(x.T * X * x, x, (X + X.T) * x)
    assert not matcalc.verify(x.T * X * x, x, 2 * X * x)
    assert matcalc.diff(sp.Trace(X.T * X), X, direction=Y).text == "2 tr(Xᵀ Y)"
    assert "def gradient" in matcalc.codegen(x.T * X * x, x).source
    with pytest.raises(MatcalcError, match="n×n"):
        matcalc.diff(sp.Trace(X.T * X), X, direction=A)


def test_a_declared_shape_that_is_another_is_an_error():
    with pytest.raises(MatcalcError) as e:
        matcalc.diff(sp.Trace(X), X, shapes={"X": "m x n"})
    assert e.value.code == "shape-mismatch"


def test_depth_is_no_matter():
    deep = t
    for _ in range(400):
        deep = sp.sin(deep, evaluate=False)
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(150 + len(inspect.stack()))
        assert len(walk(read(deep).expr)) == 401
    finally:
        sys.setrecursionlimit(limit)


# ---- out
PEOPLE = OPS.keys() - NORMAL_ONLY - NOTATION_ONLY - {"differential"}
OUT = [e for e in NODES if e.op.name in ROWS and e.data not in (("g", 2),)]
SMALL = {**SIZES, "p": 2, "q": 2}


def test_every_operator_is_written_in_sympy_or_known_to_be_lacking():
    assert ROWS.keys() | LACKS == PEOPLE - (NORMAL_ONLY | NOTATION_ONLY)
    assert not ROWS.keys() & LACKS
    assert OF_SCALARS.keys() <= PEOPLE


def explicit(e, arrays, sizes):
    """The value of an expression of SymPy's, its sizes and symbols replaced."""
    e = e.subs({s: sizes[s.name] for s in e.free_symbols if s.name in sizes and not hasattr(s, "shape")})
    values = {s: sp.ImmutableMatrix(arrays[s.name].tolist()) if hasattr(s, "shape") else sp.Float(arrays[s.name].item())
              for s in e.free_symbols if s.name in arrays}
    e = e.replace(sp.OneMatrix, lambda r, c: sp.ones(int(r), int(c)).as_immutable())
    e = e.xreplace(values).replace(sp.DiagonalOf, lambda d: sp.ImmutableMatrix([d[i, i] for i in range(d.rows)]))
    e = e.replace(sp.Trace, lambda p: sp.Add(*[p.as_explicit()[i, i] for i in range(p.shape[0])])).doit()
    value = e.as_explicit() if getattr(e, "is_Matrix", False) else sp.Matrix([[e]])
    return np.array(value.applyfunc(lambda v: v.doit().evalf()).tolist(), dtype=complex).real


def arrays_of(e, sizes):
    rng, low = np.random.default_rng(3), 1.2 if e.op.name == "acosh" else 0.3
    shapes = {s.data[0]: [dims.value(d, sizes) for d in s.shape] for s in walk(e) if s.op.name == "sym"}
    return {name: rng.uniform(low, low + 0.5, shape) for name, shape in shapes.items()}


@pytest.mark.parametrize("e", [e for e in OUT if e.op.name not in ("unknown", "sqrtm")], ids=repr)
def test_an_operator_has_its_value_in_sympy(e):
    arrays = arrays_of(e, SMALL)
    found = explicit(to_sympy(e), arrays, SMALL)
    assert found == pytest.approx(evaluate(e, arrays, SMALL), rel=1e-9)


def run(text):
    """What the source text makes."""
    *lines, last = text.split("\n")
    names: dict[str, object] = {}
    exec("\n".join(lines), names)
    return eval(last, names)


@pytest.mark.parametrize("e", OUT, ids=repr)
def test_the_source_text_makes_the_same_expression(e):
    assert run(source([], e)) == to_sympy(e)


@pytest.mark.parametrize("name", sorted(LACKS & {e.op.name for e in NODES}))
def test_what_sympy_lacks_is_refused_by_name(name):
    e = next(e for e in NODES if e.op.name == name)
    with pytest.raises(MatcalcError, match=name):
        to_sympy(e)


SAME_VALUE = ("t/10", "unit(1, m)' A unit(2, n)", "unit(3, 3)' S unit(1, 3)", "A.^2∘sigmoid(A)", "a A - t ones(m, n)",
              "max(t, 0) + min(t, a) + atan2(t, a)", "A + tr(X) ones(m, n)", "sqrtm(X)",
              "digamma(a) + trigamma(a) + step(t)",
              "X^k", "g(X) x", "X∘I")
"""What comes back in other words, or has no value without more."""


def rounded(e):
    """An expression with one variable for all functions of entries."""
    return e.doit().replace(lambda p: isinstance(p, sp.Lambda),
                            lambda p: sp.Lambda(z, p.expr.subs(p.variables[0], z)))


def there_and_back(expr):
    reading = read(expr)
    try:
        return to_sympy(reading.expr, reading.originals)
    except MatcalcError:
        pytest.skip("an entry has no way back")


@pytest.mark.parametrize("expr", [e for e, text in IN if text not in SAME_VALUE], ids=str)
def test_an_expression_comes_back_as_it_went(expr):
    expected = sp.Trace(expr) if getattr(expr, "shape", None) == (1, 1) else expr
    assert rounded(there_and_back(expr)) == rounded(expected)


@pytest.mark.parametrize("expr", [e for e, text in IN if text not in SAME_VALUE[-4:]], ids=str)
def test_an_expression_comes_back_with_its_value(expr):
    sizes = {"m": 3, "n": 2, "k": 2}
    rng = np.random.default_rng(5)
    arrays = {s.name: rng.uniform(0.3, 0.8, [dims.value(d, sizes) for d in symbol_shape(s)]) for s in (
        A, B, C, X, Y, S, x, y, b, a, t)}
    assert explicit(there_and_back(expr), arrays, sizes) == pytest.approx(explicit(expr, arrays, sizes), rel=1e-9)


def test_a_number_may_have_a_symbol_for_its_exponent():
    d = matcalc.diff("2^a", "a", {"a": "scalar"})
    assert run(d.sympy) == sp.log(2) * 2**sp.Symbol("a", real=True)


def test_definitions_are_statements():
    d = matcalc.diff("‖(A x - b)∘(A x - b)∘c‖", wrt="x")
    text = d.sympy
    assert run(text).shape == (sp.Symbol("n", integer=True, positive=True), 1)


@pytest.mark.parametrize("expr", ["‖A x - b‖^2", "log det(A'A + λ I)", "sum(sigmoid(A x - b))", "exp(-x'X x/2)"])
def test_a_derivative_has_its_value_in_sympy(expr):
    wrt = "x" if "x" in expr else "A"
    d = matcalc.diff(expr, wrt=wrt)
    sizes = {"m": 3, "n": 2}
    rng = np.random.default_rng(7)
    arrays = {name: rng.uniform(0.3, 0.8, [dims.value(i, sizes) for i in s.shape]) for name, s in d.symbols.items()}
    assert explicit(d.to_sympy(), arrays, sizes) == pytest.approx(d.to_numpy()(**arrays), rel=1e-9)


def test_answers_told_in_json_are_written_for_sympy(cli, tmp_path):
    (tmp_path / "told.json").write_text(cli("diff", "x'A x", "--wrt", "x", "--format", "json").out, encoding="utf-8")
    assert cli("render", str(tmp_path / "told.json"), "--format", "sympy").out == cli(
        "diff", "x'A x", "--wrt", "x", "--format", "sympy").out


def test_sympy_is_not_loaded_by_text():
    from running import imported

    assert "sympy" not in imported(["diff", "x'A x", "--wrt", "x"])
    assert "sympy" not in imported(["diff", "x'A x", "--wrt", "x", "--format", "sympy"])
