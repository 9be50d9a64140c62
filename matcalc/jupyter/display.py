"""Results of a session as objects that a notebook displays."""
from __future__ import annotations

from html import escape
from typing import Any

from matcalc.cli.formats import PAGES
from matcalc.jupyter import html
from matcalc.repl.results import Answers, Judged, Result, Said, Seen
from matcalc.repl.shown import shown


class Rich:
    """What a notebook shows of a result; `value` is what Python can go on with: derivatives, a verdict, a reading."""

    def __init__(self, value: Any, bundle: dict[str, str]):
        self.value, self.bundle = value, bundle

    @classmethod
    def of(cls, result: Result) -> Rich:
        """A result of a session. Raises MatcalcError for one that the format it is wanted in does not know."""
        match result:
            case Answers(found=found, format=format_) if format_ in PAGES:
                rich = cls.answers(found, result.name, opened=result.steps)
                return cls(rich.value, rich.bundle | {"text/plain": shown(result)})
            case Seen(reading=reading, format="text"):
                return cls(reading, html.bundle(reading) | {"text/html": html.reading(reading, result.name,
                                                                                      opened=result.whole)})
            case Judged(verdict=verdict):
                return cls(verdict, html.bundle(verdict))
            case Said():
                return cls(result.text, plain(result.text))
        return cls(shown(result), plain(shown(result)))

    @classmethod
    def answers(cls, found: Any, name: str = "", *, opened: bool = False) -> Rich:
        """Derivatives, their derivations folded unless `opened`."""
        bundle = html.bundle(found, name) | {"text/html": html.derivatives(found, name, opened=opened)}
        return cls(found[0] if len(found) == 1 else found, bundle)

    @classmethod
    def note(cls, text: str) -> Rich:
        """A note on a line."""
        return cls(text, {"text/plain": f"note: {text}", "text/html": html.small([f"note: {text}"])})

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self.bundle

    def __repr__(self) -> str:
        return self.bundle["text/plain"]


def plain(text: str) -> dict[str, str]:
    """Text that is no formula: code, help."""
    return {"text/plain": text, "text/html": f"<pre><code>{escape(text)}</code></pre>"}
