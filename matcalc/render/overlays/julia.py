"""Julia with its standard library, LinearAlgebra and Statistics; scalars may be numbers or 1×1 matrices."""
from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.expr import Expr
from matcalc.notation import Notation
from matcalc.ops.placed import CODE_ONLY
from matcalc.ops.unknown import code_name
from matcalc.render.languages import ATOM, Noted, Written, nested
from matcalc.render.names import identifier
from matcalc.render.overlays.numpy import number
from matcalc.render.overlays.symmetric import either, is_symmetric
from matcalc.render.target import Target


def _constant(data: Any) -> str:
    """An exponent or a dimension."""
    if isinstance(data, Fraction):
        text, precedence = number(data)
        return text if precedence == ATOM else f"({text})"
    return str(data).replace("/", "÷")


def _dim(size: str) -> Written:
    return size.replace("/", "÷"), ATOM if size.isidentifier() or size.isdigit() else 20 if dims.factors(size) else 10


def _code(form: str, precedence: int = 100) -> Notation:
    return Notation(form, precedence)


def _dotted(plain: str, dotted: str, scalar: int) -> Callable[[Expr], Notation]:
    """Multiplied or divided by a scalar: a number as such, others entry by entry, for they may be 1×1 matrices."""
    def notation(e: Expr) -> Notation:
        return Notation(plain if e.args[scalar].op.name in ("num", "dim", "const") else dotted, 20)
    return notation


def _sum(e: Expr) -> Notation:
    """Scalars may be numbers and 1×1 matrices, which are added with a dot."""
    return Notation(join=" .+ " if e.is_scalar else " + ", precedence=10, inner=10)


def _power(e: Expr) -> Notation:
    return Notation("{0:50} ^ {data}" if e.data >= 0 else "{0:50} ^ ({data})", 40)


def _placed(form: str) -> Callable[[Expr], Notation]:
    """A part with a place from 0, or before the end; `#` stands for the index."""
    def notation(e: Expr) -> Notation:
        return Notation(form.replace("#", str(e.data + 1) if e.data >= 0 else f"end+{e.data + 1}"), 50)
    return notation


def _chain(call: str, count: int) -> Notation:
    """A derivative of a function of a matrix as a block of its value."""
    fields = ", ".join(f"{{{i}}}" for i in range(count))
    return Notation(f"{ {2: 'frechet', 3: 'frechet2', 5: 'frechet3'}[count] }({call}, {fields})")


_MATRIX = {"expm": "exp", "logm": "log", "cosm": "cos", "sinm": "sin", "coshm": "cosh", "sinhm": "sinh"}

