"""Shapes and assumptions from --shapes, -d and --assume, put together; what is said later counts."""
from __future__ import annotations

from collections.abc import Sequence

from matcalc.diagnostics import MatcalcError
from matcalc.shape import show
from matcalc.syntax import Declarations, declarations


def declared(files: Sequence[str], inline: Sequence[str], assume: Sequence[str]) -> Declarations:
    """All that is declared. Raises MatcalcError."""
    out = Declarations()
    for path in files:
        from matcalc.syntax.files import load  # with tomllib, which is for files only

        _merge(out, load(path).declarations)
    _merge(out, declarations(inline))
    added = declarations(assume, origin="--assume")
    if added.shapes:
        name = next(iter(added.shapes))
        said = " ".join((" x ".join(added.shapes[name]), *added.assume.get(name, ())))
        raise MatcalcError("bad-declaration",
                           f"--assume takes words for {name}, and no shape ({show(added.shapes[name])})",
                           hint=f'did you mean -d "{name}: {said}"?')
    _merge(out, added)
    return out


def _merge(out: Declarations, more: Declarations) -> None:
    for name in dict.fromkeys((*more.shapes, *more.assume)):
        out.add(name, more.shapes.get(name), more.assume.get(name, ()), more.origin[name])
