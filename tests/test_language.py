"""What people write, and how it is read."""
from __future__ import annotations

import pytest

from matcalc.diagnostics import MatcalcError
from matcalc.render.write import write
from matcalc.shape import show
from matcalc.syntax import declarations, read

SQUARE = dict.fromkeys("ABCX", "n x n") | dict.fromkeys("xyab", "n x 1") | {"s": "scalar", "W": "m x n"}

READ = [  # as people write it, and as its brackets and words would be spelled out
    # precedence
    ("A B∘C", "A B∘C"), ("A∘B + C", "A∘B + C"), ("A : B C", "A : B C"), ("-x'A x", "-xᵀ A x"), ("A - B - C",
                                                                                                "A - B - C"),
    ("A * -B", "A (-B)"), ("A - (B - C)", "A - (B - C)"), ("2 A B", "2 A B"), ("A/2", "A / 2"), ("x'x/2", "xᵀ x / 2"),
    # transposes, inverses, powers
    ("A'", "Aᵀ"), ("Aᵀ", "Aᵀ"), ("A^T", "Aᵀ"), ("A^{T}", "Aᵀ"), ("A^⊤", "Aᵀ"), ("A.T", "Aᵀ"), ("A.'", "Aᵀ"), ("A′",
                                                                                                              "Aᵀ"),
    ("A^TAx", "Aᵀ A x"), ("A^-1", "A⁻¹"), ("A⁻¹", "A⁻¹"), ("A^{-1}", "A⁻¹"), ("A^-T", "A⁻ᵀ"), ("A^(-T)", "A⁻ᵀ"),
    ("A^2", "A^2"), ("A²", "A^2"), ("A^-10", "A^-10"), ("A^1", "A"), ("s^-1", "s.^-1"), ("A.^2", "A.^2"), ("A .^ (-2)",
                                                                                                           "A.^-2"),
    ("A^∘3", "A.^3"), ("det(X)^(-1/2)", "det(X).^(-1/2)"),
    # powers from the right
    ("s^2^3", "s^8"), ("s**2**3", "s^(2^3)"), ("s^s^s", "s^(s^s)"), ("s^2^-1", "s^(1/2)"), ("s^-1^2", "s^-1"),
    ("x.^2.^3", "x.^8"), ("e^s²", "exp(s^2)"), ("e^-s^2", "exp(-s^2)"), ("A^2^2", "A^4"), ("(s^2)^3", "(s^2)^3"),
    ("s²^3", "(s^2)^3"), ("A^2'", "(A^2)'"), ("2^3^2 s", "2^9 s"),
    # products and their signs
    ("x·y", "x'y"), ("A x · B y", "(A x)'B y"), ("x⋅A y", "x'A y"), ("s·x", "s x"), ("A·x", "A x"), ("x'·y", "x'y"),
    ("x·y + s", "x'y + s"), ("2·x", "2 x"), ("x'·y'", "x'(y')'"), ("A·B·X", "A B X"), ("A·B∘X", "(A B)∘X"),
    ("A*B", "A B"), ("A@B", "A B"), ("A·B", "A B"), ("A × B", "A B"), ("AB", "A B"), ("A(B C)", "A (B C)"),
    ("x.*y", "x∘y"), ("x ⊙ y", "x∘y"), ("x ./ y", "x ./ y"), ("x ⊘ y", "x ./ y"), ("A⊗B", "A ⊗ B"), ("kron(A, B)",
                                                                                                     "A ⊗ B"),
    ("<A, B>", "A : B"), ("⟨A, B⟩", "A : B"), ("1 ./ x", "x.^-1"),
    # norms and bars
    ("‖x‖", "‖x‖"), ("||x||_2^2", "‖x‖^2"), ("||x||^2_2", "‖x‖^2"), ("‖X‖_F²", "‖X‖^2"), ("||x||_1",
                                                                                          "‖x‖_1"), ("norm2(x)", "‖x‖"),
    ("‖x‖_A^2", "x'A x"), ("‖x‖^2_A", "x'A x"), ("‖x - y‖_{A^{-1}}^2", "(x - y)'A^-1(x - y)"), ("‖x‖_A", "sqrt(x'A x)"),
    ("‖W y‖_{I + 2 s I}²", "(W y)'(I + 2 s I)(W y)"), ("‖x‖_{(A + I)^{-1}}^2", "x'(A + I)^-1 x"),
    ("‖x‖_A^4", "(x'A x)^2"), ("‖x'‖_B^2", "x'B (x')'"),
    ("‖x‖_s^s", "pow(norm(x, s), s)"),
    ("|X|", "det(X)"), ("|s|", "abs(s)"), ("|x|", "abs(x)"), ("||x| - |y||", "abs(abs(x) - abs(y))"), ("|X||A|",
                                                                                                       "det(X) det(A)"),
    # functions
    ("log det X", "log(det(X))"), ("log|det X|", "logdet(X)"), ("log |X|", "log(det(X))"), ("σ(x)", "sigmoid(x)"),
    ("∑ x", "sum(x)"),
    ("ln(s)", "log(s)"), ("diag(x)", "diag(x)"), ("diag(diag(X))", "diag(diag(X))"), ("2 log det X + s",
                                                                                      "2 log(det(X)) + s"),
    # constants
    ("1'x", "ones(n, 1)ᵀ x"), ("𝟏'x", "ones(n, 1)ᵀ x"), ("𝟏_n'x", "ones(n, 1)ᵀ x"), ("A + I", "A + I"), ("A + eye(n)",
                                                                                                         "A + I"),
    ("x x'/n", "x xᵀ / n"), ("1/n sum(x)", "(1 / n) sum(x)"), ("2 pi s", "2 pi s"), ("vector(1)'x", "ones(n, 1)ᵀ x"),
    ("unit(1,n)'x", "unit(1, n)ᵀ x"), ("A - 1 1'/n", "A - ones(n, 1) ones(n, 1)ᵀ / n"), ("½ x'x", "(1/2) xᵀ x"),
    ("0.5 x'x", "(1/2) xᵀ x"), ("1e-3 s", "(1/1000) s"), ("matrix(0) + A", "zeros(n, n) + A"),
    ("commutation(n, n) vec(A)", "commutation(n, n) vec(A)"), ("unvec(vec(A), n, n)", "unvec(vec(A), n, n)"),
    ("A + eye", "A + I"), ("ones'x", "ones(n, 1)'x"), ("A ones", "A ones(n, 1)"), ("A∘ones", "A∘ones(n, n)"),
    ("x - zeros", "x - zeros(n, 1)"), ("1'A 1", "1'A ones(n, 1)"), ("1'*A*1", "1'A ones(n, 1)"), ("A*1", "1 A"),
    ("A - 1 x'", "A - ones(n, 1) x'"), ("A'1", "A' ones(n, 1)"), ("1 x'x", "1 (x'x)"),
    ("A - 11'/n", "A - 1 1'/n"), ("x'11'x", "x'1 1'x"), ("A - 11^T/n", "A - 1 1'/n"), ("A - 2 11'", "A - 2 1 1'"),
    # powers that are no numbers
    ("s^s", "pow(s, s)"), ("x^y", "pow(x, y)"), ("x.^s", "pow(x, s)"), ("2^s", "pow(2, s)"),
    ("2^exp(s)", "pow(2, exp(s))"), ("s^-sin(s)^2", "pow(s, -sin(s)^2)"), ("A.^exp(B)", "pow(A, exp(B))"),
    ("e^sin(s)", "exp(sin(s))"), ("s^sqrt(2) x", "pow(s, sqrt(2)) x"), ("e^{-x'x}", "exp(-x'x)"),
    # scalars in sums
    ("log(1 + exp(x))", "log(ones(n, 1) + exp(x))"), ("A + 2", "A + 2 ones(n, n)"),
    # names
    ("A + λI", "A + λ I"), ("A + 2λA", "A + 2 λ A"), ("s αβI + A", "s α β I + A"),
    ("XA", "X A"), ("x'Ax", "xᵀ A x"), ("XA(B+C)", "X A (B + C)"),
    # definitions, before and after
    ("H = B'(A∘a b'); tr(H X)", "tr((Bᵀ (A∘a bᵀ)) X)"), ("K C' where K = H∘A, H = B'A", "((Bᵀ A)∘A) Cᵀ"),
    ("x'u where u = A x;", "xᵀ (A x)"),
    # other languages
    ("A**2", "A^2"), ("A %*% B", "A B"), ("np.linalg.inv(A) @ x", "inv(A) x"), ("np.trace(A @ B.T)", "tr(A B')"),
    ("torch.exp(x)", "exp(x)"), ("√s", "sqrt(s)"), ("√(x'x)", "sqrt(x'x)"), ("A^H x", "A'x"),
    ("exp.(x)", "exp(x)"), ("log.(A*x)", "log(A x)"), ("x .+ y", "x + y"), ("(x .- y).^2", "(x - y).^2"),
    ("np.dot(x, A @ y)", "x' (A y)"), ("dot(A, x)", "A x"), ("np.matmul(A, B)", "A B"), ("np.outer(x, y)", "x y'"),
    ("np.multiply(A, B)", "A∘B"), ("multiply(2, A)", "2 A"), ("torch.mv(A, x)", "A x"),
    ("softmax(A, axis=1)", "row_softmax(A)"), ("torch.softmax(A, dim=-1)", "row_softmax(A)"),
    ("np.sum(A, axis=0, keepdims=True)", "colsum(A)"), ("sum(logsumexp(A, axis=1))", "sum(row_logsumexp(A))"),
    ("f(x) = x'A x", "x'A x"), ("f(X; A) = tr(A X)", "tr(A X)"), ("loss = x'x", "x'x"), ("norm(W,'fro')", "norm(W)"),
    ("<A, B>_F", "A : B"),
    ("x'A x.", "x'A x"),
    # look-alikes
    ("A − B", "A - B"), ("（A＋B）", "A + B"), ("x’A x", "xᵀ A x"), ("{A + [B]}", "A + B"), ("A ∗ B", "A B"),
]