OVERLAY: dict[str, Noted] = {
    # ---- sums and products
    "add": _sum, "sub": Notation("{0:10} - {1:11}", 10, scalar="{0:10} .- {1:11}"), "neg": _code("-{0:30}", 29),
    "scale": _dotted("{0:20} * {1:21}", "{0:20} .* {1:21}", 0),
    "div": _dotted("{0:20} / {1:21}", "{0:20} ./ {1:21}", 1),
    "matmul": Notation(join=" * ", precedence=20), "hadamard": Notation(join=" .* ", precedence=20),
    "hdiv": _code("{0:20} ./ {1:21}", 20), "frob": _code("dot({0}, {1})"),
    "epow": _code("{0:50} .^ {data}", 40), "raised": _code("{0:50} .^ {1:50}", 40),
    "spread_add": _code("{0:10} .+ {1:11}", 10), "spread_sub": _code("{0:10} .- {1:11}", 10),
    "spread_mul": _code("{0:20} .* {1:21}", 20), "spread_div": _code("{0:20} ./ {1:21}", 20),
    "kron": nested("kron"), "khatri_rao": _code("khatri_rao({0}, {1})"),
    "blockdot": _code("blockdot({0}, {1}, {data[0]}, {data[1]})"),
    "blocksum": _code("blocksum({0}, {1}, {data[0]}, {data[1]})"),
    "inner_trace": _code("blockdot({0}, Matrix(1.0I, {data[2]}, {data[2]}), {data[0]}, {data[1]})"),
    "outer_trace": _code("blocksum({0}, Matrix(1.0I, {data[2]}, {data[2]}), {data[0]}, {data[1]})"),
    # ---- shapes and constant matrices
    "transpose": _code("{0:50}'", 50), "vec": _code("reshape({0}, :, 1)"),
    "unvec": _code("reshape({0}, {data[0]}, {data[1]})"), "vech": _code("vech({0})"),
    "diag": _code("diagm(vec({0}))"), "diagpart": _code("reshape(diag({0}), :, 1)"),
    "tril": _code("tril({0})"), "triu": _code("triu({0})"), "halftril": _code("tril({0}) - Diagonal({0}) / 2", 10),
    "take_col": _code("{0:50}[:, [{data}]]", 50), "take_row": _code("{0:50}[[{data}], :]", 50),
    "eye": _code("Matrix(1.0I, {data}, {data})"), "ones": _code("ones({data[0]}, {data[1]})"),
    "zeros": _code("zeros({data[0]}, {data[1]})"),
    "unit": _code("Matrix(1.0I, {data[1]}, {data[1]})[:, [{data[0]}]]", 50),
    "commutation": _code("commutation({data[0]}, {data[1]})"), "duplication": _code("duplication({data})"),
    "elimination": _code("elimination({data})"),
    "symmetrizer": _code("(Matrix(1.0I, {rows}, {rows}) + commutation({data}, {data})) / 2", 20),
    "diagonal_rows": _code("Matrix(1.0I, {cols}, {cols})[1:{data}+1:{cols}, :]", 50),
    "diagonal_columns": _code("Matrix(1.0I, {rows}, {rows})[:, 1:{data}+1:{rows}]", 50),
    # ---- functions of entries
    **{name: _code(f"{name}.({{0}})") for name in (
        "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "cot", "csc", "exp", "expm1",
        "log", "log10", "log1p", "log2", "sec", "sign", "sin", "sinh", "sqrt", "tan", "tanh")},
    "atan2": _code("atan.({0}, {1})"), "hypot": _code("hypot.({0}, {1})"),
    "square": _code("{0:50} .^ 2", 40), "cube": _code("{0:50} .^ 3", 40), "reciprocal": _code("1 ./ {0:21}", 20),
    "normpdf": _code("exp.(-{0:50} .^ 2 ./ 2) ./ sqrt(2 * pi)", 20),
    "sigmoid": _code("1 ./ (1 .+ exp.(-{0:30}))", 20), "sigmoid_neg": _code("1 ./ (1 .+ exp.({0}))", 20),
    "silu": _code("{0:20} ./ (1 .+ exp.(-{0:30}))", 20),
    "softplus": _code("max.({0}, 0) .+ log1p.(exp.(-abs.({0})))", 10),
    "logit": _code("log.({0}) .- log1p.(-{0:30})", 10),
    "step": _code("Float64.({0:21} .> 0)"), "relu": _code("max.({0}, 0)"),
    "elu": _code("max.({0}, 0) .+ expm1.(min.({0}, 0))", 10), "leaky_relu": _code("max.({0}, 0.01 .* {0:21})"),
    "leaky_relu_by": _code("max.({0}, 0) .+ {1:20} .* min.({0}, 0)", 10),
    "huber": _code("{0:50} .^ 2 ./ 2 .- max.(abs.({0}) .- {1:11}, 0) .^ 2 ./ 2", 10),
    "huber1": _code("{0:50} .^ 2 ./ 2 .- max.(abs.({0}) .- 1, 0) .^ 2 ./ 2", 10),
    **dict.fromkeys(("maximum", "spread_max"), _code("max.({0}, {1})")),
    **dict.fromkeys(("minimum", "spread_min"), _code("min.({0}, {1})")), "clip": _code("clamp.({0}, {1}, {2})"),
    "unknown": lambda e: Notation(code_name(*e.data) + ".({0})"),
    # ---- reductions
    "sum": _code("sum({0})"), "mean": _code("mean({0})"), "var": _code("var({0}; corrected=false)"),
    "std": _code("std({0}; corrected=false)"), "rowsum": _code("sum({0}; dims=2)"), "colsum": _code("sum({0}; dims=1)"),
    "rowmean": _code("mean({0}; dims=2)"), "colmean": _code("mean({0}; dims=1)"), "max": _code("maximum({0})"),
    "min": _code("minimum({0})"), "onehot_max": _code("Float64.({0:21} .== maximum({0}))"),
    "onehot_min": _code("Float64.({0:21} .== minimum({0}))"), "sumsq": _code("sum(abs2, {0})"),
    "row_dots": _code("sum({0:20} .* {1:21}; dims=2)"), "entropy": _code("-sum({0:20} .* log.({0}))", 29),
    "cross_entropy": _code("-sum({0:20} .* log.({1}))", 29), "kl": _code("sum({0:20} .* log.({0:20} ./ {1:21}))"),
    "logsumexp": _code("logsumexp({0})"), "softmax": _code("exp.({0:10} .- logsumexp({0}))"),
    "log_softmax": _code("{0:10} .- logsumexp({0})", 10),
    **{f"{along}_{name}": _code(form.replace("#", str(axis)), precedence)
       for along, axis in (("col", 1), ("row", 2))
       for name, form, precedence in (("logsumexp", "logsumexp({0}; dims=#)", 100),
                                      ("softmax", "exp.({0:10} .- logsumexp({0}; dims=#))", 100),
                                      ("log_softmax", "{0:10} .- logsumexp({0}; dims=#)", 10))},
    # ---- norms, determinants, inverses
    "norm": _code("norm({0})"), "norm1": _code("norm({0}, 1)"), "norm_inf": _code("norm({0}, Inf)"),
    "pnorm": _code("sum(abs.({0}) .^ {1:50}) .^ (1 ./ {1:21})", 40), "nuc": _code("sum(svdvals({0}))"),
    "smax": _code("opnorm({0})"), "tr": _code("tr({0})"), "det": _code("det({0})"),
    "logdet": _code("logabsdet({0})[1]", 50), "inv": _code("inv({0})"), "invt": _code("inv({0})'", 50),
    "pinv": _code("pinv({0})"), "adj": _code("adjugate({0})"), "cofactors": _code("adjugate({0})'", 50),
    "chol": lambda e: Notation("cholesky(Symmetric({0}, :L)).L" if is_symmetric(e) else
                               "cholesky(Symmetric(({0:10} + {0:50}') / 2)).L", 50),
    # ---- spectra
    "lmax": either("eigmax(Symmetric({0}))", "maximum(real(eigvals({0})))"),
    "lmin": either("eigmin(Symmetric({0}))", "minimum(real(eigvals({0})))"),
    "eigval": either("sort(eigvals(Symmetric({0})); rev=true)[#]", "sort(real(eigvals({0})); rev=true)[#]"),
    **dict.fromkeys(("evec_max", "eigvec"), either("eigenvector(Symmetric({0}), #)", "eigenvector({0}, #)")),
    "evec_min": either("eigenvector(Symmetric(-{0:30}), 1)", "eigenvector(-{0:30}, 1)"),
    **dict.fromkeys(("eproj_max", "eigproj"), either("eigenprojector(Symmetric({0}), #)", "eigenprojector({0}, #)")),
    **dict.fromkeys(("resolvent_max", "resolvent"), either("resolvent(Symmetric({0}), #)", "resolvent({0}, #)")),
    "sval": _code("svdvals({0})[{data}]", 50), "lsvec": _code("svd({0}).U[:, [{data}]]", 50),
    "rsvec": _code("svd({0}).V[:, [{data}]]", 50), "lsv": _code("svd({0}).U[:, [1]]", 50),
    "rsv": _code("svd({0}).V[:, [1]]", 50), "rsv_row": _code("svd({0}).Vt[[1], :]", 50), "polar": _code("polar({0})"),
    # ---- routines
    "dot": _code("dot({0}, {1})"), "dot_t": _code("dot({0:50}', {1})"), "row_max": _code("maximum({0}; dims=2)"),
    "col_max": _code("maximum({0}; dims=1)"),
    "entry": lambda e: Notation(f"{{0:50}}[{e.data[0] + 1}, {e.data[1] + 1}]", 50),
    "solve": _code("{0:20} \\ {1:21}", 20), "lu": _code("lu({0})"), "lu_solve": _code("{0:20} \\ {1:21}", 20),
    "lu_solve_t": _code("{0:50}' \\ {1:21}", 20), "lu_logdet": _code("logabsdet({0})[1]", 50),
    "lu_inv": _code("inv({0})"),
    "chol_factor": _code("cholesky(Symmetric({0}, :L)).L", 50),
    "chol_solve": _code("{0:50}' \\ ({0:20} \\ {1:21})", 20),
    "chol_logdet": _code("2 * sum(log.(diag({0})))", 20), "chol_inv": _code("{0:50}' \\ inv({0})", 20),
    "tri_solve": lambda e: Notation(f"{'Lower' if e.data else 'Upper'}Triangular({{0}}) \\ {{1:21}}", 20),
    "eigh": _code("eigen(Symmetric({0}))"), "eigh_value": _placed("{0:50}.values[#]"),
    "eigh_vector": _placed("{0:50}.vectors[:, [#]]"), "svd": _code("svd({0})"), "svd_value": _code("{0:50}.S[1]", 50),
    "svd_left": _code("{0:50}.U[:, [1]]", 50), "svd_right": _code("{0:50}.V[:, [1]]", 50),
    "eigh_resolvent": _code("{0:50}.vectors[:, 1:end-1] ./ ({0:50}.values[end] .- {0:50}.values[1:end-1]') * "
                            "{0:50}.vectors[:, 1:end-1]'", 20),
    "svd_sum": _code("sum({0:50}.S)"), "svd_polar": _code("{0:50}.U * {0:50}.Vt", 20),
    "kron_eye": _code("kron({0}, Matrix(1.0I, {data}, {data}))"),
    "eye_kron": _code("kron(Matrix(1.0I, {data}, {data}), {0})"),
    # ---- functions of a matrix
    "power": _power, "mpower": _code("{0:50} ^ ({data})", 40), "sqrtm": _code("sqrt({0})"),
    **{name: _code(f"{call}({{0}})") for name, call in _MATRIX.items()},
    "sylvester": _code("sylvester(Matrix({0}), Matrix({1}), -Matrix({2}))"),
    **{f"frechet_{name}{which}": _chain(call, count)
       for name, call in (*_MATRIX.items(), ("power", "m_ -> m_ ^ ({data})"))
       for which, count in (("", 2), ("_pair", 3), ("_triple", 5))},
}

