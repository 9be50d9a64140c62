"""LaTeX that people paste is read as the expression it stands for, and errors point into what was pasted."""
from __future__ import annotations

import json

import pytest

import matcalc
from matcalc.diagnostics import MatcalcError
from matcalc.render.write import write
from matcalc.syntax import read
from matcalc.syntax.commands import KNOWN

SHAPES = (dict.fromkeys(("A", "B", "C", "X", "S", "Sigma"), "n x n") | dict.fromkeys("xyab", "n x 1")
          | dict.fromkeys(("x1", "z_1_2", "x̃_new"), "n x 1") | {"ΔX": "n x n", "ŷ": "n x 1",
             "y_1": "m x 1", "B_1": "2 x 2", "B_2": "3 x 2"}
          | {"W": "m x n", "s": "scalar", "lambda": "scalar", "beta_1": "n x 1"})

PAIRS = [  # as people paste it, and as it would be typed
    (r"\|Hx - y\|^2", "‖H x - y‖^2"), (r"\mathrm{tr}(KAKX)", "tr(K A K X)"),
    (r"\|x-y\|^2_{\Sigma^{-1}}", "(x - y)'Sigma^-1(x - y)"), (r"\lVert x\rVert_{\mathbf{A}}^{2}", "x'A x"),
    (r"x \cdot A y", "x'A y"), (r"s \cdot x", "s x"), (r"x'\mathbf{1}\mathbf{1}^T A", "x'1 1'A"),
    (r"\operatorname{tr}(A X)", "tr(A X)"), (r"\text{tr}\left(A X\right)", "tr(A X)"), (r"{\rm tr}(A X)", "tr(A X)"),
    (r"\mathrm{Tr}\bigl(A X\bigr)", "tr(A X)"), (r"\mbox{tr}\left\{ A X \right\}", "tr(A X)"),
    (r"\log\det X", "log det X"), (r"\log\left|X\right|", "log|X|"), (r"\log\vert X\vert", "log|X|"),
    (r"A\circ B", "A∘B"), (r"A \odot B", "A∘B"), (r"A\otimes B", "A⊗B"), (r"x\oslash y", "x./y"),
    (r"A\cdot B", "A B"), (r"A\,B\; C", "A B C"), (r"(x - y)^{\circ 2}", "(x - y).^2"), (r"x^{\circ2}", "x.^2"),
    (r"X^{\top}", "X'"), (r"X^\top A", "X' A"), (r"X^T", "X'"), (r"X^\mathrm{T}", "X'"), (r"X^{\mathsf T}", "X'"),
    (r"x^\intercal A x", "x'A x"), (r"x^{\prime}A x", "x'A x"), (r"X^{-\top}", "X^-T"), (r"X^{-1}", "X^-1"),
    (r"\Sigma^{-1} x", "inv(Sigma) x"), (r"\mathbf{X}^{-1}\mathbf{A}", "X^-1 A"), (r"\boldsymbol{AXB}", "A X B"),
    (r"\mathbf X\bf A", "X A"), (r"\mathbf{x}^{T}\mathbf{A}\mathbf{x}", "x'A x"), (r"\vec{x}^T A\vec x", "x'A x"),
    (r"\|Ax-b\|_2^2", "‖A x - b‖^2"), (r"\lVert A x - b \rVert^2", "‖A x - b‖^2"), (r"\Vert X \Vert_F^2", "‖X‖^2"),
    (r"\left\|X\right\|_{F}^{2}", "‖X‖^2"), (r"\vert\vert X\vert\vert_F", "‖X‖"), (r"\|x\|_1", "‖x‖_1"),
    (r"\frac12 x^T x", "1/2 x'x"), (r"\frac{1}{2} x^T x", "1/2 x'x"), (r"\frac 1 2 x^T x", "1/2 x'x"),
    (r"\tfrac1{2}x^Tx", "1/2 x'x"), (r"{1\over2} x^T x", "1/2 x'x"), (r"-\frac{1}{n}A", "-(1/n) A"),
    (r"\frac{x^TAx}{x^Tx}", "(x'A x)/(x'x)"), (r"\frac{\frac{x}{2}}{\|x\|}", "(x/2)/‖x‖"), (r"\frac x s", "x/s"),
    (r"\sum\log(b - A x)", "sum(log(b - A x))"), (r"\sum \exp(X y)", "sum(exp(X y))"), (r"\sqrt{x^T x}", "sqrt(x'x)"),
    (r"\langle A, B\rangle", "A : B"), (r"\left\langle A, B\right\rangle", "A : B"),
    (r"\lambda\|x\|^2", "lambda ‖x‖^2"), (r"\beta_1^T x", "beta_1' x"), (r"\sigma(A x)", "sigmoid(A x)"),
    (r"\mathbf{1}^T x", "ones(n, 1)' x"), (r"x\mathbf{1}_n^\top", "x ones(n, 1)'"), (r"A - \mathbf{I}_n", "A - I"),
    (r"x^T A\circ B x", "x'(A∘B) x"), (r"\operatorname{diag}(x)A", "diag(x) A"),
    (r"H = A B; \operatorname{tr}(H)", "tr(A B)"),
    (r"$x^\top A x$", "x'A x"), (r"$$ x^T A x. $$", "x'A x"), (r"\[ x^T A x \]", "x'A x"), (r"\(x^T x\)", "x'x"),
    (r"\begin{align*} & x^T A x \\ & + x^T y. \end{align*}", "x'A x + x'y"), (r"A^\ast x", "A'x"),
    (r"\begin{equation}\label{eq:1} x^T x\,, \end{equation}", "x'x"), (r"\operatorname*{tr}(X)", "tr(X)"),
    (r"\left\langle A, B\right\rangle_F", "A : B"), (r"\exp\!\left(-\frac{s^2}{2}\right)", "exp(-s^2/2)"),
    (r"\|X\|_{\mathrm{F}}^2", "‖X‖^2"), (r"\lVert X \rVert_{\text{F}}", "‖X‖"), (r"I_{2 n}\otimes x", "eye(2n)⊗x"),
    (r"X^{+}", "X^+"), (r"\lambda_{\max}(S)", "lmax(S)"), (r"\sigma_{\max}\left(W\right)", "smax(W)"),
    (r"\mathrm{K}_{n,n}\operatorname{vec}(X)", "commutation(n, n) vec(X)"), (r"\mathrm{e}_{2}^\top x", "unit(2, n)'x"),
    (r"\operatorname{unvec}_{n \times n}(\operatorname{vec}(X))", "unvec(vec(X), n, n)"),
    (r"\mathbf{0}_{n \times n} + A", "zeros(n, n) + A"), (r"\mathbf{1}_{m \times n} - W", "ones(m, n) - W"),
    (r"\sqrt[3]{s}", "cbrt(s)"), (r"\log\Gamma(s)", "lgamma(s)"), (r"\Delta X + A", "ΔX + A"), (r"x_{1}^T y", "x1'y"),
    (r"z_{1,2}^T y", "z_1_2'y"), (r"\tilde{x}_{\text{new}}^T y", "x̃_new'y"), (r"S^{1/2} x", "sqrtm(S) x"),
    (r"\sin^{2}(x)^T y", "(sin(x).^2)'y"),
    (r"\operatorname{diag}^{-1}(A x) y", "inv(diag(A x)) y"), (r"W^t y_1", "W'y_1"),
    (r"\log\mathbf 1^T\exp(Ax)", "log(1'exp(A x))"), (r"\log 1^{T}\exp(Ax) + s", "log(1'exp(A x)) + s"),
    (r"Xsig(X^Tx)", "X sigmoid(X'x)"), (r"\operatorname{Tr}(A.B)", "tr(A B)"), ("Trace(A X)", "tr(A X)"),
    (r"\hat y^T x", "ŷ'x"), (r"\sum_{i=1}^n \log(x_i)", "sum(log(x))"), (r"\sum_i x_i^2 + s", "sum(x^2) + s"),
    (r"\mathbf{A B}^T x", "A B'x"), (r"{\bf A X}^{-1}", "A X^-1"), (r"\boldsymbol{A + B}'", "A + B'"),
    (r"{A\,}^T x", "A'x"),
    (r"{A^{-1}}^{\top}", "(A^-1)'"), (r"{\left\|x\right\|}^2", "‖x‖^2"), (r"{\det(X)}^{2}", "det(X)^2"),
    (r"{\frac{s}{2}}^2", "(s/2)^2"), (r"{s \over 2}^2", "(s/2)^2"), (r"s / {x^T y \over 2}", "s/((x'y)/2)"),
    (r"x^TAx \over x^Tx", "(x'A x)/(x'x)"), (r"\left(x^TAx \over x^Tx\right)^2", "((x'A x)/(x'x))^2"),
    (r"{{1\over s}\over 2}", "(1/s)/2"), (r"\left|\left|Ax-b\right|\right|_2^2", "‖A x - b‖^2"),
    (r"\left|\left|s\right| - 1\right|", "abs(abs(s) - 1)"), (r"\left. \|x\|_1 \right.", "‖x‖_1"),
    (r"\left|\left|s\right|-\left|s\right|\right|", "abs(abs(s) - abs(s))"), (r"\frac s2\log|X|", "s/2 log|X|"),
    ("x^\\top A x % an $x$ \n + b^\\top x", "x'A x + b'x"), (r"x^{\ast} A x", "x'A x"), ("x^{*} A x", "x'A x"),
    (r"A\mathbin{\circ} B", "A∘B"), (r"s{}\,x", "s x"), (r"\phantom{=} x^Tx \notag", "x'x"),
    (r"\Vert A\Vert_{\mathcal F}^2", "‖A‖^2"), (r"B^{[1]}\odot B^{[2]}", "khatri_rao(B_1, B_2)"),
    (r"\mathrm{e}^{-x^TAx}", "exp(-x'A x)"), (r"{y}_{1}^{T}y_1", "y_1'y_1"), (r"{{y}_{1}}^T y_1", "y_1'y_1"),
    (r"{\lVert A x\rVert}_2^2", "‖A x‖^2"), (r"{\left\|X\right\|}_F", "‖X‖"), (r"\parallel x\parallel^2", "‖x‖^2"),
    (r"f &= x^TAx \\ &\phantom{{}=} + x^Ty", "x'A x + x'y"),
    (r"\log|A + D_x|", "log|A + diag(x)|"), (r"B^{(1)}\odot B^{(2)}", "khatri_rao(B_1, B_2)"),
]