@pytest.mark.parametrize(("source", "written"), READ)
def test_it_is_read_as_written_here(source, written):
    assert write(read(source, shapes=SQUARE).expr) == write(read(written, shapes=SQUARE).expr)


@pytest.mark.parametrize("source", [source for source, _ in READ])
def test_what_is_written_reads_back_as_the_same_expression(source):
    expr = read(source, shapes=SQUARE).expr
    assert write(read(write(expr), shapes=SQUARE).expr) == write(expr)


INFERRED = {
    "tr(A X B)": "A is m×n, X is n×p, B is p×m",
    "(1/2) ||A x - b||^2": "A is m×n, x is n×1, b is m×1",
    "log det(X)": "X is n×n",
    "x'Ax": "x is n×1, A is n×n",
    "sum(log(1 + exp(-y∘(X w))))": "y is m×1, X is m×n, w is n×1",
    "||W∘(U V' - M)||_F^2": "W is m×n, U is m×p, V is n×p, M is m×n",
    "X^-1": "X is n×n",
    "a'X^-1 b": "a is n×1, X is n×n, b is n×1",
    "tr((X'A X)^-1 X'B X)": "X is m×n, A is m×m, B is m×m",
    "-x'Ax": "x is n×1, A is n×n",
    "tr(A X)": "A is m×n, X is n×m",
    "A + t B": "A is m×n, t is a scalar, B is m×n",
    "c + b'x + x'Ax": "c is a scalar, b is n×1, x is n×1, A is n×n",
    "X beta - y": "X is m×n, beta is n×1, y is m×1",
    "(x - mu)'Sigma^-1(x - mu)": "x is n×1, mu is n×1, Sigma is n×n",
    "x'A x/x'x": "x is n×1, A is n×n",
    "u'A∘X v": "u is m×1, A is m×n, X is m×n, v is n×1",
    "mean((x - mean(x)).^2)": "x is n×1",
    "vec(X) - (A⊗B) vec(Y)": "X is m×n, A is m×p, B is n×q, Y is p×q",
    "A⊗B + C⊗D": "A is m×n, B is p×q, C is m×n, D is p×q",
    "logdet(I + A'XA)": "A is m×n, X is m×m",
    "diag(x) A diag(X)": "x is m×1, A is m×n, X is n×n",
    "s K + t I": "s is a scalar, K is n×n, t is a scalar",
    "a A + b B + c C": "a is a scalar, A is m×n, b is a scalar, B is m×n, c is a scalar, C is m×n",
    "λ x'x": "λ is a scalar, x is n×1",
    "1/(b - a'x)": "b is a scalar, a is n×1, x is n×1",
    "S x": "S is n×n, x is n×1",
    "beta'x": "beta is n×1, x is n×1",
    "a^b": "a is a scalar, b is a scalar",
    "x.^y": "x is n×1, y is a scalar",
    "-n/2 log det(S) - 1/2 tr(S^-1 A)": "n is a scalar, S is m×m, A is m×m",
    "-n/2 log(2 pi) - n/2 log(σ^2) - 1/(2σ²) ‖y - X β‖²":
        "n is a scalar, σ is a scalar, y is m×1, X is m×p, β is p×1",
    "-(n - 1)/2 log det(Σ)": "n is a scalar, Σ is m×m",
    "(n + p + 1)/2 log det(Σ)": "n is a scalar, p is a scalar, Σ is m×m",
    "-n p/2 log(2 pi) - n/2 log det(Σ)": "n is a scalar, p is a scalar, Σ is m×m",
    "N/2 log det(Σ)": "N is a scalar, Σ is n×n",
    "(1/2n) ‖y - X w‖²": "n is a scalar, y is m×1, X is m×p, w is p×1",
    "1/N ‖y - X w‖²": "N is a scalar, y is m×1, X is m×n, w is n×1",
    "1/(2N) ‖y - X w‖²": "N is a scalar, y is m×1, X is m×n, w is n×1",
    "x'A x/2n": "x is m×1, A is m×m, n is a scalar",
    "n x'A x": "n is a scalar, x is m×1, A is m×m",
    "d ‖x‖²": "d is a scalar, x is n×1",
    "c x'x + tr(A)": "c is a scalar, x is m×1, A is n×n",
    "K q/sqrt(d)": "K is m×n, q is n×1, d is a scalar",
    "K/n + λ I": "K is m×m, n is a scalar, λ is a scalar",
    "d'x + n'x": "d is m×1, x is m×1, n is m×1",
    "X'X + λ n I": "X is m×p, λ is a scalar, n is a scalar",
    "x·y": "x is n×1, y is n×1",
    "A x · B x": "A is m×n, x is n×1, B is m×n",
    "‖x - μ‖_{Σ^-1}^2": "x is n×1, μ is n×1, Σ is n×n",
    "x'X ones + c": "x is m×1, X is m×n, c is a scalar",
}


