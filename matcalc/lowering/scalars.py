"""Rules for scalars, signs and transposes."""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from matcalc import dims
from matcalc.expr import OPS, Expr
from matcalc.lowering.engine import Lowering, lowers

ONE = Fraction(1)


def num(value: Fraction | int) -> Expr:
    """A number."""
    return OPS["num"](data=Fraction(value))


def flip(e: Expr) -> Expr:
    """The transpose of array code, a view of the same array."""
    return e if e.is_scalar else e.args[0] if e.op.name == "transpose" else OPS["transpose"](e)


def counted(e: Expr) -> str | None:
    """A product of dimensions and numbers, as a dimension."""
    if e.op.name == "scale":
        sides = [counted(a) for a in e.args]
        return None if None in sides else dims.mul(*filter(None, sides))
    return str(e.data) if e.op.name in ("dim", "num") else None


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


OF_NUMBERS: dict[str, Callable[[Expr], Expr]] = {
    **dict.fromkeys(("max", "min", "logsumexp", "row_logsumexp", "col_logsumexp", "lmax", "lmin", "mean"), lambda s: s),
    **dict.fromkeys(("norm1", "norm_inf", "smax", "nuc"), lambda s: OPS["abs"](s)),
    **dict.fromkeys(("softmax", "row_softmax", "col_softmax", "onehot_max", "onehot_min", "evec_max", "evec_min",
                     "eproj_max", "rsv"), lambda s: num(1)),
    **dict.fromkeys(("log_softmax", "row_log_softmax", "col_log_softmax", "var", "std", "resolvent_max"),
                    lambda s: num(0)),
    **dict.fromkeys(("polar", "lsv"), lambda s: OPS["sign"](s)),
}
"""What functions of arrays are of a number, which is none in any target."""


@lowers(*OF_NUMBERS)
def function_of_number(e: Expr, lowering: Lowering) -> Expr | None:
    """max(s) = s; softmax(s) = 1; var(s) = 0"""
    return OF_NUMBERS[e.op.name](e.args[0]) if e.args[0].is_scalar else None


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
    """A'' = A, s' = s, S' = S for symmetric S, (x y')' = y x'"""
    a = e.args[0]
    if a.op.name == "sym" and lowering.symmetric(a):
        return a
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
