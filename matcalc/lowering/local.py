"""Rules for scalars, sums, stable functions and inner products."""
from __future__ import annotations

from fractions import Fraction

from matcalc.expr import OPS, Expr
from matcalc.lowering.engine import Lowering, lowers
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.ops.routines import DOT

ONE = Fraction(1)


def num(value: Fraction | int) -> Expr:
    """A number."""
    return OPS["num"](data=Fraction(value))


def flip(e: Expr) -> Expr:
    """The transpose of array code, a view of the same array."""
    return e if e.is_scalar else e.args[0] if e.op.name == "transpose" else OPS["transpose"](e)


# ---- scalars
class Peeled:
    """s A / t as its parts: `over`, `under` are scalars, `body` the matrix."""

    __slots__ = ("body", "over", "under")

    def __init__(self, e: Expr):
        """Take the scalars off a matrix."""
        self.over: list[Expr] = []
        self.under: list[Expr] = []
        while (name := e.op.name) in ("scale", "div", "neg") and not e.is_scalar:
            if name == "scale":
                self.over.append(e.args[0])
            elif name == "div":
                self.under.append(e.args[1])
            else:
                self.over.append(num(-1))
            e = e.args[name == "scale"]
        self.body = e

    @property
    def is_bare(self) -> bool:
        """Whether there was nothing to take off."""
        return not self.over and not self.under


def scaled(over: list[Expr], under: list[Expr], body: Expr) -> Expr:
    """The scalars times the matrix: made one number before they touch it."""
    number, rest = ONE, []
    for s in over:
        while s.op.name == "neg":
            number, s = -number, s.args[0]
        if s.op.name == "num":
            number *= s.data
        else:
            rest.append(s)
    below = [s for s in under if s.op.name != "num"]
    for s in under:
        number /= s.data if s.op.name == "num" else 1
    if not rest and not below:
        return body if number == 1 else OPS["neg"](body) if number == -1 else OPS["scale"](num(number), body)
    if not rest and number == 1:
        return OPS["div"](body, _times(below))
    top = _times(rest) if rest else num(abs(number))
    if rest and abs(number) != 1:
        top = OPS["scale"](num(abs(number)), top)
    factor = OPS["div"](top, _times(below)) if below else top
    return OPS["scale"](OPS["neg"](factor) if number < 0 else factor, body)


def _times(scalars: list[Expr]) -> Expr:
    out = scalars[0]
    for s in scalars[1:]:
        out = OPS["scale"](out, s)
    return out


@lowers("scale", "div", "neg")
def one_number(e: Expr, lowering: Lowering) -> Expr | None:
    """-(s (A / t)) = (-s/t) A"""
    if e.is_scalar:
        return None
    parts = Peeled(e)
    new = scaled(parts.over, parts.under, parts.body)
    return None if new is e else new


@lowers("transpose", "rowsum", "colsum", "sum", "tr", "diagpart", "vec", "unvec", "take_col", "take_row")
def scalars_outside(e: Expr, lowering: Lowering) -> Expr | None:
    """f(s A) = s f(A) for linear f"""
    parts = Peeled(e.args[0])
    if parts.is_bare:
        return None
    return scaled(parts.over, parts.under, lowering.make(e.op.name, parts.body, data=e.data))


@lowers("matmul", "hadamard", "spread_mul", "kron", "dot", "frob")
def scalars_of_factors(e: Expr, lowering: Lowering) -> Expr | None:
    """(s A) B = s (A B)"""
    parts = list(map(Peeled, e.args))
    if all(p.is_bare for p in parts):
        return None
    inside = lowering.make(e.op.name, *(p.body for p in parts), data=e.data)
    return scaled([s for p in parts for s in p.over], [s for p in parts for s in p.under], inside)


@lowers("hdiv", "spread_div")
def scalars_of_quotients(e: Expr, lowering: Lowering) -> Expr | None:
    """(s A) ./ (t B) = (s/t) (A ./ B)"""
    top, bottom = map(Peeled, e.args)
    if top.is_bare and bottom.is_bare:
        return None
    inside = lowering.make(e.op.name, top.body, bottom.body)
    return scaled(top.over + bottom.under, top.under + bottom.over, inside)


# ---- signs and transposes
@lowers("transpose")
def transposed(e: Expr, lowering: Lowering) -> Expr | None:
    """A'' = A, s' = s, (x y')' = y x'"""
    a = e.args[0]
    if a.op.name == "matmul" and any(f.cols == "1" for f in a.args[:-1]):
        return lowering.make("matmul", *(lowering.make("transpose", f) for f in reversed(a.args)))
    return a if a.is_scalar else a.args[0] if a.op.name == "transpose" else None


@lowers("add")
def added(e: Expr, lowering: Lowering) -> Expr | None:
    """A + (-B) = A - B"""
    if len(e.args) != 2:
        return None
    a, b = e.args
    if b.op.name == "neg":
        return OPS["sub"](a, b.args[0])
    return OPS["sub"](b, a.args[0]) if a.op.name == "neg" else None


