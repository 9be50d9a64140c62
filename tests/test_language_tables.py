"""The parser's tables: generated, without conflicts, and without a function's name in the grammar."""
from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from matcalc.expr import OPS
from matcalc.syntax import tables as loading
from matcalc.syntax import words
from matcalc.syntax.generate import as_module, crc, generate

GRAMMAR = Path(__file__).parent.parent / "grammar" / "matcalc.lark"
TEXT = GRAMMAR.read_text(encoding="utf-8")


def test_the_grammar_has_no_conflict(caplog):
    lark = pytest.importorskip("lark")
    lark.logger.setLevel(logging.DEBUG)
    lark.logger.propagate = True
    with caplog.at_level(logging.DEBUG):
        generate(TEXT)
    assert not [r for r in caplog.records if "conflict" in r.getMessage().lower()]


def test_no_function_is_named_in_the_grammar():
    rules = re.sub(r"//.*|->\s*\w+", "", TEXT)
    lower_case = set(re.findall(r"\b[a-z][a-z_0-9]+\b", rules))
    defined = set(re.findall(r"^\??([a-z_]+):", TEXT, re.M))
    assert not (lower_case - defined - {"declare", "ignore"}) & {*OPS, *words.functions()}


def test_the_tables_in_use_are_those_of_the_grammar():
    fresh = generate(TEXT)
    used = loading.tables()
    assert crc(TEXT) == used.CRC
    assert fresh == {name: getattr(used, name) for name in fresh}


def test_terminals_begin_with_no_other_characters_than_the_tables_say():
    ends = ["", *sorted({*TEXT}), "x(", ".1", "e+1", "'a'", "_{a}", "linalg.inv(", "frac{a}", "^T", "\u0302b"]
    for name, begins, regex in loading.tables().TERMINALS:
        others = {*TEXT} - {*begins} if begins and regex else ()
        assert [c + end for c in others for end in ends if re.match(regex, c + end)] == [], name


def test_a_generated_module_holds_the_same_tables():
    scope: dict[str, object] = {}
    exec(as_module(generate(TEXT)), scope)
    assert {name: scope[name] for name in generate(TEXT)} == generate(TEXT)


def test_without_built_tables_the_grammar_is_compiled_in_memory(monkeypatch):
    monkeypatch.setattr(loading, "_built", lambda: None)
    loading.tables.cache_clear()
    try:
        assert crc(TEXT) == loading.tables().CRC
    finally:
        monkeypatch.undo()
        loading.tables.cache_clear()


def test_every_node_of_the_grammar_has_a_meaning():
    from matcalc.syntax.elaborate import HANDLERS

    names = {name for _, _, name, _, _ in loading.tables().RULES if name}
    assert names - {"run", "start", "where", "definition"} == HANDLERS.keys()
