"""Verdicts: are two expressions the same, is a claimed derivative right, and if not, how is it wrong?"""
from matcalc.judge.equality import equal
from matcalc.judge.verdict import Counterexample, Diagnosis, Verdict, Verification
from matcalc.judge.verification import verify

__all__ = ["Counterexample", "Diagnosis", "Verdict", "Verification", "equal", "verify"]