BESIDE = [  # an expression with a name in front, or definitions and remarks behind it
    (r"f(X) := \operatorname{tr}(X)", "tr(X)"), (r"f(\Phi(X,W)) = A X", "A X"),
    (r"\mathcal{L}(X)\coloneqq \log|X|", "log|X|"),
    (r"\operatorname{tr}(ALA^T),\ L=S-C", "tr(A (S - C) A')"), (r"J=\text{tr}(P),\quad P = X^{-1}", "tr(X^-1)"),
    (r"x^T K x, \qquad \text{where } K = L L^T \text{ and } L = A X", "x'((A X)(A X)')x"),
    (r"K = XX^T,\ \operatorname{tr}(KA)", "tr((X X')A)"), (r"\|e\|^2,\ Hx - y = e,\ H = A B", "‖(A B) x - y‖^2"),
    (r"h = Ax,\ g = \tanh(h),\ f = y^T g", "y'tanh(A x)"), (r"\log|\Omega(X)|,\ \Omega(X) = I + XX'", "log|I + X X'|"),
    (r"\log|\Omega(X)|,\ \Omega = I + XX'", "log|I + X X'|"),
    (r"\begin{align} K &= X X^\top \\ f &= \operatorname{tr}(K A) \end{align}", "tr((X X')A)"),
    (r"f &= x^T A x \\ &\quad + x^T y", "x'A x + x'y"), (r"\|Ax-b\|^2 \text{ (square A)}", "‖A x - b‖^2"),
    (r"\log|X| \text{ with } X \text{ symmetric}", "log|X|"), (r"\det(\Phi),\ \Phi\ diagonal,\ \Phi = X", "det(X)"),
    (r"(a\otimes I_k) x", "(a⊗I) x"), (r"x^T \mathbf 1_k", "x'1"),
]

