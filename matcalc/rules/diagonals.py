"""Diagonals, vec and unvec of special matrices."""
from fractions import Fraction

from matcalc.build import T, add, diag, diagpart, eye, fn, had, kron, mm, ones, unvec, zeros
from matcalc.expr import Expr
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.hadamard import HADPOW, of_powers, outer
from matcalc.ops.structure import DIAG, DIAGPART, UNVEC, VEC
from matcalc.ops.term import split
from matcalc.rules.engine import on
from matcalc.triangularity import diagonal


@on(DIAG, "ones", "zeros")
def of_constant(e: Expr) -> Expr:
    """diag(ones(n, 1)) = eye(n); diag(zeros(n, 1)) = zeros(n, n)"""
    return eye(e.rows) if e.args[0].op.name == "ones" else zeros(*e.shape)


@on(DIAGPART, "eye", "ones", "zeros")
def diagonal_of_constant(e: Expr) -> Expr:
    """diag(eye(n)) = ones(n, 1); diag(ones(n, n)) = ones(n, 1); diag(zeros(n, n)) = zeros(n, 1)"""
    return (zeros if e.args[0].op.name == "zeros" else ones)(e.rows, "1")


@on(DIAGPART, "diag", "transpose")
def diagonal_of_diagonal(e: Expr) -> Expr:
    """diag(diag(v)) = v; diag(A') = diag(A)"""
    x = e.args[0]
    return x.args[0] if x.op is DIAG else diagpart(x.args[0])


@on(DIAG, "diagpart")
def of_its_diagonal(e: Expr) -> Expr | None:
    """diag(diag(D)) = D for diagonal D"""
    x = e.args[0].args[0]
    return x if diagonal(x) else None


@on(HADPOW)
def with_identity(e: Expr) -> Expr | None:
    """D∘eye(n) = D for diagonal D"""
    powers = dict(zip(e.args, e.data, strict=True))
    if not any(a.op.name == "eye" for a in powers) or not any(diagonal(a) and a.op.name != "eye" and k > 0
                                                              for a, k in powers.items()):
        return None
    return of_powers([(a, k) for a, k in powers.items() if a.op.name != "eye"])


@on(DIAGPART, "add")
def diagonal_of_sum(e: Expr) -> Expr:
    """diag(A + B) = diag(A) + diag(B)"""
    return add(*map(diagpart, e.args[0].args))


@on(DIAGPART, "hadpow")
def diagonal_of_hadamard(e: Expr) -> Expr:
    """diag(A∘B) = diag(A)∘diag(B)"""
    x = e.args[0]
    return of_powers([(diagpart(a), k) for a, k in zip(x.args, x.data, strict=True)])


@on(DIAGPART, *ELEMENTWISE)
def diagonal_of_function(e: Expr) -> Expr:
    """diag(exp(A)) = exp(diag(A))"""
    return fn(e.args[0].op.name, diagpart(e.args[0].args[0]))


@on(DIAGPART, "matmul")
def diagonal_of_product(e: Expr) -> Expr | None:
    """diag(u v') = u∘v; diag(diag(v) A) = v∘diag(A); diag(A diag(v)) = diag(A)∘v"""
    x = e.args[0]
    if sides := outer(x):
        return had(*sides)
    if x.args[0].op is DIAG:
        return had(x.args[0].args[0], diagpart(mm(*x.args[1:])))
    if x.args[-1].op is DIAG:
        return had(x.args[-1].args[0], diagpart(mm(*x.args[:-1])))
    return _upright(x)


@on(DIAGPART, "inv")
def diagonal_of_inverse(e: Expr) -> Expr | None:
    """diag(inv(A')) = diag(inv(A))"""
    return _upright(e.args[0])


def _upright(x: Expr) -> Expr | None:
    """The diagonal of the transpose, where that is the plainer one."""
    flipped = T(x)
    return diagpart(flipped) if flipped.op is x.op and flipped.key < x.key else None


@on(VEC)
def vec_of_vector(e: Expr) -> Expr | None:
    """vec(v) = v; vec(v') = v"""
    x = e.args[0]
    return x if x.cols == "1" else T(x) if x.rows == "1" else None


@on(VEC, "zeros", "ones")
def vec_of_constant(e: Expr) -> Expr:
    """vec(zeros(m, n)) = zeros(m*n, 1); vec(ones(m, n)) = ones(m*n, 1)"""
    return (zeros if e.args[0].op.name == "zeros" else ones)(e.rows, "1")


