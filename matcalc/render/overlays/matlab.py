"""MATLAB, in what GNU Octave has as well: no indexing of expressions, helpers that are anonymous where they can be."""
from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from matcalc import dims
from matcalc.expr import Expr
from matcalc.notation import Notation
from matcalc.ops.placed import CODE_ONLY
from matcalc.render.languages import ATOM, Noted, Written, nested
from matcalc.render.names import in_ascii
from matcalc.render.overlays.numpy import number
from matcalc.render.overlays.symmetric import either, is_symmetric, numbered
from matcalc.render.target import Target


def _constant(data: Any) -> str:
    """An exponent or a dimension."""
    if isinstance(data, Fraction):
        text, precedence = number(data)
        return text if precedence == ATOM else f"({text})"
    return str(data)


def _dim(size: str) -> Written:
    return size, ATOM if size.isidentifier() or size.isdigit() else 20 if dims.factors(size) else 10


def _taken(rows: str, call: str) -> Callable[[Expr], Notation]:
    """Rows or columns of a symbol, which has an index, or of an expression, which has none."""
    def notation(e: Expr) -> Notation:
        return Notation(rows if e.args[0].op.name == "sym" else call, 50)
    return notation


def _code(form: str, precedence: int = 100) -> Notation:
    return Notation(form, precedence)


def _power(e: Expr) -> Notation:
    return Notation("{0:50}^{data}" if e.data >= 0 else "{0:50}^({data})", 40)


def _placed(call: str) -> Callable[[Expr], Notation]:
    """A call with a place, which is counted from 0, or before the end; `#` stands for it, from 1 or below 0."""
    def notation(e: Expr) -> Notation:
        return Notation(call.replace("#", str(e.data + (e.data >= 0))))
    return notation


def _chain(call: str, count: int) -> Notation:
    """A derivative of a function of a matrix as a block of its value."""
    fields = ", ".join(f"{{{i}}}" for i in range(count))
    return Notation(f"{ {2: 'frechet', 3: 'frechet2', 5: 'frechet3'}[count] }({call}, {fields})")


_MATRIX = {"expm": "@expm", "logm": "@logm", "cosm": "@(m) real(expm(1i * m))", "sinm": "@(m) imag(expm(1i * m))",
           "coshm": "@(m) (expm(m) + expm(-m)) / 2", "sinhm": "@(m) (expm(m) - expm(-m)) / 2",
           "power": "@(m_) m_^({data})"}

_COMMUTATION = "reshape(kron(reshape(eye({data[0]}), [], 1), eye({data[1]})), {rows}, {rows})"

def _spread(form: str, precedence: int) -> Callable[[Expr], Notation]:
    """An operator that spreads rows and columns: Octave does not do that with eye(n), a diagonal matrix to it."""
    def notation(e: Expr) -> Notation:
        own = form
        for i, a in enumerate(e.args):
            if a.op.name == "eye":
                own = re.sub(rf"\{{{i}:\d+\}}", f"full({{{i}}})", own)
        return Notation(own, precedence)
    return notation


