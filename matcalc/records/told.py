"""Records read back: an answer as it was told, which can be written in any language without being derived again."""
from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from matcalc import wraps
from matcalc.answers import Formulated, as_code, as_steady_code
from matcalc.build import normalize
from matcalc.certify import certify_equal
from matcalc.derive import Derived
from matcalc.diagnostics import MatcalcError, visible
from matcalc.expr import Expr, walk
from matcalc.kinds import HIGHEST
from matcalc.lowering import lowered
from matcalc.present import Answer
from matcalc.programs import certified
from matcalc.records.nodes import bad, from_nodes
from matcalc.records.record import SCHEMA
from matcalc.render import languages
from matcalc.syntax.declare import is_name

KINDS = ("gradient", "jacobian", "hessian", "derivative", "differential", "jvp", "vjp", "hvp")


class Told(Formulated):
    """An answer of a record: the expressions that it holds are checked, its texts are not used.

    fields       all that the record holds
    function     what was derived
    answer       for people: an expression and the definitions it uses
    direction, cotangent   what the derivative is along or paired with, or None
    """

    __slots__ = ("answer", "cotangent", "direction", "fields", "function")
    function: Expr
    direction: Expr | None

    def __init__(self, fields: Mapping[str, Any], function: Expr, answer: Answer, direction: Expr | None,
                 cotangent: Expr | None):
        self.fields, self.function, self.answer = fields, function, answer
        self.direction, self.cotangent = direction, cotangent

    def __repr__(self) -> str:
        """What it tells, for a terminal."""
        return f"<told {self.kind} by {self.by[0]}: {self.text}>"

    @property
    def by(self) -> tuple[str, ...]:
        """The variable of each differentiation."""
        return tuple(self.fields["by"])

    @property
    def kind(self) -> str:
        """What the answer is."""
        return str(self.fields["kind"])

    @property
    def symbols(self) -> dict[str, Any]:
        """What is known of each symbol."""
        return dict(self.fields["symbols"])

    @property
    def is_certified(self) -> bool | None:
        """What its certificate says; None where the record has none."""
        found = self.fields["certificate"]
        return None if found is None else bool(found["holds"])

    @property
    def doubt(self) -> str | None:
        """Why the answer should not be believed, in words: what its certificate says; None where that holds."""
        if self.is_certified is None:
            return "not certified, its record says"
        why = visible(self.fields["certificate"]["detail"])
        return None if self.is_certified else f"its record says that it is wrong: {why}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed, conditions among it."""
        conditions = "; ".join(self.fields["conditions"])
        return *map(visible, self.fields["notes"]), *([f"holds where {visible(conditions)}"] if conditions else [])

    def equations(self, language: str) -> list[tuple[str, str]]:
        """Both sides of the function, the answer and its definitions."""
        return wraps.equations([self], [self.answer], language)

    def code(self, target: str) -> str:
        """Statements in a programming language, the last of which is the answer: see `Derivative.code`.

        Raises MatcalcError: `unsupported`; `not-certified` where the code has other values than the answer.
        """
        taken = {*self.symbols, *("d" + name for name in self.by), "I", "T", "np"}
        where = self.answer.where if self.answer.decomposed is not None else []
        expr = self.answer.expr if where else self.answer.whole
        derived = Derived(normalize(expr), [(name, normalize(e)) for name, e in where])
        code = as_code(derived, taken)
        if target == "numpy":
            if not where:
                self._same(code)
            return code.script(target).text
        steady = as_steady_code(derived, taken) or code
        program = lowered([steady], target, given=(self.function,), taken=taken)
        if not where:
            certified([self.answer], program, f"the {self.kind}")
        return languages.target(target).script(program.bindings, program.results).text

    def _same(self, code: Answer) -> None:
        found = certify_equal(self.answer.whole, code.whole)
        if not found.holds:
            raise MatcalcError("not-certified", f"the code of the {self.kind} could not be certified and is withheld: "
                               f"{found.detail}")