@on(VEC, "unvec")
def vec_of_unvec(e: Expr) -> Expr:
    """vec(unvec(z, n, n)) = z"""
    return e.args[0].args[0]


@on(VEC, "matmul")
def vec_of_outer_product(e: Expr) -> Expr | None:
    """vec(u v') = v ⊗ u"""
    sides = outer(e.args[0])
    return kron(sides[1], sides[0]) if sides else None


@on(UNVEC)
def unvec_of_vector(e: Expr) -> Expr | None:
    """unvec(v, n, 1) = v; unvec(v, 1, n) = v'"""
    return e.args[0] if e.cols == "1" else T(e.args[0]) if e.rows == "1" else None


@on(UNVEC, "vec")
def unvec_of_vec(e: Expr) -> Expr | None:
    """unvec(vec(X), m, n) = X"""
    x = e.args[0].args[0]
    return x if x.shape == e.shape else None


@on(UNVEC, "add")
def unvec_of_sum(e: Expr) -> Expr | None:
    """unvec(vec(X) + vec(Y), m, n) = X + Y"""
    parts = [unvec(x, *e.shape) for x in e.args[0].args]
    return None if any((split(p)[2] or p).op is UNVEC for p in parts) else add(*parts)


@on(UNVEC, "hadpow")
def unvec_of_hadamard(e: Expr) -> Expr:
    """unvec(vec(X)∘vec(Y), m, n) = X∘Y"""
    x = e.args[0]
    return of_powers([(unvec(a, *e.shape), k) for a, k in zip(x.args, x.data, strict=True)])


@on(UNVEC, *ELEMENTWISE)
def unvec_of_function(e: Expr) -> Expr:
    """unvec(exp(vec(X)), m, n) = exp(X)"""
    return fn(e.args[0].op.name, unvec(e.args[0].args[0], *e.shape))


@on(UNVEC, "zeros", "ones")
def unvec_of_constant(e: Expr) -> Expr:
    """unvec(zeros(m*n, 1), m, n) = zeros(m, n)"""
    return (zeros if e.args[0].op.name == "zeros" else ones)(*e.shape)


@on(UNVEC, "kron")
def unvec_of_columns(e: Expr) -> Expr | None:
    """unvec(v ⊗ x, m, n) = x v'"""
    v, u = e.args[0].args
    return mm(u, T(v)) if u.shape == (e.rows, "1") else None


@on(UNVEC, "matmul")
def unvec_of_product(e: Expr) -> Expr | None:
    """unvec((A ⊗ B) z, n, n) = B unvec(z, n, n) A'"""
    first, *rest = e.args[0].args
    if first.op.name != "kron" or first.args[1].rows != e.rows:
        return None
    a, b = first.args
    return mm(b, unvec(mm(*rest), b.cols, a.cols), T(a))


@on(HADPOW)
def merge_outer_products(e: Expr) -> Expr | None:
    """(u v')∘(w t') = (u∘w) (v∘t)'"""
    sides = [(x, s) for x, k in zip(e.args, e.data, strict=True) if k == 1 and (s := outer(x))]
    if len(sides) < 2:
        return None
    rest = [(x, k) for x, k in zip(e.args, e.data, strict=True) if not (k == 1 and outer(x))]
    merged = mm(had(*(s[0] for _, s in sides)), T(had(*(s[1] for _, s in sides))))
    return of_powers([(merged, Fraction(1)), *rest])


@on(HADPOW)
def hadamard_with_diagonal(e: Expr) -> Expr | None:
    """diag(v)∘A = diag(v∘diag(A)); eye(n)∘A = diag(diag(A))"""
    if len(e.args) < 2:
        return None
    for i, (x, k) in enumerate(zip(e.args, e.data, strict=True)):
        if x.op.name in ("diag", "eye") and k == 1:
            rest = of_powers([(y, q) for j, (y, q) in enumerate(zip(e.args, e.data, strict=True)) if j != i])
            return diag(diagpart(rest) if x.op.name == "eye" else had(x.args[0], diagpart(rest)))
    return None


@on(HADPOW)
def hadamard_with_unit(e: Expr) -> Expr | None:
    """unit(1, n)∘v = (unit(1, n)' v) unit(1, n)"""
    for i, (x, k) in enumerate(zip(e.args, e.data, strict=True)):
        if x.op.name == "unit" and k > 0:
            rest = [(y, q) for j, (y, q) in enumerate(zip(e.args, e.data, strict=True)) if j != i]
            return mm(mm(T(x), of_powers(rest)), x) if rest else x
    return None