OVERLAY: dict[str, Noted] = {
    # ---- sums and products
    "add": Notation(join=" + ", precedence=10, inner=10), "sub": _code("{0:10} - {1:11}", 10),
    "neg": _code("-{0:30}", 29), "scale": _code("{0:20} * {1:21}", 20), "div": _code("{0:20} / {1:21}", 20),
    "matmul": Notation(join=" * ", precedence=20), "hadamard": Notation(join=" .* ", precedence=20),
    "hdiv": _code("{0:20} ./ {1:21}", 20), "frob": _code("sum(sum({0:20} .* {1:21}))"),
    "epow": _code("{0:50}.^{data}", 40), "raised": _code("{0:50}.^{1:50}", 40),
    "spread_add": _spread("{0:10} + {1:11}", 10), "spread_sub": _spread("{0:10} - {1:11}", 10),
    "spread_mul": _spread("{0:20} .* {1:21}", 20), "spread_div": _spread("{0:20} ./ {1:21}", 20),
    "kron": nested("kron"), "khatri_rao": _code("khatri_rao({0}, {1})"),
    "blockdot": _code("blockdot({0}, {1}, {data[0]}, {data[1]})"),
    "blocksum": _code("blocksum({0}, {1}, {data[0]}, {data[1]})"),
    "inner_trace": _code("blockdot({0}, eye({data[2]}), {data[0]}, {data[1]})"),
    "outer_trace": _code("blocksum({0}, eye({data[2]}), {data[0]}, {data[1]})"),
    # ---- shapes and constant matrices
    "transpose": _code("{0:50}'", 50), "vec": _code("reshape({0}, [], 1)"),
    "unvec": _code("reshape({0}, {data[0]}, {data[1]})"), "vech": _code("vech({0})"),
    "diag": _code("diag({0})"), "diagpart": _code("diag({0})"),
    "tril": _code("tril({0})"), "triu": _code("triu({0})"), "halftril": _code("tril({0}) - diag(diag({0})) / 2", 10),
    "take_col": _taken("{0}(:, {data})", "pick_columns({0}, {data})"),
    "take_row": _taken("{0}({data}, :)", "pick_rows({0}, {data})"),
    "eye": _code("eye({data})"), "ones": _code("ones({data[0]}, {data[1]})"),
    "zeros": _code("zeros({data[0]}, {data[1]})"), "unit": _code("double((1:{data[1]})' == {data[0]})"),
    "commutation": _code(_COMMUTATION), "duplication": _code("duplication({data})"),
    "elimination": _code("pick_rows(eye({cols}), find(tril(ones({data}))))"),
    "symmetrizer": _code(f"(eye({{rows}}) + {_COMMUTATION.replace('[0]', '').replace('[1]', '')}) / 2", 20),
    "diagonal_rows": _code("pick_rows(eye({cols}), 1:{data}+1:{cols})"),
    "diagonal_columns": _code("pick_columns(eye({rows}), 1:{data}+1:{rows})"),
    # ---- functions of entries
    **{name: _code(f"{name}({{0}})") for name in (
        "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "cot", "csc", "erf", "erfc", "exp",
        "expm1", "log", "log10", "log1p", "log2", "sec", "sign", "sin", "sinh", "sqrt", "tan", "tanh")},
    "atan2": _code("atan2({0}, {1})"), "hypot": _code("hypot({0}, {1})"), "cbrt": _code("nthroot({0}, 3)"),
    "square": _code("{0:50}.^2", 40), "cube": _code("{0:50}.^3", 40), "reciprocal": _code("1 ./ {0:21}", 20),
    "lgamma": _code("gammaln({0})"), "digamma": _code("psi({0})"), "trigamma": _code("psi(1, {0})"),
    "normcdf": _code("erfc(-{0:30} / sqrt(2)) / 2", 20), "normpdf": _code("exp(-{0:50}.^2 / 2) / sqrt(2 * pi)", 20),
    "sigmoid": _code("1 ./ (1 + exp(-{0:30}))", 20), "sigmoid_neg": _code("1 ./ (1 + exp({0}))", 20),
    "silu": _code("{0:20} ./ (1 + exp(-{0:30}))", 20), "gelu": _code("{0:20} .* erfc(-{0:30} / sqrt(2)) / 2", 20),
    "softplus": _code("max({0}, 0) + log1p(exp(-abs({0})))", 10), "logit": _code("log({0}) - log1p(-{0:30})", 10),
    "step": _code("double({0:21} > 0)"), "relu": _code("max({0}, 0)"),
    "elu": _code("max({0}, 0) + expm1(min({0}, 0))", 10), "leaky_relu": _code("max({0}, 0.01 * {0:21})"),
    "leaky_relu_by": _code("max({0}, 0) + {1:20} .* min({0}, 0)", 10),
    "huber": _code("{0:50}.^2 / 2 - max(abs({0}) - {1:11}, 0).^2 / 2", 10),
    "huber1": _code("{0:50}.^2 / 2 - max(abs({0}) - 1, 0).^2 / 2", 10),
    "maximum": _code("max({0}, {1})"), "minimum": _code("min({0}, {1})"), "spread_max": _code("max({0}, {1})"),
    "spread_min": _code("min({0}, {1})"), "clip": _code("min(max({0}, {1}), {2})"),
    "unknown": lambda e: Notation(f"{'d' * bool(e.data[1])}{e.data[1] if e.data[1] > 1 else ''}{e.data[0]}({{0}})"),
    # ---- reductions
    "sum": _code("sum(sum({0}))"), "mean": _code("mean(mean({0}))"), "var": _code("variance({0})"),
    "std": _code("sqrt(variance({0}))"), "rowsum": _code("sum({0}, 2)"), "colsum": _code("sum({0}, 1)"),
    "rowmean": _code("mean({0}, 2)"), "colmean": _code("mean({0}, 1)"), "max": _code("max(max({0}))"),
    "min": _code("min(min({0}))"), "onehot_max": _code("double({0:21} == max(max({0})))"),
    "onehot_min": _code("double({0:21} == min(min({0})))"), "sumsq": _code("sum(sum({0:50}.^2))"),
    "row_dots": _code("sum({0:20} .* {1:21}, 2)"), "entropy": _code("-sum(sum({0:20} .* log({0})))", 29),
    "cross_entropy": _code("-sum(sum({0:20} .* log({1})))", 29),
    "kl": _code("sum(sum({0:20} .* log({0:20} ./ {1:21})))"),
    "logsumexp": _code("logsumexp({0})"), "softmax": _code("exp({0:10} - logsumexp({0}))"),
    "log_softmax": _code("{0:10} - logsumexp({0})", 10),
    "row_logsumexp": _code("logsumexp_along({0}, 2)"), "row_softmax": _code("exp({0:10} - logsumexp_along({0}, 2))"),
    "row_log_softmax": _code("{0:10} - logsumexp_along({0}, 2)", 10),
    "col_logsumexp": _code("logsumexp_along({0}, 1)"), "col_softmax": _code("exp({0:10} - logsumexp_along({0}, 1))"),
    "col_log_softmax": _code("{0:10} - logsumexp_along({0}, 1)", 10),
    # ---- norms, determinants, inverses
    "norm": _code("norm({0}, 'fro')"), "norm1": _code("sum(sum(abs({0})))"), "norm_inf": _code("max(abs({0}))"),
    "pnorm": _code("sum(abs({0}).^{1:50})^(1 / {1:21})", 40), "nuc": _code("sum(svd({0}))"), "smax": _code("norm({0})"),
    "tr": _code("trace({0})"), "det": _code("det({0})"), "logdet": _code("sum(log(abs(diag(lu({0})))))"),
    "inv": _code("inv({0})"), "invt": _code("inv({0})'", 50), "pinv": _code("pinv({0})"), "adj": _code("adjugate({0})"),
    "cofactors": _code("adjugate({0})'", 50),
    "chol": lambda e: Notation("chol({0}, 'lower')" if is_symmetric(e) else "chol(({0:10} + {0:50}') / 2, 'lower')"),
    # ---- spectra
    "lmax": either("max(eig({0}))", "max(real(eig({0})))"), "lmin": either("min(eig({0}))", "min(real(eig({0})))"),
    "eigval": either("pick_rows(sort(eig({0}), 'descend'), #)", "pick_rows(sort(real(eig({0})), 'descend'), #)"),
    **dict.fromkeys(("evec_max", "eigvec"), numbered("eigenvector({0}, #)")),
    "evec_min": _code("eigenvector(-{0:30}, 1)"),
    **dict.fromkeys(("eproj_max", "eigproj"), numbered("eigenprojector({0}, #)")),
    **dict.fromkeys(("resolvent_max", "resolvent"), numbered("resolvent({0}, #)")),
    "sval": _code("pick_rows(svd({0}), {data})"), "lsvec": _code("left_singular({0}, {data})"),
    "rsvec": _code("right_singular({0}, {data})"), "lsv": _code("left_singular({0}, 1)"),
    "rsv": _code("right_singular({0}, 1)"), "rsv_row": _code("right_singular({0}, 1)'", 50),
    "polar": _code("polar({0})"),
    # ---- routines
    "dot": _code("sum(sum({0:20} .* {1:21}))"), "dot_t": _code("sum(sum({0:20} .* {1:50}'))"),
    "row_max": _code("max({0}, [], 2)"), "col_max": _code("max({0}, [], 1)"),
    "entry": lambda e: Notation(f"pick({{0}}, {e.data[0] + 1}, {e.data[1] + 1})"),
    "solve": _code("{0:20} \\ {1:21}", 20), "lu": _code("lu_factor({0})"), "lu_solve": _code("lu_solve({0}, {1})"),
    "lu_solve_t": _code("lu_solve_t({0}, {1})"), "lu_logdet": _code("lu_logdet({0})"),
    "lu_inv": _code("lu_solve({0}, eye({rows}))"), "chol_factor": _code("chol({0}, 'lower')"),
    "chol_solve": _code("{0:50}' \\ ({0:20} \\ {1:21})", 20), "chol_logdet": _code("2 * sum(log(diag({0})))", 20),
    "chol_inv": _code("{0:50}' \\ ({0:20} \\ eye({rows}))", 20), "tri_solve": _code("{0:20} \\ {1:21}", 20),
    "eigh": _code("eigh({0})"), "eigh_value": _placed("eigh_value({0}, #)"),
    "eigh_vector": _placed("eigh_vector({0}, #)"), "eigh_resolvent": _code("eigh_resolvent({0})"),
    "svd": _code("svd_factor({0})"),
    **{name: _code(f"{name}({{0}})") for name in ("svd_value", "svd_left", "svd_right", "svd_sum", "svd_polar")},
    "kron_eye": _code("kron({0}, eye({data}))"), "eye_kron": _code("kron(eye({data}), {0})"),
    # ---- functions of a matrix
    "power": _power, "mpower": _code("{0:50}^({data})", 40),
    "expm": _code("expm({0})"), "logm": _code("logm({0})"), "sqrtm": _code("real(sqrtm({0}))"),
    "cosm": _code("real(expm(1i * {0:21}))"), "sinm": _code("imag(expm(1i * {0:21}))"),
    "coshm": _code("(expm({0}) + expm(-{0:30})) / 2", 20), "sinhm": _code("(expm({0}) - expm(-{0:30})) / 2", 20),
    "sylvester": _code("sylvester({0}, {1}, {2})"),
    **{f"frechet_{name}{which}": _chain(call, count) for name, call in _MATRIX.items()
       for which, count in (("", 2), ("_pair", 3), ("_triple", 5))},
}