SIGNS = [  # with the sign of a derivative, and the variable of the derivative that is asked for
    ("d/dx x'A x", "x", "x'A x"), ("d/dx (x'A x + a'x)", "x", "x'A x + a'x"), ("d/dx ‖A x - a‖^2", "x", "‖A x - a‖^2"),
    ("∂/∂X log det X", "X", "log det X"), ("∂(x'A x)/∂x", "x", "x'A x"), ("d(x'x + a'x)/dx", "x", "x'x + a'x"),
    ("∇_x x'A x", "x", "x'A x"), ("∇ x'A x", "x", "x'A x"), ("-x'x", "x", "-x'x"), ("d/dx -x'x", "x", "-x'x"),
    (r"\frac{\partial}{\partial X} \log\det X", "X", "log det X"), (r"\frac{d}{dX} \log\det X", "X", "log det X"),
    (r"\frac{\partial \log\det X}{\partial X}", "X", "log det X"),
    (r"\frac{\partial (x^T A x)}{\partial x}", "x", "x'A x"), (r"\nabla_x x^\top A x", "x", "x'A x"),
    (r"\frac{\mathrm{d}}{\mathrm{d}x} \left(x^\top A x\right)", "x", "x'A x"),
    (r"\frac{\partial}{\partial \mathbf{X}} \operatorname{tr}(\mathbf{A} \mathbf{X})", "X", "tr(A X)"),
    (r"\nabla_{\mathbf{x}} \|A\mathbf{x} - a\|_2^2", "x", "‖A x - a‖^2"),
]