@lowers("sub")
def subtracted(e: Expr, lowering: Lowering) -> Expr | None:
    """A - (-B) = A + B"""
    a, b = e.args
    return OPS["add"](a, b.args[0]) if b.op.name == "neg" else None


@lowers("invt")
def inverse_transposed(e: Expr, lowering: Lowering) -> Expr | None:
    """A^-T = (A^-1)'"""
    return lowering.make("transpose", lowering.make("inv", e.args[0]))


@lowers("inv")
def inverse_of_transpose(e: Expr, lowering: Lowering) -> Expr | None:
    """(A')^-1 = (A^-1)'"""
    a = e.args[0]
    return OPS["transpose"](lowering.make("inv", a.args[0])) if a.op.name == "transpose" else None


@lowers("power")
def negative_power(e: Expr, lowering: Lowering) -> Expr | None:
    """A^-k = (A^-1)^k"""
    return lowering.make("power", lowering.make("inv", e.args[0]), data=-e.data) if e.data < 0 else None


@lowers("power")
def first_power(e: Expr, lowering: Lowering) -> Expr | None:
    """A^1 = A"""
    return e.args[0] if e.data == 1 else None


# ---- stable functions
def _beside_one(e: Expr) -> Expr | None:
    """u of 1 + u."""
    if e.op.name in ("spread_add", "add") and len(e.args) == 2:
        for one, u in (e.args, e.args[::-1]):
            if one.op.name in ("num", "ones") and (one.op.name == "ones" or one.data == 1):
                return u
    return None


@lowers("log")
def log_of_one_plus(e: Expr, lowering: Lowering) -> Expr | None:
    """log(1 + exp(A)) = softplus(A), log(1 + A) = log1p(A)"""
    u = _beside_one(e.args[0])
    if u is None:
        return None
    return OPS["softplus"](u.args[0]) if u.op.name == "exp" else OPS["log1p"](u)


@lowers("sub", "spread_sub")
def exp_less_one(e: Expr, lowering: Lowering) -> Expr | None:
    """exp(A) - 1 = expm1(A)"""
    a, b = e.args
    one = (b.op.name == "num" and b.data == 1) or b.op.name == "ones"
    return OPS["expm1"](a.args[0]) if a.op.name == "exp" and one else None


@lowers("log")
def log_of_sum_of_exponentials(e: Expr, lowering: Lowering) -> Expr | None:
    """log(sum(exp(A))) = logsumexp(A), log(rowsum(exp(A))) = row_logsumexp(A); the same of columns"""
    a = e.args[0]
    name = {"sum": "logsumexp", "rowsum": "row_logsumexp", "colsum": "col_logsumexp"}.get(a.op.name)
    return OPS[name](a.args[0].args[0]) if name and a.args[0].op.name == "exp" else None


@lowers("div", "spread_div")
def exponentials_over_their_sum(e: Expr, lowering: Lowering) -> Expr | None:
    """exp(A)/sum(exp(A)) = softmax(A), exp(A) ./ (rowsum(exp(A)) 1') = row_softmax(A)"""
    top, bottom = e.args
    name = {"sum": "softmax", "rowsum": "row_softmax", "colsum": "col_softmax"}.get(bottom.op.name)
    own = name and top.op.name == "exp" and bottom.args[0] is top
    return OPS[name](top.args[0]) if name and own else None


# ---- inner products
@lowers("frob", "dot")
def inner_product(e: Expr, lowering: Lowering) -> Expr | None:
    """A' : B' = A : B"""
    a, b = e.args
    if a.op.name == b.op.name == "transpose":
        return DOT(a.args[0], b.args[0])
    return DOT(a, b) if e.op is not DOT else None


