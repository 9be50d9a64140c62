"""Where lines come from: prompt_toolkit where that is installed, readline, or a pipe."""
from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from matcalc.repl.completion import completions
from matcalc.repl.state import State

PROMPT = "matcalc> "

HISTORY = "MATCALC_HISTORY"
"""The variable that names the file of the history, or turns it off: `off`, or nothing."""

LENGTH = 5_000
"""Lines of history that readline keeps."""


def history(environ: dict[str, str] | None = None) -> Path | None:
    """The file of the history, in a folder that can be written; None for none.

    By default $XDG_STATE_HOME/matcalc/history (https://specifications.freedesktop.org/basedir-spec).
    """
    env = os.environ if environ is None else environ
    given = env.get(HISTORY)
    if given is not None:
        path = None if given in ("", "off", "0") else Path(given).expanduser()
    else:
        home = env.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
        path = Path(home) / "matcalc" / "history"
    if path is None:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8"):
            return path
    except OSError:
        return None


Lines = Iterator[str | None]
"""Lines as they are typed; None for one that was cancelled."""


def typed(state: Callable[[], State], *, color: bool) -> Lines:
    """The lines of a person at a terminal, up to Ctrl-D."""
    ask = _toolkit(state, color=color) or _readline(state) or input
    while True:
        try:
            yield ask(PROMPT)
        except KeyboardInterrupt:
            yield None
        except EOFError:
            return


def _toolkit(state: Callable[[], State], *, color: bool) -> Callable[[str], str] | None:
    """A prompt with a menu of completions, where prompt_toolkit is installed and the terminal can move its cursor."""
    if os.environ.get("TERM") == "dumb":
        return None
    try:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import Completer, Completion
        from prompt_toolkit.history import FileHistory, InMemoryHistory
        from prompt_toolkit.output import ColorDepth
    except ImportError:
        return None

    class Known(Completer):  # type: ignore[misc]
        def get_completions(self, document: Any, complete_event: Any) -> Iterator[Any]:
            begun = document.text_before_cursor
            known = completions(state(), begun)
            yield from (Completion(text, known.start - len(begun)) for text in known.found)

    path = history()
    session: Any = PromptSession(history=FileHistory(str(path)) if path else InMemoryHistory(), completer=Known(),
                                 complete_while_typing=False, enable_history_search=True,
                                 color_depth=None if color else ColorDepth.DEPTH_1_BIT)
    prompt: Callable[[str], str] = session.prompt
    return prompt


def _readline(state: Callable[[], State]) -> Callable[[str], str] | None:
    """`input` with history and completion, where Python has readline."""
    try:
        import readline
    except ImportError:
        return None
    path = history()
    if path is not None:
        import atexit

        with contextlib.suppress(OSError):
            readline.read_history_file(path)
        readline.set_history_length(LENGTH)
        atexit.register(_kept, path)
    found: list[str] = []

    def complete(text: str, n: int) -> str | None:
        if n == 0:
            begun = readline.get_line_buffer()[:readline.get_endidx()]
            known = completions(state(), begun)
            at = len(begun) - len(text)  # readline replaces what stands behind its last delimiter
            found[:] = [begun[at:known.start] + new if known.start >= at else new[at - known.start:]
                        for new in known.found]
        return found[n] if n < len(found) else None

    readline.set_completer_delims(" \t\n()[]{},;=+-*/^'")
    readline.set_completer(complete)
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    return input


def _kept(path: Path) -> None:
    import readline

    with contextlib.suppress(OSError):
        readline.write_history_file(path)
