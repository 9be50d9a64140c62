"""The derivation of a Jacobian: in index notation, one sum after the other, or operator by operator on vec."""
from __future__ import annotations

from matcalc import calculus, forms
from matcalc.build import add, size
from matcalc.certify import Certificate, certify_derivative
from matcalc.expr import OPS, Expr
from matcalc.forms.network import Index, Network, NotSeriesParallel
from matcalc.present import TEXT
from matcalc.render import languages, write
from matcalc.render.languages import brackets_latex
from matcalc.rewrite import simplify
from matcalc.steps.step import Side, Step, both, change, marks, symbol

KRONECKER = {
    "matmul": ("vec of a product", "vec(A Z B) = (B' ⊗ A) vec(Z)"),
    "hadpow": ("vec of a Hadamard product", "vec(W∘Z) = diag(vec(W)) vec(Z)"),
    "transpose": ("vec of a transpose", "vec(Z') = commutation(m, n) vec(Z)"),
    "inv": ("the differential of an inverse", "vec(d(inv(Z))) = -(inv(Z)' ⊗ inv(Z)) vec(d(Z))"),
    "kron": ("vec of a Kronecker product", "vec(A ⊗ Z) = (I ⊗ K ⊗ I) (vec(A) ⊗ vec(Z))"),
    "add": ("term by term", "vec(Y + Z) = vec(Y) + vec(Z)"),
    "term": ("scalars move", "vec(s Z) = s vec(Z)"),
}
"""What is done at an operator, and the identity behind it."""


def derivation(f: Expr, x: Expr, form: str) -> list[Step]:
    """The steps to d vec(f) / d vec(x)ᵀ for a normal f, each line certified."""
    found: dict[Expr, Expr] = {}

    def watch(e: Expr, so_far: dict[Expr, Expr]) -> Expr | None:
        better = forms.by_network(e, x, so_far) if form != "kronecker" else None
        found[e] = so_far[e] if better is None else better
        return better

    calculus.jacobian(f, x, simplify if form != "kronecker" else lambda e: e, watch)
    if form != "kronecker" and "1" in f.shape and "1" in x.shape and not f.is_scalar:
        try:
            return _by_index(f, x, found)
        except NotSeriesParallel:
            pass
    return [_line(e, x, j) for e, j in found.items()] or [_only_line(f, x)]


def _only_line(f: Expr, x: Expr) -> Step:
    """The Jacobian of the variable itself, and of what it does not occur in."""
    written = TEXT.shown(forms.jacobian(f, x))
    why = "the variable itself" if f is x else f"{x.data[0]} does not occur in it"
    return Step(by_variable(f, x), both(written), why, certificate=_check(f, x, written))


def _line(e: Expr, x: Expr, j: Expr) -> Step:
    """The Jacobian of one node."""
    why, identity = KRONECKER.get(e.op.name, (f"the differential of {e.op.name}", ""))
    written = TEXT.shown(j)
    return Step(by_variable(e, x), both(written), why, identity, certificate=_check(e, x, written))


def by_variable(f: Expr, x: Expr) -> Side:
    """∂vec(f)/∂vec(x)ᵀ, without what does nothing to a column or a scalar."""
    return change(_vec(f), both(x) if x.is_scalar else _turned(_vec(x)))


def _vec(e: Expr) -> Side:
    shown = TEXT.shown(e)
    if e.cols != "1":
        return both(OPS["vec"](shown))
    text, tex = found = both(shown)
    return found if not e.args else Side(f"({text})", brackets_latex(tex), lambda language: languages.named(
        language).bracket((write(shown, language), 0), 1))


def _turned(side: Side) -> Side:
    """The transpose of a column that stands below a fraction's line."""
    def writer(language: str) -> str:
        return marks(language).sup(side.writer(language), languages.named(language).constant("⊤"))

    return Side(f"{side[0]}ᵀ", f"{side[1]}^{{\\top}}", writer)


# ---- index notation
def _by_index(f: Expr, x: Expr, found: dict[Expr, Expr]) -> list[Step]:
    """From the sum over all indices to matrix notation, for vectors. Raises NotSeriesParallel."""
    row, col = Index(size(f)), Index(size(x))
    work = [Network(factors, row, col) for factors in forms.network.nets(f, x, {**found, x: x}, row, col)]
    if not any(net.inner for net in work):
        raise NotSeriesParallel
    free = [row, Index("1"), col, Index("1")]
    left = change(_entry("Y", "Y", "i"), _entry(x.data[0], both(x)[1], "k"))
    steps = [_sum_line(left, f, x, work, free, "index notation")]
    for net in work:
        while (done := net.step()) is not None:
            steps.append(_sum_line(("", ""), f, x, work, free, _words(done)))
    answer = TEXT.shown(simplify(add(*(net.result() for net in work))))
    steps.append(Step(("J", "J"), both(answer), "in matrix notation", certificate=_check(f, x, answer)))
    return steps


def _words(multiplied: list[Expr]) -> str:
    if not multiplied:
        return "a sum over an index is a product"
    return "Hadamard product of " + " and ".join(write(TEXT.shown(e)) for e in multiplied)


def _check(f: Expr, x: Expr, answer: Expr) -> Certificate:
    return certify_derivative(TEXT.shown(f), [x], answer, "jacobian")


def _entry(name: str, latex: str, index: str) -> Side:
    """One entry of a vector."""
    def writer(language: str) -> str:
        m = marks(language)
        return m.sub(write(symbol(name), language), m.letter(index))

    return Side(f"({name})_{index}", f"{latex}_{{{index}}}", writer)


def _sum_line(left: tuple[str, str], f: Expr, x: Expr, work: list[Network], free: list[Index], why: str) -> Step:
    terms = [forms.index.einsum(net.factors(), free) for net in work]
    written = TEXT.shown(add(*terms))
    text = " + ".join(_indexed(TEXT.shown(t)) for t in terms)
    right = Side(text, write(written, "latex"), lambda language: write(written, language))
    return Step(left, right, why, certificate=_check(f, x, written))


def _indexed(e: Expr) -> str:
    """An einsum as written, in index notation: `Σ_ab A_ia E_ab F_b`."""
    if e.op.name in ("neg", "scale"):
        front = "-" if e.op.name == "neg" else write(e.args[0]) + " "
        return front + _indexed(e.args[-1])
    if e.op.name != "einsum":
        return write(e)
    factors, summed = [], {}
    for letters, a in zip(e.data[0], e.args, strict=True):
        shown = "".join(c for c, d in zip(letters, a.shape, strict=True) if d != "1")
        summed.update(dict.fromkeys(c for c in shown if c not in "ijkl"))
        name = "δ" if a.op.name == "eye" else write(a) if not a.args else f"({write(a)})"
        factors.append(f"{name}_{shown}")
    return (f"Σ_{''.join(summed)} " if summed else "") + " ".join(factors)
