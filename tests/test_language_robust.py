"""Whatever is typed, the answer is a reading or a MatcalcError, within seconds and without deep recursion."""
from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcalc.diagnostics import CODES, MatcalcError
from matcalc.syntax import declarations, limits, read
from matcalc.syntax.files import loads

WORDS = """XC Ax ^T ^-1 ^-T ^+ ^† ⁻¹ .^ .* ./ || _2 _F _* _{1} tr det log exp logdet diag vec kron inv eye ones unit
           unvec sum where 0.5 1e3 I I_n pi n Sigma beta .T 1' x̂ 𝐗 漢 ＋"""
TOKENS = [
    *"ABCXxyaλσ()[]{}|<>⟨⟩‖'ᵀ²+-*/∘⊗:,;=^.½𝟏1203", *WORDS.split(), " ", "\n", "\0", "\x1b[31m", "\u202e",
]
SHAPES = [
    {}, {"A": "m x n", "B": "n x m", "X": "n x n", "x": "n x 1", "y": "m x 1"},
    dict.fromkeys("ABCX", "n x n") | {"x": "n x 1", "y": "n x 1", "a": "scalar"}, {"A": "2 x 3", "B": "2*n x n+1"},
]


def refusal(do: Callable[[], object]) -> MatcalcError | None:
    """The error that a call is refused with; any other exception is a defect."""
    try:
        do()
    except MatcalcError as error:
        return error
    return None


def attempt(source: str, shapes: dict[str, str]) -> None:
    error = refusal(lambda: read(source, shapes=shapes))
    if error is not None:
        assert error.code in CODES
        assert all(c == "\n" or c.isprintable() for c in error.render())


@given(st.lists(st.sampled_from(TOKENS), max_size=25), st.sampled_from(SHAPES))
@settings(max_examples=600, deadline=None)
def test_token_soup_is_read_or_refused(tokens, shapes):
    attempt("".join(tokens), shapes)


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text):
    attempt(text, {})


@pytest.mark.parametrize("seed", range(4))
def test_runs_of_operands_are_read_or_refused(seed):
    dice = random.Random(seed)
    atoms = ["A", "B", "C", "X", "x", "y", "a", "2", "I", "(A B)", "(x∘y)", "x'", "A'", "X^-1", "tr(A B)", "|X|",
             "‖x‖", "exp(x)",
             "diag(x)", "λ", "1'", "𝟏", "(A∘X x)"]
    for _ in range(150):
        source = "".join(dice.choice(atoms) + dice.choice(["∘", " ", "*", "+", "-", "./", ":", "⊗",
                                                           "/"]) for _ in range(8)) + "A"
        attempt(source, dice.choice(SHAPES))


@given(st.text(max_size=60), st.sampled_from(["[shapes]\n", "[[case]]\nexpr=", "[assume]\nA=", ""]))
@settings(max_examples=200, deadline=None)
def test_any_file_is_read_or_refused(text, head):
    for error in (refusal(lambda: loads(head + text)), refusal(lambda: declarations([text]))):
        assert error is None or error.exit_code in (2, 4)


HUGE = {
    "nested brackets": "(" * 100_000 + "x" + ")" * 100_000,
    "nested brackets, short": "(" * 25_000 + "x" + ")" * 25_000,
    "open brackets": "(" * 50_000,
    "terms": "+".join(["x"] * 20_000),
    "differences": "-".join(["x"] * 20_000),
    "factors": " ".join(["A"] * 20_000),
    "Hadamard factors": "∘".join(["A"] * 20_000),
    "Kronecker factors": "⊗".join(["A"] * 20_000),
    "one megabyte": "x+" * 500_000 + "x",
    "transposes": "x" + "'" * 50_000,
    "signs": "-" * 50_000 + "x",
    "functions": "exp(" * 20_000 + "x" + ")" * 20_000,
    "bare functions": "exp " * 20_000 + "x",
    "bars": "|" * 20_001,
    "digits": "1" * 100_000,
    "exponent": "1e999999999",
    "power": "A^99999999999",
    "tower": "x^(9^9^9^9^9)",
    "word": "x" * 100_000,
    "definitions": ";".join(f"h{i} = h{i - 1} + h{i - 1}" for i in range(1, 3_000)).replace("h0", "x") + ";h2999",
    "misfit": "x'" + " A∘B" * 31 + " y",
}


@pytest.mark.parametrize("source", HUGE.values(), ids=HUGE)
@pytest.mark.parametrize("shapes", [{}, {"A": "n x n", "B": "n x n", "x": "n x 1", "y": "n x 1"}],
                         ids=["undeclared", "declared"])
def test_huge_input_is_answered_or_refused_within_seconds(source, shapes):
    started = time.process_time()
    attempt(source, shapes)
    assert time.process_time() - started < 8


def test_a_limit_says_which():
    with pytest.raises(MatcalcError) as caught:
        read("x" * (limits.SOURCE + 1))
    assert caught.value.exit_code == 7
    assert "200,000" in caught.value.message


def test_reading_imports_nothing_heavy():
    heavy = "{'lark', 'numpy', 'sympy', 'rich', 'tomllib', 'dataclasses', 'pathlib', 'pickle', 'random'}"
    program = (  # the package's own __init__ imports more than the language
        "import sys, types; m = types.ModuleType('matcalc'); m.__path__ = [sys.argv[1]]; sys.modules['matcalc'] = m\n"
        "from matcalc.syntax import read\n"
        "read('A∘(B C)', shapes={'A': '1 x a', 'B': '1 x b', 'C': 'b x a'})\n"
        f"print(*({heavy} & sys.modules.keys()))"
    )
    package = str(__import__("matcalc").__path__[0])
    run = subprocess.run([sys.executable, "-c", program, package], capture_output=True, text=True, check=True,
                         env={"PYTHONPATH": package.rsplit("/", 1)[0]})
    assert run.stdout.split() == []
