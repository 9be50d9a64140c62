"""Julia with its standard library, LinearAlgebra and Statistics: scalars are numbers, all else matrices."""
from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from matcalc.expr import Expr
from matcalc.notation import Notation, nested
from matcalc.ops.placed import CODE_ONLY
from matcalc.render.languages import ATOM, Noted, Written
from matcalc.render.names import identifier
from matcalc.render.overlays.julia_helpers import HELPERS
from matcalc.render.overlays.numpy import number
from matcalc.render.overlays.shared import chain, code, constant, dim, either, is_symmetric, power
from matcalc.render.reserved import JULIA, called
from matcalc.render.target import Target


def _constant(data: Any) -> str:
    """An exponent or a dimension; a quotient of whole numbers is a float."""
    return constant(data) if isinstance(data, Fraction) else constant(data).replace("/", "÷")


def _dim(size: str) -> Written:
    return size.replace("/", "÷"), dim(size)[1]


def _entries(form: str, precedence: int = 100) -> Notation:
    """What is done entry by entry; to numbers without dots."""
    return Notation(form, precedence, scalar=_plain(form))


def _plain(form: str) -> str:
    return re.sub(r"(?<=\w)\.(?=\()| \.(?=[-+*/^<>=]+ )", lambda dot: dot[0].rstrip("."), form)


def _fused(e: Expr) -> bool:
    """Whether a sum or a multiple goes into one loop with what is done entry by entry beside it."""
    return any(map(_is_dotted, e.args)) and not any(map(_is_identity, e.args))


def _sum(e: Expr) -> Notation:
    return Notation(join=" .+ " if _fused(e) else " + ", precedence=10, inner=10)


def _pair(sign: str, precedence: int) -> Callable[[Expr], Notation]:
    """A difference, a multiple or a quotient by a number."""
    def notation(e: Expr) -> Notation:
        need = precedence + (e.args[1].op.name != "hadamard")
        return Notation(f"{{0:{precedence}}} {'.' * _fused(e)}{sign} {{1:{need}}}", precedence)
    return notation


def _is_dotted(e: Expr) -> bool:
    """Whether it is an array that is worked out entry by entry."""
    return not e.is_scalar and (e.op.name in ENTRIES or (e.op.name in _CARRYING and any(map(_is_dotted, e.args))))


def _is_identity(e: Expr) -> bool:
    """Whether it is a multiple of the identity, which is added to no single entry."""
    return e.op.name == "eye" or (e.op.name in _CARRYING and any(map(_is_identity, e.args)))


_CARRYING = frozenset({"add", "sub", "neg", "scale", "div"})


def _one(form: str, number: str, precedence: int = 100) -> Notation:
    """What makes a matrix of one entry where a number is meant, and how that is written."""
    return Notation(form, precedence, scalar=number)


def _matmul(e: Expr) -> Notation:
    join = Notation(join=" * ", precedence=20)
    if not e.is_scalar or all(a.is_scalar for a in e.args):
        return join
    return Notation(f"only({' * '.join(f'{{{i}:21}}' for i in range(len(e.args)))})")


def _placed(form: str) -> Callable[[Expr], Notation]:
    """A part with a place from 0, or before the end; `#` stands for the index."""
    def notation(e: Expr) -> Notation:
        place = "end" if e.data == -1 else f"end{e.data + 1}" if e.data < 0 else str(e.data + 1)
        return Notation(form.replace("#", place), 50)
    return notation


def _of_matrix(form: str) -> Callable[[Expr], Notation]:
    """A function of a matrix: Julia 1.5 has it of arrays alone, not of transposes that are views."""
    def notation(e: Expr) -> Notation:
        a = e.args[0]
        while a.op.name in _MULTIPLES:
            a = a.args[_MULTIPLES[a.op.name]]
        return Notation(form.replace("{0}", "copy({0})") if a.op.name == "transpose" else form)
    return notation


_MULTIPLES = {"scale": 1, "div": 0, "neg": 0}
_MATRIX = {"expm": "exp", "logm": "real ∘ log", "cosm": "cos", "sinm": "sin", "coshm": "cosh", "sinhm": "sinh"}

