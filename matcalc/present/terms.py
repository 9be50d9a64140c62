"""How sums, terms and reductions of the normal form are written."""
from __future__ import annotations

from fractions import Fraction

from matcalc import dims
from matcalc.build import T, neg
from matcalc.expr import OPS, Expr, Key
from matcalc.ops.term import Powers, join, split
from matcalc.present.protocols import View
from matcalc.present.signs import Signed, total, unsigned

HALF = Fraction(1, 2)


def number(e: Expr) -> Signed:
    """A rational number as its sign and its absolute value."""
    return (-1 if e.data < 0 else 1), OPS["num"](data=abs(e.data))


def _num(value: Fraction | int) -> Expr:
    return OPS["num"](data=Fraction(value))


# ---- sums
def sum_(e: Expr, view: View) -> Signed:
    """a + b − c, terms of a length with fewer transposes first, Kronecker products with fewer factors on the left."""
    def place(x: Expr) -> tuple[int, list[int], Key]:
        body = split(x)[2]
        return _turned(body), [] if body is None or body.op.name != "kron" else [*map(_degree, body.args)], x.key

    return total([view.signed(x) for x in sorted(e.args, key=place)])


def _degree(a: Expr) -> int:
    """How many factors a product or a power has."""
    if a.op.name == "matmul":
        return sum(map(_degree, a.args))
    return a.data if a.op.name == "power" else int(a.op.name != "eye")


def _turned(body: Expr | None) -> int:
    """How many factors of a product are transposes."""
    factors = () if body is None else body.args if body.op.name == "matmul" else (body,)
    return sum(x.op.name == "transpose" for x in factors)


# ---- terms
def term(e: Expr, view: View) -> Signed:
    """c s A / t as written."""
    c, powers, body = split(e)
    c, powers, mean = _mean(c, powers)
    sign = 1 if c > 0 else -1
    over: list[Expr] = [] if mean is None else [OPS["mean"](view.shown(mean))]
    under: list[Expr] = []
    for base, k in sorted(powers, key=lambda p: _scalar_rank(p[0])):
        s, factor, k = _scalar_power(base, k, view)
        sign *= s
        (over if k > 0 else under).append(raised(factor, abs(k)))
    p, q = abs(c.numerator), c.denominator
    matrix = None
    if body is not None:
        p, q, (s, matrix) = _shared(p, q, body, view)
        sign *= s
    if q != 1 and (under or matrix is None):
        under.insert(0, _num(q))
        q = 1
    if p != 1 or q != 1 or (not over and matrix is None):
        over.insert(0, _num(Fraction(p, q)))
    if not view.code:
        over, under = _joint(over), _joint(under)
    top = _scaled(over, matrix)
    return sign, OPS["div"](top, _scaled(under, None)) if under else top


def _shared(p: int, q: int, body: Expr, view: View) -> tuple[int, int, Signed]:
    """The rest of the coefficient p/q beside a matrix: (1/2) (2 A - B) is A - (1/2) B."""
    sign, matrix = view.signed(body)
    if q != 1 and body.op.name == "add":
        parts = [split(x) for x in body.args]
        if any((c * p) % q == 0 for c, _, _ in parts):
            other = total([view.signed(join(c * Fraction(p, q), powers, rest)) for c, powers, rest in parts])
            direct = _scaled([_num(Fraction(p, q))], matrix)
            if view.price(other[1]) < view.price(direct):
                return 1, 1, other
    return p, q, (sign, matrix)


def _joint(scalars: list[Expr]) -> list[Expr]:
    """det(A) det(B) as det(A B), where the first of them stands."""
    out: list[Expr] = []
    for s in scalars:
        same = next((i for i, x in enumerate(out) if x.op.name == s.op.name == "det" and x.args[0].shape
                     == s.args[0].shape), None)
        if same is None:
            out.append(s)
        else:
            out[same] = OPS["det"](OPS["matmul"](*_factors(out[same].args[0]), *_factors(s.args[0])))
    return out