@pytest.mark.parametrize(("source", "wrt", "meant"), SIGNS)
def test_the_sign_of_the_derivative_that_is_asked_for_is_left_out(source, wrt, meant):
    reading = read(source, shapes=SQUARE, wrt=[wrt])
    assert reading.expr is read(meant, shapes=SQUARE).expr
    assert any("is what is asked for" in note for note in reading.notes) == (source != meant)


@pytest.mark.parametrize(("source", "assumed"), INFERRED.items())
def test_shapes_that_nobody_declared_are_inferred_and_told(source, assumed):
    reading = read(source, assume={"S": ["symmetric"]})
    assert reading.notes[-1] == f"assumed: {assumed}"
    told = {part.split(" is ")[0]: part.split(" is ")[1] for part in assumed.split(", ")}
    for name, shape in told.items():
        assert shape in (show(reading.symbols[name].shape), "a scalar")
        assert not reading.symbols[name].declared


def test_a_declaration_overrides_the_convention():
    reading = read("A x", shapes={"A": "scalar"})
    assert reading.expr.op.name == "scale"
    assert reading.symbols["A"].declared
    assert reading.symbols["A"].origin == "declared"


def test_symbols_say_where_they_were_declared():
    reading = read("A x", shapes={"A": ("m", "n"), "Q": ["2", "n+1"]}, origin={"A": "shapes.toml:3"}, wrt=["Q"])
    assert reading.symbols["A"].origin == "shapes.toml:3"
    assert reading.symbols["x"].origin == "assumed"
    assert reading.symbols["Q"].shape == ("2", "n+1")
    assert reading.symbols["x"].shape == ("n", "1")


