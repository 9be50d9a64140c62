"""Functions beyond the field: opaque values, one for each argument, that keep the functional equations they can."""
from __future__ import annotations

from collections.abc import Callable
from random import Random

from matcalc.certify.field import DRAW_BITS, Field, Singular, Unsuitable

SCAN = 48
"""So many known exponentials are searched for a functional equation; beyond that a value is drawn."""


class Symbols:
    """The values of functions at one point. "Positive" means: a square of the field.

    The squares are closed under products, -1 is none of them, and each has one root among them. So |u|, sign(u) and
    fractional powers keep their laws: |uv| = |u||v|, √(u²) = |u|, (uᵃ)ᵇ = uᵃᵇ. A value that is drawn is inconclusive
    where it fails, never where it agrees: what holds for independent symbols holds for the functions.
    """

    __slots__ = ("draw", "exps", "field", "inverses", "known", "logs", "sqrt_pi", "strict_logs")

    def __init__(self, field: Field, random: Random, strict_logs: bool):
        """In a field; `strict_logs` makes log refuse what is not positive."""
        self.field, self.strict_logs = field, strict_logs
        self.draw: Callable[[], int] = lambda: random.getrandbits(DRAW_BITS) or 1
        self.known: dict[tuple[str, int], int] = {}
        self.exps, self.logs = {0: 1}, {1: 0}
        self.inverses = {1: 1}
        self.sqrt_pi = pow(self.draw(), 2, field.p)

    def value(self, name: str, u: int) -> int:
        """The value of the function of that name at u. Raises Unsuitable where u is outside its domain."""
        key = (name, u)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = VALUES.get(name, _drawn)(self, u) % self.field.p
        return found

    def sign(self, u: int) -> int:
        """1 for a square, -1 for another, 0 for 0 (Legendre's symbol, by Euler's criterion)."""
        s = pow(u, (self.field.p - 1) // 2, self.field.p)
        return s if s <= 1 else -1

    def power(self, u: int, numerator: int, denominator: int) -> int:
        """u to a rational power. Raises Singular at 0 to a negative one, Unsuitable at a root of what is no square."""
        p = self.field.p
        if u == 0 and numerator < 0:
            raise Singular("division by zero")
        if denominator == 1:
            return pow(u, numerator, p)
        order = (p - 1) // 2
        if pow(u, order, p) > 1:
            raise Unsuitable("a root of a negative number")
        return pow(u, numerator * pow(denominator, -1, order) % order, p)

    def exp(self, u: int) -> int:
        """A random positive element, unless e^(a+b) = e^a e^b settles it."""
        found = self.exps.get(u)
        return self._record(u, self._exp_by_equations(u)) if found is None else found

    def log(self, y: int) -> int:
        """A random element, unless log(ab) = log a + log b, or an exponential, settles it."""
        found = self.logs.get(y)
        if found is not None:
            return found
        if y == 0:
            raise Singular("the logarithm of zero")
        if self.strict_logs and self.sign(y) != 1:
            raise Unsuitable("the logarithm of a number that is not positive")
        u = self._log_by_equations(y)
        self._record(u, y)
        return u

    def _record(self, u: int, y: int) -> int:
        self.exps.setdefault(u, y)
        self.logs.setdefault(y, u)
        self.inverses[y] = pow(y, -1, self.field.p)
        return y

    def _exp_by_equations(self, u: int) -> int:
        p, exps = self.field.p, self.exps
        for known, y in list(exps.items())[:SCAN]:
            if (other := exps.get((u - known) % p)) is not None:
                return y * other % p
            if (other := exps.get((u + known) % p)) is not None:
                return other * self.inverses[y] % p
        double = exps.get(2 * u % p)
        return pow(self.draw(), 2, p) if double is None or self.sign(double) != 1 else self.power(double, 1, 2)

    def _log_by_equations(self, y: int) -> int:
        p, logs = self.field.p, self.logs
        for known, u in list(logs.items())[:SCAN]:
            if (other := logs.get(y * known % p)) is not None:
                return (other - u) % p
            if (other := logs.get(y * self.inverses[known] % p)) is not None:
                return (other + u) % p
        square = logs.get(y * y % p)
        return self.draw() if square is None or self.sign(y) != 1 else square * self.field.reciprocal(2) % p

    def _odd(self, name: str, u: int) -> int:
        """A random element at u, its negative at -u, and 0 at 0."""
        if u == 0:
            return 0
        opposite = self.known.get((name, self.field.p - u))
        return self.draw() if opposite is None else -opposite

    def _normpdf(self, u: int) -> int:
        """φ(-u) = φ(u)."""
        opposite = self.known.get(("normpdf", self.field.p - u))
        return self.draw() if opposite is None else opposite

    def _normcdf(self, u: int) -> int:
        """Φ(-u) = 1 - Φ(u)."""
        if u == 0:
            return self.field.reciprocal(2)
        opposite = self.known.get(("normcdf", self.field.p - u))
        return self.draw() if opposite is None else 1 - opposite

    def _half_tangent(self, u: int) -> int:
        return self.value("tan(u/2)", u)

    def _sin(self, u: int) -> int:
        t = self._half_tangent(u)
        return 2 * t * self.field.reciprocal(1 + t * t)

    def _cos(self, u: int) -> int:
        t = self._half_tangent(u)
        return (1 - t * t) * self.field.reciprocal(1 + t * t)


def _drawn(s: Symbols, u: int) -> int:
    """Of a function without any equation."""
    return s.draw()


def _odd(name: str) -> Callable[[Symbols, int], int]:
    return lambda s, u: s._odd(name, u)


VALUES: dict[str, Callable[[Symbols, int], int]] = {
    "exp": Symbols.exp,
    "log": Symbols.log,
    "sign": Symbols.sign,
    "sin": Symbols._sin,
    "cos": Symbols._cos,
    "normcdf": Symbols._normcdf,
    "normpdf": Symbols._normpdf,
    **dict.fromkeys(("acosh", "lgamma", "digamma", "trigamma", "tetragamma", "pentagamma"), _drawn),
    **{name: _odd(name) for name in ("tan(u/2)", "asin", "atan", "asinh", "atanh", "erf")},
}
"""The functions that are not built from others. sin² + cos² = 1 holds since both come from the tangent of u/2."""