HELPERS = {
    "khatri_rao": """\
khatri_rao(a, b) = repeat(a; inner=(size(b, 1), 1)) .* repeat(b; outer=(size(a, 1), 1))
""",
    "blockdot": """\
function blockdot(g, b, m, n)
    p, q = size(b)
    [dot(g[(i-1)*p+1:i*p, (j-1)*q+1:j*q], b) for i in 1:m, j in 1:n]
end
""",
    "blocksum": """\
function blocksum(g, a, p, q)
    m, n = size(a)
    sum(a[i, j] .* g[(i-1)*p+1:i*p, (j-1)*q+1:j*q] for i in 1:m, j in 1:n)
end
""",
    "vech": """\
vech(a) = reshape([a[i, j] for j in axes(a, 2) for i in j:size(a, 1)], :, 1)
""",
    "commutation": """\
commutation(m, n) = Matrix(1.0I, m * n, m * n)[vec(reshape(1:m*n, m, n)'), :]
""",
    "elimination": """\
elimination(n) = Matrix(1.0I, n * n, n * n)[[(j - 1) * n + i for j in 1:n for i in j:n], :]
""",
    "duplication": """\
function duplication(n)
    p, k = zeros(Int, n, n), 0
    for j in 1:n, i in j:n
        k += 1
        p[i, j] = p[j, i] = k
    end
    Matrix(1.0I, k, k)[vec(p), :]
end
""",
    "logsumexp": """\
function logsumexp(a; dims=:)
    top = maximum(a; dims=dims)
    top .+ log.(sum(exp.(a .- top); dims=dims))
end
""",
    "frechet": "frechet(f, a, e) = frechet2(f, a, a, e)\n",
    "frechet2": """\
function frechet2(f, a, b, e)
    f([a e; zero(e') b])[1:size(a, 1), end-size(b, 1)+1:end]
end
""",
    "frechet3": """\
function frechet3(f, a, b, c, d, e)
    l, m, n = size(a, 1), size(b, 1), size(c, 1)
    f([a d zeros(l, n); zeros(m, l) b e; zeros(n, l) zeros(n, m) c])[1:l, end-n+1:end]
end
""",
    "eigenvector": """\
function eigenvector(a, k)
    f = eigen(a)
    i = sortperm(real(f.values); rev=true)[k]
    real(f.vectors[:, [i]])
end
""",
    "eigenprojector": """\
function eigenprojector(a, k)
    f = eigen(a)
    i = sortperm(real(f.values); rev=true)[k]
    real(f.vectors[:, [i]] * inv(f.vectors)[[i], :])
end
""",
    "resolvent": """\
function resolvent(a, k)
    f = eigen(a)
    i = sortperm(real(f.values); rev=true)[k]
    w = [j == i ? zero(f.values[j]) : 1 / (f.values[i] - f.values[j]) for j in eachindex(f.values)]
    real(f.vectors * Diagonal(w) * inv(f.vectors))
end
""",
    "polar": """\
function polar(a)
    f = svd(a)
    f.U * f.Vt
end
""",
    "adjugate": """\
function adjugate(a)
    f = svd(a)
    w = [prod(f.S[j] for j in eachindex(f.S) if j != i; init=1.0) for i in eachindex(f.S)]
    det(f.U * f.Vt) * f.V * Diagonal(w) * f.U'
end
""",
}
LACKS = ("einsum", "svdsum", "erf", "erfc", "lgamma", "digamma", "trigamma", "normcdf", "gelu")
"""The functions of SpecialFunctions, which is no part of the standard library, among them."""