SIGNS = [  # signs of the derivative by X that is asked for
    (r"\frac{\partial(A\circ X^\top X)}{\partial(X)}", "A∘(X'X)"),
    (r"\frac{d\mbox{vec}(AX)}{d\mbox{vec}(X)}", "vec(A X)"),
    (r"\frac{d(A^TX-X^TA)}{dX}", "A'X - X'A"), (r"\nabla_X \operatorname{tr}(K),\ K = AX", "tr(A X)"),
    (r"\nabla_X \log|X|", "log|X|"),
    (r"\frac{\partial f}{\partial X} = \frac{\partial}{\partial X}\operatorname{tr}(AX)", "tr(A X)"),
]

WRONG = [
    (r"\frac{\partial}{\partial X} \|X\|", r"\partial", "--wrt"), (r"\sum_{i=1}^n x", "_{i=1}", "sum(...)"),
    (r"A \opperatorname{x}", r"\opperatorname", "operatorname"), (r"A\B", r"\B", "A^-1 B"),
    (r"\frac{A}", r"\frac", r"\frac{a}{b}"),
    (r"(\frac{A})", r"\frac", r"\frac{a}{b}"), (r"A \top", r"\top", "A^"), (r"\operatorname{tr}(W)", "W", None),
    (r"\frac{\partial f}{\partial X} = A^T", r"\frac{\partial f}{\partial X} =", "verify"),
    (r"A\circ B = C\circ X", "=", "equal"),
    (r"\log|\Omega(A)|,\ \Omega = I + XX'", r"\Omega(A)", "write Omega"),
    (r"\log|K(A)|,\ K(X) = XX'", "K(A)", "write K"),
    (r"tr(A),\ f(x,y) = x^Ty", "f(x,y) =", "symbols"), (r"\sigma_1(A x)", r"\sigma_1", "function"),
    (r"x^T x \text{ (by entries, mostly)}", r"\text", "leave it out"), (r"\phi(A x)", r"\phi", "function"),
    (r"\sin^{-1}(x)", r"\sin", "asin"), (r"\operatorname{diag}^{-1}(A)", r"\operatorname{diag}^{-1}(A)", None),
    (r"A^{\bar k}", r"{\bar k}", "letter"), (r"\log(1^T E(Ax))", "E", "exp"),
    (r"\sum \log(y_i + x_i^T x)", "y_i", "column"), (r"A^{(2)} x", "A^{(2)}", "A_2"),
    (r"\operatorname{det} T[AX]", "T", "tr"), (r"{A B}^T\,x", "{A B}^T", "(A B)^T"),
    (r"\hat{x + y}", r"\hat", "name"), (r"{1\over}", r"\over", "frac"), (r"x^{(k+1)T} A", "x^{(k+1)T}", "x_k1"),
    (r"\alpha^{(t)} x", r"\alpha^{(t)}", "alpha_t"), (r"\rho(A)", r"\rho(A)", "space"),
    (r"\min_{x \in C} \|x\|", r"\min_{x \in C}", "--wrt"), (r"A \bullet B", r"\bullet", "A : B"),
    (r"\operatorname{rank}(A)", r"\operatorname{rank}", None), (r"\lfloor s \rfloor", r"\lfloor", "steps"),
    (r"\mathrm{D}_x (x^TAx)", "x", "--wrt x"), (r"x^Tx \le 1", r"\le", "relations"),
    (r"\boxed{x^T x}", r"\boxed", "leave"),
    ("50 % x", "%", "a/100"), (r"\left. x^T x \right|", "|", None),
]


