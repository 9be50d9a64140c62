"""MATLAB, in what GNU Octave has as well: no indexing of expressions, helpers that are anonymous where they can be."""
from __future__ import annotations

import re
from collections.abc import Callable

from matcalc.expr import Expr
from matcalc.notation import Notation, nested
from matcalc.ops.placed import CODE_ONLY
from matcalc.render.languages import ATOM, Noted
from matcalc.render.names import in_ascii
from matcalc.render.overlays.matlab_helpers import HELPERS
from matcalc.render.overlays.numpy import number
from matcalc.render.overlays.shared import chain, code, constant, dim, either, is_symmetric, numbered, power
from matcalc.render.reserved import MATLAB, called
from matcalc.render.target import Target


def _taken(rows: str, call: str) -> Callable[[Expr], Notation]:
    """Rows or columns of a symbol, which has an index, or of an expression, which has none."""
    def notation(e: Expr) -> Notation:
        return Notation(rows if e.args[0].op.name == "sym" else call, 50)
    return notation


def _placed(call: str) -> Callable[[Expr], Notation]:
    """A call with a place, which is counted from 0, or before the end; `#` stands for it, from 1 or below 0."""
    def notation(e: Expr) -> Notation:
        return Notation(call.replace("#", str(e.data + (e.data >= 0))))
    return notation


_MATRIX = {"expm": "@expm", "logm": "@logm", "cosm": "@(m) real(expm(1i * m))", "sinm": "@(m) imag(expm(1i * m))",
           "coshm": "@(m) (expm(m) + expm(-m)) / 2", "sinhm": "@(m) (expm(m) - expm(-m)) / 2",
           "power": "@(m_) m_^({data})"}

_COMMUTATION = "reshape(kron(reshape(eye({data[0]}), [], 1), eye({data[1]})), {rows}, {rows})"


def _spread(form: str, precedence: int = 100) -> Callable[[Expr], Notation]:
    """What spreads rows and columns in sums: Octave does not do that with what it keeps as a diagonal matrix."""
    def notation(e: Expr) -> Notation:
        own = form
        for i, a in enumerate(e.args):
            if _may_be_diagonal(a):
                own = re.sub(rf"\{{{i}(:\d+)?\}}", f"full({{{i}}})", own)
        return Notation(own, precedence)
    return notation


def _may_be_diagonal(e: Expr) -> bool:
    """Whether Octave may know it as diagonal: what is made of identities and diagonals alone, and what has a name."""
    if e.op.name == "sym":
        return e.rows == e.cols != "1"
    return e.op.name in ("eye", "diag") or (e.op.name in _DIAGONAL and all(
        a.is_scalar or _may_be_diagonal(a) for a in e.args))


_DIAGONAL = frozenset({"neg", "transpose", "scale", "div", "matmul", "kron", "kron_eye", "eye_kron", "inv", "invt",
                       "pinv", "add", "sub", "abs", "sqrt", "solve", "power", "mpower", "expm", "logm", "sqrtm", "cosm",
                       "sinm", "coshm", "sinhm"})


