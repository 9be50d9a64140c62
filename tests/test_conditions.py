"""What must hold for an answer is said once, in the plainest words, and nothing that always holds is said."""
import pytest

import matcalc
from matcalc.build import normalize
from matcalc.facts import apart, minimal
from matcalc.syntax import read

SHAPES = {**dict.fromkeys("ABCMN", "n x n"), "X": "n x n", "Y": "m x n", "x": "n x 1", "y": "n x 1", "u": "m x 1",
          "s": "scalar", "t": "scalar", "S": "n x n"}
ASSUME = {"S": ["spd"], "t": ["positive"]}

SAID = """
tr(A inv(X'))               ; X ; X nonsingular
det(M)/det(N)               ; N ; N nonsingular
tr(inv(A X))                ; X ; A nonsingular and X nonsingular
tr(inv(s X))                ; X ; s ≠ 0 and X nonsingular
tr(A inv(I + x y'))         ; x ; 1 + xᵀ y ≠ 0
tr(sqrtm(Y Y'))             ; Y ; Y Yᵀ without eigenvalues ≤ 0
log det(I + inv(A) Y'Y)     ; Y ; A nonsingular and det(I + A⁻¹ Yᵀ Y) > 0
‖x - y‖                     ; x ; x - y ≠ 0
1/‖x‖^2                     ; x ; x ≠ 0
sqrt((x - y)' inv(S) (x - y)) ; x ; x - y ≠ 0
x'y/(‖x‖ ‖y‖)               ; x ; x ≠ 0 and y ≠ 0
‖x‖ + sum(x.^-1)            ; x ; entries of x ≠ 0
nuc(u x')                   ; x ; u ≠ 0 and x ≠ 0
log((x'A x)(y'B y))         ; x ; (xᵀ A x) yᵀ B y > 0
log(tr(X B)) / t            ; X ; tr(X B) > 0
log(sum(x)) + sum(log(x))   ; x ; entries of x > 0
sum(log2(x))                ; x ; entries of x > 0
sum(atanh(x))               ; x ; entries of x in (−1, 1)
acosh(x'y)                  ; x ; xᵀ y > 1
sum(tan(x))                 ; x ; entries of x ≠ π/2 + kπ
sum(x ./ (1 + x.^2))        ; x ; 
x'y/(1 + x'S x)             ; x ; 
log(1 + exp(x'y))           ; x ; 
"""


@pytest.mark.parametrize("line", SAID.strip("\n").splitlines())
def test_what_must_hold_is_said_once(line):
    expr, wrt, expected = (part.strip() for part in line.split(";"))
    assert matcalc.diff(expr, wrt, SHAPES, ASSUME).conditions == tuple(filter(None, expected.split(" and ")))


FOLLOWS = """
x > 0             ; x ≠ 0
x ≠ 0             ; x not zero
x > 0             ; sum(x) > 0
x > 0             ; 1 + 2 x > 0
x in (−1, 1)      ; 1 - x.^2 > 0
x in (−1, 1)      ; 1 + x ≠ 0
x > 1             ; x.^2 - 1 > 0
x ≠ π/2 + kπ      ; cos(x) ≠ 0
x ≠ kπ            ; sin(x) ≠ 0
X positive definite ; X nonsingular
X nonsingular     ; X' X nonsingular
X nonsingular     ; det(X)^2 > 0
x ≠ 0             ; x'x > 0
X not zero        ; ‖X‖ > 0
x not zero        ; x x' not zero
"""
WORDS = ("positive definite", "not zero", "nonsingular", "in (−1, 1)", "≠ π/2 + kπ", "≠ kπ", "> 0", "> 1", "≠ 0")


def _facts(text):
    needs = next(words for words in WORDS if text.endswith(words))
    return apart(needs, normalize(read(text.removesuffix(needs), shapes=SHAPES).expr))


@pytest.mark.parametrize("line", FOLLOWS.strip().splitlines())
def test_what_follows_is_left_out_wherever_it_stands(line):
    strong, weak = (_facts(part.strip()) for part in line.split(";"))
    assert minimal([*strong, *weak]) == minimal([*weak, *strong]) == strong


@pytest.mark.parametrize(("weak", "strong"), [("x not zero", "x ≠ 0"), ("sum(x) > 0", "x > 0"), ("x ≠ 0", "x > 0"),
                                              ("Y' Y nonsingular", "Y Y' nonsingular"), ("x > 0", "-x > 0")])
def test_what_does_not_follow_is_kept(weak, strong):
    facts = [*_facts(weak), *_facts(strong)]
    assert facts[1] in minimal(facts)
