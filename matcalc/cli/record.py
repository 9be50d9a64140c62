"""An answer as one line of JSON: see docs/schema.json."""
from __future__ import annotations

import sys
from typing import Any

from matcalc.cli.terminal import shows_signs
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError
from matcalc.jsontext import dumps
from matcalc.records.record import error_fields, text


def record(d: Derivative, source: str, steps: list[dict[str, Any]] | None = None) -> str:
    """The JSON of an answer, and of its derivation."""
    return text(d, source, steps, ascii_only=not shows_signs(sys.stdout))


def error_record(e: MatcalcError, source: str, line: int) -> str:
    """The JSON of a line without an answer."""
    return dumps(error_fields(e, source, line), ascii_only=not shows_signs(sys.stdout))