def test_assumptions_stand_in_the_symbol():
    expr = read("S", shapes={"S": "n x n"}, assume={"S": ["spd", "diagonal"]}).expr
    assert expr.data == ("S", ("n", "n"), ("diagonal", "spd"))


def test_definitions_are_shared_and_named():
    reading = read("tr(H X H) where H = A B", shapes=SQUARE)
    assert list(reading.definitions) == ["H"]
    h = reading.definitions["H"]
    assert [a is h for a in reading.expr.args[0].args] == [True, False, True]


NOTES = {
    "x^2": "x^2 is taken entry by entry: x is a column",
    "|x|": "|x| is taken entry by entry",
    "x + s": "s is added to each entry",
    "1 + x": "1 is added to each entry",
    "x^s": "x^s is taken entry by entry: x is a column",
    "x^t A x": "x^t is read as the transpose: x is a column",
    "(A x - y)^{t} (A x - y)": "(A x - y)^{t} is read as the transpose: (A x - y) is a column",
    "x^t": "x^t is taken entry by entry: x is a column",
    "A^k": "k is a positive integer: it is the exponent of a matrix",
    "1'A 1": "1 in 1'A 1 is read as a column of ones",
    "s^s^2": "s^s^2 is read as s^(s^2)",
    "x·y": "x·y is read as the inner product x' y",
    "‖x - y‖_A": "‖x - y‖_A^2 is read as (x - y)' A (x - y)",
    "log (x)^2": "log (x)^2 is read as (log(x))^2, not as log((x)^2)",
    r"\operatorname{tr} (A)^2":
        r"\operatorname{tr} (A)^2 is read as (\operatorname{tr}(A))^2, not as \operatorname{tr}((A)^2)",
    "x'x/2s": "x'x/2s is read as (x'x/2) s; to divide by both write x'x/(2s)",
}

DOUBTS = {
    "x A x": "x is taken as a scalar: no column fits; did you mean x' A x?",
    "x' A x'": "A is taken as a column: no other matrix fits; did you mean x' A x?",
    "A x'": "A is taken as a column: no other matrix fits",
}


