"""Every identity and every rewrite states itself in its docstring: the statement is true, and the code does it."""
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from matcalc import certify
from matcalc.build import normalize
from matcalc.expr import OPS, Expr, walk
from matcalc.ops.products import AROUND, PAIRS
from matcalc.rewrite import REWRITES, simplify
from matcalc.rules import IDENTITIES
from matcalc.sharing import REWRITTEN
from matcalc.syntax import read

SHAPES = {**dict.fromkeys("ABCDKPQS", ("n", "n")), **dict.fromkeys("XY", ("m", "n")),
          **dict.fromkeys("uvwt", ("n", "1")), **dict.fromkeys("xy", ("m", "1")),
          "z": ("n*n", "1"), "G": ("n*n", "n*n"), "H": ("k", "n"), "s": ("1", "1")}
"""The shapes of the letters in statements, where k is a dimension; `for scalar s, t` makes scalars of others."""

NORMAL_RULES = list(dict.fromkeys(IDENTITIES))
REWRITE_RULES = list(dict.fromkeys(rule for rules in REWRITES.values() for rule in rules))


class Statement(NamedTuple):
    rule: Callable
    text: str
    left: Expr
    right: Expr


def statements(rule: Callable) -> Iterator[str]:
    return (part.strip().rstrip(".") for part in (rule.__doc__ or "").split(";"))


def parse(rule: Callable, text: str) -> Statement:
    """Read `left = right`, or `left = right for word names`."""
    equation, _, condition = text.partition(" for ")
    shapes, assume = dict(SHAPES), {}
    if condition:
        word, *names = re.split(r",?\s+", condition)
        for name in names:
            if word == "scalar":
                shapes[name] = ("1", "1")
            else:
                assume[name] = [word]
    left, equals, right = equation.partition(" = ")
    assert equals, f"no equation: {text}"
    return Statement(rule, text, *(read(side, shapes=shapes, assume=assume).expr for side in (left, right)))


def cases(rules: list[Callable]) -> list:
    return [pytest.param(rule, text, id=f"{rule.__name__}: {text}") for rule in rules for text in statements(rule)]


def forget() -> None:
    """Drop what nodes remember of their normal form, so that rules run again."""
    import matcalc.expr
    for e in [e for held in matcalc.expr._interned.values() if (e := held()) is not None]:
        for memo in ("normal", "transpose"):
            e.memo.pop(memo, None)


def watched(rule: Callable, monkeypatch: pytest.MonkeyPatch) -> list[Expr]:
    """What the rule makes from now on."""
    made: list[Expr] = []

    def watch(*args: Expr) -> Expr | None:
        new = rule(*args)
        if new is not None:
            made.append(new)
        return new

    for table in (*(op.rules for op in OPS.values()), PAIRS, AROUND):
        for key, rules in table.items():
            if rule in rules:
                monkeypatch.setitem(table, key, [watch if r is rule else r for r in rules])
    return made


@pytest.mark.parametrize("rule", [*NORMAL_RULES, *REWRITE_RULES], ids=lambda rule: rule.__name__)
def test_a_rule_states_itself(rule):
    assert rule.__doc__
    assert all(" = " in text for text in statements(rule))


@pytest.mark.parametrize(("rule", "text"), cases([*NORMAL_RULES, *REWRITE_RULES]))
def test_a_statement_is_true(rule, text):
    statement = parse(rule, text)
    certificate = certify.certify_equal(statement.left, statement.right, seed=1)
    assert certificate.holds, certificate.detail


@pytest.mark.parametrize(("rule", "text"), cases(NORMAL_RULES))
def test_both_sides_of_an_identity_have_one_normal_form(rule, text):
    statement = parse(rule, text)
    assert normalize(statement.left) is normalize(statement.right)


@pytest.mark.parametrize(("rule", "text"), cases(NORMAL_RULES))
def test_an_identity_applies_to_its_left_side(rule, text, monkeypatch):
    statement = parse(rule, text)
    forget()
    made = watched(rule, monkeypatch)
    normalize(statement.left)
    assert made


@pytest.mark.parametrize(("rule", "text"), cases(REWRITE_RULES))
def test_both_sides_of_a_rewrite_simplify_to_one_form(rule, text):
    statement = parse(rule, text)
    assert simplify(normalize(statement.left)) is simplify(normalize(statement.right))


@pytest.mark.parametrize(("rule", "text"), cases(REWRITE_RULES))
def test_a_rewrite_makes_its_right_side_of_its_left(rule, text):
    statement = parse(rule, text)
    start, goal = normalize(statement.left), simplify(normalize(statement.right))
    made = [new for node in walk(start) if rule in REWRITES.get(node.op, ()) for new in rule(node)]
    assert any(simplify(normalize(new)) is goal for new in made) or (simplify(start) is goal and made)


@pytest.mark.parametrize("rule", NORMAL_RULES, ids=lambda rule: rule.__name__)
def test_an_identity_stands_in_a_table(rule):
    tables = (*(op.rules for op in OPS.values()), PAIRS, AROUND)
    assert any(rule in rules for table in tables for rules in table.values())


@pytest.mark.parametrize(("rule", "text"), cases([*NORMAL_RULES, *REWRITE_RULES]))
def test_simplification_is_idempotent_and_keeps_the_value(rule, text):
    for side in parse(rule, text)[2:]:
        simple = simplify(normalize(side))
        assert simplify(simple) is simple
        assert certify.equal(simple, side)


@pytest.mark.parametrize(("rule", "text"), cases(REWRITE_RULES))
def test_rewrites_are_of_what_sharing_looks_for(rule, text):
    assert any(node.op in REWRITTEN for node in walk(normalize(parse(rule, text).left)))
