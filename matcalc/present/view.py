"""Two ways to show a normal expression: for people, and as array code. They differ in what they count as cheap."""
from __future__ import annotations

from matcalc.build import T
from matcalc.expr import OPS, Expr, remembered
from matcalc.ops.elementwise import ELEMENTWISE
from matcalc.ops.several import SEVERAL
from matcalc.ops.term import split
from matcalc.ops.transposes import gain
from matcalc.present import terms
from matcalc.present.code import code
from matcalc.present.cost import Cost, measure
from matcalc.present.degree import degree
from matcalc.present.effort import effort
from matcalc.present.forms import DIRECT
from matcalc.present.signs import Signed, minus, negated, unsigned

_LEAVES = ("sym", "num", "dim", "const", "eye", "ones", "zeros", "unit", "commutation", "duplication",
           "elimination", "symmetrizer")
_FLAT = ("tr", "sum", "var", "det", "logdet", "norm", "diagpart")
"""Operators that do not tell a matrix from its transpose."""
_REPEATED = frozenset({*ELEMENTWISE, *SEVERAL, "add", "sub"})
"""Operators whose results tend to be used again: their transposes are written as such."""
_THROUGH = ("inv", "pinv", "adj", "expm", "logm", "sqrtm", "sinm", "cosm", "sinhm", "coshm", "mpower", "polar",
            "eproj_max", "resolvent_max", "eigproj", "resolvent")
"""Operators whose transposes are written outside."""
_EVEN = ("norm", "abs", "var", "pnorm")
"""Operators that do not tell a matrix from its negative."""


class View:
    """Shows normal expressions as written: the cheaper of e and (eᵀ)ᵀ, the sign where it costs least."""

    __slots__ = ("_memo", "_worth", "code")

    def __init__(self, *, code: bool):
        self.code = code
        self._memo, self._worth = ("signed.code", "worth.code") if code else ("signed.text", "worth.text")

    def price(self, written: Expr) -> Cost:
        """The cost of an expression as written."""
        return measure(code(written), "numpy") if self.code else measure(written, "text")

    def cost(self, e: Expr) -> Cost:
        """The cost of a normal expression, as it would be shown."""
        sign, out = self.signed(e)
        operations, length = self.price(out)
        return (operations + (sign < 0 and negated(out) is None), length)

    def worth(self, e: Expr) -> tuple[int, ...]:
        """What simplification minimises: the degree of the code's work in the dimensions and its cost, or the effort
        of reading."""
        found: tuple[int, ...] | None = e.memo.get(self._worth)
        if found is None:
            found = (self.degree(e), *self.cost(e)) if self.code else (effort(self.signed(e)[1]),)
            e.memo[self._worth] = found
        return found

    def degree(self, e: Expr) -> int:
        """The degree of the code's work in the dimensions."""
        return degree(code(self.signed(e)[1]))

    def shown(self, e: Expr) -> Expr:
        """A normal expression as written."""
        sign, out = self.signed(e)
        return out if sign > 0 else minus(out)

    def signed(self, e: Expr) -> Signed:
        """A sign and an expression as written; e is their product."""
        found: Signed | None = e.memo.get(self._memo)
        return remembered(e, self._memo, self._settled) if found is None else found

    def _settled(self, e: Expr) -> Signed:
        """How a node is shown; its transpose remembers the same: either may be the transpose of the other as shown.

        Without a transpose inside there is none to be saved.
        """
        direct = self._direct(e)
        sign, flipped = (1, e) if e.is_scalar or not e.transposes or not _may_gain(e) else _flipped(e)
        if flipped is e or "transpose" in (e.op.name, flipped.op.name):
            return direct
        other = self._direct(flipped)
        plainer = e.key < flipped.key
        flipped.memo[self._memo] = self._cheaper(other, _transposed(direct, sign), not plainer)
        return self._cheaper(direct, _transposed(other, sign), plainer)

    def _cheaper(self, direct: Signed, other: Signed, plainer: bool) -> Signed:
        """The cheaper way; of two about as cheap the transpose of the plainer node, which may stand nearby."""
        (a, length), (b, longer) = self.price(direct[1]), self.price(other[1])
        if a == b and longer <= length + 1 and not plainer and direct[1].op.name in _REPEATED:
            return other
        return other if (b, longer) < (a, length) else direct

    def _direct(self, e: Expr) -> Signed:
        name = e.op.name
        if name in _LEAVES:
            return terms.number(e) if name == "num" else (1, e)
        if name == "transpose":
            return _transposed(self.signed(e.args[0]))
        how = DIRECT.get(name)
        if how is not None:
            return how(e, self)
        args = [self.shown(self._flat(a) if name in _FLAT else a) for a in e.args]
        if name in _THROUGH and args[0].op.name == "transpose":
            return _transposed((1, e.op(args[0].args[0], data=e.data)))
        if name in _EVEN:
            args[0] = unsigned(args[0])
        return 1, e.op(*args, data=e.data)

    def _flat(self, a: Expr) -> Expr:
        """Of a matrix and its transpose, the cheaper one to show."""
        flipped = T(a)
        return flipped if self.price(self.shown(flipped)) < self.price(self.shown(a)) else a


def _may_gain(e: Expr) -> bool:
    """Whether e may be written as (eᵀ)ᵀ: that saves transposes, or brings them outside."""
    most = gain(e)
    return most > 0 or (most == 0 and e.op.name in ELEMENTWISE)


def _flipped(e: Expr) -> Signed:
    """The transpose as a sign and a normal expression; e itself where it is a multiple, which its matrix settles."""
    flipped = T(e)
    if e.op.name == "term":
        return 1, e
    if flipped.op.name != "term":
        return 1, flipped
    c, powers, body = split(flipped)
    return (-1, body) if c == -1 and not powers and body is not None else (1, e)


def _transposed(e: Signed, by: int = 1) -> Signed:
    """The transpose as written, times a sign."""
    sign, out = e
    sign *= by
    if out.op.name == "transpose":
        return sign, out.args[0]
    twin = {"inv": "invt", "invt": "inv"}.get(out.op.name, "transpose")
    return sign, OPS[twin](out.args[0] if twin != "transpose" else out)


TEXT, CODE = View(code=False), View(code=True)
"""For people, and for array code. Simplification goes by the second."""
