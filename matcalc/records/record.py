"""What a record holds of an answer; docs/schema.json says what each field means."""
from __future__ import annotations

from typing import Any

from matcalc import __version__
from matcalc.derivative import Derivative
from matcalc.diagnostics import MatcalcError
from matcalc.records.nodes import to_nodes
from matcalc.render import write

SCHEMA = 1
"""The version of the schema: it changes where a field changes its meaning or goes, not where one is added."""


def fields(d: Derivative, source: str, steps: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The fields of the record, in their order, with those of the derivation where it is given."""
    return {
        "schema": SCHEMA,
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
        "expressions": _expressions(d),
        "certificate": d.certificate.to_json() if d.certificate is not None else None,
        "version": __version__,
        "steps": steps,
    }


def _expressions(d: Derivative) -> dict[str, Any]:
    """All expressions, as one list of nodes and their places in it."""
    beside = {"direction": d.direction, "cotangent": d.cotangent}
    given = {name: e for name, e in beside.items() if e is not None}
    nodes, places = to_nodes(d.function, d.answer.expr, *(e for _, e in d.answer.where), *given.values())
    function, answer, *rest = places
    where = [[name, place] for (name, _), place in zip(d.answer.where, rest, strict=False)]
    found = dict(zip(given, rest[len(where):], strict=True))
    return {"function": function, "answer": answer, "where": where, **{name: found.get(name) for name in beside},
            "nodes": nodes}


def error_fields(e: MatcalcError, source: str, line: int) -> dict[str, Any]:
    """The record of a line that could not be answered."""
    return {
        "schema": SCHEMA,
        "expr": source,
        "line": line,
        "error": {
            "code": e.code,
            "message": e.message,
            "hint": e.hint,
            "notes": list(e.notes),
            "source": e.source or source,
            "labels": [{"start": label.span.start, "end": label.span.end, "text": label.text} for label in e.labels],
            "exit": e.exit_code,
        },
        "version": __version__,
    }
