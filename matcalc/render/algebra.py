"""Python source text that is computed with as what it stands for is: `Code("A") * Code("x")` is `A*x`."""
from __future__ import annotations

import json

SUM, PRODUCT, POWER, ATOM = 10, 20, 40, 100


class Code:
    """An expression in Python: its text, how tightly it binds, and whether it is made of whole numbers alone, which
    Python would divide as floats."""

    __slots__ = ("is_number", "precedence", "text")

    def __init__(self, text: str, precedence: int = ATOM, *, is_number: bool = False):
        self.text, self.precedence, self.is_number = text, precedence, is_number

    def __str__(self) -> str:
        return self.text

    def within(self, need: int) -> str:
        """The text, in brackets unless it binds as tightly as is needed."""
        return self.text if self.precedence >= need else f"({self.text})"

    def _exact(self) -> Code:
        return Code(f"sp.Integer({self.text})") if self.is_number else self

    def _joined(self, sign: str, other: object, precedence: int, right: int) -> Code:
        b = code(other)
        text = f"{self.within(precedence)}{sign}{b.within(right)}"
        return Code(text, precedence, is_number=self.is_number and b.is_number)

    def __add__(self, other: object) -> Code:
        b = code(other)
        if b.text.startswith("-") and b.precedence < ATOM:
            return Code(f"{self.within(SUM)} - {b.text[1:]}", SUM)
        return self._joined(" + ", b, SUM, SUM)

    def __radd__(self, other: object) -> Code:
        return code(other) + self

    def __sub__(self, other: object) -> Code:
        return self._joined(" - ", other, SUM, SUM + 1)

    def __rsub__(self, other: object) -> Code:
        return code(other) - self

    def __mul__(self, other: object) -> Code:
        return self._joined("*", other, PRODUCT, PRODUCT)

    def __rmul__(self, other: object) -> Code:
        return code(other) * self

    def __truediv__(self, other: object) -> Code:
        b = code(other)
        return (self._exact() if b.is_number else self)._joined("/", b, PRODUCT, PRODUCT + 1)

    def __rtruediv__(self, other: object) -> Code:
        return code(other) / self

    def __pow__(self, k: object) -> Code:
        return self._exact()._joined("**", k, POWER, POWER + 1) if self.precedence != POWER else Code(
            f"({self.text})") ** k

    def __rpow__(self, base: object) -> Code:
        return code(base) ** self

    def __neg__(self) -> Code:
        return Code(f"-{self.within(PRODUCT)}", PRODUCT - 1, is_number=self.is_number)

    def __call__(self, *args: object) -> Code:
        """The call of what is a function."""
        return Call(self.text)(*args)

    @property
    def T(self) -> Code:
        """The transpose."""
        return Code(f"{self.within(ATOM)}.T")

    def applyfunc(self, f: object) -> Code:
        """The function of each entry."""
        return Code(f"{self.within(ATOM)}.applyfunc({f})")


def code(value: object) -> Code:
    """Code as it is, a whole number, or a text in quotes."""
    if isinstance(value, int):
        return Code(str(value), ATOM if value >= 0 else PRODUCT - 1, is_number=True)
    return value if isinstance(value, Code) else Code(json.dumps(value, ensure_ascii=False))


class Namespace:
    """A module in code: its functions write calls of themselves."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, function: str) -> Call:
        return Call(f"{self._name}.{function}")

    @property
    def pi(self) -> Code:
        """The one name that is no function."""
        return Code(f"{self._name}.pi")


class Call:
    """A function in code, which may be called or passed on."""

    __slots__ = ("name",)

    def __init__(self, name: str):
        self.name = name

    def __call__(self, *args: object, **named: object) -> Code:
        """The call, in code."""
        given = [code(a).text for a in args] + [f"{key}={value}" for key, value in named.items()]
        return Code(f"{self.name}({', '.join(given)})")

    def __str__(self) -> str:
        return self.name