ENTRIES: dict[str, Noted] = {
    **{name: _entries(f"{name}.({{0}})") for name in (
        "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "cot", "csc", "exp", "expm1",
        "log", "log10", "log1p", "log2", "sec", "sign", "sin", "sinh", "sqrt", "tan", "tanh")},
    "atan2": _entries("atan.({0}, {1})"), "hypot": _entries("hypot.({0}, {1})"),
    "square": _entries("{0:50} .^ 2", 40), "cube": _entries("{0:50} .^ 3", 40),
    "reciprocal": _entries("1 ./ {0:21}", 20),
    "normpdf": _entries("exp.(-{0:50} .^ 2 ./ 2) ./ sqrt(2 * pi)", 20),
    "sigmoid": _entries("1 ./ (1 .+ exp.(-{0:30}))", 20), "sigmoid_neg": _entries("1 ./ (1 .+ exp.({0}))", 20),
    "silu": _entries("{0:20} ./ (1 .+ exp.(-{0:30}))", 20),
    "softplus": _entries("max.({0}, 0) .+ log1p.(exp.(-abs.({0})))", 10),
    "logit": _entries("log.({0}) .- log1p.(-{0:30})", 10),
    "step": _entries("Float64.({0:21} .> 0)"), "relu": _entries("max.({0}, 0)"),
    "elu": _entries("max.({0}, 0) .+ expm1.(min.({0}, 0))", 10), "leaky_relu": _entries("max.({0}, 0.01 .* {0:21})"),
    "leaky_relu_by": _entries("max.({0}, 0) .+ {1:20} .* min.({0}, 0)", 10),
    "huber": _entries("{0:50} .^ 2 ./ 2 .- max.(abs.({0}) .- {1:11}, 0) .^ 2 ./ 2", 10),
    "huber1": _entries("{0:50} .^ 2 ./ 2 .- max.(abs.({0}) .- 1, 0) .^ 2 ./ 2", 10),
    **dict.fromkeys(("maximum", "spread_max"), _entries("max.({0}, {1})")),
    **dict.fromkeys(("minimum", "spread_min"), _entries("min.({0}, {1})")),
    "clip": _entries("min.(max.({0}, {1}), {2})"),
    "unknown": Notation("{call}.({0})", scalar="{call}({0})"),
    "onehot_max": _entries("Float64.({0:21} .== maximum({0}))"),
    "onehot_min": _entries("Float64.({0:21} .== minimum({0}))"),
    "hadamard": lambda e: Notation(join=" * " if e.is_scalar else " .* ", precedence=20),
    "hdiv": _entries("{0:20} ./ {1:21}", 20), "epow": _entries("{0:50} .^ {data}", 40),
    "raised": _entries("{0:50} .^ {1:50}", 40),
    "spread_add": code("{0:10} .+ {1:11}", 10), "spread_sub": code("{0:10} .- {1:11}", 10),
    "spread_mul": code("{0:20} .* {1:21}", 20), "spread_div": code("{0:20} ./ {1:21}", 20),
}
"""What is done entry by entry."""