_WORDS = """
abstract baremodule begin break catch const continue do else elseif end export false finally for function global if
import in isa let local macro module mutable primitive quote return struct true try type using where while I pi π ℯ im
Inf NaN Float64 Matrix Diagonal Symmetric abs2 size axes eachindex zero repeat prod dims missing nothing
"""
KEYWORDS = frozenset(_WORDS.split())

_WORD = re.compile(r"(?<![\w.])([A-Za-z]\w+)(?=\.?\()")
_CALLED = {word for noted in OVERLAY.values() if isinstance(noted, Notation) for word in _WORD.findall(noted.form)}

LANGUAGE = Target(
    "julia", None, ("(", ")"), _constant,
    {"num": number, "sym": lambda data: (data[0], ATOM), "dim": _dim,
     "const": lambda data: ("pi" if data == "pi" else "exp(1)", ATOM)},
    title="Julia", spelled=identifier, overlay=OVERLAY, lacks={*LACKS, *CODE_ONLY}, helpers=HELPERS,
    reserved=KEYWORDS | _CALLED | {"eigmax", "eigmin", "maximum", "minimum", "eigvals", "sort", "cholesky",
                                   "LowerTriangular", "UpperTriangular"},
    imports={"": "using LinearAlgebra", "mean(": "using Statistics", "var(": "using Statistics",
             "std(": "using Statistics"})
