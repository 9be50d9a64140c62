"""The derivation of the SVD form: a Hadamard factor as a sum of outer products, and what that makes of the Jacobian."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc import forms
from matcalc.build import T, diag, mm, num, scale, sym
from matcalc.certify import Certificate, certify_equal
from matcalc.expr import OPS, Expr, rebuild, walk
from matcalc.forms.svd import ALPHA, BETA, expanded, with_sizes
from matcalc.ops.hadamard import factors
from matcalc.ops.rankone import LEFT, RIGHT, SIGMA, SVDSUM, triple
from matcalc.present import TEXT, Answer
from matcalc.render import languages, write
from matcalc.steps.step import Side, Step, both, marks, symbol

W, V = "Wₖ", "Vₖ"


def derivation(f: Expr, x: Expr, definitions: Sequence[tuple[str, Expr]], answer: Answer) -> list[Step]:
    """The steps to Σₖ αₖ Diag(βₖ) for a normal f, which has a Hadamard product on the way to x."""
    found = forms.svd.split_factor(f, x)
    assert found is not None
    if not found.is_linear:
        return [*_decomposition(found.matrix), Step(("J", "J"), both(answer.expr), "the change by each summand")]
    matrix, summand = found.matrix, found.change
    of = dict(definitions)
    names = _short_names(of.get(BETA), {n.data[0] for n in _symbols(f)})
    named = [Step(both(symbol(name)), both(TEXT.shown(e)), "a name") for name, e in names.items()]
    steps = [*_decomposition(matrix), *named,
             Step(("Y", "Y"), _total(_as_written(summand, matrix)), "the Hadamard product as a sum",
                  "E∘Z = Σₖ Wₖ Z Vₖ", certificate=_check_sum(f, matrix, summand))]
    if ALPHA not in of:
        return [*steps, Step(("J", "J"), both(answer.expr), "the Jacobian of each summand")]
    alpha, beta = sym(ALPHA, of[ALPHA].shape), sym(BETA, of[BETA].shape)
    steps.append(Step((ALPHA, r"\alpha_{k}"), both(_as_written(of[ALPHA], matrix)), "what stands before the variable"))
    behind = both(_diagonals(of[BETA], names, matrix))
    steps.append(Step((BETA, r"\beta_{k}"), behind, "what stands behind it, a vector"))
    if x.cols == "1":
        change = TEXT.shown(mm(alpha, diag(beta), sym("d" + x.data[0], x.shape)))
        steps.append(Step(("dY", "dY"), _total(change), "linear in the variable"))
    steps.append(Step(("J", "J"), both(answer.expr), "the factor of the differential"))
    spread = _spread(alpha, beta)
    steps.append(Step(("", ""), _total(spread), "αₖ scaled column by column", "A diag(v) = (v' ⊗ ones(m, 1))∘(1 ⊗ A)",
                      certificate=certify_equal(TEXT.shown(mm(alpha, diag(beta))), spread)))
    return steps


def _check_sum(f: Expr, matrix: Expr, summand: Expr) -> Certificate | None:
    """Whether f is the sum of the summands; None where the number of columns is no name."""
    if matrix.cols.isidentifier():
        two = {matrix.cols: "2"}
        whole = with_sizes(SVDSUM(TEXT.shown(matrix), TEXT.shown(summand)), two)
        return certify_equal(with_sizes(TEXT.shown(f), two), expanded(whole, 2))
    return None


def _decomposition(matrix: Expr) -> list[Step]:
    sigma, u, v = triple(matrix)
    name = both(TEXT.shown(matrix))
    outer = r"\sum_{k} \sigma_{k} u_{k} v_{k}^{\top}"
    return [
        Step(name, Side(f"Σₖ {SIGMA} {LEFT} {RIGHT}ᵀ", outer, lambda language: languages.named(language).said.triples),
             "singular value decomposition: σₖ singular values, uₖ and vₖ their vectors"),
        Step(both(symbol(W)), both(TEXT.shown(diag(scale(sigma, u)))), "a name"),
        Step(both(symbol(V)), both(TEXT.shown(diag(v))), "a name"),
    ]


def _short_names(beta: Expr | None, taken: set[str]) -> dict[str, Expr]:
    """c = Cᵀ and the like: lower-case names for the constant vectors that meet vₖ."""
    out: dict[str, Expr] = {}
    for e in _vectors(beta):
        leaf = e.args[0] if e.op.name == "transpose" else e
        name = leaf.data[0].lower() if leaf.op.name == "sym" else ""
        if name and name not in taken and name not in out and len(name) == 1:
            out[name] = e
    return out


def _vectors(beta: Expr | None) -> list[Expr]:
    """The constant vectors in the product of vectors that βₖ ends in, where vₖ is one of them."""
    if beta is None:
        return []
    last = factors(beta.args[-1] if beta.op.name == "matmul" else beta)
    others = [e for e, k in last if k == 1 and not (e.op.name == "sym" and e.data[0] == RIGHT)]
    return others if len(others) == len(last) - 1 else []


def _diagonals(beta: Expr, names: dict[str, Expr], matrix: Expr) -> Expr:
    """βₖ as D Diag(c) Vₖ f: the elementwise product written with diagonal matrices, the last vector bare."""
    by = {e: sym(name, e.shape) for name, e in names.items()}
    vectors = [by.get(e, e) for e in _vectors(beta)]
    if not vectors:
        return TEXT.shown(beta)
    front = [TEXT.shown(e) for e in (beta.args[:-1] if beta.op.name == "matmul" else ())]
    middle = [TEXT.shown(diag(e)) for e in vectors[:-1]]
    return OPS["matmul"](*front, *middle, sym(V, (matrix.cols, matrix.cols)), TEXT.shown(vectors[-1]))


def _as_written(e: Expr, matrix: Expr) -> Expr:
    """σₖ and Diag(uₖ) written as Wₖ, Diag(vₖ) as Vₖ."""
    sigma, u, v = triple(matrix)
    w_, v_ = sym(W, (matrix.rows, matrix.rows)), sym(V, (matrix.cols, matrix.cols))

    def visit(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node is sigma:
            return num(1)
        if node is diag(u):
            return w_
        if node is diag(v):
            return v_
        return node.op.build(*args, data=node.data) if args else node

    return TEXT.shown(rebuild(e, visit))


def _total(e: Expr) -> Side:
    def writer(language: str) -> str:
        return marks(language).row(marks(language).total(["k"]), write(e, language))

    return Side(f"Σₖ {write(e)}", rf"\sum_{{k}} {write(e, 'latex')}", writer)


def _spread(alpha: Expr, beta: Expr) -> Expr:
    """(βₖᵀ ⊗ 1) ∘ (1 ⊗ αₖ), with ones of the height of αₖ."""
    column = OPS["ones"](data=(alpha.rows, "1")) if alpha.rows != "1" else num(1)
    one = num(1)
    left = OPS["kron"](TEXT.shown(T(beta)), column)
    return OPS["hadamard"](left, OPS["kron"](one, TEXT.shown(alpha)))


def _symbols(e: Expr) -> list[Expr]:
    return [n for n in walk(e) if n.op.name == "sym"]