HELPERS = {
    "pick": "pick = @(a, i, j) a(i, j);",
    "lu_solve": "lu_solve = @(f, b) f.u \\ (f.l \\ b(f.p, :));",
    "lu_solve_t": "lu_solve_t = @(f, b) unpermuted(f.l' \\ (f.u' \\ b), f.p);",
    "lu_logdet": "lu_logdet = @(f) sum(log(abs(diag(f.u))));",
    "eigh_resolvent": "eigh_resolvent = @(f) f.v(:, 1:end-1) * diag(1 ./ (f.w(end) - f.w(1:end-1))) * "
                      "f.v(:, 1:end-1)';",
    "eigh_value": "eigh_value = @(f, k) f.w(k + (k < 0) * (numel(f.w) + 1));",
    "eigh_vector": "eigh_vector = @(f, k) f.v(:, k + (k < 0) * (numel(f.w) + 1));",
    "svd_value": "svd_value = @(f) f.s(1);", "svd_left": "svd_left = @(f) f.u(:, 1);",
    "svd_right": "svd_right = @(f) f.v(:, 1);", "svd_sum": "svd_sum = @(f) sum(f.s);",
    "svd_polar": "svd_polar = @(f) f.u * f.v';",
    "lu_factor": """\
function f = lu_factor(a)
  [f.l, f.u, f.p] = lu(a, 'vector');
end
""",
    "unpermuted": """\
function x = unpermuted(y, p)
  x = y;
  x(p, :) = y;
end
""",
    "eigh": """\
function f = eigh(a)
  [f.v, d] = eig((a + a') / 2);
  f.w = diag(d);
end
""",
    "svd_factor": """\
function f = svd_factor(a)
  [f.u, s, f.v] = svd(a, 'econ');
  f.s = diag(s);
end
""",
    "pick_rows": "pick_rows = @(a, i) a(i, :);",
    "pick_columns": "pick_columns = @(a, i) a(:, i);",
    "vech": "vech = @(a) a(tril(true(size(a))));",
    "variance": "variance = @(a) mean(mean((a - mean(mean(a))).^2));",
    "logsumexp": "logsumexp = @(a) max(max(a)) + log(sum(sum(exp(a - max(max(a))))));",
    "logsumexp_along": "logsumexp_along = @(a, k) max(a, [], k) + log(sum(exp(a - max(a, [], k)), k));",
    "khatri_rao": "khatri_rao = @(a, b) kron(a, ones(size(b, 1), 1)) .* kron(ones(size(a, 1), 1), b);",
    "blockdot": "blockdot = @(g, b, m, n) kron(eye(m), ones(1, size(b, 1))) * (g .* kron(ones(m, n), b)) * "
                "kron(eye(n), ones(size(b, 2), 1));",
    "blocksum": "blocksum = @(g, a, p, q) kron(ones(1, size(a, 1)), eye(p)) * (g .* kron(a, ones(p, q))) * "
                "kron(ones(size(a, 2), 1), eye(q));",
    "mirrored": "mirrored = @(p) max(p, p');",
    "duplication": "duplication = @(n) double(reshape(mirrored(tril(reshape(cumsum(reshape(tril(ones(n)), [], 1)), "
                   "n, n))), [], 1) == 1:n*(n+1)/2);",
    "corner": "corner = @(m, i, j) m(1:i, end-j+1:end);",
    "frechet": "frechet = @(f, a, e) frechet2(f, a, a, e);",
    "frechet2": "frechet2 = @(f, a, b, e) corner(f([a, e; zeros(size(e')), b]), size(a, 1), size(b, 1));",
    "frechet3": "frechet3 = @(f, a, b, c, d, e) corner(f([a, d, zeros(size(a, 1), size(c, 1)); zeros(size(d')), b, e; "
                "zeros(size(c, 1), size(a, 1)), zeros(size(e')), c]), size(a, 1), size(c, 1));",
    "eigenvector": """\
function v = eigenvector(a, k)
  [v, d] = eig(a);
  [~, i] = sort(real(diag(d)), 'descend');
  v = real(v(:, i(k)));
end
""",
    "eigenprojector": """\
function p = eigenprojector(a, k)
  [v, d] = eig(a);
  [~, i] = sort(real(diag(d)), 'descend');
  w = inv(v);
  p = real(v(:, i(k)) * w(i(k), :));
end
""",
    "resolvent": """\
function r = resolvent(a, k)
  [v, d] = eig(a);
  d = diag(d);
  [~, i] = sort(real(d), 'descend');
  g = d(i(k)) - d;
  g(i(k)) = Inf;
  r = real(v * diag(1 ./ g) / v);
end
""",
    "left_singular": """\
function u = left_singular(a, k)
  [u, ~, ~] = svd(a);
  u = u(:, k);
end
""",
    "right_singular": """\
function v = right_singular(a, k)
  [~, ~, v] = svd(a);
  v = v(:, k);
end
""",
    "polar": """\
function q = polar(a)
  [u, ~, v] = svd(a, 'econ');
  q = u * v';
end
""",
    "adjugate": """\
function b = adjugate(a)
  [u, s, v] = svd(a);
  s = diag(s);
  d = arrayfun(@(i) prod(s([1:i-1, i+1:end])), 1:numel(s));
  b = det(u * v') * v * diag(d) * u';
end
""",
}
LACKS = ("einsum", "svdsum")

