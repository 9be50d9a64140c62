"""Matrices of small integers with assumed properties, each made of free integers that can be made smaller."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Array = Any


def _mirrored(np: Any, r: Array) -> Array:
    return np.tril(r) + np.tril(r, -1).T


def _gram(np: Any, r: Array) -> Array:
    return r @ r.T + np.eye(len(r), dtype=int)


def _orthogonal(np: Any, r: Array) -> Array:
    """A cyclic permutation with signs."""
    n = len(r)
    signs = np.where(np.diag(r) < 0, -1, 1)
    return np.roll(np.eye(n, dtype=int), int(r[0, -1]) % n, axis=0) * signs


def _idempotent(np: Any, r: Array) -> Array:
    """e₁ (1, r …): its square is itself."""
    out = np.zeros_like(r)
    out[0] = r[0]
    out[0, 0] = 1
    return out


def _unless_zero(np: Any, r: Array) -> Array:
    return np.abs(r) + 1


MADE: tuple[tuple[frozenset[str], Callable[[Any, Array], Array]], ...] = tuple(
    (frozenset(words.split()), make) for words, make in (
        ("diagonal orthogonal", lambda np, r: np.diag(np.where(np.diag(r) < 0, -1, 1))),
        ("diagonal spd", lambda np, r: np.diag(np.abs(np.diag(r)) + 1)),
        ("diagonal positive", lambda np, r: np.diag(np.abs(np.diag(r)) + 1)),
        ("diagonal psd", lambda np, r: np.diag(np.abs(np.diag(r)))),
        ("diagonal nonnegative", lambda np, r: np.diag(np.abs(np.diag(r)))),
        ("diagonal idempotent", lambda np, r: np.diag(np.diag(r) % 2)),
        ("diagonal", lambda np, r: np.diag(np.diag(r))),
        ("symmetric orthogonal", lambda np, r: np.diag(np.where(np.diag(r) < 0, -1, 1))),
        ("orthogonal spd", lambda np, r: np.eye(len(r), dtype=int)),
        ("orthogonal", _orthogonal),
        ("symmetric idempotent", lambda np, r: np.diag(np.diag(r) % 2)),
        ("psd idempotent", lambda np, r: np.diag(np.diag(r) % 2)),
        ("nonsingular idempotent", lambda np, r: np.eye(len(r), dtype=int)),
        ("idempotent", _idempotent),
        ("spd", _gram),
        ("psd", lambda np, r: r @ r.T),
        ("symmetric positive", lambda np, r: np.abs(_mirrored(np, r)) + 1),
        ("symmetric", _mirrored),
        ("skew", lambda np, r: np.tril(r, -1) - np.tril(r, -1).T),
        ("upper_triangular lower_triangular", lambda np, r: np.diag(np.diag(r))),
        ("upper_triangular", lambda np, r: np.triu(r)),
        ("lower_triangular", lambda np, r: np.tril(r)),
        ("positive", _unless_zero),
        ("nonnegative", lambda np, r: np.abs(r)),
        ("", lambda np, r: r),
    ))
"""How a matrix is made of free integers: the first row whose words are all assumed."""


def made(np: Any, raw: Array, assumed: Iterable[str]) -> Array:
    """The matrix with these properties that free integers stand for."""
    words = frozenset(assumed)
    if raw.shape[0] != raw.shape[1]:
        words &= {"positive", "nonnegative"}
    return next(make for needs, make in MADE if needs <= words)(np, raw)
