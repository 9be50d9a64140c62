"""An answer as one line of JSON; its fields are documented in the README and stay."""
from __future__ import annotations

import sys
from typing import Any

from matcalc import __version__
from matcalc.cli.terminal import shows_signs
from matcalc.derivative import Derivative
from matcalc.jsontext import dumps
from matcalc.render import write


def record(d: Derivative, source: str, steps: list[dict[str, Any]] | None = None) -> str:
    """The JSON of an answer, and of its derivation."""
    return dumps(fields(d, source) | {"steps": steps}, ascii_only=not shows_signs(sys.stdout))


def fields(d: Derivative, source: str) -> dict[str, Any]:
    """The fields of the record, in their order."""
    return {
        "expr": source,
        "reading": d.reading,
        "wrt": d.wrt,
        "by": list(d.by),
        "kind": d.kind,
        "order": d.order,
        "form": d.form,
        "layout": d.layout,
        "structured": d.structured,
        "direction": None if d.direction is None else write(d.direction),
        "cotangent": None if d.cotangent is None else write(d.cotangent),
        "shape": list(d.shape),
        "text": d.text,
        "latex": d.latex,
        "numpy": d.numpy,
        "conditions": list(d.conditions),
        "notes": list(d.notes),
        "symbols": {name: {"shape": list(s.shape), "assume": list(s.assume), "declared": s.declared, "origin": s.origin}
                    for name, s in d.symbols.items()},
        "certificate": d.certificate.to_json() if d.certificate is not None else None,
        "version": __version__,
    }