@pytest.mark.parametrize(("pasted", "typed"), PAIRS)
def test_it_is_read_as_if_typed(pasted, typed):
    assert write(read(pasted, shapes=SHAPES).expr) == write(read(typed, shapes=SHAPES).expr)


@pytest.mark.parametrize(("pasted", "typed"), BESIDE)
def test_what_stands_beside_an_expression_is_read(pasted, typed):
    assert write(read(pasted, shapes=SHAPES).expr) == write(read(typed, shapes=SHAPES).expr)


@pytest.mark.parametrize(("pasted", "typed"), SIGNS)
def test_the_sign_of_the_derivative_that_is_asked_for_is_left_out(pasted, typed):
    assert write(read(pasted, shapes=SHAPES, wrt=["X"]).expr) == write(read(typed, shapes=SHAPES).expr)


def test_a_remark_declares_what_is_assumed():
    assert read(r"\log|X|,\ X\ \text{is symmetric}", shapes=SHAPES).symbols["X"].assume == ("symmetric",)


@pytest.mark.parametrize(("pasted", "marked", "hint"), WRONG)
def test_an_error_points_at_what_was_pasted(pasted, marked, hint):
    with pytest.raises(MatcalcError) as caught:
        read(pasted, shapes=SHAPES)
    span = caught.value.labels[0].span
    assert pasted[span.start:span.end] == marked
    assert (hint or "") in (caught.value.hint or "")