_WORDS = """
break case catch classdef continue do else elseif end end_try_catch end_unwind_protect endclassdef endenumeration
endevents endfor endfunction endif endmethods endparfor endproperties endswitch endwhile enumeration events for
function global if methods otherwise parfor persistent properties return spmd switch try until unwind_protect
unwind_protect_cleanup while i j I J e pi eps inf Inf nan NaN NA ans true false size end beta gamma psi zeta alpha rho
arrayfun numel prod cumsum disp assert
"""
KEYWORDS = frozenset(_WORDS.split())

_WORD = re.compile(r"(?<![\w.])([A-Za-z]\w+)(?=\()")
_CALLED = {word for noted in OVERLAY.values() if isinstance(noted, Notation) for word in _WORD.findall(noted.form)}

LANGUAGE = Target(
    "matlab", None, ("(", ")"), _constant,
    {"num": number, "sym": lambda data: (data[0], ATOM), "dim": _dim,
     "const": lambda data: ("pi" if data == "pi" else "exp(1)", ATOM)},
    title="MATLAB", spelled=in_ascii, reserved=KEYWORDS | _CALLED | {"eig", "sort", "chol"}, overlay=OVERLAY,
    lacks={*LACKS, *CODE_ONLY}, helpers=HELPERS, imports={}, assigned="{} = {};", head="1;")
