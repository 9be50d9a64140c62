"""How errors look."""
from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from matcalc.diagnostics import CODES, WINDOW, Label, MatcalcError, Span, closest, did_you_mean, visible

ROOT = Path(__file__).parent.parent


def error(source: str, *labels: tuple[int, int, str], **more: object) -> MatcalcError:
    return MatcalcError("syntax", "wrong", source=source, labels=[Label(Span(a, b), text) for a, b, text in labels],
                        **more)


def test_marks_stand_under_the_operands_and_words_beside_them():
    shown = error("A + B C", (0, 1, "first"), (4, 5, "second"), (6, 7, "third"), hint="help is near",
                  notes=["a note"]).render()
    assert shown == ("error[syntax]: wrong\n  A + B C\n  ^   - - third\n  |   second\n  first\n"
                     "note: a note\nhelp: help is near")


def test_the_first_line_of_str_is_the_message():
    assert str(error("A", hint="do that")).splitlines()[0] == "wrong"


def test_marks_stand_right_under_wide_and_combining_characters():
    line, marks = error("漢字e\u0301 B", (5, 6, "")).render().splitlines()[1:3]
    assert (line, marks) == ("  漢字e\u0301 B", "        ^")


def test_control_characters_are_shown_escaped():
    shown = error("A\x1b[31m\u202eB", (0, 1, "\x07")).render()
    assert "\x1b" not in shown
    assert r"A\x1b[31m\u202eB" in shown


def test_a_long_line_is_shown_round_its_mark():
    shown = error("x" * 5_000 + "!" + "y" * 5_000, (5_000, 5_001, "here")).render().splitlines()
    assert all(len(line) <= WINDOW + 12 for line in shown)
    assert shown[1][shown[2].index("^")] == "!"


def test_only_the_line_at_fault_is_shown():
    assert error("A\nB +\nC", (4, 5, "here")).render().splitlines()[1:] == ["  B +", "    ^ here"]


def test_colours_are_on_request():
    assert "\x1b[" in error("A", (0, 1, "")).render(color=True)
    assert "\x1b[" not in error("A", (0, 1, "")).render()


def test_an_error_survives_the_way_to_another_process():
    sent = pickle.loads(pickle.dumps(error("A B", (0, 1, "here"), hint="so")))
    assert sent.render() == error("A B", (0, 1, "here"), hint="so").render()


@pytest.mark.parametrize(("word", "meant"),
                         [("sgmoid", "sigmoid"), ("lgodet", "logdet"), ("Tr", "tr"), ("xyzzy", None), ("a", None)])
def test_did_you_mean(word, meant):
    assert closest(word, ["sigmoid", "logdet", "tr", "sin"]) == meant
    assert did_you_mean(word, []) is None


def test_visible_text_has_no_characters_that_steer_a_terminal():
    assert visible("a\x9bb\u200bc\td") == r"a\x9bb\u200bc d"


def test_every_code_is_kebab_case_and_explained():
    for code, (status, meaning) in CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert status in (2, 3, 4, 5, 6, 7, 70)
        assert meaning.endswith(".")


def test_every_code_in_the_program_is_in_the_table():
    used = {code for path in ROOT.glob("matcalc/**/*.py")
            for code in re.findall(r"""\b(?:MatcalcError|fault)\(\s*"([a-z-]+)\"""", path.read_text(encoding="utf-8"))}
    assert used <= CODES.keys()