def test_a_greek_letter_is_spelled_as_it_is_declared():
    assert write(read(r"\lambda x", shapes={"λ": "scalar", "x": "n x 1"}).expr) == "λ x"
    assert write(read(r"\lambda x").expr) == "lambda x"


def test_a_name_is_one_name_however_it_is_spelled():
    for source in ("Sigma_1 x + y_hat", r"\Sigma_1 x + \hat y", "Σ_1 x + ŷ", "Σ₁ x + y\u0302"):
        assert set(read(source, shapes={"Σ_1": "n x n", "x": "n x 1", "ŷ": "n x 1"}).symbols) == {"Σ_1", "x", "y\u0302"}


def test_bars_show_what_a_logarithm_takes():
    assert write(read("log|X| y", shapes=SHAPES).expr) == "log(det(X)) y"


def test_a_size_in_the_index_of_a_norm_is_no_bracket_of_a_function():
    assert read("unvec(‖x‖_λ kron(x, x), n, n)", shapes={"x": "n x 1", "λ": "scalar"}).expr.shape == ("n", "n")


def test_a_function_whose_sign_is_a_symbol_is_written_in_full():
    shapes = {"x": "n x 1", "σ": "scalar"}
    source = "σ sigmoid(x)"
    expr = read(source, shapes=shapes).expr
    assert read(write(expr, "latex"), shapes=shapes).expr is expr


def test_an_upright_letter_with_an_index_is_a_constant_even_where_a_symbol_has_its_name():
    shapes = {"x": "n x 1", "e1": "n x 1"}
    source = "unit(1, n)' x + e1' x"
    expr = read(source, shapes=shapes).expr
    assert read(write(expr, "latex"), shapes=shapes).expr is expr


@pytest.mark.parametrize("letter", ["D", "L", "N", "K", "e"])
def test_only_an_upright_letter_with_an_index_is_a_constant(letter):
    assert f"{letter}_1" in read(rf"{letter}_{{1}}\left(x\right)").symbols


def test_notes_show_no_sizes_of_brackets():
    shapes = dict.fromkeys("CDX", "n x n") | {"A": "m x n", "x": "n x 1"}
    notes = read(r"A\left(X\left(C\right)\circ D\right) x + A\left(x\right)^2", shapes=shapes).notes
    assert notes
    assert not [note for note in notes if "right" in note]


def is_read(source: str) -> bool:
    """Whether a source is read; where it is not, the error can be shown."""
    try:
        read(source)
    except MatcalcError as e:
        return not e.render()
    return True


@pytest.mark.parametrize("command", sorted(KNOWN))
def test_no_command_crashes(command):
    for pasted in (r"\@", r"\@ x", r"A \@{B}{C}", r"A^\@", r"\frac\@ x", r"\hat\@", r"\@\@", r"{\@ x}^\@"):
        is_read(pasted.replace("@", command))


@pytest.mark.parametrize("many", [r"\mathbf{", r"\frac", r"\frac{", r"\bf", "{", r"\left(", r"^\top", r"{\bf x}"])
def test_long_input_ends(many):
    is_read("x " + many * 5000)


@pytest.mark.parametrize("expr", ["‖A x - b‖^2", "x'A x/(x'x)", "log(sum(exp(A x)))", "b'inv(A) x", "sigmoid(A x)'b"])
def test_an_answer_in_latex_is_read_back(expr):
    d = matcalc.diff(expr, "x", SHAPES)
    assert read(d.latex, shapes=SHAPES).expr.shape == d.shape
    assert write(read(d.latex, shapes=SHAPES).expr) == write(read(d.text, shapes=SHAPES).expr)


def test_formulas_that_people_asked_about_are_read(published_cases):
    """Without a declaration; see test_typed_cases.py for what they are read as."""
    cases = [json.loads(line) for line in (published_cases / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    pasted = [case["typed"] for case in cases if "\\" in case.get("typed", "")]
    assert sum(map(is_read, pasted)) >= 0.7 * len(pasted)