@lowers("sumsq")
def squares(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(A∘A) = A : A"""
    return lowering.make("dot", e.args[0], e.args[0])


@lowers("epow", "norm", "abs")
def even(e: Expr, lowering: Lowering) -> Expr | None:
    """(-A).^2 = A.^2, ‖-A‖ = ‖A‖, |-A| = |A|"""
    a = e.args[0]
    if a.op.name != "neg" or (e.op.name == "epow" and e.data % 2):
        return None
    return lowering.make(e.op.name, a.args[0], data=e.data)


@lowers("hadamard", "spread_mul")
def reciprocals_divide(e: Expr, lowering: Lowering) -> Expr | None:
    """(1 ./ A)∘B = B ./ A"""
    for i, a in enumerate(e.args):
        if a.op.name == "spread_div" and a.args[0].op.name == "num" and a.args[0].data == 1 and a.shape == e.shape:
            rest = [b for j, b in enumerate(e.args) if j != i]
            top = hadamard(rest, lowering)
            return lowering.make("hdiv" if top.shape == e.shape else "spread_div", top, a.args[1])
    return None


@lowers("take_row", "take_col")
def entry_of_vector(e: Expr, lowering: Lowering) -> Expr | None:
    """e₂'x = x₂"""
    if not e.is_scalar:
        return None
    return OPS["entry"](e.args[0], data=(e.data - 1, 0) if e.op.name == "take_row" else (0, e.data - 1))


@lowers("sigmoid", "sigmoid_neg")
def sigmoid_of_negative(e: Expr, lowering: Lowering) -> Expr | None:
    """sigmoid(-A) by its own name"""
    a = e.args[0]
    if a.op.name != "neg":
        return None
    return lowering.make("sigmoid" if e.op.name == "sigmoid_neg" else "sigmoid_neg", a.args[0])


@lowers("epow")
def squared_norm(e: Expr, lowering: Lowering) -> Expr | None:
    """‖A‖^2 = A : A"""
    a = e.args[0]
    return lowering.make("dot", a.args[0], a.args[0]) if e.data == 2 and a.op.name == "norm" else None


@lowers("sum")
def sum_of_products(e: Expr, lowering: Lowering) -> Expr | None:
    """sum(A∘B∘C) = (A∘B) : C, sum(A.^2∘B.^2) = (A∘B) : (A∘B)"""
    a = e.args[0]
    if a.op.name not in ("hadamard", "epow") or not (powers := _powers(a)):
        return None
    left: list[Expr] = []
    right: list[Expr] = []
    for x, k in powers.items():
        left += [x] * (k // 2)
        right += [x] * (k // 2)
        if k % 2:
            (left if len(left) < len(right) else right).append(x)
    return lowering.make("dot", hadamard(left, lowering), hadamard(right, lowering)) if left else None


def _powers(e: Expr) -> dict[Expr, int]:
    """The factors of a Hadamard product and how often they stand in it, or nothing where one is no small power."""
    found: dict[Expr, int] = {}
    for a in e.args if e.op.name == "hadamard" else (e,):
        x, k = (a.args[0], a.data) if a.op.name == "epow" and a.data.denominator == 1 and 0 < a.data <= 4 else (a, 1)
        found[x] = found.get(x, 0) + int(k)
    return found if sum(found.values()) > 1 else {}


def hadamard(factors: list[Expr], lowering: Lowering) -> Expr:
    """A∘B∘…"""
    return lowering.make("hadamard", *factors) if len(factors) > 1 else factors[0]


@lowers("hadamard")
def made_before_given(e: Expr, lowering: Lowering) -> Expr | None:
    """A∘(B C) = (B C)∘A: what is made first, that the rest may be multiplied in its place"""
    flat = [f for a in e.args for f in (a.args if a.op is e.op else (a,))]
    made = sorted(flat, key=lambda f: not f.args or f.op.name == "transpose")
    return None if tuple(made) == e.args else e.op(*made)


@lowers("sum")
def sum_of_spread(e: Expr, lowering: Lowering) -> Expr | None:
    """sum((u 1')∘A) = u : (A 1), sum((1 u')∘A) = u : (A'1)"""
    a = e.args[0]
    if a.op is not SPREAD_MUL:
        return None
    thin, full = a.args if a.args[1].shape == a.shape else a.args[::-1]
    if thin.is_scalar or full.shape != a.shape:
        return None
    return lowering.make("dot", thin, lowering.make("rowsum" if thin.cols == "1" else "colsum", full))


@lowers("rowsum", "colsum")
def sums_along(e: Expr, lowering: Lowering) -> Expr | None:
    """rowsum(A') = colsum(A)', rowsum(A∘B) = diag(A B'), rowsum(A B) = A rowsum(B), rowsum(A∘(1 u')) = A u"""
    a, rows = e.args[0], e.op.name == "rowsum"
    if e.is_scalar:
        return lowering.make("sum", a)
    if a.op.name == "transpose":
        return flip(lowering.make("colsum" if rows else "rowsum", a.args[0]))
    if a.op.name == "hadamard" and len(a.args) == 2 and rows:
        return OPS["row_dots"](*a.args)
    if a.op.name == "matmul":
        if rows:
            return lowering.make("matmul", *a.args[:-1], lowering.make("rowsum", a.args[-1]))
        return lowering.make("matmul", lowering.make("colsum", a.args[0]), *a.args[1:])
    if a.op is SPREAD_MUL and a.shape in (a.args[0].shape, a.args[1].shape):
        thin, full = a.args if a.args[1].shape == a.shape else a.args[::-1]
        if thin.rows == "1" != thin.cols and rows:
            return lowering.make("matmul", full, flip(thin))
        if thin.cols == "1" != thin.rows and not rows:
            return lowering.make("matmul", flip(thin), full)
    return None


# ---- structure
@lowers("kron")
def kronecker_with_identity(e: Expr, lowering: Lowering) -> Expr | None:
    """A ⊗ I is A with each entry blown up to a multiple of I; I ⊗ A repeats A along the diagonal"""
    if len(e.args) != 2:
        return None
    a, b = e.args
    if b.op.name == "eye":
        return OPS["kron_eye"](a, data=b.data)
    return OPS["eye_kron"](b, data=a.data) if a.op.name == "eye" else None


@lowers("scale", "neg", "div")
def scalars_into_kronecker(e: Expr, lowering: Lowering) -> Expr | None:
    """s (A ⊗ I) = (s A) ⊗ I"""
    parts = Peeled(e)
    if e.is_scalar or parts.body.op.name not in ("kron_eye", "eye_kron"):
        return None
    (small,) = parts.body.args
    return parts.body.op(scaled(parts.over, parts.under, small), data=parts.body.data)
