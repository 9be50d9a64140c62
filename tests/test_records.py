"""Records: what is written in JSON fits the published schema and reads back as the same objects; nothing is trusted."""
from __future__ import annotations

import contextlib
import copy
import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from every import DATA as EVERY_DATA
from every import NODES
from running import Cli
from test_round_trip import PROBLEMS

import matcalc
from matcalc.diagnostics import MatcalcError
from matcalc.expr import OPS, Expr
from matcalc.ops.leaves import SYM
from matcalc.records.nodes import DATA, WRITTEN, allowed, from_nodes, to_nodes
from matcalc.records.nodes import NODES as MOST
from matcalc.records.record import SCHEMA, fields
from matcalc.records.told import Told, from_json, told
from matcalc.shape import ShapeMismatch
from matcalc.syntax import declarations

SCHEMA_FILE = Path(__file__).resolve().parent.parent / "docs" / "schema.json"
ROUND_TRIPS = 1_000


def back(*roots: Expr) -> list[Expr]:
    """The expressions after a way through JSON text."""
    nodes, places = to_nodes(*roots)
    made = from_nodes(json.loads(json.dumps(nodes)))
    return [made[i] for i in places]


def record(expr: str = "‖A x - b‖^2", wrt: str = "x", **asked: Any) -> dict[str, Any]:
    d = matcalc.diff(expr, wrt, **asked)
    assert isinstance(d, matcalc.Derivative)
    found: dict[str, Any] = json.loads(json.dumps(fields(d, expr)))
    return found


# ---- nodes
@pytest.mark.parametrize("e", [e for e in NODES if e.op.name in allowed()], ids=repr)
def test_every_operator_reads_back(e):
    assert back(e) == [e]


def test_every_operator_with_data_has_a_reader():
    assert {e.op.name for e in NODES if e.op.name in allowed() and e.data is not None} <= DATA.keys()
    assert DATA.keys() <= allowed().keys()
    assert {name for name in EVERY_DATA if name in allowed()} <= DATA.keys()


def drawn(rng: random.Random, count: int) -> list[Expr]:
    """Random expressions that share parts, of all operators."""
    leaves = [SYM(data=(name, (m, n), ())) for name, m, n in (
        ("A", "m", "n"), ("B", "n", "n"), ("C", "n", "n"), ("x", "n", "1"), ("y", "n", "1"), ("s", "1", "1"))]
    patterns = [e for e in NODES if e.op.name in allowed() and e.op.name not in ("kron", "khatri_rao")]
    pool, out = list(leaves), list[Expr]()
    while len(out) < count:
        pattern = rng.choice(patterns)
        args = [rng.choice(pool[-60:] if rng.random() < 0.8 else leaves) for _ in pattern.args]
        try:
            e = pattern.op(*args, data=pattern.data)
        except ShapeMismatch:
            continue
        pool.append(e)
        if _written(e) < WRITTEN:
            out.append(e)
        if len(pool) > 500:
            pool = list(leaves)
    return out


def _written(e: Expr) -> int:
    return int(e.memo.setdefault("written", 1 + sum(map(_written, e.args))))


def test_random_expressions_read_back_as_the_same_objects():
    for e in drawn(random.Random(1), ROUND_TRIPS):
        assert back(e)[0] is e


def test_shared_parts_stand_once():
    e = SYM(data=("A", ("n", "n"), ()))
    for _ in range(18):
        e = OPS["add"](e, e)
    nodes, _ = to_nodes(e)
    assert len(nodes) == 19
    assert back(e) == [e]


