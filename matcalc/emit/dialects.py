"""How each target writes a module and its functions: comments, sizes, assertions, results; all of it data."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc.dims import Dim
from matcalc.emit.signature import Parameter, Size
from matcalc.render.reserved import called
from matcalc.shape import Shape, show


class Dialect:
    """The words of one language; templates are filled by `str.format`.

    shape       the shape of an array as an expression, and `pair` one that is written down
    column      the shape of a column, where vectors may stand for columns
    axis        the size of one axis, counted from `base`
    whole       integer division, whose sign is `over`
    triangle    the n of n(n+1)/2 entries
    ensure      a check of a condition, with what to say where it fails; `fits` is one of a shape, and tells {2}
    scalar      the condition that an argument is a number; empty where its type says so
    assign      `name = value`
    unpack      both sizes of a matrix
    entrance    what makes an array one of floats, or nothing
    number      what is done to every number that is no size, or nothing; {1} is an array that it goes with, and `alone`
                the same where there is none
    """

    __slots__ = ("alone", "assign", "axis", "base", "column", "ensure", "entrance", "equal", "fits", "number", "over",
                 "pair", "scalar", "shape", "triangle", "unpack", "whole")

    def __init__(self, *, shape: str, pair: str, equal: str, axis: str, base: int, whole: str, triangle: str,
                 ensure: str, scalar: str, assign: str, unpack: str,
                 entrance: str = "", number: str = "", alone: str = "", over: str = "/", column: str = "",
                 fits: str = ""):
        self.shape, self.pair, self.equal, self.axis, self.base, self.whole = shape, pair, equal, axis, base, whole
        self.triangle, self.ensure, self.scalar, self.assign, self.unpack = triangle, ensure, scalar, assign, unpack
        self.entrance, self.number, self.alone, self.over = entrance, number, alone, over
        self.column, self.fits = column or shape, fits or ensure

    @property
    def own(self) -> set[str]:
        """The names that the statements use."""
        return called(str(getattr(self, slot)) for slot in self.__slots__)

    def size(self, s: Size) -> str:
        """The statement that takes sizes from an array."""
        if len(s.names) == 2:
            return self.unpack.format(*s.names, s.of.name)
        of = self.axis.format(s.of.name, s.axis + self.base)
        if s.step is None:
            return self.assign.format(s.names[0], self.triangle.format(of))
        if s.shift != "0":
            shift = self.number_of(s.shift)
            of = f"{of} - {shift if shift.isalnum() else f'({shift})'}"
            of = of if s.step == 1 else f"({of})"
        return self.assign.format(s.names[0], of if s.step == 1 else self.whole.format(of, s.step))

    def number_of(self, dim: Dim) -> str:
        """A dimension as an expression, in whole numbers."""
        return dim.replace("/", self.over)

    def check(self, p: Parameter, shape: Shape) -> str:
        """The statement that refuses an array of another shape, or an array for a number."""
        if not p.is_array:
            return self.ensure.format(self.scalar.format(p.name), f"{p.name} must be a number")
        actual = self.column if shape[1] == "1" else self.shape
        condition = self.equal.format(actual.format(p.name), self.pair.format(*map(self.number_of, shape)))
        column = " (a column)" if shape[1] == "1" else " (a row)" if shape[0] == "1" else ""
        told = f"{p.name} must be {show(shape)}{column}"
        return self.fits.format(condition, told, self.shape.format(p.name))


def _python(entrance: str = "", number: str = "", alone: str = "") -> Dialect:
    """Python, with what is done to every array and number first."""
    return Dialect(
        shape="{0}.shape", pair="({0}, {1})", equal="{0} == {1}", axis="{0}.shape[{1}]", base=0, whole="{0} // {1}",
        triangle="(math.isqrt(8 * {0} + 1) - 1) // 2", ensure='assert {0}, "{1}"',
        fits='assert {0}, f"{1}, not {{{2}}}"',
        scalar='not getattr({0}, "shape", ())', assign="{0} = {1}", unpack="{0}, {1} = {2}.shape", entrance=entrance,
        number=number, alone=alone, over="//")


NUMPY = _python("{0} = np.asarray({0}, float)", "{0} = np.float64({0})", "{0} = np.float64({0})")
TORCH = _python(number="{0} = torch.as_tensor({0}, dtype={1}.dtype, device={1}.device)",
                alone="{0} = torch.as_tensor({0}, dtype=torch.float64)")
JULIA = Dialect(
    shape="size({0})", pair="({0}, {1})", equal="{0} == {1}", axis="size({0}, {1})", base=1,
    whole="{0} ÷ {1}", triangle="(isqrt(8 * {0} + 1) - 1) ÷ 2", ensure='{0} || throw(DimensionMismatch("{1}"))',
    fits='{0} || throw(DimensionMismatch("{1}, not $({2})"))',
    scalar="", assign="{0} = {1}", unpack="{0}, {1} = size({2})", over="÷", column="(size({0}, 1), size({0}, 2))")
MATLAB = Dialect(
    shape="size({0})", pair="[{0}, {1}]", equal="isequal({0}, {1})", axis="size({0}, {1})", base=1, whole="{0} / {1}",
    triangle="(sqrt(8 * {0} + 1) - 1) / 2", ensure="assert({0}, '{1}');",
    fits="assert({0}, '{1}, not %s', mat2str({2}));", scalar="isscalar({0})",
    assign="{0} = {1};", unpack="[{0}, {1}] = size({2});")

DIALECTS = {"numpy": NUMPY, "scipy": NUMPY, "jax": _python(), "torch": TORCH, "julia": JULIA, "matlab": MATLAB}
"""By target."""


def head(target: str, parameters: Sequence[Parameter], found: Sequence[Size]) -> list[str]:
    """The statements that begin a function: lists and integers made arrays of floats, sizes from arrays, a check of
    every argument, and what numbers need."""
    dialect = DIALECTS[target]
    array = next((p.name for p in parameters if p.is_array), "")
    number = dialect.number if array else dialect.alone
    told = {s.of.name for s in found if len(s.names) == 2}
    return [*(dialect.entrance.format(p.name) for p in parameters if p.is_array and dialect.entrance),
            *map(dialect.size, found),
            *(dialect.check(p, p.shape) for p in parameters if p.shape is not None and p.name not in told
              and (p.is_array or dialect.scalar)),
            *(number.format(p.name, array) for p in parameters if number and p.is_number)]