def from_json(text: str) -> list[Told | MatcalcError]:
    """The answers of a JSON text that `Derivative.to_json` or `matcalc diff --format json` wrote, a record or a list of
    them; in the places of errors these errors.

    Raises MatcalcError `bad-file` for what is no record, or one of another schema, `limit` for what is too large.
    """
    if not isinstance(text, (str, bytes)):
        raise bad(f"this is no JSON, but {type(text).__name__}")
    try:
        found = json.loads(text)
    except RecursionError:
        raise MatcalcError("limit", "the JSON is nested too deeply") from None
    except ValueError as why:
        raise bad(f"this is no JSON: {why}") from None
    return [told(record) for record in (found if isinstance(found, list) else [found])]


def told(record: Any) -> Told | MatcalcError:
    """One record, checked. Raises MatcalcError."""
    if not isinstance(record, dict) or "schema" not in record:
        raise MatcalcError("bad-file", "a record of `matcalc diff --format json` is needed: an object with `schema`")
    if record["schema"] != SCHEMA or type(record["schema"]) is not int:
        raise MatcalcError("bad-file", f"the record has schema {visible(repr(record['schema']))[:40]}, "
                           f"and this is matcalc for schema {SCHEMA}", hint="derive again, with --format json")
    if "error" in record:
        return _error(record)
    for name, (is_right, words) in _FIELDS.items():
        if name not in record or not is_right(record[name]):
            raise bad(f"{name}: {words} is needed")
    return _answer(record, record["expressions"])


def _answer(record: Mapping[str, Any], given: Mapping[str, Any]) -> Told:
    nodes = from_nodes(given.get("nodes"))

    def at(what: str, place: Any) -> Expr:
        if type(place) is not int or not 0 <= place < len(nodes):
            raise bad(f"expressions.{what}: the place of a node is needed")
        return nodes[place]

    where = given.get("where")
    if not isinstance(where, list) or not all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)
                                              and is_name(pair[0]) for pair in where):
        raise bad("expressions.where: a list of names with the places of their nodes is needed")
    answer = Answer(at("answer", given.get("answer")), [(name, at("where", place)) for name, place in where])
    _check_definitions(answer)
    sides = [None if given.get(name) is None else at(name, given[name]) for name in ("direction", "cotangent")]
    return Told(record, at("function", given.get("function")), answer, *sides)


def _check_definitions(answer: Answer) -> None:
    """Raise MatcalcError unless each name is defined once, has its definition's shape, and uses those before it."""
    shapes = {name: e.shape for name, e in answer.where}
    if len(shapes) < len(answer.where):
        raise bad("expressions.where: a name is defined twice")
    open_names = set(shapes)
    for name, e in (*answer.where, ("", answer.expr)):
        for s in walk(e):
            if s.op.name == "sym" and s.data[0] in open_names:
                raise bad(f"expressions.where: {s.data[0]} is used before it is defined")
            if s.op.name == "sym" and shapes.get(s.data[0], s.shape) != s.shape:
                raise bad(f"expressions.where: {s.data[0]} has another shape than its definition")
        open_names.discard(name)


def _error(record: Mapping[str, Any]) -> MatcalcError:
    """The error that a record tells of, as one of this reading."""
    found, line = record["error"], record.get("line")
    known = isinstance(found, dict) and isinstance(found.get("message"), str)
    what = f"its record says: {found.get('code')}: {found['message']}" if known else "and its record does not say why"
    which = f"line {line}" if type(line) is int else "a line"
    return MatcalcError("bad-file", visible(f"{which} has no answer, {what}"))


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _is_certificate(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and type(value.get("holds")) is bool
                             and isinstance(value.get("detail"), str))


_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "by": (lambda v: _texts(v) and 0 < len(v) <= HIGHEST and all(map(is_name, v)), "a list of names"),
    "kind": (lambda v: isinstance(v, str) and v in KINDS, f"one of {', '.join(KINDS)}"),
    "conditions": (_texts, "a list of texts"),
    "notes": (_texts, "a list of texts"),
    "symbols": (lambda v: isinstance(v, dict) and all(map(is_name, v)), "an object with names"),
    "expressions": (lambda v: isinstance(v, dict), "an object"),
    "certificate": (_is_certificate, "null, or an object with holds and detail,"),
}
"""The fields that are used, besides expressions: what they must be."""
