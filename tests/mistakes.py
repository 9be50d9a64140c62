"""Mistakes as people type them: the command, what to change in it as its help says, and the answer that is meant."""
from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """A command for a shell; `old` in it is to be replaced by `new`, which the help proposes; then `answer` is printed.

    Where nothing is proposed, `new` is empty. Where the meaning is open, so is the answer. `told` is what the help
    says, where that is but a part of `new`.
    """

    typed: str
    old: str = ""
    new: str = ""
    answer: str = ""
    told: str = ""


MISTAKES = [
    # shapes: products
    Mistake('matcalc diff "B A x" --wrt x -d "A: m x n; B: n x p; x: p"', "B A x", "A B x", "A B"),
    Mistake('matcalc diff "A x - b" --wrt x -d "A: m x n; x: m x 1; b: n x 1"', "A x", "A' x", "Aᵀ"),
    Mistake('matcalc diff "x A x" --wrt x -d "A: n x n; x: n"', "x A x", "x' A x", "(A + Aᵀ) x"),
    Mistake('matcalc diff "x x" --wrt x -d "x: n x 1"', "x x", "x' x", "2 x"),
    Mistake('matcalc diff "x A y" --wrt A -d "A: m x n; x: m; y: n"', "x A y", "x' A y", "x yᵀ"),
    Mistake('matcalc diff "tr(A X B)" --wrt X -d "A: n x m; X: p x m; B: p x n"', "A X B", "A X' B", "B A"),
    Mistake('matcalc diff "tr(AB)" --wrt A -d "A: m x n; B: m x n"', "tr(AB)", "tr(A'B)", "B"),
    Mistake('matcalc diff "sum(W*(X - Y))" --wrt X -d "W, X, Y: m x n"', "W*(X - Y)", "W∘(X - Y)", "W"),
    Mistake('matcalc diff "A*B" --wrt A -d "A, B: m x n"', "A*B", "A∘B"),
    Mistake('matcalc diff "A∘x" --wrt x -d "A: m x n; x: n"', "A∘x", "A x", "A"),
    Mistake('matcalc diff "sum(A.*x)" --wrt x -d "A: m x n; x: m"', "A.*x", "diag(x) A"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: n x n; x: 1 x n\"""", "x'A x", "x A x'", "x (A + Aᵀ)"),
    Mistake("""matcalc diff "x'A x + b x" --wrt x -d "A: n x n; x, b: n\"""", "b x", "b' x", "(A + Aᵀ) x + b"),
    Mistake("""matcalc diff "y'X w" --wrt w -d "X: N x d; y: N; w: D\""""),
    Mistake('matcalc diff "tr(A X)" --wrt X -d "A: 2 x 3; X: 4 x 5"'),
    Mistake("matcalc diff x'A'x --wrt x -d 'A: n x n; x: n'", "x'A'x", '"x\'Ax"', "(A + Aᵀ) x", "x'Ax"),
    # shapes: sums and scalars
    Mistake('matcalc diff "x + y" --wrt x -d "x: 1 x n; y: n x 1"', "x + y", "x' + y", "eye(n)"),
    Mistake('matcalc diff "sum(A + B)" --wrt A -d "A: m x n; B: n x m"', "A + B", "A + B'", "ones(m, n)"),
    Mistake('matcalc diff "sum(sigmoid(A + b))" --wrt b -d "A: m x n; b: m"', "A + b", "A + b 1'"),
    Mistake('matcalc diff "A + B" --wrt A -d "A: m x n; B: m x p"'),
    Mistake('matcalc diff "s∘A" --wrt s -d "s: scalar; A: m x n"', "s∘A", "s A", "vec(A)"),
    Mistake('matcalc diff "tr(2.*X)" --wrt X -d "X: n x n"', "2.*X", "2 X", "2 eye(n)"),
    # shapes: inverses, powers, divisions
    Mistake('matcalc diff "A^-1 b" --wrt b -d "A: m x n; b: m"', "A^-1 b", "A^+ b", "A⁺"),
    Mistake('matcalc diff "inv(A) b" --wrt b -d "A: m x n; b: m"', "inv(A)", "pinv(A)", "A⁺"),
    Mistake('matcalc diff "log det A" --wrt A -d "A: m x n"', "A: m x n", "A: n x n", "A⁻ᵀ"),
    Mistake('matcalc diff "tr(A)" --wrt A -d "A: m x n"', "A: m x n", "A: n x n", "eye(n)"),
    Mistake('matcalc diff "|X|" --wrt X -d "X: m x n"', "|X|", "abs(X)"),
    Mistake('matcalc diff "sum(A/B)" --wrt A -d "A, B: n x n"', "A/B", "A ./ B"),
    Mistake('matcalc diff "sum(x/y)" --wrt x -d "x, y: n"', "x/y", "x ./ y"),
    Mistake('matcalc diff "sum(X^2)" --wrt X -d "X: m x n"', "X^2", "X.^2", "2 X"),
    Mistake('matcalc diff "x^t A x" --wrt x -d "A: n x n; x: n"', "x^t", "x'", "(A + Aᵀ) x"),
    Mistake('matcalc diff "‖X‖_2^2" --wrt X -d "X: m x n"', "‖X‖_2", "‖X‖_F", "2 X"),
    Mistake('matcalc diff "‖X‖_∞" --wrt X -d "X: m x n"', "‖X‖_∞", "max(abs(X))"),
    Mistake('matcalc diff "X^0.3" --wrt X -d "X: n x n"', "X^0.3", "X.^(3/10)"),
    # characters
    Mistake('matcalc diff "АX" --wrt X', "АX", "AX"),
    Mistake('matcalc diff "tr(Α X)" --wrt X -d "A, X: n x n"', "Α X", "A X", "Aᵀ"),
    Mistake("""matcalc diff "х'A x" --wrt x""", "х'A x", "x'A x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "dot(x，y)" --wrt x""", "dot(x，y)", "dot(x,y)", "y"),
    Mistake("""matcalc diff "“x'A x”" --wrt x""", "“x'A x”", "x'A x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x!" --wrt x""", "x'A x!", "x'A x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "u'(v × w)" --wrt v -d "u, v, w: 3 x 1\""""),
    # brackets
    Mistake('matcalc diff "tr(A X" --wrt X', "tr(A X", "tr(A X)", "Aᵀ"),
    Mistake('matcalc diff "log(det(X)" --wrt X', "log(det(X)", "log(det(X))", "X⁻ᵀ"),
    Mistake('matcalc diff "tr(A X))" --wrt X', "tr(A X))", "tr(A X)", "Aᵀ"),
    Mistake('matcalc diff "tr(A X]" --wrt X', "tr(A X]", "tr(A X)", "Aᵀ"),
    Mistake('matcalc diff "‖A x - b^2" --wrt x', "‖A x - b^2", "‖A x - b‖^2", "2 Aᵀ (A x - b)"),
    Mistake('matcalc diff "||A x - b|^2" --wrt x', "||A x - b|^2", "||A x - b||^2", "2 Aᵀ (A x - b)"),
    Mistake('matcalc diff "log|X" --wrt X', "log|X", "log|X|", "X⁻ᵀ"),
    # what a shell or a string takes away
    Mistake('matcalc diff "$x$" --wrt x'),
    Mistake('matcalc diff "$x^\\top A x$" --wrt x'),
    Mistake("""matcalc diff "x^top A x" --wrt x""", "x^top A x", "x^\\top A x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "frac12 x'x" --wrt x""", "frac12 x'x", "\\frac12 x'x", "x"),
    Mistake("""printf "\\frac12 x'x" | matcalc diff - --wrt x""", "printf", "printf %s", "x", "\\frac12 x'x"),
    # --wrt
    Mistake("""matcalc diff "x'A x\"""", "matcalc diff \"x'A x\"", "matcalc diff \"x'A x\" --wrt x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt""", "--wrt", "--wrt x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt y""", "--wrt y", "--wrt x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt X""", "X", "x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "theta'A theta" --wrt tehta""", "tehta", "theta", "(A + Aᵀ) theta"),
    Mistake("""matcalc diff "x'A x" --wrt 2"""),
    Mistake("""matcalc diff "x'A y" --wrt "x y\"""", '--wrt "x y"', "--wrt x,y"),
    Mistake("""matcalc diff "x'A x" --wrt "x'\"""", """--wrt "x'\"""", "--wrt x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" -wrt x""", """matcalc diff "x'A x" -wrt x""", """matcalc diff "x'A x" --wrt x""",
            "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wtr x""", "--wtr", "--wrt", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" x""", """matcalc diff "x'A x" x""", """matcalc diff "x'A x" --wrt x""",
            "(A + Aᵀ) x"),
    Mistake('matcalc diff "H = A X; tr(H)" --wrt H'),
    # names and functions
    Mistake('matcalc diff "sum(sofmax(x))" --wrt x', "sofmax", "softmax"),
    Mistake('matcalc diff "trcae(A X)" --wrt X', "trcae", "trace", "Aᵀ"),
    Mistake('matcalc diff "lndet(X)" --wrt X', "lndet", "logdet", "X⁻ᵀ"),
    Mistake("""matcalc diff "tr X'X" --wrt X""", "tr X'X", "tr(X'X)", "2 X"),
    Mistake('matcalc diff "logdet X + tr A X" --wrt X', "tr A X", "tr(A X)", "X⁻ᵀ + Aᵀ"),
    Mistake('matcalc diff "tr(A, X)" --wrt X', "tr(A, X)", "tr(A X)", "Aᵀ"),
    Mistake('matcalc diff "kron(A)" --wrt A -d "A, B: n x n"', "kron(A)", "kron(A, B)"),
    Mistake('matcalc diff "sum(exp(x, 2))" --wrt x', "exp(x, 2)", "exp(x)", "exp(x)"),
    Mistake("""matcalc diff "residual'residual" --wrt residual""", "--wrt residual",
            '--wrt residual -d "residual: n x 1"', "2 residual", '-d "residual: n x 1"'),
    Mistake('matcalc diff "sum(loss(W))" --wrt W', "--wrt W", '--wrt W -d "loss: function"', "loss'(W)",
            '-d "loss: function"'),
    Mistake('matcalc diff "sum(sinx)" --wrt x', "sinx", "sin(x)", "cos(x)"),
    Mistake('matcalc diff "AX" --wrt X -d "X: m x n; B: n x n"', "AX", "A X"),
    Mistake('matcalc diff "sum(floor(x))" --wrt x'),
    Mistake('matcalc diff "sum(f(x))" --wrt x', "--wrt x", '--wrt x -d "f: function"', "f'(x)", '-d "f: function"'),
    # other languages
    Mistake("""matcalc diff "lambda x: x'A x" --wrt x""", "lambda x: x'A x", "x'A x", "(A + Aᵀ) x"),
    Mistake('matcalc diff "x == y" --wrt x'),
    Mistake('matcalc diff "sum(i, x_i^2)" --wrt x'),
    Mistake('matcalc diff "X.inv()" --wrt X', "X.inv()", "inv(X)"),
    Mistake("matcalc diff 'A\\b' --wrt b", "A\\b", "A^-1 b", "A⁻¹"),
    Mistake('matcalc diff "A(1,:) x" --wrt x'),
    Mistake('matcalc diff "[1 2; 3 4] x" --wrt x'),
    Mistake('matcalc diff "sum(X_{ij}^2)" --wrt X -d "X: m x n"', "sum(X_{ij}^2)", "sum(X.^2)", "2 X"),
    Mistake('matcalc diff "Σ_i x_i^2" --wrt x', "Σ_i x_i^2", "sum(x.^2)", "2 x"),
    Mistake('matcalc diff "softmax(W x)_1" --wrt W'),
    Mistake("""matcalc diff "d/dx (x'A x + b'x)" --wrt A"""),
    Mistake('matcalc diff "sum(log(1 + exp(-y∘(w X))))" --wrt w -d "X: n x d; y: n; w: d"', "w X", "X w"),
    Mistake('matcalc diff "tr((X - U V)(X - U V))" --wrt U -d "X: m x n; U: m x k; V: k x n"', "V)(X", "V)'(X",
            "2 (U V - X) Vᵀ"),
    Mistake('matcalc diff "softmax(Q K / sqrt(d)) V" --wrt V -d "Q, K, V: n x d"', "Q K", "Q K'"),
    Mistake("""matcalc diff '\\mathbf{x} A \\mathbf{x}' --wrt x -d "A: n x n; x: n x 1\"""", "\\mathbf{x} A",
            "\\mathbf{x}^\\top A", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "sum(W*(X - Y)) + sum(sin(X)) + sum(log(1 + exp(X)))" --wrt Y -d "W, X, Y: m x n\"""",
            "W*(X", "W∘(X", "-W"),
    Mistake("""matcalc diff "log(1 + exp(w'x)) - y w'x + λ ‖w‖^2 + a'b + sin(w x)" --wrt w -d "w, x: n; y: scalar\"""",
            "sin(w x)", "sin(w' x)"),
    # sentences
    Mistake('matcalc diff "tr(A X,)" --wrt X', "tr(A X,)", "tr(A X)", "Aᵀ"),
    Mistake('matcalc diff "" --wrt x', '""', '"x\'A x"', "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'x; x'A x" --wrt x"""),
    Mistake("""matcalc diff "x'A x = 0" --wrt x""", "x'A x = 0", "x'A x", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A +" --wrt x"""),
    Mistake("""matcalc diff "x' * * A x" --wrt x""", "x' * * A x", "x' * A x", "(A + Aᵀ) x"),
    Mistake('matcalc diff "1,5 x" --wrt x'),
    # declarations
    Mistake("""matcalc diff "x'A x" --wrt x -d "A n x n\"""", "A n x n", "A: n x n", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A = n x n\"""", "A = n x n", "A: n x n", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: n\"""", "A: n", "A: n x n", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "vec(A)'x" --wrt x -d "x: m*n x\"""", "x: m*n x", "x: m*n x 1", "vec(A)"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: n*n\"""", "A: n*n", "A: n x n", "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: n x n symetric\"""", "symetric", "symmetric", "2 A x"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: m x n symmetric\"""", "A: m x n symmetric", "A: m x m symmetric",
            "2 A x"),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: n x n symmetric skew\""""),
    Mistake("""matcalc diff "x'A x" --wrt x -d "A: n x n; A: m x n\""""),
    Mistake("""matcalc diff "x'A x" --wrt x --assume "A symmetric\"""", "A symmetric", "A: symmetric", "2 A x"),
    # files
    Mistake("""matcalc diff "A X" --wrt X --shapes shpaes.toml""", "shpaes.toml", "shapes.toml"),
    Mistake("""matcalc diff "x'A x" --wrt x --shapes "A: n x n\"""", '--shapes "A: n x n"', '-d "A: n x n"',
            "(A + Aᵀ) x"),
    Mistake("""matcalc diff "A X" --wrt X --shapes unquoted.toml"""),
    Mistake("""matcalc diff "A X" --wrt X --shapes table.toml"""),
    Mistake("""matcalc diff "A X" --wrt X --shapes word.toml"""),
    Mistake("matcalc check case.toml"),
    Mistake("matcalc check cases.toml"),
    Mistake("matcalc diff @lst.txt --wrt x", "lst", "list", "2 x"),
    Mistake("matcalc diff @lines.txt --wrt x"),
    # commands, options and forms
    Mistake("""matcalc dif "x'A x" --wrt x""", "dif", "diff", "(A + Aᵀ) x"),
    Mistake("""matcalc grad "x'A x" --wrt x""", "matcalc grad", "matcalc diff", "(A + Aᵀ) x"),
    Mistake("""matcalc "x'A x" --wrt x""", """matcalc "x'A x" --wrt x""", """matcalc diff "x'A x" --wrt x""",
            "(A + Aᵀ) x"),
    Mistake("""matcalc diff "x'A x" --wrt x --format latx""", "latx", "latex"),
    Mistake("""matcalc diff "x'A x" --wrt x --kind hesian""", "hesian", "hessian", "A + Aᵀ"),
    Mistake("""matcalc diff "x'A x" --wrt x --order 20""", "--order 20", "--order 6"),
    Mistake("""matcalc diff "x'A x" --wrt x --order two""", "--order two", "--order 2", "A + Aᵀ"),
    Mistake('matcalc diff "A X B" --wrt X --kind gradient', "--kind gradient", "--kind jacobian", "Bᵀ ⊗ A"),
    Mistake('matcalc diff "A X B" --wrt X --form matrix', "--form matrix", "--form kronecker", "Bᵀ ⊗ A"),
    Mistake("matcalc functions lodget", "lodget", "logdet"),
    Mistake("matcalc explain shape-mismtach", "shape-mismtach", "shape-mismatch"),
    Mistake("""matcalc codegen "x'A x" --wrt x --target numppy""", "numppy", "numpy"),
]

FILES = {
    "shapes.toml": '[shapes]\nA = "m x n"\nX = "n x p"\n',
    "unquoted.toml": "[shapes]\nA = m x n\n",
    "table.toml": '[shape]\nA = "m x n"\n',
    "word.toml": '[assume]\nS = ["symetric"]\n',
    "cases.toml": '[shapes]\nA = "m x n"\nB = "m x n"\n[[case]]\nexpr = "A B"\nwrt = "A"\n'
                  '[[case]]\nexpr = "sum(A)"\nwrt = "A"\nexpect = "2 A"\n',
    "list.txt": "x'x\n", "lines.txt": "x'x\nx'(A x\nx'A x\n",
    "case.toml": '[[case]]\nexpr = "A X"\nwtr = "X"\n',
}
"""The files that the commands find."""
