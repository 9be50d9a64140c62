"""What moving a cotangent past an operator is called, and the identity that allows it."""
from __future__ import annotations

from collections.abc import Callable, Container

from matcalc.calculus.linear import upright
from matcalc.expr import Expr
from matcalc.ops.matrixfunctions import FAMILIES
from matcalc.present import TEXT
from matcalc.render import write

Words = tuple[str, str]


def _names(factors: list[Expr]) -> str:
    texts = list(dict.fromkeys(write(TEXT.shown(x)) for x in factors))
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + f" and {texts[-1]}"


def _product(e: Expr, inside: set[Expr]) -> Words:
    fixed = [x for x in e.args if upright(x) not in inside]
    if not fixed:
        return "product rule", "G : Y Z = G Z' : Y; G : Y Z = Y' G : Z"
    verb = "moves" if len(fixed) == 1 else "move"
    return f"{_names(fixed)} {verb} to the left", "G : A Z B = A' G B' : Z"


def _hadamard(e: Expr, inside: set[Expr]) -> Words:
    fixed = [x for x in e.args if upright(x) not in inside]
    if not fixed:
        if len(e.args) == 1 and e.data == (2,):
            return "the differential of a square", "G : d(Z.^2) = 2 (G∘Z) : d(Z)"
        return "elementwise product rule", "G : (Y∘Z) = (G∘Y) : Z"
    return f"{_names(fixed)} {'moves' if len(fixed) == 1 else 'move'}", "G : (E∘Z) = (E∘G) : Z"


TABLE: dict[str, Callable[[Expr, set[Expr]], Words] | Words] = {
    "matmul": _product,
    "hadpow": _hadamard,
    "add": ("each term by itself", "G : (Y + Z) = G : Y + G : Z"),
    "term": ("scalars move", "G : (s Z) = (s G) : Z"),
    "transpose": ("transpose", "G : Z' = G' : Z"),
    "inv": ("the differential of an inverse", "d(inv(Z)) = -inv(Z) d(Z) inv(Z)"),
    "tr": ("the trace is a product with the identity", "tr(Z) = I : Z"),
    "sum": ("the sum is a product with ones", "sum(Z) = ones(m, n) : Z"),
    "det": ("Jacobi's formula", "d(det(Z)) = adj(Z)' : d(Z)"),
    "logdet": ("Jacobi's formula", "d(logdet(Z)) = inv(Z)' : d(Z)"),
    "raised": ("the differential of a power", "d(z.^p) = p∘z.^(p - 1)∘d(z)"),
    **{name: ("the Fréchet derivative", f"d({name}(Z)) = {f.single.name}(Z, d(Z))") for name, f in FAMILIES.items()},
    "mpower": ("the Fréchet derivative", "d(Z^k) = frechet_power(Z, d(Z), k)"),
    "sqrtm": ("the differential of a square root", "d(sqrtm(Z)) = sylvester(sqrtm(Z), sqrtm(Z), d(Z))"),
    "norm": ("the differential of a norm", "d(norm(Z)) = (Z : d(Z))/norm(Z)"),
    "pnorm": ("the differential of a norm", "d(norm(z, p)) = norm(z, p)^(1 - p) (z∘abs(z).^(p - 2) : d(z))"),
    "diag": ("a diagonal takes the diagonal", "G : diag(z) = diag(G) : z"),
    "diagpart": ("a diagonal takes the diagonal", "g : diag(Z) = diag(g) : Z"),
    "vec": ("vec turns back", "g : vec(Z) = unvec(g, m, n) : Z"),
    "unvec": ("vec turns back", "G : unvec(z, m, n) = vec(G) : z"),
    "kron": ("block by block", "G : (Z ⊗ B) = blockdot(G, B, m, n) : Z"),
}
"""By the operator's name."""


def is_frobenius(e: Expr) -> bool:
    """Whether a node is the sum of an elementwise product: a Frobenius product, a trace, or a squared norm."""
    return e.op.name == "sum" and e.args[0].op.name == "hadpow"


def words(e: Expr, inside: set[Expr], paired: Container[Expr] = ()) -> Words:
    """What was done at a node, of whose arguments some depend on the variable; entries of `paired` ones are summed."""
    found = TABLE.get(e.op.name)
    if e in paired and sum(upright(a) in inside for a in e.args) == 1 < len(e.args) == 2:
        return "a trace is a Frobenius product", "tr(E' Z) = E : Z"
    if found is None:
        return f"the differential of {e.op.name}", f"d({e.op.name}(z)) = {e.op.name}'(z)∘d(z)"
    return found(e, inside) if callable(found) else found