def _mean(c: Fraction, powers: Powers) -> tuple[Fraction, Powers, Expr | None]:
    """A, where the term holds sum(A) divided by the number of its entries, and what is left of the term."""
    inverse = {x.data: x for x, k in powers if x.op.name == "dim" and k == -1}
    for x, k in powers:
        sizes = dims.factors(dims.mul(*x.args[0].shape)) if x.op.name == "sum" and k == 1 else None
        if sizes and len(set(sizes[1])) == len(sizes[1]) and set(sizes[1]) <= inverse.keys():
            used = {inverse[name] for name in sizes[1]} | {x}
            return c * sizes[0], tuple(p for p in powers if p[0] not in used), x.args[0]
    return c, powers, None


def _scalar_rank(e: Expr) -> tuple[int, object]:
    return {"dim": 0, "sym": 1, "const": 1}.get(e.op.name, 2), e.key


def _scaled(scalars: list[Expr], matrix: Expr | None) -> Expr:
    chain = [*scalars, *([] if matrix is None else [matrix])]
    out = chain[-1]
    for s in reversed(chain[:-1]):
        out = OPS["scale"](s, out)
    return out


def _scalar_power(base: Expr, k: Fraction, view: View) -> tuple[int, Expr, Fraction]:
    """The sign, base and exponent of a scalar power as written; roots of squares by name where that is cheaper."""
    root = _root(base, view)
    if root is not None and k != 1 and (k.denominator == 2 or view.price(root) < view.price(view.shown(base))):
        return 1, root, 2 * k
    if base.op.name == "raised" and not view.code and _falls(base.args[1]):
        base, k = OPS["raised"].build(base.args[0], neg(base.args[1])), -k
    if k.denominator == 1 and k % 2:
        sign, factor = view.signed(base)
        return sign, factor, k
    return 1, view.shown(base), k


def _falls(b: Expr) -> bool:
    """Whether an exponent is a negative multiple, or a sum of such and numbers: s^(1 − p) is 1/s^(p − 1)."""
    c, powers, _ = split(b)
    inside = powers[0][0] if len(powers) == 1 else b
    return all(c * split(x)[0] < 0 for x in inside.args if x.op.name != "num") if inside.op.name == "add" else c < 0


def _root(e: Expr, view: View) -> Expr | None:
    """The norm whose square e is, or the standard deviation, as written."""
    if e.op.name == "var":
        return OPS["std"](*view.shown(e).args)
    root = squared(e)
    return None if root is None else OPS["norm"](unsigned(view.shown(root)))


def squared(e: Expr) -> Expr | None:
    """x, where e is the sum of the squares of the entries of x."""
    if e.op.name == "matmul" and len(e.args) == 2 and T(e.args[0]) is e.args[1]:
        return e.args[1]
    if e.op.name == "sum" and e.args[0].op.name == "hadpow" and e.args[0].data == (2,):
        return e.args[0].args[0]
    return None


def raised(e: Expr, k: Fraction) -> Expr:
    """A power as written: a root for the exponent ½."""
    if k == 1:
        return e
    return OPS["sqrt"](e) if k == HALF else OPS["epow"](e, data=k)


# ---- sums of entries
def sum_of_entries(e: Expr, view: View) -> Signed:
    """sum(A∘B), or where that is cheaper tr(Aᵀ B) or a squared norm."""
    x = e.args[0]
    root = squared(e)
    if root is not None:
        return 1, OPS["epow"](OPS["norm"](unsigned(view.shown(root))), data=Fraction(2))
    flipped = T(x)
    options = [OPS["sum"](view.shown(y)) for y in (x, flipped) if y is x or y.op.name not in ("term", "transpose")]
    if x.op.name == "hadpow" and x.data == (1, 1):
        a, b = x.args
        pairs = [(T(a), b), (a, T(b)), (b, T(a)), (T(b), a)]
        options += [OPS["tr"](OPS["matmul"](*_factors(view.shown(p)), *_factors(view.shown(q)))) for p, q in pairs]
    if x.op.name == "hadpow" and len(x.args) == 2 and x.cols == "1" and min(x.data) > 0:
        (a, p), (b, q) = zip(x.args, x.data, strict=True)
        u, v = raised(view.shown(a), p), raised(view.shown(b), q)
        options += [OPS["matmul"](_row(u), v), OPS["matmul"](_row(v), u)]
    return 1, min(options, key=view.price)


def _row(e: Expr) -> Expr:
    return e.args[0] if e.op.name == "transpose" else OPS["transpose"](e)


def _factors(e: Expr) -> tuple[Expr, ...]:
    return e.args if e.op.name == "matmul" else (e,)


