"""The commands explain, rules and doctor: pages are complete, their examples do what they say, and docs/ is current."""
from __future__ import annotations

import json
import shlex
from collections.abc import Callable

import pytest
from running import DOCS, Cli

from matcalc.catalogue import entries
from matcalc.cli import doctor
from matcalc.diagnostics import CODES
from matcalc.explanations import ERRORS, NOTATIONS, SIGNS, Page
from matcalc.rewrite import LAST, REWRITES
from matcalc.rulebook import KINDS, rules
from matcalc.rules import IDENTITIES

SILENT = {"not-certified", "internal"}
"""Codes that no input should lead to."""

EXAMPLES = [pytest.param(name, example, id=f"{name} {i}") for pages in (ERRORS, NOTATIONS)
            for name, page in pages.items() for i, example in enumerate(page.examples)]


def ran(cli: Cli, command: str):
    name, *args = shlex.split(command)
    assert name == "matcalc"
    return cli(*args)


def test_every_code_has_a_page_with_an_example() -> None:
    assert ERRORS.keys() == CODES.keys()
    assert {code for code, page in ERRORS.items() if not any(e.wrong for e in page.examples)} == SILENT


@pytest.mark.parametrize("page", [*ERRORS.values(), *NOTATIONS.values()], ids=[*ERRORS, *NOTATIONS])
def test_a_page_is_written_in_sentences(page: Page) -> None:
    assert page.about.endswith(".")
    assert page.about[0].isupper() or not page.about[:2].isalpha()


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_what_is_wrong_fails_as_the_page_says(cli: Cli, name: str, example) -> None:
    if example.wrong:
        code = name if name in ERRORS else "error"
        assert code in ran(cli, example.wrong).err.split(":")[0]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_what_is_right_has_an_answer(cli: Cli, name: str, example) -> None:
    if example.right:
        done = ran(cli, example.right)
        assert (done.code, bool(done.out.strip())) == (0, True), done.err


@pytest.mark.parametrize("name", [*ERRORS, *NOTATIONS, *SIGNS])
def test_a_page_is_found_by_its_name(cli: Cli, name: str) -> None:
    assert cli("explain", "--", name).out


def test_functions_and_rules_are_explained_as_their_commands_do(cli: Cli) -> None:
    assert cli("explain", "logdet").out == cli("functions", "logdet").out
    assert cli("explain", "trace_of_sum").out == cli("rules", "trace_of_sum").out
    assert {e.names[0] for e in entries()} & {"logdet", "kron", "softmax"} == {"logdet", "kron", "softmax"}


@pytest.mark.parametrize(("given", "meant"), [("shape-mismtach", "shape-mismatch"), ("hadamrad", "hadamard"),
                                              ("lodget", "logdet"), ("trace_of_sun", "trace_of_sum")])
def test_a_slip_is_understood(cli: Cli, given: str, meant: str) -> None:
    done = cli("explain", given)
    assert (done.code, done.err.splitlines()[1]) == (2, f"help: did you mean {meant}?")


def test_every_rule_is_told_of() -> None:
    told = rules()
    rewrites = {rule for table in (REWRITES, LAST) for found in table.values() for rule in found}
    assert len(told) == len({*IDENTITIES} | rewrites)
    assert all(entry.identities[0] and entry.heads and entry.kind in KINDS for entry in told)


@pytest.mark.parametrize(("page", "args"), [("errors.md", ["explain", "--format", "markdown"]),
                                            ("rules.md", ["rules", "--format", "markdown"])])
def test_a_page_of_the_manual_is_current(cli: Cli, page: str, args: list[str]) -> None:
    done = cli(*args)
    assert (done.code, done.out) == (0, (DOCS / page).read_text(encoding="utf-8")), \
        f"run: matcalc {' '.join(args)} > docs/{page}"


@pytest.mark.parametrize("args", [["explain", "shape-mismatch", "∘", "tr", "trace_of_sum"], ["explain"], ["rules"],
                                  ["rules", "traces"], ["doctor"]])
def test_json_is_for_programs(cli: Cli, args: list[str]) -> None:
    done = cli(*args, "--format", "json")
    assert (done.code, bool(json.loads(done.out))) == (0, True)


@pytest.mark.parametrize(("name", "args"), [("list", ["explain"]), ("code", ["explain", "shape-mismatch"]),
                                            ("sign", ["explain", "∘"]), ("rule", ["rules", "trace_of_product"])])
def test_what_people_read(cli: Cli, golden: Callable[[str, str], None], name: str, args: list[str]) -> None:
    golden(f"explain-{name}.txt", cli(*args).out)


def test_an_error_in_a_terminal_names_its_page(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["diff", "tr(A X", "--wrt", "X"]
    assert "explain" not in cli(*command).err
    monkeypatch.setattr("matcalc.cli.terminal._is_terminal", lambda stream: True)
    monkeypatch.setenv("TERM", "xterm")
    assert cli(*command, "--color", "never").err.endswith("\nmatcalc explain unclosed-bracket tells more\n")


def test_all_is_well_here(cli: Cli) -> None:
    done = cli("doctor")
    assert (done.code, "failed" in done.out) == (0, False)
    assert done.out.endswith("everything is in order\n")
    assert all(f"d/d{trial.wrt} {trial.expr}" in done.out for trial in doctor._table())


def test_a_wrong_derivative_is_found(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [trial._replace(value=lambda **given: given["x"].sum()) for trial in doctor._table()[:1]]
    monkeypatch.setattr(doctor, "_table", lambda: wrong)
    done = cli("doctor", "--color", "never")
    assert (done.code, done.out.splitlines()[-1]) == (1, "1 not in order")


def test_a_missing_package_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "NEEDED", ("no-such-package",))
    done = cli("doctor", "--format", "json")
    assert done.code == 1
    assert not json.loads(done.out)["ok"]
