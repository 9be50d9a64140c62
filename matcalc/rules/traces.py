"""Traces, sums and norms: linear, up to rotation and transpose."""
from fractions import Fraction

from matcalc.build import T, add, dim, epow, fn, had, mm, norm, num, scale, size, total, tr
from matcalc.expr import Expr
from matcalc.ops.hadamard import outer
from matcalc.ops.kronecker import KRON
from matcalc.ops.products import INV
from matcalc.ops.reductions import NORM, SUM, TR
from matcalc.ops.term import TERM, join, split
from matcalc.ops.transposes import plainer
from matcalc.rules.engine import on


@on(TR)
def of_scalar(e: Expr) -> Expr | None:
    """tr(s) = s for scalar s"""
    return e.args[0] if e.args[0].is_scalar else None


@on(TR, "add")
def trace_of_sum(e: Expr) -> Expr:
    """tr(A + B) = tr(A) + tr(B)"""
    return add(*map(tr, e.args[0].args))


@on(TR, "term")
def trace_of_multiple(e: Expr) -> Expr | None:
    """tr(2 A) = 2 tr(A)"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(join(c, powers), tr(body))


@on(TR, "eye", "ones", "zeros")
def trace_of_constant(e: Expr) -> Expr:
    """tr(eye(n)) = n; tr(ones(n, n)) = n; tr(zeros(n, n)) = 0"""
    x = e.args[0]
    return num(0) if x.op.name == "zeros" else dim(x.rows)


@on(TR, "transpose")
def trace_of_transpose(e: Expr) -> Expr:
    """tr(A') = tr(A)"""
    return tr(e.args[0].args[0])


@on(TR, "kron")
def trace_of_kronecker(e: Expr) -> Expr | None:
    """tr(A ⊗ B) = tr(A) tr(B)"""
    a, b = e.args[0].args
    return scale(tr(a), tr(b)) if a.rows == a.cols and b.rows == b.cols else None


@on(TR, "diag")
def trace_of_diagonal(e: Expr) -> Expr:
    """tr(diag(v)) = sum(v)"""
    return total(e.args[0].args[0])


@on(TR, "matmul")
def trace_of_product(e: Expr) -> Expr | None:
    """tr(B A C) = tr(A C B); tr(u v') = v' u; tr(A B) = A' : B"""
    factors = e.args[0].args
    for i in range(1, len(factors)):
        if factors[i].rows == "1":
            return mm(*factors[i:], *factors[:i])
    if len(factors) == 2:
        return total(had(T(factors[0]), factors[1]))
    if (shorter := mm(factors[-1], factors[0])).op.name != "matmul":
        return tr(mm(shorter, *factors[1:-1]))
    best = min(_rotations(factors), key=lambda f: (sum(x.op.name == "transpose" for x in f), [x.key for x in f]))
    return tr(mm(*best)) if best != factors else None


def _rotations(factors: tuple[Expr, ...]) -> list[tuple[Expr, ...]]:
    flipped = tuple(T(x) for x in reversed(factors))
    chains = [factors] if any(x.op.name == "term" for x in flipped) else [factors, flipped]
    return [chain[i:] + chain[:i] for chain in chains for i in range(len(chain))]


@on(SUM)
def sum_of_scalar(e: Expr) -> Expr | None:
    """sum(s) = s for scalar s"""
    return e.args[0] if e.args[0].is_scalar else None


@on(SUM, "add")
def sum_of_sum(e: Expr) -> Expr:
    """sum(A + B) = sum(A) + sum(B)"""
    return add(*map(total, e.args[0].args))


@on(SUM, "term")
def sum_of_multiple(e: Expr) -> Expr | None:
    """sum(2 A) = 2 sum(A)"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(join(c, powers), total(body))


@on(SUM, "ones", "zeros", "unit", "eye")
def sum_of_constant(e: Expr) -> Expr:
    """sum(ones(m, n)) = m n; sum(zeros(m, n)) = 0; sum(unit(1, n)) = 1; sum(eye(n)) = n"""
    x = e.args[0]
    return {"ones": dim(size(x)), "zeros": num(0), "unit": num(1), "eye": dim(x.rows)}[x.op.name]


@on(SUM, "diag", "vec", "unvec", "transpose")
def sum_of_rearranged(e: Expr) -> Expr:
    """sum(diag(v)) = sum(v); sum(vec(A)) = sum(A); sum(A') = sum(A)"""
    return total(e.args[0].args[0])


@on(SUM, "kron")
def sum_of_kronecker(e: Expr) -> Expr:
    """sum(A ⊗ B) = sum(A) sum(B)"""
    return scale(*map(total, e.args[0].args))


@on(SUM, "matmul")
def sum_of_outer_product(e: Expr) -> Expr | None:
    """sum(u v') = sum(u) sum(v)"""
    sides = outer(e.args[0])
    return scale(total(sides[0]), total(sides[1])) if sides else None


@on(SUM, "hadpow")
def sum_of_vectors(e: Expr) -> Expr | None:
    """sum(u∘v) = u' v; sum(u.^2) = u' u"""
    x = e.args[0]
    if x.rows == "1":
        return total(T(x))
    if x.cols != "1":
        return None
    if x.data == (1, 1):
        return mm(T(x.args[0]), x.args[1])
    return mm(T(x.args[0]), x.args[0]) if x.data == (2,) else None


@on(SUM, "hadpow")
def sum_of_kroneckers(e: Expr) -> Expr | None:
    """sum((A ⊗ B).^2) = sum(A.^2) sum(B.^2); sum((A ⊗ B)∘(C ⊗ D)) = sum(A∘C) sum(B∘D)"""
    x = e.args[0]
    if any(a.op is not KRON or a.args[0].shape != x.args[0].args[0].shape for a in x.args):
        return None
    if any(k.denominator != 1 for k in x.data):
        return None
    return scale(*(total(had(*(epow(a.args[i], k) for a, k in zip(x.args, x.data, strict=True)))) for i in range(2)))


@on(SUM, "hadpow")
def sum_with_product(e: Expr) -> Expr | None:
    """sum((A B)∘C) = tr(B' A' C)"""
    x = e.args[0]
    if x.data != (1, 1) or all(a.op.name != "matmul" for a in x.args):
        return None
    return tr(mm(T(x.args[0]), x.args[1]))


@on(SUM, "hadpow")
def sum_with_inverse(e: Expr) -> Expr | None:
    """sum(A∘inv(A)') = n"""
    x = e.args[0]
    inverses = [a for a in x.args if a.op is INV]
    if x.data != (1, 1) or not inverses:
        return None
    return dim(x.rows) if all(T(a.args[0]) in x.args for a in inverses) else None


@on(SUM)
def sum_of_transpose(e: Expr) -> Expr | None:
    """sum(exp(A')) = sum(exp(A))"""
    x = e.args[0]
    turned = T(x) if x.rows == "1" else None if x.cols == "1" else plainer(x)
    return None if turned is None or turned.op.name in ("term", "transpose") else total(turned)


@on(NORM)
def norm_of_scalar(e: Expr) -> Expr | None:
    """norm(s) = abs(s) for scalar s"""
    return fn("abs", e.args[0]) if e.args[0].is_scalar else None


@on(NORM, "term")
def norm_of_multiple(e: Expr) -> Expr | None:
    """norm(2 A) = 2 norm(A)"""
    c, powers, body = split(e.args[0])
    return None if body is None else scale(fn("abs", join(c, powers)), norm(body))


@on(NORM, "vec", "diag", "unvec", "transpose")
def norm_of_rearranged(e: Expr) -> Expr:
    """norm(vec(A)) = norm(A); norm(A') = norm(A); norm(diag(v)) = norm(v)"""
    return norm(e.args[0].args[0])


@on(NORM, "kron")
def norm_of_kronecker(e: Expr) -> Expr:
    """norm(A ⊗ B) = norm(A) norm(B)"""
    return scale(*map(norm, e.args[0].args))


@on(NORM)
def norm_of_transpose(e: Expr) -> Expr | None:
    """norm(A' B') = norm(B A)"""
    x = plainer(e.args[0])
    return None if x is None else norm(x)


@on(TERM)
def square_of_norm(e: Expr) -> Expr | None:
    """norm(A)^2 = sum(A.^2); norm(u)^2 = u' u; sqrt(u' u) = norm(u); norm(A)/sum(A.^2) = 1/norm(A)"""
    c, powers, body = split(e)
    kept: list[tuple[Expr, Fraction]] = []
    squares: dict[Expr, Fraction] = {}
    roots: dict[Expr, Expr] = {}
    changed = False
    for x, k in powers:
        root = x.args[0] if x.op is NORM else _root(x)
        if root is None:
            kept.append((x, k))
            continue
        square = total(epow(root, 2)) if x.op is NORM else x
        half = k / 2 if x.op is NORM else k
        changed |= square in squares or (half.denominator == 1) == (x.op is NORM)
        squares[square] = squares.get(square, Fraction(0)) + half
        roots[square] = root
    if not changed:
        return None
    lengths = [(s, k) if k.denominator == 1 else (norm(roots[s]), 2 * k) for s, k in squares.items()]
    return join(c, [*kept, *lengths], body)


def _root(e: Expr) -> Expr | None:
    """x, where e is the sum of the squares of the entries of x."""
    if e.op is SUM and e.args[0].op.name == "hadpow" and e.args[0].data == (2,):
        return e.args[0].args[0]
    if e.op.name == "matmul" and len(e.args) % 2 == 0:
        middle = len(e.args) // 2
        if all(T(a) is b for a, b in zip(e.args[:middle], reversed(e.args[middle:]), strict=True)):
            return mm(*e.args[middle:])
    return None