OVERLAY: dict[str, Noted] = {
    # ---- sums and products
    "add": Notation(join=" + ", precedence=10, inner=10), "sub": code("{0:10} - {1:11}", 10),
    "neg": code("-{0:30}", 29), "scale": code("{0:20} * {1:21}", 20), "div": code("{0:20} / {1:21}", 20),
    "matmul": Notation(join=" * ", precedence=20), "hadamard": Notation(join=" .* ", precedence=20),
    "hdiv": code("{0:20} ./ {1:21}", 20), "frob": code("sum(sum({0:20} .* {1:21}))"),
    "epow": code("{0:50}.^{data}", 40), "raised": code("{0:50}.^{1:50}", 40),
    "spread_add": _spread("{0:10} + {1:11}", 10), "spread_sub": _spread("{0:10} - {1:11}", 10),
    "spread_mul": code("{0:20} .* {1:21}", 20), "spread_div": code("{0:20} ./ {1:21}", 20),
    "kron": nested("kron"), "khatri_rao": code("khatri_rao({0}, {1})"),
    "blockdot": code("blockdot({0}, {1}, {data[0]}, {data[1]})"),
    "blocksum": code("blocksum({0}, {1}, {data[0]}, {data[1]})"),
    "inner_trace": code("blockdot({0}, eye({data[2]}), {data[0]}, {data[1]})"),
    "outer_trace": code("blocksum({0}, eye({data[2]}), {data[0]}, {data[1]})"),
    # ---- shapes and constant matrices
    "transpose": code("{0:50}'", 50), "vec": code("reshape({0}, [], 1)"),
    "unvec": code("reshape({0}, {data[0]}, {data[1]})"), "vech": code("vech({0})"),
    "diag": code("diag({0})"), "diagpart": code("diag({0})"),
    "tril": code("tril({0})"), "triu": code("triu({0})"), "halftril": code("tril({0}) - diag(diag({0})) / 2", 10),
    "take_col": _taken("{0}(:, {data})", "pick_columns({0}, {data})"),
    "take_row": _taken("{0}({data}, :)", "pick_rows({0}, {data})"),
    "eye": code("eye({data})"), "ones": code("ones({data[0]}, {data[1]})"),
    "zeros": code("zeros({data[0]}, {data[1]})"), "unit": code("double((1:{data[1]})' == {data[0]})"),
    "commutation": code(_COMMUTATION), "duplication": code("duplication({data})"),
    "elimination": code("pick_rows(eye({cols}), find(tril(ones({data}))))"),
    "symmetrizer": code(f"(eye({{rows}}) + {_COMMUTATION.replace('[0]', '').replace('[1]', '')}) / 2", 20),
    "diagonal_rows": code("pick_rows(eye({cols}), 1:{data}+1:{cols})"),
    "diagonal_columns": code("pick_columns(eye({rows}), 1:{data}+1:{rows})"),
    # ---- functions of entries
    **{name: code(f"{name}({{0}})") for name in (
        "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "cot", "csc", "erf", "erfc", "exp",
        "expm1", "log", "log10", "log1p", "log2", "sec", "sign", "sin", "sinh", "sqrt", "tan", "tanh")},
    "atan2": code("atan2({0}, {1})"), "hypot": code("hypot({0}, {1})"), "cbrt": code("nthroot({0}, 3)"),
    "square": code("{0:50}.^2", 40), "cube": code("{0:50}.^3", 40), "reciprocal": code("1 ./ {0:21}", 20),
    "lgamma": code("gammaln({0})"), "digamma": code("psi({0})"), "trigamma": code("psi(1, {0})"),
    "normcdf": code("erfc(-{0:30} / sqrt(2)) / 2", 20), "normpdf": code("exp(-{0:50}.^2 / 2) / sqrt(2 * pi)", 20),
    "sigmoid": code("1 ./ (1 + exp(-{0:30}))", 20), "sigmoid_neg": code("1 ./ (1 + exp({0}))", 20),
    "silu": code("{0:20} ./ (1 + exp(-{0:30}))", 20), "gelu": code("{0:20} .* erfc(-{0:30} / sqrt(2)) / 2", 20),
    "softplus": code("max({0}, 0) + log1p(exp(-abs({0})))", 10), "logit": code("log({0}) - log1p(-{0:30})", 10),
    "step": code("double({0:21} > 0)"), "relu": code("max({0}, 0)"),
    "elu": code("max({0}, 0) + expm1(min({0}, 0))", 10), "leaky_relu": code("max({0}, 0.01 * {0:21})"),
    "leaky_relu_by": code("max({0}, 0) + {1:20} .* min({0}, 0)", 10),
    "huber": code("{0:50}.^2 / 2 - max(abs({0}) - {1:11}, 0).^2 / 2", 10),
    "huber1": code("{0:50}.^2 / 2 - max(abs({0}) - 1, 0).^2 / 2", 10),
    "maximum": code("max({0}, {1})"), "minimum": code("min({0}, {1})"), "spread_max": code("max({0}, {1})"),
    "spread_min": code("min({0}, {1})"), "clip": code("min(max({0}, {1}), {2})"),
    "unknown": code("{call}({0})"),
    # ---- reductions
    "sum": code("sum(sum({0}))"), "mean": code("mean(mean({0}))"), "var": code("variance({0})"),
    "std": code("sqrt(variance({0}))"), "rowsum": code("sum({0}, 2)"), "colsum": code("sum({0}, 1)"),
    "rowmean": code("mean({0}, 2)"), "colmean": code("mean({0}, 1)"), "max": code("max(max({0}))"),
    "min": code("min(min({0}))"), "onehot_max": code("double({0:21} == max(max({0})))"),
    "onehot_min": code("double({0:21} == min(min({0})))"), "sumsq": code("sum(sum({0:50}.^2))"),
    "row_dots": code("sum({0:20} .* {1:21}, 2)"), "entropy": code("-sum(sum({0:20} .* log({0})))", 29),
    "cross_entropy": code("-sum(sum({0:20} .* log({1})))", 29),
    "kl": code("sum(sum({0:20} .* log({0:20} ./ {1:21})))"),
    "logsumexp": code("logsumexp({0})"), "softmax": code("exp({0:10} - logsumexp({0}))"),
    "log_softmax": code("{0:10} - logsumexp({0})", 10),
    **{f"{name}_{function}": _spread(form.replace("#", axis), precedence) for name, axis in (("row", "2"), ("col", "1"))
       for function, form, precedence in (
           ("logsumexp", "logsumexp_along({0}, #)", 100), ("softmax", "exp({0:10} - logsumexp_along({0}, #))", 100),
           ("log_softmax", "{0:10} - logsumexp_along({0}, #)", 10))},
    # ---- norms, determinants, inverses
    "norm": code("norm({0}, 'fro')"), "norm1": code("sum(sum(abs({0})))"), "norm_inf": code("max(abs({0}))"),
    "pnorm": code("sum(abs({0}).^{1:50})^(1 / {1:21})", 40), "nuc": code("sum(svd({0}))"), "smax": code("norm({0})"),
    "tr": code("trace({0})"), "det": code("det({0})"), "logdet": code("sum(log(abs(diag(lu({0})))))"),
    "inv": code("inv({0})"), "invt": code("inv({0})'", 50), "pinv": code("pinv({0})"), "adj": code("adjugate({0})"),
    "cofactors": code("adjugate({0})'", 50),
    "chol": lambda e: Notation("chol({0}, 'lower')" if is_symmetric(e) else "chol(({0:10} + {0:50}') / 2, 'lower')"),
    # ---- spectra
    "lmax": either("max(eig({0}))", "max(real(eig({0})))"), "lmin": either("min(eig({0}))", "min(real(eig({0})))"),
    "eigval": either("pick_rows(sort(eig({0}), 'descend'), #)", "pick_rows(sort(real(eig({0})), 'descend'), #)"),
    **dict.fromkeys(("evec_max", "eigvec"), numbered("eigenvector({0}, #)")),
    "evec_min": code("eigenvector(-{0:30}, 1)"),
    **dict.fromkeys(("eproj_max", "eigproj"), numbered("eigenprojector({0}, #)")),
    **dict.fromkeys(("resolvent_max", "resolvent"), numbered("resolvent({0}, #)")),
    "sval": code("pick_rows(svd({0}), {data})"), "lsvec": code("left_singular({0}, {data})"),
    "rsvec": code("right_singular({0}, {data})"), "lsv": code("left_singular({0}, 1)"),
    "rsv": code("right_singular({0}, 1)"), "rsv_row": code("right_singular({0}, 1)'", 50),
    "polar": code("polar({0})"),
    # ---- routines
    "dot": code("sum(sum({0:20} .* {1:21}))"), "dot_t": code("sum(sum({0:20} .* {1:50}'))"),
    "row_max": code("max({0}, [], 2)"), "col_max": code("max({0}, [], 1)"),
    "entry": lambda e: Notation(f"pick({{0}}, {e.data[0] + 1}, {e.data[1] + 1})"),
    "solve": code("{0:20} \\ {1:21}", 20), "lu": code("lu_factor({0})"), "lu_solve": code("lu_solve({0}, {1})"),
    "lu_solve_t": code("lu_solve_t({0}, {1})"), "lu_logdet": code("lu_logdet({0})"),
    "lu_inv": code("lu_solve({0}, eye({rows}))"), "chol_factor": code("chol({0}, 'lower')"),
    "chol_solve": code("{0:50}' \\ ({0:20} \\ {1:21})", 20), "chol_logdet": code("2 * sum(log(diag({0})))", 20),
    "chol_inv": code("{0:50}' \\ ({0:20} \\ eye({rows}))", 20), "tri_solve": code("{0:20} \\ {1:21}", 20),
    "eigh": code("eigh({0})"), "eigh_value": _placed("eigh_value({0}, #)"),
    "eigh_vector": _placed("eigh_vector({0}, #)"), "eigh_resolvent": code("eigh_resolvent({0})"),
    "svd": code("svd_factor({0})"),
    **{name: code(f"{name}({{0}})") for name in ("svd_value", "svd_left", "svd_right", "svd_sum", "svd_polar")},
    **dict.fromkeys(("commuted", "eye_commuted"), code(
        "reshape(permute(reshape({0}, {data[0]}, {data[1]}, []), [2 1 3]), [], {cols})")),
    "eye_times": code("reshape({0:20} * reshape({1}, {cols(0)}, []), [], {cols})"),
    "kron_times": code("kron({0}, eye({data})) * {1:21}", 20),
    "kron_eye": code("kron({0}, eye({data}))"),
    "eye_kron": code("kron(eye({data}), {0})"),
    "kron_blocks": code("kron_blocks({0}, {data[0]}, {data[1]})"),
    "eye_blocks": code("eye_blocks({0}, {data[0]}, {data[1]})"),
    # ---- functions of a matrix
    "power": power, "mpower": code("{0:50}^({data})", 40),
    "expm": code("expm({0})"), "logm": code("logm({0})"), "sqrtm": code("real(sqrtm({0}))"),
    "cosm": code("real(expm(1i * {0:21}))"), "sinm": code("imag(expm(1i * {0:21}))"),
    "coshm": code("(expm({0}) + expm(-{0:30})) / 2", 20), "sinhm": code("(expm({0}) - expm(-{0:30})) / 2", 20),
    "sylvester": code("sylvester({0}, {1}, {2})"),
    **{f"frechet_{name}{which}": chain(call, count) for name, call in _MATRIX.items()
       for which, count in (("", 2), ("_pair", 3), ("_triple", 5))},
}

LACKS = ("einsum", "svdsum")

_FORMS = [noted.form for noted in OVERLAY.values() if isinstance(noted, Notation)]

LANGUAGE = Target(
    "matlab", None, ("(", ")"), constant,
    {"num": number, "sym": lambda data: (data[0], ATOM), "dim": dim,
     "const": lambda data: ("pi" if data == "pi" else "exp(1)", ATOM)},
    title="MATLAB", spelled=in_ascii, reserved=MATLAB | called(_FORMS), overlay=OVERLAY,
    lacks={*LACKS, *CODE_ONLY}, helpers=HELPERS, imports={}, assigned="{} = {};", head="1;")