@pytest.mark.parametrize(("nodes", "words"), [
    ({}, "a list"),
    ([1], "op and shape"),
    ([{"op": "sym", "shape": ["1", "1"]}], "has data"),
    ([{"op": "spam", "shape": ["1", "1"]}], "no operator 'spam'"),
    ([{"op": "put_add", "shape": ["1", "1"]}], "no operator"),
    ([{"op": ["sym"], "shape": ["1", "1"]}], "no operator"),
    ([{"op": "tr", "args": [0], "shape": ["1", "1"]}], "stand before"),
    ([{"op": "tr", "args": [-1], "shape": ["1", "1"]}], "stand before"),
    ([{"op": "tr", "args": [True], "shape": ["1", "1"]}], "stand before"),
    ([{"op": "num", "data": "1/0", "shape": ["1", "1"]}], "a number is a text"),
    ([{"op": "num", "data": "9" * 5000, "shape": ["1", "1"]}], "a number is a text"),
    ([{"op": "num", "data": 1, "shape": ["1", "1"]}], "a number is a text"),
    ([{"op": "const", "data": "tau", "shape": ["1", "1"]}], "pi"),
    ([{"op": "eye", "data": "n", "shape": ["n", "m"]}], "has the shape n×n"),
    ([{"op": "eye", "data": "(((", "shape": ["n", "m"]}], "no dimension"),
    ([{"op": "eye", "data": "n^100000", "shape": ["n", "m"]}], "dimension"),
    ([{"op": "eye", "data": "n + n", "shape": ["2*n", "2*n"]}], "is written"),
    ([{"op": "sym", "data": ["x y", ["1", "1"], []], "shape": ["1", "1"]}], "name of a symbol"),
    ([{"op": "sym", "data": ["x\x1b[31m", ["1", "1"], []], "shape": ["1", "1"]}], "name of a symbol"),
    ([{"op": "sym", "data": ["x", ["1", "1"], ["nice"]], "shape": ["1", "1"]}], "what is assumed"),
    ([{"op": "sym", "data": ["x", ["1", "1"], [{}]], "shape": ["1", "1"]}], "what is assumed"),
    ([{"op": "sym", "data": ["A", ["m", "n"], []], "shape": ["m", "n"]},
      {"op": "tr", "args": [0], "shape": ["1", "1"]}], "tr: a square matrix"),
    ([{"op": "sym", "data": ["A", ["m", "n"], []], "shape": ["m", "n"]},
      {"op": "add", "args": [0], "shape": ["m", "n"]}], "takes 2 arguments, not 1"),
    ([{"op": "sym", "data": ["A", ["n", "n"], []], "shape": ["n", "n"]},
      {"op": "power", "args": [0], "data": 10 ** 9, "shape": ["n", "n"]}], "a whole number from"),
    ([{"op": "einsum", "args": [], "data": [[], ["1", "1"], ["1", "1", "1", "1"]], "shape": ["1", "1"]}],
     "pair of letters"),
    ([{"op": "sym", "data": ["A", ["n", "n"], []], "shape": ["n", "n"], "extra": 1}], "nothing else"),
])
def test_a_wrong_node_is_refused(nodes, words):
    with pytest.raises(MatcalcError) as refused:
        from_nodes(nodes)
    assert refused.value.code == "bad-file"
    assert words in refused.value.message


def test_what_would_be_too_long_to_write_is_refused():
    nodes: list[Any] = [{"op": "sym", "data": ["s", ["1", "1"], []], "shape": ["1", "1"]}]
    nodes += [{"op": "add", "args": [i, i], "shape": ["1", "1"]} for i in range(60)]
    with pytest.raises(MatcalcError, match="too long") as refused:
        from_nodes(nodes)
    assert refused.value.exit_code == 7
    with pytest.raises(MatcalcError, match="limit"):
        from_nodes([{}] * (MOST + 1))


# ---- records
def asked() -> list[matcalc.Derivative]:
    """Answers of all kinds and forms."""
    out = [matcalc.diff("x'A x", "x", kind="hessian"), matcalc.diff("x'A x", "x", form="differential"),
           matcalc.diff("x'A x", "x", direction="v"), matcalc.diff("A x", "x", cotangent="g"),
           matcalc.diff("g(‖x‖)", "x", {"g": "function"}), matcalc.diff("A X B", "X", form="index"),
           matcalc.diff("(A∘(x y')) z", "x", {"A": "m x n"}, form="svd"), matcalc.diff("tr(X^4)", "X", order=3),
           matcalc.diff("log det X", "X", assume={"X": ["symmetric"]}, structured="entries"),
           matcalc.diff("x'x", "x", certify=False)]
    for expr, wrt, declared in PROBLEMS[:30]:
        given = declarations([declared])
        out.append(matcalc.diff(expr, wrt, given.shapes, given.assume))
    return out


def test_records_fit_the_published_schema():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    check.check_schema(schema)
    for d in asked():
        check.validate(json.loads(json.dumps(fields(d, "x"))))


