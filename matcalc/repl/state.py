"""What a session knows: immutable, so that a line gives a new state and the old one is still there for `:undo`."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from matcalc.render.languages import LETTERS
from matcalc.repl.results import Result
from matcalc.shape import Shape
from matcalc.syntax import Declarations

ORIGIN = "this session"
"""Where its declarations stand, for messages."""

UNDONE = 100
"""Changes that can be taken back."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How answers are wanted: the arguments of `diff`, the format, and whether derivations come with them."""

    form: str = "auto"
    layout: str = "mixed"
    structured: str = ""
    format: str = "text"
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean, and the mode.

    shapes, assume, origin  what is declared, as `diff` takes it
    definitions             the right-hand sides as typed, by name; headed: (name, its arguments), of `f(x) = …`
    """

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    assume: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    headed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mode: Mode = field(default_factory=Mode)

    @property
    def declared(self) -> tuple[str, ...]:
        """The names that are declared."""
        return tuple(dict.fromkeys((*self.shapes, *self.assume)))

    @property
    def names(self) -> tuple[str, ...]:
        """All names that mean something."""
        return *self.declared, *self.definitions

    def declaring(self, more: Declarations) -> Scope:
        """With more declared; a shape replaces all that was known of its name, words alone are added."""
        defined = {*map(letter, self.definitions)}
        scope = self.without([name for name in (*more.shapes, *more.assume) if name in more.shapes
                              or letter(name) in defined])
        assume = {name: tuple(dict.fromkeys((*scope.assume.get(name, ()), *given)))
                  for name, given in more.assume.items()}
        return replace(scope, shapes={**scope.shapes, **more.shapes}, assume={**scope.assume, **assume},
                       origin={**scope.origin, **more.origin})

    def defining(self, name: str, source: str, arguments: tuple[str, ...] = ()) -> Scope:
        """With a definition; it replaces what the name was."""
        scope = self.without([name])
        headed = {**scope.headed, name: arguments} if arguments else scope.headed
        return replace(scope, definitions={**scope.definitions, name: source}, headed=headed)

    def without(self, names: list[str]) -> Scope:
        """With some names forgotten."""
        gone = {*map(letter, names)}
        kept: dict[str, Any] = {
            part: {name: value for name, value in getattr(self, part).items() if letter(name) not in gone}
            for part in ("shapes", "assume", "origin", "definitions", "headed")}
        return replace(self, **kept)

    def moded(self, **given: Any) -> Scope:
        """With another mode."""
        return replace(self, mode=replace(self.mode, **given))


@dataclass(frozen=True, slots=True)
class State:
    """A session: its scope, the scopes before, the newest last, and the last result."""

    scope: Scope = field(default_factory=Scope)
    before: tuple[Scope, ...] = ()
    last: Result | None = None

    def to(self, scope: Scope) -> State:
        """The state with another scope."""
        return replace(self, scope=scope, before=(*self.before, self.scope)[-UNDONE:]) if scope != self.scope else self

    def showing(self, last: Result) -> State:
        """The state after a result."""
        return replace(self, last=last)

    @property
    def undone(self) -> State:
        """The state before the last change of its scope."""
        return replace(self, scope=self.before[-1], before=self.before[:-1])


def letter(name: str) -> str:
    """A name with its Greek letter spelled out: one symbol, however it is typed."""
    return LETTERS.get(name, name)
