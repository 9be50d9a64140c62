"""An answer as one line of JSON: see docs/schema.json."""
from __future__ import annotations

from typing import Any

from matcalc.cli.terminal import json_line
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError
from matcalc.records.record import error_fields, fields


def record(d: Derivative, source: str, steps: list[dict[str, Any]] | None = None) -> str:
    """The JSON of an answer, and of its derivation."""
    return json_line(fields(d, source, steps))


def error_record(e: MatcalcError, source: str, line: int) -> str:
    """The JSON of a line without an answer."""
    return json_line(error_fields(e, source, line))