@pytest.mark.parametrize(("source", "note"), NOTES.items())
def test_what_could_surprise_is_told(source, note):
    assert note in read(source, shapes=SQUARE).notes


@pytest.mark.parametrize(("source", "note"), DOUBTS.items())
def test_what_fits_and_is_hardly_meant_is_told(source, note):
    assert note in read(source).notes


@pytest.mark.parametrize("source", ["x'x/2 s", "1/2 x'x", "x'x/(2s)", "1 x'x", "s A x", "x x'x"])
def test_what_is_plain_needs_no_note(source):
    assert read(source, shapes=SQUARE).notes == ()


ABSENT = [  # expression, declarations, variable, what it was mistaken for
    ("x_1^2 + x_2^2", "n x 1", "x", "x_1"), ("sum(x_i^2)", "n x 1", "x", "x_i"), ("x₁ + 1", "1 x n", "x", "x₁"),
    ("x1^2", "n x 1", "x", "x1"), ("X_{ij}", "m x n", "X", "X_ij"), ("X_{1,2}", "m x n", "X", "X_1_2"), ("x_i", "", "x",
                                                                                                         "x_i"),
]


@pytest.mark.parametrize(("source", "shape", "wrt", "entry"), ABSENT)
def test_what_looks_like_an_entry_of_the_variable_is_refused(source, shape, wrt, entry):
    with pytest.raises(MatcalcError) as caught:
        read(source, shapes={wrt: shape} if shape else {}, wrt=[wrt])
    assert caught.value.message == f"{entry} is a symbol of its own here and no entry of {wrt}, which does not occur"
    assert f"{wrt}" in caught.value.hint
    assert "unit(1, " in caught.value.hint


def test_a_declared_variable_that_does_not_occur_is_told():
    assert "x does not occur in the expression" in read("sum(y)", shapes={"x": "n x 1"}, wrt=["x"]).notes
    assert "x does not occur in the expression" in read("x_1", shapes=dict.fromkeys(("x", "x_1"), "n x 1"),
                                                            wrt=["x"]).notes
    assert not read("x'x", shapes={"x": "n x 1"}, wrt=["x"]).notes


def test_one_word_is_an_assumption_and_shapes_can_carry_more():
    symbol = read("x", shapes={"x": "n x 1 positive"}).symbols["x"]
    assert (symbol.shape, symbol.assume) == (("n", "1"), ("positive",))
    assert read("S", assume={"S": "symmetric, spd"}).symbols["S"].assume == ("spd", "symmetric")
    both = read("S", shapes={"S": "n x n symmetric"}, assume={"S": ["nonsingular"]}).symbols["S"]
    assert both.assume == ("nonsingular", "symmetric")


@pytest.mark.parametrize("declared", [r"\Sigma: n x n symmetric", "Σ: n x n symmetric", "Sigma: n x n symmetric"])
@pytest.mark.parametrize("source", [r"x'\Sigma x", "x'Σ x", "x'Sigma x"])
def test_a_greek_letter_is_declared_in_any_spelling(declared, source):
    d = declarations([declared])
    reading = read(source, shapes=d.shapes, assume=d.assume)
    (name,) = d.shapes
    assert {s.name for s in reading.symbols.values()} == {"x", name}
    assert reading.symbols[name].assume == ("symmetric",)


def test_a_word_split_into_letters_is_told():
    assert read("XC").notes[0] == "XC is read as the product X C"


def test_plain_input_needs_no_notes():
    assert read("tr(A X B)", shapes=SQUARE).notes == ()


@pytest.mark.parametrize(("source", "told"), [("tr(exp(A))", "exp is of each entry"), ("sum(exp(A x))", ""),
                                              ("sum(log(X)) + log(s)", ""), ("tr(log(S))", "log is of each entry")])
def test_a_function_of_each_entry_of_a_square_matrix_is_told_of(source, told):
    notes = read(source, shapes={"X": "m x n"}).notes
    assert [note for note in notes if "of each entry" in note] == [note for note in notes if told and told in note]
    assert bool(told) == any("of each entry" in note for note in notes)
