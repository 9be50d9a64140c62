"""The rules of simplification as data: their names, identities, kinds and heads."""
from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from matcalc.expr import OPS
from matcalc.ops.products import AROUND, PAIRS
from matcalc.rewrite import LAST, REWRITES
from matcalc.rules import IDENTITIES

KINDS = {
    "normal form": "always: both sides are one expression",
    "cost": "taken where the result is strictly cheaper",
    "answers": "taken at last, in answers alone, where the result is strictly cheaper",
}
"""When a rule is applied."""


class RuleEntry(NamedTuple):
    """A rule: the module it stands in, what it states, when it is applied, and the operators at its head."""

    name: str
    package: str
    identities: tuple[str, ...]
    kind: str
    heads: tuple[str, ...]


def rules() -> list[RuleEntry]:
    """Every rule, by package in the order of the tables."""
    heads: dict[Callable[..., Any], dict[str, None]] = {}
    for op in OPS.values():
        for found in op.rules.values():
            for rule in found:
                heads.setdefault(rule, {})[op.name] = None
    for pair, found_pairs in PAIRS.items():
        for each in found_pairs:
            heads.setdefault(each, {})[f"{pair[0]} {pair[1]}"] = None
    for name, arounds in AROUND.items():
        for other in arounds:
            heads.setdefault(other, {})[f"… {name} …"] = None
    for table in (REWRITES, LAST):
        for op, rewrites in table.items():
            for rewrite in rewrites:
                heads.setdefault(rewrite, {})[op.name] = None
    kinds: dict[Callable[..., Any], str] = dict.fromkeys(IDENTITIES, "normal form")
    kinds |= {rule: "cost" for found in REWRITES.values() for rule in found}
    kinds |= {rule: "answers" for found in LAST.values() for rule in found if rule not in kinds}
    made = [RuleEntry(rule.__name__, rule.__module__.rpartition(".")[2], _stated(rule), kind,
                      tuple(heads.get(rule, ()))) for rule, kind in kinds.items()]
    return sorted(made, key=lambda entry: entry.package)


def _stated(rule: Callable[..., Any]) -> tuple[str, ...]:
    """The statements in a docstring."""
    return tuple(" ".join(part.split()).rstrip(".") for part in (rule.__doc__ or "").split(";"))


def about(package: str) -> str:
    """What the rules of a package are about."""
    return (import_module(f"matcalc.rules.{package}").__doc__ or "").partition("\n")[0]