OVERLAY: dict[str, Noted] = {
    **ENTRIES,
    # ---- sums and products
    "add": _sum, "sub": _pair("-", 10), "neg": code("-{0:30}", 29),
    "scale": _pair("*", 20), "div": _pair("/", 20), "matmul": _matmul,
    "frob": code("dot({0}, {1})"), "kron": nested("kron"), "khatri_rao": code("khatri_rao({0}, {1})"),
    "blockdot": code("blockdot({0}, {1}, {data[0]}, {data[1]})"),
    "blocksum": code("blocksum({0}, {1}, {data[0]}, {data[1]})"),
    "inner_trace": code("blockdot({0}, Matrix(1.0I, {data[2]}, {data[2]}), {data[0]}, {data[1]})"),
    "outer_trace": code("blocksum({0}, Matrix(1.0I, {data[2]}, {data[2]}), {data[0]}, {data[1]})"),
    # ---- shapes and constant matrices
    "copy": code("copy({0})"), "transpose": code("{0:50}'", 50), "vec": code("reshape({0}, :, 1)"),
    "unvec": code("reshape({0}, {data[0]}, {data[1]})"), "vech": code("vech({0})"),
    "diag": code("diagm(vec({0}))"), "diagpart": code("reshape(diag({0}), :, 1)"),
    "tril": code("tril({0})"), "triu": code("triu({0})"), "halftril": code("tril({0}) - Diagonal({0}) / 2", 10),
    "take_col": _one("{0:50}[:, [{data}]]", "{0:50}[{data}]", 50),
    "take_row": _one("{0:50}[[{data}], :]", "{0:50}[{data}]", 50),
    "eye": code("Matrix(1.0I, {data}, {data})"), "ones": code("ones({data[0]}, {data[1]})"),
    "zeros": code("zeros({data[0]}, {data[1]})"),
    "unit": code("Matrix(1.0I, {data[1]}, {data[1]})[:, [{data[0]}]]", 50),
    "commutation": code("commutation({data[0]}, {data[1]})"), "duplication": code("duplication({data})"),
    "elimination": code("elimination({data})"),
    "symmetrizer": code("(Matrix(1.0I, {rows}, {rows}) + commutation({data}, {data})) / 2", 20),
    "diagonal_rows": code("Matrix(1.0I, {cols}, {cols})[1:{data}+1:{cols}, :]", 50),
    "diagonal_columns": code("Matrix(1.0I, {rows}, {rows})[:, 1:{data}+1:{rows}]", 50),
    # ---- reductions
    "sum": code("sum({0})"), "mean": code("mean({0})"), "var": code("var({0}; corrected=false)"),
    "std": code("std({0}; corrected=false)"), "rowsum": _one("sum({0}; dims=2)", "sum({0})"),
    "colsum": _one("sum({0}; dims=1)", "sum({0})"), "rowmean": _one("mean({0}; dims=2)", "mean({0})"),
    "colmean": _one("mean({0}; dims=1)", "mean({0})"), "max": code("maximum({0})"),
    "min": code("minimum({0})"), "sumsq": code("sum(abs2, {0})"),
    "row_dots": _one("sum({0:20} .* {1:21}; dims=2)", "dot({0}, {1})"),
    "entropy": code("-sum({0:20} .* log.({0}))", 29), "cross_entropy": code("-sum({0:20} .* log.({1}))", 29),
    "kl": code("sum({0:20} .* log.({0:20} ./ {1:21}))"),
    "logsumexp": code("logsumexp({0})"), "softmax": code("softmax({0})"),
    "log_softmax": code("{0:10} .- logsumexp({0})", 10),
    **{f"{along}_{name}": _one(form.replace("#", str(axis)), form.replace("; dims=#", ""), precedence)
       for along, axis in (("col", 1), ("row", 2))
       for name, form, precedence in (("logsumexp", "logsumexp({0}; dims=#)", 100),
                                      ("softmax", "softmax({0}; dims=#)", 100),
                                      ("log_softmax", "{0:10} .- logsumexp({0}; dims=#)", 10))},
    # ---- norms, determinants, inverses
    "norm": code("norm({0})"), "norm1": code("norm({0}, 1)"), "norm_inf": code("norm({0}, Inf)"),
    "pnorm": code("sum(abs.({0}) .^ {1:50}) ^ (1 / {1:21})", 40), "nuc": code("sum(svdvals({0}))"),
    "smax": code("opnorm({0})"), "tr": code("tr({0})"), "det": code("det({0})"),
    "logdet": code("logabsdet({0})[1]", 50), "inv": code("inv({0})"), "invt": code("inv({0})'", 50),
    "pinv": code("pinv({0})"), "adj": code("adjugate({0})"), "cofactors": code("adjugate({0})'", 50),
    "chol": lambda e: Notation("cholesky(Symmetric({0})).L" if is_symmetric(e) else
                               "cholesky(Symmetric(({0:10} + {0:50}') / 2)).L", 50),
    # ---- spectra
    "lmax": either("eigmax(Symmetric({0}))", "maximum(real(eigvals({0})))"),
    "lmin": either("eigmin(Symmetric({0}))", "minimum(real(eigvals({0})))"),
    "eigval": either("sort(eigvals(Symmetric({0})); rev=true)[#]", "sort(real(eigvals({0})); rev=true)[#]"),
    **dict.fromkeys(("evec_max", "eigvec"), either("eigenvector(Symmetric({0}), #)", "eigenvector({0}, #)")),
    "evec_min": either("eigenvector(Symmetric(-{0:30}), 1)", "eigenvector(-{0:30}, 1)"),
    **dict.fromkeys(("eproj_max", "eigproj"), either("eigenprojector(Symmetric({0}), #)", "eigenprojector({0}, #)")),
    **dict.fromkeys(("resolvent_max", "resolvent"), either("resolvent(Symmetric({0}), #)", "resolvent({0}, #)")),
    "sval": code("svdvals({0})[{data}]", 50), "lsvec": code("svd({0}).U[:, [{data}]]", 50),
    "rsvec": code("svd({0}).V[:, [{data}]]", 50), "lsv": code("svd({0}).U[:, [1]]", 50),
    "rsv": code("svd({0}).V[:, [1]]", 50), "rsv_row": code("svd({0}).Vt[[1], :]", 50), "polar": code("polar({0})"),
    # ---- routines
    "dot": code("dot({0}, {1})"), "dot_t": code("dot({0:50}', {1})"),
    "row_max": _one("maximum({0}; dims=2)", "maximum({0})"),
    "col_max": _one("maximum({0}; dims=1)", "maximum({0})"),
    "entry": lambda e: Notation(f"{{0:50}}[{e.data[0] + 1}, {e.data[1] + 1}]", 50),
    "solve": code("{0:20} \\ {1:21}", 20), "lu": code("lu({0})"), "lu_solve": code("{0:20} \\ {1:21}", 20),
    "lu_solve_t": code("{0:50}' \\ {1:21}", 20), "lu_logdet": code("logabsdet({0})[1]", 50),
    "lu_inv": code("inv({0})"),
    "chol_factor": code("cholesky(Symmetric({0}))"), "chol_solve": code("{0:20} \\ {1:21}", 20),
    "chol_logdet": code("logdet({0})"), "chol_inv": code("inv({0})"),
    "tri_solve": lambda e: Notation(f"{'Lower' if e.data else 'Upper'}Triangular({{0}}) \\ {{1:21}}", 20),
    "eigh": code("eigen(Symmetric({0}))"), "eigh_value": _placed("{0:50}.values[#]"),
    "eigh_vector": _placed("{0:50}.vectors[:, [#]]"), "svd": code("svd({0})"), "svd_value": code("{0:50}.S[1]", 50),
    "svd_left": code("{0:50}.U[:, [1]]", 50), "svd_right": code("{0:50}.V[:, [1]]", 50),
    "eigh_resolvent": code("{0:50}.vectors[:, 1:end-1] ./ ({0:50}.values[end] .- {0:50}.values[1:end-1]') * "
                            "{0:50}.vectors[:, 1:end-1]'", 20),
    "svd_sum": code("sum({0:50}.S)"), "svd_polar": code("{0:50}.U * {0:50}.Vt", 20),
    **dict.fromkeys(("commuted", "eye_commuted"), code(
        "reshape(permutedims(reshape({0}, {data[0]}, {data[1]}, :), (2, 1, 3)), :, {cols})")),
    "eye_times": code("reshape({0:20} * reshape({1}, {cols(0)}, :), :, {cols})"),
    "kron_times": code("kron_times({0}, {1}, {data})"),
    "kron_eye": code("kron({0}, Matrix(1.0I, {data}, {data}))"),
    "eye_kron": code("kron(Matrix(1.0I, {data}, {data}), {0})"),
    "kron_blocks": code("kron_blocks({0}, {data[0]}, {data[1]})"),
    "eye_blocks": code("eye_blocks({0}, {data[0]}, {data[1]})"),
    # ---- functions of a matrix
    "power": power, "mpower": code("{0:50} ^ ({data})", 40), "sqrtm": _of_matrix("real(sqrt({0}))"),
    **{name: _of_matrix(f"{call}({{0}})") for name, call in _MATRIX.items()}, "logm": _of_matrix("real(log({0}))"),
    "sylvester": code("sylvester_solution({0}, {1}, {2})"),
    **{f"frechet_{name}{which}": chain(call, count)
       for name, call in (*_MATRIX.items(), ("power", "m_ -> m_ ^ ({data})"))
       for which, count in (("", 2), ("_pair", 3), ("_triple", 5))},
}

LACKS = ("einsum", "svdsum", "erf", "erfc", "lgamma", "digamma", "trigamma", "normcdf", "gelu")
"""The functions of SpecialFunctions, which is no part of the standard library, among them."""

_FORMS = [noted.form for noted in OVERLAY.values() if isinstance(noted, Notation)]

LANGUAGE = Target(
    "julia", None, ("(", ")"), _constant,
    {"num": number, "sym": lambda data: (data[0], ATOM), "dim": _dim,
     "const": lambda data: ("pi" if data == "pi" else "exp(1)", ATOM)},
    title="Julia", spelled=identifier, overlay=OVERLAY, lacks={*LACKS, *CODE_ONLY} - {"copy"}, helpers=HELPERS,
    brief={"eye": lambda size: ("1" if size == "1" else "I", ATOM)},
    reserved=JULIA | called([*_FORMS, *HELPERS.values()]),
    imports={"": "using LinearAlgebra", "mean(": "using Statistics", "var(": "using Statistics",
             "std(": "using Statistics"})