def test_records_of_the_command_fit_the_published_schema(cli: Cli):
    jsonschema = pytest.importorskip("jsonschema")
    check = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    lines = b"x'A x\n\nx +* 3\n# a remark\nA x B\ntr(A)\n"
    ran = cli("diff", "-", "--wrt", "x", "--format", "json", "--steps", stdin=lines)
    records = [json.loads(line) for line in ran.out.splitlines()]
    for one in records:
        check.validate(one)
    assert ["error" in one for one in records] == [False, True, False, True]
    assert [one.get("line") for one in records] == [None, 3, None, 6]
    assert records[1]["error"]["labels"][0] == {"start": 3, "end": 4, "text": records[1]["error"]["labels"][0]["text"]}
    assert (records[1]["error"]["code"], records[1]["error"]["exit"]) == ("syntax", 3)


def test_the_schema_documents_every_field():
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    assert schema["$defs"]["answer"]["properties"].keys() == record().keys()
    assert schema["$defs"]["answer"]["properties"]["schema"]["const"] == SCHEMA

    def parts(value: Any) -> list[Any]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [value, *(part for each in inner for part in parts(each))]

    for part in parts(schema["$defs"]):
        if isinstance(part, dict) and isinstance(part.get("properties"), dict):
            assert all("description" in p or "$ref" in p for p in part["properties"].values())


@pytest.mark.parametrize("number", range(40))
def test_a_record_reads_back_as_the_answer(number):
    d = asked_once()[number]
    (found,) = from_json(d.to_json())
    assert isinstance(found, Told)
    assert found.function is d.function
    assert (found.answer.expr, found.answer.where) == (d.answer.expr, d.answer.where)
    assert (found.text, found.latex) == (d.text, d.latex)
    assert (found.direction, found.cotangent) == (d.direction, d.cotangent)
    assert (found.doubt is None) == (d.certificate is not None)


@cache
def asked_once() -> list[matcalc.Derivative]:
    return asked()


def put(where: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(fields: dict[str, Any]) -> None:
        *path, last = where.split(".")
        for name in path:
            fields = fields[name]
        fields[last] = value
    return change


@pytest.mark.parametrize(("change", "words"), [
    (put("schema", 2), "has schema 2"), (put("schema", "1"), "has schema '1'"), (put("schema", None), "schema"),
    (put("schema", True), "schema"),
    (put("by", []), "by:"), (put("by", ["a b"]), "by:"), (put("by", "x"), "by:"), (put("kind", "spam"), "kind:"),
    (put("kind", {}), "kind:"), (put("notes", [1]), "notes:"), (put("symbols", []), "symbols:"),
    (put("certificate", {}), "certificate:"), (put("certificate", True), "certificate:"),
    (put("expressions", None), "expressions:"), (put("expressions.answer", 999), "expressions.answer"),
    (put("expressions.answer", "0"), "expressions.answer"), (put("expressions.where", [["u"]]), "expressions.where"),
    (put("expressions.where", [["u\n", 0]]), "expressions.where"),
    (put("expressions.where", [["u", 0], ["u", 0]]), "twice"), (put("expressions.where", [["A", 0]]), "before it"),
    (put("expressions.where", [["x", 3]]), "another shape"), (put("expressions.nodes", None), "nodes"),
])
def test_a_wrong_record_is_refused(change, words):
    wrong = copy.deepcopy(record())
    change(wrong)
    with pytest.raises(MatcalcError) as refused:
        told(wrong)
    assert refused.value.exit_code == 2
    assert words in refused.value.message


@pytest.mark.parametrize("text", ["", "{", "nul", "[1", "\x00", "1e999", '"x"', "[[]]", "{}", "NaN", "[" * 100_000])
def test_what_is_no_record_is_refused(text):
    with pytest.raises(MatcalcError) as refused:
        from_json(text)
    assert refused.value.code in ("bad-file", "limit")


def test_changed_bytes_are_read_or_refused():
    """No change of a record leads to anything but another record or an error of ours."""
    text, rng = json.dumps(record()), random.Random(3)
    for _ in range(300):
        at = rng.randrange(len(text))
        with_change = text[:at] + rng.choice('0129"{}[],:naxe-. ') + text[at + rng.randint(0, 2):]
        with contextlib.suppress(MatcalcError):
            for found in from_json(with_change):
                assert isinstance(found, MatcalcError) or found.latex
