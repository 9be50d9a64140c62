"""Languages of programs: what is defined, a statement a name, and the results, with the functions that they call."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError
from matcalc.dims import Dim
from matcalc.expr import Expr, walk
from matcalc.notation import Notation, notation_of
from matcalc.ops.placed import PLACED
from matcalc.ops.unknown import UNKNOWN, primed
from matcalc.render.languages import Language, Noted, Written
from matcalc.render.names import safe_names
from matcalc.render.write import WORDED, write


class Script:
    """Statements in a language.

    names    of symbols and dimensions, as they are written
    imports  what must be loaded
    helpers  definitions of functions that are called
    lines    statements, in order
    results  expressions
    head     what stands before functions in a file of statements
    """

    __slots__ = ("head", "helpers", "imports", "lines", "names", "results")

    def __init__(self, names: Mapping[str, str], imports: list[str], helpers: list[str], lines: list[str],
                 results: list[str], head: str):
        self.names, self.imports, self.helpers, self.lines, self.results = names, imports, helpers, lines, results
        self.head = head

    @property
    def text(self) -> str:
        """All but the imports."""
        head = [self.head] if self.head and any(text.startswith("function") for text in self.helpers) else []
        return "\n".join([*head, *self.helpers, *self.lines, *self.results])


class Target(Language):
    """A language of programs.

    field      of its notations; None where the overlay holds them all
    lacks      operators that it cannot do
    translate  what is done to the text of notations in the records
    title      what people call it
    spelled    a symbol's name in its letters
    reserved   words that mean something in its programs
    helpers    functions that notations may call, by name
    like       the statement that fits constant arrays to an argument, given its name, or None where there is no array
    imports    what must be loaded, by what stands in the text that needs it
    assigned   a statement that gives a name to what is written
    head       what stands before functions in a file of statements
    """

    __slots__ = ("_translated", "assigned", "head", "helpers", "imports", "lacks", "like", "reserved", "spelled",
                 "title", "translate")

    def __init__(self, name: str, field: str | None, brackets: tuple[str, str], constant: Callable[[Any], str],
                 leaves: Mapping[str, Callable[[Any], Written]], *, title: str, spelled: Callable[[str], str],
                 reserved: Iterable[str], imports: Mapping[str, str], overlay: Mapping[str, Noted] | None = None,
                 brief: Mapping[str, Callable[[Any], Written]] | None = None, lacks: Iterable[str] = (),
                 translate: Callable[[str], str] = str,
                 helpers: Mapping[str, str] | None = None, like: Callable[[str | None], str] = lambda array: "",
                 assigned: str = "{} = {}", head: str = ""):
        super().__init__(name, field or "", brackets, constant, leaves, brief=brief, telling=("add", "sub"),
                         overlay=overlay)
        self.lacks, self.translate, self.title = frozenset(lacks), translate, title
        self.spelled, self.helpers, self.like = spelled, helpers or {}, like
        self.reserved = frozenset({*reserved, *self.helpers, "like"})
        self.imports, self.assigned, self.head = imports, assigned, head
        self._translated: dict[tuple[str, str | None], Notation] = {}

    def notation(self, e: Expr) -> Notation:
        """The notation of a node: the overlay's, else that in its record, translated.

        Raises MatcalcError `unsupported` for what the language lacks.
        """
        if e.op.name in self.lacks or not (self.field or e.op.name in self.overlay):
            raise MatcalcError("unsupported", f"{self.title} has no function for {e.op.name}",
                               hint="another language may have one: NumPy with SciPy has them all")
        if e.op.name in self.overlay:
            return super().notation(e)
        notation = notation_of(e, self.field)
        key = notation.form, notation.join
        if key not in self._translated:
            self._translated[key] = notation.mapped(self.translate)
        return self._translated[key]

    def safe(self, names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
        """What symbols and dimensions are called: nothing that means something in the language, or is taken."""
        return safe_names(names, self.spelled, {*self.reserved, *taken})

    def script(self, bindings: Sequence[tuple[str, Expr]], results: Sequence[Expr],
               names: Mapping[str, str] | None = None, array: str | None = None) -> Script:
        """The statements that compute results from definitions, each of which may use those before it.

        `names` are those of symbols, dimensions and definitions, where they are settled, and `array` is one that
        constants go with where there is none among the symbols. Raises MatcalcError `unsupported`.
        """
        bound = list(dict.fromkeys(name for name, _ in bindings))
        nodes = walk(*(e for _, e in bindings), *results)
        used = {n.data[0]: n.shape for n in nodes if n.op.name == "sym" and n.data[0] not in bound}
        if names is None:
            sizes = {name for n in nodes for d in _sizes(n) for name in dims.names(d)}
            functions = [primed(*n.data) for n in nodes if n.op is UNKNOWN]
            names = self.safe([*used, *sorted(sizes), *functions, *bound])
        needed = {name: None for n in nodes if n.op.name not in self.leaves for name in self._needs(self.notation(n))}
        lines = [write(e, self.name, names) if e.op.name in PLACED else
                 self.assigned.format(names[name], write(e, self.name, names)) for name, e in bindings]
        if "like" in needed:
            array = next((names[name] for name, shape in used.items() if shape != ("1", "1")), array)
            lines.insert(0, self.like(array))
        written = [write(e, self.name, names) for e in results]
        helpers = self._definitions(needed)
        return Script(names, self.loaded("\n".join([*helpers, *lines, *written])), helpers, lines, written, self.head)

    def loaded(self, text: str) -> list[str]:
        """The statements that load what a text needs."""
        return list(dict.fromkeys(line for part, line in self.imports.items()
                                  if re.search(r"(?<![\w.])" + re.escape(part), text)))

    def _needs(self, notation: Notation) -> Iterable[str]:
        """The helpers that a notation names, and `like`."""
        return [name for name in (*self.helpers, "like") if name in notation.form and _names(notation.form, name)]

    def _definitions(self, needed: Iterable[str]) -> list[str]:
        """The definitions of helpers, those that others call before them."""
        found: dict[str, str] = {}

        def add(name: str) -> None:
            if name in self.helpers and name not in found:
                for other in self.helpers:
                    if other != name and _names(self.helpers[name], other):
                        add(other)
                found[name] = self.helpers[name]

        for name in needed:
            add(name)
        return list(found.values())


def _sizes(e: Expr) -> Sequence[Dim]:
    """The dimensions that a node may write: those of its shape, and one that is its data, as the k of Aᵏ."""
    has_own = isinstance(e.data, str) and e.op.name not in WORDED
    return (*e.shape, e.data) if has_own else e.shape


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){name}\b", text) is not None
