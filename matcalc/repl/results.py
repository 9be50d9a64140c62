"""What lines give: answers, readings, verdicts and plain words, which a terminal and a notebook write in their ways."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matcalc.cli.look import Look
from matcalc.derivative import Derivatives
from matcalc.diagnostics import MatcalcError
from matcalc.syntax import Reading

if TYPE_CHECKING:
    from matcalc.judge import Verdict, Verification
    from matcalc.repl.statements import Statement


class Asked(NamedTuple):
    """A question: the function as typed, the variables of a `Query`, and what else that says."""

    body: Statement
    variables: tuple[str, ...]
    order: int
    word: str
    apart: bool


class Answers(NamedTuple):
    """Derivatives.

    source  the function, with the definitions that it uses before it
    name    of the function; "" where it was typed out
    format  the language, or text
    steps   whether with the derivation
    """

    found: Derivatives
    asked: Asked
    source: str
    name: str
    format: str
    steps: bool


class Seen(NamedTuple):
    """An expression as it is read.

    source, shown  with the definitions that it uses, and as typed
    name           what it defines
    format         the language that it is wanted in
    whole          whether with all its parts
    """

    reading: Reading
    source: str
    shown: str
    name: str = ""
    format: str = "text"
    whole: bool = False


class Judged(NamedTuple):
    """A verdict."""

    verdict: Verdict | Verification


class Said(NamedTuple):
    """Words, written for a look: its width and colours."""

    write: Callable[[Look], str]

    @property
    def text(self) -> str:
        """The words as they are in a pipe."""
        return self.write(Look())


Result = Answers | Seen | Judged | Said


class Output(NamedTuple):
    """What a line gives.

    results  in order
    notes    what a person should know besides
    error    what went wrong, after the results
    status   the exit status of a script with this line alone
    then     lines that are to be said next
    over     whether the session is over
    """

    results: Sequence[Result] = ()
    notes: Sequence[str] = ()
    error: MatcalcError | None = None
    failed: int = 0
    then: tuple[str, ...] = ()
    over: bool = False

    @property
    def status(self) -> int:
        """The exit status of a script with this line alone."""
        return self.error.exit_code if self.error is not None else self.failed
