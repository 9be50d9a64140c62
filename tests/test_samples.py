"""The samples: each passes, has a source, stands once, and its answer is no longer than the published one."""
from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from matcalc.api import diff
from matcalc.batch.cases import Job, collect
from matcalc.batch.verdict import ARGUMENTS, failure
from matcalc.build import normalize
from matcalc.derivative import Derivative
from matcalc.present import CODE, TEXT, Answer
from matcalc.present.view import View
from matcalc.syntax import read

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
JOBS: dict[str, Job] = {f"{Path(job['path']).stem}: {job['name']}": job for job in collect([str(SAMPLES)])
                        if isinstance(job, dict)}
PUBLISHED = {name: job for name, job in JOBS.items() if "expect" in job["keys"] and not name.startswith("seed-")}

LONGER = {
    "structured: lower-triangle": "the mask is written as a triangle of ones",
    "matrix-cookbook: mc-det-of-congruence-square": "the determinant of a product is taken apart",
    "wikipedia: wp-determinant-of-congruence-square": "the determinant of a product is taken apart",
    "objectives: student-likelihood": "ν (1 + s/ν) is ν + s",
    "objectives: procrustes-tangent": "R R' = I is not seen behind the brackets",
    "wikipedia: wp-rank-one-form": "inner products, no n×n matrix",
    "objectives: gelu": "sqrt(pi) sqrt(2) is sqrt(2 pi)",
    "structured: normal-likelihood-score": "X⁻¹ - X⁻¹ C X⁻¹ could be X⁻¹ (X - C) X⁻¹",
    "structured: skew-jacobian": "the factor I - K is multiplied out",
    "structured: cholesky-by-vech": "by the factor's differential, without the inverse of the Jacobian of L L'",
}
"""Answers with more operations than the published form, and why."""

LONGER_CODE = {
    "structured: lower-triangle": "the mask is written as a triangle of ones",
    "magnus-neudecker: mn-eigenvector": "the pseudo-inverse is computed from the eigenvectors",
    "matrix-cookbook: mc-det-of-product-of-squares": "the determinant of a product is taken apart",
    "wikipedia: wp-determinant-of-product": "the determinant of a product is taken apart",
    "matrix-functions: dt-product": "the determinant of a product is taken apart",
    "matrix-cookbook: mc-gram-bilinear": "X times a column each, no n×n matrix",
    "wikipedia: wp-rank-one-form": "inner products, no n×n matrix",
    "objectives: procrustes-tangent": "R R' = I is not seen behind the brackets",
    "objectives: gelu": "sqrt(pi) sqrt(2) is sqrt(2 pi)",
    "objectives: a-optimal-design": "the square of an inverse is named",
    "structured: cholesky-by-vech": "by the factor's differential, without the inverse of the Jacobian of L L'",
}
"""The same for the NumPy code of the answer and of the published form."""


@cache
def derived(name: str) -> Derivative:
    job = JOBS[name]
    keys = job["keys"]
    arguments = {argument: keys[argument] for argument in ARGUMENTS if argument in keys}
    out = diff(keys["expr"], keys["wrt"], job["shapes"], job["assume"], **arguments)
    assert isinstance(out, Derivative)
    return out


LATEX_ONLY = {"seed-vector: seed-vector-index"}
"""Answers as sums over named indices, which are no part of the language."""


@pytest.mark.parametrize("name", sorted(PUBLISHED.keys() | {n for n in JOBS if n.startswith("seed-")} - LATEX_ONLY))
def test_an_answer_in_latex_reads_back(name: str) -> None:
    d = derived(name)
    back = read(d.latex, shapes={symbol: s.shape for symbol, s in d.symbols.items()}, assume=JOBS[name]["assume"])
    assert normalize(back.expr) is normalize(d.expr), d.latex


def operations(answer: Answer, view: View) -> int:
    return sum(view.price(part)[0] for part in (answer.expr, *(e for _, e in answer.where)))


def published_operations(name: str, view: View) -> int:
    job = JOBS[name]
    shapes = {**job["shapes"], **{symbol: s.shape for symbol, s in derived(name).symbols.items()}}
    return view.price(read(job["keys"]["expect"], shapes=shapes, assume=job["assume"]).expr)[0]


@pytest.mark.parametrize("name", JOBS)
def test_a_sample_passes(name: str) -> None:
    assert failure(JOBS[name]) is None


def test_every_file_can_be_read_and_opens_with_a_remark() -> None:
    assert all(isinstance(job, dict) for job in collect([str(SAMPLES)]))
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in SAMPLES.glob("*.toml"))


def test_every_published_case_has_a_source() -> None:
    assert not [name for name, job in PUBLISHED.items() if len(job["keys"].get("source", "")) < 10]


def test_every_case_says_what_is_expected() -> None:
    assert not [name for name, job in JOBS.items() if ("expect" in job["keys"]) == ("error" in job["keys"])]


def test_no_two_cases_have_one_name() -> None:
    assert not [name for name, count in Counter(job["name"] for job in JOBS.values()).items() if count > 1]


def test_no_two_cases_are_the_same() -> None:
    def problem(job: Job) -> str:
        words = set(re.findall(r"\w+", " ".join(str(job["keys"].get(k, "")) for k in ("expr", "wrt", "expect"))))
        about = [(table, symbol, told) for table in ("shapes", "assume") for symbol, told in sorted(job[table].items())
                 if symbol in words]
        keys = {k: v for k, v in job["keys"].items() if k in ("expr", "wrt", "expect", *ARGUMENTS)}
        return re.sub(r"\s", "", f"{sorted(keys.items(), key=str)} {about}")

    assert not [names for names in _groups({name: problem(job) for name, job in JOBS.items()}) if len(names) > 1]


def _groups(problems: dict[str, str]) -> list[list[str]]:
    out: dict[str, list[str]] = {}
    for name, problem in problems.items():
        out.setdefault(problem, []).append(name)
    return list(out.values())


def test_answers_are_no_longer_than_published() -> None:
    """Fails too where an answer became short: then take it off the list."""
    longer = {name for name in PUBLISHED if operations(derived(name).answer, TEXT) > published_operations(name, TEXT)}
    assert longer == set(LONGER)


def test_code_is_no_longer_than_that_of_the_published_form() -> None:
    longer = {name for name in PUBLISHED if operations(derived(name).program, CODE) > published_operations(name, CODE)}
    assert longer == set(LONGER_CODE)
