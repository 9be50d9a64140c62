"""What a session knows: immutable, so that a line gives a new state and the old one is still there for `:undo`."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from matcalc.render.languages import LETTERS
from matcalc.repl.results import Result
from matcalc.shape import Shape
from matcalc.syntax import Declarations
from matcalc.syntax.declare import consistent

ORIGIN = "this session"
"""Where its declarations stand, for messages."""

UNDONE = 100
"""Changes that can be taken back."""


class Mode(NamedTuple):
    """How answers are wanted: the arguments of `diff`, the format, and whether derivations come with them."""

    form: str = "auto"
    layout: str = "mixed"
    structured: str = ""
    format: str = "text"
    steps: bool = False


class Scope(NamedTuple):
    """What names mean, and the mode.

    shapes, assume, origin  what is declared, as `diff` takes it
    definitions             the right-hand sides as typed, by name; headed: (name, its arguments), of `f(x) = …`
    """

    shapes: Mapping[str, Shape] = {}
    assume: Mapping[str, tuple[str, ...]] = {}
    origin: Mapping[str, str] = {}
    definitions: Mapping[str, str] = {}
    headed: Mapping[str, tuple[str, ...]] = {}
    mode: Mode = Mode()

    @property
    def declared(self) -> tuple[str, ...]:
        """The names that are declared."""
        return tuple(dict.fromkeys((*self.shapes, *self.assume)))

    @property
    def names(self) -> tuple[str, ...]:
        """All names that mean something."""
        return *self.declared, *self.definitions

    def declaring(self, more: Declarations) -> Scope:
        """With more declared; a shape replaces all that was known of its name, words alone are added.

        Raises MatcalcError `bad-declaration` for what cannot be true of a symbol.
        """
        defined = {*map(letter, self.definitions)}
        scope = self.without([name for name in (*more.shapes, *more.assume) if name in more.shapes
                              or letter(name) in defined])
        assume = {name: tuple(dict.fromkeys((*scope.assume.get(name, ()), *given)))
                  for name, given in more.assume.items()}
        out = scope._replace(shapes={**scope.shapes, **more.shapes}, assume={**scope.assume, **assume},
                             origin={**scope.origin, **more.origin})
        consistent(out.shapes, out.assume)
        return out

    def defining(self, name: str, source: str, arguments: tuple[str, ...] = ()) -> Scope:
        """With a definition; it replaces what the name was."""
        scope = self.without([name])
        headed = {**scope.headed, name: arguments} if arguments else scope.headed
        return scope._replace(definitions={**scope.definitions, name: source}, headed=headed)

    def without(self, names: list[str]) -> Scope:
        """With some names forgotten."""
        gone = {*map(letter, names)}
        kept: dict[str, Any] = {
            part: {name: value for name, value in getattr(self, part).items() if letter(name) not in gone}
            for part in ("shapes", "assume", "origin", "definitions", "headed")}
        return self._replace(**kept)

    def moded(self, **given: Any) -> Scope:
        """With another mode."""
        return self._replace(mode=self.mode._replace(**given))


class State(NamedTuple):
    """A session: its scope, the scopes before, the newest last, and the last result."""

    scope: Scope = Scope()
    before: tuple[Scope, ...] = ()
    last: Result | None = None

    def to(self, scope: Scope) -> State:
        """The state with another scope."""
        return self._replace(scope=scope, before=(*self.before, self.scope)[-UNDONE:]) if scope != self.scope else self

    def showing(self, last: Result) -> State:
        """The state after a result."""
        return self._replace(last=last)

    @property
    def undone(self) -> State:
        """The state before the last change of its scope."""
        return self._replace(scope=self.before[-1], before=self.before[:-1])


def letter(name: str) -> str:
    """A name with its Greek letter spelled out: one symbol, however it is typed."""
    return LETTERS.get(name, name)
