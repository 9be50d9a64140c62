"""Sessions in files: shapes in TOML, or all that is declared and defined as lines that can be typed."""
from __future__ import annotations

import os

from matcalc.cli.inventory import shapes_file
from matcalc.diagnostics import MatcalcError, visible
from matcalc.repl import told
from matcalc.repl.results import Output
from matcalc.repl.state import State
from matcalc.syntax.files import load as load_toml
from matcalc.syntax.textfile import read_text, write_text

TOML = ".toml"


def load(state: State, path: str) -> tuple[State, Output]:
    """Take what a TOML file declares; of any other the lines, which are to be said. Raises MatcalcError `bad-file`."""
    path = _named(path)
    if not path.endswith(TOML):
        return state, Output(then=tuple(read_text(path).splitlines()))
    file = load_toml(path)
    cases = [f"the cases of {visible(path)} are left alone: matcalc check runs them"] if file.cases else []
    return state.to(state.scope.declaring(file.declarations)), Output(notes=cases)


def save(state: State, path: str, *, over: bool = False) -> tuple[State, Output]:
    """Write what is declared to a TOML file, all to any other. Raises MatcalcError `bad-file`."""
    path, scope = _named(path), state.scope
    is_toml = path.endswith(TOML)
    text = shapes_file(scope.shapes, scope.assume) if is_toml else "\n".join(told.lines(scope))
    try:
        write_text(path, text + "\n", "w" if over else "x")
    except FileExistsError:
        raise MatcalcError("bad-file", f"there is a {visible(path)} already",
                           hint=f":save! {visible(path)} writes over it") from None
    left = is_toml and scope.definitions
    return state, Output(notes=[f"written to {visible(path)}" + (
        f", without the definitions: :save {visible(path[:-len(TOML)])}.txt writes all" if left else "")])


def _named(path: str) -> str:
    if not path:
        raise MatcalcError("usage", "the name of a file is missing")
    return os.path.expanduser(path)
